"""The window: rail, top bar, one screen in front, and what floats over them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import shiboken6
from PySide6.QtCore import QByteArray, QEvent, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QGraphicsBlurEffect,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from core.domain.foreground import FOREGROUND
from desktop.bus import Bus
from desktop.help_sheet import HelpSheet
from desktop.rail import Place, Rail
from desktop.screen import Screen
from desktop.shortcuts import Keys, Shortcut, window_shortcuts
from desktop.theme import Theme
from desktop.top_bar import TopBar
from desktop.widgets.toast import Toast

_BLUR_PX = 18
_SMALLEST = (960, 600)


@dataclass(frozen=True, slots=True)
class Frame:
    """What the window is built from; screens follow with `add_screen`, because they need the window."""

    theme: Theme
    bus: Bus
    places: tuple[Place, ...]
    practice_name: str


class MainWindow(QMainWindow):
    """Knows places and screens, not what is in them. Lock and close are wishes for the root to fulfil."""

    lock_requested = Signal()
    palette_requested = Signal()
    close_requested = Signal()
    place_changed = Signal(str)

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self.setWindowTitle("PazPaz")
        self.setMinimumSize(*_SMALLEST)
        self._frame = frame
        self._may_close = False
        self._focused: QWidget | None = None
        self._screens: dict[str, Screen] = {}
        self.rail = Rail(frame.theme, frame.places)
        self.top = TopBar(frame.theme, frame.practice_name)
        self.stack = QStackedWidget()
        self.host = self._lay_out()
        self.toasts = Toast(self.host)
        self._table = window_shortcuts()
        self.keys = Keys(self, self._table, self._actions())
        self.rail.chosen.connect(self.go)
        self.top.lock_requested.connect(self.lock_requested)
        self.top.search_requested.connect(self.palette_requested)
        self.top.blur_requested.connect(self.toggle_blur)

    @property
    def place(self) -> str:
        """Key of the screen in front."""
        front = self.stack.currentWidget()
        return next((key for key, screen in self._screens.items() if screen is front), "")

    @property
    def screens(self) -> Mapping[str, Screen]:
        return self._screens

    def add_screen(self, key: str, screen: Screen) -> None:
        self._screens[key] = screen
        self.stack.addWidget(screen)

    def go(self, key: str) -> Screen:
        """Bring a screen to the front; one that is in front already is activated again."""
        screen = self._screens[key]
        self.rail.show_chosen(key)
        self.stack.setCurrentWidget(screen)
        screen.activate()
        self.place_changed.emit(key)
        return screen

    def navigate(self, key: str) -> None:
        """`go` for those who do not want the screen."""
        self.go(key)

    def new(self) -> None:
        front = self._screens.get(self.place)
        if front is not None:
            front.new()

    def flush(self) -> None:
        """Have every screen hand over its unsaved text."""
        for screen in self._screens.values():
            screen.flush()

    def set_letters(self, on: bool) -> None:
        """Bare letters as shortcuts, in the window and on every screen."""
        for keys in self.findChildren(Keys):
            keys.set_letters(on)
        for screen in self._screens.values():
            screen.set_letters(on)

    def cover(self, on: bool) -> None:
        """While locked nothing behind the curtain takes a key, a click or the focus."""
        for keys in self.findChildren(Keys):
            keys.set_on(not on)
        if on:
            self._focused = self.focusWidget()
        for part in (self.rail, self.top, self.stack, self.toasts):
            part.setEnabled(not on)
        if not on and self._focused is not None and shiboken6.isValid(self._focused):
            self._focused.setFocus()

    def unsaved(self) -> list[str]:
        """Keys of the screens whose words could not be stored."""
        return [key for key, screen in self._screens.items() if screen.unsaved]

    def toggle_blur(self) -> None:
        """Blurs the pane; screens that can show initials instead listen to the bus."""
        blurred = not self._frame.bus.blurred
        self._frame.bus.set_blurred(blurred)
        self.top.show_blurred(blurred)
        effect = QGraphicsBlurEffect(self, blurRadius=_BLUR_PX) if blurred else None
        self.stack.setGraphicsEffect(effect)  # type: ignore[arg-type]

    def show_help(self) -> None:
        HelpSheet(self._frame.theme, self, self.listed_shortcuts()).open()

    def listed_shortcuts(self) -> Sequence[Shortcut]:
        """The window's keys, then those of the screen in front."""
        front = self._screens.get(self.place)
        return (*self._table, *(front.shortcuts() if front else ()))

    def close_dialogs(self) -> None:
        """Nothing that is open may outlive a lock or hold it up."""
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, QDialog) and widget.isVisible():
                widget.reject()

    def geometry_state(self) -> bytes:
        return bytes(self.saveGeometry().data())

    def restore_geometry_state(self, raw: bytes) -> None:
        if not raw or not self.restoreGeometry(QByteArray(raw)):
            self.resize(1280, 800)

    def let_close(self) -> None:
        """Called by the root when everything is saved and shut: the next close goes through."""
        self._may_close = True

    @override
    def event(self, event: QEvent) -> bool:
        """Everything that is to be painted in the window is painted in one event of the window itself."""
        if event.type() == QEvent.Type.UpdateRequest:
            with FOREGROUND:
                return super().event(event)
        return super().event(event)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if self._may_close:
            event.accept()
            return
        event.ignore()
        self.close_requested.emit()

    def _actions(self) -> dict[str, Callable[[], object]]:
        actions: dict[str, Callable[[], object]] = {
            "palette": self.palette_requested.emit,
            "new": self.new,
            "lock": self.lock_requested.emit,
            "blur": self.toggle_blur,
            "help": self.show_help,
        }
        return actions | {place.key: self._goer(place.key) for place in self._frame.places}

    def _goer(self, key: str) -> Callable[[], object]:
        return lambda: self.go(key)

    def _lay_out(self) -> QWidget:
        host = QWidget()
        pane = QVBoxLayout()
        pane.setSpacing(0)
        pane.addWidget(self.top)
        pane.addWidget(self.stack, 1)
        row = QHBoxLayout(host)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(pane, 1)
        self.setCentralWidget(host)
        return host
