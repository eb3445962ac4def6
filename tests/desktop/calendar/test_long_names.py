"""A form at the side is as wide as its panel, whatever names are chosen from in it."""

from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.store.practice.practice import Practice, ServiceDraft
from desktop.calendar.booking_panel import BookingPanel
from desktop.kit.theme import Theme
from tests.desktop.conftest import MONDAY

LONG = "Manual lymph drainage of both legs with compression, and a talk about the weeks between"


def test_given_a_service_with_a_long_name_when_a_booking_is_begun_then_no_field_is_cut_off(
    qtbot: QtBot, theme: Theme, practice: Practice
) -> None:
    service = practice.services.add(ServiceDraft(name=LONG, default_duration_minutes=60)).value
    panel = BookingPanel(theme, ZoneInfo("Europe/Berlin"), MONDAY.date, 0)
    qtbot.addWidget(panel)
    panel.show_choices([service], [])
    panel.resize(panel.width(), 800)
    panel.show()
    QApplication.processEvents()
    page = panel.page.widget()
    assert page is not None
    assert page.width() == panel.page.viewport().width()
