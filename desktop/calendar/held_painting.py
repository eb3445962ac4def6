"""A page that is being read is painted once, with what is on it, and not empty before that."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

_LONGEST_MS = 50
"""A person sees from about a tenth of a second on that a key did nothing; most pages are read in 10 ms."""
_POINTING = frozenset(
    {
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonDblClick,
        QEvent.Type.ContextMenu,
        QEvent.Type.ToolTip,
    }
)


class HeldPainting(QObject):
    """Of one widget: what was painted last stays until `end`, or for a moment. GUI thread.

    Whoever points at the `pictures` in it meanwhile means the old page, and would be answered by the new one:
    that is left undone, and the new page is painted.
    """

    def __init__(self, widget: QWidget, pictures: Sequence[QWidget]) -> None:
        super().__init__(widget)
        self._widget, self._pictures = widget, pictures
        self._timer = QTimer(widget, singleShot=True, interval=_LONGEST_MS)
        self._timer.timeout.connect(self.end)

    def begin(self) -> None:
        """To be called before anything is changed; what was changed until then is painted now.

        A second call does not let it last longer: a key held down shows where it has come to.
        """
        if not self._timer.isActive():
            # Qt paints what it was asked to before updates stop all the same, and by then it is the new page.
            QCoreApplication.sendPostedEvents(self._widget.window(), QEvent.Type.UpdateRequest)
            self._timer.start()
            self._widget.setUpdatesEnabled(False)
            for picture in self._pictures:
                picture.installEventFilter(self)

    def end(self) -> None:
        """Paints all that changed since."""
        self._timer.stop()
        for picture in self._pictures:
            picture.removeEventFilter(self)
        self._widget.setUpdatesEnabled(True)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in _POINTING or _is_by_keys(event):
            return False
        self.end()
        return True


def _is_by_keys(event: QEvent) -> bool:
    return isinstance(event, QContextMenuEvent) and event.reason() is QContextMenuEvent.Reason.Keyboard
