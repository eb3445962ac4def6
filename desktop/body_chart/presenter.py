"""What a body chart does, free of Qt: read, put a mark, change it, take it off, take back."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from core.domain.body_chart import Point, place_of, place_text, region_of, typed_intensity
from core.domain.changes import Changed
from core.domain.errors import UserError
from core.domain.ids import BodyMarkId, ClientId, NoteId
from core.domain.records import BodyMark
from core.store.practice.body_marks import Chart
from core.store.practice.practice import BodyMarkDraft, Done, Practice, Undo
from desktop.kit.ports import Publisher, Runner


@dataclass(frozen=True, slots=True)
class ShownChart:
    """All that a chart shows. `is_open` False: the note is signed, and its chart stays."""

    marks: Sequence[BodyMark] = ()
    others: Sequence[Chart] = ()
    """Charts of the client's other notes, the newest session first."""
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class ChartPlace:
    """Whose chart, and of which note."""

    client_id: ClientId
    note_id: NoteId


class BodyChartView(Protocol):
    """Called on the thread of the window."""

    def show_chart(self, shown: ShownChart) -> None: ...
    def put(self, mark: BodyMark, undo: Undo | None) -> None:
        """A new mark is stored, and every screen was told."""
        ...

    def taken_off(self, mark: BodyMark, undo: Undo | None) -> None: ...
    def changed(self, mark: BodyMark, undo: Undo | None) -> None:
        """It has another place, intensity or remark."""
        ...

    def refuse(self, error: UserError) -> None:
        """Nothing was done."""
        ...


class BodyChartPresenter:
    """One note at a time; GUI thread."""

    def __init__(self, practice: Practice, runner: Runner, publisher: Publisher, view: BodyChartView) -> None:
        self._practice, self._runner = practice, runner
        self._publisher, self._view = publisher, view
        self._place: ChartPlace | None = None
        self._typed: tuple[BodyMarkId, int] | None = None

    def show(self, place: ChartPlace) -> None:
        """Turns to another note, empty until it is read."""
        if place != self._place:
            self._place = place
            self._view.show_chart(ShownChart())
        self.load()

    def load(self) -> None:
        """Reads the chart again; an answer for a note that was left is dropped."""
        place = self._place
        if place is not None:
            self._runner.run(partial(self._read, place), partial(self._on_read, place), self._view.refuse)

    def rows_changed(self, changed: Iterable[Changed]) -> None:
        """Reads again where marks are among them."""
        if any(change.table == "body_marks" for change in changed):
            self.load()

    def put(self, kind: str, point: Point) -> None:
        """A mark without an intensity, until somebody says how strong."""
        if self._place is not None:
            draft = BodyMarkDraft(session_id=self._place.note_id, kind=kind, place=place_text(point))
            self._runner.run(partial(self._add, draft), self._on_put, self._view.refuse)

    def type_digit(self, mark: BodyMark, digit: int) -> None:
        """How strong it is, as it is typed: a 0 right behind a 1 is a ten, however fast."""
        before = self._typed[1] if self._typed is not None and self._typed[0] == mark.id else None
        self._typed = mark.id, typed_intensity(before, digit)
        self.set_intensity(mark, str(self._typed[1]))

    def forget_typed(self) -> None:
        """Something else was done between two digits."""
        self._typed = None

    def set_intensity(self, mark: BodyMark, intensity: str | None) -> None:
        """None: nobody said."""
        self._edit(mark, intensity=intensity)

    def set_remark(self, mark: BodyMark, remark: str) -> None:
        """Spaces around it are no remark."""
        if remark.strip() != (mark.remark or ""):
            self._edit(mark, remark=remark)

    def move(self, mark: BodyMark, point: Point) -> None:
        """To another place, also in another view."""
        if place_text(point) != mark.place:
            self._edit(mark, place=place_text(point))

    def take_off(self, mark: BodyMark) -> None:
        """Asks nobody: it can be taken back."""
        self._runner.run(
            lambda: self._practice.body_marks.delete(mark.id), self._on_taken_off, self._view.refuse
        )

    def take_back(self, undo: Undo) -> None:
        """What was just done."""
        self._runner.run(lambda: self._practice.undo(undo), self._publisher.publish, self._view.refuse)

    def _edit(self, mark: BodyMark, **fields: str | None) -> None:
        work: Callable[[], Done[BodyMark]] = partial(self._practice.body_marks.edit, mark.id, **fields)
        self._runner.run(work, self._on_changed, self._view.refuse)

    def _add(self, draft: BodyMarkDraft) -> Done[BodyMark]:
        # A note that was only begun is in no table yet, and its mark needs it there.
        kept = self._practice.notes.keep_begun(draft.session_id)
        done = self._practice.body_marks.add(draft)
        return Done(done.value, (*kept, *done.changed), done.undo)

    def _on_put(self, done: Done[BodyMark]) -> None:
        self._view.put(done.value, done.undo)
        self._publisher.publish(done.changed)

    def _on_changed(self, done: Done[BodyMark]) -> None:
        self._publisher.publish(done.changed)
        self._view.changed(done.value, done.undo)

    def _on_taken_off(self, done: Done[BodyMark]) -> None:
        self._publisher.publish(done.changed)
        self._view.taken_off(done.value, done.undo)

    def _read(self, place: ChartPlace) -> ShownChart:
        marks = self._practice.body_marks.of_note(place.note_id)
        others = [
            chart
            for chart in self._practice.body_marks.charts(place.client_id)
            if chart.note_id != place.note_id
        ]
        is_open = self._practice.notes.get(place.note_id).finalized_at is None
        return ShownChart(marks, others, is_open)

    def _on_read(self, place: ChartPlace, shown: ShownChart) -> None:
        if place == self._place:
            self._view.show_chart(shown)


def over_time(mark: BodyMark, others: Sequence[Chart]) -> list[tuple[Chart, BodyMark]]:
    """What was marked of this kind in this region before, the oldest first; each chart's last such mark."""
    point = place_of(mark.place)
    found = []
    for chart in reversed(others):
        same = [each for each in chart.marks if each.kind == mark.kind and _is_near(each, point)]
        if same:
            found.append((chart, same[-1]))
    return found


def _is_near(mark: BodyMark, point: Point | None) -> bool:
    other = place_of(mark.place)
    return point is not None and other is not None and region_of(other) == region_of(point)
