"""The window: rail, top bar, one screen in front, and what floats over them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import shiboken6
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from core.runtime.yielding import FOREGROUND
from desktop.kit.bus import Bus
from desktop.kit.screen import Screen
from desktop.kit.shortcuts import Keys, Shortcut, undo_shortcuts, window_shortcuts
from desktop.kit.theme import Theme
from desktop.kit.window_placing import SMALLEST
from desktop.shell.privacy import Privacy
from desktop.shell.rail import Destination, Rail
from desktop.shell.top_bar import TopBar
from desktop.widgets.banner import Banner
from desktop.widgets.dialog_layer import DialogLayer
from desktop.widgets.enter import EnterPresses
from desktop.widgets.focus_return import FocusReturn
from desktop.widgets.help_sheet import HelpSheet
from desktop.widgets.toast import Toast

_OVER_DIALOGS = {"lock", "blur", "help"}
"""The actions whose keys are heard while a dialog is open."""


@dataclass(frozen=True, slots=True)
class WindowParts:
    """What the window is built from; screens follow with `add_screen`, because they need the window."""

    theme: Theme
    bus: Bus
    places: tuple[Destination, ...]
    practice_name: str


class MainWindow(QMainWindow):
    """Knows places and screens, not what is in them. Lock and close are wishes for the root to fulfil."""

    lock_requested = Signal()
    palette_requested = Signal()
    line_wanted = Signal(str)
    """The palette, with this line in it."""
    close_requested = Signal()
    place_changed = Signal(str)

    def __init__(self, frame: WindowParts) -> None:
        super().__init__()
        self.setWindowTitle("PazPaz")
        self.setMinimumSize(SMALLEST)
        self._frame = frame
        self._may_close = False
        self._focused: QWidget | None = None
        self._screens: dict[str, Screen] = {}
        self.rail = Rail(frame.theme, frame.places)
        self.top = TopBar(frame.theme, frame.practice_name)
        self.notice = Banner(frame.theme, closable=False)
        self.told = Banner(frame.theme)
        self.stack = QStackedWidget()
        self.host = self._lay_out()
        self.toasts = Toast(self.host)
        self.dialogs = DialogLayer.of(self)
        self._privacy = Privacy(frame.bus, self.stack, self.dialogs)
        frame.bus.blur_changed.connect(self.top.show_blurred)
        self._enter = EnterPresses(self)
        FocusReturn(self)
        shown = {place.key for place in frame.places}
        self._table = tuple(each for each in window_shortcuts() if each.action != "notes" or "notes" in shown)
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
        """By their keys; notes are not among them for a person who does not read notes."""
        return self._screens

    def add_screen(self, key: str, screen: Screen) -> None:
        """Puts a screen behind those that are there; `go` brings it to the front."""
        self._screens[key] = screen
        self.stack.addWidget(screen)

    def go(self, key: str) -> Screen:
        """Bring a screen to the front; one that is in front already is activated again."""
        screen = self._screens[key]
        if key != self.place:
            self.toasts.step_aside()
        self.rail.show_chosen(key)
        self.stack.setCurrentWidget(screen)
        # Two that hear the same keys are heard by none: the calendar and the inbox undo their own.
        self.keys.allow("undo", not _undoes(screen))
        screen.activate()
        self.place_changed.emit(key)
        return screen

    def navigate(self, key: str) -> None:
        """`go` for those who do not want the screen."""
        self.go(key)

    def new(self) -> None:
        """Ctrl+N: the screen in front begins a new one of what it shows."""
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
        # Each part, and not their host: the curtain lies in the host too and has to stay enabled.
        for part in (self.rail, self.top, self.notice, self.told, self.stack, self.toasts):
            part.setEnabled(not on)
        self.toasts.hold(on)
        if not on and self._focused is not None and shiboken6.isValid(self._focused):
            self._focused.setFocus()
        # Last: let go, the layer notes where the focus is by now, and gives it back there.
        self.dialogs.hold(on)

    def unsaved(self) -> list[str]:
        """Keys of the screens whose words could not be stored."""
        return [key for key, screen in self._screens.items() if screen.unsaved]

    def toggle_blur(self) -> None:
        """F9: blurs what others should not read, or shows it again."""
        self._privacy.toggle()

    def show_help(self) -> None:
        """The keys that work just now; nothing while they are listed already."""
        if isinstance(self.dialogs.front, HelpSheet):
            return
        HelpSheet(self._frame.theme, self, self.listed_shortcuts()).open()

    def show_every_key(self) -> None:
        """Of every screen, whichever is in front."""
        keys = [key for screen in self._screens.values() for key in screen.shortcuts()]
        HelpSheet(self._frame.theme, self, (*self._table, *keys)).open()

    def listed_shortcuts(self) -> Sequence[Shortcut]:
        """The window's keys, then those of the screen in front; of a dialog what it hears."""
        dialog = self.dialogs.front
        if dialog is not None:
            return (*dialog.shortcuts(), *(each for each in self._table if each.action in _OVER_DIALOGS))
        front = self._screens.get(self.place)
        if front is None:
            return self._table
        table = (each for each in self._table if each.action != "undo" or not _undoes(front))
        return (*table, *front.shortcuts())

    def close_dialogs(self) -> None:
        """Nothing that is open may outlive a lock or hold it up; dialogs of the system are windows.

        So are menus and lists of suggestions: over the curtain, a menu would still copy what is selected.
        """
        self.dialogs.reject_all()
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, QDialog) and widget.isVisible():
                widget.reject()
            elif widget.windowType() == Qt.WindowType.Popup and widget.isVisible():
                widget.close()

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
            "undo": self.toasts.undo,
            "undo_typing": self.toasts.undo,
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
        pane.addWidget(self.notice)
        pane.addWidget(self.told)
        pane.addWidget(self.stack, 1)
        row = QHBoxLayout(host)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(pane, 1)
        self.setCentralWidget(host)
        return host


def _undoes(screen: Screen) -> bool:
    """Whether it takes back by itself what was done on it."""
    return any(each.keys == undo_shortcuts()[0].keys for each in screen.shortcuts())
