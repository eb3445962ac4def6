"""Cancelling: who does it and why is asked, kept, shown beside the appointment, and survives a lock."""

import uuid
from datetime import date, timedelta

import pytest

from core.domain.cancellations import Cancellation, Canceller
from core.domain.enums import AppointmentStatus
from core.domain.errors import StoreBusy
from core.domain.records import Appointment
from desktop.calendar.cancelling import CANCELLATION, cancellation_text
from desktop.kit.context import QuestionSubject
from tests.desktop.calendar.conftest import Desk

DAY = date(2026, 11, 24)
CANCELLED = AppointmentStatus.CANCELLED


@pytest.fixture
def chosen(desk: Desk) -> Appointment:
    made = desk.house.book(24, "10:00")
    desk.reload()
    desk.pane.presenter.go_to(DAY, made.id)
    desk.settle()
    return made


def _reason(desk: Desk, appointment: Appointment) -> tuple[AppointmentStatus, str | None]:
    row = desk.house.practice.appointments.get(appointment.id)
    return row.status, row.cancellation_reason


def _answer(desk: Desk, reason: str, by: Canceller) -> None:
    answer = desk.navigator.on_text if by is Canceller.CLIENT else desk.navigator.on_second
    assert answer is not None
    answer(reason)
    desk.settle()


def test_given_the_question_when_nothing_is_answered_then_it_stands_and_names_whose_and_when(
    desk: Desk, chosen: Appointment
) -> None:
    desk.pane.actions_["cancel"].trigger()
    words = desk.navigator.words
    assert words is not None
    assert "Dana Levi" in words.text
    assert "10:00" in words.text
    assert (words.leave, words.second, words.action) == ("Keep it", "We cancel", "The client cancels")
    assert _reason(desk, chosen) == (AppointmentStatus.SCHEDULED, None)


@pytest.mark.parametrize(
    ("by", "said"), [(Canceller.CLIENT, "by the client"), (Canceller.PRACTICE, "by the practice")]
)
def test_given_an_answer_when_cancelled_then_who_and_why_stand_beside_the_appointment(
    desk: Desk, chosen: Appointment, by: Canceller, said: str
) -> None:
    desk.pane.actions_["cancel"].trigger()
    _answer(desk, "Flu", by)
    assert _reason(desk, chosen) == (CANCELLED, "Flu")
    shown = desk.pane.details.cancellation.text()
    assert said in shown
    assert shown.endswith(": Flu")


def test_given_no_reason_when_cancelled_then_the_panel_tells_only_who(
    desk: Desk, chosen: Appointment
) -> None:
    desk.pane.actions_["cancel"].trigger()
    _answer(desk, "", Canceller.PRACTICE)
    assert _reason(desk, chosen) == (CANCELLED, None)
    assert desk.pane.details.cancellation.text() == "Cancelled by the practice"


def test_given_hidden_names_then_the_reason_is_not_shown(desk: Desk, chosen: Appointment) -> None:
    desk.pane.actions_["cancel"].trigger()
    _answer(desk, "Flu", Canceller.CLIENT)
    desk.bus.set_blurred(True)
    desk.settle()
    assert "Flu" not in desk.pane.details.cancellation.text()


def test_given_one_cancelled_without_being_asked_then_its_reason_stands_there_alone(
    desk: Desk, chosen: Appointment
) -> None:
    desk.house.practice.appointments.set_status(chosen.id, CANCELLED, "Flu")
    desk.reload()
    assert desk.pane.details.cancellation.text() == "Flu"


def test_given_a_question_from_before_a_crash_then_it_is_asked_again(desk: Desk, chosen: Appointment) -> None:
    gone: list[bool] = []
    desk.screen.ask_again(QuestionSubject(CANCELLATION, chosen.id), lambda: gone.append(True))
    desk.settle()
    assert desk.navigator.asked == [("ask_text", CANCELLATION, chosen.id, "")]
    assert gone == []


@pytest.mark.parametrize("is_there", [True, False])
def test_given_one_that_nobody_can_cancel_any_more_then_its_question_goes(
    desk: Desk, chosen: Appointment, is_there: bool
) -> None:
    gone: list[bool] = []
    desk.house.practice.appointments.set_status(chosen.id, CANCELLED)
    asked = QuestionSubject(CANCELLATION, chosen.id if is_there else uuid.uuid4())
    desk.screen.ask_again(asked, lambda: gone.append(True))
    desk.settle()
    assert gone == [True]
    assert desk.navigator.asked == []


def test_given_a_store_that_is_busy_then_the_question_stays_for_the_next_start(
    desk: Desk, chosen: Appointment, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(_id: object) -> None:
        raise StoreBusy("Try again.")

    monkeypatch.setattr(desk.house.practice.appointments, "entry", busy)
    gone: list[bool] = []
    desk.screen.ask_again(QuestionSubject(CANCELLATION, chosen.id), lambda: gone.append(True))
    desk.settle()
    assert gone == []


@pytest.mark.parametrize(
    ("by", "notice", "words"),
    [
        (Canceller.CLIENT, timedelta(days=3, hours=2), "Cancelled by the client 3 days before"),
        (Canceller.CLIENT, timedelta(hours=30), "Cancelled by the client 30 h before"),
        (Canceller.CLIENT, timedelta(minutes=90), "Cancelled by the client late, 1 h 30 min before"),
        (Canceller.CLIENT, timedelta(minutes=-5), "Cancelled by the client late, after it began"),
        (Canceller.PRACTICE, timedelta(minutes=-5), "Cancelled by the practice"),
    ],
)
def test_the_words_tell_who_and_how_long_before(by: Canceller, notice: timedelta, words: str) -> None:
    assert cancellation_text(Cancellation(by, notice), "") == words
    assert cancellation_text(Cancellation(by, notice), "Flu") == f"{words}: Flu"
