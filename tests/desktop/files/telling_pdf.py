"""PDFs that tell more than their pages show, made by the tests themselves."""

import zlib
from collections.abc import Sequence

from tests.core.picture_file.samples import SECRET, jpeg_with, segment, tiff
from tests.desktop.files.hostile import pdf_of

AUTHOR = b"Mira Talbot"
XMP = b"<x:xmpmeta>Mira Talbot, Lindenhof</x:xmpmeta>"
PRIVATE = b"Illustrator of Mira"
INFO = b"/Info 9 0 R /ID [<0011> <2233>]"
PHOTO = jpeg_with(segment(0xE1, b"Exif\0\0" + tiff(1)))
"""Sixteen pixels by eight."""
TOLD = (AUTHOR, XMP, PRIVATE, SECRET, b"D:2026", b"/Info", b"/Metadata", b"/PieceInfo", b"/LastModified")


def stream(head: bytes, content: bytes) -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (head, len(content), content)


def telling_pdf(
    catalogue: bytes = b"", photo: bytes = PHOTO, picture: bytes = b"/Filter /DCTDecode"
) -> bytes:
    """Two pages with a photo, and everything that there is to tell. `catalogue`: further entries of it."""
    return pdf_of(parts(catalogue, photo, picture), INFO)


def parts(
    catalogue: bytes = b"", photo: bytes = PHOTO, picture: bytes = b"/Filter /DCTDecode"
) -> Sequence[bytes]:
    resources = b"/Resources << /XObject << /I 6 0 R >> >> /MediaBox [0 0 200.125 100]"
    page = b"<< /Type /Page /Parent 2 0 R /Contents 5 0 R %s %%s >>" % resources
    told = (
        b"/LastModified (D:20261130) "
        b"/PieceInfo << /Illustrator << /LastModified (D:20261130) /Private 8 0 R >> >> /Metadata 7 0 R"
    )
    image = b"/Type /XObject /Subtype /Image /Width 16 /Height 8 /BitsPerComponent 8 /ColorSpace /DeviceRGB"
    return [
        b"<< /Type /Catalog /Pages 2 0 R /Metadata 7 0 R %s >>" % catalogue,
        b"<< /Type /Pages /Count 2 /Kids [3 0 R 4 0 R] >>",
        page % b"",
        page % told,
        stream(b"", b"0.2 0.4 0.6 rg 10 10 50 50 re f q 80 0 0 40 100 40 cm /I Do Q"),
        stream(b"%s %s /Metadata 7 0 R" % (image, picture), photo),
        stream(b"/Type /Metadata /Subtype /XML", XMP),
        stream(b"/Filter /FlateDecode", zlib.compress(PRIVATE)),
        b"<< /Author (%s) /Producer (Scanner 3) /CreationDate (D:20261130080000Z) >>" % AUTHOR,
    ]


def silent_pdf() -> bytes:
    """With nothing that could be taken off."""
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] >>"
    return pdf_of([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>", page])


def amended(pdf: bytes, number: int, part: bytes) -> bytes:
    """With one part replaced by an addition at the end, as programs save a change; the old one stays."""
    before = pdf.rindex(b"startxref")
    table = int(pdf[before:].split()[1])
    trailer = pdf[pdf.rindex(b"trailer") + len(b"trailer") : before].strip().removesuffix(b">>")
    trailer = trailer.partition(b" /Prev")[0]
    added = pdf + b"\n"
    place = len(added)
    added += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    start = len(added)
    added += b"xref\n%d 1\n%010d 00000 n \ntrailer\n%s /Prev %d >>\n" % (number, place, trailer, table)
    return added + b"startxref\n%d\n%%%%EOF\n" % start


def signed_pdf() -> bytes:
    """A field holds a signature over its bytes, and says so."""
    value = b"<< /Type /Sig /Filter /Adobe.PPKLite /Contents <30> /ByteRange [0 10 20 30] >>"
    field = b"<< /FT /Sig /T (Signed) /V %s >>" % value
    return telling_pdf(b"/AcroForm << /Fields [%s] >>" % field)
