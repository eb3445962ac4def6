"""The bar over the main pane: search, the sync pill, blur and lock."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QSizePolicy
from typing_extensions import override

from desktop.kit import tokens
from desktop.kit.i18n import tr
from desktop.kit.theme import Theme
from desktop.sync_status.texts import PillWords
from desktop.widgets.buttons import IconButton
from desktop.widgets.mirrored import set_margins
from desktop.widgets.pill import Pill
from desktop.widgets.text import ElidedText

BAR_PX = 52
_NEWS = frozenset({"danger", "secondary", "good"})
"""Tones of the pill that last. Said aloud: that a person is needed, and that all is well again after that or
after a time without a connection. Syncing and waiting come and go with every change."""


class SearchButton(QAbstractButton):
    """Looks like a search box and opens the palette."""

    def __init__(self, theme: Theme, text: str, shortcut: str) -> None:
        super().__init__()
        self._theme = theme
        self._shortcut = shortcut
        self.setText(text)
        self.setAccessibleName(text)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMaximumWidth(420)
        theme.changed.connect(self.update)

    @override
    def sizeHint(self) -> QSize:
        return QSize(360, tokens.CONTROL_PX)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(self._theme.colour("accent" if self.hasFocus() else "line"))
        painter.setBrush(self._theme.colour("hover" if self.underMouse() else "surface"))
        painter.drawRoundedRect(box, tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        self._paint_words(painter, rtl)

    def _paint_words(self, painter: QPainter, rtl: bool) -> None:
        icon = QRect(self.width() - 26 if rtl else 10, self.height() // 2 - 8, 16, 16)
        self._theme.icon("search", "hint").paint(painter, icon)
        small = self._theme.font(tokens.SMALL)
        key_px = QFontMetrics(small).horizontalAdvance(self._shortcut) + 16
        lead = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
        trail = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignTrailing
        area = self.rect().adjusted(12 if rtl else 34, 0, -34 if rtl else -12, 0)
        painter.setPen(self._theme.colour("secondary"))
        painter.setFont(self._theme.font())
        words = area.adjusted(key_px if rtl else 0, 0, 0 if rtl else -key_px, 0)
        text = QFontMetrics(painter.font()).elidedText(
            self.text(), Qt.TextElideMode.ElideRight, words.width()
        )
        painter.drawText(words, lead, text)
        painter.setPen(self._theme.colour("hint"))
        painter.setFont(small)
        painter.drawText(area, trail, self._shortcut)


class TopBar(QFrame):
    """Wishes only; the window decides."""

    search_requested = Signal()
    lock_requested = Signal()
    blur_requested = Signal()
    sync_requested = Signal()

    def __init__(self, theme: Theme, practice_name: str) -> None:
        super().__init__()
        self.setProperty("topbar", True)
        self.setFixedHeight(BAR_PX)
        self._name = ElidedText(practice_name, tone="secondary")
        self.search = SearchButton(theme, tr("TopBar", "Search or go to"), "Ctrl+K")
        self.pill = Pill(theme, dot=True, clickable=True)
        self.demo = Pill(theme, tr("TopBar", "Demo"), "warning")
        self.demo.setToolTip(tr("TopBar", "Invented people. Remove the demo in Settings."))
        self.demo.hide()
        self.blur = IconButton(theme, "eye", tr("TopBar", "Hide what others should not read"), shortcut="F9")
        self.lock = IconButton(theme, "lock", tr("TopBar", "Lock"), shortcut="Ctrl+L")
        self._told = ""
        self.search.clicked.connect(self.search_requested)
        self.pill.clicked.connect(self.sync_requested)
        self.blur.clicked.connect(self.blur_requested)
        self.lock.clicked.connect(self.lock_requested)
        self._lay_out()

    def show_demo(self, on: bool) -> None:
        """The mark that says that the people here are invented."""
        self.demo.setVisible(on)

    def show_sync(self, words: PillWords) -> None:
        """The pill's words, with the detail in its tip; `_NEWS` says which of them are read aloud."""
        if words.tone in _NEWS and words.tone != self._told:
            if words.tone == "danger" or (words.tone == "good" and self._told):
                QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.pill, words.text))
            self._told = words.tone
        self.pill.say(words.text, words.tone)
        self.pill.setToolTip(words.detail)
        self.pill.setAccessibleDescription(words.detail)

    def show_blurred(self, blurred: bool) -> None:
        """Called when F9 or the button changed it, so that the button's icon shows how it is now."""
        self.blur.set_icon("eye-off" if blurred else "eye")

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        set_margins(row, tokens.XL, 0, tokens.L, 0)
        row.setSpacing(tokens.S)
        right = QHBoxLayout()
        right.setSpacing(tokens.XS)
        right.addStretch(1)
        right.addWidget(self.demo)
        right.addWidget(self.pill)
        right.addSpacing(tokens.S)
        right.addWidget(self.blur)
        right.addWidget(self.lock)
        row.addWidget(self._name, 3)
        row.addWidget(self.search, 4)
        row.addLayout(right, 3)
