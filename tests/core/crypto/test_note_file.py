"""A signed note in a file: what is genuine passes, and nothing else does."""

from dataclasses import replace
from random import Random

import pytest

from core.crypto.note_file import note_code, practice_code, read_note_file, write_note_file
from core.crypto.note_report import report_on
from core.crypto.verifier_page import verifier_page
from core.domain.errors import BadInput
from tests.core.crypto.note_files import (
    GENUINE,
    ROOT,
    STRANGER,
    flipped,
    forged,
    note_file,
    unreadable,
)
from tests.draws import fresh


@pytest.mark.parametrize("name", GENUINE)
def test_given_a_genuine_file_when_read_then_it_is_the_same_and_genuine(name: str) -> None:
    file = read_note_file(write_note_file(GENUINE[name]))
    report = report_on(file)
    assert file == GENUINE[name]
    assert report.genuine, report
    assert {version.signed_by for version in report.versions} == {"Noa Invented"}


@pytest.mark.parametrize(("name", "data"), list(forged()), ids=[name for name, _ in forged()])
def test_given_a_forged_file_when_checked_then_it_is_not_genuine(name: str, data: bytes) -> None:
    assert not report_on(read_note_file(data)).genuine, name


@pytest.mark.parametrize(("name", "data"), list(unreadable()), ids=[name for name, _ in unreadable()])
def test_given_what_is_no_signed_note_when_read_then_nothing_is_said_of_it(name: str, data: bytes) -> None:
    with pytest.raises(BadInput, match="no signed note"):
        read_note_file(data)


@pytest.mark.parametrize("seed", [*range(40), *fresh(40)])
def test_given_one_other_letter_anywhere_when_checked_then_it_is_not_genuine(seed: int) -> None:
    data = flipped(Random(seed))  # noqa: S311 - a repeatable draw, no secret
    try:
        report = report_on(read_note_file(data))
    except BadInput:
        return
    assert not report.genuine, data


def test_given_a_forged_version_when_checked_then_the_others_are_still_told_apart() -> None:
    data = write_note_file(note_file()).replace(b"Ice.", b"Ire.")
    assert [bool(one.problem) for one in report_on(read_note_file(data)).versions] == [False, True]


def test_given_two_roots_when_their_codes_are_compared_then_they_differ() -> None:
    codes = {practice_code(ROOT.sign_pub), practice_code(STRANGER.sign_pub)}
    assert len(codes) == 2
    assert all(len(code) == 19 and code.count("-") == 3 for code in codes)


def test_given_one_signature_more_when_told_then_the_notes_code_is_another() -> None:
    signatures = [version.signature for version in note_file().versions]
    assert note_code(signatures) != note_code(signatures[:1])


def test_given_rubbish_among_the_certificates_when_checked_then_the_others_still_prove_it() -> None:
    name = next(iter(GENUINE))
    file = GENUINE[name]
    assert report_on(replace(file, certificates=(b"rubbish", *file.certificates))).genuine


def test_given_the_page_that_checks_notes_when_asked_for_then_it_stands_alone() -> None:
    page = verifier_page()
    assert b"<html" in page
    assert b"src=" not in page
    assert b"http://" not in page
