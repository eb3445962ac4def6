"""The booking form's mind, free of Qt: what is typed, what is wrong with it, what it collides with."""

import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from core.domain.errors import UserError
from core.domain.ids import AppointmentId, ClientId, LocationId, SeriesId, ServiceId, UserId
from core.domain.records import Appointment, Client
from core.domain.series import Repeat, Scope
from core.domain.usual_booking import UsualBooking
from desktop.calendar.booking_form import (
    BookingFormView,
    FieldProblem,
    Form,
    changed_columns,
    columns,
    columns_of,
    fields_of,
    filled,
    form_from_json,
    form_to_json,
    missing,
    plan_of,
    times,
    untimed,
)
from desktop.calendar.client_lookup import ClientLookup
from desktop.calendar.form_choices import FormChoices
from desktop.calendar.form_times import FormTimes
from desktop.calendar.place_line import PlaceLine
from desktop.calendar.ports import BookingPlan, CalendarGateway, CommandOutcome, Practitioner, TimeTakenError
from desktop.calendar.proposal import Proposal, Proposed
from desktop.calendar.repeating import RepeatForm, fitted, form_of, repeat_of
from desktop.calendar.taken_lookup import TakenLookup
from desktop.calendar.taking import COLLIDE
from desktop.calendar.treating import Treating
from desktop.kit.ports import Runner


class BookingPresenter:
    """One form at a time, for a new or an existing appointment. GUI thread."""

    def __init__(
        self,
        view: BookingFormView,
        desk: CalendarGateway,
        runner: Runner,
        zone: ZoneInfo,
        me: UserId | None = None,
    ) -> None:
        self._view = view
        self._desk = desk
        self._runner = runner
        self.zone = zone
        self.form = Form(date.min, "", "")
        self.on_saved: Callable[[CommandOutcome, bool, bool], None] | None = None
        """Hears what was saved, whether it was there before, and whether the form is done with."""
        self.on_added: Callable[[CommandOutcome], None] | None = None
        self.week_start = 0
        self._editing: AppointmentId | None = None
        self._series: SeriesId | None = None
        """Of the appointment that is edited."""
        self._known_repeat: RepeatForm | None = None
        """How that series repeats; None while it is not known, or cannot be said in this form."""
        self._scope = Scope.THIS
        self._is_scope_known = False
        self._choices = FormChoices(view, desk, runner, self._fit_place)
        self._place = PlaceLine(view)
        self._treating = Treating(view, me)
        self._taken = TakenLookup(view, desk, runner, lambda: self._choices.locations)
        self._saving = False
        self._tried: str | None = None
        self._began = self.form
        self._before: dict[str, str] = {}
        """The appointment's columns as the form found them, to save only what was changed in it."""
        self._times = FormTimes(zone)
        self._proposal = Proposal(desk, runner, self._propose)
        self._clients = ClientLookup(view, desk, runner, lambda: self.form.client_id, self._tell_of)

    # opening

    def begin(
        self,
        start: datetime,
        end: datetime,
        client: Client | None = None,
        treats: UserId | None = None,
        *,
        drawn: bool = False,
        usual: UsualBooking | None = None,
    ) -> None:
        """A new booking. `drawn`: the person said how long it is, which no habit of a client changes.

        `usual`: the client's habit, where it is known already.
        """
        self._treating.begin(treats)
        form = self._times.put(Form(date.min, "", ""), start, end)
        if client is not None:
            form = replace(form, **fields_of(client))
        self._place.begin("", is_new=True)
        self._open(form, None)
        touched = {Proposed.LENGTH} if drawn else set()
        touched |= {Proposed.TREATS} if self._treating.is_settled else set()
        self._proposal.begin(end - start, touched)
        if usual is not None:
            self._propose(usual)
        elif client is not None:
            self._proposal.ask(client.id)

    @property
    def treats(self) -> UserId | None:
        """Who treats; None for whoever books."""
        return self._treating.who

    @property
    def editing(self) -> AppointmentId | None:
        """The appointment that the form is about; None for a new one."""
        return self._editing

    def retime(self, start: datetime, end: datetime, *, whole: bool = False) -> None:
        """Another time while the form is open: all else stays, and unless `whole` how long it is."""
        before = self.span
        if whole:
            self._proposal.touch(Proposed.LENGTH)
        elif before is not None:
            end = start + (before[1] - before[0])
        self._show_span(start, end)

    def edit(
        self,
        appointment: Appointment,
        name: str,
        span: tuple[datetime, datetime] | None = None,
        treats: UserId | None = None,
    ) -> None:
        """An existing appointment, at its own times and column or at those that it was dragged to."""
        self._treating.begin(treats or appointment.practitioner_user_id, is_new=False)
        start, end = span or (appointment.scheduled_start, appointment.scheduled_end)
        form = self._times.put(untimed(appointment, name), start, end)
        self._place.begin(form.location_details, is_new=False)
        self._open(form, appointment.id, appointment.series_id)
        self._before = columns_of(appointment)
        self._read_series(appointment)

    def _read_series(self, appointment: Appointment) -> None:
        series_id, known = appointment.series_id, self._editing
        if series_id is None:
            return
        began = appointment.original_start or appointment.scheduled_start
        day = began.astimezone(self.zone).date()
        self._runner.run(
            lambda: self._desk.series(series_id),
            lambda summary: self._on_series(known, form_of(summary, day)),
            lambda _gone: None,
        )

    def _on_series(self, known: AppointmentId | None, repeat: RepeatForm | None) -> None:
        if known != self._editing or repeat is None:
            return
        self._known_repeat = repeat
        self.form = replace(self.form, repeat=repeat)
        self._began = replace(self._began, repeat=repeat)
        self._show_repeat()

    def content(self, reason: str, start: str = "", end: str = "") -> dict[str, Any] | None:
        """What is filled in since the form opened, as JSON; None when that is nothing.

        `start` and `end` are what stands in their fields, where that is not taken over yet.
        """
        form = replace(self.form, start=start or self.form.start, end=end or self.form.end)
        if not self._is_changed(form, reason):
            return None
        return {
            "form": form_to_json(form),
            "appointment": str(self._editing or ""),
            "series": str(self._series or ""),
            "before": self._before,
            "reason": reason,
            "treats": str(self.treats or ""),
            "treats_chosen": self._treating.is_chosen,
            "touched": self._proposal.touched,
        }

    def _is_changed(self, form: Form, reason: str) -> bool:
        moved = self._editing is not None and times(form) != times(self._began)
        typed = bool(reason.strip()) or self._place.is_typed(form) or self._treating.is_changed
        return typed or moved or filled(form) != filled(self._began)

    def take_up(self, content: dict[str, Any]) -> None:
        """Go on with a form that was left unfinished."""
        form, treats = form_from_json(content["form"]), content.get("treats")
        known, series = content["appointment"], content.get("series")
        who, is_chosen = UserId(uuid.UUID(treats)) if treats else None, content.get("treats_chosen", False)
        self._treating.take_up(who, is_new=not known, is_chosen=is_chosen)
        self._times.forget()
        self._place.begin(form.location_details, is_new=not known)
        self._open(
            form,
            AppointmentId(uuid.UUID(known)) if known else None,
            SeriesId(uuid.UUID(series)) if series else None,
        )
        self._began = Form(date.min, "", "")
        self._before = content.get("before", {})
        if self.span is not None and self._editing is None:
            # What an earlier program kept may have been typed, every field of it.
            touched = content.get("touched", list(Proposed))
            self._proposal.begin(self.span[1] - self.span[0], touched)
        self._view.show_reason(content["reason"])

    def _open(self, form: Form, editing: AppointmentId | None, series: SeriesId | None = None) -> None:
        self.form, self._editing, self._saving = form, editing, False
        self._series, self._known_repeat = series, form.repeat if form.repeat.repeats else None
        self._is_scope_known = False
        self._tried, self._began, self._before = None, form, {}
        self._proposal.stop()
        self._choices.read(self.form)
        self._view.show_form(form, editing=editing is not None)
        self._show_repeat()
        self._clients.stop()
        self._view.show_reason("")
        self._view.show_failure("")
        self._taken.begin()
        self._clients.look()
        self._retimed()

    def rows_changed(self, tables: Collection[str]) -> None:
        """Rows came or went while the form is open, here or by sync."""
        if "services" in tables or "locations" in tables:
            self._choices.read(self.form)
        if "clients" in tables:
            self._clients.look()
        if not COLLIDE.isdisjoint(tables):
            self._look_for_conflicts()

    def _fit_place(self) -> None:
        self.form = self._place.fitted(self.form, self._choices.locations)

    # fields

    def type_client(self, text: str) -> None:
        """Search as one types; a chosen client is let go."""
        self._fill(client_id=None, client_name=text.strip())
        self._clients.look()
        self._clients.search(text)

    def choose_client(self, client: Client) -> None:
        self._fill(**fields_of(client))
        self._view.show_found(())
        self._tell_of(client)
        self._show_problems()
        self._look_for_conflicts()
        self._proposal.ask(client.id)

    def _tell_of(self, client: Client | None) -> None:
        """The alert, and the address where the place is the client's home."""
        self._view.show_alert((client.alerts if client else "") or "")
        self.form = self._place.with_address(self.form, (client.address if client else "") or "")

    def add_client(self) -> None:
        """Quick add of the typed name."""
        self._clients.add(self.form.client_name, self._on_added, self._on_refused)

    def _propose(self, usual: UsualBooking | None) -> None:
        """Of a form that is being saved nothing changes any more."""
        if self._saving:
            return
        chosen, length = self._proposal.choices(usual), self._proposal.length(usual)
        # Dropping the form is not asked about for what nobody typed.
        self.form, self._began = replace(self.form, **chosen), replace(self._began, **chosen)
        self._fit_place()
        if self._proposal.says_who_treats:
            self._treating.propose(usual.practitioner_id if usual else None)
        start = self.span[0] if self.span else self._times.start(self.form)
        if start is None or length is None or self.span == (start, start + length):
            self._view.show_proposed(self.form, is_retimed=False)
        else:
            self.form = self._times.put(self.form, start, start + length)
            self._view.show_proposed(self.form, is_retimed=True)
            self._view.show_span(self.span)
        self._show_problems()
        self._look_for_conflicts()

    def choose_service(self, service_id: ServiceId | None) -> None:
        """A service sets how long it takes."""
        self._proposal.touch(Proposed.SERVICE)
        if service_id == self.form.service_id:
            return
        self._fill(service_id=service_id)
        self.touch_length()
        service = self._choices.services.get(service_id) if service_id else None
        begins = self._times.start(self.form)
        if service is not None and begins is not None:
            self._show_span(begins, begins + timedelta(minutes=service.default_duration_minutes))

    def choose_treats(self, who: UserId) -> None:
        """What is taken, open and close to others is another matter for each of them."""
        self._proposal.touch(Proposed.TREATS)
        if who != self.treats:
            self._treating.choose(who)
            self._fill()
            self._retimed()

    def set_team(self, team: Sequence[Practitioner]) -> None:
        """Who treats here; those who left only have what is booked with them already."""
        self._treating.set_team(team)

    def choose_location(self, location_id: LocationId | None) -> None:
        self._proposal.touch(Proposed.LOCATION)
        self._fill(location_id=location_id)
        self._fit_place()
        self._look_for_conflicts()

    def set_repeat(self, repeat: RepeatForm) -> None:
        self._fill(repeat=repeat)
        self._show_repeat()
        self._look_for_conflicts()

    def _show_repeat(self) -> None:
        """An appointment that is edited repeats where it is one of a series."""
        editing = self._editing is not None
        offered = not editing or self._known_repeat is not None
        form, week = self.form, self.week_start
        self._view.show_repeat(form.repeat, form.day, week, editing=editing, offered=offered)

    def set_week_start(self, weekday: int) -> None:
        """The practice's, which tells apart the weeks of a repetition that leaves some out."""
        if weekday != self.week_start:
            self.week_start = weekday
            self._show_repeat()
            self._look_for_conflicts()

    def write_place(self, text: str) -> None:
        self._fill(location_details=text)

    def write_notes(self, text: str) -> None:
        self._fill(notes=text)

    def write_reason(self, text: str) -> None:
        """What was missed at the last try is not missing any more."""
        if self._tried is not None:
            self._tried = text
            self._show_problems()

    def _fill(self, **fields: Any) -> None:
        """What was said of the last try to save does not hold for another form."""
        self.form = replace(self.form, **fields)
        self._is_scope_known = False
        self._view.show_failure("")

    def set_day(self, day: date) -> None:
        if day != self.form.day:
            self._fill(day=day, repeat=self._repeat_on(day))
            self._retimed()

    def _repeat_on(self, day: date) -> RepeatForm:
        """One of a series can be moved to any day; how the series goes on is chosen for itself."""
        return self.form.repeat if self._editing else fitted(self.form.repeat, day)

    def set_start(self, text: str) -> None:
        """A new start keeps the length. Leaving the field untouched is not a new start."""
        if text == self.form.start:
            return
        before = self.span
        self._fill(start=text)
        begins = self._times.start(self.form)
        if before is not None and begins is not None and "start" not in self._times.problems(self.form):
            self._show_span(begins, begins + (before[1] - before[0]))
        else:
            self._retimed()

    def set_end(self, text: str) -> None:
        if text == self.form.end:
            return
        self._fill(end=text)
        self.touch_length()
        self._retimed()

    def touch_length(self) -> None:
        """The person says how long it is, or begins to: no habit of a client changes it any more."""
        self._proposal.touch(Proposed.LENGTH)

    @property
    def span(self) -> tuple[datetime, datetime] | None:
        """The times meant, or None while they cannot be read or do not run forward."""
        return self._times.span(self.form)

    def _show_span(self, start: datetime, end: datetime) -> None:
        made = self._times.put(self.form, start, end)
        self.form = replace(made, repeat=self._repeat_on(made.day))
        self._view.show_form(self.form, editing=self._editing is not None)
        self._retimed()

    def _retimed(self) -> None:
        self._show_problems()
        self._show_repeat()
        self._view.show_span(self.span)
        self._look_for_conflicts()

    def _look_for_conflicts(self) -> None:
        span = self.span
        self._taken.look(self._plan(span) if span else None)

    # saving

    def save(self, reason: str = "") -> None:
        """Book or save. A taken time needs a reason; what is wrong is said beside its field."""
        self._tried = reason
        problems = self._show_problems()
        span = self.span
        if problems or span is None or self._saving:
            return
        if self._series is not None and not self._is_scope_known and self._concerns_series(span):
            self._view.ask_scope(self._scopes(), self._on_scope)
            return
        self._saving = True
        plan, anyway = self._plan(span), self._taken.anyway(reason)
        work = self._desk.change if self._editing else self._desk.book
        on_saved = partial(self._on_saved, self.form, plan)
        self._runner.run(lambda: work(plan, anyway), on_saved, self._on_refused)

    def _concerns_series(self, span: tuple[datetime, datetime]) -> bool:
        """Whether anything is changed at all."""
        return self._is_repeat_changed or self._plan(span).changed != frozenset()

    @property
    def _is_repeat_changed(self) -> bool:
        return self._known_repeat is not None and self.form.repeat != self._known_repeat

    def _scopes(self) -> tuple[Scope, ...]:
        """Another repetition is no matter of one appointment alone."""
        return (Scope.FOLLOWING, Scope.ALL) if self._is_repeat_changed else tuple(Scope)

    def _on_scope(self, scope: Scope) -> None:
        self._scope, self._is_scope_known = scope, True
        self.save(self._tried or "")

    def _plan(self, span: tuple[datetime, datetime]) -> BookingPlan:
        location = self._choices.locations.get(self.form.location_id) if self.form.location_id else None
        plan = replace(
            plan_of(self.form, span, location),
            appointment_id=self._editing,
            repeat=self._repeat(),
            scope=self._scope if self._is_scope_known else Scope.THIS,
            practitioner_user_id=self.treats,
        )
        return replace(plan, changed=changed_columns(plan, self._before)) if self._before else plan

    def _repeat(self) -> Repeat | None:
        """Of a new booking; of an edit only where it changes."""
        if self._editing is not None and not self._is_repeat_changed:
            return None
        return repeat_of(self.form.repeat, self.form.day, self.week_start)

    def _show_problems(self) -> Mapping[str, FieldProblem]:
        """Times are judged at once, what is missing only after a first try to save."""
        problems = self._times.problems(self.form)
        if self._tried is not None:
            problems |= missing(self.form, self._tried, is_taken=bool(self._taken))
            problems |= self._treating.problems
        self._view.show_problems(problems)
        return problems

    def _on_added(self, outcome: CommandOutcome) -> None:
        client_id = ClientId(outcome.id)
        self.form = replace(self.form, client_id=client_id)
        self._proposal.ask(client_id)
        self._view.show_found(())
        self._view.show_form(self.form, editing=self._editing is not None)
        self._show_problems()
        if self.on_added:
            self.on_added(outcome)

    def _on_saved(self, sent: Form, plan: BookingPlan, outcome: CommandOutcome) -> None:
        """What was typed while it was saved keeps the form open, as one about this appointment."""
        self._saving = False
        known = self._editing is not None
        done = self.form == sent and self.treats == plan.practitioner_user_id
        self._editing, self._began = AppointmentId(outcome.id), sent
        self._series, self._before = None, columns(plan)
        self._proposal.stop()
        self._place.saved(sent)
        self._treating.saved(plan.practitioner_user_id)
        if not done:
            self._view.show_form(self.form, editing=True)
            self._retimed()
        if self.on_saved:
            self.on_saved(outcome, known, done)

    def _on_refused(self, error: UserError) -> None:
        self._saving = False
        if isinstance(error, TimeTakenError):
            self._taken.refused(error.rows)
        self._view.show_failure(error.sentence)
