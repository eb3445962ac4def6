"""A new client, an appointment and a signed note in a real window: how many keys, or clicks, that takes.

`python -m tests.three_minutes` prints it. Letters of names and of the note are counted apart: they are what
somebody wants to write, and not what the program asks of them.
"""

import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QTextEdit, QWidget

from core.crypto.kdf import KdfParams
from core.domain.clock import FixedClock
from core.domain.notes import SOAP
from core.store.vault.listing import list_vaults
from desktop.app import Program
from desktop.session.open_practice import PracticeDetails, create_practice, open_practice
from desktop.shell.unlocked import UnlockedSession
from tests.desktop.conftest import MONDAY, NOW
from tests.desktop.people import fill
from tests.desktop.programs import destroy

PHRASE = "seven paper lanterns hum quietly"
FIRST, LAST = "Nora", "Lindner"
NOTE = (
    "Neck is stiff since Friday.",
    "Turns left 40 degrees.",
    "Tension of the neck.",
    "Heat, then exercise.",
)
_LEFT = Qt.MouseButton.LeftButton
_ALT, _CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
_PLAIN = Qt.KeyboardModifier.NoModifier


@dataclass(slots=True)
class Hand:
    """A person at the window. A key with Ctrl or Alt is one key."""

    program: Program
    keys: int = 0
    clicks: int = 0
    letters: int = 0

    @property
    def session(self) -> UnlockedSession:
        assert self.program.workplace is not None
        return self.program.workplace

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = _PLAIN) -> None:
        """Wherever the focus is."""
        self.keys += 1
        QTest.keyClick(self._focused(), key, modifiers)
        self.settle()

    def write(self, text: str) -> None:
        """Wherever the focus is."""
        self.letters += len(text)
        QTest.keyClicks(self._focused(), text)
        self.settle()

    def click(self, words: str, kind: type[QWidget] = QAbstractButton) -> None:
        """What a person sees under these words, or hears; of several the one that came up last."""
        self.clicks += 1
        seen = [each for each in self.session.window.findChildren(kind) if each.isVisible()]
        QTest.mouseClick(_place(next(each for each in reversed(seen) if _says(each, words))), _LEFT)
        self.settle()

    def settle(self) -> None:
        """Until the window has answered."""
        for _ in range(3):
            self.program.jobs.wait()
            QApplication.processEvents()
            QApplication.sendPostedEvents()

    def _focused(self) -> QWidget:
        return QApplication.focusWidget() or self.session.window


def by_keyboard(hand: Hand) -> None:
    """From the first page to the signed note, without the mouse."""
    hand.press(Qt.Key.Key_3, _ALT)
    hand.press(Qt.Key.Key_N, _CTRL)
    hand.write(FIRST)
    hand.press(Qt.Key.Key_Tab)
    hand.write(LAST)
    hand.press(Qt.Key.Key_Return)
    hand.press(Qt.Key.Key_S)
    hand.press(Qt.Key.Key_Return)
    hand.press(Qt.Key.Key_3, _ALT)
    hand.press(Qt.Key.Key_N)
    for number, text in enumerate(NOTE):
        if number:
            hand.press(Qt.Key.Key_Tab)
        hand.write(text)
    hand.press(Qt.Key.Key_Return, _CTRL)
    hand.press(Qt.Key.Key_Return)


def by_mouse(hand: Hand) -> None:
    """The same with the mouse; only words are typed."""
    hand.click("Clients")
    hand.click("New client")
    hand.write(FIRST)
    hand.click("Last name", QLineEdit)
    hand.write(LAST)
    hand.click("Save")
    hand.click("Schedule")
    hand.click("Book")
    hand.click("Clients")
    hand.click("New note")
    for number, (name, text) in enumerate(zip(SOAP, NOTE, strict=True)):
        if number:
            hand.click(name.capitalize(), QTextEdit)
        hand.write(text)
    hand.click("Sign")
    hand.click("Sign and lock")


def check(hand: Hand) -> None:
    """Refuses (RuntimeError) a run that did other than what is counted."""
    practice = hand.session.opening.practice
    clients = [each.client for each in practice.clients.list() if each.client.first_name == FIRST]
    if len(clients) != 1:
        raise RuntimeError("the new client is not there")
    booked = practice.appointments.between(NOW - timedelta(days=1), NOW + timedelta(days=60))
    if clients[0].id not in {each.appointment.client_id for each in booked}:
        raise RuntimeError("nothing is booked")
    notes = [each.note for each in practice.notes.finalized() if each.note.client_id == clients[0].id]
    if [(note.subjective, note.objective, note.assessment, note.plan) for note in notes] != [NOTE]:
        raise RuntimeError("the note is not signed as it was written")


def sentence(keyboard: Hand, mouse: Hand) -> str:
    """As the README says it."""
    return f"{keyboard.keys} keys, or {mouse.clicks} clicks, beside the {keyboard.letters} letters"


def _says(widget: QWidget, words: str) -> bool:
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return words in (text, widget.accessibleName())


def _place(widget: QWidget) -> QWidget:
    """Of a text the part that takes the click."""
    return widget.viewport() if isinstance(widget, QTextEdit) else widget


def _in_a_new_practice(app: QApplication, folder: Path, work: Callable[[Hand], None]) -> Hand:
    details = PracticeDetails(name="Lindenhof Practice", therapist="Ruth Amsel", timezone="Europe/Berlin")
    clock = FixedClock(NOW)
    made, _ = create_practice(folder, PHRASE, details, clock, kdf=KdfParams.FAST_FOR_TESTS)
    with made:
        fill(made.practice, MONDAY)
    program = Program(app, folder, clock, KdfParams.FAST_FOR_TESTS)
    program.open(open_practice(list_vaults(folder)[0].path, PHRASE, clock))
    program.jobs.wait()
    hand = Hand(program)
    try:
        hand.session.window.activateWindow()
        hand.settle()
        work(hand)
        check(hand)
    finally:
        destroy(program)
    return hand


def counted(app: QApplication, folder: Path) -> tuple[Hand, Hand]:
    """By keyboard and by mouse, each in a practice of its own."""
    keyboard = _in_a_new_practice(app, folder / "keyboard", by_keyboard)
    return keyboard, _in_a_new_practice(app, folder / "mouse", by_mouse)


def main() -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        told = sentence(*counted(app, Path(folder)))
    sys.stdout.write(f"A new client, an appointment and a signed note: {told}\n")


if __name__ == "__main__":
    main()
