"""What an appointment's panel tells of the client: phone, age, last visit, who treats, what was missed."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from sqlalchemy import event

from core.domain.cancellations import Canceller, MissedInYear
from core.domain.enums import AppointmentStatus, Role
from core.domain.new_rows import AppointmentDraft
from core.domain.records import Appointment
from desktop.calendar.client_block import visits_text
from desktop.calendar.ports import ClientBrief
from desktop.calendar.practice_gateway import PracticeDesk
from tests.desktop.calendar.conftest import NOW, Desk, House

DAY = date(2026, 11, 24)
JERUSALEM = ZoneInfo("Asia/Jerusalem")


@pytest.fixture(autouse=True)
def empty_clipboard() -> Iterator[None]:
    yield
    QGuiApplication.clipboard().clear()


@pytest.fixture
def chosen(desk: Desk) -> Appointment:
    desk.house.practice.clients.edit(desk.house.dana.id, date_of_birth=date(1992, 11, 25))
    made = desk.house.book(24, "12:00")
    open_(desk, made)
    return made


def open_(desk: Desk, made: Appointment) -> None:
    desk.reload()
    desk.pane.presenter.go_to(DAY, made.id)
    desk.settle()


def visit(
    house: House, month: int, day: int, status: AppointmentStatus, by: Canceller | None = None
) -> Appointment:
    start = datetime(2026, month, day, 9, tzinfo=UTC)
    draft = AppointmentDraft(
        client_id=house.dana.id, scheduled_start=start, scheduled_end=start + timedelta(hours=1)
    )
    made = house.practice.appointments.book(draft, "both can take place").value
    return house.practice.appointments.set_status(made.id, status, cancelled_by=by).value


def test_given_a_first_visit_when_opened_then_phone_and_age_stand_under_the_name(
    desk: Desk, chosen: Appointment
) -> None:
    client = desk.pane.details.client
    assert client.phone.text() == "050-555-0100"
    assert client.phone.accessibleName() == "Phone: 050-555-0100"
    assert client.visits.text() == "33 years · First visit"
    assert not client.missed.isVisible()


def test_given_visits_when_opened_then_the_last_attended_one_before_it_is_told(
    desk: Desk, chosen: Appointment
) -> None:
    house = desk.house
    visit(house, 3, 3, AppointmentStatus.COMPLETED)
    visit(house, 5, 5, AppointmentStatus.COMPLETED)
    visit(house, 6, 9, AppointmentStatus.NO_SHOW)
    earlier = house.book(24, "06:00")
    house.practice.appointments.set_status(earlier.id, AppointmentStatus.COMPLETED)
    open_(desk, chosen)

    desk.pane.presenter.open(earlier.id)
    desk.settle()
    assert desk.pane.details.client.visits.text() == "33 years · Last visit Tue 5 May"
    desk.pane.presenter.open(chosen.id)
    desk.settle()
    assert desk.pane.details.client.visits.text() == "33 years · Last visit today"


def test_given_missed_ones_when_opened_then_those_of_this_year_are_counted(
    desk: Desk, chosen: Appointment
) -> None:
    visit(desk.house, 3, 3, AppointmentStatus.NO_SHOW)
    visit(desk.house, 4, 7, AppointmentStatus.NO_SHOW)
    visit(desk.house, 11, 24, AppointmentStatus.CANCELLED, Canceller.CLIENT)
    other = desk.house.book(24, "14:00")
    open_(desk, other)

    assert desk.pane.details.client.missed.isVisible()
    assert desk.pane.details.client.missed.text() == "2 no-shows, 1 cancelled late this year"


def test_given_an_open_panel_when_the_client_changes_then_it_follows_also_behind_another_screen(
    desk: Desk, chosen: Appointment
) -> None:
    desk.screen.hide()
    done = desk.house.practice.clients.edit(desk.house.dana.id, phone="03-555-0177", alerts="Nut oil")
    desk.bus.publish(done.changed)
    desk.settle()
    desk.screen.show()

    assert desk.pane.details.client.phone.text() == "03-555-0177"
    assert desk.pane.details.alert.text == "Nut oil"


def test_given_a_closed_panel_when_the_client_changed_meanwhile_then_it_opens_with_what_is_now(
    desk: Desk, chosen: Appointment
) -> None:
    desk.pane.presenter.close()
    done = desk.house.practice.clients.edit(desk.house.dana.id, phone="")
    desk.bus.publish(done.changed)
    desk.settle()
    open_(desk, chosen)

    assert desk.pane.details.client.phone.text() == "No phone number"
    assert not desk.pane.details.client.copy_button.isVisible()


def test_given_another_appointment_when_opened_then_nothing_of_the_last_client_stands_there_meanwhile(
    desk: Desk, chosen: Appointment
) -> None:
    other = desk.house.book(24, "14:00", client=desk.house.noam)
    desk.reload()
    client, height = desk.pane.details.client, desk.pane.details.client.height()

    desk.pane.presenter.open(other.id)
    assert (client.phone.text(), client.visits.text()) == ("", "")
    desk.settle()
    assert client.visits.text() == "First visit"
    assert client.height() == height


def test_given_hidden_names_then_nothing_of_the_client_is_shown_until_they_may_be_seen(
    desk: Desk, chosen: Appointment
) -> None:
    client = desk.pane.details.client
    desk.screen.hide()
    desk.bus.set_blurred(True)
    desk.settle()
    desk.screen.show()
    assert desk.pane.details.title.text() == "D.L."
    assert not client.isVisible()
    assert (client.phone.text(), client.visits.text()) == ("", "")

    desk.bus.set_blurred(False)
    assert client.isVisible()
    assert client.phone.text() == "050-555-0100"


def test_given_a_phone_when_copied_by_the_keyboard_then_a_toast_says_so_without_it(
    desk: Desk, chosen: Appointment
) -> None:
    button = desk.pane.details.client.copy_button
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)

    assert QGuiApplication.clipboard().text() == "050-555-0100"
    assert desk.navigator.toasts == ["Phone number copied"]
    desk.screen.flush()
    assert QGuiApplication.clipboard().text() == ""


def test_given_a_low_window_when_tabbed_to_the_last_button_then_it_is_in_sight_and_the_next_begins_on_top(
    desk: Desk, chosen: Appointment
) -> None:
    other = desk.house.book(24, "14:00", client=desk.house.noam)
    desk.reload()
    desk.screen.resize(1200, 360)
    desk.settle()
    details = desk.pane.details
    *_, before, last = details._buttons.values()
    assert last.visibleRegion().isEmpty()
    before.setFocus()
    QTest.keyClick(before, Qt.Key.Key_Tab)
    assert last.hasFocus()
    assert not last.visibleRegion().isEmpty()
    desk.pane.presenter.open(other.id)
    assert details.page.verticalScrollBar().value() == 0


def test_given_one_who_treats_alone_then_nobody_is_named_and_of_several_whoever_treats_is(
    desk: Desk, chosen: Appointment
) -> None:
    details = desk.pane.details
    assert not details.practitioner.isVisible()
    done = desk.house.practice.team.add("Ruth Amsel", Role.THERAPIST)
    desk.bus.publish(done.changed)
    desk.settle()

    assert details.practitioner.isVisible()
    assert details.practitioner.text() == "With Owner Person"


def test_given_a_client_who_was_deleted_then_the_panel_leaves_the_block_out(
    desk: Desk, chosen: Appointment
) -> None:
    with desk.house.practice.desk.write() as writer:
        writer.delete("clients", desk.house.dana.id)
        changed = writer.changed
    desk.bus.publish(changed)
    desk.settle()

    assert desk.pane.details.isVisible()
    assert not desk.pane.details.client.isVisible()


def test_given_a_brief_when_read_then_every_query_finds_its_rows_by_an_index(house: House) -> None:
    made = visit(house, 3, 3, AppointmentStatus.COMPLETED)
    seen: list[tuple[str, Any]] = []
    practice = house.practice
    event.listen(
        practice.store.engine,
        "before_cursor_execute",
        lambda *told: seen.append((told[2], told[3])),
        named=False,
    )
    brief = PracticeDesk(practice).client_brief(house.dana.id, NOW)
    asked = [one for one in seen if one[0].lstrip().startswith("SELECT")]
    with practice.store.read() as db:
        plans = [
            str(db.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", given).all()) for sql, given in tuple(asked)
        ]

    assert brief.last_visit == made.scheduled_start
    assert len(plans) >= 4
    assert not [plan for plan in plans if "SCAN" in plan]


def test_given_a_zone_when_told_then_day_age_and_year_are_those_of_its_clock() -> None:
    """Half past one in Jerusalem on New Year's day, when London still has the old year."""
    now = datetime(2026, 12, 31, 23, 30, tzinfo=UTC).astimezone(JERUSALEM)
    brief = ClientBrief(
        born=date(2000, 1, 1),
        last_visit=datetime(2026, 12, 30, 22, 30, tzinfo=UTC),
        missed=[MissedInYear(2026, 1, 0)],
    )
    assert visits_text(brief, now) == "27 years · Last visit yesterday"
