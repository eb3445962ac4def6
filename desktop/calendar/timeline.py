"""What a calendar view shows of time, kept between loads: the difference is read, the difference is told.

After GNOME Calendar's timeline. A view says which days it shows; the timeline answers with the days that
must be read, remembers what was read, and turns every load into what appeared, changed and went.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.domain.ids import AppointmentId
from desktop.calendar.entry import CalendarEntry


@dataclass(frozen=True, slots=True)
class Period:
    """Half-open [start, end), aware UTC."""

    start: datetime
    end: datetime

    def holds(self, entry: CalendarEntry) -> bool:
        """Whether they share any time; what ends as the period starts is not in it."""
        return entry.start < self.end and self.start < entry.end


@dataclass(frozen=True, slots=True)
class Difference:
    """What a view must add or repaint (`shown`) and take away (`gone`)."""

    shown: tuple[CalendarEntry, ...] = ()
    gone: frozenset[AppointmentId] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.shown or self.gone)


@dataclass(frozen=True, slots=True)
class Load:
    """A period to read. `ticket` tells an answer that came too late from one that still holds."""

    period: Period
    ticket: int


class Timeline:
    """The appointments of one view's period and of the neighbours kept ready. Not thread-safe: GUI thread.

    `keep` is how many read periods are remembered; the one shown is never forgotten.
    """

    def __init__(self, keep: int = 9) -> None:
        self._keep = keep
        self._shown: Period | None = None
        self._read: dict[Period, dict[AppointmentId, CalendarEntry]] = {}
        self._stale: set[Period] = set()
        self._tickets: dict[Period, int] = {}
        self._issued = 0
        self._told: dict[AppointmentId, CalendarEntry] = {}

    @property
    def entries(self) -> tuple[CalendarEntry, ...]:
        """What the view has been told of so far."""
        return tuple(self._told.values())

    @property
    def read(self) -> tuple[CalendarEntry, ...]:
        """All that is kept ready, also of other pages; some of it may be old."""
        return tuple({key: one for entries in self._read.values() for key, one in entries.items()}.values())

    def get(self, entry_id: AppointmentId) -> CalendarEntry | None:
        """An appointment that the view has been told of; None for others, also where they are kept ready."""
        return self._told.get(entry_id)

    def show(self, period: Period) -> tuple[Difference, Load | None]:
        """The view turned to another period: what is known of it now, and what to read."""
        self._shown = period
        known = self._known(period)
        return self._tell(known), self.want(period)

    def is_fresh(self, period: Period) -> bool:
        """Whether all of it is known as it is now."""
        return period in self._read and period not in self._stale

    def want(self, period: Period) -> Load | None:
        """What to read so that the period is at hand; None when it is fresh or on its way."""
        if period in self._tickets or self.is_fresh(period):
            return None
        self._issued += 1
        self._tickets[period] = self._issued
        return Load(period, self._issued)

    def loaded(self, load: Load, entries: Iterable[CalendarEntry]) -> Difference:
        """An answer; one that was overtaken by a change is dropped, for a later load is under way."""
        if self._tickets.get(load.period) != load.ticket:
            return Difference()
        del self._tickets[load.period]
        # Taken out first, so that it becomes the newest: `_forget_oldest` goes by this order.
        self._read.pop(load.period, None)
        self._read[load.period] = {entry.id: entry for entry in entries}
        self._stale.discard(load.period)
        self._forget_oldest()
        if load.period != self._shown:
            return Difference()
        return self._tell(self._read[load.period])

    def failed(self, load: Load) -> None:
        """A read that did not come; asking again is allowed."""
        if self._tickets.get(load.period) == load.ticket:
            del self._tickets[load.period]

    def changed(self) -> Load | None:
        """Rows changed somewhere: everything read may be old. The shown period is read again at once."""
        self._stale = set(self._read)
        self._tickets.clear()  # answers under way may have been read before the change
        return self.want(self._shown) if self._shown else None

    def changed_alone(self) -> bool:
        """Single appointments changed: whether to read these is enough, as all else that is shown is known.

        If not, `changed` says what to read.
        """
        if self._shown is None or not self.is_fresh(self._shown):
            return False
        self._tickets.clear()  # answers under way may have been read before the change
        return True

    def may_be_drawn(self, gone: Collection[AppointmentId]) -> bool:
        """Whether there may be more to say of these than that their rows are gone: an occurrence whose change
        was taken back has no row, and is drawn by its series again. Of a series is also what is not known.
        """
        single = {entry.id for entry in self.read if entry.series_id is None}
        return not single.issuperset(gone)

    def replaced(self, ids: Collection[AppointmentId], entries: Sequence[CalendarEntry]) -> Difference:
        """An answer to that: how these appointments are now. What is not among `entries` is gone."""
        for period, known in self._read.items():
            for each in ids:
                known.pop(each, None)
            known.update((entry.id, entry) for entry in entries if period.holds(entry))
        return self._tell(self._known(self._shown)) if self._shown else Difference()

    def put(self, entry: CalendarEntry) -> Difference:
        """Show an entry as it will be, before the store has answered, so that nothing jumps back."""
        for period, entries in self._read.items():
            if period.holds(entry):
                entries[entry.id] = entry
            else:
                entries.pop(entry.id, None)
        return self._tell(self._known(self._shown)) if self._shown else Difference()

    def _known(self, period: Period) -> dict[AppointmentId, CalendarEntry]:
        if period in self._read:
            return self._read[period]
        # A day of a week that was read, or a week of a month: shown at once, and read in full after that.
        start, end = period.start, period.end
        return {
            entry.id: entry
            for entries in self._read.values()
            for entry in entries.values()
            if entry.start < end and start < entry.end
        }

    def _tell(self, now: dict[AppointmentId, CalendarEntry]) -> Difference:
        before, self._told = self._told, dict(now)
        shown = tuple(entry for entry in now.values() if before.get(entry.id) != entry)
        return Difference(shown, frozenset(before.keys() - now.keys()))

    def _forget_oldest(self) -> None:
        for period in list(self._read):
            if len(self._read) <= self._keep:
                return
            if period != self._shown:
                del self._read[period]
                self._stale.discard(period)
