"""The page says of every file what the program says, by the browser's Ed25519 and by its own."""

import re
from pathlib import Path
from random import Random

import pytest

from core.crypto.note_file import read_note_file, write_note_file
from core.crypto.note_report import report_on
from core.crypto.verifier_page import verifier_page
from core.domain.errors import BadInput
from tests.core.crypto.note_files import GENUINE, flipped, forged, unreadable
from tests.draws import fresh
from tests.verifier.browser import BROWSER, checked

needs_browser = pytest.mark.skipif(BROWSER is None, reason="no Chromium on this computer")
FILES = {
    **{f"genuine: {name}": write_note_file(file) for name, file in GENUINE.items()},
    **{f"forged: {name}": data for name, data in forged()},
    **{f"unreadable: {name}": data for name, data in unreadable() if len(data) < 1_000_000},
    **{f"seed {seed}": flipped(Random(seed)) for seed in [*range(5), *fresh(5)]},  # noqa: S311 - no secret
}


def said(data: bytes) -> tuple[bool, str, str, list[bool]] | None:
    """What the program says."""
    try:
        report = report_on(read_note_file(data))
    except BadInput:
        return None
    problems = [bool(version.problem) for version in report.versions]
    return report.genuine, report.practice_code, report.note_code, problems


@needs_browser
@pytest.mark.parametrize("own", [False, True], ids=["the browser's", "its own"])
def test_given_any_file_when_a_browser_checks_it_then_it_says_what_the_program_says(
    tmp_path: Path, own: bool
) -> None:
    found = checked(tmp_path, FILES, own=own)
    told = {
        name: each and (each["genuine"], each["practiceCode"], each["noteCode"], each["problems"])
        for name, each in found.items()
    }
    assert told == {name: said(data) for name, data in FILES.items()}
    assert sum(each is not None and each[0] for each in told.values()) == len(GENUINE)


def test_given_the_page_then_it_asks_for_nothing_from_outside() -> None:
    page = verifier_page().decode()
    assert "default-src 'none'" in page
    assert re.findall(r"src=|href|url\(|import |fetch\(|XMLHttpRequest|WebSocket|https?:", page) == []
