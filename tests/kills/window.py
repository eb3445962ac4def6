"""The doomed process with the real note editor in it: keys, timers and store worker as in the program."""

import os
import random
from uuid import UUID

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.domain.ids import NoteId, Uuid7Source
from core.domain.notes import SOAP
from core.store.practice.practice import Practice
from desktop.kit.bus import Bus
from desktop.kit.context import ScreenContext
from desktop.kit.jobs import Jobs
from desktop.kit.theme import Appearance, Theme
from desktop.notes.editor import NoteEditor
from tests.desktop.conftest import FakeNavigator
from tests.kills.clinic import Clinic
from tests.kills.ui_driver import Tell, TypingClock, teller

TICK_MS = 10
PATIENCE_TICKS = 5
"""Ticks that a save may take before time stands still: the promise is about our delay, not the disk's."""


class Typist:
    """Strikes keys in the editor and tells what it shows, tick by tick."""

    def __init__(self, editor: NoteEditor, jobs: Jobs, note: UUID, clock: TypingClock, tell: Tell) -> None:
        self._editor, self._jobs, self._note = editor, jobs, note
        self._clock, self._tell = clock, tell
        self._rnd = random.Random(clock.ms)  # noqa: S311 - repeatable keys
        self._busy_ticks, self._next_key_ms = 0, clock.ms
        self._told_saved: dict[str, str] = {}
        self.timer = QTimer(interval=TICK_MS)
        self.timer.timeout.connect(self.tick)

    def tick(self) -> None:
        self._busy_ticks = self._busy_ticks + 1 if self._jobs.busy else 0
        if self._busy_ticks <= PATIENCE_TICKS:
            self._clock.ms += TICK_MS
            self._tell("time", self._clock.ms)
        if self._clock.ms >= self._next_key_ms:
            self._strike()
            self._next_key_ms = self._clock.ms + self._rnd.choice((20, 60, 90, 140, 400, 700))
        self._tell_saved()

    def _strike(self) -> None:
        name = self._editor.page.active or SOAP[0]
        QTest.keyClicks(self._editor.page.cards[name].text, self._rnd.choice("abcdefgh "))
        self._tell("typed", self._clock.ms, self._note, name, self._editor.page.texts()[name])
        if self._rnd.random() < 0.05:
            self._editor.page.go_to(self._rnd.choice(SOAP))

    def _tell_saved(self) -> None:
        texts = dict(self._editor.page.texts())
        is_saved = self._editor.header.laptop.text() == "Saved on this laptop"
        if is_saved and texts != self._told_saved:
            self._told_saved = texts
            self._tell("saved", self._note, texts)


def _note_of(practice: Practice) -> NoteId:
    drafts = practice.notes.drafts()
    if drafts:
        return drafts[0].note.id
    return practice.notes.start(practice.clients.list()[0].client.id).value.id


def live_in_the_editor(clinic: Clinic, seed: int, began_ms: int, descriptor: int) -> None:
    """The whole life of the child process."""
    tell, clock = teller(descriptor), TypingClock(began_ms)
    try:
        practice = clinic.practice_in(clinic.open_store(clinic.path), clock, Uuid7Source(clock))
        note = _note_of(practice)
        app = QApplication(["pazpaz"])
        jobs = Jobs()
        context = ScreenContext(practice, jobs, Bus(), Theme(app, Appearance.LIGHT), FakeNavigator(), clock)
        editor = NoteEditor(context)
        editor.resize(1216, 744)
        editor.show()
        editor.open(note)
        jobs.wait()
        typist = Typist(editor, jobs, note, clock, tell)
        typist.timer.start()
        tell("ready")
        app.exec()
    except BaseException as error:  # noqa: BLE001 - nobody else would hear of it
        tell("failed", f"{type(error).__name__}: {error}")
    finally:
        os._exit(1)
