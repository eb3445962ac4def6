"""Pixels of a process that decodes, as a picture of Qt's."""

from PySide6.QtGui import QImage

from desktop.files.pixels import BYTES_A_PIXEL, Kind, Pixels


def image_of(pixels: Pixels, kind: Kind) -> QImage:
    """A copy of its own; a page of a PDF is never transparent, whatever its fourth byte says."""
    form = QImage.Format.Format_RGB32 if kind is Kind.PDF else QImage.Format.Format_ARGB32_Premultiplied
    line = pixels.width * BYTES_A_PIXEL
    # A picture of Qt's only borrows the bytes that it is made of.
    return QImage(pixels.data, pixels.width, pixels.height, line, form).copy()
