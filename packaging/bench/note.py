"""Opening a note of full length: from the wish to the painted texts, the previous note beside them."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle

from clinic import practice_alone
from drafts import long_drafts
from harness import Figure, processor, slow_tail, taken, timed
from PySide6.QtCore import QEventLoop
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QTextEdit, QVBoxLayout, QWidget
from stage import NOTE_FIELD_CHARS, Stage
from texts import Prose
from window import HEIGHT, WIDTH, application, context

from core.domain.ids import NoteId
from core.domain.notes import SOAP
from core.store.practice.practice import Practice
from desktop.kit.jobs import Jobs
from desktop.notes.screen import NotesScreen

_NOTES = 40
_LIMIT_MS = 25.0


def open_note(stage: Stage) -> list[Figure]:
    """Each round opens another note; the floor fills and paints eight plain texts of the same length."""
    with _practice(stage) as practice, stage.phase("opening a note"):
        ours, floor = _Notes(practice), _Bare()
        mine, bare = [], []
        try:
            for turn in range(stage.scale.rounds * 8 + 2):
                times = taken(ours.open_next), taken(floor.open_next)
                application().processEvents()
                if turn > 1:  # the first ones make what stays
                    mine.append(times[0])
                    bare.append(times[1])
        finally:
            ours.close()
    slow, slow_bare = slow_tail(mine), slow_tail(bare)
    note = "eight bare QTextEdits filled and painted"
    return [
        timed("open a note of 4 x 5,000 characters, p95", "ms", slow, slow_bare, note, limit=_LIMIT_MS),
        processor(slow, slow_bare, note, limit=_LIMIT_MS),
    ]


@contextmanager
def _practice(stage: Stage) -> Iterator[Practice]:
    with practice_alone(stage.folder / "opening") as opened:
        long_drafts(opened.practice, _NOTES)
        yield opened.practice


class _Notes:
    """The Notes screen, whose editor shows one after another."""

    def __init__(self, practice: Practice) -> None:
        given = context(practice)
        self._jobs: Jobs = given.jobs
        self._screen = NotesScreen(given)
        self._screen.resize(WIDTH, HEIGHT)
        self._screen.show()
        self._screen.activate()
        self._jobs.wait()
        self._ids: Iterator[NoteId] = cycle([draft.note.id for draft in practice.notes.drafts()])
        self._image = QImage(WIDTH, HEIGHT, QImage.Format.Format_ARGB32_Premultiplied)

    def open_next(self) -> None:
        self._screen.open_note(next(self._ids))
        loop = QEventLoop()
        while self._jobs.busy:  # asleep meanwhile: a loop that asks again and again would count as work
            loop.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        self._screen.render(self._image)

    def close(self) -> None:
        self._screen.close()
        self._jobs.close()


class _Bare:
    """As many words in as many texts, and nothing else."""

    def __init__(self) -> None:
        prose = Prose(4)
        self._texts = cycle([prose.text(NOTE_FIELD_CHARS) for _ in range(2 * len(SOAP) + 1)])
        self._page = QWidget()
        box = QVBoxLayout(self._page)
        self._edits = [QTextEdit() for _ in range(2 * len(SOAP))]
        for edit in self._edits:
            box.addWidget(edit)
        self._page.resize(WIDTH, HEIGHT)
        self._image = QImage(WIDTH, HEIGHT, QImage.Format.Format_ARGB32_Premultiplied)

    def open_next(self) -> None:
        for edit in self._edits:
            edit.setPlainText(next(self._texts))
        self._page.render(self._image)
