"""The title of the calendar's page: as long as there is room for, and a click on it leads to another date."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget
from typing_extensions import override

from desktop.kit.i18n import tr

_PADDING_PX = 20


class TitleButton(QPushButton):
    """`show_texts` takes the same title in several lengths, the longest first."""

    def __init__(self, on_click: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts: Sequence[str] = ("",)
        self.setProperty("kind", "title")
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setToolTip(tr("Calendar", "Go to a date  J"))
        self.clicked.connect(lambda _checked=False: on_click())

    def show_texts(self, texts: Sequence[str]) -> None:
        """A screen reader always says the first one. The last one is cut where even that has no room."""
        self._texts = texts
        self.setAccessibleName(tr("Calendar", "{title}, go to a date", title=texts[0]))
        self._choose()

    @override
    def minimumSizeHint(self) -> QSize:
        # Its words must not hold the window wide: a shorter title takes their place.
        return QSize(0, super().minimumSizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._choose()

    def _choose(self) -> None:
        font = self.font()
        font.setWeight(QFont.Weight.DemiBold)
        metrics, room = QFontMetrics(font), self.width() - _PADDING_PX
        fitting = (text for text in self._texts if metrics.horizontalAdvance(text) <= room)
        cut = metrics.elidedText(self._texts[-1], Qt.TextElideMode.ElideRight, max(room, 0))
        self.setText(next(fitting, cut))
