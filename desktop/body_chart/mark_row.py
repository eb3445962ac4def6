"""One mark in a row: its shape, what it says, and how it went on since earlier sessions."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from core.domain.records import BodyMark
from core.store.practice.body_marks import Chart
from desktop.body_chart.kind_chooser import mark_pixmap
from desktop.body_chart.presenter import over_time
from desktop.body_chart.words import mark_head, mark_place, mark_text
from desktop.kit import tokens
from desktop.kit.dates import day_text
from desktop.kit.i18n import one_line, tr
from desktop.kit.theme import Theme
from desktop.widgets.buttons import IconButton
from desktop.widgets.text import ElidedText

_MOST_EARLIER = 4
_HEIGHT_PX = 48


class MarkRow(QWidget):
    """`button` chooses the mark; `removal` is there where it may be taken off."""

    def __init__(
        self, theme: Theme, mark: BodyMark, earlier: str, take_off: Callable[[], object] | None
    ) -> None:
        super().__init__()
        self.mark = mark
        said = mark_text(mark)
        self.button = QPushButton()
        self.button.setProperty("kind", "row")
        self.button.setAutoDefault(False)
        self.button.setCheckable(True)
        self.button.setAccessibleName(" ".join(filter(None, (said, earlier))))
        self.button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(tokens.XS)
        row.addWidget(self.button, 1)
        self._fill(theme, mark, earlier)
        self.removal: IconButton | None = None
        if take_off is not None:
            name = tr("BodyChart", "Take off: {mark}", mark=said)
            self.removal = IconButton(theme, "trash", name, take_off)
            row.addWidget(self.removal)

    def _fill(self, theme: Theme, mark: BodyMark, earlier: str) -> None:
        shape = QLabel()
        shape.setPixmap(mark_pixmap(theme, mark.kind, self.devicePixelRatioF(), mark.intensity))
        shape.setFixedWidth(32)
        shape.setAlignment(Qt.AlignmentFlag.AlignCenter)
        words = QVBoxLayout()
        words.setSpacing(0)
        below = one_line((mark_place(mark), earlier))
        for line in (ElidedText(mark_head(mark)), ElidedText(below, tone="secondary", size="small")):
            line.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            words.addWidget(line)
        shape.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        inner = QHBoxLayout(self.button)
        inner.setContentsMargins(tokens.XS, 0, tokens.S, 0)
        inner.setSpacing(tokens.S)
        inner.addWidget(shape)
        inner.addLayout(words, 1)
        self.button.setFixedHeight(_HEIGHT_PX)


def earlier_text(mark: BodyMark, others: Sequence[Chart], now: datetime) -> str:
    """ "Before: 7 (2 November), 5 (9 November)"; nothing where there was none."""
    before = over_time(mark, others)[-_MOST_EARLIER:]
    told = [
        tr("BodyChart", "{number} ({day})", number=each.intensity or "–", day=_day(chart, now))
        for chart, each in before
    ]
    return tr("BodyChart", "Before: {numbers}", numbers=", ".join(told)) if told else ""


def _day(chart: Chart, now: datetime) -> str:
    return day_text(chart.session_date.astimezone(now.tzinfo).date(), now.date())
