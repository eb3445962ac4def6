"""Legend and filter in one: every colour and sign with its meaning, and each can be hidden."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from core.domain.enums import AppointmentStatus
from desktop.calendar.entry_filter import EVERYTHING, EntryFilter
from desktop.calendar.event_boxes import GLYPH_PX, glyph
from desktop.calendar.filter_choices import Choice, FilterChoices
from desktop.calendar.texts import status_text
from desktop.kit import tokens
from desktop.kit.i18n import tr
from desktop.kit.theme import Theme
from desktop.widgets.buttons import Button, primary
from desktop.widgets.dialog import Dialog
from desktop.widgets.text import Text

_SIGN_PX = 16
_COLUMNS = 2


class FilterDialog(Dialog):
    """Emits `filter_changed` with an `EntryFilter` at every click: the calendar behind shows it at once."""

    filter_changed = Signal(object)
    closes_outside = True

    def __init__(self, theme: Theme, choices: FilterChoices, present: EntryFilter, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._filter = theme, present
        self.setWindowTitle(tr("Calendar", "Colours and filter"))
        self.boxes: dict[tuple[str, Any], QCheckBox] = {}
        self.all_button = Button(tr("Calendar", "Show all"), self.show_all)
        self.done_button = primary(tr("Calendar", "Done"), self.accept)
        self.default = self.done_button
        self.finished.connect(self.deleteLater)
        self._signs: list[tuple[QCheckBox, Callable[[], QIcon]]] = []
        self._lay_out(choices)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def show_all(self) -> None:
        """Ticks every box; what is hidden but has no box here is shown again, too."""
        for box in self.boxes.values():
            box.setChecked(True)
        self._set(EVERYTHING)

    @override
    def first(self) -> QWidget | None:
        return next(iter(self.boxes.values()), None)

    def _set(self, chosen: EntryFilter) -> None:
        if chosen != self._filter:
            self._filter = chosen
            self.filter_changed.emit(chosen)

    def _lay_out(self, choices: FilterChoices) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(tokens.XL, tokens.L, tokens.XL, tokens.L)
        box.setSpacing(tokens.S)
        box.addWidget(Text(tr("Calendar", "Colours and filter"), size="large"))
        box.addWidget(Text(tr("Calendar", "What is not ticked is hidden."), tone="secondary"))
        sections: tuple[tuple[str, str, Sequence[Choice]], ...] = (
            ("services", tr("Calendar", "Services"), choices.services),
            ("statuses", tr("Calendar", "Status"), choices.statuses),
            ("practitioners", tr("Calendar", "Practitioners"), choices.practitioners),
            ("locations", tr("Calendar", "Places"), choices.locations),
        )
        for kind, title, some in sections:
            if some:
                self._add_section(box, kind, title, some)
        row = QHBoxLayout()
        row.addWidget(self.all_button)
        row.addStretch(1)
        row.addWidget(self.done_button)
        box.addSpacing(tokens.S)
        box.addLayout(row)

    def _add_section(self, box: QVBoxLayout, kind: str, title: str, some: Sequence[Choice]) -> None:
        box.addSpacing(tokens.S)
        box.addWidget(Text(title, size="small", tone="secondary", strong=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(tokens.XL)
        grid.setVerticalSpacing(tokens.S)
        for number, choice in enumerate(some):
            grid.addWidget(self._box(kind, choice), number // _COLUMNS, number % _COLUMNS)
        box.addLayout(grid)

    def _box(self, kind: str, choice: Choice) -> QCheckBox:
        box = QCheckBox(_name(kind, choice))
        box.setChecked(choice.value not in getattr(self._filter, kind))
        box.setIconSize(QSize(_SIGN_PX, _SIGN_PX))
        if kind == "services":
            self._signs.append((box, partial(self._swatch, choice.colour)))
        elif kind == "statuses":
            self._signs.append((box, partial(self._sign, choice.value)))
        box.toggled.connect(lambda on: self._set(self._filter.switched(kind, choice.value, shown=on)))
        self.boxes[kind, choice.value] = box
        return box

    def _on_theme_changed(self) -> None:
        for box, picture in self._signs:
            box.setIcon(picture())

    def _swatch(self, colour: str | None) -> QIcon:
        """As an appointment looks: its fill, with the bar at the leading edge."""
        ink = self._theme.event_ink(colour)
        picture = self._empty()
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(ink.bar, 1))
        painter.setBrush(ink.fill)
        painter.drawRoundedRect(QRectF(0.5, 0.5, _SIGN_PX - 1, _SIGN_PX - 1), 3, 3)
        x = _SIGN_PX - 5 if self.isRightToLeft() else 0
        painter.fillRect(QRectF(x, 1, 5, _SIGN_PX - 2), ink.bar)
        painter.end()
        return QIcon(picture)

    def _sign(self, status: AppointmentStatus) -> QIcon:
        picture = self._empty()
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour("text"), 1.6))
        inset = (_SIGN_PX - GLYPH_PX) / 2
        painter.drawPath(glyph(status).translated(inset, inset))
        painter.end()
        return QIcon(picture)

    def _empty(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(round(_SIGN_PX * ratio), round(_SIGN_PX * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        return picture


def _name(kind: str, choice: Choice) -> str:
    if kind == "statuses":
        return status_text(choice.value)
    if choice.value is None:
        return tr("Calendar", "No service") if kind == "services" else tr("Calendar", "No place")
    return choice.name
