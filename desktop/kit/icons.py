"""Our own line icons, tinted to the palette."""

from functools import lru_cache
from importlib.resources import files

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desktop.kit import tokens

_SCALES = (1, 2, 3)


class Icons:
    """Renders and remembers icons by name and colour. GUI thread only."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, int, int], QIcon] = {}

    def icon(self, name: str, colour: QColor, disabled: QColor) -> QIcon:
        """Tinted in `colour`, and in `disabled` on what is switched off.

        Raises FileNotFoundError as `pixmap`.
        """
        key = (name, colour.rgba(), disabled.rgba())
        if key not in self._made:
            self._made[key] = _make(name, colour, disabled)
        return self._made[key]


def pixmap(name: str, colour: QColor, size_px: int = tokens.ICON_PX, ratio: float = 1.0) -> QPixmap:
    """One icon painted in one colour; raises FileNotFoundError for a name that we do not have."""
    side = round(size_px * ratio)
    image = QPixmap(side, side)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer = QSvgRenderer(QByteArray(_svg(name).replace("currentColor", colour.name()).encode()))
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    # Only now: painting would count in the larger px of the screen's scale.
    image.setDevicePixelRatio(ratio)
    return image


def _make(name: str, colour: QColor, disabled: QColor) -> QIcon:
    icon = QIcon()
    for scale in _SCALES:
        icon.addPixmap(pixmap(name, colour, ratio=scale), QIcon.Mode.Normal)
        icon.addPixmap(pixmap(name, disabled, ratio=scale), QIcon.Mode.Disabled)
    return icon


@lru_cache(maxsize=128)
def _svg(name: str) -> str:
    return files("resources").joinpath(f"icons/{name}.svg").read_text(encoding="utf-8")
