"""What a list of measures does, free of Qt: read, add from a line, change, delete, take back."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Protocol

from core.domain.changes import Changed
from core.domain.errors import RuleBroken, UserError
from core.domain.ids import ClientId, NoteId
from core.domain.measure_entry import read_entry
from core.domain.measure_scales import Scale, Trend, trends
from core.domain.measures import number_text
from core.domain.new_rows import MeasureDraft
from core.domain.records import Measure
from core.store.practice.practice import Done, Practice, Undo
from desktop.kit.ports import Publisher, Runner


@dataclass(frozen=True, slots=True)
class MeasuresPlace:
    """Whose measures; with a note, those that are added are of that note and its day."""

    client_id: ClientId
    note_id: NoteId | None = None


@dataclass(frozen=True, slots=True)
class ShownMeasures:
    """All that a place shows. `is_open` False: the note is signed and takes no more."""

    trends: Sequence[Trend] = ()
    of_note: Sequence[Measure] = ()
    is_open: bool = True
    signed: frozenset[NoteId] = frozenset()
    """Notes whose measures stay as they are."""


@dataclass(frozen=True, slots=True)
class TypedMeasure:
    """A measure as it is typed: "pain 6", perhaps with a day and a remark."""

    text: str
    taken_at: datetime | None = None
    remark: str | None = None


class MeasuresView(Protocol):
    """Called on the thread of the window."""

    def show_measures(self, shown: ShownMeasures) -> None: ...
    def added(self, measure: Measure, undo: Undo | None) -> None:
        """It is stored, new or changed, and every screen was told."""
        ...

    def deleted(self, measure: Measure, undo: Undo | None) -> None: ...
    def refuse(self, error: UserError) -> None:
        """Nothing was done, and what was typed stays."""
        ...


class MeasuresPresenter:
    """One place at a time; GUI thread."""

    def __init__(self, practice: Practice, runner: Runner, publisher: Publisher, view: MeasuresView) -> None:
        self._practice, self._runner = practice, runner
        self._publisher, self._view = publisher, view
        self._place: MeasuresPlace | None = None
        self._under_way = False

    @property
    def place(self) -> MeasuresPlace | None:
        """None until `show` was called."""
        return self._place

    def show(self, place: MeasuresPlace) -> None:
        """Turns to another place, empty until it is read."""
        if place != self._place:
            self._place = place
            self._view.show_measures(ShownMeasures())
        self.load()

    def load(self) -> None:
        """Reads the place again; an answer for a place that was left is dropped."""
        place = self._place
        if place is not None:
            self._runner.run(partial(self._read, place), partial(self._on_read, place), self._view.refuse)

    def rows_changed(self, changed: Iterable[Changed]) -> None:
        """Reads again where measures are among them."""
        if any(change.table == "measures" for change in changed):
            self.load()

    def add(self, line: TypedMeasure, known: Mapping[str, Scale]) -> None:
        """For the note, or of its own day. Asked for twice before the first is stored, it is added once."""
        place = self._place
        if place is None or self._under_way:
            return
        try:
            scale, value = read_entry(line.text, known)
        except RuleBroken as error:
            self._view.refuse(error)
            return
        draft = MeasureDraft(
            client_id=place.client_id,
            session_id=place.note_id,
            taken_at=line.taken_at,
            value=value,
            note=line.remark,
            **_fields(scale),
        )
        self._store(partial(self._add, place, draft))

    def change(self, measure: Measure, line: TypedMeasure, known: Mapping[str, Scale]) -> None:
        """Says all of it anew. A measure keeps its own scale where the name is still that."""
        try:
            scale, value = read_entry(line.text, known)
        except RuleBroken as error:
            self._view.refuse(error)
            return
        fields = {
            "taken_at": line.taken_at or measure.taken_at,
            "note": line.remark,
            "value": value,
            **_fields(scale),
        }
        self._store(lambda: self._practice.measures.edit(measure.id, **fields))

    def delete(self, measure: Measure) -> None:
        """Asks nobody: it can be taken back."""
        self._runner.run(
            lambda: self._practice.measures.delete(measure.id), self._on_deleted, self._view.refuse
        )

    def take_back(self, undo: Undo) -> None:
        """What was just done."""
        self._runner.run(lambda: self._practice.undo(undo), self._publisher.publish, self._view.refuse)

    def _store(self, work: Callable[[], Done[Measure]]) -> None:
        self._under_way = True
        self._runner.run(work, self._on_stored, self._on_refused)

    def _add(self, place: MeasuresPlace, draft: MeasureDraft) -> Done[Measure]:
        # A note that was only begun is in no table yet, and its measure needs it there.
        kept = self._practice.notes.keep_begun(place.note_id) if place.note_id is not None else ()
        done = self._practice.measures.add(draft)
        return Done(done.value, (*kept, *done.changed), done.undo)

    def _on_stored(self, done: Done[Measure]) -> None:
        self._under_way = False
        self._publisher.publish(done.changed)
        self._view.added(done.value, done.undo)

    def _on_refused(self, error: UserError) -> None:
        self._under_way = False
        self._view.refuse(error)

    def _on_deleted(self, done: Done[Measure]) -> None:
        self._publisher.publish(done.changed)
        self._view.deleted(done.value, done.undo)

    def _read(self, place: MeasuresPlace) -> ShownMeasures:
        taken = self._practice.measures.of_client(place.client_id)
        if place.note_id is None:
            signed = self._practice.measures.signed_notes(place.client_id)
            return ShownMeasures(trends(taken), signed=signed)
        is_open = self._practice.notes.get(place.note_id).finalized_at is None
        return ShownMeasures(trends(taken), self._practice.measures.of_note(place.note_id), is_open)

    def _on_read(self, place: MeasuresPlace, shown: ShownMeasures) -> None:
        if place == self._place:
            self._view.show_measures(shown)


def _fields(scale: Scale) -> dict[str, Any]:
    """Columns of a measure that its scale gives."""
    low, high = (None if end is None else number_text(end) for end in (scale.low, scale.high))
    return {"kind": scale.kind, "name": scale.name, "unit": scale.unit, "low": low, "high": high}
