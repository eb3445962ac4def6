"""Words that an editor left half written because the program ended: they go into their notes."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Protocol

from core.domain.errors import UserError
from core.domain.ids import NoteId
from core.store.unit_of_work.half_written import Written
from desktop.notes.autosave import NoteWriter, Saver, Typed


class Keeper(NoteWriter, Protocol):
    """A writer that knows what was left half written."""

    def written_in(self, note_id: NoteId) -> Mapping[str, Written]:
        """Half-written words of one note, by field; empty where all is in the note."""
        ...

    def being_written(self) -> list[NoteId]:
        """The notes that have such words."""
        ...


def take_up(keeper: Keeper, note_id: NoteId) -> None:
    """Call on the store worker, while no editor has the note open."""
    written = keeper.written_in(note_id)
    if written:
        # Half a sentence counts as whole here: nobody goes on with it.
        typed = {name: Typed(each.text, each.text, each.base) for name, each in written.items()}
        Saver(note_id, keeper).save(typed)


def take_up_all(keeper: Keeper) -> None:
    """When the program begins. What cannot go now (a full disk, a note that is gone) stays where it is."""
    for note_id in keeper.being_written():
        with suppress(UserError):
            take_up(keeper, note_id)
