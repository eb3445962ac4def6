"""Buffers in the calendar: seen as bands, left out of free times, told in the form and never in its way."""

import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.domain.buffers import Kept
from core.domain.enums import AppointmentStatus, Role
from core.domain.ids import AppointmentId, ClientId, LocationId, ServiceId, UserId
from core.domain.new_rows import ServiceDraft
from desktop.calendar.buffer_bands import buffer_bands
from desktop.calendar.buffer_words import close_text
from desktop.calendar.entry import CalendarEntry
from desktop.calendar.free_time import kept_around
from desktop.kit.hours import Hours, hours_of
from desktop.kit.slot_search import SlotWish, free_slots
from tests.desktop.calendar.conftest import ZONE, local
from tests.desktop.calendar.test_holidays import keep, said

if TYPE_CHECKING:
    from tests.desktop.calendar.conftest import Desk

MASSAGE, TALK = ServiceId(uuid.UUID(int=1)), ServiceId(uuid.UUID(int=2))
ADA, BEN = UserId(uuid.UUID(int=3)), UserId(uuid.UUID(int=4))
ROOM = LocationId(uuid.UUID(int=5))
FIVE = timedelta(minutes=5)


def hours(massage: tuple[int, int] = (0, 0), talk: tuple[int, int] = (0, 0)) -> Hours:
    """Tuesdays from nine to five."""
    week = {"1": [["09:00", "17:00"]]}
    return hours_of({"working_hours": week, "buffers": {str(MASSAGE): massage, str(TALK): talk}})


def entry(
    start: datetime, minutes: int, service: ServiceId | None = None, who: UserId = ADA
) -> CalendarEntry:
    return CalendarEntry(
        id=AppointmentId(uuid.uuid4()),
        client_id=ClientId(uuid.uuid4()),
        client_name="Invented",
        start=start,
        end=start + timedelta(minutes=minutes),
        status=AppointmentStatus.SCHEDULED,
        practitioner_id=who,
        service_id=service,
        location_id=ROOM,
    )


_minutes = st.integers(0, 6).map(lambda fives: 5 * fives)
_services = st.sampled_from([None, MASSAGE, TALK])


@settings(max_examples=50)
@given(
    massage=st.tuples(_minutes, _minutes),
    talk=st.tuples(_minutes, _minutes),
    booked=st.lists(st.tuples(st.integers(0, 95), st.integers(1, 12), _services), max_size=5),
    wished=_services,
    length=st.integers(1, 12).map(lambda fives: 5 * fives),
)
def test_given_any_buffers_when_a_time_is_searched_then_it_is_the_first_with_the_longer_wish_on_each_side(
    massage: tuple[int, int],
    talk: tuple[int, int],
    booked: list[tuple[int, int, ServiceId | None]],
    wished: ServiceId | None,
    length: int,
) -> None:
    morning = local(24, "09:00")
    entries = [entry(morning + at * FIVE, 5 * fives, service) for at, fives, service in booked]
    wish = SlotWish(length=timedelta(minutes=length), practitioners=(ADA,), service=wished)

    found = free_slots(wish, morning, hours(massage, talk), ZONE, entries)

    told = [slot.start for slot in found if slot.start < local(25, "00:00")]
    kept = {MASSAGE: massage, TALK: talk, None: (0, 0)}

    def fits(start: datetime) -> bool:
        end = start + timedelta(minutes=length)
        for one in entries:
            theirs, ours = kept[one.service_id], kept[wished]
            after = timedelta(minutes=max(theirs[1], ours[0]))
            before = timedelta(minutes=max(ours[1], theirs[0]))
            if start < one.end + after and one.start - before < end:
                return False
        return end <= local(24, "17:00")

    quarters = [morning + 3 * step * FIVE for step in range(32)]
    assert set(told) <= set(filter(fits, quarters))
    assert bool(told) == any(map(fits, quarters))
    assert not told or told[0] == next(filter(fits, quarters))


def test_given_somebody_elses_appointment_in_the_room_when_searched_then_its_buffer_holds_nobody_up() -> None:
    booked = [entry(local(24, "09:00"), 60, MASSAGE, BEN)]
    wish = SlotWish(length=timedelta(hours=1), practitioners=(ADA,), room=ROOM)
    (first, *_) = free_slots(wish, local(24, "08:00"), hours((0, 20)), ZONE, booked)
    assert first.start == local(24, "10:00")


def test_given_a_buffer_at_closing_when_searched_then_it_may_lie_outside_opening_hours() -> None:
    booked = [entry(local(24, "09:00"), 7 * 60, TALK)]
    wish = SlotWish(length=timedelta(hours=1), practitioners=(ADA,), service=MASSAGE)
    (first, *_) = free_slots(wish, local(24, "09:00"), hours((0, 30)), ZONE, booked)
    assert first.start == local(24, "16:00")


@pytest.fixture
def buffered(desk: "Desk") -> "Desk":
    """Massage keeps ten minutes free after it and a talk twenty before it; a massage is at ten."""
    practice = desk.house.practice
    talk = practice.services.add(ServiceDraft(name="Talk", default_duration_minutes=30)).value
    keep(desk, buffers={str(desk.house.massage.id): [0, 10], str(talk.id): [20, 0]})
    desk.house.book(24, "10:00", 60)
    desk.reload()
    return desk


def test_given_a_massage_when_shown_then_a_band_of_its_buffer_is_below_it(buffered: "Desk") -> None:
    scene = buffered.pane.grid.scene
    (tile,) = scene.tiles
    (band,) = buffer_bands(tile, scene.hours, scene.geometry)
    assert (band.top(), band.width()) == (tile.rect.bottom(), tile.rect.width())
    assert round(band.height(), 3) == round(scene.geometry.y_of(10), 3)

    appointment = tile.entry.appointment
    assert appointment is not None
    buffered.house.practice.appointments.set_status(appointment.id, AppointmentStatus.CANCELLED)
    buffered.reload()
    (gone,) = scene.tiles
    assert list(buffer_bands(gone, scene.hours, scene.geometry)) == []


def test_given_the_form_when_a_time_is_too_close_then_a_hint_says_what_is_kept_free(buffered: "Desk") -> None:
    pane = buffered.pane
    pane.presenter.choose(local(24, "11:00"))
    buffered.settle()
    assert said(buffered) == "Needs 10 min after 11:00"

    pane.form.service.editor.setFocus()
    while pane.form.service.editor.currentText() != "Talk":
        QTest.keyClick(pane.form.service.editor, Qt.Key.Key_Down)
    assert said(buffered) == "Needs 20 min after 11:00"

    pane.booking.retime(local(24, "11:20"), local(24, "11:50"))
    assert said(buffered) == ""
    pane.booking.retime(local(24, "09:30"), local(24, "10:00"))
    assert said(buffered) == ""
    pane.booking.retime(local(24, "10:30"), local(24, "11:30"))
    assert said(buffered) == ""
    buffered.settle()
    assert not pane.form.warning.isHidden()


def test_given_a_booking_before_one_that_wants_room_when_it_ends_late_then_the_hint_tells_of_before(
    buffered: "Desk",
) -> None:
    pane, house = buffered.pane, buffered.house
    talk = next(one for one in house.practice.services.list() if one.name == "Talk")
    later = house.book(24, "15:00", 30)
    house.practice.appointments.edit(later.id, service_id=talk.id)
    buffered.reload()

    pane.presenter.choose(local(24, "14:00"))
    buffered.settle()

    assert said(buffered) == "Needs 20 min before 15:00"
    pane.booking.choose_client(house.noam)
    pane.form.save()
    buffered.settle()
    assert len(house.practice.appointments.between(local(24, "13:00"), local(24, "16:00"))) == 2


def test_given_an_appointment_that_is_edited_or_a_colleague_when_it_is_close_then_it_is_not_told(
    buffered: "Desk",
) -> None:
    pane = buffered.pane
    (known,) = pane.presenter.timeline.entries
    assert known.appointment is not None
    pane.booking.edit(known.appointment, "Dana Levi", (local(24, "11:00"), local(24, "12:00")))
    assert said(buffered) == ""

    colleague = buffered.house.practice.team.add("Ben Invented", Role.THERAPIST)
    buffered.bus.publish(colleague.changed)
    buffered.settle()
    pane.booking.begin(local(24, "11:00"), local(24, "12:00"), treats=colleague.value.id)
    assert said(buffered) == ""


@given(st.lists(st.integers(-200, 200), max_size=8), st.sampled_from([0, 10, 240]), st.integers(-40, 40))
def test_given_any_appointments_when_one_is_moved_then_those_left_out_as_too_far_would_not_be_told(
    starts: list[int], minutes: int, moved: int
) -> None:
    known = hours((minutes, minutes))
    base = local(24, "12:00")
    booked = [entry(base + start * FIVE, 60, MASSAGE) for start in starts]
    others = [*booked, entry(base, 60, MASSAGE, BEN)]
    own = Kept(base + moved * FIVE, base + moved * FIVE + 6 * FIVE, known.buffer_of(MASSAGE))
    around = kept_around(own.span, others, ADA, known, None)
    told = close_text(own, around, ZONE)
    everything = (Kept(one.start, one.end, known.buffer_of(MASSAGE)) for one in booked)
    assert told == close_text(own, everything, ZONE)


def test_given_hours_from_settings_when_a_service_is_unknown_then_it_keeps_nothing_free() -> None:
    known = hours((5, 10))
    assert known.buffer_of(MASSAGE).after == timedelta(minutes=10)
    assert known.buffer_of(None) == known.buffer_of(TALK) == Hours().buffer_of(MASSAGE)
