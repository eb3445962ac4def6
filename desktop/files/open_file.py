"""One file that is looked at: its process, asked on another thread, answers on the thread of the window."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from desktop.files.decoder_process import DecoderProcess
from desktop.files.pixels import Kind, PageSize, Pixels, Reason, Refused
from desktop.kit.background import Background

T = TypeVar("T")
StartDecoder = Callable[[], DecoderProcess]


class OpenFile(QObject):
    """GUI thread. `opened` carries the sizes of the pages, `refused` a `Reason`: after that comes nothing.

    `drawn` carries a page and its pixels, `failed` a page that cannot be shown. One page is drawn at a time.
    """

    opened = Signal(object)
    refused = Signal(object)
    drawn = Signal(int, object)
    failed = Signal(int)

    def __init__(self, kind: Kind, content: bytes, start: StartDecoder, parent: QObject) -> None:
        super().__init__(parent)
        self._process = process = start()
        self._background = Background(self)
        self._is_busy = True
        # Whoever owns this may be destroyed without a word, as when the practice is shut.
        self.destroyed.connect(partial(DecoderProcess.close, process))
        opening = partial(_or_reason, partial(self._process.open, kind, content))
        self._background.run(opening, self._on_opened)

    @property
    def is_busy(self) -> bool:
        """Whether an answer is awaited."""
        return self._is_busy

    def draw(self, page: int, width: int, height: int) -> None:
        """Not while it is busy."""
        self._is_busy = True
        drawing = partial(_or_reason, partial(self._process.draw, page, width, height))
        self._background.run(drawing, partial(self._on_drawn, page))

    def close(self) -> None:
        """Ends the process, whatever it does; nothing is said any more."""
        self._background.forget()
        self._process.close()

    def _on_opened(self, found: list[PageSize] | Reason) -> None:
        self._is_busy = False
        if isinstance(found, Reason):
            self._refuse(found)
        else:
            self.opened.emit(found)

    def _on_drawn(self, page: int, found: Pixels | Reason) -> None:
        self._is_busy = False
        if isinstance(found, Pixels):
            self.drawn.emit(page, found)
        elif found in {Reason.LOST, Reason.TOO_SLOW}:
            self._refuse(found)
        else:
            self.failed.emit(page)

    def _refuse(self, reason: Reason) -> None:
        self.close()
        self.refused.emit(reason)


def _or_reason(ask: Callable[[], T]) -> T | Reason:
    try:
        return ask()
    except Refused as error:
        return error.reason
