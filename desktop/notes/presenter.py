"""What the note editor does, free of Qt: open, save, finalize, amend, delete; the view only shows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Protocol

from core.domain.changes import Changed
from core.domain.enums import Origin
from core.domain.errors import UserError
from core.domain.ids import NoteId
from core.domain.notes import SOAP, check_amend, check_finalize
from core.domain.records import Client, NoteVersion, SessionNote
from desktop.day_input import parse_day
from desktop.notes.desk import NotesDesk, OpenNote
from desktop.notes.draft import Draft, Pause, SaveState
from desktop.notes.sheet import Sheet
from desktop.ports import Publisher, Runner


@dataclass(frozen=True, slots=True)
class BeforeSigning:
    """What a person should know before a note is signed."""

    empty: tuple[str, ...]
    carried_percent: int


class EditorView(Protocol):
    """Passive: shows what it is told, and reports what the person does."""

    def show_note(
        self, note: SessionNote, client: Client, texts: Mapping[str, str], *, read_only: bool
    ) -> None: ...
    def show_facts(self, note: SessionNote) -> None:
        """The note's day and state, without touching its texts."""
        ...

    def show_previous(self, note: SessionNote | None) -> None: ...
    def show_state(self, state: SaveState, error: UserError | None) -> None: ...
    def show_clinic(self, in_clinic: bool | None) -> None: ...
    def show_merge(self, merged: frozenset[str], clashed: frozenset[str]) -> None: ...
    def show_finalized_elsewhere(self) -> None: ...
    def show_versions(self, versions: list[NoteVersion]) -> None: ...
    def replace_text(self, field: str, text: str) -> None: ...
    def ask_finalize(self, before: BeforeSigning) -> None: ...
    def begin_amending(self) -> None: ...
    def refuse(self, error: UserError) -> None: ...
    def finalized(self) -> None: ...
    def day_set(self) -> None: ...
    def deleted(self, note: SessionNote) -> None: ...
    def not_found(self, error: UserError) -> None: ...


class EditorPresenter:
    """One note in front at a time. GUI thread; `flush` before anything that may take the text away."""

    def __init__(
        self, desk: NotesDesk, runner: Runner, publisher: Publisher, pause: Pause, view: EditorView
    ) -> None:
        self._desk, self._runner, self._publisher = desk, runner, publisher
        self._pause, self._view = pause, view
        self._wanted: NoteId | None = None
        self._sheet: Sheet | None = None
        self._was_final = False

    @property
    def note(self) -> SessionNote | None:
        return self._sheet.note if self._sheet else None

    @property
    def unsaved(self) -> bool:
        """Whether the screen holds words that the store does not: closing now would lose them."""
        return self._sheet is not None and self._sheet.unsaved

    def text(self) -> str:
        """The whole note as it stands on the screen."""
        sheet = self._sheet
        texts = {} if sheet is None else sheet.amendment or sheet.draft.texts
        return "\n\n".join(f"{name[0].upper()}: {texts[name]}" for name in SOAP if texts.get(name))

    @property
    def previous(self) -> SessionNote | None:
        return self._sheet.previous if self._sheet else None

    @property
    def amending(self) -> bool:
        return self._sheet is not None and self._sheet.amendment is not None

    def open(self, note_id: NoteId) -> None:
        """Show this note; what was typed in the last one is saved first."""
        self.close()
        self._wanted = note_id
        self._load(note_id)

    def type(self, field: str, text: str) -> None:
        if self._sheet is not None:
            self._sheet.type(field, text)

    def save(self) -> None:
        """A pause, a blur, or "try again"."""
        if self._sheet is not None:
            self._sheet.save()

    def flush(self) -> None:
        """Everything typed goes to the store worker now; an unfinished amendment goes to the inbox."""
        if self._sheet is not None:
            self._sheet.flush()

    def close(self) -> None:
        """The person leaves the note."""
        self.flush()
        self._wanted = self._sheet = None

    def request_finalize(self) -> None:
        """Check now; the view then asks, and `finalize` does it."""
        sheet = self._sheet
        if sheet is None or sheet.read_only or self.amending:
            return
        sheet.save()
        try:
            check_finalize(_as_typed(sheet.draft), self._desk.now())
        except UserError as error:
            self._view.refuse(error)
        else:
            self._view.ask_finalize(_before_signing(sheet))

    def finalize(self) -> None:
        """Sign and lock exactly the text that is on the screen."""
        sheet = self._sheet
        if sheet is None or sheet.read_only:
            return
        sheet.save()
        note_id, texts = sheet.note.id, dict(sheet.draft.texts)
        self._runner.run(
            partial(self._desk.finalize, note_id, texts),
            partial(self._on_finalized, note_id),
            self._view.refuse,
        )

    def begin_amendment(self) -> None:
        sheet = self._sheet
        if sheet is None or sheet.note.finalized_at is None or sheet.note.deleted_at is not None:
            return
        if sheet.amendment is None:
            sheet.amendment = dict(sheet.draft.texts)
            self._view.begin_amending()

    def cancel_amendment(self) -> None:
        """Back to what was signed."""
        if self._sheet is not None:
            self._sheet.amendment = None
            self._show(self._sheet)

    def amend(self, reason: str) -> None:
        sheet = self._sheet
        if sheet is None or sheet.amendment is None:
            return
        note_id, texts = sheet.note.id, dict(sheet.amendment)
        try:
            check_amend(sheet.note, reason, texts)
        except UserError as error:
            self._view.refuse(error)
            return
        self._runner.run(
            partial(self._desk.amend, note_id, reason, texts),
            partial(self._on_amended, note_id),
            self._view.refuse,
        )

    def load_versions(self) -> None:
        note = self.note
        if note is not None:
            self._runner.run(
                lambda: self._desk.versions(note.id), self._view.show_versions, self._view.refuse
            )

    def delete(self, reason: str | None = None) -> None:
        note = self.note
        if note is not None:
            self.save()
            self._runner.run(
                partial(self._desk.delete, note.id, reason),
                partial(self._on_deleted, note),
                self._view.refuse,
            )

    def restore(self, note_id: NoteId) -> None:
        self._runner.run(lambda: self._desk.restore(note_id), self._publisher.publish, self._view.refuse)

    def set_day(self, text: str) -> None:
        """The day of the session as a person writes it; its time of day stays."""
        sheet = self._sheet
        if sheet is None or sheet.read_only:
            return
        now = self._desk.now()
        try:
            day = parse_day(text)
        except ValueError:
            self._view.refuse(
                UserError("Write the day, the month and the year, such as 3.4.2026.", code="day")
            )
            return
        at = datetime.combine(day, sheet.note.session_date.astimezone(now.tzinfo).timetz())
        work = partial(self._desk.set_session_date, sheet.note.id, min(at, now) if day == now.date() else at)
        self._runner.run(work, partial(self._on_day_set, sheet), self._view.refuse)

    def check_clinic(self) -> None:
        """Whether what is on the screen has arrived in the clinic."""
        note = self.note
        if note is not None:
            self._runner.run(lambda: self._desk.in_clinic(note.id), self._view.show_clinic)

    def rows_changed(self, changed: Iterable[Changed]) -> None:
        """Sync brought something: this note is read again, without touching what is being typed."""
        sheet = self._sheet
        if sheet is None:
            return
        ours = [change for change in changed if change.table == "sessions" and sheet.note.id in change.ids]
        if any(change.origin is Origin.SYNC for change in ours):
            sheet.draft.refresh()

    # What a sheet says; a sheet that was left says it too.

    def sheet_state(self, sheet: Sheet, state: SaveState, error: UserError | None) -> None:
        if sheet is not self._sheet and state is SaveState.FAILED:
            self._bring_back(sheet)
        if sheet is self._sheet:
            self._view.show_state(state, error)

    def sheet_text_replaced(self, sheet: Sheet, field: str, text: str) -> None:
        if sheet is self._sheet and not self.amending:
            self._view.replace_text(field, text)

    def sheet_merged(self, sheet: Sheet, merged: frozenset[str], clashed: frozenset[str]) -> None:
        if sheet is self._sheet:
            self._view.show_merge(merged, clashed)

    def sheet_changed(self, sheet: Sheet, changed: tuple[Changed, ...]) -> None:
        self._publisher.publish(changed)
        if sheet is not self._sheet:
            return
        self._view.show_facts(sheet.note)
        self.check_clinic()
        if sheet.read_only and not self._was_final:
            self._show(sheet)
            self._view.show_finalized_elsewhere()

    def _bring_back(self, sheet: Sheet) -> None:
        """Its text could not be stored and stands nowhere else: show it again rather than lose it."""
        if self._sheet is not None:
            self._sheet.flush()
        self._wanted, self._sheet = sheet.note.id, sheet
        self._show(sheet)

    def _load(self, note_id: NoteId) -> None:
        self._runner.run(lambda: self._desk.open(note_id), self._on_opened, self._view.not_found)

    def _on_opened(self, opened: OpenNote) -> None:
        if opened.note.id != self._wanted:
            return
        self._sheet = Sheet(opened, self._desk, self._runner, self._pause, self)
        self._show(self._sheet)
        self._view.show_state(SaveState.SAVED, None)
        self.check_clinic()

    def _show(self, sheet: Sheet) -> None:
        self._was_final = sheet.read_only
        self._view.show_note(sheet.note, sheet.client, sheet.draft.texts, read_only=sheet.read_only)
        self._view.show_previous(sheet.previous)

    def _on_day_set(self, sheet: Sheet, changed: tuple[Changed, ...]) -> None:
        self._publisher.publish(changed)
        sheet.draft.refresh()
        if sheet is self._sheet:
            self._view.day_set()

    def _on_finalized(self, note_id: NoteId, changed: tuple[Changed, ...]) -> None:
        self._publisher.publish(changed)
        self._view.finalized()
        self._reload(note_id)

    def _on_amended(self, note_id: NoteId, changed: tuple[Changed, ...]) -> None:
        self._publisher.publish(changed)
        self._reload(note_id)

    def _on_deleted(self, note: SessionNote, changed: tuple[Changed, ...]) -> None:
        self._publisher.publish(changed)
        if self._wanted == note.id:
            self._wanted = self._sheet = None
            self._view.deleted(note)

    def _reload(self, note_id: NoteId) -> None:
        """Read it again, unless the person went on to another note meanwhile."""
        if self._wanted == note_id:
            self._load(note_id)


def _as_typed(draft: Draft) -> SessionNote:
    texts = draft.texts
    return replace(
        draft.note,
        subjective=texts["subjective"],
        objective=texts["objective"],
        assessment=texts["assessment"],
        plan=texts["plan"],
    )


def _before_signing(sheet: Sheet) -> BeforeSigning:
    empty = tuple(name for name in SOAP if not sheet.draft.texts[name].strip())
    return BeforeSigning(empty, round(100 * sheet.carried_share()))
