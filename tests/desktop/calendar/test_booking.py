"""The booking form's mind without Qt: times, services, clients, conflicts, saving once."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import TypeVar, cast
from zoneinfo import ZoneInfo

import pytest

from core.domain.enums import LocationType
from core.domain.errors import RuleBroken, UserError
from core.domain.ids import AppointmentId, ClientId, LocationId, ServiceId, WorkspaceId
from core.domain.records import Appointment, Client, Location, Service
from desktop.calendar.booking import BookingPresenter, Form, Problem
from desktop.calendar.entry import Entry
from desktop.calendar.ports import Desk, Outcome, Plan, Row, TimeTakenError

T = TypeVar("T")
ZONE = ZoneInfo("Asia/Jerusalem")
WORKSPACE = WorkspaceId(uuid.UUID(int=1))
STAMP = datetime(2026, 1, 1, tzinfo=UTC)
COMMON = {"workspace_id": WORKSPACE, "created_at": STAMP, "updated_at": STAMP}


def at(clock: str, day: date = date(2026, 11, 25)) -> datetime:
    hour, minute = map(int, clock.split(":"))
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE).astimezone(UTC)


DANA = Client(id=ClientId(uuid.UUID(int=2)), first_name="Dana", last_name="Levi", **COMMON)  # type: ignore[arg-type]
MASSAGE = Service(
    id=ServiceId(uuid.UUID(int=3)),
    name="Massage",
    default_duration_minutes=45,
    **COMMON,  # type: ignore[arg-type]
)
HOME = Location(
    id=LocationId(uuid.UUID(int=4)),
    name="At home",
    location_type=LocationType.HOME,
    **COMMON,  # type: ignore[arg-type]
)
OTHER = Appointment(
    id=AppointmentId(uuid.UUID(int=5)),
    client_id=DANA.id,
    scheduled_start=at("10:00"),
    scheduled_end=at("10:50"),
    timezone="Asia/Jerusalem",
    **COMMON,  # type: ignore[arg-type]
)


def row(appointment: Appointment) -> Row:
    return cast(
        "Row",
        SimpleNamespace(
            appointment=appointment, client_name="Dana Levi", service=None, location=None, has_note=False
        ),
    )


@dataclass
class SpyForm:
    form: Form | None = None
    found: Sequence[Client] = ()
    problems: Mapping[str, Problem] = field(default_factory=dict)
    taken: Sequence[Entry] = ()
    span: tuple[datetime, datetime] | None = None
    failure: str = ""
    editing: bool = False

    def show_form(self, form: Form, *, editing: bool) -> None:
        self.form, self.editing = form, editing

    def show_choices(self, services: Sequence[Service], locations: Sequence[Location]) -> None: ...

    def show_found(self, clients: Sequence[Client]) -> None:
        self.found = clients

    def show_problems(self, problems: Mapping[str, Problem]) -> None:
        self.problems = problems

    def show_taken(self, entries: Sequence[Entry]) -> None:
        self.taken = entries

    def show_span(self, span: tuple[datetime, datetime] | None) -> None:
        self.span = span

    def show_failure(self, sentence: str) -> None:
        self.failure = sentence


@dataclass
class Inline:
    """Runs at once, or keeps the work while `hold` is set."""

    hold: bool = False
    held: list[Callable[[], None]] = field(default_factory=list)

    def run(
        self,
        work: Callable[[], T],
        on_done: Callable[[T], None] | None = None,
        on_error: Callable[[UserError], None] | None = None,
    ) -> object:
        def go() -> None:
            try:
                result = work()
            except UserError as error:
                if on_error is None:
                    raise
                on_error(error)
            else:
                if on_done:
                    on_done(result)

        if self.hold:
            self.held.append(go)
        else:
            go()
        return None


@dataclass
class SpyDesk:
    rows: list[Row] = field(default_factory=list)
    booked: list[tuple[Plan, str | None]] = field(default_factory=list)
    refusal: UserError | None = None

    def services(self) -> Sequence[Service]:
        return [MASSAGE]

    def locations(self) -> Sequence[Location]:
        return [HOME]

    def conflicts(self, plan: Plan) -> Sequence[Row]:
        others = [one for one in self.rows if one.appointment.id != plan.appointment_id]
        return [
            one
            for one in others
            if plan.start < one.appointment.scheduled_end and one.appointment.scheduled_start < plan.end
        ]

    def book(self, plan: Plan, reason: str | None = None) -> Outcome:
        if self.refusal:
            raise self.refusal
        self.booked.append((plan, reason))
        return Outcome(uuid.UUID(int=9), ())

    change = book

    def find_clients(self, text: str) -> Sequence[Client]:
        return [DANA] if text.lower() in "dana levi" else []

    def add_client(self, first_name: str, last_name: str) -> Outcome:
        return Outcome(uuid.UUID(int=8), (), (first_name, last_name))


@dataclass
class Stage:
    view: SpyForm
    desk: SpyDesk
    runner: Inline
    presenter: BookingPresenter
    saved: list[tuple[Outcome, bool]] = field(default_factory=list)


@pytest.fixture
def stage() -> Stage:
    view, desk, runner = SpyForm(), SpyDesk(), Inline()
    presenter = BookingPresenter(view, cast("Desk", desk), runner, ZONE)
    made = Stage(view, desk, runner, presenter)
    presenter.on_saved = lambda outcome, editing: made.saved.append((outcome, editing))
    presenter.begin(at("14:00"), at("15:00"))
    return made


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
    [("13:00", Problem.END_BEFORE_START), ("14:00", Problem.END_BEFORE_START), ("soon", Problem.NO_TIME)],
)
def test_a_wrong_end_is_said_at_once_and_nothing_is_booked(stage: Stage, end: str, problem: Problem) -> None:
    stage.presenter.choose_client(DANA)
    stage.presenter.set_end(end)
    assert stage.view.problems == {"end": problem}
    stage.presenter.save()
    assert stage.desk.booked == []


def test_a_missing_client_is_said_only_when_saving_was_tried(stage: Stage) -> None:
    assert stage.view.problems == {}
    stage.presenter.save()
    assert stage.view.problems == {"client": Problem.NO_CLIENT}
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
    assert stage.saved == [(Outcome(uuid.UUID(int=9), ()), False)]


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
    added: list[Outcome] = []
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
    assert stage.view.problems == {"reason": Problem.NO_REASON}
    stage.presenter.save(" both fit ")
    assert [reason for _, reason in stage.desk.booked] == ["both fit"]


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
    start = stage.presenter._moment(typed, 0)
    assert start is not None
    assert start.astimezone(ZONE).strftime("%H:%M") == meant


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
