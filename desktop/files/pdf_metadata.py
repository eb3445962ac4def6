"""Takes off what a PDF tells about its author: the only file that reads PDF with pypdf.

Only in the process that decodes, in which whatever a hostile file does to the library ends with the process.
"""

import io
import logging

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from core.picture_file import jpeg
from core.picture_file.damage import Damaged
from core.picture_file.jpeg import strip_jpeg
from desktop.files.pixels import Reason, Refused

_INFO = "/Info"
_TOLD = ("/Metadata", "/PieceInfo", "/LastModified")
"""XMP, what programs keep for themselves, and when they did; a document has them at any of its parts."""
_SIGNED = "/ByteRange"
_JPEG = "/DCTDecode"
_END_OF_STATE = b"startxref"
_FOR_THE_WEB = b"/Linearized"
"""Such a file has two tables for one state, and says so in its first bytes."""
_FIRST_BYTES = 1024


def without_metadata(content: bytes) -> bytes:
    """The pages are as they were; the very same bytes where nothing is to go. Raises Refused.

    What is signed or encrypted would not be so any more, and what is damaged is not ours to mend.
    """
    logging.getLogger("pypdf").setLevel(logging.ERROR)
    try:
        reader = PdfReader(io.BytesIO(content), strict=True)
        if reader.is_encrypted:
            raise Refused(Reason.PASSWORD)
        _check_unsigned(reader.root_object)
        took = _take_info(reader.trailer)
        took = _take_from_parts(reader.root_object) or took
        return _written(reader) if took or _has_older_state(content) else content
    except (PyPdfError, RecursionError):
        raise Refused(Reason.DAMAGED) from None


def _check_unsigned(root: DictionaryObject) -> None:
    """A signature covers every byte, so that none may change. Each by itself is asked for as it is found."""
    form = root.get("/AcroForm")
    fields = form.get_object() if form is not None else None
    flags = fields.get("/SigFlags") if isinstance(fields, DictionaryObject) else None
    if "/Perms" in root or (flags is not None and flags.get_object()):
        raise Refused(Reason.SIGNED)


def _has_older_state(content: bytes) -> bool:
    """A change that was added at the end leaves in the file what stood there before it."""
    tables_of_one = 2 if _FOR_THE_WEB in content[:_FIRST_BYTES] else 1
    return content.count(_END_OF_STATE) > tables_of_one


def _take_info(trailer: DictionaryObject) -> bool:
    info = trailer.pop(_INFO, None)
    return info is not None and bool(info.get_object())


def _take_from_parts(root: DictionaryObject) -> bool:
    """Looks at every part of the document once, in whatever circle they stand."""
    seen: set[tuple[int, int]] = set()
    waiting: list[object] = [root]
    took = False
    while waiting:
        part = waiting.pop()
        if isinstance(part, IndirectObject):
            place = (part.idnum, part.generation)
            if place in seen:
                continue
            seen.add(place)
            part = part.get_object()
        if isinstance(part, DictionaryObject):
            took = _take_from(part) or took
            waiting.extend(part.values())
        elif isinstance(part, ArrayObject):
            waiting.extend(part)
    return took


def _take_from(part: DictionaryObject) -> bool:
    if _SIGNED in part:
        raise Refused(Reason.SIGNED)
    took = False
    for name in _TOLD:
        took = part.pop(name, None) is not None or took
    if isinstance(part, StreamObject) and part.get("/Subtype") == "/Image":
        took = _strip_picture(part) or took
    return took


def _strip_picture(part: StreamObject) -> bool:
    """A photo stands in a PDF as its camera wrote it, with all that it tells."""
    filters = part.get("/Filter")
    names = list(filters) if isinstance(filters, ArrayObject) else [filters]
    as_it_lies = StreamObject.get_data(part)
    if names != [_JPEG] or not as_it_lies.startswith(jpeg.BEGINNING):
        return False
    try:
        stripped = strip_jpeg(as_it_lies)
    except Damaged:
        return False
    if stripped == as_it_lies:
        return False
    StreamObject.set_data(part, stripped)
    return True


def _written(reader: PdfReader) -> bytes:
    """Only what the document still needs is copied: no older state of it, and nothing that was taken off."""
    writer = PdfWriter(clone_from=reader, keep_initial_header=True)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()
