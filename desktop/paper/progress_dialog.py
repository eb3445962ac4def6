"""How far something is, with a button that stops it."""

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop.kit import tokens
from desktop.kit.i18n import tr
from desktop.widgets.buttons import Button
from desktop.widgets.dialog import Dialog
from desktop.widgets.text import Text

_WIDTH_PX = 360


class ProgressDialog(Dialog):
    """Esc stops as the button does: `rejected` means that the person wants it stopped."""

    def __init__(self, words: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(words)
        self.setMinimumWidth(_WIDTH_PX)
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(words)
        self.stop = Button(tr("Paper", "Stop"), self.reject)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.stop)
        box = QVBoxLayout(self)
        box.setContentsMargins(tokens.XL, tokens.L, tokens.XL, tokens.L)
        box.setSpacing(tokens.M)
        box.addWidget(Text(words, strong=True))
        box.addWidget(self.bar)
        box.addLayout(row)

    def show_progress(self, done: int, total: int) -> None:
        """Until the first call the bar only says that something goes on."""
        self.bar.setRange(0, total)
        self.bar.setValue(done)
