"""One place of the body chart in a line: its name, how strong it was over time, and how it is now."""

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy

from desktop.body_chart.change_words import (
    course_ends,
    course_last,
    course_name,
    course_points,
    course_spoken,
)
from desktop.body_chart.courses import Course
from desktop.body_chart.kind_chooser import mark_pixmap
from desktop.kit import tokens
from desktop.kit.theme import Theme
from desktop.widgets.text import ElidedText, Text
from desktop.widgets.trend_plot import TrendPlot

_HEIGHT_PX, _LEAST_LAST_PX = 40, 124


class CourseRow(QPushButton):
    """Pressed, the session in which it was marked last comes; a screen reader says its numbers."""

    def __init__(self, theme: Theme, course: Course, now: datetime) -> None:
        super().__init__()
        self.course = course
        self.setProperty("kind", "row")
        self.setAutoDefault(False)
        self.setAccessibleName(course_spoken(course, now))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        shape = QLabel()
        is_gone = course.ended is not None
        shape.setPixmap(mark_pixmap(theme, course.key.kind, self.devicePixelRatioF(), faint=is_gone))
        plot = TrendPlot(theme)
        plot.show_trend(course_points(course), course_ends(), "")
        last = Text(course_last(course, now), tone="secondary" if is_gone else "", strong=not is_gone)
        last.setMinimumWidth(_LEAST_LAST_PX)
        last.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.S, tokens.XS, tokens.S, tokens.XS)
        row.setSpacing(tokens.S)
        row.addWidget(shape)
        row.addWidget(ElidedText(course_name(course)), 1)
        row.addWidget(plot)
        row.addWidget(last)
        for part in self.findChildren(QLabel):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFixedHeight(_HEIGHT_PX)
