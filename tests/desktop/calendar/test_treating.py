"""Who treats, in the booking form's mind: whoever books, the usual one, the only one, or who is chosen."""

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import cast

import pytest

from core.domain.ids import UserId
from core.domain.usual_booking import UsualBooking
from desktop.calendar.booking import BookingPresenter
from desktop.calendar.booking_form import FieldProblem
from desktop.calendar.ports import CalendarGateway, Practitioner
from tests.desktop.calendar.booking_stage import DANA, OTHER, ZONE, Inline, SpyDesk, SpyForm, Stage, at

OFFICE, ADA, BEN, GONE = (UserId(uuid.UUID(int=number)) for number in range(20, 24))
TEAM = (
    Practitioner(ADA, "Ada"),
    Practitioner(BEN, "Ben"),
    Practitioner(GONE, "Gone", is_active=False),
    Practitioner(OFFICE, "Office", is_active=False),
)
ONE = (TEAM[0], *TEAM[2:])


def staged(me: UserId, team: tuple[Practitioner, ...] = TEAM, treats: UserId | None = None) -> Stage:
    """A new booking that `me` begins, from two to three."""
    view, desk, runner = SpyForm(), SpyDesk(), Inline()
    presenter = BookingPresenter(view, cast("CalendarGateway", desk), runner, ZONE, me)
    made = Stage(view, desk, runner, presenter)
    presenter.on_saved = lambda outcome, known, _done: made.saved.append((outcome, known))
    presenter.set_team(team)
    presenter.begin(at("14:00"), at("15:00"), treats=treats)
    return made


def booked_with(stage: Stage) -> list[UserId | None]:
    return [plan.practitioner_user_id for plan, _ in stage.desk.booked]


def usual(who: UserId | None) -> dict[object, UsualBooking]:
    return {DANA.id: UsualBooking(length=timedelta(minutes=50), practitioner_id=who)}


def test_given_somebody_who_treats_when_they_book_then_it_is_with_them_whoever_is_usual() -> None:
    stage = staged(BEN)
    assert (stage.view.people, stage.view.treats) == ([ADA, BEN], BEN)
    stage.desk.usual = usual(ADA)  # type: ignore[assignment]
    stage.presenter.choose_client(DANA)
    stage.presenter.save()
    assert booked_with(stage) == [BEN]


@pytest.mark.parametrize("me", [ADA, OFFICE])
def test_given_one_who_treats_when_anybody_books_then_it_is_with_that_one_and_nothing_is_asked(
    me: UserId,
) -> None:
    stage = staged(me, ONE)
    assert stage.view.people == []
    stage.presenter.choose_client(DANA)
    stage.presenter.save()
    assert booked_with(stage) == [ADA]


def test_given_several_and_somebody_who_does_not_treat_when_saved_then_it_is_asked_with_whom() -> None:
    stage = staged(OFFICE)
    assert (stage.view.people, stage.view.treats) == ([ADA, BEN], None)
    stage.presenter.choose_client(DANA)
    assert stage.view.problems == {}
    stage.presenter.save()
    assert stage.view.problems == {"treats": FieldProblem.NO_TREATS}
    assert stage.desk.booked == []
    stage.presenter.choose_treats(BEN)
    assert stage.view.problems == {}
    stage.presenter.save()
    assert booked_with(stage) == [BEN]


def test_given_a_habit_when_the_office_books_then_the_usual_one_treats_until_one_is_chosen() -> None:
    stage = staged(OFFICE)
    stage.desk.usual = usual(BEN)  # type: ignore[assignment]
    stage.presenter.choose_client(DANA)
    assert stage.view.treats == BEN
    stage.presenter.choose_treats(ADA)
    stage.presenter.choose_client(DANA)
    assert stage.view.treats == ADA


@pytest.mark.parametrize("who", [GONE, None])
def test_given_a_habit_of_nobody_who_treats_now_when_the_office_books_then_nobody_is_proposed(
    who: UserId | None,
) -> None:
    stage = staged(OFFICE)
    stage.desk.usual = usual(who)  # type: ignore[assignment]
    stage.presenter.choose_client(DANA)
    assert stage.presenter.treats is None
    assert stage.presenter.content("") is not None


def test_given_a_column_when_a_booking_begins_there_then_it_is_its_persons_unless_they_left() -> None:
    assert staged(BEN, treats=ADA).presenter.treats == ADA
    assert staged(BEN, treats=GONE).presenter.treats == BEN
    stage = staged(OFFICE, treats=ADA)
    stage.desk.usual = usual(BEN)  # type: ignore[assignment]
    stage.presenter.choose_client(DANA)
    assert stage.presenter.treats == ADA


def test_given_another_one_who_treats_when_chosen_then_it_is_asked_anew_what_is_taken() -> None:
    stage = staged(BEN)
    stage.view.span, stage.desk.asked = None, []
    stage.presenter.choose_treats(ADA)
    assert [plan.practitioner_user_id for plan in stage.desk.asked] == [ADA]
    assert stage.view.span == (at("14:00"), at("15:00"))


def test_given_a_form_with_nothing_but_who_treats_when_chosen_then_it_is_kept_and_taken_up_again() -> None:
    stage = staged(BEN)
    assert stage.presenter.content("") is None
    stage.presenter.choose_treats(ADA)
    content = stage.presenter.content("")
    assert content is not None
    later = staged(BEN)
    later.presenter.take_up(content)
    assert (later.view.treats, later.presenter.content("")) == (ADA, content)
    stage.presenter.choose_treats(BEN)
    assert stage.presenter.content("") is None


def test_given_a_form_that_an_earlier_program_kept_when_taken_up_then_whoever_books_treats() -> None:
    stage = staged(BEN)
    stage.presenter.choose_client(DANA)
    content = stage.presenter.content("") or {}
    older = {name: value for name, value in content.items() if name not in {"treats", "treats_chosen"}}
    later = staged(BEN)
    later.presenter.take_up(older)
    assert later.presenter.treats == BEN


def test_given_an_appointment_when_another_one_is_to_treat_then_that_alone_is_changed() -> None:
    stage = staged(ADA)
    stage.presenter.edit(OTHER, "Dana Levi")
    assert (stage.view.people, stage.view.treats) == ([ADA, BEN], None)
    stage.presenter.choose_treats(BEN)
    assert stage.presenter.content("") is not None
    stage.presenter.save()
    ((plan, _),) = stage.desk.booked
    assert (plan.practitioner_user_id, plan.changed) == (BEN, frozenset({"practitioner_user_id"}))
    assert stage.presenter.content("") is None


@pytest.mark.parametrize("who", [OFFICE, GONE, UserId(uuid.UUID(int=99))])
def test_given_an_appointment_of_somebody_who_does_not_treat_when_edited_then_it_may_stay_or_change(
    who: UserId,
) -> None:
    stage = staged(ADA, ONE)
    booked = replace(OTHER, practitioner_user_id=who)
    stage.presenter.edit(booked, "Dana Levi")
    assert set(stage.view.people) == {ADA, who}
    assert stage.view.treats == who
    stage.presenter.write_notes("Side door")
    stage.presenter.save()
    assert stage.view.problems == {}
    assert stage.desk.booked[0][0].changed == frozenset({"notes"})


def test_given_another_one_chosen_while_it_is_saved_when_the_answer_comes_then_the_form_stays_open() -> None:
    stage = staged(BEN)
    done: list[bool] = []
    stage.presenter.on_saved = lambda _outcome, _known, is_done: done.append(is_done)
    stage.presenter.choose_client(DANA)
    stage.runner.hold = True
    stage.presenter.save()
    stage.presenter.choose_treats(ADA)
    stage.runner.held[0]()
    assert done == [False]
    assert stage.presenter.content("") is not None


def test_given_an_open_form_when_the_one_who_treats_leaves_then_another_one_is_asked_for() -> None:
    stage = staged(OFFICE)
    stage.presenter.choose_client(DANA)
    stage.presenter.choose_treats(BEN)
    stage.presenter.set_team((TEAM[0], Practitioner(BEN, "Ben", is_active=False), *TEAM[2:]))
    assert (stage.view.people, stage.view.treats) == ([ADA, BEN], BEN)
    stage.presenter.save()
    assert stage.view.problems == {"treats": FieldProblem.NO_TREATS}


def test_given_an_open_form_when_a_colleague_comes_then_they_can_be_chosen() -> None:
    stage = staged(ADA, ONE)
    stage.presenter.set_team(TEAM)
    assert (stage.view.people, stage.view.treats) == ([ADA, BEN], ADA)
