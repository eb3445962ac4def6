"""Takes off what a PDF tells about its author: the only file that reads PDF with pypdf.

Only in the process that decodes, in which whatever a hostile file does to the library ends with the process.
"""

import io
import logging
import zlib
from collections.abc import Callable

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NullObject,
    StreamObject,
    TextStringObject,
)

from core.picture_file import jpeg
from core.picture_file.damage import Damaged
from core.picture_file.jpeg import strip_jpeg
from desktop.files.pixels import MOST_BYTES, Reason, Refused

# Of ISO 32000-1: the table of facts (14.3.3), XMP (14.3.2), what a signature covers (12.8.1), filters (7.4.8,
# 7.4.4).
_INFO = "/Info"
_METADATA = "/Metadata"
_SIGNED = "/ByteRange"
_JPEG = "/DCTDecode"
_PACKED = "/FlateDecode"
_END_OF_STATE = b"startxref"
# ISO 32000-1, annex F.
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
        # Whatever it is there: nothing in the catalogue has a name of its author's choice.
        took = reader.root_object.pop(_METADATA, None) is not None or took
        took = _take_from_parts(reader.root_object) or took
        return _written(reader) if took or _has_older_state(content) else content
    except (PyPdfError, RecursionError):
        raise Refused(Reason.DAMAGED) from None


def _check_unsigned(root: DictionaryObject) -> None:
    """A signature covers every byte, so that none may change. Each by itself is asked for as it is found."""
    form = root.get("/AcroForm")
    fields = form.get_object() if form is not None else None
    flags = fields.get("/SigFlags") if isinstance(fields, DictionaryObject) else None
    # ISO 32000-1, 12.8.4 and 12.7.2.
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
    told = [name for name, tells in _TOLD.items() if name in part and tells(_entry(part, name))]
    for name in told:
        del part[name]
    took = bool(told)
    if isinstance(part, StreamObject) and _entry(part, "/Subtype") == "/Image":
        took = _strip_picture(part) or took
    return took


def _is_metadata(value: object) -> bool:
    if not isinstance(value, StreamObject):
        return False
    return _entry(value, "/Type") == _METADATA or _entry(value, "/Subtype") == "/XML"


def _is_of_programs(value: object) -> bool:
    """A picture is a stream, and a font says its type."""
    return (
        isinstance(value, DictionaryObject) and not isinstance(value, StreamObject) and "/Type" not in value
    )


def _is_text(value: object) -> bool:
    return isinstance(value, TextStringObject | ByteStringObject)


_TOLD: dict[str, Callable[[object], bool]] = {
    _METADATA: _is_metadata,
    # ISO 32000-1, 14.5.
    "/PieceInfo": _is_of_programs,
    "/LastModified": _is_text,
}
"""XMP, what programs keep for themselves, and when they did; a document has them at any of its parts.

A picture or a font may have such a name as well, as names are free there; so it is asked what it is.
"""


def _strip_picture(part: StreamObject) -> bool:
    """A photo stands in a PDF as its camera wrote it, with all that it tells; some pack it once more."""
    filters = _entry(part, "/Filter")
    names = [each.get_object() for each in filters] if isinstance(filters, ArrayObject) else [filters]
    photo = StreamObject.get_data(part)
    if is_packed := names == [_PACKED, _JPEG] and _has_no_parameters(part):
        photo = _unpacked(photo)
    elif names != [_JPEG]:
        return False
    if not photo.startswith(jpeg.BEGINNING):
        return False
    try:
        stripped = strip_jpeg(photo)
    except Damaged:
        return False
    if stripped == photo:
        return False
    StreamObject.set_data(part, stripped)
    if is_packed:
        part[NameObject("/Filter")] = NameObject(_JPEG)
        part.pop("/DecodeParms", None)
    return True


def _has_no_parameters(part: StreamObject) -> bool:
    parameters = _entry(part, "/DecodeParms")
    if isinstance(parameters, ArrayObject):
        return all(isinstance(each.get_object(), NullObject) for each in parameters)
    return parameters is None


def _unpacked(packed: bytes) -> bytes:
    """Nothing where it is damaged or more than may be opened."""
    unpacking = zlib.decompressobj()
    try:
        content = unpacking.decompress(packed, MOST_BYTES)
    except zlib.error:
        return b""
    return content if unpacking.eof else b""


def _entry(part: DictionaryObject, name: str) -> object:
    """What stands there, or in the part that is named there; None for nothing and for null."""
    value = part.get(name)
    found = None if value is None else value.get_object()
    return None if isinstance(found, NullObject) else found


def _written(reader: PdfReader) -> bytes:
    """Only what the document still needs is copied: no older state of it, and nothing that was taken off."""
    writer = PdfWriter(clone_from=reader, keep_initial_header=True)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()
