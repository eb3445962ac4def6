"""What can be done with a deleted note: read it, restore it, and take that back; free of Qt."""

from functools import partial
from typing import Protocol

from core.domain.changes import Changed
from core.domain.errors import UserError
from core.domain.ids import NoteId
from core.domain.records import SessionNote
from core.store.practice.practice import NoteSummary, Practice
from desktop.kit.ports import Publisher, Runner
from desktop.notes.gateway import as_amended


class DeletedNotesView(Protocol):
    """Called on the GUI thread."""

    def show_note(self, item: NoteSummary, note: SessionNote) -> None:
        """`note` is that of the item as it was amended last."""
        ...

    def show_restored(self, note: SessionNote) -> None:
        """It is in the list again, and every screen was told; `note` as it was while it was deleted."""
        ...

    def refuse(self, error: UserError) -> None:
        """Nothing was changed."""
        ...


class DeletedNotesPresenter:
    """A note that is wished back twice before the list follows is restored once."""

    def __init__(
        self, practice: Practice, runner: Runner, publisher: Publisher, view: DeletedNotesView
    ) -> None:
        self._practice, self._runner, self._publisher, self._view = practice, runner, publisher, view
        self._under_way: set[NoteId] = set()

    def open(self, item: NoteSummary) -> None:
        """Reads what it said last."""
        self._runner.run(
            partial(as_amended, self._practice, item.note),
            partial(self._view.show_note, item),
            self._view.refuse,
        )

    def restore(self, note: SessionNote) -> None:
        """Asks nobody: it can be taken back."""
        if note.id in self._under_way:
            return
        self._under_way.add(note.id)
        self._runner.run(
            lambda: self._practice.notes.restore(note.id).changed,
            partial(self._on_restored, note),
            partial(self._on_refused, note),
        )

    def delete_again(self, note: SessionNote) -> None:
        """As it was before it was restored, with the reason that stood there."""
        self._runner.run(
            lambda: self._practice.notes.delete(note.id, note.deleted_reason).changed,
            self._publisher.publish,
            self._view.refuse,
        )

    def _on_restored(self, note: SessionNote, changed: tuple[Changed, ...]) -> None:
        self._under_way.discard(note.id)
        self._publisher.publish(changed)
        self._view.show_restored(note)

    def _on_refused(self, note: SessionNote, error: UserError) -> None:
        self._under_way.discard(note.id)
        self._view.refuse(error)
