"""Surfaces: a card, and a scrolling page of readable width."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.kit import tokens
from desktop.widgets.text import Text


class Card(QFrame):
    """A white pane with a light line; put content into `body`. `paper` gives the warmer ground."""

    def __init__(
        self, title: str = "", *, paper: bool = False, padding: int = tokens.L, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("paper" if paper else "card", True)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(padding, padding, padding, padding)
        self.body.setSpacing(tokens.M)
        self.title = Text(title, size="large", parent=self)
        self.title.setVisible(bool(title))
        self.header = QHBoxLayout()
        if title:
            self.header.addWidget(self.title)
            self.header.addStretch(1)
            self.body.addLayout(self.header)


class ScrollPage(QScrollArea):
    """A column that scrolls and keeps a readable width, in the middle or at the leading side."""

    def __init__(
        self, title: str = "", *, width_px: int = 880, centred: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        # Else Tab stops at the area, where nothing can be done.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        inner = QWidget()
        inner.setAutoFillBackground(False)
        self.setWidget(inner)
        self._column = QWidget()
        self._column.setMaximumWidth(width_px)
        self.body = QVBoxLayout(self._column)
        self.body.setContentsMargins(tokens.XL, tokens.XL, tokens.XL, tokens.XL)
        self.body.setSpacing(tokens.L)
        self.heading = Text(title, size="title")
        self.body.addWidget(self.heading)
        self.heading.setVisible(bool(title))
        _place(inner, self._column, width_px, centred=centred)


def _place(outer: QWidget, column: QWidget, width_px: int, *, centred: bool) -> None:
    row = QHBoxLayout(outer)
    row.setContentsMargins(0, 0, 0, 0)
    if centred:
        row.addStretch(1)
    # Beside so large a stretch those at the sides count for nothing: the column has its width first.
    row.addWidget(column, width_px)
    row.addStretch(1)
    row.setAlignment(column, Qt.AlignmentFlag(0))
