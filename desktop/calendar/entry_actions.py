"""What the person does with the appointment that is selected: mark, edit, delete it, go to its note."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from core.domain.enums import AppointmentStatus
from core.domain.ids import UserId
from core.domain.records import Appointment
from desktop.calendar.abstract_pane import AbstractPane
from desktop.calendar.entry import CalendarEntry
from desktop.calendar.marking import Marking
from desktop.calendar.series_questions import SeriesQuestions

if TYPE_CHECKING:
    from desktop.kit.context import ScreenContext


class EntryActions:
    """Works for one calendar. Each does nothing where no appointment is selected."""

    def __init__(
        self, context: "ScreenContext", pane: AbstractPane, marking: Marking, series: SeriesQuestions
    ) -> None:
        self._context, self._pane = context, pane
        self._marking, self._series = marking, series

    @property
    def _entry(self) -> CalendarEntry | None:
        return self._pane.presenter.entry

    def handlers(self) -> dict[str, Callable[[], object]]:
        """By the names of the calendar's actions."""
        statuses = AppointmentStatus
        return {
            "note": self.note,
            "edit": self.edit_selected,
            "complete": lambda: self.mark(statuses.COMPLETED),
            "no_show": lambda: self.ask_to_mark(statuses.NO_SHOW),
            "cancel": lambda: self.ask_to_mark(statuses.CANCELLED),
            "restore": lambda: self.mark(statuses.SCHEDULED),
            "client": self.client,
            "delete": self.delete,
        }

    def mark(self, status: AppointmentStatus) -> None:
        """At once; cancelling asks who cancels and why."""
        entry = self._entry
        if entry is not None:
            self._series.mark(entry, status)

    def ask_to_mark(self, status: AppointmentStatus) -> None:
        """As `mark`, after a question: a letter alone must not take an appointment off the day."""
        entry = self._entry
        if entry is not None:
            self._marking.ask(entry, status, partial(self.mark, status))

    def delete(self) -> None:
        """Asks first where the form of this appointment holds anything that is not saved."""
        entry, pane = self._entry, self._pane
        if entry is None:
            return
        if pane.form.isHidden() or pane.booking.editing == entry.id:
            pane.leave_form(partial(self._series.delete, entry, pane.presenter.close))
        else:
            self._series.delete(entry)

    def note(self) -> None:
        """Its note, or a new one."""
        entry = self._entry
        if entry is not None:
            self._context.navigator.start_note(entry.client_id, entry.id)

    def client(self) -> None:
        """The page of its client."""
        entry = self._entry
        if entry is not None:
            self._context.navigator.open_client(entry.client_id)

    def edit_selected(self) -> None:
        """The form, with what is booked."""
        entry = self._entry
        if entry is not None:
            self.edit(entry)

    def edit(
        self,
        entry: CalendarEntry,
        span: tuple[datetime, datetime] | None = None,
        treats: UserId | None = None,
    ) -> None:
        """The form of any appointment, at its own times and column or at those that it was dragged to."""
        if entry.appointment is not None:
            begin = partial(self._begin_editing, entry.appointment, entry.client_name, span, treats)
            self._pane.leave_form(begin)

    def _begin_editing(
        self,
        appointment: Appointment,
        name: str,
        span: tuple[datetime, datetime] | None,
        treats: UserId | None,
    ) -> None:
        self._pane.show_panel(self._pane.form)
        self._pane.booking.edit(appointment, name, span, treats)
        self._pane.form.start.setFocus()
