"""One mark in a row: its shape, what it says, and how it went on since earlier sessions."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from core.domain.records import BodyMark
from desktop.body_chart.kind_chooser import mark_pixmap
from desktop.body_chart.words import mark_head, mark_place, mark_text
from desktop.kit import tokens
from desktop.kit.i18n import one_line, tr
from desktop.kit.theme import Theme
from desktop.widgets.buttons import IconButton
from desktop.widgets.mirrored import set_margins
from desktop.widgets.row_button import RowButton
from desktop.widgets.text import ElidedText

_USUAL_PX = 48


class MarkRow(QWidget):
    """`button` chooses the mark; `removal` is there where it may be taken off."""

    def __init__(
        self,
        theme: Theme,
        mark: BodyMark,
        words: str,
        take_off: Callable[[], object] | None = None,
        *,
        faint: bool = False,
    ) -> None:
        """`words`: how it went on. `faint`: as the marks of another session are drawn."""
        super().__init__()
        self.mark = mark
        said = mark_text(mark)
        self.button = RowButton(_USUAL_PX)
        self.button.setCheckable(True)
        self.button.setAccessibleName(" ".join(filter(None, (said, words))))
        self.setFocusProxy(self.button)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(tokens.XS)
        row.addWidget(self.button, 1)
        self._fill(theme, mark, words, faint=faint)
        self.removal: IconButton | None = None
        if take_off is not None:
            name = tr("BodyChart", "Take off: {mark}", mark=said)
            self.removal = IconButton(theme, "trash", name, take_off)
            row.addWidget(self.removal)

    def _fill(self, theme: Theme, mark: BodyMark, words: str, *, faint: bool) -> None:
        shape = QLabel()
        ratio = self.devicePixelRatioF()
        shape.setPixmap(mark_pixmap(theme, mark.kind, ratio, mark.intensity, faint=faint))
        shape.setFixedWidth(32)
        shape.setAlignment(Qt.AlignmentFlag.AlignCenter)
        lines = QVBoxLayout()
        lines.setSpacing(0)
        below = one_line((mark_place(mark), words))
        # A press on the words is one on the button that they lie on.
        for line in (ElidedText(mark_head(mark)), ElidedText(below, tone="secondary", size="small")):
            line.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            lines.addWidget(line)
        shape.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        inner = QHBoxLayout(self.button)
        set_margins(inner, tokens.XS, 0, tokens.S, 0)
        inner.setSpacing(tokens.S)
        inner.addWidget(shape)
        inner.addLayout(lines, 1)
