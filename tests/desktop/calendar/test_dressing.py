"""How often Qt's stylesheet is matched while the calendar is made: nearly all of its time goes there."""

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

from tests.desktop.calendar.conftest import Desk


class Dressings(QObject):
    """Counts widgets that are dressed, and that are dressed anew since they were put elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.first = self.again = 0

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Polish:
            self.first += 1
        elif event.type() == QEvent.Type.StyleChange and isinstance(watched, QWidget):
            self.again += watched.testAttribute(Qt.WidgetAttribute.WA_WState_Polished)
        return False


def test_given_the_calendar_when_it_is_made_then_its_forms_are_dressed_in_their_place(
    qapp: QApplication, request: pytest.FixtureRequest
) -> None:
    dressings = Dressings()
    qapp.installEventFilter(dressings)
    desk: Desk = request.getfixturevalue("desk")
    qapp.removeEventFilter(dressings)
    assert desk.pane.form.isHidden()
    assert dressings.again < dressings.first
