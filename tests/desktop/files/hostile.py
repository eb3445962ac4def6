"""Files that mean harm, and sound ones beside them, made by the tests themselves."""

import struct
import zlib
from collections.abc import Sequence

from PySide6.QtCore import QBuffer
from PySide6.QtGui import QColor, QImage

GIF_FRAMES = 50_000
TEAL = QColor("#0F6B66")


def picture(kind: str, width: int = 400, height: int = 300) -> bytes:
    """A sound one; `kind` as Qt names it, of those that it writes."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(TEAL)
    for row in range(0, height, 7):
        for column in range(0, width, 5):
            image.setPixelColor(column, row, QColor(column % 256, row % 256, 90))
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    assert image.save(buffer, kind)  # type: ignore[call-overload]  # the stub wants bytes
    return bytes(buffer.data().data())


def png_bomb(side: int = 60_000) -> bytes:
    """A sound PNG of a few kilobytes whose pixels would take 14 GB."""
    header = struct.pack("!IIBBBBB", side, side, 8, 6, 0, 0, 0)
    rows = zlib.compress(bytes(4 * 1024 * 1024), 9)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def truncated_jpeg() -> bytes:
    whole = picture("JPEG", 1200, 900)
    return whole[: len(whole) // 2]


def gif(frames: int = GIF_FRAMES, width: int = 8, height: int = 8) -> bytes:
    """A film of so many frames, all of one colour."""
    head = b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + b"\x0f\x6b\x66\xff\xff\xff"
    # Minimum code size 2: clear, the colour once, end.
    frame = b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\x00"
    return head + frame * frames + b"\x3b"


def pdf(pages: int = 1, size: tuple[float, float] = (595, 842), content: bytes = b"") -> bytes:
    """A sound one, with a black square at the upper left of each page."""
    width, height = size
    square = content or f"0 0 0 rg 50 {height - 150:f} 100 100 re f".encode()
    kids = " ".join(f"{4 + number} 0 R" for number in range(pages))
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {pages} /Kids [{kids}] >>".encode(),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(square), square),
    ]
    page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width:f} {height:f}] /Contents 3 0 R >>".encode()
    return pdf_of([*parts, *[page] * pages])


def pdf_of(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """Numbered from 1, the first of which is the catalogue."""
    found, places = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(found))
        found += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer\n<< /Size %d /Root 1 0 R %s >>\n" % (len(objects) + 1, trailer)
    start = b"startxref\n%d\n%%%%EOF\n" % len(found)
    return found + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + end + start


def pdf_with_a_filled_field() -> bytes:
    """A page with nothing but a field, from 100 points on both sides, in which something stands."""
    return pdf_of(
        [
            (
                b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [4 0 R] /DR << /Font << /F 5 0 R >> >>"
                b" /DA (/F 40 Tf 0 g) >> >>"
            ),
            b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 300] /Annots [4 0 R] >>",
            (
                b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (Allergies) /V (PENICILLIN) /DA (/F 40 Tf 0 g)"
                b" /F 4 /Rect [50 100 350 200] /P 3 0 R >>"
            ),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ]
    )


def pdf_in_a_circle() -> bytes:
    """Pages that are their own children, and a page that paints a form that paints itself, for ever."""
    itself = b"/Resources << /XObject << /X 5 0 R >> >>"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R %s >>" % itself
    own = b"<< /Type /XObject /Subtype /Form /BBox [0 0 200 200]"
    form = b"/X Do"
    return pdf_of(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count 3 /Parent 2 0 R /Kids [2 0 R 3 0 R 2 0 R] >>",
            page,
            b"<< /Length 5 >>\nstream\n/X Do\nendstream",
            own + b" /Length %d %s >>\nstream\n%s\nendstream" % (len(form), itself, form),
        ]
    )


def pdf_with_a_password() -> bytes:
    """Encrypted by the standard handler for a password that nobody gives."""
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>"
    catalogue, pages = b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>"
    key = b"<" + b"5a" * 32 + b">"
    lock = b"<< /Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O %s /U %s >>" % (key, key)
    return pdf_of([catalogue, pages, page, lock], b"/Encrypt 4 0 R /ID [<00> <00>]")


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack("!I", len(content)) + name + content + struct.pack("!I", zlib.crc32(name + content))
