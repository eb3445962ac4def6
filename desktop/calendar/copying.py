"""An appointment once more: copied and pasted at another time, or booked again one week on."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence

from core.domain import timegrid
from core.domain.appointments import without_reason
from core.domain.errors import NotFound, UserError
from core.domain.ids import AppointmentId, UserId
from core.domain.records import Appointment, Client
from desktop.calendar.abstract_pane import AbstractPane
from desktop.calendar.booking_form import fields_of, form_to_json, untimed
from desktop.calendar.closed_words import Place, hint_text
from desktop.calendar.ports import BookingPlan, CalendarGateway, CommandOutcome, TimeTakenError
from desktop.calendar.texts import SentenceWords
from desktop.kit.i18n import tr
from desktop.kit.ports import Runner

if TYPE_CHECKING:
    from desktop.kit.context import ScreenContext

_WEEK = timedelta(days=7)


class Copying(QObject):
    """Works for one calendar. GUI thread; reads and commands run on the store worker.

    What was copied stays in here and never comes to the system's clipboard: every other program reads that,
    and some keep what was in it, or send it to other computers. A copy is one appointment, also that of a
    series; it has neither the status nor the reason for which a taken time was booked.
    """

    def __init__(
        self, context: "ScreenContext", desk: CalendarGateway, runner: Runner, pane: AbstractPane
    ) -> None:
        super().__init__(pane)
        self._context, self._desk, self._runner, self._pane = context, desk, runner, pane
        self._zone = pane.presenter.page.zone
        self._copied: Appointment | None = None

    def handlers(self) -> dict[str, Callable[[], object]]:
        """By the names of the calendar's actions."""
        return {"copy": self.copy, "paste": self.paste, "again": self.book_again}

    def copy(self) -> None:
        """Remembers the selected appointment for `paste`."""
        selected = self._selected()
        if selected is not None:
            self._copied = selected
            key = QKeySequence("Ctrl+V").toString(QKeySequence.SequenceFormat.NativeText)
            self._pane.say(tr("Calendar", "Appointment copied. {key} books it at the cursor.", key=key))

    def paste(self) -> None:
        """Opens the form at the cursor with all that was copied; in a month and an agenda at its own hour."""
        if self._copied is None:
            self._pane.say(tr("Calendar", "Nothing is copied yet. Select an appointment and copy it first."))
            return
        presenter = self._pane.presenter
        start = presenter.cursor
        if not presenter.page.kind.has_hours:
            wall = self._copied.scheduled_start.astimezone(self._zone).time()
            start = timegrid.at_wall(presenter.cursor_day, wall, self._zone)
        in_column = bool(presenter.page.practitioners)
        self._open(self._copied, start, presenter.treats if in_column else self._treats(self._copied))

    def book_again(self) -> None:
        """Books the selected appointment one week on where nothing speaks against it, else opens the form."""
        known = self._selected()
        if known is None:
            return
        start = timegrid.shift_days(known.scheduled_start, _WEEK.days, self._zone)
        if not self._is_usual(known, start):
            self._open(known, start, self._treats(known))
            return
        plan = _plan(known, start)
        self._runner.run(
            lambda: self._desk.book(plan),
            partial(self._on_booked, start),
            partial(self._on_not_booked, known, start),
        )

    def _selected(self) -> Appointment | None:
        entry = self._pane.presenter.entry
        return entry.appointment if entry is not None else None

    def _treats(self, known: Appointment) -> UserId | None:
        """Who treated, unless they have left; None for whoever books."""
        people = {one.id for one in self._pane.presenter.team if one.is_active}
        return known.practitioner_user_id if known.practitioner_user_id in people else None

    def _is_usual(self, known: Appointment, start: datetime) -> bool:
        """Whether nobody needs to look first: it is ahead, the same person treats, and it is as open as the
        time of the one that is known."""
        who, whose = known.practitioner_user_id, self._treats(known)
        length = known.scheduled_end - known.scheduled_start
        place, hours = Place(who=who, room=known.location_id), self._pane.presenter.page.hours
        before = hint_text(hours, (known.scheduled_start, known.scheduled_end), self._zone, place)
        after = hint_text(hours, (start, start + length), self._zone, place)
        return start > self._context.clock.now() and who == whose and after in {"", before}

    # the form

    def _open(self, known: Appointment, start: datetime, treats: UserId | None) -> None:
        """The client is read anew: the name may have changed, and who was deleted is told at once."""
        self._runner.run(
            lambda: self._desk.get_client(known.client_id),
            partial(self._on_client, known, start, treats),
            self._on_refused,
        )

    def _on_client(self, known: Appointment, start: datetime, treats: UserId | None, client: Client) -> None:
        content = _content(known, client, start.astimezone(self._zone), treats)
        span = start, start + (known.scheduled_end - known.scheduled_start)
        self._pane.leave_form(partial(self._fill, content, span))

    def _fill(self, content: dict[str, Any], span: tuple[datetime, datetime]) -> None:
        presenter = self._pane.presenter
        presenter.select(None)
        presenter.cursor = span[0]
        presenter.go_to(timegrid.day_of(span[0], self._zone))
        self._pane.take_up(content, span)
        self._pane.reveal(*span)

    # what the store answers

    def _on_booked(self, start: datetime, outcome: CommandOutcome) -> None:
        pane, presenter = self._pane, self._pane.presenter
        pane.commands.done(outcome, SentenceWords(self._zone).booked(start))
        presenter.cursor = start
        presenter.show_page(presenter.page.around(timegrid.day_of(start, self._zone)))
        presenter.selected = AppointmentId(outcome.id)
        pane.reveal(start, start + timedelta(minutes=presenter.page.hours.usual_minutes))

    def _on_not_booked(self, known: Appointment, start: datetime, error: UserError) -> None:
        """The form names what is there already, and takes another service for one that is gone, and another
        person for one who does not treat."""
        if isinstance(error, TimeTakenError | NotFound) or error.code == "does_not_treat":
            self._open(known, start, self._treats(known))
        else:
            self._on_refused(error)

    def _on_refused(self, error: UserError) -> None:
        self._pane.say(error.sentence)


def _plan(known: Appointment, start: datetime) -> BookingPlan:
    return BookingPlan(
        client_id=known.client_id,
        start=start,
        end=start + (known.scheduled_end - known.scheduled_start),
        service_id=known.service_id,
        location_id=known.location_id,
        location_type=known.location_type,
        location_details=known.location_details,
        notes=without_reason(known.notes),
        practitioner_user_id=known.practitioner_user_id,
    )


def _content(known: Appointment, client: Client, local: datetime, treats: UserId | None) -> dict[str, Any]:
    """As the form keeps what is typed in it, so that it opens like one that was left unfinished."""
    form = replace(untimed(known, ""), **fields_of(client), day=local.date())
    return {
        "form": form_to_json(replace(form, notes=without_reason(known.notes) or "")),
        "appointment": "",
        "treats": str(treats or ""),
        "reason": "",
    }
