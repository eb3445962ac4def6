"""Every event of a calendar file before anything is written: for whom it is and what becomes of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from core.calendar_file.planning import LeftOut
from core.store.transfer.import_calendar import CalendarPreview
from core.store.transfer.take_calendar import NewClient
from desktop.kit import tokens
from desktop.kit.context import ScreenContext
from desktop.kit.i18n import plural, tr
from desktop.kit.shortcuts import Shortcut, form_group, form_shortcuts
from desktop.settings.calendar_choices import CalendarChoices, Fate
from desktop.settings.calendar_words import advice_text, counts_text, event_row, left_out_row
from desktop.settings.client_choice import ClientChoice
from desktop.widgets.buttons import Button, primary
from desktop.widgets.dialog import Dialog
from desktop.widgets.rows import ListRow, RowsModel
from desktop.widgets.text import Text
from desktop.widgets.two_line import reading_list

_WIDTH_PX = 720
_AROUND_PX = 48
_LEAST_LIST_PX = 160


@dataclass(frozen=True, slots=True)
class _Heading:
    words: str


class CalendarPreviewDialog(Dialog):
    """`import_wanted` carries for whom each event is, by its place; the dialog is closed by then.

    `edited` comes with each choice, `left` when a person leaves it; a lock only puts it away. `now` brings
    the zone that times are told in.
    """

    import_wanted = Signal(object)
    edited = Signal()
    left = Signal()

    def __init__(
        self, context: ScreenContext, choices: CalendarChoices, now: datetime, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._context, self._now = context, now
        self.choices = choices
        self.setWindowTitle(tr("CalendarImport", "Import a calendar file"))
        self.list = reading_list(context.theme, tr("CalendarImport", "Events of the file"))
        self.list.setMinimumHeight(_LEAST_LIST_PX)
        self.model = RowsModel(self._render, self)
        self.list.setModel(self.model)
        self.counts = Text(tone="secondary", wrap=True)
        self.import_button = primary("", self._on_import)
        self.cancel_button = Button(tr("Question", "Cancel"), self._on_left)
        self.finished.connect(self.deleteLater)
        self._lay_out(choices.preview)
        self.model.set_items(self._items())
        # The first row is a heading, which cannot be chosen.
        self.list.setCurrentIndex(self.model.index(1))
        self.list.installEventFilter(self)
        self.list.activated.connect(lambda index: self._ask(self.model.item(index)))
        self._tell()

    @override
    def first(self) -> QWidget | None:
        return self.list

    @override
    def size_in(self, room: QSize) -> QSize:
        width = min(max(_WIDTH_PX, self.fontMetrics().averageCharWidth() * 92), room.width())
        return QSize(width, room.height() - 2 * _AROUND_PX)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Ctrl+Enter, which the list would take for Enter.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and _is_import(event):
            self.import_button.click()
            return True
        return super().eventFilter(watched, event)

    @override
    def shortcuts(self) -> Sequence[Shortcut]:
        keys = (
            Shortcut("Ctrl+Return", self.import_button.text(), form_group()),
            Shortcut("Del", tr("CalendarImport", "Leave the event out"), form_group()),
        )
        choose = tr("CalendarImport", "Choose whose event it is")
        return form_shortcuts(choose, self.cancel_button.text(), *keys)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_delete = event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}
        if is_delete and isinstance(place := self.model.item(self.list.currentIndex()), int):
            self._decide(place, None, "")
        elif _is_import(event):
            self.import_button.click()
        elif event.key() == Qt.Key.Key_Escape:
            self._on_left()
        else:
            super().keyPressEvent(event)

    def _items(self) -> list[object]:
        """Those of whom nobody is certain first: they wait for an answer."""
        choices, left_out = self.choices, self.choices.preview.left_out
        groups: tuple[tuple[str, list[object]], ...] = (
            (tr("CalendarImport", "Whose are these?"), [*choices.open]),
            (tr("CalendarImport", "Ready to be booked"), [*choices.ready]),
            (tr("CalendarImport", "Here already"), [*choices.here]),
            (tr("CalendarImport", "Left out"), [*left_out]),
        )
        return [item for words, items in groups if items for item in (_Heading(words), *items)]

    def _render(self, item: object) -> ListRow:
        if isinstance(item, int):
            return event_row(self.choices, item, self._now)
        if isinstance(item, LeftOut):
            return left_out_row(item)
        return ListRow(first=item.words if isinstance(item, _Heading) else "", heading=True)

    def _ask(self, item: object) -> None:
        """Nothing where the event is here already, or is no appointment."""
        if not isinstance(item, int) or self.choices.fate(item) is Fate.HERE:
            return
        says, typed = self.choices.row(item).booking.summary, self.choices.typed(item)
        dialog = ClientChoice(self._context, says, typed, self)
        dialog.picker.typed.connect(partial(self._on_typed, item))
        dialog.decided.connect(partial(self._decide, item))
        dialog.open()

    def _decide(self, place: int, who: UUID | NewClient | None, name: str) -> None:
        if self.choices.fate(place) is Fate.HERE:
            return
        if who is None:
            self.choices.skip(place)
        else:
            self.choices.choose(place, who, name)
        self.model.render_again()
        self._tell()
        self.edited.emit()

    def _on_typed(self, place: int, text: str) -> None:
        self.choices.type_name(place, text)
        self.edited.emit()

    def _on_left(self) -> None:
        self.reject()
        self.left.emit()

    def _tell(self) -> None:
        counts = self.choices.counts
        self.counts.setText(counts_text(counts))
        self.import_button.setText(plural("CalendarImport", "Import 1", "Import {n}", counts.new))
        self.import_button.setEnabled(counts.new > 0)

    def _on_import(self) -> None:
        chosen = self.choices.chosen
        self.accept()
        self.import_wanted.emit(chosen)

    def _lay_out(self, preview: CalendarPreview) -> None:
        self.import_button.setToolTip("Ctrl+Enter")
        row = QHBoxLayout()
        row.addWidget(self.counts, 1)
        row.addWidget(self.cancel_button)
        row.addWidget(self.import_button)
        box = QVBoxLayout(self)
        box.setContentsMargins(tokens.XL, tokens.L, tokens.XL, tokens.L)
        box.setSpacing(tokens.M)
        box.addWidget(Text(self.windowTitle(), size="large"))
        box.addWidget(Text(advice_text(preview), tone="secondary", wrap=True))
        box.addWidget(self.list, 1)
        box.addLayout(row)


def _is_import(event: QKeyEvent) -> bool:
    is_enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
    return is_enter and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
