"""The section "Measures" of a client's page: every scale, one of them drawn over time and told in a table."""

from collections.abc import Callable, Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from core.domain.changes import Changed
from core.domain.errors import UserError
from core.domain.ids import ClientId
from core.domain.measure_scales import Trend, scale_of
from core.domain.records import Measure
from core.store.practice.practice import Undo
from desktop.kit import tokens
from desktop.kit.context import ScreenContext
from desktop.kit.discard_question import ask_to_discard
from desktop.kit.form_drafts import Content, FormDrafts
from desktop.kit.form_keeper import FormKeeper
from desktop.kit.i18n import tr
from desktop.measures.csv_out import MeasuresCsv
from desktop.measures.form import MeasureForm
from desktop.measures.points_table import PointsTable
from desktop.measures.presenter import MeasuresPlace, MeasuresPresenter, ShownMeasures
from desktop.measures.scale_row import ScaleRow
from desktop.measures.words import TALL_POINTS, known_scales, measure_text, plot_ends, plot_points, spoken
from desktop.widgets.buttons import Button, danger
from desktop.widgets.focus_return import focus_in, give_focus
from desktop.widgets.text import Text
from desktop.widgets.trend_plot import TrendPlot


class ClientMeasures(QFrame):
    """Implements MeasuresView."""

    def __init__(self, context: ScreenContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setProperty("card", True)
        self._shown = ShownMeasures()
        self._key: tuple[str, str] | None = None
        self.scales: list[ScaleRow] = []
        self._left: Content = {}
        """What is half typed, by client."""
        self._asked_from: QWidget | None = None
        self.presenter = MeasuresPresenter(context.practice, context.jobs, context.bus, self)
        self.form = MeasureForm(context.clock)
        kept = FormDrafts(context.practice.settings, context.jobs, "client_measure")
        self._keeper = FormKeeper(kept, self._content, self)
        self.csv = MeasuresCsv(context, self)
        self.save_csv = Button(tr("Measures", "Save as CSV…"), self._on_csv, compact=True)
        self.add = Button(tr("Measures", "Add measure"), self.begin, compact=True)
        self.empty = Text(
            tr("Measures", "Nothing was measured yet. Press M to add pain, a range of motion or any number."),
            tone="secondary",
            wrap=True,
        )
        self._rows = QVBoxLayout()
        self.plot = TrendPlot(context.theme, axes=True)
        self.table = PointsTable()
        self.edit = Button(tr("Measures", "Change"), self._on_edit, compact=True)
        self.open_note = Button(tr("Measures", "Open note"), self._on_open_note, compact=True)
        self.delete = danger(tr("Measures", "Delete"), self._on_delete)
        self._actions = QWidget()
        self.head = QHBoxLayout()
        """One below the other where the page is narrow."""
        self._lay_out()
        self._connect()
        kept.look(self._on_found)

    def show_client(self, client_id: ClientId) -> None:
        """Nothing of the last client stays in sight."""
        place = MeasuresPlace(client_id)
        if place != self.presenter.place:
            self._key = None
            self._left = self._content() or {}
            self.form.hide()
        self.presenter.show(place)

    def begin(self) -> None:
        """A new measure of today."""
        self._open_form(None)

    def choose(self, measure: Measure) -> None:
        """Its scale comes to the front and its row is chosen, with the focus on it."""
        self._key = scale_of(measure).key
        self._show_scale()
        self.table.choose(measure)

    def keep(self) -> None:
        """Before the window locks or closes."""
        self._keeper.keep()

    # What the presenter says.

    def show_measures(self, shown: ShownMeasures) -> None:
        """The scale in front stays there; else the first is."""
        self._shown = shown
        for row in self.scales:
            self._rows.removeWidget(row)
            # Deleted only when the event loop turns, it would be seen beside the new ones until then.
            row.hide()
            row.deleteLater()
        now = self._context.clock.now()
        self.scales = [ScaleRow(self._context.theme, trend, now) for trend in shown.trends]
        for row in self.scales:
            row.setCheckable(True)
            row.clicked.connect(partial(self._choose, row.trend.scale.key))
            self._rows.addWidget(row)
        self.empty.setVisible(not shown.trends)
        self.save_csv.setVisible(bool(shown.trends))
        self._show_scale()
        self._take_up()

    def added(self, measure: Measure, undo: Undo | None) -> None:
        """The form closes, and the scale of what was saved is in front."""
        self._key = scale_of(measure).key
        self._close_form()
        self._show_scale()
        # The form that had the focus is hidden, and Qt would hand it to whatever follows in the order of Tab.
        self.add.setFocus()
        self._context.navigator.toast(
            tr("Measures", "Saved: {number}", number=measure_text(measure)), self._back(undo)
        )

    def deleted(self, measure: Measure, undo: Undo | None) -> None:
        words = tr("Measures", "Deleted: {number}", number=measure_text(measure))
        self._context.navigator.toast(words, self._back(undo))

    def refuse(self, error: UserError) -> None:
        if self.form.isVisible():
            self.form.line.set_error(error.sentence)
        else:
            self._context.navigator.toast(error.sentence)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.table.hasFocus():
            self._on_delete()
        else:
            super().keyPressEvent(event)

    @property
    def trend(self) -> Trend | None:
        """The scale that is drawn."""
        found = (each for each in self._shown.trends if each.scale.key == self._key)
        return next(found, self._shown.trends[0] if self._shown.trends else None)

    def _choose(self, key: tuple[str, str]) -> None:
        self._key = key
        self._show_scale()

    def _show_scale(self) -> None:
        trend, now = self.trend, self._context.clock.now()
        for row in self.scales:
            row.setChecked(row.trend is trend)
        for part in (self.plot, self.table, self._actions):
            part.setVisible(trend is not None)
        if trend is not None:
            self.plot.show_trend(plot_points(trend, TALL_POINTS), plot_ends(trend, now), spoken(trend))
            newest_first = [point.measure for point in reversed(trend.points)]
            self.table.show_measures(newest_first, self._shown.signed, now)
        self._show_actions()

    def _show_actions(self) -> None:
        chosen = self.table.chosen
        is_open = chosen is not None and chosen.session_id not in self._shown.signed
        self.edit.setEnabled(is_open)
        self.delete.setEnabled(is_open)
        self.open_note.setEnabled(chosen is not None and chosen.session_id is not None)

    def _back(self, undo: Undo | None) -> Callable[[], None] | None:
        return None if undo is None else partial(self.presenter.take_back, undo)

    def _open_form(self, measure: Measure | None) -> None:
        if (place := self.presenter.place) is None:
            return
        if self.form.is_typed:
            self.form.line.editor.setFocus()
            return
        if self.form.isHidden():
            self._asked_from = focus_in(self.window())
        self.form.begin(place.client_id, measure, self._shown.trends)

    def _content(self) -> Content | None:
        """What is typed now and what was left at other clients."""
        typed = self.form.content()
        return {**self._left, **({typed["client"]: typed} if typed else {})} or None

    def _close_form(self) -> None:
        """Saved, or given up."""
        self._left.pop(str(self.form.client_id), None)
        self.form.hide()
        self._keeper.keep()

    def _on_found(self, content: Content) -> None:
        self._left = {**content, **self._left}
        self._take_up()

    def _take_up(self) -> None:
        """What was being typed about this client when the program ended or another one came to the front."""
        place = self.presenter.place
        left = self._left.get(str(place.client_id)) if place else None
        if place is None or left is None or not self.form.isHidden():
            return
        measure = self._measure(left["measure"])
        if measure is not None or not left["measure"]:
            self.form.begin(place.client_id, measure, self._shown.trends)
            self.form.restore(left)

    def _measure(self, row_id: str | None) -> Measure | None:
        points = (point.measure for trend in self._shown.trends for point in trend.points)
        return next((each for each in points if row_id and each.id == UUID(row_id)), None)

    def _lay_out(self) -> None:
        head = self.head
        head.setContentsMargins(tokens.S, 0, tokens.S, 0)
        head.addWidget(Text(tr("Measures", "Measures"), size="large"), 1)
        head.addWidget(self.save_csv)
        head.addWidget(self.add)
        self.empty.setContentsMargins(tokens.S, 0, tokens.S, tokens.S)
        self._rows.setSpacing(0)
        actions = QHBoxLayout(self._actions)
        actions.setContentsMargins(tokens.S, 0, tokens.S, 0)
        actions.setSpacing(tokens.S)
        actions.addWidget(self.edit)
        actions.addWidget(self.open_note)
        actions.addStretch(1)
        actions.addWidget(self.delete)
        self.delete.setProperty("compact", True)
        box = QVBoxLayout(self)
        box.setContentsMargins(tokens.S, tokens.M, tokens.S, tokens.M)
        box.setSpacing(tokens.S)
        box.addLayout(head)
        box.addWidget(self.form)
        box.addWidget(self.empty)
        box.addLayout(self._rows)
        drawn = QHBoxLayout()
        drawn.setContentsMargins(tokens.S, tokens.S, tokens.S, 0)
        drawn.addWidget(self.plot)
        box.addLayout(drawn)
        box.addWidget(self.table)
        box.addWidget(self._actions)
        self.form.hide()

    def _connect(self) -> None:
        self._keeper.listen(self.form)
        self.form.saved.connect(self._on_saved)
        self.form.left.connect(self._on_form_left)
        self.table.activated.connect(self._on_activated)
        self.table.selectionModel().selectionChanged.connect(self._show_actions)
        self._context.bus.changed.connect(self._on_rows_changed)

    def _on_saved(self) -> None:
        line = self.form.read()
        if line is None:
            return
        known = known_scales(self._shown.trends)
        if self.form.measure is None:
            self.presenter.add(line, known)
        else:
            self.presenter.change(self.form.measure, line, known)

    def _on_form_left(self) -> None:
        if self.form.is_typed:
            sentence = tr("Measures", "The measure is not saved.")
            ask_to_discard(self._context.navigator, sentence, self._on_discarded)
        else:
            self._on_discarded()

    def _on_discarded(self) -> None:
        self._close_form()
        if not give_focus(self._asked_from):
            self.add.setFocus()

    def _on_csv(self) -> None:
        if (place := self.presenter.place) is not None:
            self.csv.ask(place.client_id)

    def _on_activated(self, _index: QModelIndex) -> None:
        self._on_edit()

    def _on_edit(self) -> None:
        if (chosen := self.table.chosen) is not None and chosen.session_id not in self._shown.signed:
            self._open_form(chosen)

    def _on_open_note(self) -> None:
        if (chosen := self.table.chosen) is not None and chosen.session_id is not None:
            self._context.navigator.open_note(chosen.session_id)

    def _on_delete(self) -> None:
        if (chosen := self.table.chosen) is not None:
            self.presenter.delete(chosen)

    def _on_rows_changed(self, changed: Sequence[Changed]) -> None:
        if self.isVisible():
            self.presenter.rows_changed(changed)
