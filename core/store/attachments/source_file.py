"""Reading a file that is to be attached: piece by piece, with progress, and twice the same or not at all."""

import io
import stat
import threading
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from core.crypto.chunks import Address, ChunkPlace
from core.domain.errors import BadInput, Cancelled, RuleBroken
from core.domain.file_limits import LARGEST_FILE, MB
from core.runtime.progress import OnProgress
from core.store.database.given_files import open_given

LARGEST = LARGEST_FILE * MB
"""Bytes of one file, whatever a practice allows."""
_LONGEST_NAME = 200
_PIECE = 2**20
FileSource = Path | bytes


class Incoming:
    """A file on its way in. `address_with` reads it once, `seal_into` once more."""

    def __init__(
        self,
        source: FileSource,
        piece_bytes: int,
        progress: OnProgress | None,
        cancel: threading.Event | None,
    ) -> None:
        self._source, self._piece_bytes = source, piece_bytes
        self._progress = progress or (lambda _done, _total: None)
        self._cancel = cancel or threading.Event()
        self._done, self._total = 0, 0

    def address_with(self, address: Address) -> Address:
        """Reads all of it into a fresh address. Raises BadInput, RuleBroken (empty, too large), Cancelled."""
        # Twice: the seal of the first chunk is bound to the address of the whole, and no file is held in
        # memory.
        self._total = 2 * size_of(self._source)
        for piece in self._pieces(self._piece_bytes):
            address.update(piece)
            if address.size > LARGEST:
                raise _too_large()
        if not address.size:
            raise RuleBroken("This file is empty; nothing was added.", code="file_empty")
        return address

    def seal_into(self, put: Callable[[ChunkPlace, bytes], None], address: Address, again: Address) -> None:
        """Hands over chunk after chunk, and all of it to `again`; RuleBroken when they end up different."""
        size = self._piece_bytes
        count = address.count(size)
        for number, piece in enumerate(self._pieces(size)):
            # It grew since it was read first, and each seal is bound to the count of then.
            if number >= count:
                raise _changed()
            again.update(piece)
            put(ChunkPlace(address.digest(), number, count), piece)
        if again.digest() != address.digest():
            raise _changed()

    def _pieces(self, size: int) -> Iterator[bytes]:
        with _opened(self._source) as file:
            while piece := _read_full(file, size):
                check_wanted(self._cancel)
                yield piece
                self._done += len(piece)
                self._progress(self._done, max(self._total, self._done))


def size_of(source: FileSource) -> int:
    """Bytes before any is read. Raises BadInput, RuleBroken (too large)."""
    if isinstance(source, bytes):
        return len(source)
    with _readable():
        found = source.stat()
        # Windows says of a folder that it may not be opened.
        if stat.S_ISDIR(found.st_mode):
            raise IsADirectoryError
    if found.st_size > LARGEST:
        raise _too_large()
    return found.st_size


def read_beginning(source: FileSource, size: int) -> bytes:
    """At most so many bytes of it. Raises BadInput."""
    with _opened(source) as file:
        return _read_full(file, size)


def read_whole(source: FileSource, most: int, cancel: threading.Event) -> bytes:
    """As `read_beginning`, in pieces: a slow disk holds up nobody who wants it no more. Raises Cancelled."""
    with _opened(source) as file:
        pieces, left = [], most
        while left and (piece := _read_full(file, min(left, _PIECE))):
            check_wanted(cancel)
            pieces.append(piece)
            left -= len(piece)
        return b"".join(pieces)


def check_wanted(cancel: threading.Event) -> None:
    """Raises Cancelled."""
    if cancel.is_set():
        raise Cancelled("Cancelled; nothing was added.")


@contextmanager
def _opened(source: FileSource) -> Iterator[BinaryIO]:
    if isinstance(source, bytes):
        yield io.BytesIO(source)
        return
    with _readable():
        file = open_given(source)
    with file:
        yield file


def _read_full(file: BinaryIO, size: int) -> bytes:
    with _readable():
        return file.read(size)


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _unreadable(error) from None


def shown_name(name: str) -> str:
    """Without folders and what nobody sees; empty when nothing is left."""
    last = unicodedata.normalize("NFC", name.replace("\\", "/").rsplit("/", 1)[-1])
    return "".join(letter for letter in last if unicodedata.category(letter)[0] != "C").strip()


def clean_name(name: str) -> str:
    """A file's name for people: no folders, no invisible characters, at most 200 letters with its ending."""
    shown = shown_name(name)
    if not shown.strip("."):
        raise RuleBroken("A file needs a name; nothing was changed.", code="name_missing")
    if len(shown) <= _LONGEST_NAME:
        return shown
    stem, dot, ending = shown.rpartition(".")
    keep = f"{dot}{ending}" if stem and len(ending) <= 10 else ""
    return shown[: _LONGEST_NAME - len(keep)] + keep


def _too_large() -> RuleBroken:
    return RuleBroken(
        f"This file is larger than {LARGEST_FILE} MB; nothing was added. Attach a smaller version of it.",
        code="file_too_large",
    )


def _unreadable(error: OSError) -> BadInput:
    """The path may be a person's name: no sentence quotes it."""
    if isinstance(error, IsADirectoryError):
        return BadInput(
            "This is a folder; nothing was added. Open it, and add the files that are in it.", code="folder"
        )
    if isinstance(error, FileNotFoundError):
        return BadInput(
            "This file is no longer there; nothing was added. Plug its stick or disk in again, or add it "
            "from where it is now.",
            code="file_gone",
        )
    if isinstance(error, PermissionError):
        return BadInput(
            "This file may not be read; nothing was added. Close the program that has it open, or copy it to "
            "your desktop and add the copy.",
            code="file_forbidden",
        )
    reason = (error.strerror or "no reason given").lower()
    return BadInput(f"The file cannot be read: {reason}; nothing was added.")


def _changed() -> RuleBroken:
    return RuleBroken(
        "The file changed while it was read; nothing was added. Try again when no program writes to it.",
        code="file_changed",
    )
