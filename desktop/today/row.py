"""One appointment of the day: when, who, what, and the verb that comes next."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAccessible, QEnterEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout
from typing_extensions import override

from core.domain.enums import AppointmentStatus
from desktop.kit import tokens
from desktop.kit.i18n import tr
from desktop.kit.theme import Theme
from desktop.today.presenter import Visit
from desktop.widgets.accessible import tell_as
from desktop.widgets.alert import AlertBox
from desktop.widgets.buttons import Button
from desktop.widgets.pill import Pill
from desktop.widgets.text import ElidedText, Text

_TIME_PX = 56


class VisitRow(QFrame):
    """Click or Enter opens the appointment in the calendar."""

    opened = Signal(object)
    note_requested = Signal(object)

    def __init__(self, theme: Theme, visit: Visit) -> None:
        super().__init__()
        self._theme, self.visit = theme, visit
        self.setProperty("row", True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        tell_as(self, QAccessible.Role.Button)
        self.setAccessibleName(f"{visit.start:%H:%M} {visit.name}, {visit.second}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.note = Button(self._verb(), self._on_note, compact=True, kind="primary" if visit.is_now else "")
        keep = self.note.sizePolicy()
        # Its room is kept, so that no word of the row moves when somebody points at it.
        keep.setRetainSizeWhenHidden(self._may_note)
        self.note.setSizePolicy(keep)
        self.note.installEventFilter(self)
        self._ruled = self._pointed = False
        self.alert = AlertBox(theme, self)
        self._lay_out()
        theme.changed.connect(self.update)

    def set_ruled(self, ruled: bool) -> None:
        """A light line above, towards the appointment before."""
        if ruled != self._ruled:
            self._ruled = ruled
            self.update()

    @override
    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._pointed = True
        self._show_note()

    @override
    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._pointed = False
        self._show_note()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._show_note()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._show_note()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self._show_note()
        return False

    @property
    def _may_note(self) -> bool:
        return self.visit.may_note and not self.visit.is_gone

    def _show_note(self) -> None:
        """Where it is not what comes next, once somebody points here or has the focus here."""
        visit = self.visit
        is_here = self._pointed or self.hasFocus() or self.note.hasFocus()
        self.note.setVisible(self._may_note and (visit.wants_note or is_here))

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit(self.visit)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.opened.emit(self.visit)
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        if self._ruled:
            painter.fillRect(0, 0, self.width(), 1, self._theme.colour("line"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        ink = self._theme.event_ink(self.visit.colour).bar
        ink.setAlphaF(0.45 if self.visit.is_over or self.visit.is_gone else 1.0)
        painter.setBrush(ink)
        at = _TIME_PX + tokens.M + tokens.S
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        x = self.width() - at - 3 if rtl else at
        painter.drawRoundedRect(x, 10, 3, self.height() - 20, 1.5, 1.5)

    def _verb(self) -> str:
        return tr("Today", "Open note") if self.visit.has_note else tr("Today", "Start note")

    def _on_note(self) -> None:
        self.note_requested.emit(self.visit)

    def _lay_out(self) -> None:
        visit = self.visit
        tone = "secondary" if visit.is_over or visit.is_gone else ""
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.M, tokens.S, tokens.M, tokens.S)
        row.setSpacing(0)
        row.addLayout(self._times(tone))
        row.addSpacing(tokens.L + tokens.S)
        row.addLayout(self._words(tone), 1)
        row.addSpacing(tokens.M)
        if visit.is_now:
            row.addWidget(Pill(self._theme, tr("Today", "Now"), "accent", dot=True))
        if visit.status is AppointmentStatus.NO_SHOW:
            row.addWidget(Pill(self._theme, tr("Today", "No-show"), "warning"))
        if visit.status is AppointmentStatus.CANCELLED:
            row.addWidget(Pill(self._theme, tr("Today", "Cancelled")))
        if not visit.is_gone:
            row.addSpacing(tokens.M)
        row.addWidget(self.note)
        # Only now: shown before it has a parent it would be a window for a moment, and take the focus.
        self._show_note()

    def _times(self, tone: str) -> QVBoxLayout:
        begin, end = (
            Text(f"{self.visit.start:%H:%M}", strong=True, tone=tone),
            Text(f"{self.visit.end:%H:%M}", size="small", tone="secondary"),
        )
        column = QVBoxLayout()
        column.setSpacing(2)
        for label in (begin, end):
            label.setFixedWidth(_TIME_PX)
            label.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
            column.addWidget(label)
        column.addStretch(1)
        return column

    def _words(self, tone: str) -> QVBoxLayout:
        name = ElidedText(self.visit.name, strong=True, tone=tone)
        font = name.font()
        font.setStrikeOut(self.visit.status is AppointmentStatus.CANCELLED)
        name.setFont(font)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(name)
        column.addWidget(ElidedText(self.visit.second, size="small", tone="secondary"))
        if self.visit.alerts and not self.visit.is_gone:
            column.addWidget(self.alert)
            self.alert.show_alert(self.visit.alerts)
        return column
