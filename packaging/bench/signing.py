"""Finalizing a note of full length: from the confirmed wish to the signed note, stored, checked and painted.

Deriving a key from the passphrase is not in it: where one is asked for, that takes its time on purpose.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from clinic import practice_alone
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from drafts import long_drafts
from harness import Figure, check_count, processor, slow_tail, taken, timed
from PySide6.QtCore import QEventLoop
from PySide6.QtGui import QImage
from stage import NOTE_FIELD_CHARS, Stage
from texts import Prose
from window import HEIGHT, WIDTH, application, context

from core.domain.ids import NoteId
from core.domain.notes import SOAP
from core.store.database.facts import set_fact
from core.store.practice.practice import Practice
from desktop.notes.screen import NotesScreen

_LIMIT_MS = 100.0
_WARM_UP = 2


def finalize_note(stage: Stage) -> list[Figure]:
    """Each round signs another draft; the floor signs as many characters and stores them twice."""
    with _practice(stage) as practice, stage.phase("finalizing a note"):
        drafts = long_drafts(practice, stage.scale.rounds * 4 + _WARM_UP)
        ours, floor = _Signing(practice), _Bare(practice)
        mine, bare = [], []
        try:
            for turn, note_id in enumerate(drafts):
                ours.open(note_id)
                times = taken(ours.finalize), taken(floor.sign)
                if turn >= _WARM_UP:  # the first ones make what stays
                    mine.append(times[0])
                    bare.append(times[1])
        finally:
            ours.close()
        check_count("signed notes", len(practice.notes.finalized()), min(50, len(drafts)))
    name = "finalize a note of 4 x 5,000 characters, key derivation apart, p95"
    note = "as many characters signed, and stored twice in one transaction"
    slow, slow_bare = slow_tail(mine), slow_tail(bare)
    return [
        timed(name, "ms", slow, slow_bare, note, limit=_LIMIT_MS),
        processor(slow, slow_bare, note, limit=_LIMIT_MS),
    ]


@contextmanager
def _practice(stage: Stage) -> Iterator[Practice]:
    with practice_alone(stage.folder / "signing") as opened:
        yield opened.practice


class _Signing:
    """The Notes screen, whose editor signs one note after another."""

    def __init__(self, practice: Practice) -> None:
        given = context(practice)
        self._jobs = given.jobs
        self._screen = NotesScreen(given)
        self._screen.resize(WIDTH, HEIGHT)
        self._screen.show()
        self._image = QImage(WIDTH, HEIGHT, QImage.Format.Format_ARGB32_Premultiplied)

    def open(self, note_id: NoteId) -> None:
        """The draft is in front, and nothing is left to do."""
        self._screen.open_note(note_id)
        self._settle()
        self._screen.editor.presenter.read_earlier()
        self._settle()

    def finalize(self) -> None:
        """As "Sign and lock" does, to the note as it stands on paper."""
        self._screen.editor.presenter.finalize()
        self._settle()
        self._screen.render(self._image)

    def close(self) -> None:
        self._screen.close()
        self._jobs.close()

    def _settle(self) -> None:
        loop = QEventLoop()
        while self._jobs.busy:  # asleep meanwhile: a loop that asks again and again would count as work
            loop.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        application().processEvents()


class _Bare:
    """A signature over such a text, and the text stored as note and as version."""

    def __init__(self, practice: Practice) -> None:
        self._store, self._key = practice.store, Ed25519PrivateKey.generate()
        self._text = Prose(4).text(NOTE_FIELD_CHARS * len(SOAP)).encode()

    def sign(self) -> None:
        signature = self._key.sign(self._text)
        with self._store.write() as db:
            for name in ("bench_note", "bench_version"):
                set_fact(db, name, self._text + signature)
