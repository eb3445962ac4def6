"""The booking form's mind about series: how it repeats, how much of a series an edit is about."""

import json
import uuid
from dataclasses import replace
from datetime import date

from core.domain.ids import SeriesId
from core.domain.recurrence import Frequency, Rule
from core.domain.series import Repeat, Scope
from desktop.calendar.ports import (
    Anyway,
    TimeTakenError,
)
from desktop.calendar.repeating import End, RepeatForm, Unit
from tests.desktop.calendar.booking_stage import (
    DANA,
    OTHER,
    Stage,
    at,
    row,
)

WEDNESDAYS = Rule(frequency=Frequency.WEEKLY, weekdays=(2,))
OF_SERIES = replace(OTHER, series_id=SeriesId(uuid.UUID(int=6)), original_start=OTHER.scheduled_start)


def move_all_onto_a_taken_time(stage: Stage) -> None:
    stage.presenter.edit(OF_SERIES, "Dana Levi")
    stage.presenter.set_start("11:00")
    stage.desk.refusal = TimeTakenError("Taken.", [row(OTHER)])
    stage.presenter.save()
    assert stage.view.on_scope is not None
    stage.view.on_scope(Scope.ALL)


def test_given_a_repetition_when_booked_then_the_plan_has_its_rule(stage: Stage) -> None:
    stage.presenter.choose_client(DANA)
    stage.presenter.set_repeat(RepeatForm(Unit.WEEK, 2, (0,), End.TIMES, 8))
    stage.presenter.save()
    ((plan, _),) = stage.desk.booked
    rule = Rule(frequency=Frequency.WEEKLY, interval=2, weekdays=(0, 2))
    assert plan.repeat == Repeat(rule=rule, times=8)


def test_given_a_repetition_when_another_day_is_chosen_then_it_repeats_on_that_one(stage: Stage) -> None:
    stage.presenter.set_repeat(RepeatForm(Unit.NTH))
    stage.presenter.set_day(date(2026, 11, 30))
    assert stage.view.repeat == RepeatForm(Unit.LAST_WEEKDAY)
    stage.presenter.set_day(date(2026, 12, 1))
    assert stage.view.repeat == RepeatForm(Unit.NTH)


def test_given_a_last_day_when_a_later_day_is_chosen_then_it_ends_no_earlier(stage: Stage) -> None:
    stage.presenter.set_repeat(RepeatForm(Unit.WEEK, end=End.UNTIL, until=date(2026, 12, 1)))
    stage.presenter.set_day(date(2026, 12, 10))
    form = RepeatForm(Unit.WEEK, end=End.UNTIL, until=date(2026, 12, 10))
    assert (stage.presenter.form.repeat, stage.view.repeat) == (form, form)


def test_given_a_repetition_when_another_day_is_clicked_then_it_repeats_on_that_one(stage: Stage) -> None:
    stage.presenter.set_repeat(RepeatForm(Unit.NTH, end=End.UNTIL, until=date(2026, 11, 27)))
    stage.presenter.retime(at("09:00", date(2026, 11, 30)), at("10:00", date(2026, 11, 30)))
    form = RepeatForm(Unit.LAST_WEEKDAY, end=End.UNTIL, until=date(2026, 11, 30))
    assert (stage.presenter.form.repeat, stage.view.repeat) == (form, form)


def test_given_a_form_with_a_repetition_when_taken_up_again_then_it_still_repeats(stage: Stage) -> None:
    form = RepeatForm(Unit.WEEK, 2, (0,), End.UNTIL, until=date(2027, 3, 3))
    stage.presenter.set_repeat(form)
    content = stage.presenter.content("")
    assert content is not None
    stage.presenter.begin(at("09:00"), at("10:00"))
    assert stage.presenter.form.repeat == RepeatForm()
    stage.presenter.take_up(json.loads(json.dumps(content)))
    assert (stage.presenter.form.repeat, stage.view.repeat) == (form, form)


def test_given_a_form_of_before_there_were_repetitions_when_taken_up_then_it_does_not_repeat(
    stage: Stage,
) -> None:
    stage.presenter.choose_client(DANA)
    content = stage.presenter.content("")
    assert content is not None
    del content["form"]["repeat"], content["series"]
    stage.presenter.take_up(content)
    assert stage.presenter.form.repeat == RepeatForm()


def test_given_a_single_appointment_when_edited_then_no_repetition_is_offered_and_nothing_asked(
    stage: Stage,
) -> None:
    stage.presenter.edit(OTHER, "Dana Levi")
    assert stage.view.repeat is None
    stage.presenter.write_notes("Bring the scans")
    stage.presenter.save()
    assert stage.view.scopes == ()
    ((plan, _),) = stage.desk.booked
    assert plan.scope is Scope.THIS


def test_given_one_of_a_series_when_edited_then_how_much_of_it_is_asked_before_it_is_saved(
    stage: Stage,
) -> None:
    stage.presenter.edit(OF_SERIES, "Dana Levi")
    assert stage.view.repeat == RepeatForm(Unit.WEEK, end=End.UNTIL, until=date(2027, 1, 27))
    stage.presenter.write_notes("Bring the scans")
    stage.presenter.save()
    assert stage.desk.booked == []
    assert stage.view.scopes == tuple(Scope)
    assert stage.view.on_scope is not None
    stage.view.on_scope(Scope.FOLLOWING)
    ((plan, _),) = stage.desk.booked
    assert (plan.scope, plan.repeat, plan.changed) == (Scope.FOLLOWING, None, frozenset({"notes"}))


def test_given_one_of_a_series_when_nothing_was_changed_then_nothing_is_asked(stage: Stage) -> None:
    stage.presenter.edit(OF_SERIES, "Dana Levi")
    assert stage.presenter.content("") is None
    stage.presenter.save()
    assert stage.view.scopes == ()


def test_given_another_repetition_of_a_series_when_saved_then_this_one_alone_is_no_choice(
    stage: Stage,
) -> None:
    stage.presenter.edit(OF_SERIES, "Dana Levi")
    stage.presenter.set_repeat(RepeatForm(Unit.WEEK, end=End.NEVER))
    stage.presenter.save()
    assert stage.view.scopes == (Scope.FOLLOWING, Scope.ALL)
    assert stage.view.on_scope is not None
    stage.view.on_scope(Scope.ALL)
    ((plan, _),) = stage.desk.booked
    assert plan.repeat == Repeat(rule=WEDNESDAYS)


def test_given_a_taken_time_when_saved_again_with_a_reason_then_the_answer_holds(stage: Stage) -> None:
    move_all_onto_a_taken_time(stage)
    assert stage.view.failure == "Taken."
    stage.desk.refusal, stage.view.scopes = None, ()
    stage.presenter.save("Both agreed")
    assert stage.view.scopes == ()
    ((plan, anyway),) = stage.desk.booked
    assert plan.scope is Scope.ALL
    assert anyway == Anyway("Both agreed", (OTHER,))


def test_given_an_answer_when_the_form_changes_again_then_it_is_asked_anew(stage: Stage) -> None:
    move_all_onto_a_taken_time(stage)
    stage.presenter.write_notes("Bring the scans")
    stage.view.scopes = ()
    stage.presenter.save("Both agreed")
    assert stage.view.scopes == tuple(Scope)
