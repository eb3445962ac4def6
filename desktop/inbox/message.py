"""The page of anything but a conflict of texts: what happened, the words concerned, the verbs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.kit import tokens
from desktop.notes.read_only_text import ReadingText
from desktop.widgets.accessible import tell_as
from desktop.widgets.buttons import Button
from desktop.widgets.text import Text

WIDTH_PX = 720


@dataclass(frozen=True, slots=True)
class Verb:
    """A button of the page, with its key in its words; `kind` is a `Button`'s."""

    text: str
    act: Callable[[], object]
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """`blocks` are a quiet heading and a text each. `choices` are ways out of it, one below the other."""

    title: str
    words: str
    blocks: Sequence[tuple[str, str]] = ()
    verbs: Sequence[Verb] = ()
    choices_words: str = ""
    choices: Sequence[Verb] = ()


class MessageView(QScrollArea):
    """Shows one `Message`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = Text(size="title", wrap=True)
        self.words = Text(tone="secondary", wrap=True)
        self.choices_words = Text(tone="secondary", wrap=True)
        self._blocks, self._choices = QVBoxLayout(), QVBoxLayout()
        self._verbs = QHBoxLayout()
        self._card, self._column = QFrame(), QWidget()
        self._lay_out()

    def show_message(self, message: Message) -> None:
        """Replaces the page. If the focus was in it, it stays on the page."""
        focused = QApplication.focusWidget()
        was_here = focused is not None and self.isAncestorOf(focused)
        self.title.setText(message.title)
        self.setAccessibleName(message.title)
        self.words.setText(message.words)
        _clear(self._blocks)
        _clear(self._choices)
        _clear(self._verbs)
        for heading, text in message.blocks:
            self._blocks.addWidget(Text(heading, tone="secondary", size="small", strong=True))
            self._blocks.addWidget(ReadingText(text, heading))
        self._card.setVisible(bool(message.blocks))
        self.choices_words.setText(message.choices_words)
        self.choices_words.setVisible(bool(message.choices_words))
        for choice in message.choices:
            self._choices.addWidget(Button(choice.text, choice.act, kind=choice.kind))
        self._column.setVisible(bool(message.choices))
        for verb in message.verbs:
            self._verbs.addWidget(Button(verb.text, verb.act, kind=verb.kind))
        self._verbs.addStretch(1)
        # The button that had it is gone, and Qt gave it to whatever comes next.
        if was_here:
            self.setFocus()

    @property
    def buttons(self) -> list[Button]:
        """The verbs on show, in order."""
        return _buttons(self._verbs)

    @property
    def choices(self) -> list[Button]:
        """The ways out on show, in order."""
        return _buttons(self._choices)

    def _lay_out(self) -> None:
        tell_as(self, QAccessible.Role.Document)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self._card.setProperty("card", True)
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(tokens.L, tokens.L, tokens.L, tokens.L)
        inside.addLayout(self._blocks)
        # As wide as the longest of them, so that they stand as one list.
        self._column.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._column.setLayout(self._choices)
        self._choices.setContentsMargins(0, 0, 0, tokens.M)
        self._choices.setSpacing(tokens.S)
        inner = QWidget()
        inner.setProperty("page", True)
        column = QWidget()
        column.setMaximumWidth(WIDTH_PX)
        box = QVBoxLayout(column)
        box.setContentsMargins(tokens.XL, tokens.XL, tokens.XL, tokens.XL)
        box.setSpacing(tokens.M)
        box.addWidget(self.title)
        box.addWidget(self.words)
        box.addWidget(self._card)
        box.addWidget(self.choices_words)
        box.addWidget(self._column)
        box.addLayout(self._verbs)
        box.addStretch(1)
        row = QHBoxLayout(inner)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(column, WIDTH_PX)
        row.addStretch(1)
        self.setWidget(inner)


def _buttons(layout: QVBoxLayout | QHBoxLayout) -> list[Button]:
    items = (layout.itemAt(number) for number in range(layout.count()))
    widgets = (item.widget() for item in items if item is not None)
    return [widget for widget in widgets if isinstance(widget, Button)]


def _clear(layout: QVBoxLayout | QHBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
