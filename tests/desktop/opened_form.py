"""A form or dialog of the window as a person opens it by keys, and what the law of keys asks of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.app import Program
from desktop.widgets.dialog import Dialog
from tests.desktop.stillness import settle
from tests.desktop.test_workplace import settings_page, work

D = TypeVar("D", bound=Dialog)
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
PLAIN = Qt.KeyboardModifier.NoModifier


@dataclass(frozen=True)
class Opened:
    """`does` is the object and the method that the form's primary thing is; None where Enter is its own.

    `asked_from` had the focus before.
    """

    form: QWidget
    does: tuple[Any, str] | None
    cancel: QWidget | None = None
    asked_from: QWidget | None = None


Opens = Callable[[Program], Opened]


@dataclass(frozen=True)
class Form:
    """Of which class it is, and how it is opened."""

    kind: type[QWidget]
    opens: Opens


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = PLAIN) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, key, modifiers)


def dialog(program: Program, kind: type[D]) -> D:
    settle(program.jobs)
    (found,) = (each for each in work(program).window.findChildren(kind) if each.isVisible())
    return found


def of_dialog(found: Dialog, cancel: QWidget | None = None, asked_from: QWidget | None = None) -> Opened:
    return Opened(found, None if found.default is None else (found.default, "click"), cancel, asked_from)


def on_page(program: Program, title: str) -> Any:
    """A page of Settings, in front."""
    work(program).window.go("settings")
    page = settings_page(work(program), title)
    settle(program.jobs)
    return page
