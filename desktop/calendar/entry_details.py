"""Fills the details panel: what the calendar knows of an appointment at once, the rest once it is read."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from core.domain.cancellations import Cancellation
from core.domain.changes import Changed
from core.domain.ids import AppointmentId, UserId
from core.domain.series import SeriesSummary
from desktop.calendar.cancelling import cancellation_text
from desktop.calendar.details_panel import DetailsPanel
from desktop.calendar.entry import CalendarEntry
from desktop.calendar.guarded_runner import GuardedRunner
from desktop.calendar.marking import Marking
from desktop.calendar.ports import CalendarGateway, ClientBrief
from desktop.calendar.series_texts import summary_text
from desktop.kit.i18n import tr
from desktop.reminders.carrier import DesktopCarrier

if TYPE_CHECKING:
    from desktop.kit.context import ScreenContext

_BRIEF = frozenset({"clients", "appointments", "audit_events"})
"""What is told of a client is made from these: who cancelled late stands in the audit."""


class EntryDetails:
    """What is read late is shown only while the same appointment stands there."""

    def __init__(
        self,
        context: "ScreenContext",
        zone: ZoneInfo,
        desk: CalendarGateway,
        reads: GuardedRunner,
        marking: Marking,
    ) -> None:
        self._context, self._zone = context, zone
        self._desk, self._reads, self._marking = desk, reads, marking
        self.panel = DetailsPanel(context.theme, zone, reads_clinical=context.reads_clinical)
        self._names: Mapping[UserId, str] = {}
        self._shown: CalendarEntry | None = None
        self._brief: ClientBrief | None = None
        self._is_client_here = True
        self._carrier = DesktopCarrier()
        self.panel.client.copy_wanted.connect(self._copy_phone)
        self.panel.copy_place_wanted.connect(self._copy_place)

    def set_names(self, names: Mapping[UserId, str]) -> None:
        """Of those who treat; empty where one does alone, whom nobody needs to be told."""
        self._names = names
        self.show_again()

    def show(self, entry: CalendarEntry) -> None:
        """While names are hidden (F9) neither those nor what somebody wrote or may be called by."""
        blurred, before = self._context.bus.blurred, self._shown
        self._shown = entry
        self.panel.show_entry(entry, self._marking.targets(entry), blurred=blurred)
        self.panel.show_practitioner(self._names.get(entry.practitioner_id, ""))
        if before is None or _asked_of(before) != _asked_of(entry):
            self.panel.to_top()
            self._brief, self._is_client_here = None, True
            self._read_brief()
        self._show_brief()
        self.panel.show_series("")
        reason = "" if blurred or entry.appointment is None else entry.appointment.cancellation_reason or ""
        self.panel.show_cancellation(reason if entry.cancelled else "")
        if entry.cancelled:
            self._read_cancellation(entry.id, reason)
        if entry.series_id is not None:
            self._read_series(entry)

    def show_again(self) -> None:
        """The same appointment, told in another way now; nothing while the panel is closed."""
        if self._shown is not None and not self.panel.isHidden():
            self.show(self._shown)

    def on_changed(self, changed: Iterable[Changed]) -> None:
        """Rows changed, here or by sync: the client is told of anew, also while another screen is in
        front."""
        if any(one.table in _BRIEF for one in changed):
            if self.panel.isHidden():
                self._shown = None  # what opens it next reads anew
            else:
                self._read_brief()

    def forget_copied(self) -> None:
        """The window is locked or closed: a number that was copied here is taken out of the clipboard."""
        self._carrier.forget()

    def _read_brief(self) -> None:
        entry = self._shown
        if entry is not None:
            self._reads.run(
                lambda: self._desk.client_brief(entry.client_id, entry.start),
                partial(self._on_brief, entry),
                lambda _gone: self._on_brief(entry, None),
            )

    def _on_brief(self, entry: CalendarEntry, brief: ClientBrief | None) -> None:
        """None where the client is not here any more."""
        if self._shown is not None and _asked_of(self._shown) == _asked_of(entry):
            self._brief, self._is_client_here = brief, brief is not None
            self._show_brief()

    def _show_brief(self) -> None:
        client, blurred = self.panel.client, self._context.bus.blurred
        client.setVisible(self._is_client_here and not blurred)
        if self._brief is None or blurred:
            client.clear()
        else:
            client.show_brief(self._brief, self._now())

    def _now(self) -> datetime:
        return self._context.clock.now().astimezone(self._zone)

    def _copy_phone(self) -> None:
        if self._brief is not None:
            self._carrier.copy(self._brief.phone)
            self._context.navigator.toast(tr("Calendar", "Phone number copied"))

    def _copy_place(self) -> None:
        if self._shown is not None:
            self._carrier.copy(self._shown.location_details)
            self._context.navigator.toast(tr("Calendar", "Copied"))

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
            self.panel.show_cancellation(cancellation_text(found, reason))

    def _read_series(self, entry: CalendarEntry) -> None:
        series_id = entry.series_id
        if series_id is not None:
            self._reads.run(
                lambda: self._desk.series(series_id), partial(self._on_series, entry.id), lambda _gone: None
            )

    def _on_series(self, appointment_id: AppointmentId, summary: SeriesSummary) -> None:
        if self._shown is not None and self._shown.id == appointment_id:
            self.panel.show_series(summary_text(summary))


def _asked_of(entry: CalendarEntry) -> tuple[object, ...]:
    """What is told of the client hangs on these."""
    return entry.id, entry.client_id, entry.start
