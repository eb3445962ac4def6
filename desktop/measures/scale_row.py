"""One scale of a client in a line: its name, how it went on, the newest number and the change."""

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from core.domain.measure_scales import Trend
from desktop.kit import tokens
from desktop.kit.theme import Theme
from desktop.measures.words import (
    SMALL_POINTS,
    change_text,
    last_text,
    plot_ends,
    plot_points,
    scale_name,
    spoken,
)
from desktop.widgets.row_button import RowButton
from desktop.widgets.text import ElidedText, Text
from desktop.widgets.trend_plot import TrendPlot

_USUAL_PX = 40


class ScaleRow(RowButton):
    """Pressed, it is about this scale; a screen reader says its numbers."""

    def __init__(self, theme: Theme, trend: Trend, now: datetime) -> None:
        super().__init__(_USUAL_PX)
        self.trend = trend
        self.setAccessibleName(spoken(trend))
        self.setToolTip(scale_name(trend.scale))
        plot = TrendPlot(theme)
        plot.show_trend(plot_points(trend, SMALL_POINTS), plot_ends(trend, now), "")
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.S, 0, tokens.S, 0)
        row.setSpacing(tokens.S)
        row.addWidget(ElidedText(scale_name(trend.scale)), 1)
        row.addWidget(plot)
        for text, least in ((Text(last_text(trend), strong=True), 44), (_quiet(change_text(trend)), 40)):
            text.setMinimumWidth(least)
            text.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
            row.addWidget(text)
        for part in self.children():
            if isinstance(part, Text | ElidedText):
                part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)


def _quiet(text: str) -> Text:
    return Text(text, tone="secondary", size="small")
