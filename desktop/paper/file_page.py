"""A page of a record that shows a picture, or a page of a PDF, which is made when it is drawn."""

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtGui import QImage

Made = QImage | str
"""Without transparency; or the reason why there is none."""


@dataclass(frozen=True, slots=True)
class FilePage:
    """What stands above it, and how it is made: that may take its time, and runs on any thread."""

    title: str
    facts: str
    make: Callable[[], Made]


@dataclass(frozen=True, slots=True)
class FileRead:
    """Nothing to draw: a file was looked at, which took its time."""


@dataclass(slots=True)
class Awaited:
    """A picture that is needed before the next step of drawing: whoever draws calls `fill` first."""

    page: FilePage
    made: Made = field(default="")

    def fill(self) -> None:
        """On any thread."""
        self.made = self.page.make()
