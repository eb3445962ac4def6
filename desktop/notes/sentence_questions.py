"""The questions about a note that want one sentence: its day, and why a signed one is deleted."""

from collections.abc import Callable

from core.domain.ids import NoteId
from core.domain.records import SessionNote
from desktop.kit.context import Navigator, QuestionSubject
from desktop.kit.i18n import tr
from desktop.kit.question_words import QuestionWords

DAY, DELETION = "note_day", "note_deletion"


class NoteSentences:
    """Asks, and after a lock or a crash asks again once the note is shown."""

    def __init__(
        self, navigator: Navigator, set_day: Callable[[str], None], delete: Callable[[str], None]
    ) -> None:
        self._navigator, self._set_day, self._delete = navigator, set_day, delete
        self._waiting: tuple[QuestionSubject, Callable[[], None]] | None = None

    def ask_day(self, note_id: NoteId) -> None:
        """The answer goes to `set_day` as it was typed: it may be no day."""
        words = QuestionWords(
            tr("Notes", "On which day was the session?"),
            tr("Notes", "Its time of day stays as it is."),
            tr("Notes", "Day, such as 3.4.2026"),
            tr("Notes", "Change day"),
            is_prose=False,
        )
        self._navigator.ask_text(words, QuestionSubject(DAY, note_id), self._set_day)

    def ask_deletion(self, note_id: NoteId) -> None:
        """For a signed note; a draft is deleted without being asked for a reason."""
        words = QuestionWords(
            tr("Notes", "Delete this signed note?"),
            tr("Notes", "It leaves the client's record, and waits under Deleted with your reason."),
            tr("Notes", "Reason"),
            tr("Notes", "Delete note"),
        )
        self._navigator.ask_text(words, QuestionSubject(DELETION, note_id), self._delete)

    def wait(self, asked: QuestionSubject, on_gone: Callable[[], None]) -> None:
        """Until the note is shown; `on_gone` where the question does not fit it any more."""
        self._waiting = asked, on_gone

    def on_shown(self, note: SessionNote) -> None:
        """Asks what waited. A day is asked of a draft alone, a reason of a signed note alone."""
        waiting, self._waiting = self._waiting, None
        if waiting is None:
            return
        asked, on_gone = waiting
        is_final = note.finalized_at is not None
        if asked.about != note.id or note.deleted_at is not None or is_final is (asked.kind == DAY):
            on_gone()
        elif is_final:
            self.ask_deletion(note.id)
        else:
            self.ask_day(note.id)

    def on_not_found(self) -> None:
        """The note is gone, and what waited for it as well."""
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            waiting[1]()
