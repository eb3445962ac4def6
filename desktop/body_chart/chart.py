"""The chart beside the note: figures, kinds of marks, the chosen one, all in words, earlier sessions."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from core.domain.body_chart import MOST, REMARK_LIMIT, Point, place_of
from core.domain.changes import Changed
from core.domain.chart_changes import mark_changes, missing_marks
from core.domain.errors import UserError
from core.domain.ids import BodyMarkId, ClientId, NoteId
from core.domain.records import BodyMark
from core.store.practice.body_marks import Chart
from core.store.practice.practice import Undo
from desktop.body_chart.accessible import accessible_charts
from desktop.body_chart.canvas import BodyCanvas
from desktop.body_chart.change_words import since_text
from desktop.body_chart.chart_rows import ChartRow, rows_alone, rows_of_note, rows_since
from desktop.body_chart.comparison import Comparison
from desktop.body_chart.kind_chooser import KindChooser
from desktop.body_chart.layout import PAGES, page_of
from desktop.body_chart.mark_row import MarkRow
from desktop.body_chart.presenter import BodyChartPresenter, ChartPlace, ShownChart
from desktop.body_chart.session_bar import SessionBar
from desktop.body_chart.words import chart_title, mark_place, mark_text, page_titles
from desktop.kit import tokens
from desktop.kit.context import ScreenContext
from desktop.kit.debounce import Debounce
from desktop.kit.i18n import plural, tr
from desktop.widgets.buttons import Button
from desktop.widgets.clearing import clear
from desktop.widgets.fields import ChoiceField, LineField, set_prose
from desktop.widgets.painted_list import announce
from desktop.widgets.segmented import SegmentedControl
from desktop.widgets.text import ElidedText, Text


class BodyChart(QFrame):
    """Implements BodyChartView. `keep` before the window locks or closes, or another note comes."""

    objective_requested = Signal(str)
    """Sentences that belong at the end of Objective."""
    counted = Signal(int)
    """How many marks the note has, also while its chart is out of sight."""
    left = Signal()

    def __init__(self, context: ScreenContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._shown = ShownChart()
        self._chosen: BodyMark | None = None
        self._put: BodyMarkId | None = None
        self._waits, self._digits = False, list[int]()
        self._was_typing = self._types_on = False
        self.rows: list[MarkRow] = []
        self._charts = accessible_charts()
        self._charts.install()
        self.presenter = BodyChartPresenter(context.practice, context.jobs, context.bus, self)
        pages: list[tuple[str, object]] = [(title, number) for number, title in enumerate(page_titles())]
        self.pages = SegmentedControl(tr("BodyChart", "Figures"), pages)
        self.canvas = BodyCanvas(context.theme)
        self.canvas.setAccessibleName(tr("BodyChart", "Body chart"))
        self.canvas.setAccessibleDescription(_how())
        self.place = ElidedText(tone="secondary", size="small")
        self.kinds = KindChooser(context.theme)
        self.intensity = ChoiceField(tr("BodyChart", "Intensity"), _intensities())
        self.remark = LineField(tr("BodyChart", "Remark"))
        set_prose(self.remark.editor)
        self.remark.editor.setMaxLength(REMARK_LIMIT)
        self._pause = Debounce(self._keep_remark, self)
        self.none = Text(_how(), tone="secondary", size="small", wrap=True)
        self.closed = Text(_closed(), tone="secondary", size="small", wrap=True)
        self.sessions = SessionBar(context.theme)
        self.comparison = Comparison()
        self.add = Button(tr("BodyChart", "Add to Objective"), self.add_to_objective)
        self._list = QVBoxLayout()
        self._lay_out()
        self._connect()

    def show_note(self, client_id: ClientId, note_id: NoteId) -> None:
        """What was typed about a mark of another note is kept with that."""
        self.keep()
        self._put, self._waits, self._digits = None, False, []
        place = ChartPlace(client_id, note_id)
        if place != self.presenter.place:
            self.sessions.go_to(None)
            self.comparison.set_alone(False)
        self.presenter.show(place)

    def keep(self) -> None:
        """A remark that stands half typed is stored."""
        self._pause.stop()
        self._keep_remark()

    def mark(self) -> None:
        """Where marks are put by keys."""
        self.canvas.setFocus()

    def add_to_objective(self) -> None:
        """All marks as sentences, in the order in which they were put."""
        self.keep()
        if self._shown.marks and self._can_change:
            self.objective_requested.emit(" ".join(mark_text(mark) for mark in self._shown.marks))

    def step_session(self, by: int) -> None:
        """To the chart of an earlier session; with a negative number to a later one, and in the end back to
        this note."""
        self.sessions.step(by)

    def go_back(self) -> None:
        """To the chart of this note alone."""
        self.sessions.go_to(None)
        self._on_session_chosen(None)

    def turn_alone(self) -> None:
        """The earlier session that is shown comes without the marks of this note, or with them again."""
        if self._session is not None:
            self.comparison.set_alone(not self.comparison.is_alone)
            self._show_all()

    def carry(self) -> None:
        """What was marked in the session that is shown, and is not here yet."""
        chart = self._session
        if chart is not None and self._shown.is_open:
            self.presenter.carry(chart.note_id)
        else:
            none = tr("BodyChart", "No earlier session is shown. Ctrl+PgUp goes to one, if there is one.")
            self._context.navigator.toast(none if chart is None else _closed())

    # What the presenter says.

    def show_chart(self, shown: ShownChart) -> None:
        self._shown = shown
        self.counted.emit(len(shown.marks))
        if self.isVisible():
            self._fill()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fill()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc steps out of whatever somebody stands in; the figures let a mark go before."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _fill(self) -> None:
        """Only in sight: whoever opens a note does not wait for a chart that nobody looks at."""
        now, earlier = self._context.clock.now(), self._shown.earlier
        choices: list[tuple[str, object]] = [(tr("BodyChart", "This note"), None)]
        self.sessions.show_sessions(choices + [(chart_title(chart, now), chart.note_id) for chart in earlier])
        self.sessions.setVisible(bool(earlier))
        self._show_all()
        if self._put is not None:
            self.canvas.choose(self._put)
            self._put, self._waits = None, False
            self._type_ahead()
            if self._types_on:
                self._types_on = False
                self.remark.editor.setFocus()

    def put(self, mark: BodyMark, undo: Undo | None) -> None:
        """It is chosen as soon as it is read, so that digits say how strong it is."""
        self._put = mark.id
        announce(self.canvas, mark_text(mark))
        words = tr("BodyChart", "Marked: {mark}", mark=mark_text(mark))
        self._context.navigator.toast(words, self._back(undo))

    def taken_off(self, mark: BodyMark, undo: Undo | None) -> None:
        words = tr("BodyChart", "Taken off: {mark}", mark=mark_text(mark))
        self._context.navigator.toast(words, self._back(undo))

    def changed(self, mark: BodyMark, undo: Undo | None) -> None:
        """Whoever dragged a mark by mistake can put it back."""
        if undo is not None:
            words = tr("BodyChart", "Changed: {mark}", mark=mark_text(mark))
            self._context.navigator.toast(words, self._back(undo))

    def brought_back(self, mark: BodyMark, undo: Undo | None) -> None:
        """It is chosen, so that whoever was typing goes on."""
        self._put, self._types_on = mark.id, self._was_typing
        words = tr(
            "BodyChart",
            "This mark was taken off elsewhere while you typed. It is back with what you typed: {mark}",
            mark=mark_text(mark),
        )
        self._context.navigator.toast(words, self._back(undo))

    def carried(self, marks: Sequence[BodyMark], undo: Undo | None) -> None:
        """They show among those of this note, so that somebody says how strong each is today."""
        self.comparison.set_alone(False)
        count = len(marks)
        words = plural(
            "BodyChart",
            "1 mark carried. Say how strong it is today.",
            "{n} marks carried. Say how strong they are today.",
            count,
        )
        none = tr("BodyChart", "Nothing was carried: all of these are marked here already.")
        self._context.navigator.toast(words if count else none, self._back(undo))

    def refuse(self, error: UserError) -> None:
        self._waits, self._digits = False, []
        self._context.navigator.toast(error.sentence)

    def _type_ahead(self) -> None:
        """Digits that were typed before the new mark was read."""
        digits, self._digits = self._digits, []
        for digit in digits:
            self._on_digit_typed(self._chosen, digit)

    def _back(self, undo: Undo | None) -> "partial[None] | None":
        return None if undo is None else partial(self._take_back, undo)

    # What is shown.

    @property
    def _session(self) -> Chart | None:
        """The earlier chart that is shown; None for this note's own."""
        return self._shown.session(self.sessions.value)

    @property
    def _is_alone(self) -> bool:
        return self._session is not None and self.comparison.is_alone

    @property
    def _can_change(self) -> bool:
        """An earlier session is only read."""
        return self._shown.is_open and not self._is_alone

    def _show_all(self) -> None:
        shown, can_change = self._shown, self._can_change
        self.kinds.setEnabled(can_change)
        self.add.setEnabled(can_change and bool(shown.marks))
        self.none.setVisible(can_change and not shown.marks)
        self.closed.setVisible(not shown.is_open)
        for part in (self.intensity, self.remark, self.add):
            part.setVisible(not self._is_alone)
        self._show_comparison()
        self._show_rows()
        self._show_marks()

    def _show_comparison(self) -> None:
        chart, shown = self._session, self._shown
        self.comparison.setVisible(chart is not None)
        if chart is not None:
            words = since_text(chart, mark_changes(chart.marks, shown.marks), self._context.clock.now())
            can_carry = shown.is_open and bool(missing_marks(chart.marks, shown.marks))
            self.comparison.show_since(words, can_carry=can_carry)

    def _show_rows(self) -> None:
        focused = QApplication.focusWidget()
        had_focus = focused is not None and any(row.isAncestorOf(focused) for row in self.rows)
        clear(self._list)
        self.rows = [self._row(each) for each in self._chart_rows()]
        for row in self.rows:
            self._list.addWidget(row)
        if had_focus:
            self.mark()

    def _chart_rows(self) -> list[ChartRow]:
        chart, shown = self._session, self._shown
        if chart is None:
            return rows_of_note(shown, self._context.clock.now())
        return rows_alone(shown, chart) if self._is_alone else rows_since(shown, chart)

    def _row(self, each: ChartRow) -> MarkRow:
        can_go = each.is_own and self._can_change
        take_off = partial(self._take_off, each.mark) if can_go else None
        row = MarkRow(self._context.theme, each.mark, each.words, take_off, faint=each.is_faint)
        row.button.clicked.connect(partial(self._on_row_pressed, each.mark))
        row.button.setChecked(self._chosen is not None and self._chosen.id == each.mark.id)
        return row

    def _show_marks(self) -> None:
        chart = self._session
        if chart is not None and self._is_alone:
            self.canvas.show_marks(chart.marks, (), is_open=False)
        else:
            faint = () if chart is None else chart.marks
            self.canvas.show_marks(self._shown.marks, faint, is_open=self._shown.is_open)
        self._show_chosen(self.canvas.chosen_mark())

    def _show_chosen(self, mark: BodyMark | None) -> None:
        is_other = (mark and mark.id) != (self._chosen and self._chosen.id)
        if is_other:
            self._was_typing = mark is None and self.remark.editor.hasFocus()
            self.keep()
            self.presenter.forget_typed()
        self.place.setText(self.canvas.keys_place() if mark is None else mark_place(mark))
        self._chosen = mark
        for row in self.rows:
            row.button.setChecked(mark is not None and row.mark.id == mark.id)
        can_change = mark is not None and self._can_change
        for field in (self.intensity, self.remark):
            field.setEnabled(can_change)
        self.intensity.editor.blockSignals(True)
        self.intensity.set_value(None if mark is None else mark.intensity)
        self.intensity.editor.blockSignals(False)
        editor = self.remark.editor
        if is_other or not (editor.hasFocus() or editor.isModified()):
            self.remark.set_text("" if mark is None else mark.remark or "")

    def _keep_remark(self) -> None:
        if self._chosen is not None and self._shown.is_open and self.remark.editor.isModified():
            self.remark.editor.setModified(False)
            self.presenter.set_remark(self._chosen, self.remark.editor.text())

    def _lay_out(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(tokens.S)
        box.addWidget(self.pages)
        box.addWidget(self.kinds)
        box.addWidget(self.sessions)
        box.addWidget(self.canvas, 1)
        box.addWidget(self.place)
        box.addWidget(self.comparison)
        chosen = QHBoxLayout()
        chosen.setSpacing(tokens.S)
        chosen.addWidget(self.intensity)
        chosen.addWidget(self.remark, 1)
        box.addLayout(chosen)
        box.addWidget(self.none)
        box.addWidget(self.closed)
        box.addWidget(self.add)
        self._list.setSpacing(tokens.XS)
        box.addLayout(self._list)

    def _connect(self) -> None:
        self.pages.chosen.connect(self._on_page_chosen)
        canvas = self.canvas
        canvas.put_requested.connect(self._on_put_requested)
        canvas.move_requested.connect(self.presenter.move)
        canvas.off_requested.connect(self._take_off)
        canvas.digit_typed.connect(self._on_digit_typed)
        canvas.chosen.connect(self._show_chosen)
        canvas.place_told.connect(self.place.setText)
        canvas.kind_stepped.connect(self._on_kind_stepped)
        canvas.page_stepped.connect(self._on_page_stepped)
        canvas.left.connect(self.left)
        self.intensity.changed.connect(self._on_intensity_chosen)
        self.remark.editor.textEdited.connect(self._on_remark_typed)
        self.remark.editor.editingFinished.connect(self.keep)
        self.sessions.chosen.connect(self._on_session_chosen)
        self.comparison.changed.connect(self._show_all)
        self.comparison.back.connect(self._on_back)
        self.comparison.carry.connect(self.carry)
        self._context.bus.changed.connect(self._on_rows_changed)
        self._context.theme.changed.connect(self._show_rows)

    # What the person does.

    def _on_page_chosen(self, page: object) -> None:
        self.canvas.show_page(page if isinstance(page, int) else 0)

    def _on_page_stepped(self, by: int) -> None:
        page = (self.canvas.page + by) % len(PAGES)
        self.pages.set_value(page)
        self.canvas.show_page(page)
        announce(self.canvas, page_titles()[page])

    def _on_kind_stepped(self, by: int) -> None:
        announce(self.canvas, self.kinds.step(by))

    def _on_digit_typed(self, mark: BodyMark | None, digit: int) -> None:
        if mark is not None:
            self.presenter.type_digit(mark, digit)
        elif self._waits:
            self._digits.append(digit)

    def _on_put_requested(self, point: Point) -> None:
        self.canvas.choose(None)
        self._waits, self._digits = True, []
        self.presenter.put(self.kinds.kind, point)

    def _on_row_pressed(self, mark: BodyMark, _checked: bool = False) -> None:
        point = place_of(mark.place)
        if point is not None:
            self.pages.set_value(page_of(point.view))
            self.canvas.show_page(page_of(point.view))
        self.canvas.choose(mark.id)
        if self.canvas.chosen_mark() is None:
            self.place.setText(mark_place(mark))

    def _take_off(self, mark: BodyMark) -> None:
        """With the remark that stands half typed, so that both come back together."""
        self.keep()
        self.presenter.take_off(mark)

    def _take_back(self, undo: Undo) -> None:
        self.keep()
        self.presenter.take_back(undo)

    def _on_intensity_chosen(self, intensity: object) -> None:
        if self._chosen is not None:
            self.presenter.set_intensity(self._chosen, intensity if isinstance(intensity, str) else None)

    def _on_remark_typed(self, _text: str) -> None:
        self._pause.restart()

    def _on_session_chosen(self, _note_id: object) -> None:
        """Said as well: whoever listens does not see what changed on the figures."""
        self._show_all()
        chart = self._session
        words = tr("BodyChart", "This note")
        if chart is not None:
            title = chart_title(chart, self._context.clock.now())
            words = tr("BodyChart", "{session}. {since}", session=title, since=self.comparison.since.text())
        announce(self.canvas, words)

    def _on_back(self) -> None:
        """The button goes with what it belongs to."""
        self.go_back()
        self.mark()

    def _on_rows_changed(self, changed: Sequence[Changed]) -> None:
        self.presenter.rows_changed(changed)


def _intensities() -> list[tuple[str, object]]:
    none: list[tuple[str, object]] = [(tr("BodyChart", "Not said"), None)]
    return none + [(f"{number}/{MOST}", str(number)) for number in range(MOST + 1)]


def _how() -> str:
    return tr(
        "BodyChart",
        "Click where it is, or go there with the arrow keys and press Enter; then type how strong it is, 0 "
        "to 10. Del takes a mark off, Shift and arrows move it, Ctrl and arrows choose the next one's kind.",
    )


def _closed() -> str:
    return tr("BodyChart", "This note is signed: the marks on its body chart stay as they are.")
