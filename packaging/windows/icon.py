"""The program's icon as Windows wants it: pictures of every size in one file."""

import subprocess
import sys
from io import BytesIO
from pathlib import Path
from struct import pack

DRAW = Path(__file__).resolve().parents[1] / "icon/draw.py"
SIZES = (16, 24, 32, 48, 64, 128, 256)


def write_icon(target: Path) -> Path:
    """An .ico with every size; Windows reads PNGs in it. The pictures are drawn beside it."""
    folder = target.with_name("icons")
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run([sys.executable, DRAW, folder, *map(str, SIZES)], check=True)
    target.write_bytes(join({size: (folder / f"pazpaz-{size}.png").read_bytes() for size in SIZES}))
    return target


def join(pictures: dict[int, bytes]) -> bytes:
    """PNGs by their size, with the table in front that says where each begins."""
    file, place = BytesIO(), 6 + 16 * len(pictures)
    file.write(pack("<HHH", 0, 1, len(pictures)))
    for size, content in pictures.items():
        file.write(pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(content), place))
        place += len(content)
    return file.getvalue() + b"".join(pictures.values())
