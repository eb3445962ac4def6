"""The columns beside the note: the previous note with the client's measures, versions, the body chart."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from core.domain.records import NoteVersion, SessionNote
from desktop.body_chart.chart import BodyChart
from desktop.kit.context import ScreenContext
from desktop.kit.i18n import tr
from desktop.measures.note_card import NoteMeasures
from desktop.notes.side import WIDTH_PX, HistorySide, PreviousSide, SideColumn
from desktop.notes.signature_state import NoteMarks
from desktop.widgets.narrow import list_width

CHART_PX, _LEAST_CHART_PX = 440, 340


class NoteSides(QWidget):
    """One of the three at a time, or none. `left` when somebody steps out of one by Esc."""

    left = Signal()

    def __init__(self, context: ScreenContext) -> None:
        super().__init__()
        self.previous = PreviousSide(context.theme)
        self.history = HistorySide(context.theme)
        self.measures = NoteMeasures(context)
        self.previous.hold(self.measures)
        self.chart = BodyChart(context)
        self.body = SideColumn(context.theme, tr("Notes", "Body chart"), "Ctrl+Shift+B")
        self.body.under.hide()
        self.body.body.addWidget(self.chart)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for side in (self.previous, self.history, self.body):
            row.addWidget(side)
        self.measures.left.connect(self.left)
        self.chart.left.connect(self.left)
        self.history.hide()
        self.body.hide()

    def show_note(self, note: SessionNote) -> None:
        """Another note came to the front: it is not its versions that are read."""
        self.history.hide()
        self.measures.show_note(note.client_id, note.id)
        self.chart.show_note(note.client_id, note.id)

    def show_versions(self, versions: list[NoteVersion], marks: NoteMarks, now: datetime) -> None:
        """In place of the others."""
        self.previous.hide()
        self.body.hide()
        self.history.show_versions(versions, marks.signed, now)
        self.history.show()

    def toggle_previous(self) -> None:
        """The previous note and the measures come or go."""
        self.history.hide()
        self.body.hide()
        self.previous.setVisible(self.previous.isHidden())

    def toggle_chart(self) -> None:
        """The body chart comes, ready for keys, or goes."""
        if self.body.isVisible():
            self.body.hide()
            self.left.emit()
            return
        self.previous.hide()
        self.history.hide()
        self.body.show()
        self.chart.mark()

    def chart_actions(self) -> dict[str, Callable[[], object]]:
        """What the keys of the body chart do. It comes into sight for those that say nothing without it."""
        chart = self.chart
        return {
            "note_chart": self.toggle_chart,
            "note_chart_earlier": partial(self._at_chart, partial(chart.step_session, 1)),
            "note_chart_later": partial(self._at_chart, partial(chart.step_session, -1)),
            "note_chart_back": partial(self._at_chart, chart.go_back),
            "note_chart_alone": partial(self._at_chart, chart.turn_alone),
            "note_chart_carry": partial(self._at_chart, chart.carry),
        }

    def _at_chart(self, act: Callable[[], object]) -> None:
        if not self.body.isVisible():
            self.toggle_chart()
        act()

    def write_measure(self) -> None:
        """Into the entry, which comes into sight."""
        self.history.hide()
        self.body.hide()
        self.previous.show()
        self.measures.write()
        self.previous.bring_up(self.measures.entry)

    def keep(self) -> None:
        """Before the window locks or closes: what stands half typed."""
        self.measures.keep()
        self.chart.keep()

    def settle(self) -> bool:
        """False while something stands half typed that must not wait: the note is about to be signed."""
        self.chart.keep()
        return self.measures.settle()

    def fit(self, screen: QWidget) -> None:
        """The note has the larger part, however narrow the screen; a chart needs room for its figures."""
        for side in (self.previous, self.history):
            side.setFixedWidth(list_width(screen, WIDTH_PX))
        least = min(_LEAST_CHART_PX, screen.width() * 3 // 5)
        self.body.setFixedWidth(max(least, list_width(screen, CHART_PX)))
