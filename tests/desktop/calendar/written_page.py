"""What is written on a page that is drawn by hand, and where."""

from collections.abc import Callable, Iterable

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QRectF
from PySide6.QtGui import QPdfWriter

from desktop.paper.sheet_page import SheetPage

Written = list[tuple[str, QRectF]]


def written_by(
    draw: Callable[[QPdfWriter], Iterable[object]], monkeypatch: pytest.MonkeyPatch
) -> tuple[Written, bool]:
    """Each text with its place, all of them on the page, and whether the page lies across."""
    found: Written = []
    write = SheetPage._write

    def writing(page: SheetPage, box: QRectF, text: str, *more: object, **also: object) -> None:
        found.append((text, box))
        write(page, box, text, *more, **also)  # type: ignore[arg-type]

    monkeypatch.setattr(SheetPage, "_write", writing)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    list(draw(writer))
    page = QRectF(0, 0, writer.width(), writer.height()).adjusted(-1, -1, 1, 1)
    assert all(page.contains(box) for _, box in found)
    return found, writer.width() > writer.height()
