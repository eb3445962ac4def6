"""The focus of a button that is disabled while its work is under way: kept near, and given back."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from desktop.widgets.focus_return import FocusReturn


class Form(QWidget):
    """Hears the keys that its parts leave alone."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.heard: list[int] = []
        self.field, self.save, self.cancel = QLineEdit(), QPushButton("Save"), QPushButton("Cancel")
        box = QVBoxLayout(self)
        for part in (self.field, self.save, self.cancel):
            box.addWidget(part)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.heard.append(event.key())


@pytest.fixture
def form(qtbot: QtBot) -> Form:
    window = QWidget()
    page = QWidget(window)
    qtbot.addWidget(window)
    made = Form(page)
    QVBoxLayout(window).addWidget(page)
    QVBoxLayout(page).addWidget(made)
    FocusReturn(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    made.save.setFocus()
    return made


def focused() -> QWidget | None:
    return QApplication.focusWidget()


def test_given_a_button_with_the_focus_when_its_work_ends_then_it_has_the_focus_again(form: Form) -> None:
    form.save.setEnabled(False)
    assert focused() is form
    form.save.setEnabled(True)
    assert focused() is form.save


def test_given_work_under_way_when_esc_then_the_form_hears_it_and_no_other_button(form: Form) -> None:
    form.save.setEnabled(False)
    there = focused()
    assert there is not None
    QTest.keyClick(there, Qt.Key.Key_Escape)
    assert form.heard == [Qt.Key.Key_Escape.value]


def test_given_a_form_that_is_disabled_as_a_whole_when_it_can_be_used_then_the_field_has_the_focus(
    form: Form,
) -> None:
    form.field.setFocus()
    form.setEnabled(False)
    assert focused() is form.parentWidget()
    form.setEnabled(True)
    assert focused() is form.field


def test_given_somebody_who_went_elsewhere_meanwhile_when_the_work_ends_then_the_focus_stays_there(
    form: Form,
) -> None:
    form.save.setEnabled(False)
    form.field.setFocus()
    form.save.setEnabled(True)
    assert focused() is form.field


def test_given_a_button_that_is_gone_meanwhile_when_others_change_then_nothing_fails(form: Form) -> None:
    form.save.setEnabled(False)
    form.save.deleteLater()
    QApplication.sendPostedEvents(form.save, QEvent.Type.DeferredDelete.value)
    form.cancel.setFocus()
    form.cancel.setEnabled(False)
    form.cancel.setEnabled(True)
    assert focused() is form.cancel


def test_given_a_button_that_is_hidden_when_it_can_be_used_again_then_it_does_not_take_the_focus(
    form: Form,
) -> None:
    form.save.setEnabled(False)
    form.save.hide()
    form.save.setEnabled(True)
    assert focused() is form
