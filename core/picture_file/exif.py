"""The one thing of what a camera wrote that a picture needs: which side is up."""

from struct import error, pack, unpack_from

UPRIGHT = 1
# As TIFF 6 numbers the tag, and a number of two bytes.
_ORIENTATION, _SHORT = 0x0112, 3


def orientation_of(tiff: bytes) -> int:
    """From 1 to 8, as Exif counts them; upright where it says nothing that can be read."""
    tiff = tiff.removeprefix(b"Exif\0\0")
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    if order is None:
        return UPRIGHT
    try:
        (at,) = unpack_from(f"{order}I", tiff, 4)
        (count,) = unpack_from(f"{order}H", tiff, at)
        for entry in range(at + 2, at + 2 + 12 * count, 12):
            tag, kind, _values, value = unpack_from(f"{order}HHIH", tiff, entry)
            if (tag, kind) == (_ORIENTATION, _SHORT):
                return value if 1 <= value <= 8 else UPRIGHT
    except error:
        pass  # it ends before it should
    return UPRIGHT


def only_orientation(orientation: int) -> bytes:
    """A directory with that entry alone."""
    entry = pack(">HHIHH", _ORIENTATION, _SHORT, 1, orientation, 0)
    return b"MM\0*" + pack(">IH", 8, 1) + entry + bytes(4)
