"""A picture in few colours, so that its file is small and still tells exactly what matters.

The colours that fill most of a screen stay as they are. The many rare ones, at the edges of letters, share
colours that are no further than `NEAR` from each of them.
"""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QImage

EXACT = 48
"""So many colours, the first of the palette, stay as they are."""
NEAR = 12
"""How far, of 255, a rare colour may be from the one that stands for it."""
_MOST = 256
_OPAQUE = 0xFF000000


def levels(colour: int) -> tuple[int, int, int]:
    """Red, green and blue."""
    return colour >> 16 & 255, colour >> 8 & 255, colour & 255


def distance(one: int, other: int) -> int:
    """In the one of red, green and blue in which they differ most."""
    return max(abs(its - others) for its, others in zip(levels(one), levels(other), strict=True))


def points(image: QImage) -> list[int]:
    """The colour of each point, row after row."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    return memoryview(plain.constBits()).cast("I").tolist()


def in_few_colours(image: QImage) -> QImage:
    """The same picture with at most 256 colours."""
    found = points(image)
    colours = [colour for colour, _ in Counter(found).most_common()]
    table, rare = colours[:EXACT], _covered(colours[EXACT:])
    standing = list(dict.fromkeys(rare.values()))
    palette = [*table, *standing]
    if len(palette) > _MOST:
        raise ValueError(f"{len(palette)} colours, which is more than a palette holds")
    place = {colour: at for at, colour in enumerate(palette)}
    index = {colour: place[rare.get(colour, colour)] for colour in colours}
    return _indexed(image, palette, bytes(index[colour] for colour in found))


def save(image: QImage, path: Path) -> None:
    """As small as a PNG file can be."""
    if not in_few_colours(image).save(str(path), "PNG", 0):  # type: ignore[call-overload]
        raise OSError(f"{path.name} could not be written")


def indexes(image: QImage) -> Sequence[int]:
    """Of a picture in few colours: the place of each point's colour in the palette."""
    bits, width, step = bytes(image.constBits()), image.width(), image.bytesPerLine()
    return b"".join(bits[y * step : y * step + width] for y in range(image.height()))


def _covered(colours: Sequence[int]) -> dict[int, int]:
    """For each colour the first, and so the most frequent one, that is near enough to stand for it."""
    standing: list[int] = []
    found = {}
    for colour in colours:
        near = next((it for it in standing if distance(it, colour) <= NEAR), None)
        if near is None:
            standing.append(colour)
        found[colour] = colour if near is None else near
    return found


def _indexed(image: QImage, palette: Sequence[int], of_points: bytes) -> QImage:
    width, height = image.width(), image.height()
    made = QImage(of_points, width, height, width, QImage.Format.Format_Indexed8)
    made.setColorTable([_OPAQUE | colour for colour in palette])
    return made.copy()  # this one holds the points itself
