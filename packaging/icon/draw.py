"""The program's icon as pictures of every size, drawn from the one drawing beside this script.

`draw.py FOLDER SIZE...` writes FOLDER/pazpaz-SIZE.png. Needs PySide6, and no display.
"""

import os
import sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

DRAWING = Path(__file__).resolve().with_name("pazpaz.svg")


def draw(folder: Path, sizes: list[int]) -> None:
    renderer = QSvgRenderer(str(DRAWING))
    for size in sizes:
        image = QImage(QSize(size, size), QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        renderer.render(painter)
        painter.end()
        image.save(str(folder / f"pazpaz-{size}.png"))


if __name__ == "__main__":
    application = QGuiApplication(sys.argv)
    draw(Path(sys.argv[1]), [int(size) for size in sys.argv[2:]])
