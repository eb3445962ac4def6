"""A lock ends what takes long, leaves nothing half made, and says after unlocking what was not finished."""

import json
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from core.domain.errors import Cancelled
from desktop.app import Program
from desktop.clients.screen import ClientsScreen
from desktop.files import pdf_stripping
from desktop.files.decoder_process import DecoderProcess
from desktop.files.presenter import Adding
from desktop.notes.screen import NotesScreen
from desktop.paper import printable
from desktop.paper.encrypted_pdf import encrypted
from desktop.paper.record_out import client_source
from desktop.session.open_practice import open_practice
from desktop.shell.unlocked import UnlockedSession
from tests.desktop.files.telling_pdf import silent_pdf, telling_pdf
from tests.desktop.programs import destroy
from tests.desktop.test_workplace import PHRASE, files_of_mira, model_home, program, settings_page, work

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


class Endless:
    """Makes processes that take a PDF and never answer, as the library may in a hostile one."""

    def __init__(self) -> None:
        self.made: list[DecoderProcess] = []
        self._begun = threading.Event()

    def __call__(self) -> DecoderProcess:
        code = "import sys, time\nsys.stdin.buffer.read(9)\ntime.sleep(600)"
        self.made.append(DecoderProcess([sys.executable, "-c", code], answer_s=60))
        self._begun.set()
        return self.made[-1]

    def wait(self) -> None:
        """Until the first one is wanted: a lock that comes before makes none."""
        assert self._begun.wait(30)


@pytest.fixture
def endless(monkeypatch: pytest.MonkeyPatch) -> Endless:
    made = Endless()
    monkeypatch.setattr(pdf_stripping, "DecoderProcess", made)
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
    endless: Endless,
    tmp_path: Path,
    reopen: Callable[[], UnlockedSession],
) -> None:
    section = files_of_mira(program)
    section.presenter.add(letters(tmp_path, 3))
    endless.wait()
    work(program).hard_lock()
    again = reopen()
    assert [one._process is None or one._process.wait(30) != 0 for one in endless.made] == [True]
    assert names(again) == [], "neither half of it nor with what it tells"
    assert again.window.told.text == (
        "3 files were not added, because PazPaz was locked or closed. They lie where you took them from, and "
        "nothing is lost: add them again."
    )
    assert again.window.told.isVisible()


def test_given_a_pasted_picture_behind_a_pdf_when_locked_then_it_is_kept_as_it_lies_nowhere_else(
    program: Program,
    endless: Endless,
    tmp_path: Path,
    reopen: Callable[[], UnlockedSession],
) -> None:
    section = files_of_mira(program)
    section.presenter.add([*letters(tmp_path, 1), Adding("pasted.txt", b"from the clipboard")])
    endless.wait()
    work(program).hard_lock()
    again = reopen()
    assert names(again) == ["pasted.txt"]
    assert again.window.told.text.startswith(
        "1 file was not added, because PazPaz was locked or closed. It lies"
    )
    again.jobs.wait()
    assert again.opening.practice.settings.local("cut_short") is None, "it is said once"


ENDS: dict[str, Callable[[UnlockedSession], object]] = {
    "Locking": UnlockedSession.hard_lock,
    "Closing": lambda place: place.window.close(),
}


@pytest.mark.parametrize("ends", ENDS)
def test_given_work_under_way_when_it_is_waited_for_then_a_page_stands_over_all_and_takes_no_keys(
    program: Program, ends: str
) -> None:
    place = work(program)
    typed = notes_editor(program)
    seen: list[tuple[bool, bool, bool]] = []

    def look() -> None:
        seen.append((place.overlay.isVisible(), place.overlay.field.isVisible(), typed.isEnabled()))

    place.slow_jobs.run(threading.Event().is_set, lambda _: look())
    ENDS[ends](place)
    assert seen == [(True, False, False)]
    assert place.overlay._words.text() == f"{ends}. Your work is being saved."


def test_given_a_heic_on_its_way_in_when_the_window_is_closed_then_the_next_run_says_that_it_stayed_outside(
    program: Program, tmp_path: Path, reopen: Callable[[], UnlockedSession]
) -> None:
    place, section = work(program), files_of_mira(program)
    held = Held(place)
    photo = tmp_path / "photo.heic"
    photo.write_bytes(b"\0\0\0\x18ftypheic\0\0\0\0" + b"where it was taken")
    place.slow_jobs.run(held)
    section.presenter.add([Adding(photo.name, photo)])
    held.wait()
    place.window.close()
    again = reopen()
    assert names(again) == []
    assert again.window.told.text.startswith("1 file was not added")


def notes_editor(program: Program) -> QWidget:
    place = work(program)
    place.navigator.open_note(place.opening.practice.notes.drafts()[0].note.id)
    program.jobs.wait()
    screen = cast("NotesScreen", place.window.screens["notes"])
    return screen.editor.page.cards["subjective"].text


class Held:
    """A worker comes to here and waits until the lock is under way."""

    def __init__(self, place: UnlockedSession) -> None:
        self._place = place
        self._reached, self._goes = threading.Event(), threading.Event()

    def __call__(self) -> None:
        self._reached.set()
        assert self._goes.wait(30)

    def wait(self) -> None:
        """Until the thread is held; it goes on after all that hears of the end by now has heard of it."""
        assert self._reached.wait(30)
        self._place.bus.leaving.connect(self._goes.set)


OLD = b"what stood there before"


def test_given_a_pdf_that_is_encrypted_when_locked_then_the_old_file_is_whole_and_it_is_told(
    program: Program,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    reopen: Callable[[], UnlockedSession],
) -> None:
    place = work(program)
    held = Held(place)

    def slowly(pdf: bytes, password: str, check: Callable[[], None]) -> bytes:
        held()
        check()
        return encrypted(pdf, password, check)

    monkeypatch.setattr(printable, "encrypted", slowly)
    file = tmp_path / "out" / "record.pdf"
    file.parent.mkdir()
    file.write_bytes(OLD)
    screen = cast("ClientsScreen", place.window.screens["clients"])
    (mira,) = place.opening.practice.clients.find("mira")
    screen.out.save_to(client_source(place.opening.practice, mira.client.id), file, "lamp orchard tin seven")
    held.wait()
    place.hard_lock()
    assert (file.read_bytes(), list(file.parent.iterdir())) == (OLD, [file])
    assert reopen().window.told.text.startswith("The PDF was not finished")


def test_given_a_check_that_stops_it_when_a_pdf_is_encrypted_then_it_ends_before_it_is_done() -> None:
    asked: list[int] = []

    def check() -> None:
        asked.append(1)
        if len(asked) == 20:
            raise Cancelled("Stopped.")

    encrypted(silent_pdf(), "lamp orchard tin seven", asked.clear)
    with pytest.raises(Cancelled):
        encrypted(silent_pdf(), "lamp orchard tin seven", check)
    assert len(asked) == 20, "the library passes it on"


@pytest.mark.parametrize(
    ("what", "ends"),
    [("backup", "Locking"), ("export", "Locking"), ("import", "Locking"), ("backup", "Closing")],
)
def test_given_long_work_on_the_store_when_locked_or_closed_then_it_ends_and_is_told(
    program: Program, tmp_path: Path, reopen: Callable[[], UnlockedSession], what: str, ends: str
) -> None:
    place = work(program)
    held = Held(place)
    place.jobs.run(held)
    _begin(program, what, tmp_path)
    held.wait()
    ENDS[ends](place)
    again = reopen()
    assert again.window.told.text.startswith(f"The {what} was not finished")
    assert not list(tmp_path.rglob("*.pazpaz*")), "nothing half written"
    assert not (tmp_path / "out" / "manifest.json").exists()
    assert not again.opening.practice.clients.find("Nobody")


def _begin(program: Program, what: str, folder: Path) -> None:
    if what == "import":
        line = {"table": "clients", "first_name": "Nobody", "last_name": "Atall"}
        (folder / "in.jsonl").write_text(json.dumps(line))
        settings_page(work(program), "Import")._import(folder / "in.jsonl")
    elif what == "export":
        settings_page(work(program), "Backup and export").export_to(folder / "out")
    else:
        settings_page(work(program), "Backup and export").back_up_to(folder / "kept.pazpaz")
