"""Times that come free by a sync: offered to those who wait, once, and to whom it concerns."""

import uuid
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from unittest.mock import Mock

import pytest

from core.domain.cancellations import Canceller
from core.domain.changes import Changed
from core.domain.enums import AppointmentStatus, Origin, Role
from core.domain.ids import UserId
from core.domain.new_rows import AppointmentDraft, WaitlistDraft
from core.domain.records import Appointment
from core.domain.recurrence import parse_rule
from core.domain.series import Repeat, Scope
from desktop.widgets.banner import Banner
from tests.desktop.calendar.conftest import local

if TYPE_CHECKING:
    from tests.desktop.calendar.conftest import Desk


@pytest.fixture
def waiting(desk: "Desk") -> "Desk":
    """Noam waits for any time of 45 minutes; the calendar shows a day of the next week."""
    draft = WaitlistDraft(client_id=desk.house.noam.id, duration_minutes=45)
    desk.house.practice.waitlist.add(draft)
    return desk


def booked(desk: "Desk", day: int = 25, who: UserId | None = None) -> Appointment:
    start = local(day, "10:00")
    draft = AppointmentDraft(
        client_id=desk.house.dana.id,
        scheduled_start=start,
        scheduled_end=start + timedelta(minutes=50),
        practitioner_user_id=who,
    )
    made = desk.house.practice.appointments.book(draft).value
    desk.reload()
    desk.pane.presenter.go_to(date(2026, 11, day))
    desk.settle()
    return made


def synced(desk: "Desk", row: Appointment, table: str = "appointments") -> None:
    """A sync brought what the test wrote behind the screen's back."""
    key = row.series_id if table == "appointment_series" else row.id
    assert key is not None
    desk.bus.publish([Changed(table, frozenset({key}), Origin.SYNC)])
    desk.settle()


def cancelled(desk: "Desk", row: Appointment) -> None:
    desk.house.practice.appointments.set_status(row.id, AppointmentStatus.CANCELLED)


def deleted(desk: "Desk", row: Appointment) -> None:
    desk.house.practice.appointments.delete(row.id)


def moved(desk: "Desk", row: Appointment) -> None:
    later = timedelta(hours=4)
    desk.house.practice.appointments.move(row.id, row.scheduled_start + later, row.scheduled_end + later)


def banner(desk: "Desk") -> Banner:
    return desk.pane.waitlist.freed.banner


@pytest.mark.parametrize("change", [cancelled, deleted, moved])
def test_given_somebody_who_waits_when_a_colleague_frees_a_time_then_it_is_offered_here_too(
    waiting: "Desk", change: Any
) -> None:
    made = booked(waiting)
    change(waiting, made)
    assert not banner(waiting).isVisible()
    synced(waiting, made)
    assert banner(waiting).isVisible()
    assert banner(waiting).text.endswith("1 client waits for such a time.")
    assert "Noam" not in banner(waiting).text


@pytest.mark.parametrize("change", [cancelled, moved])
def test_given_another_page_in_front_when_a_colleague_frees_a_time_then_it_is_offered(
    waiting: "Desk", change: Any
) -> None:
    made = booked(waiting)
    waiting.pane.presenter.turn(1)
    waiting.settle()
    change(waiting, made)
    synced(waiting, made)
    assert banner(waiting).isVisible()


def test_given_a_page_that_was_never_read_when_an_appointment_there_is_cancelled_then_it_is_offered(
    waiting: "Desk",
) -> None:
    start = local(25, "10:00") + timedelta(weeks=5)
    draft = AppointmentDraft(
        client_id=waiting.house.dana.id, scheduled_start=start, scheduled_end=start + timedelta(minutes=50)
    )
    made = waiting.house.practice.appointments.book(draft).value
    cancelled(waiting, made)
    synced(waiting, made)
    assert banner(waiting).isVisible()


def test_given_a_series_that_a_colleague_ended_when_it_comes_then_its_times_are_offered(
    waiting: "Desk",
) -> None:
    start = local(25, "10:00")
    draft = AppointmentDraft(
        client_id=waiting.house.dana.id, scheduled_start=start, scheduled_end=start + timedelta(minutes=50)
    )
    repeat = Repeat(rule=parse_rule("FREQ=WEEKLY;BYDAY=WE"))
    series = waiting.house.practice.series
    made = series.book(draft, repeat).value
    waiting.reload()
    series.end(made.id, Scope.ALL, cancelled_by=None, deletes=True)
    synced(waiting, made, "appointment_series")
    assert banner(waiting).isVisible()


def test_given_an_appointment_that_stands_where_it_did_when_a_sync_tells_of_it_then_nothing_is_offered(
    waiting: "Desk",
) -> None:
    made = booked(waiting)
    waiting.house.practice.appointments.edit(made.id, notes="Side door")
    synced(waiting, made)
    assert not banner(waiting).isVisible()


def test_given_nobody_who_waits_when_a_time_comes_free_then_nothing_is_looked_for(desk: "Desk") -> None:
    made = booked(desk)
    cancelled(desk, made)
    synced(desk, made)
    assert not banner(desk).isVisible()
    assert desk.screen._desk.came_free([made], {made.id}) == ()


def test_given_an_offer_that_was_closed_when_the_same_comes_again_then_it_stays_closed(
    waiting: "Desk",
) -> None:
    made = booked(waiting)
    cancelled(waiting, made)
    synced(waiting, made)
    banner(waiting).hide()
    synced(waiting, made)
    assert not banner(waiting).isVisible()


def test_given_an_own_offer_when_a_sync_frees_another_time_then_both_are_offered(waiting: "Desk") -> None:
    theirs, mine = booked(waiting, 26), booked(waiting, 25)
    waiting.pane.commands.cancel(mine.id, "", Canceller.CLIENT)
    waiting.settle()
    cancelled(waiting, theirs)
    synced(waiting, theirs)
    offered = waiting.pane.waitlist.freed._offered
    assert {fit.time.start for fit in offered} <= {mine.scheduled_start, theirs.scheduled_start}
    assert {row.id for row in waiting.pane.waitlist.freed._freed} == {mine.id, theirs.id}


@pytest.mark.parametrize(("role", "is_told"), [(Role.OWNER, False), (Role.ASSISTANT, True)])
def test_given_a_colleagues_time_when_it_comes_free_then_the_office_hears_of_it_and_other_therapists_do_not(
    waiting: "Desk", role: Role, is_told: bool
) -> None:
    made = booked(waiting, who=waiting.hire())
    with waiting.house.practice.desk.write() as writer:
        writer.update("users", waiting.house.practice.me.user_id, {"role": role})
    cancelled(waiting, made)
    synced(waiting, made)
    assert banner(waiting).isVisible() == is_told


def test_given_an_offer_when_a_colleague_books_the_time_then_it_goes(waiting: "Desk") -> None:
    made = booked(waiting)
    cancelled(waiting, made)
    synced(waiting, made)
    assert banner(waiting).isVisible()
    taken = booked(waiting)
    synced(waiting, taken)
    assert not banner(waiting).isVisible()


@pytest.mark.parametrize(("weeks", "is_told"), [(1, True), (9, False)])
@pytest.mark.parametrize("others", [0, 300])
def test_given_few_or_many_rows_in_a_sync_then_a_cancelled_time_is_told_where_it_is_near(
    waiting: "Desk", others: int, weeks: int, is_told: bool
) -> None:
    start = local(25, "10:00") + timedelta(weeks=weeks)
    draft = AppointmentDraft(
        client_id=waiting.house.dana.id, scheduled_start=start, scheduled_end=start + timedelta(minutes=50)
    )
    made = waiting.house.practice.appointments.book(draft).value
    cancelled(waiting, made)
    ids = {made.id, *(uuid.UUID(int=number) for number in range(others))}
    found = [row.id for row in waiting.screen._desk.came_free([], ids)]
    assert found == ([made.id] if is_told else [])


def test_given_a_sync_of_one_row_then_the_weeks_ahead_are_not_read_for_it(
    waiting: "Desk", monkeypatch: pytest.MonkeyPatch
) -> None:
    made = booked(waiting)
    cancelled(waiting, made)
    between = Mock()
    monkeypatch.setattr(waiting.house.practice.appointments, "between", between)
    assert [row.id for row in waiting.screen._desk.came_free([], {made.id})] == [made.id]
    between.assert_not_called()
