"""A picture with Qt's readers. Only in the process that decodes."""

import re

from PySide6.QtCore import QBuffer, QByteArray, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from core.picture_file.tiff_parts import BEGINNINGS
from desktop.files.pixels import PageSize, Reason, Refused

PDF_MARK, TIFF = b"%PDF-", "tiff"
MARK_WITHIN = 1024
"""Readers of PDF look for its mark in so many bytes, so another kind of file may stand before it."""
_MARKS = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"BM", "bmp"),
    *((mark, TIFF) for mark in BEGINNINGS),
)
# ITU-T T.81, table B.1.
_IN_JPEG = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")
"""A mark that ends the pixels: neither a byte of theirs nor a place to begin again."""
_MOST_PIXELS = 64 * 10**6
_MOST_PIXELS_OF_JPEG = 256 * 10**6
"""Its reader makes it smaller while it reads."""
_MOST_MB = 256
_LARGEST_SIDE = 4096
"""What is kept: enough for a zoom on any screen."""


def format_of(content: bytes) -> str | None:
    """By its first bytes; None for no picture that is shown. Its name may say another kind of picture."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    return next((name for mark, name in _MARKS if content.startswith(mark)), None)


def picture_format(content: bytes) -> str:
    """As `format_of`. Raises Refused for no picture, and for one that could be a PDF as well."""
    name = format_of(content)
    if not content:
        raise Refused(Reason.DAMAGED)
    if name is None or PDF_MARK in content[:MARK_WITHIN]:
        raise Refused(Reason.NOT_AS_NAMED)
    return name


class Picture:
    """Decoded when made: one page, the first of a film. Raises Refused."""

    def __init__(self, content: bytes) -> None:
        name = picture_format(content)
        if name == "jpeg" and not _is_whole(content):
            raise Refused(Reason.DAMAGED)
        QImageReader.setAllocationLimit(_MOST_MB)
        buffer = QBuffer()
        buffer.setData(QByteArray(content))
        buffer.open(QBuffer.OpenModeFlag.ReadOnly)
        reader = QImageReader(buffer, QByteArray(name.encode()))
        reader.setAutoTransform(True)
        size = reader.size()
        self._check(size, name)
        if max(size.width(), size.height()) > _LARGEST_SIDE:
            box = QSize(_LARGEST_SIDE, _LARGEST_SIDE)
            reader.setScaledSize(size.scaled(box, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1)))
        image = reader.read()
        del reader  # before the buffer from which it reads
        if image.isNull():
            raise Refused(Reason.DAMAGED)
        self._image = image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
        # What the reader said is the size before the picture is turned.
        turned = (image.width() > image.height()) != (size.width() > size.height())
        wide, high = (size.height(), size.width()) if turned else (size.width(), size.height())
        self.sizes = [PageSize(wide, high)]

    def draw(self, page: int, width: int, height: int) -> bytes:  # noqa: ARG002 - there is one
        return scaled(self._image, width, height)

    @staticmethod
    def _check(size: QSize, name: str) -> None:
        if not size.isValid() or size.isEmpty():
            raise Refused(Reason.DAMAGED)
        most = _MOST_PIXELS_OF_JPEG if name == "jpeg" else _MOST_PIXELS
        if size.width() * size.height() > most:
            raise Refused(Reason.TOO_LARGE)


def scaled(image: QImage, width: int, height: int) -> bytes:
    """In exactly so many pixels. Raises Refused."""
    shown = image.scaled(
        width, height, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    if shown.isNull():
        raise Refused(Reason.TOO_LARGE)
    return bytes(shown.constBits())


def _is_whole(jpeg: bytes) -> bool:
    """Whether it goes on to its end mark: Qt fills with grey what is missing, and says nothing.

    What it holds beside its pixels may be a small JPEG with an end mark of its own, and is passed over.
    """
    place = 2
    while (found := _IN_JPEG.search(jpeg, place)) is not None:
        if found[0] == b"\xff\xd9":
            return True
        # A segment's length counts its own two bytes (ITU-T T.81, B.1.1.4).
        place = found.end() + int.from_bytes(jpeg[found.end() : found.end() + 2])
        if place >= len(jpeg):
            return False
    return False
