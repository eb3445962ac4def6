"""Fonts, colours and pens of the painted grid, made once per look and not per paint."""

from collections import defaultdict

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPen, QStaticText

from desktop.kit import tokens
from desktop.kit.theme import EventInk, Theme
from desktop.widgets.alert import TONE

_LINE = 0.3
"""Share of the strong line's colour in a line of the grid, which is seen on open and on closed hours."""

_MOST_WIDTHS = 20_000
_MOST_SHAPED = 4_000


class PaintStyles:
    """What the grid paints with. Made again when the theme changes."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._events: dict[str | None, EventInk] = {}
        self._brushes: dict[tuple[int, bool], QBrush] = {}
        self.surface = theme.colour("surface")
        self.open = theme.colour("raised")
        self.closed = theme.colour("closed")
        self.text = theme.colour("text")
        self.secondary = theme.colour("secondary")
        self.alert = theme.colour(TONE)
        self.accent = theme.colour("accent")
        self.accent_soft = theme.colour("accent_soft")
        self.hint_ink, self.hint_ground = theme.colour("warning"), theme.colour("warning_soft")
        self.on_accent = theme.colour("on_accent")
        self.now = theme.colour("now_line")
        self.line_strong = theme.colour("line_strong")
        self._make_pens()
        self._make_fonts()

    def width(self, text: str, font: str) -> float:
        """Of a text in the font of that name; shaping a text costs more than remembering its width."""
        widths = self._widths[font]
        known = widths.get(text)
        if known is None:
            # One look lives until the theme changes, so what is remembered for it needs a bound.
            if len(widths) >= _MOST_WIDTHS:
                widths.clear()
            metrics: QFontMetricsF = getattr(self, f"{font}_metrics")
            known = widths[text] = metrics.horizontalAdvance(text)
        return known

    def shaped(self, text: str, font: str) -> QStaticText:
        """A text ready to paint in the font of that name: clients and times come back on most pages."""
        key = (text, font)
        known = self._shaped.get(key)
        if known is None:
            if len(self._shaped) >= _MOST_SHAPED:
                self._shaped.clear()
            known = self._shaped[key] = QStaticText(text)
            known.setTextFormat(Qt.TextFormat.PlainText)
            known.prepare(font=getattr(self, font))
        return known

    def event(self, colour: str | None) -> EventInk:
        """The inks of a service's colour; None and an unknown colour have the usual one."""
        if colour not in self._events:
            self._events[colour] = self._theme.event_ink(colour)
        return self._events[colour]

    def brush(self, colour: QColor, *, hatched: bool = False) -> QBrush:
        """Of one of the colours above or of `event`; a look has few."""
        key = (colour.rgba(), hatched)
        if key not in self._brushes:
            style = Qt.BrushStyle.BDiagPattern if hatched else Qt.BrushStyle.SolidPattern
            self._brushes[key] = QBrush(colour, style)
        return self._brushes[key]

    def _make_pens(self) -> None:
        line = QColor(self.line_strong)
        line.setAlphaF(_LINE)
        self.hour_pen = QPen(line, 1)
        half = QColor(self.line_strong)
        half.setAlphaF(_LINE / 2)
        self.half_pen = QPen(half, 1)
        self.mark_pen = QPen(self.line_strong, 1)
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
        self._shaped: dict[tuple[str, str], QStaticText] = {}
        self._widths: defaultdict[str, dict[str, float]] = defaultdict(dict)
        self.name_metrics = QFontMetricsF(self.name)
        self.small_metrics = QFontMetricsF(self.small)
        self.small_strong_metrics = QFontMetricsF(self.small_strong)
        self.name_px, self.small_px = self.name_metrics.height(), self.small_metrics.height()
        self.times_px = self.small_metrics.horizontalAdvance("00:00")
