"""The one message between screens: which rows changed, by a person or by sync."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from core.domain.changes import Changed


class Bus(QObject):
    """Lives on the GUI thread. Every screen listens to `changed` and reads again what it shows.

    `changed` carries a tuple of `Changed`; `blur_changed` a bool (F9: initials only).
    `synced`: a pass has ended well, and what waited may have arrived in the clinic.
    """

    changed = Signal(object)
    blur_changed = Signal(bool)
    synced = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._blurred = False

    @property
    def blurred(self) -> bool:
        return self._blurred

    def publish(self, changed: Iterable[Changed]) -> None:
        """Tell every screen; an empty change tells nobody."""
        rows = tuple(changed)
        if rows:
            self.changed.emit(rows)

    def set_blurred(self, blurred: bool) -> None:
        self._blurred = blurred
        self.blur_changed.emit(blurred)
