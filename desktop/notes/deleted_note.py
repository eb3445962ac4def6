"""A deleted note over the list, for reading: whose it is, when it went and why, and its texts."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from core.domain.notes import SOAP
from core.domain.records import SessionNote
from desktop.kit import tokens
from desktop.kit.i18n import tr
from desktop.notes.card import field_names
from desktop.notes.read_only_text import ReadingText
from desktop.widgets.accessible import tell_as
from desktop.widgets.buttons import Button
from desktop.widgets.dialog import Dialog
from desktop.widgets.text import ElidedText, Text

_SIZE = QSize(640, 560)


class DeletedNoteDialog(Dialog):
    """Esc leaves it as it is, Enter restores the note."""

    def __init__(
        self, note: SessionNote, about: str, on_restore: Callable[[], None], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Notes", "Deleted note"))
        self.finished.connect(self.deleteLater)
        self.title = ElidedText(size="large")
        self.restore = Button(tr("Notes", "Restore note"), self.accept, kind="primary")
        self.restore.setToolTip("Enter")
        self.leave = Button(tr("Notes", "Close"), self.reject)
        self.accepted.connect(on_restore)
        self.default = self.restore
        self._lay_out(note, about)
        self.restore.setFocus()

    @override
    def size_in(self, room: QSize) -> QSize:
        return _SIZE.boundedTo(room)

    def _lay_out(self, note: SessionNote, about: str) -> None:
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.leave)
        foot.addWidget(self.restore)
        box = QVBoxLayout(self)
        box.setContentsMargins(tokens.XL, tokens.L, tokens.XL, tokens.L)
        box.setSpacing(tokens.M)
        box.addWidget(self.title)
        box.addWidget(Text(about, tone="secondary", size="small", wrap=True))
        box.addWidget(self._texts(note), 1)
        box.addLayout(foot)

    def _texts(self, note: SessionNote) -> QScrollArea:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.XS)
        written = {name: text for name in SOAP if (text := getattr(note, name))}
        for name, text in written.items():
            word = field_names()[name][1]
            column.addWidget(Text(word, size="small", tone="secondary", strong=True))
            column.addWidget(ReadingText(text, word))
            column.addSpacing(tokens.S)
        if not written:
            column.addWidget(Text(tr("Notes", "Nothing written yet"), tone="secondary"))
        column.addStretch(1)
        scroll = QScrollArea()
        tell_as(scroll, QAccessible.Role.Document)
        scroll.setAccessibleName(tr("Notes", "Deleted note"))
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.viewport().setAutoFillBackground(False)
        scroll.setWidget(inner)
        inner.setAutoFillBackground(False)  # which the line above turns on
        return scroll
