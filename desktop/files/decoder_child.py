"""The process that opens one file of a stranger and answers with pixels, or with a PDF that it wrote anew.

Never in the window's process.

It has no key and no connection to anything, writes no file, and ends when its input does.
"""

from typing import BinaryIO, Protocol

from desktop.files.pixels import (
    DRAWN,
    MOST_BYTES,
    MOST_PAGES,
    MOST_PIXELS,
    OPENED,
    OPENING,
    SIZE,
    STRIPPED,
    WISH,
    Kind,
    PageSize,
    Reason,
    Refused,
    exactly,
)
from desktop.session.child_bounds import alarm, bound_memory, forbid_writing, leave_network

_MOST_MEMORY = 3 * 2**29
_LONGEST_S = 60
"""For one answer; the window waits less, and this ends a process whose window is gone."""
_MOST_COMPARED = 20
_COMPARED_PX = 400.0
"""The longer side of a page that is compared."""


class Document(Protocol):
    """One file that was opened."""

    @property
    def sizes(self) -> list[PageSize]:
        """Of each page; a picture is one page."""
        ...

    def draw(self, page: int, width: int, height: int) -> bytes:
        """The page in exactly so many pixels. Raises Refused."""
        ...


def decode(wishes: BinaryIO, answers: BinaryIO) -> int:
    """Status 0 when the wishes end, 1 for a file that is not shown or where whoever asked is gone."""
    # Code that came in by a hole in a decoder finds nobody to send the file to. Where the system does not
    # allow this, all else holds.
    leave_network()
    forbid_writing()
    bound_memory(_MOST_MEMORY)
    try:
        return _serve(wishes, answers)
    except (EOFError, OSError):
        return 1


def _serve(wishes: BinaryIO, answers: BinaryIO) -> int:
    kind, length = OPENING.unpack(exactly(wishes, OPENING.size))
    if length > MOST_BYTES:
        return 1
    content = exactly(wishes, length)
    if kind == Kind.PDF_TO_STRIP:
        return _serve_stripped(answers, content)
    try:
        with alarm(_LONGEST_S):
            document = _opened(Kind(kind), content)
            sizes = document.sizes
            _check(sizes)
    except Refused as error:
        _say(answers, OPENED.pack(error.reason, 0))
        return 1
    _say(
        answers, OPENED.pack(Reason.NONE, len(sizes)), *(SIZE.pack(each.width, each.height) for each in sizes)
    )
    while len(wish := wishes.read(WISH.size)) == WISH.size:
        with alarm(_LONGEST_S):
            _answer(answers, document, *WISH.unpack(wish))
    return 0


def _serve_stripped(answers: BinaryIO, content: bytes) -> int:
    try:
        with alarm(_LONGEST_S):
            stripped = _stripped(content)
    except Refused as error:
        _say(answers, STRIPPED.pack(error.reason, 0))
        return 1
    _say(answers, STRIPPED.pack(Reason.NONE, len(stripped)), stripped)
    return 0


def _stripped(content: bytes) -> bytes:
    """Empty where nothing is to go. What came out is believed only where it looks as it did."""
    try:
        from desktop.files.pdf_decoder import PdfDocument  # noqa: PLC0415 - as in `_opened`
        from desktop.files.pdf_metadata import without_metadata  # noqa: PLC0415 - as in `_opened`

        before = PdfDocument(content)
        stripped = without_metadata(content)
        if stripped == content:
            return b""
        after = PdfDocument(stripped)
    except (ImportError, OSError):
        raise Refused(Reason.UNAVAILABLE) from None
    except MemoryError:
        raise Refused(Reason.TOO_LARGE) from None
    if not _look_alike(before, after):
        raise Refused(Reason.DAMAGED)
    return stripped


def _look_alike(before: Document, after: Document) -> bool:
    """All sizes of pages, and some pages pixel for pixel: of a long document one here and there."""
    if before.sizes != after.sizes:
        return False
    step = -(-len(before.sizes) // _MOST_COMPARED)
    for page in range(0, len(before.sizes), step):
        size = before.sizes[page]
        shrink = _COMPARED_PX / max(size.width, size.height)
        shape = max(1, round(size.width * shrink)), max(1, round(size.height * shrink))
        if before.draw(page, *shape) != after.draw(page, *shape):
            return False
    return True


def _opened(kind: Kind, content: bytes) -> Document:
    """A library is loaded only for the kind that it reads: what is not there has no holes."""
    try:
        if kind is Kind.PDF:
            from desktop.files.pdf_decoder import PdfDocument  # noqa: PLC0415 - see above

            return PdfDocument(content)
        from desktop.files.picture_decoder import TIFF, Picture, picture_format  # noqa: PLC0415 - see above

        if picture_format(content) == TIFF:
            from desktop.files.tiff_decoder import TiffPictures  # noqa: PLC0415 - see above

            return TiffPictures(content)
        return Picture(content)
    except (ImportError, OSError):  # also where it is there and cannot be loaded
        raise Refused(Reason.UNAVAILABLE) from None
    except MemoryError:
        raise Refused(Reason.TOO_LARGE) from None


def _check(sizes: list[PageSize]) -> None:
    if not sizes:
        raise Refused(Reason.DAMAGED)
    if len(sizes) > MOST_PAGES or not all(size.is_sound for size in sizes):
        raise Refused(Reason.TOO_LARGE)


def _answer(answers: BinaryIO, document: Document, page: int, width: int, height: int) -> None:
    try:
        if page >= len(document.sizes) or not 0 < width * height <= MOST_PIXELS:
            raise Refused(Reason.TOO_LARGE)
        data = document.draw(page, width, height)
    except Refused as error:
        _say(answers, DRAWN.pack(error.reason, 0, 0))
    except MemoryError:
        _say(answers, DRAWN.pack(Reason.TOO_LARGE, 0, 0))
    else:
        _say(answers, DRAWN.pack(Reason.NONE, width, height), data)


def _say(answers: BinaryIO, *parts: bytes) -> None:
    answers.writelines(parts)
    answers.flush()
