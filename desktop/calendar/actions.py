"""Every action of the calendar, with its keys: one table for shortcuts, context menus and the help."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from desktop.calendar.grid_scroll import scroll_shortcuts
from desktop.calendar.history import History
from desktop.kit.i18n import tr
from desktop.kit.shortcuts import Shortcut, sequences, spelling_shortcut


@dataclass(frozen=True, slots=True)
class Spec:
    """`keys` are in Qt's portable form, the first is shown."""

    name: str
    text: str
    keys: tuple[str, ...]


def specs() -> tuple[Spec, ...]:
    """All of them, in the present language."""
    return (
        Spec("book", tr("Calendar", "Book here"), ("B",)),
        Spec("find_slot", tr("Slots", "Find a free time"), ("Shift+F",)),
        Spec("waitlist", tr("Waitlist", "Waitlist"), ("Q",)),
        Spec("wait", tr("Waitlist", "Put on the waitlist"), ("Shift+Q",)),
        Spec("block", tr("Blocks", "Block time"), ("Shift+B",)),
        Spec("open_block", tr("Blocks", "Open the blocked time"), ("Shift+E",)),
        Spec("note", tr("Calendar", "Start or open note"), ("O",)),
        Spec("edit", tr("Calendar", "Edit"), ("E",)),
        Spec("move", tr("Calendar", "Move with the arrows"), ("M",)),
        Spec("resize", tr("Calendar", "Change the end with the arrows"), ("R",)),
        Spec("resize_start", tr("Calendar", "Change the start with the arrows"), ("Shift+R",)),
        Spec("complete", tr("Calendar", "Mark as completed"), ("C",)),
        Spec("no_show", tr("Calendar", "Mark as no-show"), ("H",)),
        Spec("cancel", tr("Calendar", "Cancel appointment"), ("X",)),
        Spec("restore", tr("Calendar", "Set back to scheduled"), ("S",)),
        Spec("client", tr("Calendar", "Open client"), ("L",)),
        Spec("delete", tr("Calendar", "Delete"), ("Del", "Backspace")),
        Spec("copy", tr("Calendar", "Copy appointment"), ("Ctrl+C",)),
        Spec("paste", tr("Calendar", "Paste appointment"), ("Ctrl+V",)),
        Spec("again", tr("Calendar", "Same again next week"), ("Shift+N",)),
        Spec("undo", tr("Calendar", "Undo"), ("Ctrl+Z",)),
        Spec("redo", tr("Calendar", "Redo"), ("Ctrl+Shift+Z", "Ctrl+Y")),
        Spec("today", tr("Calendar", "Go to today"), ("T",)),
        Spec("go_to", tr("Calendar", "Go to a date"), ("J", "Ctrl+G")),
        Spec("next", tr("Calendar", "Next page"), ("N", "PgDown")),
        Spec("previous", tr("Calendar", "Previous page"), ("P", "PgUp")),
        Spec("next_entry", tr("Calendar", "Next appointment"), ("Ctrl+Down",)),
        Spec("previous_entry", tr("Calendar", "Previous appointment"), ("Ctrl+Up",)),
        Spec("day", tr("Calendar", "Show one day"), ("D",)),
        Spec("work_week", tr("Calendar", "Show the work week"), ("Shift+W",)),
        Spec("week", tr("Calendar", "Show the week"), ("W",)),
        Spec("month", tr("Calendar", "Show the month"), ("Shift+M",)),
        Spec("agenda", tr("Calendar", "Show the agenda"), ("A",)),
        Spec("filter", tr("Calendar", "Colours and filter"), ("F",)),
        Spec("print", tr("Calendar", "Print these days"), ("Ctrl+P",)),
        Spec("pdf", tr("Calendar", "Save these days as PDF"), ("Ctrl+Shift+P",)),
        Spec("file", tr("CalendarFile", "Save a calendar file"), ("Ctrl+Shift+E",)),
        Spec("zoom_in", tr("Calendar", "Zoom in"), ("Ctrl++", "Ctrl+=")),
        Spec("zoom_out", tr("Calendar", "Zoom out"), ("Ctrl+-",)),
        Spec("zoom_reset", tr("Calendar", "Usual zoom"), ("Ctrl+0",)),
    )


KINDS = ("day", "work_week", "week", "month", "agenda")
MORE = ("find_slot", "waitlist", "wait", "block", "undo", "redo", "print", "pdf", "file")
"""What a row of buttons has no room for, and nobody finds who does not know its key."""
_GROUPS_ENTRY = (
    ("note", "edit", "move", "resize", "resize_start"),
    ("complete", "no_show", "cancel", "restore"),
    ("again", "copy"),
    ("client", "wait", "delete"),
    ("undo", "redo"),
)
_GROUPS_EMPTY = (
    ("book", "paste", "find_slot", "waitlist", "wait", "block"),
    ("open_block", "move", "resize", "resize_start"),
    ("today", "go_to", "previous", "next", "previous_entry", "next_entry"),
    KINDS,
    ("filter", "print", "pdf", "file"),
    ("zoom_in", "zoom_out", "zoom_reset"),
    ("undo", "redo"),
)


def shortcut_table() -> tuple[Shortcut, ...]:
    """For the help: every action's keys, and those of the grid itself."""
    group = tr("Calendar", "Calendar")
    own = (
        Shortcut(
            "Up",
            tr("Calendar", "Earlier, later and to the sides"),
            group,
            told=tr("Calendar", "Arrow keys"),
        ),
        Shortcut("Return", tr("Calendar", "Open the appointment, or book the free time"), group),
        Shortcut("Esc", tr("Calendar", "Stop moving, close the panel, choose nothing"), group),
    )
    listed = [Shortcut(key, spec.text, group, spec.name) for spec in specs() for key in spec.keys]
    return (*own, *scroll_shortcuts(), *listed, spelling_shortcut(group))


class Actions:
    """QActions on one widget: their keys work while the focus is in it. Letters can be switched off."""

    def __init__(self, owner: QWidget, handlers: dict[str, Callable[[], object]], history: History) -> None:
        self._actions = {spec.name: _action(owner, spec, handlers[spec.name]) for spec in specs()}
        self._history = history
        self._dropped: set[str] = set()

    def drop(self, name: str) -> None:
        """What this person cannot do at all has no key and stands in no menu."""
        self._actions[name].setVisible(False)
        self._actions[name].setEnabled(False)
        self._dropped.add(name)

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def set_letters(self, on: bool) -> None:
        """Switch the keys that are a single letter on or off; the menus keep the actions."""
        for spec in specs():
            keys = [key for key in spec.keys if on or not _is_letter(key)]
            self._actions[spec.name].setShortcuts([each for key in keys for each in sequences(key)])

    def pop_up_of(self, parent: QWidget, at: QPoint, names: Sequence[str]) -> None:
        """Shows some of them, where a row of buttons has no room."""
        menu = QMenu(parent)
        menu.addActions([self._actions[name] for name in names])
        self._pop_up(menu, at)

    def allow(self, allowed: dict[str, bool]) -> None:
        """Switches actions on and off by name; others stay as they are, and what was dropped stays off."""
        for name, on in allowed.items():
            self._actions[name].setEnabled(on and name not in self._dropped)

    def menu(self, parent: QWidget, *, on_entry: bool) -> QMenu:
        """The context menu of an appointment, or of a free time; the caller shows it and deletes it."""
        menu = QMenu(parent)
        for group in _GROUPS_ENTRY if on_entry else _GROUPS_EMPTY:
            menu.addActions([self._actions[name] for name in group])
            menu.addSeparator()
        return menu

    def pop_up(self, parent: QWidget, at: QPoint, *, on_entry: bool) -> None:
        """Shows that menu."""
        self._pop_up(self.menu(parent, on_entry=on_entry), at)

    def _pop_up(self, menu: QMenu, at: QPoint) -> None:
        """Deletes it when it goes."""
        self._actions["undo"].setEnabled(self._history.can_undo)
        self._actions["redo"].setEnabled(self._history.can_redo)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.aboutToHide.connect(self._on_menu_hidden)
        menu.popup(at)

    def press(self, event: QKeyEvent, names: Sequence[str]) -> bool:
        """Does one of these whose key was pressed in a panel, outside of the widget that has the actions.

        A field in which somebody types has these keys for itself, also those that it does nothing with.
        """
        focused = QApplication.focusWidget()
        if focused is not None and focused.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled):
            return False
        pressed = QKeySequence(event.keyCombination())
        meant = next(
            (self._actions[name] for name in names if pressed in self._actions[name].shortcuts()), None
        )
        if meant is not None:
            meant.trigger()
        return meant is not None

    def _on_menu_hidden(self) -> None:
        """Their keys must reach both also when there is nothing to undo yet."""
        self._actions["undo"].setEnabled(True)
        self._actions["redo"].setEnabled(True)


def _is_letter(key: str) -> bool:
    return len(key.removeprefix("Shift+")) == 1


def _action(owner: QWidget, spec: Spec, handler: Callable[[], object]) -> QAction:
    action = QAction(spec.text, owner)
    action.setObjectName(spec.name)
    action.setShortcuts([each for key in spec.keys for each in sequences(key)])
    action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    action.setShortcutVisibleInContextMenu(True)
    action.triggered.connect(lambda _checked=False: handler())
    owner.addAction(action)
    return action
