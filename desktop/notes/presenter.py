"""What the note editor does, free of Qt: open, save, finalize, amend, delete; the view only shows."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from core.domain.changes import Changed
from core.domain.draft_trail import FieldSteps
from core.domain.enums import Origin, Resolution
from core.domain.errors import UserError
from core.domain.ids import ConflictId, NoteId
from core.domain.notes import FIELD_LIMIT, SOAP, check_amend, check_day, check_finalize, is_blank
from core.domain.records import Conflict, NoteTemplate, SessionNote
from core.text.earlier_words import EarlierWords
from desktop.kit.day_input import NoSuchDay, farthest, parse_day
from desktop.kit.ports import Publisher, Runner
from desktop.notes.amendments import Amendments
from desktop.notes.before_signing import as_typed, before_signing
from desktop.notes.draft import Pause, SaveState
from desktop.notes.editor_view import EditorView
from desktop.notes.gateway import NotesGateway, OpenNote
from desktop.notes.note_document import NoteDocument
from desktop.notes.note_texts import NoteTexts, fills
from desktop.notes.signature_state import NoteMarks


class EditorPresenter:
    """One note in front at a time. GUI thread; `flush` before anything that may take the text away."""

    def __init__(
        self,
        desk: NotesGateway,
        runner: Runner,
        publisher: Publisher,
        pauses: tuple[Pause, Pause],
        amendments: Amendments,
        view: EditorView,
    ) -> None:
        self._desk, self._runner, self._publisher = desk, runner, publisher
        self._amendments = amendments
        self._pauses, self._view = pauses, view
        self._wanted: NoteId | None = None
        self._document: NoteDocument | None = None
        self._was_final = False
        self.texts = NoteTexts()

    @property
    def note(self) -> SessionNote | None:
        """The one in front, as it was last stored or read; None until `open` has its answer."""
        return self._document.note if self._document else None

    @property
    def unsaved(self) -> bool:
        """Whether the screen holds words that the store does not: closing now would lose them."""
        return self._amendments.unsaved or (self._document is not None and self._document.unsaved)

    def text(self) -> str:
        """The whole note as it stands on the screen."""
        document = self._document
        if document is None or document.amendment is not None:
            return self._amendments.text()
        texts = document.draft.texts
        return "\n\n".join(f"{name[0].upper()}: {texts[name]}" for name in SOAP if texts.get(name))

    @property
    def previous(self) -> SessionNote | None:
        """The client's note before the one in front, if there is one."""
        return self._document.previous if self._document else None

    @property
    def amending(self) -> bool:
        """Whether the fields hold an amendment that is not signed yet."""
        return self._document is not None and self._document.amendment is not None

    @property
    def nothing_written(self) -> bool:
        """Whether the note in front is only looked at: nothing of it is stored or typed."""
        document = self._document
        return document is not None and self._desk.is_unstored(document.note.id) and not document.unsaved

    def open(self, note_id: NoteId) -> None:
        """Show this note. The last one stays in front, and takes what is typed, until this one is here."""
        if self._document is not None:
            self._document.rest()
        self._wanted = note_id
        self._load(note_id)

    def reload(self, note_id: NoteId) -> None:
        """Read it again, unless the person went on to another note meanwhile."""
        if self._wanted == note_id:
            self._load(note_id)

    def type(self, field: str, text: str) -> None:
        """The whole text of a field as it reads now."""
        if self._document is not None:
            self._document.type(field, text)

    def keep(self) -> None:
        """A short pause in typing: what was typed is safe here, and whole sentences go."""
        if self._document is not None:
            self._document.keep()

    def rest(self) -> None:
        """A long one: half a sentence goes as well."""
        if self._document is not None:
            self._document.rest()

    def fill(self, template: NoteTemplate) -> None:
        """Its texts go into the fields that are empty; what is written stays."""
        document = self._document
        if document is None or document.read_only or document.is_signing:
            return
        written = document.draft.texts if document.amendment is None else document.amendment
        texts = fills(template, written)
        if texts:
            self._view.fill(texts)
        else:
            self._view.nothing_to_fill()

    def save(self) -> None:
        """A blur, or "try again"."""
        if self._document is not None:
            self._document.save()

    def flush(self) -> None:
        """Everything typed goes to the store worker now; an amendment is kept by its keeper."""
        if self._document is not None:
            self._document.rest()

    def close(self) -> None:
        """The person leaves the note; an unfinished amendment waits for the next one and is in the inbox."""
        if self._document is not None:
            self._document.leave()
        if self.amending:
            self._amendments.leave()
        self._wanted = self._document = None

    def _take_over(self, opened: OpenNote) -> bool:
        """Whether the note that was in front could be left: all that was typed in it is on its way.

        Read while somebody typed in it, it is read once more.
        """
        last = self._document
        if last is None:
            return True
        if last.note.id != opened.note.id or last.amendment is not None:
            self.close()
            self._wanted = opened.note.id
        elif last.unsaved and last.draft.state is SaveState.TYPING:
            last.rest()
            self._load(opened.note.id)
            return False
        return True

    def request_finalize(self) -> None:
        """Check now; the view then asks, and `finalize` does it."""
        document = self._document
        if document is None or document.read_only or document.is_finalizing or self.amending:
            return
        document.save()
        try:
            check_finalize(as_typed(document.draft), self._desk.now(), document.marks.disputed)
        except UserError as error:
            self._view.refuse(error)
        else:
            self._view.ask_finalize(before_signing(document))
            self.read_earlier()

    def finalize(self) -> None:
        """Sign and lock exactly the text that is on the screen."""
        document = self._document
        if document is None or document.read_only or document.is_finalizing:
            return
        document.is_finalizing = True
        document.save()
        note_id, texts = document.note.id, dict(document.draft.texts)
        self._runner.run(
            partial(self._desk.finalize, note_id, texts),
            partial(self._on_finalized, note_id),
            partial(self._on_finalize_refused, document),
        )

    def begin_amendment(self) -> None:
        """Goes on where it was left; nothing happens for a draft or a deleted note."""
        document = self._document
        if document is None or document.note.finalized_at is None or document.note.deleted_at is not None:
            return
        if document.amendment is None and not self._amendments.is_signing(document.note.id):
            amendment = self._amendments.begin(document.note.id, document.draft.texts)
            document.amendment = amendment.typed
            self._view.begin_amending(amendment.typed, amendment.reason)

    def write_reason(self, reason: str) -> None:
        """Why the note is amended, as it is typed."""
        self._amendments.write_reason(reason)

    @property
    def amendment_typed(self) -> bool:
        """Whether the amendment under way says something else than the note."""
        document = self._document
        return document is not None and document.amendment not in (None, document.draft.texts)

    def cancel_amendment(self) -> None:
        """Back to what was signed."""
        if self._document is not None:
            self._document.amendment = None
            self._amendments.forget(self._document.note.id)
            self._show(self._document)

    def amend(self, reason: str, on_refused: Callable[[], None]) -> None:
        """Signs the amendment; nothing is typed in it until the answer. What is refused stays there."""
        document = self._document
        if document is None or document.amendment is None:
            return
        note_id, texts = document.note.id, dict(document.amendment)
        refused = partial(self._on_amend_refused, document, on_refused)
        try:
            check_amend(document.note, reason, texts)
        except UserError as error:
            refused(error)
            return
        document.is_signing = True
        sign = self._amendments.signing(note_id, partial(self._desk.amend, note_id, reason, texts))
        self._runner.run(sign, partial(self._on_amended, document), refused)

    def load_versions(self) -> None:
        """Read anew at each call; the view shows them when they come."""
        note = self.note
        if note is not None:
            self._runner.run(
                lambda: self._desk.versions(note.id), self._view.show_versions, self._view.refuse
            )

    def load_history(self) -> None:
        """The client's earlier notes."""
        note = self.note
        if note is not None:
            self._runner.run(lambda: self._desk.earlier(note.id), self._view.show_history, self._view.refuse)

    def carry(self, text: str) -> None:
        """Text of an earlier note was copied into this one."""
        if self._document is not None:
            self._document.earlier = self._document.earlier.joined(EarlierWords.of([text]))

    def read_earlier(self) -> None:
        """What the client's earlier notes say, once for each note that is written, some time after it came
        to the front: opening it, and what is typed first, do not wait for that."""
        document = self._document
        if document is not None and not document.read_only and not document.is_earlier_read:
            read = partial(self._desk.earlier_words, document.note.id)
            # Where the note is gone by now nobody asked for that, and nobody is told.
            self._runner.run(read, partial(self._on_earlier, document), lambda _gone: None)

    def recognise(self, field: str, text: str) -> None:
        """Text was pasted into the field: what of it stands in the client's earlier notes is marked; not
        in more than a field may have, which is slow to look through."""
        document = self._document
        if document is not None and not document.read_only and len(text) <= FIELD_LIMIT:
            self._view.recognise({field: document.earlier.passages(text)})

    def delete(self, reason: str | None = None) -> None:
        """A finalized note needs a `reason`; one that is only looked at is left, and nothing is said."""
        note, document = self.note, self._document
        if note is None or document is None:
            return
        if self.nothing_written:
            self._wanted = self._document = None
            self._view.nothing_to_delete()
        else:
            self.save()
            self._runner.run(
                partial(self._desk.delete, note.id, reason),
                partial(self._on_deleted, note),
                self._view.refuse,
            )

    def restore(self, note_id: NoteId) -> None:
        """A deleted note is there again, in the list; it does not come to the front."""
        self._runner.run(lambda: self._desk.restore(note_id), self._publisher.publish, self._view.refuse)

    def set_day(self, text: str) -> None:
        """The day of the session as a person writes it; its time of day stays."""
        document = self._document
        if document is None:
            return
        now = self._desk.now()
        try:
            check_day(document.note)
            day = parse_day(text, farthest(now.date()))
        except UserError as error:
            self._view.refuse(error)
            return
        except NoSuchDay:
            self._view.refuse(UserError("No calendar has this day. Check the day and the month.", code="day"))
            return
        except ValueError:
            self._view.refuse(
                UserError("Write the day, the month and the year, such as 3.4.2026.", code="day")
            )
            return
        # A session that lies ahead is refused, so today's is moved to now at the latest.
        at = datetime.combine(day, document.note.session_date.astimezone(now.tzinfo).timetz())
        self._set_day(document, min(at, now) if day == now.date() else at)

    def _set_day(self, document: NoteDocument, at: datetime, *, undoable: bool = True) -> None:
        before = document.note.session_date
        undo = partial(self._set_day, document, before, undoable=False) if undoable and at != before else None
        work = partial(self._desk.set_session_date, document.note.id, at)
        self._runner.run(work, partial(self._on_day_set, document, undo), self._view.refuse)

    def answer(self, question: ConflictId, choice: Resolution) -> None:
        """What a person chose in the field itself; words that are still typed go first."""
        if self._document is not None:
            self._document.rest()
            self._runner.run(
                partial(self._desk.answer, question, choice), self._publisher.publish, self._view.refuse
            )

    def check_company(self) -> None:
        """Who else writes here by now; call it now and then, for someone may have stopped."""
        if self._document is not None:
            self._view.show_company(self._document.company.present(self._desk.now()))

    def check_clinic(self) -> None:
        """Whether what is on the screen has arrived in the clinic."""
        note = self.note
        if note is not None:
            self._runner.run(lambda: self._desk.in_clinic(note.id), self._view.show_clinic)

    def rows_changed(self, changed: Sequence[Changed]) -> None:
        """Sync brought something, or a question was answered: this note is read again.

        What is being typed is not touched.
        """
        document = self._document
        if document is None:
            return
        is_asked = any(change.table == "conflicts" for change in changed)
        if is_asked or any(change.table == "session_versions" for change in changed):
            self._runner.run(partial(self._desk.marks, document.note.id), partial(self._on_marks, document))
        if any(change.table in {"note_templates", "text_snippets"} for change in changed):
            self._runner.run(self._desk.note_texts, self._on_texts)
        rows = [change for change in changed if change.table == "sessions" and document.note.id in change.ids]
        if is_asked or any(change.origin is Origin.SYNC for change in rows):
            document.draft.refresh()

    def _on_texts(self, texts: NoteTexts) -> None:
        self.texts = texts

    def _on_marks(self, document: NoteDocument, marks: NoteMarks) -> None:
        document.marks = marks
        if document is self._document:
            self._view.show_marks(marks)

    # What a document says; one that was left says it too.

    def document_state(self, document: NoteDocument, state: SaveState, error: UserError | None) -> None:
        """Words of a note that was left and that could not be stored bring it back."""
        if document is not self._document and state is SaveState.FAILED:
            self._bring_back(document)
        if document is self._document:
            self._view.show_state(state, error)

    def document_text_replaced(self, document: NoteDocument, field: str, text: str) -> None:
        """Not while an amendment stands in the fields."""
        if document is self._document and not self.amending:
            self._view.replace_text(field, text)

    def document_merged(self, document: NoteDocument, merged: frozenset[str]) -> None:
        if document is self._document:
            self._view.show_merge(merged)

    def document_others(self, document: NoteDocument, fields: frozenset[str]) -> None:
        """Asks whose words they were, for the header."""
        self._runner.run(
            partial(self._desk.last_writer, document.note.id), partial(self._on_writer, document, fields)
        )

    def _on_writer(self, document: NoteDocument, fields: frozenset[str], device: str | None) -> None:
        """None: nobody else, such as a day that was changed in another window."""
        if device is not None:
            document.company.saw(device, fields, document.note.draft_last_saved_at, self._desk.now())
            self.check_company()

    def document_questions(self, document: NoteDocument, questions: Sequence[Conflict]) -> None:
        if document is self._document:
            self._view.show_questions(self._desk.asked(questions))

    def document_changed(self, document: NoteDocument, changed: tuple[Changed, ...]) -> None:
        """Told to every screen. A note that was finalized elsewhere is shown anew."""
        self._publisher.publish(changed)
        if document is not self._document:
            return
        self._view.show_facts(document.note)
        self.check_clinic()
        if document.read_only and not self._was_final:
            self._show(document)
            self._view.show_finalized_elsewhere()

    def _bring_back(self, document: NoteDocument) -> None:
        """Its text could not be stored and stands nowhere else: show it again rather than lose it."""
        if self._document is not None:
            self._document.leave()
        self._wanted, self._document = document.note.id, document
        self._show(document)

    def _load(self, note_id: NoteId) -> None:
        self._runner.run(
            lambda: self._desk.open(note_id), self._on_opened, partial(self._on_not_found, note_id)
        )

    def _on_not_found(self, note_id: NoteId, error: UserError) -> None:
        if note_id == self._wanted:
            self.close()
            self._view.not_found(error)

    def _on_opened(self, opened: OpenNote) -> None:
        # The person went on to another note while this one was read.
        if opened.note.id != self._wanted or not self._take_over(opened):
            return
        self.texts = opened.texts
        self._document = NoteDocument(opened, self._desk, self._runner, self._pauses, self._view, self)
        self._show(self._document, opened.steps)
        begins = not self._document.read_only and is_blank(self._document.draft.texts)
        self._view.show_offer(opened.template if begins else None)
        self._view.show_state(SaveState.SAVED, None)
        self.check_clinic()
        if self._amendments.open_note == opened.note.id:
            self.begin_amendment()

    def _on_earlier(self, document: NoteDocument, earlier: EarlierWords) -> None:
        """Beside what was copied meanwhile, which may be of a note before them."""
        document.earlier, document.is_earlier_read = document.earlier.joined(earlier), True
        if document is self._document and not document.read_only and not self.amending:
            texts = document.draft.texts
            self._view.recognise({name: earlier.passages(texts[name]) for name in SOAP})
            self._view.tell_before(before_signing(document))

    def _show(self, document: NoteDocument, steps: FieldSteps | None = None) -> None:
        self._was_final = document.read_only
        texts, read_only = document.draft.texts, document.read_only
        self._view.show_note(document.note, document.client, texts, steps or {}, read_only=read_only)
        self._view.show_marks(document.marks)
        self._view.show_previous(document.previous)
        self._view.show_questions(self._desk.asked(document.draft.questions))
        self.check_company()

    def _on_day_set(
        self, document: NoteDocument, undo: Callable[[], None] | None, changed: tuple[Changed, ...]
    ) -> None:
        self._publisher.publish(changed)
        if document is self._document:
            document.draft.refresh()
            self._view.day_set(undo)

    def _on_finalize_refused(self, document: NoteDocument, error: UserError) -> None:
        document.is_finalizing = False
        self._view.refuse(error)

    def _on_finalized(self, note_id: NoteId, changed: tuple[Changed, ...]) -> None:
        self._publisher.publish(changed)
        self._view.finalized()
        self.reload(note_id)

    def _on_amend_refused(
        self, document: NoteDocument, on_refused: Callable[[], None], error: UserError
    ) -> None:
        """One that was left meanwhile goes to the inbox now, as any that is left unfinished."""
        document.is_signing = False
        self._amendments.refused(document.note.id)
        if document is self._document:
            on_refused()
            self._view.refuse(error)
        else:
            document.leave()
            self._view.left_unsigned(error)

    def _on_amended(self, document: NoteDocument, changed: tuple[Changed, ...]) -> None:
        note_id, document.is_signing = document.note.id, False
        self._publisher.publish(changed)
        self._amendments.forget(note_id)
        if self._document is not None and self._document.note.id == note_id:
            self._document.amendment = None  # it is signed: nothing of it is left to be proposed
        self.reload(note_id)

    def _on_deleted(self, note: SessionNote, changed: tuple[Changed, ...]) -> None:
        self._publisher.publish(changed)
        if self._wanted == note.id:
            self._wanted = self._document = None
            self._view.deleted(note)
