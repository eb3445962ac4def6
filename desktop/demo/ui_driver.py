"""Hands and eyes for a program without a display: type, click, wait until something shows, take a picture."""

import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from PySide6.QtCore import QEventLoop, QMessageLogContext, Qt, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

_PATIENCE_S = 40.0
_LOOK_AGAIN_MS = 15
T = TypeVar("T")


class CheckFailedError(Exception):
    """A check of the tour that did not hold; the text says which."""


class UiDriver:
    """Works real widgets through real events. GUI thread; it waits by running the event loop."""

    def __init__(self, shots: Path) -> None:
        self._shots = shots
        self._faults: list[str] = []
        shots.mkdir(parents=True, exist_ok=True)
        # A picture of an earlier failure would be taken for one of this tour.
        for old in shots.glob("failed-*.png"):
            old.unlink()
        sys.excepthook = self._on_fault
        qInstallMessageHandler(_on_qt_message)

    def to_front(self, window: QWidget) -> None:
        """Only the active window has focus and shortcuts, as on any desktop."""
        window.activateWindow()
        window.raise_()
        self.until(window.isActiveWindow, "the window comes to the front")

    def write(self, widget: QWidget, text: str) -> None:
        """Types the text where the widget has the focus."""
        widget.setFocus()
        for number, line in enumerate(text.split("\n")):
            if number:
                QTest.keyClick(widget, Qt.Key.Key_Return)
            QTest.keyClicks(widget, line)

    def rewrite(self, widget: QWidget, text: str) -> None:
        """Types over whatever a line edit holds."""
        widget.setFocus()
        QTest.keyClick(widget, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(widget, text)

    def press(self, widget: QWidget, key: Qt.Key, *, control: bool = False) -> None:
        """One key, sent to the widget whether it has the focus or not."""
        modifier = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
        QTest.keyClick(widget, key, modifier)

    def click(self, button: QWidget) -> None:
        """The button must be in sight and enabled, as for a person."""
        self.until(lambda: button.isVisible() and button.isEnabled(), f"{_name(button)} can be clicked")
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def until(self, holds: Callable[[], T | None], what: str) -> T:
        """Runs the program until the condition is true; its value. CheckFailedError when it never is."""
        end = time.monotonic() + _PATIENCE_S
        while True:
            self._raise_fault()
            found = holds()
            if found:
                return found
            if time.monotonic() > end:
                raise CheckFailedError(f"never seen: {what}")
            self._run_for(_LOOK_AGAIN_MS)

    def shoot(self, window: QWidget, name: str) -> None:
        """A picture of a window, once everything that is due has been painted."""
        self._run_for(150)
        if not window.grab().save(str(self._shots / f"{name}.png")):
            raise CheckFailedError(f"the picture {name}.png was not written")

    def _run_for(self, milliseconds: int) -> None:
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def _on_fault(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """A fault in a slot ends nothing by itself; the tour must not walk past it."""
        places = traceback.extract_tb(error.__traceback__ or trace)[-1:]
        self._faults += [f"{kind.__name__} at {Path(at.filename).name}:{at.lineno}" for at in places]

    def _raise_fault(self) -> None:
        if self._faults:
            raise CheckFailedError("the program has a fault: " + ", ".join(self._faults))


def _on_qt_message(_kind: QtMsgType, _where: QMessageLogContext, text: str) -> None:
    """Without a display Qt says what it cannot do with windows; nothing else is kept quiet."""
    if not text.startswith("This plugin does not support"):
        sys.stderr.write(text + "\n")


def check(holds: bool, what: str) -> None:
    """Raises CheckFailedError unless it holds."""
    if not holds:
        raise CheckFailedError(f"it does not hold that {what}")


def application() -> QApplication:
    """The one that is there, or a new one."""
    found = QApplication.instance()
    app = found if isinstance(found, QApplication) else QApplication(["PazPaz"])
    app.setQuitOnLastWindowClosed(False)  # doors and windows close in the middle of the tour
    return app


def _name(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return text or widget.accessibleName() or type(widget).__name__
