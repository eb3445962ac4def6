"""A message over the lower edge of what it belongs to: it comes and goes, and nothing else moves."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop.kit import tokens

_CHANGES = {QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.LayoutRequest}


class Floating(QObject):
    """Takes `message` out of every layout and lays it over `host`, as wide as that and at most `most_px`.

    Of several over one host each stands above those that were laid there before it and are shown.
    """

    def __init__(self, message: QWidget, host: QWidget, *, most_px: int = 0) -> None:
        super().__init__(host)
        self._message, self._host, self._most_px = message, host, most_px
        is_shown = not message.isHidden()
        message.setParent(host)
        # Another parent hides a widget.
        message.setVisible(is_shown)
        for watched in (message, host):
            watched.installEventFilter(self)

    def leave(self) -> None:
        """Its message is laid over something else."""
        for watched in (self._message, self._host):
            watched.removeEventFilter(self)
        self.setParent(None)
        self.deleteLater()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _CHANGES:
            self._place_all()
        return super().eventFilter(watched, event)

    def _place_all(self) -> None:
        bottom = self._host.height() - tokens.S
        for each in self._host.findChildren(Floating, options=Qt.FindChildOption.FindDirectChildrenOnly):
            bottom = each.place(bottom)

    def place(self, bottom: int) -> int:
        """Lays the message so that it ends there; where the next one above it ends."""
        message, host = self._message, self._host
        width = host.width() - 2 * tokens.S
        width = min(width, self._most_px) if self._most_px else width
        height = message.heightForWidth(width) if message.hasHeightForWidth() else message.sizeHint().height()
        top = max(0, bottom - height)
        message.setGeometry((host.width() - width) // 2, top, width, height)
        message.raise_()
        return top - tokens.S if message.isVisible() else bottom
