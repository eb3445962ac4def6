"""Small pictures for a list of files: made for rows in sight, one by one, and kept in memory alone."""

from collections import OrderedDict
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPixmap

from core.domain.errors import UserError
from core.domain.ids import AttachmentId
from core.store.attachments.listing import ListedAttachment
from desktop.files.decoder_process import DecoderProcess
from desktop.files.open_file import StartDecoder
from desktop.files.pixel_image import image_of
from desktop.files.pixels import Kind, Pixels, Reason, Refused
from desktop.files.preview import kind_of
from desktop.kit.background import Background
from desktop.kit.ports import Runner

MOST_BYTES = 20 * 10**6
"""Of a file of which one is made: reading more takes longer than a small picture is worth."""
MOST_KEPT = 200
_MOST_WAITING = 12
_ANSWER_S = 20.0
_OF_THE_MOMENT = (Reason.LOST, Reason.TOO_SLOW)
ReadContent = Callable[[AttachmentId], bytes]


class Thumbnails(QObject):
    """GUI thread. `made` says that there is one more, or that there is none of a file."""

    made = Signal()

    def __init__(
        self, read: ReadContent, runner: Runner, parent: QObject, start: StartDecoder | None = None
    ) -> None:
        """`read` is called on the worker of `runner`."""
        super().__init__(parent)
        self._read, self._runner = read, runner
        self._start = start or partial(DecoderProcess, answer_s=_ANSWER_S)
        self._background = Background(self)
        self._known: OrderedDict[AttachmentId, QPixmap | None] = OrderedDict()
        """None: there is none of it."""
        self._waiting: OrderedDict[AttachmentId, Kind] = OrderedDict()
        self._late: set[AttachmentId] = set()
        """Once it took too long or its process was lost, which says nothing of the file."""
        self._running: list[DecoderProcess] = []
        # A function and a list, not a method: of this object nothing is left to call by then.
        self.destroyed.connect(partial(_end, self._running))
        self._rests = 0
        self._busy_with: AttachmentId | None = None
        self._side = 0
        self._resting = False

    def of(self, held: ListedAttachment, side: int) -> QPixmap | None:
        """Asked for a row that is painted, in a square of `side` pixels of the screen; None while there is
        none."""
        file_id, kind = held.row.id, kind_of(held.row.file_type)
        usable = held.is_here and held.problem is None and held.row.file_size_bytes <= MOST_BYTES
        if kind is None or not usable or self._resting:
            return None
        self._side = side
        if file_id in self._known:
            self._known.move_to_end(file_id)
            return self._known[file_id]
        if file_id != self._busy_with:
            self._waiting[file_id] = kind
            while len(self._waiting) > _MOST_WAITING:
                self._waiting.popitem(last=False)  # painted before the others: out of sight by now
            self._next()
        return None

    def rest(self) -> None:
        """The practice is locked: everything is forgotten, and nothing made, until `wake`."""
        self._resting = True
        self._known.clear()
        self._waiting.clear()
        self._late.clear()
        self._background.forget()
        _end(self._running)
        self._busy_with = None
        self._rests += 1

    def wake(self) -> None:
        """Rows that are painted are made again."""
        self._resting = False

    def _next(self) -> None:
        if self._busy_with is not None or not self._waiting:
            return
        file_id, kind = self._waiting.popitem(last=False)
        self._busy_with = file_id
        on_read = partial(self._on_read, file_id, kind, self._rests)
        on_error = partial(self._on_unreadable, file_id, self._rests)
        self._runner.run(lambda: self._read(file_id), on_read, on_error)

    def _on_read(self, file_id: AttachmentId, kind: Kind, rests: int, content: bytes) -> None:
        if rests != self._rests:
            return  # it was locked meanwhile
        process = self._start()
        self._running.append(process)
        work = partial(_small, process, kind, content, self._side)
        self._background.run(work, partial(self._on_made, file_id, kind))

    def _on_unreadable(self, file_id: AttachmentId, rests: int, _error: UserError) -> None:
        """Whoever opens the file is told why."""
        if rests == self._rests:
            self._on_made(file_id, Kind.PICTURE, Reason.DAMAGED)

    def _on_made(self, file_id: AttachmentId, kind: Kind, found: Pixels | Reason) -> None:
        _end(self._running)
        self._busy_with = None
        if found in _OF_THE_MOMENT and file_id not in self._late:
            self._late.add(file_id)  # asked for once more when it is painted again
        else:
            drawn = None if isinstance(found, Reason) else QPixmap.fromImage(image_of(found, kind))
            self._known[file_id] = drawn
        while len(self._known) > MOST_KEPT:
            self._known.popitem(last=False)
        self.made.emit()
        self._next()


def _end(running: list[DecoderProcess]) -> None:
    while running:
        running.pop().close()


def _small(process: DecoderProcess, kind: Kind, content: bytes, side: int) -> Pixels | Reason:
    """On another thread: the first page, as large as it fills the square."""
    try:
        size = process.open(kind, content)[0]
        # To fill the square, a long and thin one would be drawn huge: its length ends at four squares.
        scale = min(max(side / size.width, side / size.height), 4 * side / max(size.width, size.height))
        return process.draw(0, size.width * scale, size.height * scale)
    except Refused as refused:
        return refused.reason
    finally:
        process.close()
