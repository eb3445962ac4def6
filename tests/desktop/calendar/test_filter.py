"""Legend and filter: what is hidden is not painted, not reached by keys, and always said."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from core.domain.enums import AppointmentStatus, Role
from core.domain.ids import UserId
from core.domain.new_rows import AppointmentDraft, ServiceDraft
from core.domain.records import Appointment
from desktop.calendar.entry import CalendarEntry
from desktop.calendar.entry_filter import EVERYTHING, EntryFilter
from desktop.calendar.filter_choices import filter_choices
from desktop.calendar.filter_dialog import FilterDialog
from desktop.calendar.hover_text import hover_lines, hover_text
from desktop.calendar.repeating import RepeatForm, Unit
from tests.desktop.calendar.conftest import ZONE, local

if TYPE_CHECKING:
    from tests.desktop.calendar.conftest import Desk

MakeEntry = Callable[..., CalendarEntry]
LEFT = Qt.MouseButton.LeftButton
OFFSCREEN_TIP = pytest.mark.qt_log_ignore("plugin does not support")


@pytest.fixture
def two(desk: "Desk") -> tuple[Appointment, Appointment]:
    """A massage on Tuesday at ten, and a first visit in the room at noon."""
    house = desk.house
    other = house.practice.services.add(ServiceDraft(name="First visit", default_duration_minutes=90)).value
    massage, start = house.book(24, "10:00"), local(24, "12:00")
    draft = AppointmentDraft(
        client_id=house.noam.id,
        scheduled_start=start,
        scheduled_end=start + timedelta(minutes=90),
        service_id=other.id,
        location_id=house.room.id,
    )
    visit = house.practice.appointments.book(draft, "both").value
    desk.reload()
    return massage, visit


def dialog(desk: "Desk") -> FilterDialog:
    QTest.keyClick(desk.pane.views.front, Qt.Key.Key_F)
    desk.settle()
    (found,) = desk.screen.window().findChildren(FilterDialog)
    return found


def painted(desk: "Desk") -> list[object]:
    return [tile.entry.id for tile in desk.pane.grid.scene.tiles]


@pytest.mark.parametrize(
    ("kind", "value", "left"),
    [
        ("services", lambda one: one.service_id, 1),
        ("locations", lambda one: one.location_id, 1),
        ("statuses", lambda one: one.status, 0),
    ],
)
def test_given_the_filter_when_something_is_unticked_then_it_goes_and_show_all_brings_it_back(
    desk: "Desk",
    two: tuple[Appointment, Appointment],
    kind: str,
    value: Callable[[Appointment], Any],
    left: int,
) -> None:
    massage, visit = two
    found = dialog(desk)
    QTest.mouseClick(found.boxes[kind, value(massage)], LEFT, pos=QPoint(10, 10))
    assert painted(desk) == [visit.id][:left]
    QTest.mouseClick(found.done_button, LEFT)
    toolbar = desk.pane.toolbar
    assert toolbar.hidden.text() == f"{2 - left} hidden – show all"
    assert toolbar.hidden.isVisible()
    QTest.mouseClick(toolbar.hidden, LEFT)
    assert painted(desk) == [massage.id, visit.id]
    assert toolbar.hidden.isHidden()
    assert desk.pane.grid.hasFocus()


def test_given_something_hidden_then_no_view_and_no_key_reaches_it(
    desk: "Desk", two: tuple[Appointment, Appointment]
) -> None:
    massage, visit = two
    desk.pane.presenter.set_filter(EntryFilter(services=frozenset({massage.service_id})))
    desk.pane.presenter.cursor = massage.scheduled_start
    QTest.keyClick(desk.pane.grid, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert desk.pane.presenter.selected == visit.id
    desk.pane.actions_["month"].trigger()
    desk.settle()
    assert [one.id for day in desk.pane.views.month.days for one in day.shown] == [visit.id]
    desk.pane.actions_["agenda"].trigger()
    desk.settle()
    assert desk.pane.views.agenda.model.rowCount() == 2


def test_given_something_hidden_when_it_is_opened_from_elsewhere_then_everything_is_shown(
    desk: "Desk", two: tuple[Appointment, Appointment]
) -> None:
    massage, _ = two
    desk.pane.presenter.set_filter(EntryFilter(services=frozenset({massage.service_id})))
    desk.screen.open_calendar(local(24, "10:00").date(), massage.id)
    desk.settle()
    assert massage.id in painted(desk)
    assert desk.pane.details.isVisible()
    assert desk.pane.toolbar.hidden.isHidden()


def test_given_the_chosen_one_when_it_is_hidden_then_its_panel_closes(
    desk: "Desk", two: tuple[Appointment, Appointment]
) -> None:
    massage, _ = two
    desk.pane.presenter.open(massage.id)
    desk.pane.presenter.set_filter(EntryFilter(services=frozenset({massage.service_id})))
    assert not desk.pane.details.isVisible()
    assert desk.pane.presenter.selected is None


def test_given_a_hidden_practitioner_then_the_day_has_no_column_of_theirs(desk: "Desk") -> None:
    done = desk.house.practice.team.add("Second Person", Role.THERAPIST)
    desk.bus.publish(done.changed)
    desk.settle()
    desk.pane.actions_["day"].trigger()
    desk.settle()
    assert desk.pane.grid.scene.geometry.columns == 2
    found = dialog(desk)
    QTest.mouseClick(found.boxes["practitioners", done.value.id], LEFT, pos=QPoint(10, 10))
    assert desk.pane.grid.scene.geometry.columns == 1


@pytest.mark.parametrize("repeats", [False, True])
def test_given_an_appointment_that_the_filter_hides_when_it_is_saved_then_delete_does_not_reach_it(
    desk: "Desk", repeats: bool
) -> None:
    desk.pane.presenter.set_filter(EntryFilter(services=frozenset({desk.house.massage.id})))
    desk.pane.presenter.choose(local(24, "15:00"))
    desk.settle()
    QTest.keyClicks(desk.pane.form.picker.edit, "noam")
    desk.settle()
    QTest.keyClick(desk.pane.form.picker.edit, Qt.Key.Key_Return)
    desk.pane.booking.choose_service(desk.house.massage.id)
    desk.pane.booking.set_repeat(RepeatForm(unit=Unit.WEEK if repeats else Unit.NONE))
    desk.pane.form.save()
    desk.settle()
    stored = desk.house.practice.appointments.between(local(24, "15:00"), local(24, "16:00"))
    assert len(stored) == 1
    assert painted(desk) == []
    assert desk.pane.presenter.selected is None
    QTest.keyClick(desk.pane.grid, Qt.Key.Key_Delete)
    desk.settle()
    assert desk.house.practice.appointments.between(local(24, "15:00"), local(24, "16:00")) == stored


def test_given_the_chosen_one_when_it_becomes_what_the_filter_hides_then_it_is_chosen_no_more(
    desk: "Desk", two: tuple[Appointment, Appointment]
) -> None:
    massage, _ = two
    desk.pane.presenter.set_filter(EntryFilter(statuses=frozenset({AppointmentStatus.COMPLETED})))
    desk.pane.presenter.open(massage.id)
    desk.pane.commands.set_status(massage.id, AppointmentStatus.COMPLETED)
    desk.settle()
    assert massage.id not in painted(desk)
    assert desk.pane.presenter.selected is None
    assert not desk.pane.details.isVisible()


def test_the_legend_has_every_service_and_sign(desk: "Desk", two: tuple[Appointment, Appointment]) -> None:
    found = dialog(desk)
    words = [box.text() for box in found.boxes.values()]
    assert words[:3] == ["First visit", "Massage", "No service"]
    assert {"Scheduled", "Completed", "No-show", "Cancelled", "Room 1", "No place"} <= set(words)
    assert all(not box.icon().isNull() for (kind, _), box in found.boxes.items() if kind == "services")
    assert found.boxes["services", two[0].service_id].hasFocus() or found.isAncestorOf(
        QApplication.focusWidget() or QWidget()
    )


@settings(deadline=None)
@given(
    st.sets(st.sampled_from(list(AppointmentStatus))),
    st.sampled_from(list(AppointmentStatus)),
)
def test_a_filter_hides_its_values_and_nothing_else(
    hidden: set[AppointmentStatus], status: AppointmentStatus
) -> None:
    chosen = EVERYTHING
    for one in hidden:
        chosen = chosen.switched("statuses", one, shown=False)
    assert bool(chosen) == bool(hidden)
    assert chosen.switched("statuses", status, shown=True).statuses == hidden - {status}


def test_what_an_appointment_has_can_be_filtered_also_when_it_is_offered_no_more(entry: MakeEntry) -> None:
    gone = entry(
        24, "9:00", service_id=uuid.uuid4(), service="Old", location_id=uuid.uuid4(), location="Attic"
    )
    found = filter_choices((), (), (), [gone])
    assert [one.name for one in found.services] == ["Old", ""]
    assert [one.name for one in found.locations] == ["Attic", ""]
    assert found.practitioners == ()


# tool tips


def test_a_tool_tip_has_the_whole_text_and_takes_no_name_for_markup(entry: MakeEntry) -> None:
    who = UserId(entry(24, "9:00").id)
    made = entry(
        24,
        "9:00",
        name="<b>Anna</b> & Co",
        location="Room 1",
        alerts="Pacemaker",
        remark="Bring <scans>",
        practitioner_id=who,
    )
    lines = hover_lines(made, ZONE, {who: "Second Person"}, blurred=False)
    assert lines[0] == "<b>Anna</b> & Co"
    assert lines[2:] == ["Scheduled", "! Pacemaker", "Massage · Room 1", "Second Person", "Bring <scans>"]
    text = hover_text(made, ZONE, {}, blurred=False)
    assert "&lt;b&gt;Anna" in text
    assert "Bring &lt;scans&gt;" in text
    blurred = hover_text(made, ZONE, {}, blurred=True)
    assert not {"Anna", "Pacemaker", "scans"} & set(blurred.replace("<", " ").replace(">", " ").split())


@OFFSCREEN_TIP
@pytest.mark.parametrize("kind", ["week", "month"])
def test_given_an_appointment_when_pointed_at_then_its_tool_tip_shows_and_elsewhere_it_goes(
    desk: "Desk", two: tuple[Appointment, Appointment], kind: str
) -> None:
    desk.pane.actions_[kind].trigger()
    desk.settle()
    if kind == "week":
        target: QWidget = desk.pane.grid.viewport()
        (tile,) = [one for one in desk.pane.grid.scene.tiles if one.entry.id == two[1].id]
        at = desk.pane.grid.to_viewport(tile.rect).center().toPoint()
    else:
        view = desk.pane.views.month
        target = view
        number = desk.pane.presenter.page.days.index(local(24, "9:00").date())
        box = view.geometry_.row_box(number, 1)
        at = QPoint(int(box.x + 8), int(box.y + 8))
    QApplication.sendEvent(target, QHelpEvent(QHelpEvent.Type.ToolTip, at, target.mapToGlobal(at)))
    assert "Noam Peretz" in QToolTip.text()
    assert "First visit · Room 1" in QToolTip.text()
    QApplication.sendEvent(target, QHelpEvent(QHelpEvent.Type.ToolTip, QPoint(3, 3), QPoint(3, 3)))
    QToolTip.hideText()
