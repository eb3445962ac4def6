"""`pazpaz verify` on a computer that has no practice."""

from pathlib import Path

import pytest

from core.crypto.note_file import write_note_file
from core.crypto.verifier_page import verifier_page
from core.store.transfer.signed_note import export_signed_note
from tests.core.crypto.note_files import GENUINE, note_file
from tests.desktop.terminal.conftest import Terminal
from tests.desktop.terminal.test_doctor import sign_a_note


def saved(laptop: Terminal, data: bytes) -> Path:
    path = laptop.folder / "given.pazpaz-note"
    path.write_bytes(data)
    return path


@pytest.fixture
def genuine(other_laptop: Terminal) -> Path:
    return saved(other_laptop, write_note_file(note_file()))


def test_given_a_note_that_a_practice_exported_when_verified_elsewhere_then_it_is_genuine(
    laptop: Terminal, other_laptop: Terminal
) -> None:
    assert laptop.new_practice().status == 0
    sign_a_note(laptop)
    target = other_laptop.folder / "note.pazpaz-note"
    with laptop.open() as opened:
        (summary,) = opened.practice.notes.recent()
        export_signed_note(opened.practice, summary.note.id, target)

    told = other_laptop.bare("verify", target)
    assert told.status == 0, told.err
    assert "Client:   Mira Talbot" in told.out
    assert told.out.count("signed by Dana Demoson") == 2
    assert not other_laptop.home.exists()


def test_given_a_genuine_note_when_verified_then_it_says_who_when_and_which_codes_to_compare(
    other_laptop: Terminal, genuine: Path
) -> None:
    said = other_laptop.bare("verify", genuine).out
    assert "Version 1: signed by Noa Invented, 2026-11-28 07:01 CET, genuine" in said
    assert f"Code of the practice: {note_file().practice_code} (compare it" in said
    assert f"Code of the note:     {note_file().note_code}" in said


@pytest.mark.parametrize("spelling", [str.lower, lambda code: code.replace("-", " ")])
def test_given_the_practices_code_when_verified_then_it_is_compared(
    other_laptop: Terminal, genuine: Path, spelling: object
) -> None:
    assert callable(spelling)
    code = spelling(note_file().practice_code)
    assert "(as told)" in other_laptop.bare("verify", genuine, "--code", code).out
    refused = other_laptop.bare("verify", genuine, "--code", "0000-0000-0000-0000")
    assert refused.refusal() == "This file is not from the practice with that code."


def test_given_a_changed_letter_when_verified_then_it_says_which_version_and_exits_with_1(
    other_laptop: Terminal,
) -> None:
    path = saved(other_laptop, write_note_file(note_file()).replace(b"Ice.", b"Ire."))
    told = other_laptop.bare("verify", path)
    assert told.refusal() == "This file is not genuine; do not rely on it."
    assert "Version 2: signed by Noa Invented" in told.out
    assert "not genuine: This note's signature does not hold" in told.out
    documents = other_laptop.bare("verify", path, "--json").documents
    assert documents[0]["ok"] is False
    assert [bool(one["problem"]) for one in documents[0]["versions"]] == [False, True]


def test_given_names_that_would_move_a_terminals_cursor_when_verified_then_they_are_shown_harmless(
    other_laptop: Terminal,
) -> None:
    path = saved(other_laptop, write_note_file(note_file()).replace(b"Mira", b"\\u001b[2J\\u202e"))
    assert "\x1b" not in other_laptop.bare("verify", path).out


@pytest.mark.parametrize("name", ["absent", "folder", "empty"])
def test_given_what_is_no_file_when_verified_then_it_says_so(other_laptop: Terminal, name: str) -> None:
    (other_laptop.folder / "folder").mkdir()
    (other_laptop.folder / "empty").touch()
    assert other_laptop.bare("verify", other_laptop.folder / name).refusal()


@pytest.mark.parametrize("zone", ["Europe/Berlin", "../../etc/passwd", "Nowhere/Land"])
def test_given_any_zone_when_verified_then_times_are_told(other_laptop: Terminal, zone: str) -> None:
    data = write_note_file(GENUINE["one version"]).replace(b"Europe/Berlin", zone.encode())
    assert (
        "Version 1: signed by Noa Invented, 2026-11-28 0"
        in other_laptop.bare("verify", saved(other_laptop, data)).out
    )


def test_given_a_place_when_the_page_is_asked_for_then_it_is_written_there(other_laptop: Terminal) -> None:
    target = other_laptop.folder / "verify-note.html"
    assert other_laptop.bare("verify-page", "--to", target).status == 0
    assert target.read_bytes() == verifier_page()
    assert other_laptop.bare("verify-page", "--to", other_laptop.folder / "no" / "where.html").refusal()
