"""Below a field's text: what another laptop wrote at the same place, and what to do about it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from core.domain.enums import Resolution
from core.text.word_diff import added, compare, removed
from desktop.kit import tokens
from desktop.kit.i18n import tr
from desktop.kit.theme import Theme
from desktop.notes.questions import FieldQuestion, Version
from desktop.notes.read_only_text import ReadingText
from desktop.widgets.buttons import Button
from desktop.widgets.mirrored import set_margins
from desktop.widgets.text import Text


class Otherwise(QWidget):
    """Hidden while nothing is asked. `answered` carries the question's id and the choice."""

    answered = Signal(object, object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._question: FieldQuestion | None = None
        self.words = Text(tone="warning", size="small", wrap=True)
        self.toggle = Button("", self._on_toggled, compact=True)
        self.first, self.second = ReadingText(), ReadingText()
        self.first_title, self.second_title = (Text(strong=True, size="small") for _ in range(2))
        self.keep_first = Button("", self._on_first, compact=True)
        self.keep_second = Button("", self._on_second, compact=True)
        self.keep_both = Button(tr("Notes", "Keep both, one after the other"), self._on_both, compact=True)
        self._both = QWidget()
        self._lay_out()
        self.hide()
        theme.changed.connect(self._on_theme_changed)

    def show_question(self, question: FieldQuestion | None) -> None:
        """None hides it. Both texts fold away with another question, and stay open with the same."""
        if question is None or self._question is None or question.id != self._question.id:
            self._both.hide()
        self._question = question
        self.setVisible(question is not None)
        if question is not None:
            self._say(question)

    @property
    def is_open(self) -> bool:
        """Whether both texts are unfolded, not whether something is asked."""
        return not self._both.isHidden()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("warning_soft"))
        painter.drawRoundedRect(self.rect(), tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)

    def _say(self, question: FieldQuestion) -> None:
        first, second = question.first, question.second
        self.words.setText(_story(first, second))
        self.first_title.setText(_title(first))
        self.second_title.setText(_title(second))
        self.keep_first.setText(_verb(first))
        self.keep_second.setText(_verb(second))
        self._name_toggle()
        pieces = compare(first.text, second.text)
        self.first.show_pieces(removed(pieces), self._theme, sides=True)
        self.second.show_pieces(added(pieces), self._theme, sides=True)
        for text, version in ((self.first, first), (self.second, second)):
            text.setAccessibleName(_title(version))

    def _name_toggle(self) -> None:
        self.toggle.setText(tr("Notes", "Hide") if self.is_open else tr("Notes", "Show both"))

    def _on_toggled(self) -> None:
        self._both.setVisible(self._both.isHidden())
        self._name_toggle()

    def _on_first(self) -> None:
        if self._question is not None:
            self.answered.emit(self._question.id, self._question.first.choice)

    def _on_second(self) -> None:
        if self._question is not None:
            self.answered.emit(self._question.id, self._question.second.choice)

    def _on_both(self) -> None:
        if self._question is not None:
            self.answered.emit(self._question.id, Resolution.BOTH)

    def _on_theme_changed(self) -> None:
        if self._question is not None:
            self._say(self._question)
        self.update()

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(tokens.S)
        line.addWidget(self.words, 1)
        line.addWidget(self.toggle, 0, Qt.AlignmentFlag.AlignTop)
        columns = QHBoxLayout()
        columns.setSpacing(tokens.L)
        for title, text, keep in (
            (self.first_title, self.first, self.keep_first),
            (self.second_title, self.second, self.keep_second),
        ):
            columns.addLayout(_column(title, text, keep), 1)
        inside = QVBoxLayout(self._both)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(tokens.S)
        inside.addLayout(columns)
        inside.addWidget(self.keep_both, 0, Qt.AlignmentFlag.AlignLeft)
        self._both.hide()
        box = QVBoxLayout(self)
        set_margins(box, tokens.M, tokens.S, tokens.S, tokens.S)
        box.setSpacing(tokens.S)
        box.addLayout(line)
        box.addWidget(self._both)


def _column(title: QWidget, text: QWidget, keep: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(tokens.XS)
    column.addWidget(title)
    column.addWidget(text)
    column.addStretch(1)
    column.addWidget(keep, 0, Qt.AlignmentFlag.AlignLeft)
    return column


def _story(first: Version, second: Version) -> str:
    if not first.here:
        return tr("Notes", "Two laptops wrote otherwise here. Both texts are kept.")
    if second.device:
        return tr("Notes", "{device} wrote otherwise here. Both texts are kept.", device=second.device)
    return tr("Notes", "Another laptop wrote otherwise here. Both texts are kept.")


def _title(version: Version) -> str:
    if version.here:
        return tr("Notes", "On this laptop")
    if version.device:
        return tr("Notes", "On {device}", device=version.device)
    return tr("Notes", "On another laptop")


def _verb(version: Version) -> str:
    if version.here:
        return tr("Notes", "Keep this laptop's")
    if version.device:
        return tr("Notes", "Keep that of {device}", device=version.device)
    return tr("Notes", "Keep the other laptop's")
