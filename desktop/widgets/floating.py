"""A message over the lower edge of what it belongs to: it comes and goes, and nothing else moves."""

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop.kit import tokens

_CHANGES = {QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.LayoutRequest}


class Floating(QObject):
    """Takes `message` out of every layout and lays it over `host`, as wide as that and at most `most_px`."""

    def __init__(self, message: QWidget, host: QWidget, *, most_px: int = 0) -> None:
        super().__init__(host)
        self._message, self._host, self._most_px = message, host, most_px
        is_shown = not message.isHidden()
        message.setParent(host)
        # Another parent hides a widget.
        message.setVisible(is_shown)
        for watched in (message, host):
            watched.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _CHANGES:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        message, host = self._message, self._host
        width = host.width() - 2 * tokens.S
        width = min(width, self._most_px) if self._most_px else width
        height = message.heightForWidth(width) if message.hasHeightForWidth() else message.sizeHint().height()
        at = QPoint((host.width() - width) // 2, max(0, host.height() - height - tokens.S))
        message.setGeometry(at.x(), at.y(), width, height)
        message.raise_()
