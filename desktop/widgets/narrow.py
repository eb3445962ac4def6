"""How a screen makes do with little room: at 200 % text a laptop's window is 640 by 400."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QWidget
from typing_extensions import override

NARROW_PX = 720
"""Below this a list and what it lists, or a grid and a panel, no longer stand side by side with ease."""
_LEAST_PX = 200


def is_narrow(screen: QWidget) -> bool:
    """By the screen's own width, not the window's: the rail beside it takes some of that."""
    return screen.width() < NARROW_PX


def beside_or_below(row: QBoxLayout, screen: QWidget, *, fits: bool = True) -> None:
    """What stands side by side in a row goes one below the other where it is narrow, or does not fit."""
    is_beside = fits and not is_narrow(screen)
    way = QBoxLayout.Direction.LeftToRight if is_beside else QBoxLayout.Direction.TopToBottom
    if row.direction() != way:
        row.setDirection(way)


def list_width(screen: QWidget, usual_px: int) -> int:
    """For the list at the leading side: two fifths at most, so that what it lists has the larger part."""
    return max(_LEAST_PX, min(usual_px, screen.width() * 2 // 5))


class FrontStack(QStackedWidget):
    """Pages of which only the one in front asks for room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.currentChanged.connect(self._on_current_changed)

    @override
    def minimumSizeHint(self) -> QSize:
        page = self.currentWidget()
        return page.minimumSizeHint() if page is not None else super().minimumSizeHint()

    def _on_current_changed(self, _index: int) -> None:
        self.updateGeometry()
