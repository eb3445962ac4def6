"""The navigation rail: one button a screen, icon over label."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.kit import tokens
from desktop.kit.i18n import tr
from desktop.kit.theme import Theme
from desktop.widgets.accessible import tell_as, tell_as_choice
from desktop.widgets.mirrored import tell_mirrored

_BUTTON_PX, _ICON_ONLY_PX = 56, 36


@dataclass(frozen=True, slots=True)
class Destination:
    """One destination. `low` places stand at the bottom of the rail."""

    key: str
    label: str
    icon: str
    low: bool = False


def places(*, reads_clinical: bool = True) -> tuple[Destination, ...]:
    """The rail, from its top; without notes for whoever does not read them."""
    found = (
        Destination("today", tr("Rail", "Today"), "today"),
        Destination("calendar", tr("Rail", "Calendar"), "calendar"),
        Destination("clients", tr("Rail", "Clients"), "clients"),
        Destination("notes", tr("Rail", "Notes"), "notes"),
        Destination("inbox", tr("Rail", "Inbox"), "inbox"),
        Destination("settings", tr("Rail", "Settings"), "settings", low=True),
    )
    return tuple(place for place in found if reads_clinical or place.key != "notes")


class RailButton(QAbstractButton):
    """Checkable; `set_badge` shows a count on the icon."""

    def __init__(self, theme: Theme, place: Destination) -> None:
        super().__init__()
        self._theme = theme
        self._place = place
        self._badge = 0
        tell_as_choice(self)
        self.setText(place.label)
        self.setAccessibleName(place.label)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setToolTip(place.label)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        theme.changed.connect(self.update)

    def set_badge(self, count: int) -> None:
        """0 takes it away. Above 99 the badge shows 99; a screen reader is told the whole count."""
        self._badge = count
        name = f"{self._place.label} ({count})" if count else self._place.label
        self.setAccessibleName(name)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(tokens.RAIL_PX, _BUTTON_PX)

    @override
    def minimumSizeHint(self) -> QSize:
        """In a low window the icon has to do; its name is its tip."""
        return QSize(tokens.RAIL_PX, _ICON_ONLY_PX)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.width() // 2
        pill = QRect(middle - 22, 4, 44, 28)
        self._paint_ground(painter, pill)
        role = "accent" if self.isChecked() else "secondary"
        icon = QRect(middle - 10, 8, tokens.ICON_PX, tokens.ICON_PX)
        self._theme.icon(self._place.icon, role).paint(painter, icon)
        if self.height() >= _BUTTON_PX:
            self._paint_label(painter, role)
        if self._badge:
            self._paint_badge(painter, icon)

    def _paint_ground(self, painter: QPainter, pill: QRect) -> None:
        painter.setPen(self._theme.colour("accent") if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self.isChecked() or self.underMouse():
            painter.setBrush(self._theme.colour("accent_soft" if self.isChecked() else "hover"))
        painter.drawRoundedRect(pill, 14, 14)

    def _paint_label(self, painter: QPainter, role: str) -> None:
        font = self._theme.font(0.76, strong=self.isChecked())
        painter.setFont(font)
        painter.setPen(self._theme.colour(role))
        text = QFontMetrics(font).elidedText(self._place.label, Qt.TextElideMode.ElideRight, self.width() - 4)
        painter.drawText(QRect(0, 34, self.width(), 18), Qt.AlignmentFlag.AlignCenter, text)

    def _paint_badge(self, painter: QPainter, icon: QRect) -> None:
        words = str(min(self._badge, 99))
        width = 16 if len(words) == 1 else 22
        box = QRect(icon.right() - 5, icon.y() - 5, width, 16)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("danger"))
        painter.drawRoundedRect(box, 8, 8)
        painter.setPen(self._theme.colour("on_danger"))
        painter.setFont(self._theme.font(0.7, strong=True))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)


class Rail(QFrame):
    """Emits `chosen` with a place's key when a person picks it; `show_chosen` is silent."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, places: tuple[Destination, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("rail", True)
        tell_mirrored(self)
        tell_as(self, QAccessible.Role.Grouping)
        self.setAccessibleName(tr("Rail", "Places"))
        self.setFixedWidth(tokens.RAIL_PX + 8)
        self._buttons = {place.key: RailButton(theme, place) for place in places}
        group = QButtonGroup(self)
        box = QVBoxLayout(self)
        box.setContentsMargins(4, tokens.M, 4, tokens.M)
        box.setSpacing(tokens.XS)
        for place in places:
            if place.low:
                box.addStretch(1)
            box.addWidget(self._buttons[place.key])
            group.addButton(self._buttons[place.key])
            self._buttons[place.key].clicked.connect(self._on_clicked)
        if not any(place.low for place in places):
            box.addStretch(1)

    def button(self, key: str) -> RailButton:
        """Raises KeyError for a place that is not on the rail, as notes for whoever does not read them."""
        return self._buttons[key]

    def show_chosen(self, key: str) -> None:
        """Marks the place as the one in front."""
        self._buttons[key].setChecked(True)

    def _on_clicked(self) -> None:
        for key, button in self._buttons.items():
            if button is self.sender():
                self.chosen.emit(key)
