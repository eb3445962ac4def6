"""Lists and texts for reading: where the focus is, is seen and told; interfaces go with their widgets."""

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAccessible, QColor
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QListView, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.kit.theme import Theme
from desktop.notes.card import SoapCard
from desktop.notes.read_only_text import ReadingText
from desktop.widgets.accessible import ComboInterface, tell_parts
from desktop.widgets.rows import ListRow, RowsModel
from desktop.widgets.two_line import reading_list

TAB = Qt.FocusReason.TabFocusReason


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[tuple[QAccessible.Event, int]]:
    """What assistive programs are told: the event and the row."""
    said: list[tuple[QAccessible.Event, int]] = []
    monkeypatch.setattr(
        QAccessible, "updateAccessibility", lambda event: said.append((event.type(), event.child()))
    )
    return said


def rows(theme: Theme, items: list[str]) -> tuple[QListView, RowsModel]:
    """Rows named as told; one that begins with "#" is a heading."""
    view = reading_list(theme, "Timeline")
    model = RowsModel(lambda item: ListRow(first=item, heading=item.startswith("#")), view, whole=True)
    model.set_items(items)
    view.setModel(model)
    return view, model


def shown(qtbot: QtBot, widget: QWidget) -> None:
    """With the window active and the focus nowhere yet."""
    qtbot.addWidget(widget)
    widget.show()
    widget.activateWindow()
    QApplication.processEvents()
    focused = widget.focusWidget()
    if focused is not None:
        focused.clearFocus()


def beside(*widgets: QWidget) -> QWidget:
    """The first has the focus when the window comes up."""
    outer = QWidget()
    box = QVBoxLayout(outer)
    for widget in widgets:
        box.addWidget(widget)
    widgets[0].setFocus()
    return outer


def colours(widget: QWidget) -> set[str]:
    image = widget.grab().toImage()
    return {image.pixelColor(x, y).name() for x in range(0, image.width(), 3) for y in range(image.height())}


def test_given_a_list_that_begins_with_a_heading_when_tabbed_to_then_its_first_row_is_seen_and_told(
    qtbot: QtBot, theme: Theme, heard: list[tuple[QAccessible.Event, int]]
) -> None:
    view, _ = rows(theme, ["# November", "First visit", "Second visit"])
    shown(qtbot, view)
    accent = theme.colour("accent").name()
    assert accent not in colours(view)
    view.setFocus(TAB)
    assert (view.currentIndex().row(), view.selectionModel().hasSelection()) == (1, False)
    assert heard[-1] == (QAccessible.Event.Focus, 1)
    assert accent in colours(view)


def test_given_a_list_that_is_filled_anew_when_tabbed_to_again_then_a_row_is_entered_again(
    qtbot: QtBot, theme: Theme
) -> None:
    view, model = rows(theme, ["# November", "First visit"])
    line = QLineEdit()
    both = beside(line, view)
    shown(qtbot, both)
    for items in (["# November", "First visit"], ["# December", "# None", "Later visit"]):
        line.setFocus(TAB)
        model.set_items(items)
        view.setFocus(TAB)
        assert view.currentIndex().row() == len(items) - 1


def test_given_headings_alone_when_tabbed_to_then_no_row_is_entered(qtbot: QtBot, theme: Theme) -> None:
    view, _ = rows(theme, ["# November"])
    shown(qtbot, view)
    view.setFocus(TAB)
    assert not view.currentIndex().isValid()


def test_given_a_list_when_clicked_into_then_no_row_is_entered_unasked(qtbot: QtBot, theme: Theme) -> None:
    view, _ = rows(theme, ["# November", "First visit"])
    both = beside(QLineEdit(), view)
    shown(qtbot, both)
    view.setFocus(Qt.FocusReason.MouseFocusReason)
    assert not view.currentIndex().isValid()


def test_given_a_list_as_high_as_its_rows_when_walked_down_then_the_page_scrolls_with_it(
    qtbot: QtBot, theme: Theme
) -> None:
    page = QScrollArea()
    page.setWidgetResizable(True)
    inner = QWidget()
    box = QVBoxLayout(inner)
    view, model = rows(theme, [f"Visit {number}" for number in range(40)])
    view.setFixedHeight(40 * 44)
    box.addWidget(view)
    page.setWidget(inner)
    page.resize(400, 300)
    shown(qtbot, page)
    view.setFocus(TAB)
    assert page.verticalScrollBar().value() == 0
    for number in (39, 0):
        view.setCurrentIndex(model.index(number))
        centre = view.viewport().mapTo(page.viewport(), view.visualRect(model.index(number)).center())
        assert page.viewport().rect().contains(centre)


def test_given_a_text_for_reading_when_it_has_the_focus_then_a_frame_shows(
    qtbot: QtBot, theme: Theme
) -> None:
    text = ReadingText("Sleeps better.")
    shown(qtbot, text)
    accent = theme.colour("accent").name()
    assert accent not in colours(text)
    text.setFocus(TAB)
    assert accent in colours(text)


def test_given_a_finalized_text_when_it_has_the_focus_then_its_card_shows_it(
    qtbot: QtBot, theme: Theme
) -> None:
    card = SoapCard("objective", theme)
    card.set_read_only(True)
    shown(qtbot, card)
    edge = QColor(card.grab().toImage().pixelColor(1, card.height() // 2)).name()
    card.text.setFocus(TAB)
    focused = QColor(card.grab().toImage().pixelColor(1, card.height() // 2)).name()
    assert (edge == theme.colour("accent").name(), focused) == (False, theme.colour("accent").name())


def test_given_a_line_for_reading_when_it_has_the_focus_then_its_frame_shows(
    qtbot: QtBot, theme: Theme
) -> None:
    line = QLineEdit("not to be changed")
    line.setReadOnly(True)
    shown(qtbot, line)
    line.setFocus(TAB)
    assert theme.colour("accent").name() in colours(line)


def test_given_many_choices_that_come_and_go_when_listened_to_then_none_outlives_its_widget(
    qapp: QApplication,
) -> None:
    tell_parts()
    told = []
    for number in range(200):
        combo = QComboBox()
        combo.addItems([f"Massage {number}", "Other"])
        found = QAccessible.queryAccessibleInterface(combo)
        assert isinstance(found, ComboInterface)
        assert found.text(QAccessible.Text.Value) == f"Massage {number}"
        told.append(found)
        combo.deleteLater()
        del combo
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert [one for one in told if shiboken6.isValid(one)] == []
