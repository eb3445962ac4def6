"""Chooses which of a client's notes go into one PDF or on paper: by days, and one by one."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QDate, QLocale, Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget
from typing_extensions import override

from core.domain.ids import NoteId
from desktop.clients.note_choice import NoteChoice, within
from desktop.kit import tokens
from desktop.kit.dates import day_text
from desktop.kit.i18n import one_line, plural, tr
from desktop.kit.shortcuts import Shortcut, form_group, form_shortcuts
from desktop.widgets.buttons import Button, primary
from desktop.widgets.day_edit import DayEdit
from desktop.widgets.dialog import Dialog
from desktop.widgets.fields import Field
from desktop.widgets.text import Text

_WIDTH_PX, _MOST_ROWS = 560, 9
_EDGES_PX = 6
_NOTE = Qt.ItemDataRole.UserRole
_ON, _OFF = Qt.CheckState.Checked, Qt.CheckState.Unchecked


class NoteTicks(QListWidget):
    """Each note with a tick: Space or a click on its row sets or takes it."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Clients", "Notes"))
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setProperty("ticks", True)
        self.itemClicked.connect(self.toggle)

    def toggle(self, item: QListWidgetItem) -> None:
        """The other way round."""
        item.setCheckState(_OFF if item.checkState() is _ON else _ON)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self.currentItem() is not None:
            self.toggle(self.currentItem())
        else:
            super().keyPressEvent(event)


class NotesDialog(Dialog):
    """Opens with every note ticked. `pdf_wished` and `print_wished` carry the chosen `NoteChoice`s; the
    dialog is closed by then."""

    pdf_wished = Signal(object)
    print_wished = Signal(object)
    closes_outside = True

    def __init__(self, notes: Sequence[NoteChoice], today: date, *, blurred: bool, parent: QWidget) -> None:
        """At least one note, oldest first. `blurred`: nothing of their texts is shown."""
        super().__init__(parent)
        self._notes = notes
        self.setWindowTitle(tr("Clients", "Notes to save or print"))
        self.setFixedWidth(max(_WIDTH_PX, self.fontMetrics().averageCharWidth() * 72))
        first_weekday = QLocale().firstDayOfWeek().value - 1
        self.first_day = Field(tr("Clients", "From"), DayEdit(lambda: today, first_weekday), lines=1)
        self.last_day = Field(tr("Clients", "To"), DayEdit(lambda: today, first_weekday), lines=1)
        self.list = NoteTicks()
        for note in reversed(notes):
            self.list.addItem(_row(note, today, blurred=blurred))
        self.list.setCurrentRow(0)
        self.count = Text(tone="secondary")
        self.none_button = Button(tr("Clients", "None"), self._on_none, compact=True)
        self.all_button = Button(tr("Clients", "All"), self._on_all, compact=True)
        self.cancel_button = Button(tr("Question", "Cancel"), self.reject)
        self.print_button = Button(tr("Clients", "Print"), self._on_print)
        self.pdf_button = primary(tr("Clients", "Save as PDF"), self._on_pdf)
        self.default = self.pdf_button
        self.finished.connect(self.deleteLater)
        self._lay_out()
        self._connect()

    @override
    def first(self) -> QWidget | None:
        return self.first_day.editor

    @override
    def shortcuts(self) -> Sequence[Shortcut]:
        tick = Shortcut("Space", tr("Clients", "Tick a note of the list, or not"), form_group())
        return form_shortcuts(self.pdf_button.text(), self.cancel_button.text(), tick)

    @property
    def chosen(self) -> list[NoteChoice]:
        """What is ticked, oldest first."""
        items = (self.list.item(row) for row in range(self.list.count()))
        ticked = {item.data(_NOTE) for item in items if item.checkState() is _ON}
        return [note for note in self._notes if note.id in ticked]

    def _tick(self, wanted: set[NoteId]) -> None:
        for row in range(self.list.count()):
            item = self.list.item(row)
            item.setCheckState(_ON if item.data(_NOTE) in wanted else _OFF)

    def _connect(self) -> None:
        ends = (self.first_day, self._notes[0].day), (self.last_day, self._notes[-1].day)
        for field, day in ends:
            field.editor.setDate(QDate(day.year, day.month, day.day))
            field.editor.dateChanged.connect(self._on_days_changed)
            field.editor.unclear.connect(field.set_error)
            field.editor.lineEdit().textEdited.connect(lambda _text, field=field: field.set_error(""))
        self.list.itemChanged.connect(self._say)
        self._say()

    def _on_days_changed(self) -> None:
        """All notes of these days, and no other."""
        self._tick(within(self._notes, _day(self.first_day), _day(self.last_day)))

    def _on_all(self) -> None:
        self._tick({note.id for note in self._notes})

    def _on_none(self) -> None:
        self._tick(set())

    def _say(self, _item: object = None) -> None:
        chosen = len(self.chosen)
        words = plural(
            "Clients",
            "1 of {total} notes chosen",
            "{n} of {total} notes chosen",
            chosen,
            total=len(self._notes),
        )
        self.count.setText(words)
        self.pdf_button.setEnabled(bool(chosen))
        self.print_button.setEnabled(bool(chosen))

    def _on_pdf(self) -> None:
        self._go(self.pdf_wished)

    def _on_print(self) -> None:
        self._go(self.print_wished)

    def _go(self, wished: SignalInstance) -> None:
        """Nothing while a day that was typed is unclear, which stands below it then."""
        for field in (self.first_day, self.last_day):
            if not field.editor.settle() or field.editor.property("wrong"):
                field.editor.setFocus()
                return
        chosen = self.chosen
        if chosen:
            self.accept()
            wished.emit(chosen)

    def _lay_out(self) -> None:
        rows = min(self.list.count(), _MOST_ROWS)
        self.list.ensurePolished()  # the height of a row is the style sheet's
        self.list.setFixedHeight(rows * self.list.sizeHintForRow(0) + _EDGES_PX)
        days = QHBoxLayout()
        days.setSpacing(tokens.L)
        days.addWidget(self.first_day, 1)
        days.addWidget(self.last_day, 1)
        under = QHBoxLayout()
        under.setSpacing(tokens.S)
        under.addWidget(self.count, 1)
        under.addWidget(self.none_button)
        under.addWidget(self.all_button)
        row = QHBoxLayout()
        row.setSpacing(tokens.S)
        row.addStretch(1)
        for button in (self.cancel_button, self.print_button, self.pdf_button):
            row.addWidget(button)
        box = QVBoxLayout(self)
        box.setContentsMargins(tokens.XL, tokens.L, tokens.XL, tokens.L)
        box.setSpacing(tokens.S)
        box.addWidget(Text(self.windowTitle(), size="large"))
        box.addWidget(Text(_purpose(), tone="secondary", wrap=True))
        box.addSpacing(tokens.XS)
        box.addLayout(days)
        box.addWidget(self.list)
        box.addLayout(under)
        box.addSpacing(tokens.S)
        box.addLayout(row)


def _purpose() -> str:
    return tr(
        "Clients",
        "One document, a page or more for each note, oldest first. That each of them was saved or printed is "
        "recorded.",
    )


def _day(field: Field[DayEdit]) -> date:
    day = field.editor.date()
    return date(day.year(), day.month(), day.day())


def _row(note: NoteChoice, today: date, *, blurred: bool) -> QListWidgetItem:
    parts = [day_text(note.day, today)]
    if note.is_draft:
        parts.append(tr("Clients", "Draft note"))
    if not blurred:
        parts.append(note.beginning or tr("Clients", "Nothing written yet"))
    item = QListWidgetItem(one_line(parts))
    item.setData(_NOTE, note.id)
    # Without ItemIsUserCheckable, by which a click on the tick itself would count twice.
    item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
    item.setCheckState(_ON)
    return item
