"""One place of the body chart in a line: its name, how strong it was over time, and how it is now."""

from datetime import datetime

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout
from typing_extensions import override

from desktop.body_chart.change_words import (
    course_ends,
    course_last,
    course_name,
    course_points,
    course_spoken,
    course_way,
)
from desktop.body_chart.courses import Course
from desktop.body_chart.kind_chooser import mark_pixmap
from desktop.kit import tokens
from desktop.kit.theme import Theme
from desktop.widgets.row_button import RowButton
from desktop.widgets.text import ElidedText, Text
from desktop.widgets.trend_plot import TrendPlot

_USUAL_PX, _LEAST_LAST_PX = 48, 40
_PLOT_FROM_PX = 280
"""In a narrower row the words alone stand."""


class CourseRow(RowButton):
    """Pressed, the session in which it was marked last comes; a screen reader says its numbers."""

    def __init__(self, theme: Theme, course: Course, now: datetime) -> None:
        super().__init__(_USUAL_PX)
        self.course = course
        self.setAccessibleName(course_spoken(course, now))
        is_gone = course.ended is not None
        shape = QLabel()
        shape.setPixmap(mark_pixmap(theme, course.key.kind, self.devicePixelRatioF(), faint=is_gone))
        lines = QVBoxLayout()
        lines.setSpacing(0)
        for line in (
            ElidedText(course_name(course)),
            ElidedText(course_way(course, now), tone="secondary", size="small"),
        ):
            lines.addWidget(line)
        self._plot = TrendPlot(theme)
        self._plot.show_trend(course_points(course), course_ends(), "")
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(tokens.S, 0, tokens.S, 0)
        row.setSpacing(tokens.S)
        row.addWidget(shape)
        row.addLayout(lines, 1)
        row.addWidget(self._plot)
        last = Text(course_last(course), strong=True)
        last.setMinimumWidth(_LEAST_LAST_PX)
        row.addWidget(last)
        for part in self.findChildren(QLabel):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._plot.setVisible(self.width() >= _PLOT_FROM_PX)

    @override
    def minimumSizeHint(self) -> QSize:
        """Without the plot, which goes where there is no room."""
        plot = 0 if self._plot.isHidden() else self._plot.width() + tokens.S
        return super().minimumSizeHint() - QSize(plot, 0)
