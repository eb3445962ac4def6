"""The page says of every file what the program says, by the browser's Ed25519 and by its own."""

import re
from pathlib import Path
from random import Random

import pytest
from PySide6.QtCore import QCoreApplication

from core.crypto.note_file import read_note_file, write_note_file
from core.crypto.note_report import report_on
from core.crypto.verifier_page import verifier_page
from core.domain.errors import BadInput
from tests.core.crypto.note_files import GENUINE, flipped, forged, unreadable
from tests.draws import fresh
from tests.verifier import engine
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


NOT_HERE = "unreadable: half a letter"
"""Qt's patterns do not see half of a letter by itself; a browser's do."""


def test_given_any_file_when_the_pages_own_words_are_run_without_a_browser_then_they_say_the_same(
    qapp: QCoreApplication,
) -> None:
    files = {name: data for name, data in FILES.items() if name != NOT_HERE}
    assert len(files) == len(FILES) - 1
    found = engine.checked(files)
    told = {
        name: each and (each["genuine"], each["practiceCode"], each["noteCode"], each["problems"])
        for name, each in found.items()
    }
    assert told == {name: said(data) for name, data in files.items()}
    assert sum(each is not None and each[0] for each in told.values()) == len(GENUINE)


def test_given_a_code_that_was_told_when_compared_then_only_that_of_the_practice_is_good(
    qapp: QCoreApplication,
) -> None:
    genuine = {name: data for name, data in FILES.items() if name.startswith("genuine")}
    forgeries = {name: data for name, data in FILES.items() if name.startswith("forged")}
    for each in engine.checked(genuine).values():
        assert each["verdicts"] == ["good", "good", "good", "bad"], "none told, as it is, as typed, another"
    judged = [each["verdicts"] for each in engine.checked(forgeries).values() if not each["genuine"]]
    assert judged == [["bad"] * 4] * len(judged)
    assert judged


def test_given_the_page_then_it_asks_for_nothing_from_outside() -> None:
    page = verifier_page().decode()
    assert "default-src 'none'" in page
    assert re.findall(r"src=|href|url\(|import |fetch\(|XMLHttpRequest|WebSocket|https?:", page) == []
