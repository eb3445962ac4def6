"""One table of keys: what is installed is what the help lists."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from desktop.kit.i18n import one_line, tr

_HEBREW = dict(zip("ERTYUIOPASDFGHJKLZXCVBNMW", "קראטוןםפשדגכעיחלךזסבהנמצ'", strict=True))
"""What each key says on an Israeli keyboard (SI 1452). Qt finds Ctrl+B there by itself, but no bare B. Q is
left out: there it says /, which begins a search."""

REVEAL_KEY = "F8"


@dataclass(frozen=True, slots=True)
class Shortcut:
    """`keys` in Qt's portable form, such as "Ctrl+K" or "G, T". `action` names what it does in code; "" for
    a key that a field hears by itself, and that stands in the help alone."""

    keys: str
    text: str
    group: str
    action: str = ""
    also: str = ""
    """A second key for the same, which works while somebody types."""
    told: str = ""
    """What the help calls the keys, where `keys` is one of several of a kind."""

    @property
    def is_letter(self) -> bool:
        """Whether it begins with a bare key, which people may switch off."""
        is_function_key = self.keys.startswith("F") and self.keys[1:].isdigit()
        return "+" not in self.keys and not is_function_key

    @property
    def shown(self) -> str:
        """How the help writes it on this system."""
        if self.told:
            return self.told
        native = QKeySequence(self.keys).toString(QKeySequence.SequenceFormat.NativeText)
        shown, *later = native.split(", ")
        for key in later:
            shown = tr("Shortcuts", "{one} then {other}", one=shown, other=key)
        if not self.also:
            return shown
        second = QKeySequence(self.also).toString(QKeySequence.SequenceFormat.NativeText)
        return tr("Shortcuts", "{one} or {other}", one=shown, other=second)


@dataclass(frozen=True, slots=True)
class HelpRow:
    """One row of the help: what can be done, and every key for it."""

    text: str
    group: str
    keys: str


def merged(table: Sequence[Shortcut]) -> list[HelpRow]:
    """A row for each thing that can be done, however many keys do it, where the table first has it."""
    keys: dict[tuple[str, str], list[str]] = {}
    for entry in table:
        keys.setdefault((entry.group, entry.text), []).append(entry.shown)
    return [HelpRow(text, group, one_line(shown)) for (group, text), shown in keys.items()]


def window_shortcuts() -> tuple[Shortcut, ...]:
    """Keys of the window itself, in the order in which the help lists them."""
    go, everywhere = tr("Shortcuts", "Go to"), tr("Shortcuts", "Everywhere")
    return (
        Shortcut("Ctrl+K", tr("Shortcuts", "Search or go to"), everywhere, "palette"),
        Shortcut("Ctrl+N", tr("Shortcuts", "New, of what is in front"), everywhere, "new"),
        Shortcut("Ctrl+L", tr("Shortcuts", "Lock"), everywhere, "lock"),
        Shortcut("F9", tr("Shortcuts", "Hide what others should not read"), everywhere, "blur"),
        reveal_shortcut(everywhere),
        *undo_shortcuts(),
        help_shortcut(),
        Shortcut("G, T", tr("Shortcuts", "Today"), go, "today", "Alt+1"),
        Shortcut("G, C", tr("Shortcuts", "Calendar"), go, "calendar", "Alt+2"),
        Shortcut("G, L", tr("Shortcuts", "Clients"), go, "clients", "Alt+3"),
        Shortcut("G, N", tr("Shortcuts", "Notes"), go, "notes", "Alt+4"),
        Shortcut("G, I", tr("Shortcuts", "Inbox"), go, "inbox", "Alt+5"),
        Shortcut("G, S", tr("Shortcuts", "Settings"), go, "settings", "Alt+6"),
    )


def undo_shortcuts() -> tuple[Shortcut, Shortcut]:
    """What the button of the message at the bottom does. In a field Ctrl+Z belongs to the field."""
    text, group = tr("Shortcuts", "Undo or redo what the message says"), tr("Shortcuts", "Everywhere")
    return Shortcut("Ctrl+Z", text, group, "undo"), Shortcut("Alt+Z", text, group, "undo_typing")


def help_shortcut() -> Shortcut:
    """In every window, also where nothing else of the window's is heard."""
    return Shortcut("?", tr("Shortcuts", "These keys"), tr("Shortcuts", "Everywhere"), "help", "F1")


def form_shortcuts(enter: str = "", leave: str = "", *more: Shortcut) -> tuple[Shortcut, ...]:
    """For the help: what a dialog or a page of the door hears by itself, without a `Keys`.

    `enter` and `leave` are what the buttons say that Enter and Esc press; "" for none. `more` are further
    keys of this form.
    """
    here = form_group()
    found = [Shortcut("Enter", enter or tr("Shortcuts", "Press the button that has the focus"), here), *more]
    if leave:
        found.append(Shortcut("Esc", leave, here))
    found.append(Shortcut("Tab", tr("Shortcuts", "To the next field or button"), here))
    found.append(Shortcut("Shift+Tab", tr("Shortcuts", "To the one before"), here))
    return tuple(found)


def spelling_shortcut(group: str = "") -> Shortcut:
    """Of a line or a text whose spelling is checked; it is heard there, without a `Keys`.

    `group`: where the line stands; "" for a form.
    """
    return Shortcut("F7", tr("Shortcuts", "Next misspelt word, with suggestions"), group or form_group())


def reveal_shortcut(group: str = "") -> Shortcut:
    """Of a field for a passphrase, which hears it without a `Keys`. `group` as for spelling."""
    return Shortcut(
        REVEAL_KEY, tr("Shortcuts", "Show or hide a passphrase being typed"), group or form_group()
    )


def form_group() -> str:
    """What the help calls the place in which a form's own keys work."""
    return tr("Shortcuts", "Here")


class Keys(QObject):
    """Installs shortcuts on a window, and switches all of them or the bare letters off and on."""

    def __init__(
        self, window: QWidget, table: Sequence[Shortcut], actions: Mapping[str, Callable[[], object]]
    ) -> None:
        super().__init__(window)
        keys = [key for entry in table if entry.action for key in _each(entry)]
        self._made = [(key, self._make(window, key, actions[key.action])) for key in keys]
        self._letters = True
        self._on = True
        self._barred: set[str] = set()

    def set_letters(self, on: bool) -> None:
        """Keys that are a bare letter or sign, off or on; the others stay as they are."""
        self._letters = on
        self._apply()

    def set_on(self, on: bool) -> None:
        """Off while the window is locked."""
        self._on = on
        self._apply()

    def allow(self, action: str, on: bool) -> None:
        """The keys of one action: off where another part of the window has the same ones for itself."""
        (self._barred.discard if on else self._barred.add)(action)
        self._apply()

    def _apply(self) -> None:
        for entry, shortcut in self._made:
            heard = self._letters or not entry.is_letter
            shortcut.setEnabled(self._on and heard and entry.action not in self._barred)

    def _make(self, window: QWidget, entry: Shortcut, action: Callable[[], object]) -> QShortcut:
        shortcut = QShortcut(window)
        shortcut.setKeys(sequences(entry.keys))
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(action)
        return shortcut


def _each(entry: Shortcut) -> list[Shortcut]:
    """A row of the table for each of its keys: bare letters can be switched off, the others stay."""
    second = [replace(entry, keys=entry.also, also="")] if entry.also else []
    return [replace(entry, also=""), *second]


def sequences(keys: str) -> list[QKeySequence]:
    """Bare letters also as a keyboard that is set to Hebrew sends them.

    A sign such as ? is typed with Shift on many keyboards, which then is part of what arrives.
    """
    found = [QKeySequence(keys)]
    if len(keys) == 1 and not keys.isalnum():
        found.append(QKeySequence(f"Shift+{keys}"))
    if all(each in _HEBREW for each in keys.split(", ")):
        found.append(QKeySequence(", ".join(_HEBREW[each] for each in keys.split(", "))))
    return found
