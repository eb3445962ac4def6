"""An .icns file out of PNG pictures, as Apple's `iconutil` makes it."""

import struct
from pathlib import Path

KINDS = {128: b"ic07", 256: b"ic08", 512: b"ic09", 1024: b"ic10"}
"""Width of the picture in pixels, and the kind that holds it as PNG."""


def write(pictures: dict[int, Path], target: Path) -> None:
    body = b""
    for size, kind in sorted(KINDS.items()):
        picture = pictures[size].read_bytes()
        body += kind + struct.pack(">I", len(picture) + 8) + picture
    target.write_bytes(b"icns" + struct.pack(">I", len(body) + 8) + body)
