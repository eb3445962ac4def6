"""The pages of a TIFF with Qt's reader. Only in the process that decodes."""

from PySide6.QtCore import QBuffer, QByteArray
from PySide6.QtGui import QImage, QImageReader

from core.picture_file.damage import Damaged
from core.picture_file.tiff_parts import HEIGHT, WIDTH, Page, Tiff
from desktop.files.picture_decoder import scaled
from desktop.files.pixels import PageSize, Reason, Refused

_MOST_MB = 256
"""Of the pixels of one page; as much again is taken while it is made smaller."""
# Tags of TIFF 6 (section 8): the bits of a colour, and which side is up.
_BITS, _FINE_BITS = 258, 8
_SIDE_UP, _LYING = 274, frozenset({5, 6, 7, 8})


class TiffPictures:
    """Looked at when made, each page decoded when it is drawn; the last one is kept. Raises Refused.

    What the file says of itself is checked before its library sees any of it.
    """

    def __init__(self, content: bytes) -> None:
        try:
            tiff = Tiff(content)
            self.sizes = [_size(tiff, page) for page in tiff.pages]
        except Damaged:
            raise Refused(Reason.DAMAGED) from None
        self._content = content
        self._page, self._image = 0, self._read(0)

    def draw(self, page: int, width: int, height: int) -> bytes:
        if page != self._page:
            self._image = QImage()  # before the next one: both have no room
            self._page, self._image = page, self._read(page)
        return scaled(self._image, width, height)

    def _read(self, page: int) -> QImage:
        QImageReader.setAllocationLimit(_MOST_MB)
        buffer = QBuffer()
        buffer.setData(QByteArray(self._content))
        buffer.open(QBuffer.OpenModeFlag.ReadOnly)
        reader = QImageReader(buffer, QByteArray(b"tiff"))
        if not reader.canRead():
            raise Refused(Reason.DAMAGED)
        reader.setAutoTransform(True)
        image = reader.read() if reader.jumpToImage(page) else QImage()
        del reader  # it closes the library's file in the buffer, which must be there still
        if image.isNull():
            raise Refused(Reason.DAMAGED)
        return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


def _size(tiff: Tiff, page: Page) -> PageSize:
    """As it is seen, with the right side up."""
    width, height = tiff.number(page, WIDTH), tiff.number(page, HEIGHT)
    if not width or not height:
        raise Damaged
    # With more than eight bits for a colour, Qt's reader makes pixels of 64 bits.
    bytes_a_pixel = 8 if max(tiff.numbers(page, _BITS), default=1) > _FINE_BITS else 4
    if width * height * bytes_a_pixel > _MOST_MB * 2**20:
        raise Refused(Reason.TOO_LARGE)
    lies = tiff.number(page, _SIDE_UP) in _LYING
    return PageSize(height, width) if lies else PageSize(width, height)
