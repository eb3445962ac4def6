"""Fonts, colours and pens of the painted grid, made once per look and not per paint."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPen

from desktop import tokens
from desktop.theme import EventInk, Theme


class Inks:
    """What the grid paints with. Made again when the theme changes."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._events: dict[str | None, EventInk] = {}
        self.surface = theme.colour("surface")
        self.canvas = theme.colour("canvas")
        self.closed = theme.colour("closed")
        self.text = theme.colour("text")
        self.secondary = theme.colour("secondary")
        self.accent = theme.colour("accent")
        self.accent_soft = theme.colour("accent_soft")
        self.on_accent = theme.colour("on_accent")
        self.now = theme.colour("now_line")
        self.line_strong = theme.colour("line_strong")
        self._make_pens()
        self._make_fonts()

    def event(self, colour: str | None) -> EventInk:
        if colour not in self._events:
            self._events[colour] = self._theme.event_ink(colour)
        return self._events[colour]

    def _make_pens(self) -> None:
        line = self._theme.colour("line")
        self.hour_pen = QPen(line, 1)
        half = QColor(line)
        half.setAlphaF(0.5)
        self.half_pen = QPen(half, 1)
        self.now_pen = QPen(self.now, 2)
        faint = QColor(self.now)
        faint.setAlphaF(0.35)
        self.now_faint_pen = QPen(faint, 1)
        self.ghost_pen = QPen(self.accent, 1.5, Qt.PenStyle.DashLine)
        self.focus_pen = QPen(self.accent, 2)
        missing = QColor(self.line_strong)
        missing.setAlphaF(0.4)
        self.hatch = QBrush(missing, Qt.BrushStyle.BDiagPattern)

    def _make_fonts(self) -> None:
        theme = self._theme
        self.name = theme.font(tokens.BASE, strong=True)
        self.small = theme.font(tokens.SMALL, tabular=True)
        self.small_strong = theme.font(tokens.SMALL, strong=True, tabular=True)
        self.number = theme.font(tokens.LARGE, strong=True, tabular=True)
        self.text_scale = max(1.0, self.name.pointSizeF() / tokens.BASE_PT)
        self.name_metrics = QFontMetricsF(self.name)
        self.small_metrics = QFontMetricsF(self.small)
        self.small_strong_metrics = QFontMetricsF(self.small_strong)
        self.number_metrics = QFontMetricsF(self.number)
