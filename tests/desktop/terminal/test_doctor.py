"""`pazpaz doctor` on the record itself: signatures, and the clock."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import cast
from uuid import UUID

import pytest

from core.domain.clock import FixedClock, SystemClock, to_micros
from core.domain.registry import CLIENTS
from core.store.attachments import blob_states
from core.store.attachments.chunk_store import Files
from core.store.outbox import feed_store, notices
from core.store.outbox.feed_store import NoticeEntry
from core.store.practice.practice import ClientDraft
from desktop.session.open_practice import OpenPractice
from desktop.terminal import doctor
from desktop.terminal.command import CommandContext
from tests.desktop.terminal.conftest import Terminal


@pytest.fixture
def laptop(tmp_path: Path) -> Terminal:
    made = Terminal(tmp_path)
    assert made.new_practice().status == 0
    return made


def found(laptop: Terminal, name: str) -> tuple[bool, str]:
    """Whether that is well, and what is said of it."""
    (finding,) = [one for one in laptop("doctor", "--json").documents[0]["findings"] if one["name"] == name]
    return finding["ok"], finding["sentence"]


def sign_a_note(laptop: Terminal) -> None:
    with laptop.open() as opened:
        practice = opened.practice
        client = practice.clients.add(ClientDraft(first_name="Mira", last_name="Talbot")).value
        note = practice.notes.start(client.id).value
        practice.notes.save_draft(note.id, plan="Heat.")
        practice.notes.finalize(note.id)
        practice.notes.amend(note.id, "Wrong side", plan="Ice.")


def test_given_signed_notes_when_the_doctor_looks_then_all_are_verified(laptop: Terminal) -> None:
    sign_a_note(laptop)

    assert found(laptop, "signatures") == (True, "2 of 2 verified, none is broken")


def test_given_a_signature_that_does_not_hold_when_the_doctor_looks_then_it_is_named(
    laptop: Terminal,
) -> None:
    sign_a_note(laptop)
    with laptop.open() as opened, opened.store.write() as db:
        db.exec_driver_sql("UPDATE session_versions SET plan = 'Rest.' WHERE version_number = 2")

    is_well, said = found(laptop, "signatures")

    assert (is_well, said.startswith("1 of 2 do not hold")) == (False, True)
    assert laptop("doctor").status == 1


@pytest.mark.parametrize("kind", ["tampered", "superseded", "unreadable"])
def test_given_a_record_of_the_clinic_that_did_not_hold_when_the_doctor_looks_then_it_says_so_until_seen(
    laptop: Terminal, kind: str
) -> None:
    assert found(laptop, "records") == (True, "all that came from a clinic held")
    notice = UUID(int=7)
    with laptop.open() as opened, opened.store.write() as db:
        entry = NoticeEntry(id=notice, table_no=CLIENTS.no, row_id=UUID(int=8), kind=kind, at=1)
        feed_store.add_notice(db, entry)

    assert found(laptop, "records") == (
        False,
        "1 of the clinic's failed their seal or could not be read; the inbox says which",
    )

    with laptop.open() as opened, opened.store.write() as db:
        notices.put_away(db, notice, 2)
    assert found(laptop, "records")[0]


def test_given_a_file_that_the_clinic_does_not_have_as_it_was_when_the_doctor_looks_then_it_says_so(
    laptop: Terminal, tmp_path: Path
) -> None:
    content = tmp_path / "scan.txt"
    content.write_bytes(b"invented")
    with laptop.open() as opened:
        practice = opened.practice
        client = practice.clients.add(ClientDraft(first_name="Mira", last_name="Talbot")).value
        file = practice.attachments.add(content, client.id).value
        assert found_files(opened) == (True, "1 here, every part is whole")
        Files(opened.store).drop(file.blob_key)
        with opened.store.write() as db:
            blob_states.set_problem(db, file.blob_key, "not_genuine")

        is_well, said = found_files(opened)

    assert (is_well, said.startswith("1 of the clinic's are not what was put there")) == (False, True)


def found_files(opened: OpenPractice) -> tuple[bool, str]:
    silent = SimpleNamespace(console=SimpleNamespace(progress=lambda *_: None))
    told = doctor._files(opened, cast("CommandContext", silent))
    return told.is_well, told.sentence


def test_given_a_laptop_that_has_not_met_its_clinic_for_long_when_the_doctor_looks_then_it_says_so(
    laptop: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(OpenPractice, "enrolment", lambda _opened: object())
    with laptop.open() as opened:
        workspace = opened.practice.me.workspace_id

    assert agreement(laptop) == [("last sync", False, "never brought to its end yet; run `pazpaz sync`")]
    for days, is_well in ((6, True), (8, False)):
        with laptop.open() as opened, opened.store.write() as db:
            feed_store.set_last_good(db, workspace, to_micros(SystemClock().now() - timedelta(days=days)))
        ((name, ok, said),) = agreement(laptop)
        assert (name, ok, "8 days ago" in said) == ("last sync", is_well, days == 8)


def agreement(laptop: Terminal) -> list[tuple[str, bool, str]]:
    with laptop.open() as opened:
        frame = cast("CommandContext", SimpleNamespace(clock=SystemClock()))
        return [(one.name, one.is_well, one.sentence) for one in doctor._agreement(opened, frame)]


def test_given_a_clock_of_2019_when_the_doctor_looks_then_it_is_named(tmp_path: Path) -> None:
    clock = FixedClock(datetime(2026, 11, 28, 9, tzinfo=UTC))
    laptop = Terminal(tmp_path, clock)
    assert laptop.new_practice().status == 0
    assert found(laptop, "clock") == (True, "agrees with what is known here")

    clock.advance(datetime(2026, 10, 1, tzinfo=UTC) - clock.now())
    is_well, said = found(laptop, "clock")
    assert (is_well, said.startswith("2026-10-01, which cannot be right")) == (False, True)
    assert "newest entry is of 2026-11-28" in said

    clock.advance(datetime(2019, 1, 1, tzinfo=UTC) - clock.now())
    assert "this program was made later" in found(laptop, "clock")[1]
    assert laptop("doctor").status == 1
