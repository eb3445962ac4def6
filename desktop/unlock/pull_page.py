"""While a device that was just let in fetches the practice: how far it is, and a way to stop."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QProgressBar
from typing_extensions import override

from desktop.kit.i18n import tr
from desktop.kit.theme import Theme
from desktop.unlock.layout import DoorPage
from desktop.widgets.buttons import Button
from desktop.widgets.text import Text

_WIDTH_PX = 480
_STEPS = 1000


class PullPage(DoorPage):
    """`cancelled` stops at the next safe point; what has come stays, and unlocking goes on from there."""

    cancelled = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, _WIDTH_PX)
        self.count = Text(tone="secondary")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.stop = Button(tr("FirstRun", "Stop for now"), self._on_stop)
        body = self.card.body
        body.addWidget(Text(tr("FirstRun", "Your practice is coming over"), size="title", wrap=True))
        words = tr("FirstRun", "This is needed once. You can stop and go on later; what has come stays here.")
        body.addWidget(Text(words, tone="secondary", wrap=True))
        body.addWidget(self.bar)
        row = QHBoxLayout()
        row.addWidget(self.count, 1)
        row.addWidget(self.stop)
        body.addLayout(row)

    @override
    def way_back(self) -> Sequence[QAbstractButton]:
        return (self.stop,)

    def show_progress(self, done: int, total: int) -> None:
        """How many of the clinic's changes have come, of how many.

        Until the first call the bar only shows that something is under way.
        """
        # In thousandths: the clinic's counter may pass what the bar can count.
        self.bar.setRange(0, _STEPS)
        self.bar.setValue(done * _STEPS // max(total, 1))
        self.count.setText(tr("FirstRun", "{done} of {total} changes", done=done, total=total))

    def _on_stop(self) -> None:
        self.stop.setEnabled(False)
        self.count.setText(tr("FirstRun", "Stopping…"))
        self.cancelled.emit()
