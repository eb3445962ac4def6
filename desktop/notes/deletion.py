"""Deleting the open note, and what is said afterwards."""

from collections.abc import Callable

from core.domain.records import SessionNote
from desktop.kit.context import Navigator
from desktop.kit.i18n import tr
from desktop.notes.presenter import EditorPresenter
from desktop.notes.sentence_questions import NoteSentences


class NoteDeletion:
    """A draft goes at once and can be taken back; for a signed note a reason is asked first."""

    def __init__(
        self,
        navigator: Navigator,
        presenter: EditorPresenter,
        sentences: NoteSentences,
        is_adding: Callable[[], bool],
    ) -> None:
        self._navigator, self._presenter, self._sentences = navigator, presenter, sentences
        self._is_adding = is_adding

    def begin(self) -> None:
        """By the button or the key; nothing while an amendment or an addendum is written, and for a deleted
        note."""
        note = self._presenter.note
        if note is None or note.deleted_at is not None or self._presenter.amending:
            return
        if self._is_adding():
            return
        if note.finalized_at is None:
            self._presenter.delete()
        else:
            self._sentences.ask_deletion(note.id)

    def tell(self, note: SessionNote) -> None:
        """For how long it waits in the list, with a button that restores it at once."""
        if note.finalized_at is None:
            said = tr("Notes", "Note deleted. It can be restored for 30 days: All notes, Deleted")
        else:
            said = tr("Notes", "Note deleted. It can be restored at any time: All notes, Deleted")
        self._navigator.toast(said, lambda: self._presenter.restore(note.id))
