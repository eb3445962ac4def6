"""Both texts in two columns: equal passages stand at one height and step back, what differs is marked."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from core.text.word_diff import Mark, Piece
from desktop.inbox.aligned_passages import Block, ends
from desktop.kit import tokens
from desktop.kit.i18n import plural, tr
from desktop.kit.theme import Theme
from desktop.notes.read_only_text import ReadingText
from desktop.widgets.buttons import Button
from desktop.widgets.text import Text

_LEFT, _LINE, _RIGHT = 0, 1, 2


class Head(QWidget):
    """Whose text a column holds, and whether the record says it now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = Text(size="large", wrap=True)
        self.who = Text(tone="secondary", size="small", wrap=True)
        self.stands = Text(
            tr("Inbox", "The record says this for now"), tone="accent", size="small", strong=True
        )
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        for widget in (self.title, self.who, self.stands):
            box.addWidget(widget)
        box.addStretch(1)

    def show_side(self, title: str, who: str, stands: str) -> None:
        """An empty `stands` hides its line."""
        self.title.setText(title)
        self.who.setText(who)
        self.stands.setText(stands)
        self.stands.setVisible(bool(stands))


class TwoColumns(QFrame):
    """A card. Long passages alike are folded until `unfold`; `folded_changed` tells when that is possible."""

    folded_changed = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._blocks: Sequence[Block] = ()
        self._unfolded = False
        self.left, self.right = Head(), Head()
        self.setProperty("card", True)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(tokens.L, tokens.L, tokens.L, tokens.L)
        self._box.setSpacing(0)
        self._grid_holder = QWidget()
        self._box.addWidget(self._heads())
        self._box.addWidget(self._grid_holder)
        theme.changed.connect(self._on_theme_changed)

    def texts(self) -> tuple[str, str]:
        """What the two columns hold, whole, also where they are folded."""
        return _text(self._blocks, is_left=True), _text(self._blocks, is_left=False)

    def show_blocks(self, blocks: Sequence[Block]) -> None:
        """Replaces both texts, folded again."""
        self._blocks, self._unfolded = blocks, False
        self._fill()

    @property
    def can_unfold(self) -> bool:
        """Whether some lines are left out just now."""
        return not self._unfolded and any(block.hidden for block in self._blocks)

    def unfold(self) -> None:
        """All lines at once; only `show_blocks` folds them again."""
        if self.can_unfold:
            self._unfolded = True
            self._fill()

    def _heads(self) -> QWidget:
        holder = QWidget()
        grid = _grid(holder)
        grid.addWidget(self.left, 0, _LEFT)
        grid.addWidget(self.right, 0, _RIGHT)
        grid.setRowMinimumHeight(1, tokens.M)
        _add_line(grid, 2)
        return holder

    def _fill(self) -> None:
        # Until the loop turns the old one would be painted below the new one.
        self._grid_holder.hide()
        self._grid_holder.deleteLater()
        self._grid_holder = QWidget()
        grid = _grid(self._grid_holder)
        self._box.addWidget(self._grid_holder)
        row = 0
        for block in self._blocks:
            row = self._add_label(grid, block, row)
            if block.hidden and not self._unfolded:
                row = self._add_folded(grid, block, row)
            else:
                self._add_pair(grid, block.left, block.right, block.alike, row)
                row += 1
        _add_line(grid, max(row, 1))
        self._grid_holder.show()
        self.folded_changed.emit(self.can_unfold)

    def _add_label(self, grid: QGridLayout, block: Block, row: int) -> int:
        if not block.label:
            return row
        for column in (_LEFT, _RIGHT):
            grid.addWidget(Text(block.label, tone="secondary", size="small", strong=True), row, column)
        return row + 1

    def _add_folded(self, grid: QGridLayout, block: Block, row: int) -> int:
        first, last = ((Piece(Mark.SAME, text),) for text in ends(block))
        words = plural("Inbox", "… {n} line alike …", "… {n} lines alike …", block.hidden)
        self._add_pair(grid, first, first, True, row)
        button = Button(words, self.unfold, kind="quiet", compact=True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        grid.addWidget(button, row + 1, _LEFT, 1, 3, Qt.AlignmentFlag.AlignHCenter)
        self._add_pair(grid, last, last, True, row + 2)
        return row + 3

    def _add_pair(
        self, grid: QGridLayout, left: Sequence[Piece], right: Sequence[Piece], alike: bool, row: int
    ) -> None:
        for column, pieces in ((_LEFT, left), (_RIGHT, right)):
            passage = self._passage(pieces, alike=alike)
            passage.setAccessibleName((self.left if column == _LEFT else self.right).title.text())
            grid.addWidget(passage, row, column, Qt.AlignmentFlag.AlignTop)

    def _passage(self, pieces: Sequence[Piece], *, alike: bool) -> QWidget:
        if not alike and not any(piece.text for piece in pieces):
            return Text(tr("Inbox", "(nothing here)"), tone="hint", size="small")
        text = ReadingText()
        # Tab passes it by: there may be hundreds of passages before the next button.
        text.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        text.show_pieces(pieces, self._theme, sides=True, faint=alike)
        return text

    def _on_theme_changed(self) -> None:
        self._fill()


def _grid(holder: QWidget) -> QGridLayout:
    """Two columns of one width; `_add_line` parts them."""
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(tokens.L)
    grid.setVerticalSpacing(0)
    grid.setColumnStretch(_LEFT, 1)
    grid.setColumnStretch(_RIGHT, 1)
    return grid


def _add_line(grid: QGridLayout, rows: int) -> None:
    line = QFrame()
    line.setProperty("upright", True)
    grid.addWidget(line, 0, _LINE, rows, 1)


def _text(blocks: Sequence[Block], *, is_left: bool) -> str:
    found = []
    for block in blocks:
        pieces = block.left if is_left else block.right
        text = "".join(piece.text for piece in pieces)
        if pieces or block.label:
            found.append(f"{block.label}: {text}" if block.label else text)
    return "\n".join(found)
