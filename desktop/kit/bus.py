"""The one message between screens: which rows changed, by a person or by sync."""

from collections.abc import Iterable
from enum import StrEnum
from functools import partial

from PySide6.QtCore import QObject, Signal

from core.domain.changes import Changed


class FilesLine(StrEnum):
    """Whether files can move between this laptop and the clinic just now."""

    NONE = "none"
    """No clinic is connected."""
    OPEN = "open"
    OFFLINE = "offline"
    METERED = "metered"
    """The connection costs by volume, and the person did not say that files may use it."""
    PAUSED = "paused"


class Bus(QObject):
    """Lives on the GUI thread. Every screen listens to `changed` and reads again what it shows.

    `changed` carries a tuple of `Changed`; `blur_changed` a bool (F9: initials only).
    `synced`: a pass has ended well, and what waited may have arrived in the clinic.
    `found_more`: a search may find notes that it did not find before, without any of them having changed.
    `guessed`: so many wrong passphrases were typed where one is asked for that somebody else sits here.
    `originals_changed`: `keeps_originals` is another one.
    `line_changed`: `line` is another one. `files_moved`: files have come on, or some were added.
    `locking`: the curtain falls, or all is about to be shut; nobody may keep what others should not see.
    `leaving`: after that, where the keys go: whatever takes long ends now. `unlocked`: nothing is covered any
    more, after the passphrase or because all was not shut in the end. `cut_short` carries what kind of work a
    lock ended, and how often: see `LongWork`.
    """

    changed = Signal(object)
    blur_changed = Signal(bool)
    synced = Signal()
    found_more = Signal()
    guessed = Signal()
    originals_changed = Signal(bool)
    line_changed = Signal()
    files_moved = Signal()
    locking = Signal()
    leaving = Signal()
    unlocked = Signal()
    cut_short = Signal(object, int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._blurred = False
        self._line = FilesLine.NONE
        self._keeps_originals = False
        self.locking.connect(partial(self.set_keeps_originals, False))

    @property
    def blurred(self) -> bool:
        """F9 was pressed: names stand as initials, and what others should not read is blurred."""
        return self._blurred

    def publish(self, changed: Iterable[Changed]) -> None:
        """Tell every screen; an empty change tells nobody."""
        rows = tuple(changed)
        if rows:
            self.changed.emit(rows)

    def set_blurred(self, blurred: bool) -> None:
        """Emits `blur_changed`, also where nothing changes."""
        self._blurred = blurred
        self.blur_changed.emit(blurred)

    @property
    def keeps_originals(self) -> bool:
        """Pictures are added with what they tell about camera and place; chosen anew in each session."""
        return self._keeps_originals

    def set_keeps_originals(self, keeps: bool) -> None:
        """Emits `originals_changed` where it is another one."""
        if keeps is not self._keeps_originals:
            self._keeps_originals = keeps
            self.originals_changed.emit(keeps)

    @property
    def line(self) -> FilesLine:
        """How files can move just now; NONE until `FilesTraffic` has said something else."""
        return self._line

    def set_line(self, line: FilesLine) -> None:
        """Emits `line_changed` where it is another one."""
        if line is not self._line:
            self._line = line
            self.line_changed.emit()
