"""What a booking form's time collides with, asked again at every change. Free of Qt."""

from collections.abc import Callable, Iterable, Mapping

from core.domain.ids import LocationId
from core.domain.records import Location
from core.domain.time_blocks import BlockSpan
from desktop.calendar.booking_form import BookingFormView
from desktop.calendar.ports import Anyway, AppointmentRow, BookingPlan, CalendarGateway
from desktop.calendar.taking import TakenEntry, seen, taking
from desktop.kit.ports import Runner


class TakenLookup:
    """Of one form at a time. GUI thread; what is booked is read on the store worker."""

    def __init__(
        self,
        view: BookingFormView,
        desk: CalendarGateway,
        runner: Runner,
        locations: Callable[[], Mapping[LocationId, Location]],
    ) -> None:
        """`locations`: as they were read last, for the names of those that are closed."""
        self._view, self._desk, self._runner, self._locations = view, desk, runner, locations
        self._taken: tuple[TakenEntry, ...] = ()
        self._asked = 0

    def __bool__(self) -> bool:
        """Whether the time is taken, as far as the person has been told."""
        return bool(self._taken)

    def begin(self) -> None:
        """For another form, of which nothing is known yet."""
        self._taken = ()
        self._view.show_taken(())

    def look(self, plan: BookingPlan | None) -> None:
        """Warns before anything is booked; without a plan there is nothing to warn of. An older question's
        answer is dropped."""
        self._asked += 1
        asked = self._asked
        if plan is None:
            self._show(())
            return
        self._runner.run(
            lambda: self._desk.conflicts(plan),
            lambda rows: self._show(rows) if asked == self._asked else None,
        )

    def refused(self, rows: Iterable[AppointmentRow | BlockSpan]) -> None:
        """The store found these while it was saved, later than any answer that is under way."""
        self._asked += 1
        self._show(rows)

    def anyway(self, reason: str) -> Anyway | None:
        """Why it is booked in sight of what is shown; None where that is nothing."""
        return Anyway(reason.strip(), seen(self._taken)) if self._taken else None

    def _show(self, rows: Iterable[AppointmentRow | BlockSpan]) -> None:
        self._taken = taking(rows, self._locations())
        self._view.show_taken(self._taken)
