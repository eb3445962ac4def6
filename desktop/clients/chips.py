"""Tags as chips: read-only in a row that wraps, and an editor that adds and removes them."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from desktop.kit import tokens
from desktop.kit.i18n import tr
from desktop.kit.theme import Theme
from desktop.widgets.buttons import Button
from desktop.widgets.completing import suggest
from desktop.widgets.flow import FlowLayout
from desktop.widgets.one_line import OneLine
from desktop.widgets.pill import Pill


class TagRow(QWidget):
    """Tags to read."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._flow = FlowLayout(self)

    def show_tags(self, tags: Sequence[str]) -> None:
        """Hidden where there are none."""
        _empty(self._flow)
        for tag in tags:
            self._flow.addWidget(Pill(self._theme, tag, "secondary"))
        self.setVisible(bool(tags))
        self.updateGeometry()


class TagEditor(QWidget):
    """Enter or a comma adds what is written; a chip is removed by pressing it, or with Backspace."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tags: list[str] = []
        self._chips = QWidget()
        self._flow = FlowLayout(self._chips)
        self.line = _TagLine()
        self.line.setPlaceholderText(tr("Clients", "Add a tag, then Enter"))
        self.line.added.connect(self.add)
        self.line.emptied.connect(self._on_emptied)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(tokens.XS)
        box.addWidget(self._chips)
        box.addWidget(self.line)
        self.setFocusProxy(self.line)
        self._show()

    @property
    def tags(self) -> tuple[str, ...]:
        """Those shown, and what is still being written."""
        pending = self.line.text().strip()
        extra = [pending] if pending and pending not in self._tags else []
        return (*self._tags, *extra)

    def set_tags(self, tags: Sequence[str]) -> None:
        """In place of all that stood here, the one that is being written included. Emits nothing."""
        self._tags = list(tags)
        self.line.clear()
        self._show()

    def set_known(self, tags: Sequence[str]) -> None:
        """Tags in use elsewhere, offered while writing."""
        suggest(self.line, tags)

    def add(self, tag: str) -> None:
        """Nothing for an empty tag, or one that is there already in the same letters."""
        if tag and tag not in self._tags:
            self._tags.append(tag)
            self._show()
            self.changed.emit()

    def remove(self, tag: str) -> None:
        """The caret goes back to the line. Raises ValueError for a tag that is not there."""
        self._tags.remove(tag)
        self._show()
        self.line.setFocus()
        self.changed.emit()

    def _on_emptied(self) -> None:
        if self._tags:
            self.remove(self._tags[-1])

    def _show(self) -> None:
        _empty(self._flow)
        for tag in self._tags:
            chip = Button(f"{tag}  ×", partial(self.remove, tag), compact=True)
            chip.setAccessibleName(tr("Clients", "Remove the tag {tag}", tag=tag))
            self._flow.addWidget(chip)
        self._chips.setVisible(bool(self._tags))
        self._chips.updateGeometry()


class _TagLine(OneLine):
    added = Signal(str)
    emptied = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        wanted = self.text().strip().strip(",")
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Comma} and wanted:
            self.clear()
            self.added.emit(wanted)
        elif event.key() == Qt.Key.Key_Backspace and not self.text():
            self.emptied.emit()
        else:
            super().keyPressEvent(event)


def _empty(flow: FlowLayout) -> None:
    while (item := flow.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            # At once: until it is deleted, by the event loop, it would lie where the new ones are put.
            widget.hide()
            widget.deleteLater()
