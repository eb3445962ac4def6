"""A picture compared point by point with a stored one, and a third that shows where they differ."""

from dataclasses import dataclass

from PySide6.QtGui import QColor, QImage

from tests.desktop.pixels.palette import EXACT, NEAR, distance, indexes, points

LEVELS = 2
"""How much a point may differ, of 255: a palette's rounding, or another processor's."""
SHARE = 0.0001
"""How many of the points may be others: ninety of a screen, fewer than one word has."""
_MARK = QColor("#d0006f")


@dataclass(frozen=True)
class Comparison:
    """`share` of the points differ; `shown` has them in a strong colour over the expected picture in grey."""

    share: float
    shown: QImage

    @property
    def is_same(self) -> bool:
        return self.share <= SHARE


def compare(expected: QImage, got: QImage) -> Comparison:
    """`expected` is in few colours. Pictures of different sizes have nothing in common."""
    if expected.size() != got.size():
        return Comparison(1.0, got)
    table = [colour & 0xFFFFFF for colour in expected.colorTable()]
    pairs = list(zip(indexes(expected), points(got), strict=True))
    other = {pair for pair in set(pairs) if distance(table[pair[0]], pair[1]) > _allowed(pair[0])}
    places = [place for place, pair in enumerate(pairs) if pair in other] if other else []
    return Comparison(len(places) / len(pairs), _show(expected, places))


def _allowed(index: int) -> int:
    """Rare colours were rounded when the picture was stored."""
    return LEVELS if index < EXACT else LEVELS + NEAR


def _show(expected: QImage, places: list[int]) -> QImage:
    shown = expected.convertToFormat(QImage.Format.Format_Grayscale8).convertToFormat(
        QImage.Format.Format_RGB32
    )
    for place in places:
        y, x = divmod(place, shown.width())
        shown.setPixelColor(x, y, _MARK)
    return shown
