"""Beside the note: the client's scales, each with its line, and an entry that adds one to this note."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from core.domain.changes import Changed
from core.domain.errors import UserError
from core.domain.ids import ClientId, NoteId
from core.domain.measure_scales import Trend, scale_of
from core.domain.records import Measure
from core.store.practice.practice import Undo
from desktop.kit import tokens
from desktop.kit.context import ScreenContext
from desktop.kit.form_drafts import FormDrafts
from desktop.kit.form_keeper import FormKeeper
from desktop.kit.i18n import tr
from desktop.measures.line_drafts import LineDrafts
from desktop.measures.presenter import MeasuresPlace, MeasuresPresenter, ShownMeasures, TypedMeasure
from desktop.measures.scale_row import ScaleRow
from desktop.measures.words import known_scales, measure_text, scale_name
from desktop.widgets.buttons import IconButton
from desktop.widgets.clearing import clear
from desktop.widgets.completing import suggest
from desktop.widgets.fields import LineField
from desktop.widgets.mirrored import set_margins
from desktop.widgets.text import ElidedText, Text

MOST_ROWS = 4
"""More scales than these scroll."""


class NoteMeasures(QFrame):
    """Implements MeasuresView. `left` when somebody steps out of the entry by Esc."""

    left = Signal()

    def __init__(self, context: ScreenContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._shown = ShownMeasures()
        self._sent = ""
        self._names: list[str] = []
        self.scales: list[ScaleRow] = []
        self.removals: list[IconButton] = []
        self.presenter = MeasuresPresenter(context.practice, context.jobs, context.bus, self)
        kept = FormDrafts(context.practice.settings, context.jobs, "measures")
        self._drafts = LineDrafts(kept)
        self._keeper = FormKeeper(kept, self._drafts.content, self)
        self.entry = LineField(
            tr("Measures", "Add a measure to this note"),
            hint=tr("Measures", "Name and number, then Enter: pain 6, stress 3/5, flexion 140°"),
            placeholder=tr("Measures", "pain 6"),
            lines=2,
        )
        self.none = Text(tr("Measures", "Nothing was measured yet."), tone="secondary", wrap=True)
        self.closed = Text(
            tr("Measures", "This note is signed: its measures stay. Add new ones on the client's page."),
            tone="secondary",
            size="small",
            wrap=True,
        )
        self._rows = QVBoxLayout()
        self._taken = QVBoxLayout()
        self._scroll = QScrollArea()
        self._lay_out()
        self._connect()
        self._drafts.look()

    def show_note(self, client_id: ClientId, note_id: NoteId) -> None:
        """What stands half typed stays with the note in which it was typed."""
        place = MeasuresPlace(client_id, note_id)
        if place != self.presenter.place:
            self.presenter.show(place)
            self.entry.set_text(self._drafts.left(note_id))
        else:
            self.presenter.load()

    def keep(self) -> None:
        """Before the window locks or closes."""
        self._keeper.keep()

    def write(self) -> None:
        """The key for it: where a measure is typed."""
        if self._shown.is_open:
            self.entry.editor.setFocus()
        else:
            self._context.navigator.toast(self.closed.text())

    def settle(self) -> bool:
        """False while something stands half typed: the note is about to be signed, and takes none after."""
        if not self.entry.text or not self._shown.is_open:
            return True
        self.entry.set_error(
            tr("Measures", "Add this with Enter, or take it out, before the note is signed.")
        )
        self.write()
        return False

    # What the presenter says.

    def show_measures(self, shown: ShownMeasures) -> None:
        """Rows anew; whoever stood in one stands in the entry."""
        focused = QApplication.focusWidget()
        had_focus = focused is not None and self.isAncestorOf(focused)
        self._shown = shown
        clear(self._rows)
        clear(self._taken)
        now = self._context.clock.now()
        self.scales = [ScaleRow(self._context.theme, trend, now) for trend in shown.trends]
        for row in self.scales:
            row.clicked.connect(partial(self._on_scale_chosen, row.trend))
            self._rows.addWidget(row)
        self.removals = []
        for measure in shown.of_note:
            self._taken.addWidget(self._taken_row(measure))
        self.none.setVisible(not shown.trends)
        self._scroll.setVisible(bool(shown.trends))
        self._scroll.setFixedHeight(self._height_of_rows())
        self.entry.setVisible(shown.is_open)
        self.closed.setVisible(not shown.is_open)
        self._suggest([scale_name(trend.scale) for trend in shown.trends])
        if had_focus:
            self.write()

    def _height_of_rows(self) -> int:
        """Of as many as are seen without scrolling."""
        seen = self.scales[:MOST_ROWS]
        for row in seen:
            row.ensurePolished()  # its texts are in the font of the style only then
        return sum(row.sizeHint().height() + tokens.XS for row in seen)

    def added(self, measure: Measure, undo: Undo | None) -> None:
        # Somebody may have typed on while it was stored; that stays.
        if self.entry.editor.text() == self._sent:
            self.entry.set_text("")
        words = tr("Measures", "Added: {what}", what=_what(measure))
        self._context.navigator.toast(words, self._back(undo))

    def deleted(self, measure: Measure, undo: Undo | None) -> None:
        words = tr("Measures", "Taken out: {what}", what=_what(measure))
        self._context.navigator.toast(words, self._back(undo))

    def refuse(self, error: UserError) -> None:
        if self.entry.isVisible() and self.entry.text:
            self.entry.set_error(error.sentence)
        else:
            self._context.navigator.toast(error.sentence)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _taken_row(self, measure: Measure) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        set_margins(row, tokens.S, 0, 0, 0)
        words = tr("Measures", "In this note: {what}", what=_what(measure))
        row.addWidget(ElidedText(words, tone="secondary"), 1)
        if self._shown.is_open:
            name = tr("Measures", "Take {what} out of this note", what=_what(measure))
            delete = partial(self.presenter.delete, measure)
            self.removals.append(IconButton(self._context.theme, "trash", name, delete))
            row.addWidget(self.removals[-1])
        return holder

    def _suggest(self, names: list[str]) -> None:
        """Others only where there are others: suggestions that somebody reads would close."""
        if names != self._names:
            self._names = names
            suggest(self.entry.editor, names)

    def _back(self, undo: Undo | None) -> "partial[None] | None":
        return None if undo is None else partial(self.presenter.take_back, undo)

    def _lay_out(self) -> None:
        inner = QWidget()
        inner.setObjectName("side-inner")
        self._rows.setSpacing(tokens.XS)
        self._rows.setContentsMargins(0, 0, 0, 0)
        inner.setLayout(self._rows)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # A scroll area takes the focus of Tab by itself, a stop at which there is nothing to do.
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(inner)
        box = QVBoxLayout(self)
        set_margins(box, 0, 0, tokens.S, 0)
        box.setSpacing(tokens.S)
        box.addWidget(Text(tr("Measures", "Measures"), size="large"))
        box.addWidget(self.none)
        box.addWidget(self._scroll)
        box.addLayout(self._taken)
        box.addWidget(self.entry)
        box.addWidget(self.closed)
        self.closed.hide()

    def _connect(self) -> None:
        self._keeper.listen(self)
        self.entry.changed.connect(self._on_typed)
        self.entry.editor.returnPressed.connect(self._on_entered)
        self._context.bus.changed.connect(self._on_rows_changed)

    def _on_typed(self, text: str) -> None:
        if (place := self.presenter.place) is not None and place.note_id is not None:
            self._drafts.write(place.note_id, text)

    def _on_entered(self) -> None:
        """A name alone, as it was chosen from the list, asks for its number."""
        known = known_scales(self._shown.trends)
        if self.entry.text.casefold() in known:
            self.entry.set_text(f"{self.entry.text} ")
        elif self.entry.text:
            self._sent = self.entry.editor.text()
            self.presenter.add(TypedMeasure(self._sent), known)

    def _on_scale_chosen(self, trend: Trend) -> None:
        if self._shown.is_open:
            self.entry.set_text(f"{scale_name(trend.scale)} ")
            self.entry.editor.setFocus()

    def _on_rows_changed(self, changed: Sequence[Changed]) -> None:
        if self.isVisible():
            self.presenter.rows_changed(changed)


def _what(measure: Measure) -> str:
    return tr("Measures", "{name} {number}", name=scale_name(scale_of(measure)), number=measure_text(measure))
