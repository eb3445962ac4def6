"""A lock ends what takes long, leaves nothing half made, and says after unlocking what was not finished."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desktop.app import Program
from desktop.files import pdf_stripping
from desktop.files.decoder_process import DecoderProcess
from desktop.files.presenter import Adding
from desktop.session.open_practice import open_practice
from desktop.shell.unlocked import UnlockedSession
from tests.desktop.files.telling_pdf import telling_pdf
from tests.desktop.programs import destroy
from tests.desktop.test_workplace import PHRASE, files_of_mira, model_home, program, work

__all__ = ["model_home", "program"]


@pytest.fixture
def reopen(program: Program, qapp: QApplication) -> Iterator[Callable[[], UnlockedSession]]:
    """The next run of the window over the same vault."""
    made: list[Program] = []

    def again() -> UnlockedSession:
        vault = work(program).opening.opened.vault.path
        destroy(program)
        one = Program(qapp, program._home, program._clock)
        made.append(one)
        one.open(open_practice(vault, PHRASE, program._clock))
        one.jobs.wait()
        return work(one)

    yield again
    for one in made:
        destroy(one)


@pytest.fixture
def endless(monkeypatch: pytest.MonkeyPatch) -> list[DecoderProcess]:
    """Processes that take a PDF and never answer, as the library may in a hostile one."""
    made: list[DecoderProcess] = []
    code = "import sys, time\nsys.stdin.buffer.read(9)\ntime.sleep(600)"

    def start() -> DecoderProcess:
        made.append(DecoderProcess([sys.executable, "-c", code], answer_s=60))
        return made[-1]

    monkeypatch.setattr(pdf_stripping, "DecoderProcess", start)
    return made


def letters(folder: Path, count: int) -> list[Adding]:
    paths = [folder / f"letter {number}.pdf" for number in range(count)]
    for path in paths:
        path.write_bytes(telling_pdf())
    return [Adding(path.name, path) for path in paths]


def names(place: UnlockedSession) -> list[str]:
    return [held.row.file_name for held in place.opening.practice.attachments.all()]


def test_given_pdfs_that_are_stripped_when_locked_then_it_ends_and_the_next_run_says_what_stayed_outside(
    program: Program,
    endless: list[DecoderProcess],
    tmp_path: Path,
    reopen: Callable[[], UnlockedSession],
) -> None:
    section = files_of_mira(program)
    section.presenter.add(letters(tmp_path, 3))
    work(program).hard_lock()
    again = reopen()
    assert [one._process is None or one._process.wait(30) != 0 for one in endless] == [True]
    assert names(again) == [], "neither half of it nor with what it tells"
    assert again.window.told.text == (
        "3 files were not added, because PazPaz was locked or closed. They lie where you took them from, and "
        "nothing is lost: add them again."
    )
    assert again.window.told.isVisible()


def test_given_a_pasted_picture_behind_a_pdf_when_locked_then_it_is_kept_as_it_lies_nowhere_else(
    program: Program,
    endless: list[DecoderProcess],
    tmp_path: Path,
    reopen: Callable[[], UnlockedSession],
) -> None:
    section = files_of_mira(program)
    section.presenter.add([*letters(tmp_path, 1), Adding("pasted.txt", b"from the clipboard")])
    work(program).hard_lock()
    assert endless
    again = reopen()
    assert names(again) == ["pasted.txt"]
    assert again.window.told.text.startswith(
        "1 file was not added, because PazPaz was locked or closed. It lies"
    )
    assert reopen_says_nothing(again)


def reopen_says_nothing(place: UnlockedSession) -> bool:
    """It is said once."""
    place.jobs.wait()
    return place.opening.practice.settings.local("cut_short") is None
