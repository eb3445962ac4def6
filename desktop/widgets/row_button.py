"""A button that is a whole row, with texts of its own inside."""

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QPushButton, QSizePolicy
from typing_extensions import override

from desktop.kit import tokens

_RESIZING = frozenset({QEvent.Type.Polish, QEvent.Type.StyleChange, QEvent.Type.LayoutRequest})


class RowButton(QPushButton):
    """As high as its usual height, or as what lies in it where texts are large: a button alone asks its own
    words, of which a row has none."""

    def __init__(self, usual_px: int) -> None:
        super().__init__()
        self._usual_px = usual_px
        self.setProperty("kind", "row")
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @override
    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() in _RESIZING:
            # The style sheet gives each button a least height, which layouts take for what it asks for.
            self.setMinimumHeight(self.sizeHint().height())
        return done

    @override
    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    @override
    def minimumSizeHint(self) -> QSize:
        inside = self.layout()
        least = inside.minimumSize() if inside is not None else QSize()
        return QSize(least.width(), max(self._usual_px, least.height() + 2 * tokens.XS))
