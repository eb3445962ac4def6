"""A program's tree as a screen reader has it: AT-SPI over D-Bus, from another process."""

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import IntEnum
from itertools import islice
from typing import Any, TypeVar

from jeepney import (
    DBusAddress,
    HeaderFields,
    MatchRule,
    Message,
    MessageType,
    Properties,
    message_bus,
    new_method_call,
)
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from typing_extensions import override

T = TypeVar("T")
Address = tuple[str, str]
"""Whose it is, and its path there."""

PATIENCE_S = 120.0
_LOOK_AGAIN_S = 0.25
"""A few changes come without an event of their own."""

_ATSPI = "org.a11y.atspi"
_ACCESSIBLE, _ACTION = f"{_ATSPI}.Accessible", f"{_ATSPI}.Action"
_REGISTRY = f"{_ATSPI}.Registry"
_DESKTOP = (_REGISTRY, "/org/a11y/atspi/accessible/root")
_EVENTS = (_REGISTRY, "/org/a11y/atspi/registry")
_KEYBOARD = (_REGISTRY, "/org/a11y/atspi/registry/deviceeventcontroller")

_DOWN, _UP, _SYM = 0, 1, 3
_KEYCODES = {"Shift": 50, "Ctrl": 37, "Alt": 64}
_KEYSYMS = {
    "Tab": 0xFF09,
    "Enter": 0xFF0D,
    "Esc": 0xFF1B,
    "Left": 0xFF51,
    "Up": 0xFF52,
    "Right": 0xFF53,
    "Down": 0xFF54,
    "F1": 0xFFBE,
    "F9": 0xFFC6,
}


class Role(IntEnum):
    """The roles that this program has, by their numbers in AT-SPI (atspi-constants.h)."""

    CHECK_BOX = 7
    COMBO_BOX = 11
    DIALOG = 16
    FILLER = 20
    FRAME = 23
    IMAGE = 27
    LABEL = 29
    LAYERED_PANE = 30
    LIST = 31
    LIST_ITEM = 32
    PANEL = 39
    PASSWORD_TEXT = 40
    BUTTON = 43
    RADIO_BUTTON = 44
    SCROLL_BAR = 48
    SPIN_BUTTON = 52
    TEXT = 61
    APPLICATION = 75
    DOCUMENT = 82


class State(IntEnum):
    """Which bit of a state says what."""

    ACTIVE = 1
    CHECKED = 4
    EDITABLE = 7
    ENABLED = 8
    EXPANDED = 10
    FOCUSABLE = 11
    FOCUSED = 12
    SELECTED = 23
    SHOWING = 25
    READ_ONLY = 43


class NotSeenError(AssertionError):
    """Something is not there, or not yet; says what is there instead."""


@dataclass(frozen=True)
class Part:
    """One thing in the tree as it was at a moment, and what is below it."""

    bus: "Bus"
    address: Address
    role: int
    name: str
    states: int
    parts: tuple["Part", ...]

    @property
    def description(self) -> str:
        """As it is by now."""
        return str(self.bus.get(self.address, _ACCESSIBLE, "Description"))

    def has(self, *states: State) -> bool:
        return all(self.states >> state & 1 for state in states)

    def walk(self) -> Iterator["Part"]:
        """What is on the screen, here and below."""
        if self.has(State.SHOWING):
            yield self
            for part in self.parts:
                yield from part.walk()

    def found(self, role: Role, name: str = "", *states: State) -> list["Part"]:
        """An empty name stands for any."""
        return [
            part
            for part in self.walk()
            if part.role == role and name in {"", part.name} and part.has(*states)
        ]

    def find(self, role: Role, name: str = "", *states: State) -> "Part":
        found = self.found(role, name, *states)
        if not found:
            wanted = " ".join([role.name, repr(name), *(state.name for state in states)])
            raise NotSeenError(f"no {wanted} in\n{self}")
        return found[0]

    def press(self) -> None:
        """What a reader does on Enter, and a voice that is told "click"."""
        there = self.actions()
        number = next((there.index(name) for name in ("Press", "Toggle") if name in there), None)
        if number is None:
            raise NotSeenError(f"{self.told()} can only do {there}")
        self.bus.call(self.address, _ACTION, "DoAction", "i", number)

    def actions(self) -> list[str]:
        count = self.bus.get(self.address, _ACTION, "NActions")
        return [self.bus.call(self.address, _ACTION, "GetName", "i", number) for number in range(count)]

    def focus(self) -> None:
        self.bus.call(self.address, f"{_ATSPI}.Component", "GrabFocus")

    def left_edge(self) -> int:
        """On the screen, in pixels."""
        x, _, _, _ = self.bus.call(self.address, f"{_ATSPI}.Component", "GetExtents", "u", 0)
        return int(x)

    def write(self, text: str) -> None:
        self.bus.call(self.address, f"{_ATSPI}.EditableText", "SetTextContents", "s", text)

    def text(self) -> str:
        return str(self.bus.call(self.address, f"{_ATSPI}.Text", "GetText", "ii", 0, -1))

    def again(self) -> "Part":
        """As it is by now."""
        return self.bus.read(self.address)

    def told(self) -> str:
        role = Role(self.role).name if self.role in set(Role) else f"role {self.role}"
        states = " ".join(state.name.lower() for state in State if self.has(state))
        return f"{role} {self.name!r} {states}"

    @override
    def __str__(self) -> str:
        """All that shows, one line a part."""
        return "\n".join(self._lines(""))

    def _lines(self, indent: str) -> Iterator[str]:
        if self.has(State.SHOWING):
            yield indent + self.told()
            for part in self.parts:
                yield from part._lines(f"{indent}  ")


class Bus:
    """A desktop's accessibility bus, as a reader is connected to it. Close it."""

    def __init__(self, session_address: str) -> None:
        with open_dbus_connection(session_address) as session:
            launcher = DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus")
            answer = session.send_and_get_reply(new_method_call(launcher, "GetAddress"), timeout=PATIENCE_S)
        self._connection: DBusConnection = open_dbus_connection(answer.body[0])
        self._news: deque[Message] = deque(maxlen=1)
        self._listen()

    def close(self) -> None:
        self._connection.close()

    def call(self, at: Address, interface: str, method: str, signature: str = "", *values: object) -> Any:
        """The first value of the answer; None for none. Fails as not seen where the thing is gone."""
        address = DBusAddress(at[1], at[0], interface)
        return self._ask([new_method_call(address, method, signature or None, values)])[0]

    def get(self, at: Address, interface: str, name: str) -> Any:
        return self.call(at, "org.freedesktop.DBus.Properties", "Get", "ss", interface, name)[1]

    def applications(self) -> list[Part]:
        return self._read(self.call(_DESKTOP, _ACCESSIBLE, "GetChildren"))

    def read(self, at: Address) -> Part:
        """The thing and all below it."""
        return self._read([at])[0]

    def _read(self, row: Sequence[Address]) -> list[Part]:
        """All of a row is asked before the first answer: a window has hundreds of parts."""
        answers = iter(self._ask([question for at in row for question in _questions(at)]))
        facts = list(zip(answers, answers, answers, answers, strict=True))
        below = self._read([at for *_, children in facts for at in children]) if facts else []
        parts = iter(below)
        return [
            Part(self, at, role, name[1], low | high << 32, tuple(islice(parts, len(children))))
            for at, (role, name, (low, high), children) in zip(row, facts, strict=True)
        ]

    def _ask(self, questions: Sequence[Message]) -> list[Any]:
        """The first value of each answer, in the order of the questions."""
        serials = [next(self._connection.outgoing_serial) for _ in questions]
        for serial, question in zip(serials, questions, strict=True):
            self._connection.send(question, serial=serial)
        answers: dict[int, Message] = {}
        while len(answers) < len(serials):
            answer = self._connection.receive(timeout=PATIENCE_S)
            to = answer.header.fields.get(HeaderFields.reply_serial)
            if to is None:
                self._news.append(answer)
            else:
                answers[to] = answer
        return [_value(answers[serial]) for serial in serials]

    def key(self, name: str, *held: str) -> None:
        """Press a key and let it go, while "Ctrl" and the like are held."""
        for other in held:
            self._strike(_KEYCODES[other], _DOWN)
        self._strike(_KEYSYMS[name] if name in _KEYSYMS else ord(name), _SYM)
        for other in reversed(held):
            self._strike(_KEYCODES[other], _UP)

    def until(self, look: Callable[[], T | None], patience_s: float = PATIENCE_S) -> T:
        """What `look` finds, asked again at every event of the tree.

        Things may go while they are read: that counts as not found yet.
        """
        end, last = time.monotonic() + patience_s, "nothing was found"
        while time.monotonic() < end:
            try:
                found = look()
            except NotSeenError as error:
                found, last = None, str(error)
            if found:
                return found
            self._wait()
        raise NotSeenError(f"not seen in {patience_s:.0f} s: {last}")

    def _wait(self) -> None:
        """For the next event, or a little while."""
        if not self._news:
            with suppress(TimeoutError):
                self._connection.receive(timeout=_LOOK_AGAIN_S)
        self._news.clear()

    def _strike(self, number: int, kind: int) -> None:
        interface = f"{_ATSPI}.DeviceEventController"
        self.call(_KEYBOARD, interface, "GenerateKeyboardEvent", "isu", number, "", kind)

    def _listen(self) -> None:
        """Programs send events only when somebody said that they are wanted."""
        for kind in ("object:", "window:"):
            self.call(_EVENTS, _REGISTRY, "RegisterEvent", "s", kind)
        for kind in ("Object", "Window"):
            rule = MatchRule(type="signal", interface=f"{_ATSPI}.Event.{kind}")
            self._connection.send_and_get_reply(message_bus.AddMatch(rule), timeout=PATIENCE_S)


def _questions(at: Address) -> list[Message]:
    """What there is to know of a part: its role, its name, its states and what is below."""
    address = DBusAddress(at[1], at[0], _ACCESSIBLE)
    return [
        new_method_call(address, "GetRole"),
        Properties(address).get("Name"),
        new_method_call(address, "GetState"),
        new_method_call(address, "GetChildren"),
    ]


def _value(answer: Message) -> Any:
    if answer.header.message_type is MessageType.error:
        raise NotSeenError(f"it is gone: {answer.body}")
    return answer.body[0] if answer.body else None
