"""Enter in any field of one line saves a form beside the calendar, and begins a line in one of several."""

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QPlainTextEdit, QWidget

from desktop.calendar.side_form import SideForm
from tests.desktop.calendar.conftest import local

if TYPE_CHECKING:
    from tests.desktop.calendar.conftest import Desk

OPENED = {
    "appointment": lambda desk: desk.pane.presenter.choose(local(25, "10:00")),
    "block": lambda desk: desk.pane.blocks.begin(),
    "waitlist": lambda desk: desk.pane.waitlist.begin(),
}


def opened(desk: "Desk", form: str) -> SideForm:
    OPENED[form](desk)
    desk.settle()
    found = [one for one in desk.pane.findChildren(SideForm) if one.isVisible()]
    assert len(found) == 1
    return found[0]


def fields(form: SideForm) -> list[QWidget]:
    """What Tab goes to, without buttons and the client's name, where Enter takes the suggestion."""
    found: list[QWidget] = []
    at = form.nextInFocusChain()
    while at is not None and at is not form:
        if form.isAncestorOf(at) and at.isVisible() and at.focusPolicy() & Qt.FocusPolicy.TabFocus:
            found.append(at)
        at = at.nextInFocusChain()
    return [one for one in found if not isinstance(one, QAbstractButton) and not is_picker(form, one)]


def is_picker(form: SideForm, field: QWidget) -> bool:
    picker = getattr(form, "picker", None)
    return picker is not None and picker.isAncestorOf(field)


@pytest.mark.parametrize("name", OPENED)
def test_given_any_field_of_a_form_when_enter_then_it_is_saved_and_several_lines_keep_it(
    desk: "Desk", name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = opened(desk, name)
    saved: list[None] = []
    monkeypatch.setattr(form, "save", lambda: saved.append(None))
    tried = fields(form)
    assert len(tried) >= 3

    for field in tried:
        before = len(saved)
        field.setFocus()
        QTest.keyClick(field, Qt.Key.Key_Return)
        keeps = isinstance(field, QPlainTextEdit)
        assert len(saved) - before == (not keeps), (type(field).__name__, field.accessibleName())
        QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        assert len(saved) - before == 2 - keeps
    assert any(isinstance(field, QLineEdit) for field in tried)
