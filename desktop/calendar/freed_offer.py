"""Above the calendar: who waits for times that came free, for as long as they are free."""

import uuid
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import shiboken6

from core.domain.changes import Changed
from core.domain.enums import Origin
from core.domain.errors import UserError
from core.domain.records import Appointment
from core.domain.waitlist_matching import Fit
from desktop.calendar.ports import CalendarGateway
from desktop.calendar.timeline import Timeline
from desktop.kit.freed_words import freed_words, show_words
from desktop.kit.ports import Runner
from desktop.widgets.banner import Banner

if TYPE_CHECKING:
    from desktop.kit.context import ScreenContext

_BOOKED = frozenset({"appointments", "appointment_series"})
_WATCHED = frozenset({"appointments", "appointment_series", "time_blocks", "waitlist_entries", "clients"})


class FreedOffer:
    """Asks the practice when times come free, here or by a sync, and at every change after that: who took one
    of them may be this screen, another one or a colleague. It speaks of no time that is taken."""

    def __init__(
        self,
        context: "ScreenContext",
        desk: CalendarGateway,
        runner: Runner,
        zone: ZoneInfo,
        timeline: Timeline,
        on_wanted: Callable[[tuple[Fit, ...]], None],
    ) -> None:
        """`timeline` still knows what stood where before a sync; `on_wanted` shows the list of those who
        wait."""
        self._context, self._desk, self._runner = context, desk, runner
        self._zone, self._timeline, self._on_wanted = zone, timeline, on_wanted
        self.banner = Banner(context.theme)
        self._freed: tuple[Appointment, ...] = ()
        self._offered: tuple[Fit, ...] = ()

    def on_freed(self, freed: tuple[Appointment, ...]) -> None:
        """What stood at the times of the last command; with nothing the offer ends. Nothing once the calendar
        is gone: a toast of it may be answered later than that."""
        if not shiboken6.isValid(self.banner):
            return
        self._freed, self._offered = freed, ()
        if freed:
            self._ask(is_new=True)
        else:
            self.banner.hide()

    def on_changed(self, changed: Iterable[Changed]) -> None:
        """Rows changed, here or by sync."""
        changed = tuple(changed)
        if self._is_offered and any(one.table in _WATCHED for one in changed):
            self._ask(is_new=False)
        synced = (one for one in changed if one.origin is Origin.SYNC and one.table in _BOOKED)
        ids = frozenset[uuid.UUID]().union(*(one.ids for one in synced))
        if ids:
            self._look_what_came_free(ids)

    def _look_what_came_free(self, ids: frozenset[uuid.UUID]) -> None:
        """What a colleague cancels or moves is offered as well. A time of theirs that was merely told of
        anew still stands there, so that nothing is free."""
        known = (one.appointment for one in self._timeline.read if one.appointment and one.movable)
        before = [row for row in known if not ids.isdisjoint({row.id, row.series_id})]
        self._runner.run(
            lambda: self._desk.came_free(before, ids), self._on_came_free, self._on_nothing_known
        )

    def _on_came_free(self, freed: tuple[Appointment, ...]) -> None:
        """Beside what is offered already. What was closed is not said once more."""
        if freed:
            known = self._freed if self._is_offered else ()
            self._freed = tuple({row.id: row for row in (*known, *freed)}.values())
            self._ask(is_new=True)

    def _on_nothing_known(self, _error: UserError) -> None:
        """What is offered stays."""

    def end(self) -> None:
        """Nobody waits for these times any more."""
        self.on_freed(())

    @property
    def _is_offered(self) -> bool:
        """Not where somebody closed it."""
        return bool(self._freed) and not self.banner.isHidden()

    def _ask(self, *, is_new: bool) -> None:
        freed = self._freed
        self._runner.run(
            lambda: self._desk.who_fits(freed), partial(self._on_fits, freed, is_new), self._on_unreadable
        )

    def _on_fits(self, freed: tuple[Appointment, ...], is_new: bool, fits: tuple[Fit, ...]) -> None:
        """Offered without a question: the person may be on the telephone. Names stand in the list alone."""
        if freed is not self._freed or not (is_new or self._is_offered):
            return  # another command came meanwhile, or it was closed
        if fits == self._offered:
            return  # said once is enough, for it is read aloud
        self._offered = fits
        if not fits:
            self.banner.hide()
            return
        now = self._context.clock.now().astimezone(self._zone)
        self.banner.say(freed_words(fits, now), "accent", show_words(), partial(self._on_wanted, fits))

    def _on_unreadable(self, _error: UserError) -> None:
        """An offer is a help beside the work: where it cannot be read just now it goes, and says nothing."""
        self.banner.hide()
