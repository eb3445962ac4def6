"""Fills the details panel: what the calendar knows of an appointment at once, the rest once it is read."""

from functools import partial

from core.domain.cancellations import Cancellation
from core.domain.ids import AppointmentId
from core.domain.series import SeriesSummary
from desktop.calendar.cancelling import cancellation_text
from desktop.calendar.details_panel import DetailsPanel
from desktop.calendar.entry import CalendarEntry
from desktop.calendar.guarded_runner import GuardedRunner
from desktop.calendar.marking import Marking
from desktop.calendar.ports import CalendarGateway
from desktop.calendar.series_texts import summary_text


class EntryDetails:
    """What is read late is shown only while the same appointment stands there."""

    def __init__(
        self, panel: DetailsPanel, desk: CalendarGateway, reads: GuardedRunner, marking: Marking
    ) -> None:
        self._panel, self._desk, self._reads, self._marking = panel, desk, reads, marking
        self._shown: CalendarEntry | None = None

    def show(self, entry: CalendarEntry, *, blurred: bool) -> None:
        """`blurred`: neither names nor what somebody wrote."""
        self._shown = entry
        self._panel.show_entry(entry, self._marking.targets(entry), blurred=blurred)
        self._panel.show_series("")
        reason = "" if blurred or entry.appointment is None else entry.appointment.cancellation_reason or ""
        self._panel.show_cancellation(reason if entry.cancelled else "")
        if entry.cancelled:
            self._read_cancellation(entry.id, reason)
        if entry.series_id is not None:
            self._read_series(entry)

    def _read_cancellation(self, appointment_id: AppointmentId, reason: str) -> None:
        self._reads.run(
            lambda: self._desk.cancellation(appointment_id),
            partial(self._on_cancellation, appointment_id, reason),
            lambda _gone: None,
        )

    def _on_cancellation(
        self, appointment_id: AppointmentId, reason: str, found: Cancellation | None
    ) -> None:
        if found is not None and self._shown is not None and self._shown.id == appointment_id:
            self._panel.show_cancellation(cancellation_text(found, reason))

    def _read_series(self, entry: CalendarEntry) -> None:
        series_id = entry.series_id
        if series_id is not None:
            self._reads.run(
                lambda: self._desk.series(series_id), partial(self._on_series, entry.id), lambda _gone: None
            )

    def _on_series(self, appointment_id: AppointmentId, summary: SeriesSummary) -> None:
        if self._shown is not None and self._shown.id == appointment_id:
            self._panel.show_series(summary_text(summary))
