"""The practice's blocks of time as the calendar asks for them. Methods run on the store worker."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from core.domain.ids import LocationId, TimeBlockId
from core.domain.new_rows import TimeBlockDraft
from core.domain.records import Location, TimeBlock
from core.domain.time_blocks import BlockSpan
from core.store.unit_of_work.repository import Done
from desktop.calendar.ports import CommandOutcome

if TYPE_CHECKING:
    from core.store.practice.practice import Practice


class BlockDesk:
    """Each command is one transaction, and UserError says why nothing was changed."""

    def __init__(self, practice: "Practice") -> None:
        self._practice = practice

    def between(self, start: datetime, end: datetime) -> list[BlockSpan]:
        """All that touch [start, end), by start, each on each of its days."""
        return self._practice.blocks.between(start, end)

    def places(self) -> dict[LocationId, Location]:
        """All that a block may close, also hidden ones; by name."""
        return {row.id: row for row in self._practice.locations.list(include_inactive=True)}

    def get(self, block_id: TimeBlockId) -> TimeBlock:
        """NotFound once it is deleted."""
        return self._practice.blocks.get(block_id)

    def add(self, values: Mapping[str, Any]) -> CommandOutcome:
        """A new one, in the practice's zone; `values` are columns."""
        return _outcome(lambda: self._practice.blocks.add(TimeBlockDraft(**values)))

    def edit(self, block_id: TimeBlockId, values: Mapping[str, Any]) -> CommandOutcome:
        """Changes the named columns, on all of its days."""
        return _outcome(lambda: self._practice.blocks.edit(block_id, **values))

    def skip(self, block_id: TimeBlockId, day: date) -> CommandOutcome:
        """Leaves out one day of a block that repeats."""
        return _outcome(lambda: self._practice.blocks.skip(block_id, day))

    def delete(self, block_id: TimeBlockId) -> CommandOutcome:
        """On all of its days."""
        return _outcome(lambda: self._practice.blocks.delete(block_id))


def _outcome(command: Callable[[], Done[TimeBlock]]) -> CommandOutcome:
    done = command()
    return CommandOutcome(done.value.id, done.changed, done.undo)
