"""A day of a small month: its number, and below it a dot where it has appointments."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton
from typing_extensions import override

from desktop.calendar.arrow_keys import arrow_step
from desktop.kit import tokens
from desktop.kit.dates import long_day
from desktop.kit.i18n import plural, tr
from desktop.kit.theme import Theme

_DOT_PX = 2.0
_DOT_FROM_FOOT_PX = 5


@dataclass(frozen=True, slots=True)
class DayMark:
    """What a small month tells of a day beside its number."""

    count: int = 0
    """How many appointments it has."""
    is_closed: bool = False
    is_in_view: bool = False
    """Whether the calendar beside it shows the day."""


class MiniDay(QPushButton):
    """Leaves the arrows to its month; a button would take them for the next button."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.mark = DayMark()
        self.setAutoDefault(False)

    def set_name(self, day: date, mark: DayMark, *, is_today: bool) -> None:
        """ "Friday, 27 November 2026, today, 3 appointments, closed", for a screen reader."""
        name = long_day(day)
        parts = [tr("Calendar", "{day}, today", day=name) if is_today else name]
        if mark.count:
            parts.append(plural("Calendar", "{n} appointment", "{n} appointments", mark.count))
        if mark.is_closed:
            parts.append(tr("Calendar", "closed"))
        self.setAccessibleName(", ".join(parts))
        if mark != self.mark:
            self.mark = mark
            self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        ground = "accent_soft" if self.mark.is_in_view else "closed" if self.mark.is_closed else ""
        if ground:
            painter.setBrush(self._theme.colour(ground))
            painter.drawRoundedRect(QRectF(self.rect()), tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)
        painter.end()  # the number and the frame come over the ground, and the dot over them
        super().paintEvent(event)
        if self.mark.count:
            self._paint_dot()

    def _paint_dot(self) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        on_accent = self.property("kind") == "date-today"
        painter.setBrush(self._theme.colour("on_accent" if on_accent else "accent"))
        painter.drawEllipse(QPointF(self.width() / 2, self.height() - _DOT_FROM_FOOT_PX), _DOT_PX, _DOT_PX)
        painter.end()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif arrow_step(event, mirrored=False) is not None:
            event.ignore()
        else:
            super().keyPressEvent(event)
