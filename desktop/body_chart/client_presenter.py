"""The body charts of a client, session by session, free of Qt: only read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from core.domain.changes import Changed
from core.domain.chart_changes import MarkChange, mark_changes
from core.domain.clock import Clock
from core.domain.errors import UserError
from core.domain.ids import ClientId
from core.store.practice.body_marks import Chart
from core.store.practice.practice import Practice
from desktop.body_chart.courses import Course, courses
from desktop.body_chart.presenter import tells_of_charts
from desktop.kit.ports import Runner


@dataclass(frozen=True, slots=True)
class ShownCharts:
    """All sessions with marks, the newest first, and how each place went in them."""

    charts: Sequence[Chart] = ()
    courses: Sequence[Course] = ()

    def session(self, note_id: object) -> Chart | None:
        """The chart of a note; None where it is none of these."""
        return next((chart for chart in self.charts if chart.note_id == note_id), None)

    def before(self, chart: Chart) -> Chart | None:
        """The session before that one; None for the first."""
        at = self.charts.index(chart) + 1
        return self.charts[at] if at < len(self.charts) else None

    def changes(self, chart: Chart) -> list[MarkChange]:
        """Since the session before; of the first one everything is new."""
        before = self.before(chart)
        return mark_changes(() if before is None else before.marks, chart.marks)


class ClientChartsView(Protocol):
    """Called on the thread of the window."""

    def show_charts(self, shown: ShownCharts) -> None: ...
    def refuse(self, error: UserError) -> None: ...


class ClientChartsPresenter:
    """One client at a time; GUI thread."""

    def __init__(self, practice: Practice, runner: Runner, clock: Clock, view: ClientChartsView) -> None:
        self._practice, self._runner = practice, runner
        self._clock, self._view = clock, view
        self._client_id: ClientId | None = None
        self._told: object = None

    def show(self, client_id: ClientId) -> None:
        """Turns to another client, empty until the charts are read."""
        if client_id != self._client_id:
            self._client_id = client_id
            self._tell(ShownCharts())
        self.load()

    def load(self) -> None:
        """Reads again; an answer for a client who was left is dropped."""
        client_id = self._client_id
        if client_id is not None:
            self._runner.run(
                partial(self._read, client_id), partial(self._on_read, client_id), self._view.refuse
            )

    def rows_changed(self, changed: Iterable[Changed]) -> None:
        """Reads again where marks are among them, or notes, whose marks come and go with them."""
        if any(tells_of_charts(change) for change in changed):
            self.load()

    def _read(self, client_id: ClientId) -> ShownCharts:
        charts = self._practice.body_marks.charts(client_id)
        return ShownCharts(charts, courses(charts))

    def _on_read(self, client_id: ClientId, shown: ShownCharts) -> None:
        if client_id == self._client_id and self._seen_of(shown) != self._told:
            self._tell(shown)

    def _tell(self, shown: ShownCharts) -> None:
        self._told = self._seen_of(shown)
        self._view.show_charts(shown)

    def _seen_of(self, shown: ShownCharts) -> object:
        """What of charts is seen: a sync numbers rows anew that read as before, and days are told from
        today."""
        charts = [
            (
                chart.note_id,
                chart.session_date,
                [(mark.id, mark.kind, mark.place, mark.intensity, mark.remark) for mark in chart.marks],
            )
            for chart in shown.charts
        ]
        return self._clock.now().date(), charts
