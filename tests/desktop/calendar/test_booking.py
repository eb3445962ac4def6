"""The booking form's mind without Qt: times, services, clients, conflicts, saving once."""

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from core.domain.enums import LocationType
from core.domain.errors import RuleBroken
from core.domain.ids import AppointmentId
from desktop.calendar.booking_form import FieldProblem
from desktop.calendar.form_times import FormTimes
from desktop.calendar.ports import (
    Anyway,
    CommandOutcome,
    TimeTakenError,
)
from tests.desktop.calendar.booking_stage import (
    DANA,
    HOME,
    MASSAGE,
    OTHER,
    ZONE,
    Stage,
    at,
    row,
)


def shown(stage: Stage) -> tuple[str, str]:
    form = stage.presenter.form
    return form.start, form.end


def test_a_new_start_keeps_the_length(stage: Stage) -> None:
    stage.presenter.set_start("16:30")
    assert shown(stage) == ("16:30", "17:30")


def test_a_new_end_changes_the_length(stage: Stage) -> None:
    stage.presenter.set_end("14:45")
    assert stage.view.span == (at("14:00"), at("14:45"))


def test_a_new_day_keeps_the_times(stage: Stage) -> None:
    stage.presenter.set_day(date(2026, 11, 27))
    assert stage.view.span == (at("14:00", date(2026, 11, 27)), at("15:00", date(2026, 11, 27)))


@pytest.mark.parametrize(
    ("end", "problem"),
    [
        ("13:00", FieldProblem.END_BEFORE_START),
        ("14:00", FieldProblem.END_BEFORE_START),
        ("soon", FieldProblem.NO_TIME),
    ],
)
def test_a_wrong_end_is_said_at_once_and_nothing_is_booked(
    stage: Stage, end: str, problem: FieldProblem
) -> None:
    stage.presenter.choose_client(DANA)
    stage.presenter.set_end(end)
    assert stage.view.problems == {"end": problem}
    stage.presenter.save()
    assert stage.desk.booked == []


def test_a_missing_client_is_said_only_when_saving_was_tried(stage: Stage) -> None:
    assert stage.view.problems == {}
    stage.presenter.save()
    assert stage.view.problems == {"client": FieldProblem.NO_CLIENT}
    stage.presenter.choose_client(DANA)
    assert stage.view.problems == {}


def test_another_place_keeps_what_was_filled_in(stage: Stage) -> None:
    stage.presenter.choose_client(DANA)
    stage.presenter.retime(at("9:00"), at("10:00"))
    assert (shown(stage), stage.presenter.form.client_id) == (("09:00", "10:00"), DANA.id)
    stage.presenter.choose_service(MASSAGE.id)
    stage.presenter.retime(at("11:00"), at("12:00"))
    assert shown(stage) == ("11:00", "11:45")


def test_a_service_sets_the_end_and_the_same_service_again_does_not(stage: Stage) -> None:
    stage.presenter.choose_service(MASSAGE.id)
    assert shown(stage) == ("14:00", "14:45")
    stage.presenter.set_end("15:30")
    stage.presenter.choose_service(MASSAGE.id)
    assert shown(stage) == ("14:00", "15:30")


def test_a_location_brings_its_kind(stage: Stage) -> None:
    stage.presenter.choose_client(DANA)
    stage.presenter.choose_location(HOME.id)
    stage.presenter.write_notes("  side door ")
    stage.presenter.save()
    ((plan, reason),) = stage.desk.booked
    assert (plan.location_id, plan.location_type, plan.notes, reason) == (
        HOME.id,
        LocationType.HOME,
        "side door",
        None,
    )
    assert stage.saved == [(CommandOutcome(uuid.UUID(int=9), ()), False)]


def test_typing_lets_go_of_the_chosen_client_and_searches(stage: Stage) -> None:
    stage.presenter.choose_client(DANA)
    stage.presenter.type_client("dan")
    assert stage.presenter.form.client_id is None
    assert stage.view.found == [DANA]
    stage.presenter.type_client("")
    assert not stage.view.found


def test_an_older_searchs_answer_is_dropped(stage: Stage) -> None:
    stage.runner.hold = True
    stage.presenter.type_client("dana")
    stage.presenter.type_client("danax")
    first, second = stage.runner.held
    second()
    first()
    assert not stage.view.found


def test_a_typed_name_becomes_a_client(stage: Stage) -> None:
    stage.presenter.type_client("Mia von Ito")
    added: list[CommandOutcome] = []
    stage.presenter.on_added = added.append
    stage.presenter.add_client()
    assert added[0].undo == ("Mia", "von Ito")
    assert stage.presenter.form.client_id == uuid.UUID(int=8)


def test_a_taken_time_is_told_before_and_needs_a_reason(stage: Stage) -> None:
    stage.desk.rows = [row(OTHER)]
    stage.presenter.choose_client(DANA)
    stage.presenter.set_start("10:30")
    assert [entry.id for entry in stage.view.taken] == [OTHER.id]
    stage.presenter.save("  ")
    assert stage.view.problems == {"reason": FieldProblem.NO_REASON}
    stage.presenter.save(" both fit ")
    assert [anyway for _, anyway in stage.desk.booked] == [Anyway("both fit", (OTHER,))]


def test_a_reason_left_over_from_a_taken_time_is_not_kept(stage: Stage) -> None:
    stage.presenter.choose_client(DANA)
    stage.presenter.save("both fit")
    assert [reason for _, reason in stage.desk.booked] == [None]


def test_a_time_that_was_taken_meanwhile_is_asked_about(stage: Stage) -> None:
    stage.desk.refusal = TimeTakenError("taken", [row(OTHER)])
    stage.presenter.choose_client(DANA)
    stage.presenter.save()
    assert [entry.id for entry in stage.view.taken] == [OTHER.id]
    assert stage.saved == []


def test_another_appointment_in_sight_while_the_form_is_open_is_told(stage: Stage) -> None:
    stage.presenter.choose_client(DANA)
    stage.presenter.set_start("10:30")
    assert list(stage.view.taken) == []
    stage.desk.rows = [row(OTHER)]
    stage.presenter.rows_changed({"notes"})
    assert list(stage.view.taken) == []
    stage.presenter.rows_changed({"appointments"})
    assert [entry.id for entry in stage.view.taken] == [OTHER.id]


def test_a_reason_given_for_others_than_stand_there_now_is_asked_for_again(stage: Stage) -> None:
    stage.desk.rows = [row(OTHER)]
    stage.presenter.choose_client(DANA)
    stage.presenter.set_start("10:30")
    late = replace(OTHER, id=AppointmentId(uuid.UUID(int=6)))
    stage.desk.refusal = TimeTakenError("taken", [row(OTHER), row(late)])
    stage.presenter.save("both fit")
    assert [entry.id for entry in stage.view.taken] == [OTHER.id, late.id]
    assert stage.view.failure == "taken"
    stage.desk.refusal = None
    stage.presenter.save("all three fit")
    assert stage.desk.booked[0][1] == Anyway("all three fit", (OTHER, late))


def test_a_reason_is_not_asked_for_any_more_once_it_is_typed(stage: Stage) -> None:
    stage.desk.rows = [row(OTHER)]
    stage.presenter.choose_client(DANA)
    stage.presenter.set_start("10:30")
    stage.presenter.write_reason("not yet tried")
    stage.presenter.save("")
    assert stage.view.problems == {"reason": FieldProblem.NO_REASON}
    stage.presenter.write_reason("b")
    assert stage.view.problems == {}


def test_what_was_refused_is_not_said_of_another_form(stage: Stage) -> None:
    stage.desk.refusal = RuleBroken("Not now.")
    stage.presenter.choose_client(DANA)
    stage.presenter.save()
    stage.presenter.set_start("10:30")
    assert stage.view.failure == ""


def test_an_edit_saves_only_what_was_changed_in_it(stage: Stage) -> None:
    stage.presenter.edit(replace(OTHER, notes="knee"), "Dana Levi")
    stage.presenter.choose_location(HOME.id)
    stage.presenter.save()
    ((plan, _),) = stage.desk.booked
    assert plan.changed == frozenset({"location_id", "location_type"})


def test_an_unfinished_edit_taken_up_later_saves_only_what_was_changed_in_it(stage: Stage) -> None:
    stage.presenter.edit(replace(OTHER, notes="knee"), "Dana Levi")
    stage.presenter.write_notes("shoulder")
    content = stage.presenter.content("because")
    assert content is not None
    stage.presenter.begin(at("14:00"), at("15:00"))
    stage.presenter.take_up(content)
    assert stage.view.reason == "because"
    stage.presenter.save()
    ((plan, _),) = stage.desk.booked
    assert (plan.changed, plan.notes) == (frozenset({"notes"}), "shoulder")


def test_a_refusal_is_said_in_the_form_and_saving_again_works(stage: Stage) -> None:
    stage.desk.refusal = RuleBroken("Not now.")
    stage.presenter.choose_client(DANA)
    stage.presenter.save()
    assert stage.view.failure == "Not now."
    stage.desk.refusal = None
    stage.presenter.save()
    assert len(stage.desk.booked) == 1


def test_pressing_twice_books_once(stage: Stage) -> None:
    stage.presenter.choose_client(DANA)
    stage.runner.hold = True
    stage.presenter.save()
    stage.presenter.save()
    for work in stage.runner.held:
        work()
    assert len(stage.desk.booked) == 1


def test_editing_fills_the_form_and_does_not_collide_with_itself(stage: Stage) -> None:
    stage.desk.rows = [row(OTHER)]
    stage.presenter.edit(replace(OTHER, notes="knee"), "Dana Levi")
    assert shown(stage) == ("10:00", "10:50")
    assert (stage.view.editing, list(stage.view.taken)) == (True, [])
    stage.presenter.save()
    ((plan, _),) = stage.desk.booked
    assert (plan.appointment_id, plan.notes) == (OTHER.id, "knee")


@pytest.mark.parametrize("is_new", [False, True])
def test_given_what_was_saved_when_its_former_text_is_typed_meanwhile_then_that_is_saved_next(
    stage: Stage, is_new: bool
) -> None:
    if is_new:
        stage.presenter.choose_client(DANA)
    else:
        stage.presenter.edit(replace(OTHER, notes="A"), "Dana Levi")
    stage.presenter.write_notes("B")
    stage.runner.hold = True
    stage.presenter.save()
    stage.presenter.write_notes("A")
    stage.runner.hold = False
    stage.runner.held.pop()()
    stage.presenter.save()
    first, second = (plan for plan, _ in stage.desk.booked)
    assert first.notes == "B"
    assert (second.notes, second.changed) == ("A", frozenset({"notes"}))


def test_an_appointment_over_midnight_keeps_its_night(stage: Stage) -> None:
    late = replace(OTHER, scheduled_start=at("23:30"), scheduled_end=at("23:30") + timedelta(hours=1))
    stage.presenter.edit(late, "Dana Levi")
    assert stage.view.problems == {}
    assert stage.view.span == (late.scheduled_start, late.scheduled_end)


@pytest.mark.parametrize(
    ("day", "typed", "meant"), [(date(2026, 3, 27), "02:30", "03:00"), (date(2026, 10, 25), "01:30", "01:30")]
)
def test_times_on_the_day_of_a_clock_change_are_moments_that_exist(
    stage: Stage, day: date, typed: str, meant: str
) -> None:
    stage.presenter.set_day(day)
    stage.presenter.set_end("04:00")
    stage.presenter.set_start(typed)
    assert stage.presenter.span is not None or stage.view.problems
    start = FormTimes(ZONE).start(replace(stage.presenter.form, start=typed))
    assert start is not None
    assert start.astimezone(ZONE).strftime("%H:%M") == meant


@pytest.mark.parametrize(
    ("start", "end", "wrong"),
    [("02:30", "04:00", "start"), ("01:30", "02:15", "end"), ("01:30", "03:15", None)],
)
def test_given_a_time_that_the_clock_leaves_out_then_it_is_told_at_its_field(
    stage: Stage, start: str, end: str, wrong: str | None
) -> None:
    stage.presenter.set_day(date(2026, 3, 27))
    stage.presenter.set_start("01:15")
    stage.presenter.set_end(end)
    stage.presenter.set_start(start)
    stage.presenter.set_end(end)
    assert stage.presenter.form.start == start
    assert stage.view.problems == ({wrong: FieldProblem.SKIPPED_TIME} if wrong else {})


def test_saving_an_untouched_time_in_the_repeated_hour_does_not_move_it(stage: Stage) -> None:
    second_pass = datetime(2026, 10, 24, 23, 30, tzinfo=UTC)
    both = {"scheduled_start": second_pass, "scheduled_end": second_pass + timedelta(minutes=20)}
    stage.presenter.edit(replace(OTHER, **both), "Dana Levi")  # type: ignore[arg-type]
    assert shown(stage) == ("01:30", "01:50")
    stage.presenter.set_start("01:30")
    stage.presenter.set_end("01:50")
    stage.presenter.save()
    ((plan, _),) = stage.desk.booked
    assert (plan.start, plan.end) == (both["scheduled_start"], both["scheduled_end"])


def test_an_hour_over_the_change_of_the_clock_may_end_earlier_on_the_clock(stage: Stage) -> None:
    start = datetime(2026, 10, 24, 22, 30, tzinfo=UTC)
    stage.presenter.begin(start, start + timedelta(minutes=45))
    assert shown(stage) == ("01:30", "01:15")
    assert stage.view.problems == {}
    assert stage.view.span == (start, start + timedelta(minutes=45))
