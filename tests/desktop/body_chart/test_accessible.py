"""What a screen reader is told of the figures: a list of marks, each a sentence at its place."""

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent

from core.domain.records import SessionNote
from desktop.body_chart.accessible import CanvasInterface
from desktop.body_chart.chart import BodyChart
from tests.desktop.body_chart.conftest import Mark
from tests.desktop.records_room import Room

NAME, DESCRIPTION = QAccessible.Text.Name, QAccessible.Text.Description


@pytest.fixture
def marked(room: Room, chart: BodyChart, note: SessionNote, mark: Mark) -> BodyChart:
    mark(note.id, "PAIN", "BACK 250 205", "6")
    mark(note.id, "SCAR", "FRONT 595 722")
    mark(note.id, "TINGLING", "PALMS 690 300", "2")
    chart.presenter.load()
    for _ in range(3):
        room.settle()
    return chart


def interface(chart: BodyChart) -> CanvasInterface:
    found = QAccessible.queryAccessibleInterface(chart.canvas)
    assert isinstance(found, CanvasInterface)
    return found


def test_given_marks_when_asked_then_those_of_the_page_are_told_with_their_places(marked: BodyChart) -> None:
    found = interface(marked)
    assert (found.role(), found.text(NAME)) == (QAccessible.Role.List, "Body chart")
    assert [found.child(at).text(NAME) for at in range(found.childCount())] == [
        "Pain 6/10 at the left shoulder (back).",
        "Scar at the left knee (front).",
    ]
    assert found.child(1).text(DESCRIPTION) == "2 of 2"
    _, box = marked.canvas.shown()[1]
    middle = marked.canvas.mapToGlobal(box.center().toPoint())
    assert found.childAt(middle.x(), middle.y()) is found.child(1)
    assert found.child(7) is None
    marked.canvas.show_page(2)
    assert [found.child(at).text(NAME) for at in range(found.childCount())] == [
        "Tingling 2/10 at the left index finger (palm side)."
    ]


def test_given_a_mark_when_chosen_then_it_has_the_focus_and_is_told(marked: BodyChart) -> None:
    marked.mark()
    marked.canvas.choose(marked.canvas.marks[1].id)
    found = interface(marked)
    assert found.focusChild() is found.child(1)
    assert found.child(1).state().selected
    assert found.child(1).state().focused


def test_given_keys_when_they_go_to_a_region_then_it_is_said(
    marked: BodyChart, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []

    def hear(event: QAccessibleEvent) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            said.append(event.message())

    monkeypatch.setattr(QAccessible, "updateAccessibility", hear)
    marked.mark()
    marked.canvas.focusNextPrevChild(True)
    assert said[-1] == marked.place.text()
    assert said[-1].endswith("(back)")


def test_given_a_chart_that_is_gone_when_asked_then_there_is_nothing(marked: BodyChart) -> None:
    assert marked.canvas.mark_at(QPointF(-5, -5)) is None
    assert marked.canvas.point_at(QPointF(-5, -5)) is None
