"""Two appointments at one time: the later one is offered free times, and one key moves it."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from core.domain.enums import AppointmentStatus, ConflictReason, LocationType, Resolution
from core.domain.ids import UserId
from core.domain.new_rows import LocationDraft, ServiceDraft, TimeBlockDraft, WaitlistDraft
from core.domain.records import Appointment, Client
from core.domain.registry import APPOINTMENTS
from core.store.practice.practice import AppointmentDraft
from core.text.direction import isolated
from desktop.inbox.conflict import DoubleBooking
from desktop.inbox.other_times import OtherTimes
from desktop.inbox.screen import InboxScreen
from tests.desktop.conftest import MONDAY
from tests.desktop.inbox.test_screen import opened, raise_conflict
from tests.desktop.records_room import Room

HOUR = timedelta(hours=1)
TUESDAY = MONDAY + timedelta(days=1)
OTHER_PERSON = UserId(uuid.UUID(int=7))


@pytest.fixture(autouse=True)
def open_from_eight(room: Room) -> None:
    room.practice.settings.set(working_hours={str(day): [["08:00", "19:00"]] for day in range(5)})


@pytest.fixture
def mira(room: Room) -> Client:
    return room.add("Mira", "Talbot")


@pytest.fixture
def otto(room: Room) -> Client:
    return room.add("Otto", "Lindqvist")


def book(room: Room, client: Client, start: datetime, **fields: object) -> Appointment:
    """Each some minutes after the one before it."""
    room.clock.advance(timedelta(minutes=1))
    draft = AppointmentDraft(
        client_id=client.id,
        scheduled_start=start,
        scheduled_end=start + HOUR,
        **fields,  # type: ignore[arg-type]
    )
    return room.practice.appointments.book(draft, book_anyway_reason="test").value


def ask(room: Room, one: Appointment, other: Appointment) -> None:
    """What sync raises when two laptops meet."""
    raise_conflict(
        room,
        table_no=APPOINTMENTS.no,
        row_id=one.id,
        reason=ConflictReason.DOUBLE_BOOKING,
        base=str(other.id),
    )


def met(room: Room, mira: Client, otto: Client, **fields: object) -> tuple[Appointment, Appointment]:
    """On Tuesday at two, Otto's booked last."""
    start = TUESDAY + 14 * HOUR
    pair = book(room, mira, start), book(room, otto, start, **fields)
    ask(room, *pair)
    return pair


def starts(room: Room) -> list[str]:
    """What the page of the question would offer, on the wall."""
    item = room.practice.inbox.items()[0]
    screen = opened(room)
    screen.presenter.select(item.id)
    room.settle()
    return times(screen)


def times(screen: InboxScreen) -> list[str]:
    return [button.text().rpartition(" to ")[2] for button in screen.message.choices]


def start_of(room: Room, row: Appointment) -> datetime:
    return room.practice.appointments.get(row.id).scheduled_start


def test_given_a_double_booking_when_shown_then_the_later_one_is_offered_the_next_free_times(
    room: Room, mira: Client, otto: Client
) -> None:
    met(room, mira, otto)
    screen = opened(room)
    assert "Otto Lindqvist" in screen.message.choices_words.text()
    assert "was booked later" in screen.message.choices_words.text()
    assert times(screen) == ["tomorrow, 08:00  (1)", "tomorrow, 15:00  (2)", "Wed 25 Nov, 08:00  (3)"]
    assert screen.message.choices[0].text().startswith(f"Move {isolated('Otto Lindqvist')} to ")


def test_given_a_free_time_when_its_digit_is_pressed_then_the_appointment_moves_and_the_question_is_answered(
    room: Room, mira: Client, otto: Client
) -> None:
    first, later = met(room, mira, otto)
    screen = opened(room)
    room.key(screen.list, Qt.Key.Key_2)
    room.settle()
    assert start_of(room, later) == TUESDAY + 15 * HOUR
    assert start_of(room, first) == TUESDAY + 14 * HOUR
    assert room.practice.inbox.conflicts() == []
    assert room.navigator.toasts == ["Moved to tomorrow, 15:00"]
    assert "appointments" in {each.table for each in room.heard}
    assert screen.nothing.isVisible()


def test_given_it_was_moved_when_taken_back_then_it_stands_there_again_and_the_question_is_open(
    room: Room, mira: Client, otto: Client
) -> None:
    _, later = met(room, mira, otto)
    screen = opened(room)
    room.click(screen.message.choices[0])
    room.settle()
    room.key(QApplication.focusWidget() or screen, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    room.settle()
    assert start_of(room, later) == TUESDAY + 14 * HOUR
    assert len(room.practice.inbox.conflicts()) == 1
    assert len(screen.message.choices) == 3


def waits(room: Room, mira: Client, minutes: int = 30) -> None:
    room.practice.waitlist.add(WaitlistDraft(client_id=mira.id, duration_minutes=minutes))


def half_met(room: Room, mira: Client, otto: Client) -> tuple[Appointment, Appointment]:
    """Otto's begins half an hour later, and ends later."""
    start = TUESDAY + 14 * HOUR
    pair = book(room, mira, start), book(room, otto, start + HOUR / 2)
    ask(room, *pair)
    return pair


def test_given_somebody_who_waits_when_one_is_moved_away_then_what_it_left_free_is_offered_until_taken_back(
    room: Room, mira: Client, otto: Client
) -> None:
    half_met(room, mira, otto)
    waits(room, room.add("Jonas", "Weil"))
    screen = opened(room)
    room.key(screen.list, Qt.Key.Key_1)
    room.settle()
    assert screen.freed.isVisible()
    assert screen.freed.text.replace("\u200e", "") == (
        "Free again: tomorrow, 15:00–15:30. 1 client waits for such a time."
    )
    room.key(QApplication.focusWidget() or screen, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    room.settle()
    assert not screen.freed.isVisible()


@pytest.mark.parametrize("minutes", [30, 45])
def test_given_the_other_one_in_all_of_the_time_or_a_longer_wish_when_one_is_moved_then_nothing_is_offered(
    room: Room, mira: Client, otto: Client, minutes: int
) -> None:
    (met if minutes == 30 else half_met)(room, mira, otto)
    waits(room, room.add("Jonas", "Weil"), minutes)
    screen = opened(room)
    room.key(screen.list, Qt.Key.Key_1)
    room.settle()
    assert room.navigator.toasts
    assert not screen.freed.isVisible()


def test_given_the_page_when_tab_and_space_are_pressed_then_the_chosen_time_is_taken(
    room: Room, mira: Client, otto: Client
) -> None:
    _, later = met(room, mira, otto)
    screen = opened(room)
    room.key(screen.list, Qt.Key.Key_Return)
    for _ in range(4):
        room.key(QApplication.focusWidget() or screen, Qt.Key.Key_Tab)
        if QApplication.focusWidget() is screen.message.choices[0]:
            break
    room.key(screen.message.choices[0], Qt.Key.Key_Space)
    room.settle()
    assert start_of(room, later) == TUESDAY + 8 * HOUR


def test_given_what_takes_the_time_when_looked_for_then_it_is_left_out(
    room: Room, mira: Client, otto: Client
) -> None:
    place = LocationDraft(name="Room 1", location_type=LocationType.CLINIC, address="Linden 1")
    shared = room.practice.locations.add(place).value.id
    massage = room.practice.services.add(ServiceDraft(name="Massage", default_duration_minutes=60)).value.id
    room.practice.settings.set(working_hours={"1": [["08:00", "18:00"]]}, buffers={str(massage): [0, 30]})
    third = room.add("Dana", "Levi")
    book(room, third, TUESDAY + 9 * HOUR)
    book(room, third, TUESDAY + 15 * HOUR, practitioner_user_id=OTHER_PERSON, location_id=shared)
    book(room, otto, TUESDAY + 16 * HOUR, practitioner_user_id=OTHER_PERSON)
    room.practice.blocks.add(TimeBlockDraft(start_local="2026-11-24T12:00", duration_minutes=60))
    met(room, mira, otto, location_id=shared, service_id=massage)
    # Nine to ten, noon and two are taken, three is the room's, four is the client's own time; eight is too
    # close to nine, and eleven is not, for the block wants no buffer.
    assert starts(room)[:2] == ["tomorrow, 10:00  (1)", "tomorrow, 17:00  (2)"]


def test_given_the_later_one_was_held_already_when_shown_then_the_other_gives_way(
    room: Room, mira: Client, otto: Client
) -> None:
    _, later = met(room, mira, otto)
    room.practice.appointments.set_status(later.id, AppointmentStatus.COMPLETED)
    screen = opened(room)
    assert screen.message.choices_words.text() == f"The appointment of {isolated('Mira Talbot')} could move:"


def test_given_both_have_begun_when_shown_then_nothing_is_offered_and_digits_do_nothing(
    room: Room, mira: Client, otto: Client
) -> None:
    pair = met(room, mira, otto)
    room.clock.advance(timedelta(days=2))
    screen = opened(room)
    assert screen.message.choices == []
    assert not screen.message.choices_words.isVisible()
    room.key(screen.list, Qt.Key.Key_1)
    room.settle()
    assert {start_of(room, each) for each in pair} == {TUESDAY + 14 * HOUR}


def test_given_a_practice_without_free_time_when_shown_then_the_page_says_so(
    room: Room, mira: Client, otto: Client
) -> None:
    room.practice.settings.set(working_hours={})
    met(room, mira, otto)
    screen = opened(room)
    assert "no time is free in the 8 weeks" in screen.message.choices_words.text()
    assert screen.message.choices == []
    room.key(screen.list, Qt.Key.Key_1)
    room.settle()
    assert len(room.practice.inbox.conflicts()) == 1


def test_given_free_time_in_the_fourth_week_alone_when_shown_then_it_is_found(
    room: Room, mira: Client, otto: Client
) -> None:
    room.practice.blocks.add(TimeBlockDraft(start_local="2026-11-24T00:00", duration_minutes=21 * 24 * 60))
    met(room, mira, otto)
    assert starts(room)[0] == "Tue 15 Dec, 08:00  (1)"


def take(room: Room, mira: Client, _pair: tuple[Appointment, Appointment]) -> None:
    book(room, mira, TUESDAY + 8 * HOUR)


def move_away(room: Room, _mira: Client, pair: tuple[Appointment, Appointment]) -> None:
    start = TUESDAY + 17 * HOUR
    room.practice.appointments.move(pair[1].id, start, start + HOUR)


def cancel_other(room: Room, _mira: Client, pair: tuple[Appointment, Appointment]) -> None:
    room.practice.appointments.set_status(pair[0].id, AppointmentStatus.CANCELLED)


def delete(room: Room, _mira: Client, pair: tuple[Appointment, Appointment]) -> None:
    room.practice.appointments.delete(pair[1].id)


def pass_by(room: Room, _mira: Client, _pair: tuple[Appointment, Appointment]) -> None:
    room.clock.advance(timedelta(hours=24))


Change = Callable[[Room, Client, tuple[Appointment, Appointment]], None]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (take, "This time was taken meanwhile; nothing was changed. Choose another."),
        (move_away, "One of the two appointments was moved or cancelled meanwhile; nothing was changed."),
        (cancel_other, "One of the two appointments was moved or cancelled meanwhile; nothing was changed."),
        (delete, "One of the two appointments was moved or cancelled meanwhile; nothing was changed."),
        (pass_by, "This time has passed; nothing was changed. Choose another."),
    ],
)
def test_given_it_cannot_be_done_any_more_when_chosen_then_that_is_said_and_nothing_is_changed(
    room: Room, mira: Client, otto: Client, change: Change, said: str
) -> None:
    pair = met(room, mira, otto)
    screen = opened(room)
    change(room, mira, pair)
    ids = [each.id for each in pair]
    rows = [row.appointment for row in room.practice.appointments.between(MONDAY, MONDAY + 72 * HOUR)]
    room.key(screen.list, Qt.Key.Key_1)
    room.settle()
    after = [row.appointment for row in room.practice.appointments.between(MONDAY, MONDAY + 72 * HOUR)]
    assert room.navigator.toasts == [said]
    assert after == rows
    assert [each.row_id for each in room.practice.inbox.conflicts()] == ids[:1]


def test_given_the_time_was_taken_when_refused_then_the_page_offers_others(
    room: Room, mira: Client, otto: Client
) -> None:
    met(room, mira, otto)
    screen = opened(room)
    book(room, mira, TUESDAY + 8 * HOUR)
    room.key(screen.list, Qt.Key.Key_1)
    room.settle()
    assert times(screen)[0] == "tomorrow, 09:00  (1)"


def test_given_it_was_answered_elsewhere_when_chosen_then_that_is_said_and_nothing_is_moved(
    room: Room, mira: Client, otto: Client
) -> None:
    pair = met(room, mira, otto)
    screen = opened(room)
    room.practice.inbox.resolve(room.practice.inbox.conflicts()[0].id, Resolution.DISMISSED)
    room.key(screen.list, Qt.Key.Key_1)
    room.settle()
    assert room.navigator.toasts == ["This was settled already; nothing was changed."]
    assert {start_of(room, each) for each in pair} == {TUESDAY + 14 * HOUR}
    assert screen.nothing.isVisible()


def test_given_they_do_not_meet_any_more_when_shown_then_nothing_is_offered_and_nothing_has_to_be_done(
    room: Room, mira: Client, otto: Client
) -> None:
    first, _ = met(room, mira, otto)
    room.practice.appointments.set_status(first.id, AppointmentStatus.CANCELLED)
    screen = opened(room)
    assert "nothing has to be done" in screen.message.words.text()
    assert screen.message.choices == []


def test_given_names_are_hidden_when_f9_is_pressed_then_the_page_in_front_hides_them_too(
    room: Room, mira: Client, otto: Client
) -> None:
    met(room, mira, otto)
    screen = opened(room)
    room.bus.set_blurred(True)
    assert "O.L." in screen.message.choices[0].text()
    said = [button.text() for button in screen.message.choices] + [screen.message.choices_words.text()]
    assert not any("Otto" in text or "Lindqvist" in text for text in said)
    room.bus.set_blurred(False)
    assert "Otto" in screen.message.choices[0].text()


def test_given_a_very_long_name_when_shown_then_every_button_still_says_when_and_by_which_key(
    room: Room, mira: Client
) -> None:
    long = room.add("Maximiliane-Theodora Alexandra", "von Hohenlohe-Waldenburg zu Lindenhof an der Ruhr")
    met(room, mira, long)
    screen = opened(room)
    screen.resize(1216, 744)
    QApplication.processEvents()
    for button in (*screen.message.choices, *screen.message.buttons):
        assert button.width() >= button.sizeHint().width(), button.text()
    assert "Alexandra von Hohenlohe" in screen.message.choices_words.text(), "the page tells it whole"


def test_given_two_appointments_of_one_client_when_shown_then_each_button_says_which(
    room: Room, mira: Client
) -> None:
    start = TUESDAY + 14 * HOUR
    ask(room, book(room, mira, start), book(room, mira, start + HOUR / 2))
    screen = opened(room)
    first, second = (button.text() for button in screen.message.buttons[:2])
    assert {first, second} == {f"Go to {isolated(hours)}" for hours in ("14:00–15:00", "14:30–15:30")}
    assert "14:30–15:30" in screen.message.choices_words.text()
    assert screen.message.choices[0].text().startswith(f"Move {isolated('14:30–15:30')} to tomorrow, ")


def test_given_several_questions_when_listed_then_times_are_looked_for_only_for_the_one_in_front(
    room: Room, mira: Client, otto: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[DoubleBooking] = []
    monkeypatch.setattr(OtherTimes, "offer", lambda _self, shown: asked.append(shown))
    met(room, mira, otto)
    met(room, mira, otto)
    opened(room)
    assert len(asked) == 1


def test_given_a_choice_has_the_focus_when_other_rows_change_then_it_keeps_it(
    room: Room, mira: Client, otto: Client
) -> None:
    met(room, mira, otto)
    screen = opened(room)
    button = screen.message.choices[1]
    button.setFocus()
    room.bus.publish(room.practice.clients.edit(mira.id, notes="Rings the bell twice.").changed)
    room.settle()
    assert QApplication.focusWidget() is button


def test_given_a_free_time_is_booked_meanwhile_when_heard_of_then_the_page_offers_the_next(
    room: Room, mira: Client, otto: Client
) -> None:
    met(room, mira, otto)
    screen = opened(room)
    draft = AppointmentDraft(
        client_id=mira.id, scheduled_start=TUESDAY + 8 * HOUR, scheduled_end=TUESDAY + 9 * HOUR
    )
    room.bus.publish(room.practice.appointments.book(draft).changed)
    room.settle()
    assert times(screen)[0] == "tomorrow, 09:00  (1)"
