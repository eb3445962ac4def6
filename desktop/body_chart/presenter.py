"""What a body chart does, free of Qt: read, put a mark, change it, take it off, take back."""

import uuid
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol

from core.domain.body_chart import Point, place_text, typed_intensity
from core.domain.changes import Changed
from core.domain.chart_changes import MarkKey, mark_key
from core.domain.errors import NotFound, UserError
from core.domain.ids import BodyMarkId, ClientId, NoteId
from core.domain.records import BodyMark
from core.store.practice.body_marks import Chart
from core.store.practice.practice import BodyMarkDraft, Done, Practice, Undo
from desktop.body_chart.courses import Course, SessionMark, courses
from desktop.kit.ports import Publisher, Runner


@dataclass(frozen=True, slots=True)
class ShownChart:
    """All that a chart shows. `is_open` False: the note is signed, and its chart stays."""

    marks: Sequence[BodyMark] = ()
    earlier: Sequence[Chart] = ()
    """Charts of the client's sessions before this one, the newest first."""
    is_open: bool = True
    courses: Mapping[MarkKey, Course] = field(default_factory=dict)
    """How each place went in these."""

    def session(self, note_id: object) -> Chart | None:
        """The earlier chart of a note; None where it is none of these."""
        return next((chart for chart in self.earlier if chart.note_id == note_id), None)

    def seen(self, mark: BodyMark) -> Sequence[SessionMark]:
        """What was marked of this kind in this region before, the oldest first."""
        course = self.courses.get(mark_key(mark))
        return () if course is None else course.seen


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

    def brought_back(self, mark: BodyMark, undo: Undo | None) -> None:
        """Another laptop took it off while its remark was typed: with that it is on the chart again."""
        ...

    def carried(self, marks: Sequence[BodyMark], undo: Undo | None) -> None:
        """Marks of an earlier session are on the chart now; none where all were there already."""
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

    @property
    def place(self) -> ChartPlace | None:
        """None until `show` was called."""
        return self._place

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
        """Reads again where marks are among them, or other notes, whose marks come and go with them.

        Not for each draft of the note in front: it is stored while somebody types.
        """
        place = self._place
        own = frozenset[uuid.UUID]() if place is None else frozenset({place.note_id})
        if any(tells_of_charts(change, own) for change in changed):
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
        """Spaces around it are no remark. A mark that is gone meanwhile comes back with it."""
        if remark.strip() != (mark.remark or ""):
            work = partial(self._write_remark, mark, remark)
            self._runner.run(work, partial(self._on_remark_written, mark), self._view.refuse)

    def move(self, mark: BodyMark, point: Point) -> None:
        """To another place, also in another view."""
        if place_text(point) != mark.place:
            self._edit(mark, place=place_text(point))

    def take_off(self, mark: BodyMark) -> None:
        """Asks nobody: it can be taken back."""
        self._runner.run(
            lambda: self._practice.body_marks.delete(mark.id), self._on_taken_off, self._view.refuse
        )

    def carry(self, earlier_id: NoteId) -> None:
        """Puts what was marked in an earlier session, and is not here yet, on this chart."""
        if self._place is not None:
            work = partial(self._carry, earlier_id, self._place.note_id)
            self._runner.run(work, self._on_carried, self._view.refuse)

    def take_back(self, undo: Undo) -> None:
        """What was just done."""
        self._runner.run(lambda: self._practice.undo(undo), self._publisher.publish, self._view.refuse)

    def _edit(self, mark: BodyMark, **fields: str | None) -> None:
        work: Callable[[], Done[BodyMark]] = partial(self._practice.body_marks.edit, mark.id, **fields)
        self._runner.run(work, self._on_changed, self._view.refuse)

    def _write_remark(self, mark: BodyMark, remark: str) -> Done[BodyMark]:
        marks = self._practice.body_marks
        try:
            return marks.edit(mark.id, remark=remark)
        except NotFound:
            if not remark.strip():
                raise
            draft = BodyMarkDraft(
                session_id=mark.session_id,
                kind=mark.kind,
                place=mark.place,
                intensity=mark.intensity,
                remark=remark,
            )
            return marks.add(draft)

    def _on_remark_written(self, mark: BodyMark, done: Done[BodyMark]) -> None:
        if done.value.id == mark.id:
            self._on_changed(done)
        else:
            self._view.brought_back(done.value, done.undo)
            self._publisher.publish(done.changed)

    def _add(self, draft: BodyMarkDraft) -> Done[BodyMark]:
        # A note that was only begun is in no table yet, and its mark needs it there.
        kept = self._practice.notes.keep_begun(draft.session_id)
        done = self._practice.body_marks.add(draft)
        return Done(done.value, (*kept, *done.changed), done.undo)

    def _carry(self, earlier_id: NoteId, note_id: NoteId) -> Done[Sequence[BodyMark]]:
        kept = self._practice.notes.keep_begun(note_id)
        done = self._practice.body_marks.carry(earlier_id, note_id)
        return Done(done.value, (*kept, *done.changed), done.undo)

    def _on_carried(self, done: Done[Sequence[BodyMark]]) -> None:
        self._publisher.publish(done.changed)
        self._view.carried(done.value, done.undo)

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
        note = self._practice.notes.get(place.note_id)
        marks = self._practice.body_marks.of_note(place.note_id)
        earlier = [
            chart
            for chart in self._practice.body_marks.charts(place.client_id)
            if (chart.session_date, chart.note_id) < (note.session_date, note.id)
        ]
        followed = {course.key: course for course in courses(earlier)}
        return ShownChart(marks, earlier, note.finalized_at is None, followed)

    def _on_read(self, place: ChartPlace, shown: ShownChart) -> None:
        if place == self._place:
            self._view.show_chart(shown)


def tells_of_charts(change: Changed, own: Container[uuid.UUID] = ()) -> bool:
    """Whether charts may differ now: by marks, or by a note that is not one of `own`."""
    return change.table == "body_marks" or (
        change.table == "sessions" and any(row_id not in own for row_id in change.ids)
    )
