"""Says which appointments stand where a block is to be, while its form is open and after it is saved."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject

from core.domain.changes import Changed
from core.domain.errors import NotFound, RuleBroken, UserError
from core.domain.ids import TimeBlockId
from core.domain.records import TimeBlock
from core.domain.timegrid import day_of
from desktop.calendar.abstract_pane import AbstractPane
from desktop.calendar.block_form import BlockForm, changed_values, problems, values_of
from desktop.calendar.block_panel import BlockPanel
from desktop.calendar.entry import CalendarEntry
from desktop.calendar.standing import StandingAppointments
from desktop.calendar.standing_card import StandingCard
from desktop.kit.i18n import plural, tr
from desktop.kit.ports import Runner
from desktop.widgets.banner import Banner

if TYPE_CHECKING:
    from desktop.kit.context import ScreenContext

_WATCHED = frozenset({"appointments", "appointment_series", "time_blocks", "clients"})


class BlockWarning(QObject):
    """Of one calendar. It holds nobody up: a block may well come before those that stand there are moved."""

    def __init__(
        self,
        context: "ScreenContext",
        runner: Runner,
        pane: AbstractPane,
        panel: BlockPanel,
        zone: ZoneInfo,
    ) -> None:
        super().__init__(pane)
        self._pane, self._panel, self._runner, self._zone = pane, panel, runner, zone
        self._desk = StandingAppointments(context.practice)
        self.card = StandingCard(_heading)
        self.banner = Banner(context.theme)
        self._standing: tuple[CalendarEntry, ...] = ()
        """Where the block of the open form would be."""
        self._wanted: tuple[Mapping[str, Any], TimeBlock | None] | None = None
        """The times of the open form, and the block that it is about."""
        self._followed: TimeBlockId | None = None
        """The block that was saved last, for as long as appointments stand there."""
        self._left: tuple[CalendarEntry, ...] = ()
        self._shown = -1
        context.bus.changed.connect(self._on_changed)

    # while the form is open

    def look(self, form: BlockForm, known: TimeBlock | None, week_start: int) -> None:
        """The form says this now. What it is called changes nothing."""
        try:
            values = {} if problems(form) else dict(values_of(form, week_start))
        except RuleBroken:
            values = {}
        values.pop("title", None)
        changed = changed_values(values, known) if known else values
        wanted = (changed, known) if values else None
        # A form that opens with what the last one held may find others there.
        if wanted != self._wanted or self._panel.isHidden():
            self._wanted = wanted
            self._ask()

    def _ask(self) -> None:
        wanted = self._wanted
        if wanted is None:
            self._on_standing(None, ())
            return
        values, known = wanted
        self._runner.run(
            lambda: self._desk.of_values(values, known),
            partial(self._on_standing, wanted),
            partial(self._on_unknown, wanted),
        )

    def _on_standing(self, wanted: object, found: tuple[CalendarEntry, ...]) -> None:
        if wanted == self._wanted:
            self._standing = found
            self.card.show_standing(found, self._zone)

    def _on_unknown(self, wanted: object, _error: UserError) -> None:
        """A block that cannot be says so when it is saved."""
        self._on_standing(wanted, ())

    # after it was saved

    def sentence(self, done: str) -> str:
        """What was done, and as far as it is known how many stand there."""
        count = len(self._standing)
        if not count:
            return done
        return plural(
            "Blocks",
            "{done}. 1 appointment stands there.",
            "{done}. {n} appointments stand there.",
            count,
            done=done,
        )

    def follow(self, block_id: TimeBlockId) -> None:
        """Goes on to say it above the calendar, until none stands there or somebody closes it."""
        self._wanted, self._standing = None, ()
        self._followed, self._left, self._shown = block_id, (), -1
        self.banner.hide()
        self._ask_left()

    def _ask_left(self) -> None:
        if self._is_closed:
            self._followed = None
        followed = self._followed
        if followed is not None:
            self._runner.run(
                lambda: self._desk.of_block(followed),
                partial(self._on_left, followed),
                partial(self._on_not_left, followed),
            )

    @property
    def _is_closed(self) -> bool:
        """By somebody who has read it."""
        return bool(self._left) and self.banner.isHidden()

    def _on_left(self, followed: TimeBlockId, found: tuple[CalendarEntry, ...]) -> None:
        if followed != self._followed:
            return  # another block was saved since
        if self._is_closed:
            self._followed = None
            return
        said, self._left = len(self._left), found
        if not found:
            self._followed = None
            self.banner.hide()
        elif len(found) != said:  # said once is enough, for it is read aloud
            self.banner.say(_left_text(len(found)), "warning", tr("Blocks", "Show"), self._show_next)

    def _on_not_left(self, followed: TimeBlockId, error: UserError) -> None:
        """Where it cannot be read just now, the next change asks again."""
        if isinstance(error, NotFound):
            self._on_left(followed, ())
        elif followed == self._followed and not self._is_closed:
            self._left = ()
            self.banner.hide()

    def _show_next(self) -> None:
        """One after the other, each with its details."""
        self._shown = (self._shown + 1) % len(self._left)
        entry = self._left[self._shown]
        self._pane.leave_form(partial(self._pane.presenter.go_to, day_of(entry.start, self._zone), entry.id))

    def _on_changed(self, changed: Iterable[Changed]) -> None:
        if any(one.table in _WATCHED for one in changed):
            if not self._panel.isHidden():
                self._ask()
            self._ask_left()


def _heading(count: int) -> str:
    return plural("Blocks", "1 appointment stands there:", "{n} appointments stand there:", count)


def _left_text(count: int) -> str:
    return plural(
        "Blocks",
        "1 appointment stands in the time that was blocked.",
        "{n} appointments stand in the time that was blocked.",
        count,
    )
