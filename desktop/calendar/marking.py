"""What may be done with an appointment now, and the question before a letter takes it off the day."""

from collections.abc import Callable
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from core.domain import timegrid
from core.domain.appointments import allowed_targets
from core.domain.enums import AppointmentStatus
from desktop.calendar.entry import CalendarEntry, initials
from desktop.calendar.texts import day_text, span_text
from desktop.kit.i18n import tr

if TYPE_CHECKING:
    from desktop.kit.context import ScreenContext


class Marking:
    """Of the appointments of one calendar."""

    def __init__(self, context: "ScreenContext", zone: ZoneInfo) -> None:
        self._context, self._zone = context, zone

    def targets(self, entry: CalendarEntry) -> list[AppointmentStatus]:
        """Statuses that it may get. Nobody has missed what is still ahead."""
        if entry.appointment is None:
            return []
        now = self._context.clock.now()
        targets = allowed_targets(entry.appointment, now, has_living_note=entry.has_note)
        is_ahead = entry.start > now
        return [target for target in targets if not (is_ahead and target is AppointmentStatus.NO_SHOW)]

    def allowed(self, entry: CalendarEntry | None) -> dict[str, bool]:
        """Which actions, by name, have something to act on."""
        targets = self.targets(entry) if entry else []
        statuses = AppointmentStatus
        return {
            **dict.fromkeys(("note", "edit", "client", "delete", "copy", "again"), entry is not None),
            **dict.fromkeys(("move", "resize", "resize_start"), entry is not None and entry.movable),
            "complete": statuses.COMPLETED in targets,
            "no_show": statuses.NO_SHOW in targets,
            "cancel": statuses.CANCELLED in targets,
            "restore": statuses.SCHEDULED in targets,
        }

    def ask(self, entry: CalendarEntry, status: AppointmentStatus, mark: Callable[[], None]) -> None:
        """A letter alone must not take an appointment off the day."""
        if status not in self.targets(entry):
            return
        if status is AppointmentStatus.CANCELLED:
            mark()  # which asks as well
            return
        verb = tr("Calendar", "Mark as no-show")
        self._context.navigator.confirm(tr("Calendar", "Mark as no-show?"), self.about(entry), verb, mark)

    def about(self, entry: CalendarEntry) -> str:
        """Whose it is and when, in two lines, under the title of a question."""
        name = initials(entry.client_name) if self._context.bus.blurred else entry.client_name
        day = day_text(timegrid.day_of(entry.start, self._zone))
        return f"{name}\n{day}, {span_text(entry.start, entry.end, self._zone)}"
