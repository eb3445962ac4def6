"""Small pictures, bare, and what cameras and programs put into them."""

from base64 import b64decode
from struct import pack
from zlib import compress, crc32

SECRET = b"48.8584 N, 2.2945 E, iPhone of Mira"

JPEG = b64decode(
    "/9j/4AAQSkZJRgABAQEAZABkAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNS"
    "Mj5aYVpQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09P"
    "T0//wAARCAAIABADASIAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQID"
    "AAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlq"
    "c3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3"
    "+Pn6/8QAHwEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAECAxEEBSExBhJBUQdhcRMiMoEI"
    "FEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRomJygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6goOEhYaHiImK"
    "kpOUlZaXmJmaoqOkpaanqKmqsrO0tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6/9oADAMBAAIRAxEAPwDH"
    "tfDvT5P0rYtfDvT5P0oorx6+Lq9zDKsdW01P/9k="
)
WEBP = b64decode(
    "UklGRkoAAABXRUJQVlA4ID4AAADwAQCdASoQAAgAAoBCJbACdLoAAwhAW5AA/viV2p5ISxLHbAEzuF5rpNbm6Vx6F3624T3DXi5/aXe/"
    "PgAAAA=="
)
JFIF_BYTES = 18
"""Of its header segment, after the first two bytes of the file."""


def tiff(orientation: int | None, order: str = ">") -> bytes:
    """Exif as a camera writes it: its name, which side is up if that is told, and the place."""
    entries = [pack(f"{order}HHII", 0x010F, 2, len(SECRET), 200)]
    if orientation is not None:
        entries.append(pack(f"{order}HHIHH", 0x0112, 3, 1, orientation, 0))
    head = (b"MM\0*" if order == ">" else b"II*\0") + pack(f"{order}IH", 8, len(entries))
    return (head + b"".join(entries) + bytes(4)).ljust(200, b"\0") + SECRET


def segment(marker: int, told: bytes) -> bytes:
    """Of a JPEG."""
    return bytes((0xFF, marker)) + (len(told) + 2).to_bytes(2, "big") + told


def jpeg_with(*segments: bytes, after: bytes = b"") -> bytes:
    """They stand after the header."""
    at = 2 + JFIF_BYTES
    return JPEG[:at] + b"".join(segments) + JPEG[at:] + after


def chunk(kind: bytes, told: bytes) -> bytes:
    """Of a PNG."""
    return len(told).to_bytes(4, "big") + kind + told + crc32(kind + told).to_bytes(4, "big")


PNG_HEAD = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", pack(">IIBBBBB", 2, 2, 8, 2, 0, 0, 0))
PNG_DATA = chunk(b"IDAT", compress(b"\0" + bytes(6) + b"\0" + b"\xff" * 6))
PNG_END = chunk(b"IEND", b"")
PNG = PNG_HEAD + PNG_DATA + PNG_END


def png_with(*before: bytes, behind: bytes = b"", after: bytes = b"") -> bytes:
    """Chunks before and behind the picture, and what follows the end."""
    return PNG_HEAD + b"".join(before) + PNG_DATA + behind + PNG_END + after


def riff(*chunks: tuple[bytes, bytes]) -> bytes:
    """A WebP of these chunks."""
    body = b"".join(
        kind + len(told).to_bytes(4, "little") + told + bytes(len(told) % 2) for kind, told in chunks
    )
    return b"RIFF" + (4 + len(body)).to_bytes(4, "little") + b"WEBP" + body


WEBP_PICTURE = (b"VP8 ", WEBP[20:])


def extended(flags: int) -> tuple[bytes, bytes]:
    """The first chunk of a WebP with more than a picture; 16 by 8."""
    return b"VP8X", bytes((flags, 0, 0, 0, 15, 0, 0, 7, 0, 0))
