"""Above the calendar: who waits for times that came free, for as long as they are free."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from core.domain.changes import Changed
from core.domain.errors import UserError
from core.domain.records import Appointment
from core.domain.waitlist_matching import Fit
from desktop.calendar.ports import CalendarGateway
from desktop.kit.freed_words import freed_words, show_words
from desktop.kit.ports import Runner
from desktop.widgets.banner import Banner

if TYPE_CHECKING:
    from desktop.kit.context import ScreenContext

_WATCHED = frozenset({"appointments", "appointment_series", "time_blocks", "waitlist_entries", "clients"})


class FreedOffer:
    """Asks the practice when times come free and at every change after that: who took one of them may be this
    screen, another one or a colleague. It speaks of no time that is taken."""

    def __init__(
        self,
        context: "ScreenContext",
        desk: CalendarGateway,
        runner: Runner,
        zone: ZoneInfo,
        on_wanted: Callable[[tuple[Fit, ...]], None],
    ) -> None:
        """`on_wanted` shows the list of those who wait."""
        self._context, self._desk, self._runner = context, desk, runner
        self._zone, self._on_wanted = zone, on_wanted
        self.banner = Banner(context.theme)
        self._freed: tuple[Appointment, ...] = ()
        self._offered: tuple[Fit, ...] = ()

    def on_freed(self, freed: tuple[Appointment, ...]) -> None:
        """What stood at the times of the last command; with nothing the offer ends."""
        self._freed, self._offered = freed, ()
        if freed:
            self._ask(is_new=True)
        else:
            self.banner.hide()

    def on_changed(self, changed: Iterable[Changed]) -> None:
        """Rows changed, here or by sync."""
        if self._is_offered and any(one.table in _WATCHED for one in changed):
            self._ask(is_new=False)

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
