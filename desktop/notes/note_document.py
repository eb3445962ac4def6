"""An open note: its draft, its client, the amendment being written; tells its keeper while it is in front."""

from collections.abc import Sequence
from typing import Protocol

from core.domain.changes import Changed
from core.domain.errors import UserError
from core.domain.notes import SOAP, texts_of
from core.domain.records import Conflict, SessionNote
from core.text.earlier_words import EarlierWords
from desktop.kit.ports import Runner
from desktop.notes.autosave import NoteDone
from desktop.notes.co_writers import Company
from desktop.notes.draft import CaretPlace, Draft, Pause, SaveState
from desktop.notes.gateway import NotesGateway, OpenNote


class DocumentListener(Protocol):
    """The presenter. A document tells it all of this also after the person went on to another note."""

    def document_changed(self, document: "NoteDocument", changed: tuple[Changed, ...]) -> None:
        """It was stored or read again. `changed` are the rows that this wrote, if any."""
        ...

    def document_state(self, document: "NoteDocument", state: SaveState, error: UserError | None) -> None:
        """Whether its words are stored. FAILED also where an amendment could not be proposed."""
        ...

    def document_text_replaced(self, document: "NoteDocument", field: str, text: str) -> None:
        """Another device's words came into this field, which now reads `text`."""
        ...

    def document_merged(self, document: "NoteDocument", merged: frozenset[str]) -> None:
        """Fields that were put together with another device's words when they were saved."""
        ...

    def document_others(self, document: "NoteDocument", fields: frozenset[str]) -> None:
        """Fields in which another device wrote, whether or not its words show already."""
        ...

    def document_questions(self, document: "NoteDocument", questions: Sequence[Conflict]) -> None:
        """The open questions about its texts; none when all are answered."""
        ...


class NoteDocument:
    """Lives as long as any of its text is not stored, also after the person went on to another note."""

    def __init__(
        self,
        opened: OpenNote,
        desk: NotesGateway,
        runner: Runner,
        pauses: tuple[Pause, Pause],
        hands: CaretPlace,
        keeper: DocumentListener,
    ) -> None:
        self.client, self.previous = opened.client, opened.previous
        self.marks = opened.marks
        self.company = Company()
        self.earlier = EarlierWords()
        """What was copied here, and the client's earlier notes once they are read."""
        self.is_earlier_read = False
        self.is_finalizing = False
        """From the signature until it is refused; once it is signed the note is read anew."""
        self.amendment: dict[str, str] | None = None
        self.is_signing = False
        """From the amendment's signature until its answer: nothing is typed in it meanwhile."""
        self._proposed: dict[str, str] = {}
        self._desk, self._runner, self._keeper = desk, runner, keeper
        self.draft = Draft(opened.note, desk, runner, pauses, hands, self)
        self.draft.questions = opened.questions

    @property
    def note(self) -> SessionNote:
        """As it was last stored or read; what stands on the screen is in `draft.texts`."""
        return self.draft.note

    @property
    def read_only(self) -> bool:
        """Whether it is finalized or deleted, and no amendment of it is being written."""
        closed = self.note.deleted_at is not None or self.note.finalized_at is not None
        return closed and self.amendment is None

    @property
    def unsaved(self) -> bool:
        """Whether words stand here that the store does not have yet."""
        if self.amendment is not None:
            return False  # `Amendments` keeps it
        return not self.read_only and self.draft.state is not SaveState.SAVED

    def type(self, field: str, text: str) -> None:
        """The whole text of a field as it reads now.

        An amendment keeps it for itself; a closed note takes none.
        """
        if self.amendment is not None:
            self.amendment[field] = text
        elif not self.read_only:
            self.draft.type(field, text)

    def keep(self) -> None:
        """A short pause in the middle of typing."""
        if self.amendment is None and not self.read_only:
            self.draft.keep()

    def rest(self) -> None:
        """A long pause: whatever stands here is meant to stand."""
        if self.amendment is None and not self.read_only:
            self.draft.rest()

    def save(self) -> None:
        """An amendment is no draft: it is kept apart."""
        if self.amendment is None and not self.read_only:
            self.draft.flush()

    def leave(self) -> None:
        """Nobody types here from now on."""
        self.rest()
        if self.amendment is not None and not self.is_signing:
            self._propose(self.amendment)

    def carried_share(self) -> float:
        """How much of the note (0..1) stands word for word in the client's earlier notes."""
        known = self.earlier
        if not self.is_earlier_read and self.previous is not None:
            known = known.joined(EarlierWords.of(filter(None, texts_of(self.previous).values())))
        return known.share("\n".join(self.draft.texts[name] for name in SOAP))

    def on_state(self, state: SaveState, error: UserError | None) -> None:
        """From the draft: whether its words are stored; passed on with this document, as all below."""
        self._keeper.document_state(self, state, error)

    def on_text_replaced(self, field: str, text: str) -> None:
        """From the draft: the field shows this text, with the caret where it is."""
        self._keeper.document_text_replaced(self, field, text)

    def on_merged(self, fields: frozenset[str]) -> None:
        """From the draft: words were put together while they were saved."""
        self._keeper.document_merged(self, fields)

    def on_others(self, fields: frozenset[str]) -> None:
        """From the draft: the note has words of another device in these fields."""
        self._keeper.document_others(self, fields)

    def on_questions(self, questions: Sequence[Conflict]) -> None:
        """From the draft, at every save and read: what is asked by now."""
        self._keeper.document_questions(self, questions)

    def on_stored(self, changed: tuple[Changed, ...]) -> None:
        """From the draft, which has the stored note by now."""
        self._keeper.document_changed(self, changed)

    def _propose(self, texts: dict[str, str]) -> None:
        """An unfinished amendment goes to the inbox, once for each text that it came to."""
        different = self._not_kept(texts)
        if different:
            self._proposed.update(different)
            self._runner.run(
                lambda: self._desk.save(self.note.id, different, None),
                self._on_proposed,
                self._on_not_proposed,
            )

    def _not_kept(self, texts: dict[str, str]) -> dict[str, str]:
        kept = {name: text or "" for name, text in texts_of(self.note).items()} | self._proposed
        return {name: text for name, text in texts.items() if text != kept[name]}

    def _on_proposed(self, done: NoteDone) -> None:
        self._keeper.document_changed(self, done.changed)

    def _on_not_proposed(self, error: UserError) -> None:
        # None of it came to the Inbox: whoever leaves the note again proposes it again.
        self._proposed = {}
        self._keeper.document_state(self, SaveState.FAILED, error)
