"""Which views stand together on a page, and where each lies in the room that there is. No Qt."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.domain.body_chart import Point, point_at, spot_of
from core.domain.body_figures import HEIGHT, Spot, figures
from core.domain.body_regions import BACK, FOOT_TOPS, FRONT, HAND_BACKS, LEFT, PALMS, RIGHT, SOLES

PAGES: tuple[tuple[str, str], ...] = ((FRONT, BACK), (RIGHT, LEFT), (HAND_BACKS, PALMS), (FOOT_TOPS, SOLES))
HEAD_PX = 22
"""Above each view, for its name."""
GAP_PX = 12


@dataclass(frozen=True, slots=True)
class Placed:
    """A view in px: its upper left corner below its name, and px for one unit of the drawing."""

    view: str
    left: float
    top: float
    scale: float

    @property
    def width(self) -> float:
        return figures()[self.view].width * self.scale

    @property
    def height(self) -> float:
        return HEIGHT * self.scale

    def on_screen(self, point: Point) -> tuple[float, float]:
        """Where a point of this view lies, in px."""
        spot = spot_of(point)
        return self.left + spot.x * self.scale, self.top + spot.y * self.scale

    def under(self, x: float, y: float) -> Point:
        """The point of this view that is nearest to a place in px."""
        return point_at(self.view, Spot((x - self.left) / self.scale, (y - self.top) / self.scale))

    def holds(self, x: float, y: float) -> bool:
        """Whether a place in px lies in this view."""
        return self.left <= x <= self.left + self.width and self.top <= y <= self.top + self.height


def page_of(view: str) -> int:
    """The number of the page on which a view stands."""
    return next(number for number, views in enumerate(PAGES) if view in views)


def arranged(views: Sequence[str], width: float, height: float) -> list[Placed]:
    """Beside each other or one below the other, whichever lets them be larger; all in one scale.

    The first is at the left in every language: a body is not mirrored with the words around it.
    """
    widths = [figures()[view].width for view in views]
    beside = min((width - GAP_PX * (len(views) - 1)) / sum(widths), (height - HEAD_PX) / HEIGHT)
    below = min(
        width / max(widths), (height - len(views) * HEAD_PX - GAP_PX * (len(views) - 1)) / HEIGHT / len(views)
    )
    scale = max(beside, below, 0.01)
    return _beside(views, width, height, scale) if beside >= below else _below(views, width, scale)


def _beside(views: Sequence[str], width: float, height: float, scale: float) -> list[Placed]:
    used = sum(figures()[view].width for view in views) * scale
    spare = max(0.0, width - used) / (len(views) + 1)
    top = HEAD_PX + max(0.0, height - HEAD_PX - HEIGHT * scale) / 2
    placed, left = [], spare
    for view in views:
        placed.append(Placed(view, left, top, scale))
        left += placed[-1].width + spare
    return placed


def _below(views: Sequence[str], width: float, scale: float) -> list[Placed]:
    placed, top = [], float(HEAD_PX)
    for view in views:
        placed.append(Placed(view, (width - figures()[view].width * scale) / 2, top, scale))
        top += HEIGHT * scale + GAP_PX + HEAD_PX
    return placed
