"""Takes away what stands in a layout, so that it can be filled again."""

from PySide6.QtWidgets import QBoxLayout


def clear(box: QBoxLayout) -> None:
    """Its widgets are hidden at once and destroyed when the loop turns."""
    while (item := box.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()  # it lives until the loop turns, and may be painted before
            widget.deleteLater()
