"""A PDF with pdfium: the only file that knows the library. Only in the process that decodes."""

import ctypes

import pypdfium2
import pypdfium2_raw as raw

from desktop.files.picture_decoder import MARK_WITHIN, PDF_MARK, format_of
from desktop.files.pixels import BYTES_A_PIXEL, MOST_PAGES, PageSize, Reason, Refused

_LARGEST_POINTS = 14_400.0
"""The largest page that the format knows: five metres."""
_UNREADABLE = PageSize(595.0, 842.0)
"""A4, for a page that cannot be read: the others are shown all the same."""


class PdfDocument:
    """Opened when made; scripts are not run. Raises Refused."""

    def __init__(self, content: bytes) -> None:
        if not content:
            raise Refused(Reason.DAMAGED)
        if PDF_MARK not in content[:MARK_WITHIN] or format_of(content) is not None:
            raise Refused(Reason.NOT_AS_NAMED)
        try:
            self._document = pypdfium2.PdfDocument(content)
            # Before any page is opened: forms are drawn only on pages that are opened after it (pypdfium2).
            self._document.init_forms()
            count = len(self._document)
        except pypdfium2.PdfiumError as error:
            locked = {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}
            reason = Reason.PASSWORD if error.err_code in locked else Reason.DAMAGED
            raise Refused(reason) from None
        if count > MOST_PAGES:
            raise Refused(Reason.TOO_LARGE)
        self.sizes = [self._size(number) for number in range(count)]

    def draw(self, page: int, width: int, height: int) -> bytes:
        try:
            found = self._document[page]
        except pypdfium2.PdfiumError:
            raise Refused(Reason.DAMAGED) from None
        data = (ctypes.c_ubyte * (width * height * BYTES_A_PIXEL))()
        bitmap = raw.FPDFBitmap_CreateEx(width, height, raw.FPDFBitmap_BGRx, data, width * BYTES_A_PIXEL)
        # A page paints no paper of its own.
        raw.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        place = (bitmap, found, 0, 0, width, height, 0, raw.FPDF_ANNOT)
        raw.FPDF_RenderPageBitmap(*place)
        if self._document.formenv is not None:  # what was filled in is drawn apart from the page
            raw.FPDF_FFLDraw(self._document.formenv, *place)
        raw.FPDFBitmap_Destroy(bitmap)
        found.close()
        return bytes(data)

    def _size(self, number: int) -> PageSize:
        try:
            width, height = self._document.get_page_size(number)
        except pypdfium2.PdfiumError:
            return _UNREADABLE
        if max(width, height) > _LARGEST_POINTS:
            raise Refused(Reason.TOO_LARGE)
        size = PageSize(width, height)
        return size if size.is_sound else _UNREADABLE
