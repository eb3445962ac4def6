"""What Qt leaves as it is where one reads from right to left: margins, and lines at one side of a frame."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLayout, QWidget


def is_mirrored() -> bool:
    """Whether windows that are made now read from right to left."""
    return QGuiApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft


def set_margins(inside: QLayout | QWidget, leading: int, top: int, trailing: int, bottom: int) -> None:
    """As `setContentsMargins`, but of the sides where reading begins and ends."""
    left, right = (trailing, leading) if is_mirrored() else (leading, trailing)
    inside.setContentsMargins(left, top, right, bottom)


def tell_mirrored(widget: QWidget) -> None:
    """For the stylesheet, which has a line at the other side there."""
    widget.setProperty("mirrored", is_mirrored())
