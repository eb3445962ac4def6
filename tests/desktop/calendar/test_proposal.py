"""A client's habit in the booking form: proposed where nobody said anything, and nowhere else."""

import uuid
from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.domain.ids import ClientId
from core.domain.usual_booking import UsualBooking
from tests.desktop.calendar.booking_stage import DANA, HOME, MASSAGE, OTHER, Stage, at

NOAM = replace(DANA, id=ClientId(uuid.UUID(int=12)), first_name="Noam")
MIA = replace(DANA, id=ClientId(uuid.UUID(int=13)), first_name="Mia")
LONG = UsualBooking(service_id=MASSAGE.id, location_id=HOME.id, length=timedelta(minutes=90))
SHORT = UsualBooking(length=timedelta(minutes=20))


@pytest.fixture
def habits(stage: Stage) -> Stage:
    """Dana comes for a long massage at home, Noam for twenty minutes; Mia has not come yet."""
    stage.desk.usual = {DANA.id: LONG, NOAM.id: SHORT}
    return stage


def filled(stage: Stage) -> tuple[bool, bool, str, str]:
    form = stage.presenter.form
    return form.service_id == MASSAGE.id, form.location_id == HOME.id, form.start, form.end


def test_given_a_habit_when_the_client_is_chosen_then_service_place_and_length_are_proposed(
    habits: Stage,
) -> None:
    habits.presenter.choose_client(DANA)
    assert filled(habits) == (True, True, "14:00", "15:30")
    assert habits.view.form == habits.presenter.form
    assert habits.view.span == (at("14:00"), at("15:30"))
    habits.presenter.save()
    ((plan, _),) = habits.desk.booked
    assert (plan.service_id, plan.location_type, plan.end) == (MASSAGE.id, HOME.location_type, at("15:30"))


def test_given_a_habit_when_the_form_opens_for_the_client_then_it_is_proposed_and_leaving_asks_nothing(
    habits: Stage,
) -> None:
    habits.presenter.begin(at("14:00"), at("15:00"), DANA)
    assert filled(habits) == (True, True, "14:00", "15:30")
    assert habits.presenter.content("") is None
    habits.presenter.choose_service(None)
    assert habits.presenter.content("") is not None


def test_given_another_client_when_chosen_then_what_nobody_touched_is_proposed_anew(habits: Stage) -> None:
    habits.presenter.choose_client(DANA)
    habits.presenter.choose_client(NOAM)
    assert filled(habits) == (False, False, "14:00", "14:20")
    habits.presenter.choose_client(DANA)
    habits.presenter.choose_client(MIA)
    assert filled(habits) == (False, False, "14:00", "15:00")


def test_given_a_new_client_when_added_then_the_usual_length_is_there_again(habits: Stage) -> None:
    habits.presenter.choose_client(DANA)
    habits.presenter.type_client("Ada Invented")
    assert filled(habits) == (True, True, "14:00", "15:30")
    habits.presenter.add_client()
    assert filled(habits) == (False, False, "14:00", "15:00")


def test_given_a_chosen_service_when_a_client_is_chosen_then_it_and_its_length_stay(habits: Stage) -> None:
    habits.presenter.choose_service(MASSAGE.id)
    habits.presenter.choose_client(NOAM)
    assert filled(habits) == (True, False, "14:00", "14:45")


def test_given_a_service_taken_out_when_a_client_is_chosen_then_none_is_proposed(habits: Stage) -> None:
    habits.presenter.choose_service(None)
    habits.presenter.choose_client(DANA)
    assert filled(habits) == (False, True, "14:00", "15:30")


def test_given_a_chosen_place_when_a_client_is_chosen_then_the_place_stays(habits: Stage) -> None:
    habits.presenter.choose_location(HOME.id)
    habits.presenter.choose_client(NOAM)
    assert filled(habits) == (False, True, "14:00", "14:20")


def test_given_a_typed_end_when_a_client_is_chosen_then_the_length_stays(habits: Stage) -> None:
    habits.presenter.set_end("14:40")
    habits.presenter.choose_client(DANA)
    assert filled(habits) == (True, True, "14:00", "14:40")


def test_given_an_end_in_the_making_when_the_habit_is_read_then_the_end_is_not_written_over(
    habits: Stage,
) -> None:
    habits.runner.hold = True
    habits.presenter.choose_client(DANA)
    habits.presenter.touch_length()
    for work in habits.runner.held:
        work()
    assert filled(habits) == (True, True, "14:00", "15:00")
    assert not habits.view.retimed


def test_given_a_drawn_length_when_a_client_is_chosen_then_the_length_stays(habits: Stage) -> None:
    habits.presenter.begin(at("9:00"), at("9:30"), drawn=True)
    habits.presenter.choose_client(DANA)
    assert filled(habits) == (True, True, "09:00", "09:30")


def test_given_a_proposed_length_when_another_place_is_clicked_then_the_length_goes_there(
    habits: Stage,
) -> None:
    habits.presenter.choose_client(NOAM)
    habits.presenter.retime(at("9:00"), at("10:00"))
    assert filled(habits) == (False, False, "09:00", "09:20")


def test_given_another_day_and_start_when_a_client_is_chosen_then_they_stay(habits: Stage) -> None:
    habits.presenter.set_day(date(2026, 11, 27))
    habits.presenter.set_start("16:30")
    habits.presenter.choose_client(DANA)
    assert filled(habits) == (True, True, "16:30", "18:00")
    assert habits.presenter.form.day == date(2026, 11, 27)


def test_given_a_start_that_cannot_be_read_when_a_client_is_chosen_then_no_time_is_written(
    habits: Stage,
) -> None:
    habits.presenter.set_start("soon")
    habits.presenter.choose_client(DANA)
    assert filled(habits) == (True, True, "soon", "15:00")


def test_given_two_clients_when_the_first_answer_is_late_then_only_the_last_one_counts(
    habits: Stage,
) -> None:
    habits.runner.hold = True
    habits.presenter.choose_client(DANA)
    habits.presenter.choose_client(NOAM)
    for work in reversed(habits.runner.held):
        work()
    assert filled(habits) == (False, False, "14:00", "14:20")


def test_given_a_form_that_is_saved_when_the_habit_is_read_then_it_is_done_with(habits: Stage) -> None:
    habits.runner.hold = True
    habits.presenter.choose_client(DANA)
    habits.presenter.save()
    for work in habits.runner.held:
        work()
    assert filled(habits) == (False, False, "14:00", "15:00")
    assert len(habits.saved) == 1


def test_given_an_appointment_that_is_edited_when_opened_then_nothing_is_proposed(habits: Stage) -> None:
    habits.presenter.edit(OTHER, "Dana Levi")
    assert filled(habits) == (False, False, "10:00", "10:50")


def test_given_a_kept_form_when_it_comes_back_then_no_habit_writes_over_it(habits: Stage) -> None:
    habits.presenter.choose_client(DANA)
    habits.presenter.choose_service(None)
    habits.presenter.set_end("14:40")
    kept = habits.presenter.content("")
    assert kept is not None
    habits.runner.hold = True
    habits.presenter.begin(at("9:00"), at("10:00"), DANA)
    habits.presenter.take_up(kept)
    for work in habits.runner.held:
        work()
    assert filled(habits) == (False, True, "14:00", "14:40")
    habits.runner.hold = False
    habits.presenter.choose_client(NOAM)
    assert filled(habits) == (False, False, "14:00", "14:40")


def test_given_a_form_that_an_earlier_program_kept_when_a_client_is_chosen_then_nothing_is_proposed(
    habits: Stage,
) -> None:
    habits.presenter.write_notes("Bring the X-ray")
    kept = habits.presenter.content("")
    assert kept is not None
    del kept["touched"]
    habits.presenter.take_up(kept)
    habits.presenter.choose_client(DANA)
    assert filled(habits) == (False, False, "14:00", "15:00")
