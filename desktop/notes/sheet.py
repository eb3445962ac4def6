"""An open note: its draft, its client, the amendment being written; tells its keeper while it is in front."""

from typing import Protocol

from core.domain.changes import Changed
from core.domain.errors import UserError
from core.domain.notes import SOAP, texts_of
from core.domain.records import SessionNote
from desktop.notes.desk import NotesDesk, OpenNote
from desktop.notes.draft import Draft, Pause, SaveState
from desktop.notes.saving import NoteDone
from desktop.ports import Runner
from desktop.worddiff import shared_share


class SheetKeeper(Protocol):
    """The presenter. Only `sheet_changed` and `sheet_unsaved` come from a sheet that was left already."""

    def sheet_changed(self, sheet: "Sheet", changed: tuple[Changed, ...]) -> None: ...
    def sheet_state(self, sheet: "Sheet", state: SaveState, error: UserError | None) -> None: ...
    def sheet_text_replaced(self, sheet: "Sheet", field: str, text: str) -> None: ...
    def sheet_merged(self, sheet: "Sheet", merged: frozenset[str], clashed: frozenset[str]) -> None: ...


class Sheet:
    """Lives as long as any of its text is not stored, also after the person went on to another note."""

    def __init__(
        self, opened: OpenNote, desk: NotesDesk, runner: Runner, pause: Pause, keeper: SheetKeeper
    ) -> None:
        self.client, self.previous = opened.client, opened.previous
        self.amendment: dict[str, str] | None = None
        self._proposed: dict[str, str] = {}
        self._desk, self._runner, self._keeper = desk, runner, keeper
        self.draft = Draft(opened.note, desk, runner, pause, self)

    @property
    def note(self) -> SessionNote:
        return self.draft.note

    @property
    def read_only(self) -> bool:
        closed = self.note.deleted_at is not None or self.note.finalized_at is not None
        return closed and self.amendment is None

    @property
    def unsaved(self) -> bool:
        """Whether words stand here that the store does not have yet."""
        if self.amendment is not None:
            return bool(self._not_kept(self.amendment))
        return not self.read_only and self.draft.state is not SaveState.SAVED

    def type(self, field: str, text: str) -> None:
        if self.amendment is not None:
            self.amendment[field] = text
        elif not self.read_only:
            self.draft.type(field, text)

    def save(self) -> None:
        """An amendment is no draft: it is kept aside by `flush` only."""
        if self.amendment is None and not self.read_only:
            self.draft.flush()

    def flush(self) -> None:
        self.save()
        if self.amendment is not None:
            self._propose(self.amendment)

    def carried_share(self) -> float:
        """How much of the note (0..1) stands word for word in the previous one."""
        if self.previous is None:
            return 0.0
        earlier = "\n".join(text or "" for text in texts_of(self.previous).values())
        return shared_share("\n".join(self.draft.texts[name] for name in SOAP), earlier)

    def on_state(self, state: SaveState, error: UserError | None) -> None:
        self._keeper.sheet_state(self, state, error)

    def on_text_replaced(self, field: str, text: str) -> None:
        self._keeper.sheet_text_replaced(self, field, text)

    def on_merged(self, fields: frozenset[str], clashed: frozenset[str]) -> None:
        self._keeper.sheet_merged(self, fields, clashed)

    def on_stored(self, changed: tuple[Changed, ...]) -> None:
        self._keeper.sheet_changed(self, changed)

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
        self._keeper.sheet_changed(self, done.changed)

    def _on_not_proposed(self, error: UserError) -> None:
        self._proposed = {}
        self._keeper.sheet_state(self, SaveState.FAILED, error)
