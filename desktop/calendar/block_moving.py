"""Moving and resizing a block of time: shown at once, asked about where appointments stand, then stored."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any, Protocol

from core.domain.appointments import slot_of
from core.domain.errors import RuleBroken, UserError
from core.domain.records import TimeBlock
from core.domain.time_blocks import BlockSpan, in_the_way, spans
from desktop.calendar.abstract_pane import AbstractPane
from desktop.calendar.block_desk import BlockDesk
from desktop.calendar.block_entry import BlockEntry
from desktop.calendar.block_form import BlockForm
from desktop.calendar.block_shift import moved_form, moved_values
from desktop.calendar.block_texts import changed_block_text
from desktop.calendar.calendar_view import Commits
from desktop.calendar.entry import CalendarEntry
from desktop.calendar.gesture import GestureKind, Ghost
from desktop.calendar.ports import CommandOutcome
from desktop.calendar.standing import StandingAppointments
from desktop.kit.i18n import tr
from desktop.kit.ports import Runner


class ShownBlocks(Protocol):
    """The blocks in the calendar's views, as far as moving one is about them."""

    def at_cursor(self) -> BlockEntry | None: ...
    def put(self, block: TimeBlock) -> None: ...
    def read_again(self) -> None: ...
    def ask(self, block: BlockEntry, form: BlockForm, values: Mapping[str, Any]) -> None:
        """Opens its form with the times that it was moved to."""
        ...

    def moved(self, outcome: CommandOutcome) -> None: ...


class BlockMoving:
    """Of one calendar, whose grid asks it where else a block that repeats would be."""

    def __init__(
        self,
        pane: AbstractPane,
        blocks: ShownBlocks,
        desk: BlockDesk,
        standing: StandingAppointments,
        runner: Runner,
    ) -> None:
        self._pane, self._blocks, self._runner = pane, blocks, runner
        self._desk, self._standing = desk, standing
        pane.grid.scene.fellows = pane.views.month.fellows = self._fellows

    def begin(self, kind: GestureKind) -> None:
        """By keys: the appointment that is selected, else the block in which the cursor stands."""
        presenter = self._pane.presenter
        block = None if presenter.entry is not None else self._blocks.at_cursor()
        if block is not None and not block.movable:
            self._pane.say(tr("Blocks", "This is the time of somebody else, so it stays. Open it to see it."))
            return
        presenter.begin(kind, block)

    def spans_of(self, ghost: Ghost) -> Sequence[BlockSpan]:
        """All days of its block near the page, as they would be; none where it cannot be there."""
        page = self._pane.presenter.page
        if ghost.block is None:
            return ()
        try:
            changed = moved_values(ghost, page.hours.first_weekday)
        except RuleBroken:
            return ()
        period = page.period
        return spans(replace(ghost.block.span.block, **changed), period.start, period.end)

    def _fellows(self, ghost: Ghost) -> list[tuple[datetime, datetime]]:
        if ghost.block is None or not ghost.block.repeats or not ghost.moved:
            return []
        others = (one for one in self.spans_of(ghost) if one.start != ghost.start)
        return [(one.start, one.end) for one in others]

    def standing(self, ghost: Ghost) -> list[CalendarEntry]:
        """The appointments of the page that stand where it would be, by start."""
        now, found = self._pane.grid.now, self.spans_of(ghost)
        entries = self._pane.presenter.timeline.entries
        there = [one for one in entries if one.movable and one.end > now and _stands(one, found)]
        return sorted(there, key=lambda one: (one.start, one.id.bytes))

    def reschedule(self, ghost: Ghost) -> None:
        """A finished move or resize. Where more appointments would stand in it, its form asks instead."""
        block, pane = ghost.block, self._pane
        if block is None:
            return
        try:
            values = moved_values(ghost, pane.presenter.page.hours.first_weekday)
        except RuleBroken as refused:
            pane.say(refused.sentence)
            return
        self._blocks.put(replace(block.span.block, **values))
        self._runner.run(
            lambda: self._standing.newly(values, block.span.block),
            partial(self._on_standing, ghost, block, values),
            self._on_not_moved,
        )

    def _on_standing(
        self, ghost: Ghost, block: BlockEntry, values: Mapping[str, Any], found: Sequence[CalendarEntry]
    ) -> None:
        if found:
            self._blocks.read_again()
            self._blocks.ask(block, moved_form(ghost, block.span), values)
            return
        self._runner.run(
            lambda: self._desk.edit(block.id, values), partial(self._on_moved, ghost), self._on_not_moved
        )

    def _on_moved(self, ghost: Ghost, outcome: CommandOutcome) -> None:
        zone = self._pane.presenter.page.zone
        self._pane.commands.done(outcome, changed_block_text(ghost, zone))
        self._blocks.moved(outcome)

    def _on_not_moved(self, error: UserError) -> None:
        """It stands where it did, or where another laptop put it."""
        self._blocks.read_again()
        self._pane.say(error.sentence)


class Moves:
    """Carries to the store what was moved, whatever it is."""

    def __init__(self, appointments: Commits, blocks: Commits) -> None:
        self._appointments, self._blocks = appointments, blocks

    def reschedule(self, ghost: Ghost) -> None:
        """An appointment or a block."""
        (self._appointments if ghost.block is None else self._blocks).reschedule(ghost)


def _stands(entry: CalendarEntry, found: Sequence[BlockSpan]) -> bool:
    if entry.appointment is None:
        return False
    slot = slot_of(entry.appointment)
    return bool(in_the_way(found, entry.practitioner_id, entry.start, entry.end, slot.room))
