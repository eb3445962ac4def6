"""The base of every screen in the main pane."""

from PySide6.QtWidgets import QWidget


class Screen(QWidget):
    """What the window asks of a screen; the defaults do nothing."""

    def activate(self) -> None:
        """The screen came to the front: refresh and take the focus."""

    def focus_search(self) -> None:
        """Put the cursor into the screen's own search or filter."""

    def new(self) -> None:
        """Ctrl+N: begin a new one of what this screen shows."""

    def flush(self) -> None:
        """Hand every unsaved text to `jobs` now: lock and close come next."""
