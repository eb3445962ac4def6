"""Whose vaults are on this computer: a row of tiles with initials, never names."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QWidget
from typing_extensions import override

from core.store.vault.listing import VaultInfo
from desktop.kit import tokens
from desktop.kit.i18n import tr
from desktop.kit.theme import Theme
from desktop.widgets.accessible import tell_as_choice

_TILE_PX = 72


class VaultTile(QAbstractButton):
    """The initials of one vault on a disc, whose colour follows from the vault's id.

    One that cannot be opened is faint, and its tool tip says why.
    """

    def __init__(self, theme: Theme, vault: VaultInfo) -> None:
        super().__init__()
        self._theme = theme
        self.vault = vault
        tell_as_choice(self)  # before the text: Qt makes what assistive programs read when one comes
        self.setText(vault.initials or "?")
        self.setAccessibleName(_name(vault))
        self.setToolTip(vault.problem or "")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFixedSize(_TILE_PX, _TILE_PX)
        theme.changed.connect(self.update)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        disc = QRect(0, 0, _TILE_PX - 8, _TILE_PX - 8).translated(4, 4)
        ink = self._theme.event_ink(tokens.EVENT_NAMES[self.vault.id.int % len(tokens.EVENT_NAMES)])
        faint = self.vault.problem is not None
        painter.setBrush(self._theme.colour("hover") if faint else ink.fill)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(disc)
        painter.setPen(self._theme.colour("secondary") if faint else ink.bar)
        painter.setFont(self._theme.font(tokens.LARGE, strong=True))
        painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, self.text())
        if self.isChecked() or self.hasFocus() or self.underMouse():
            self._paint_ring(painter)

    def _paint_ring(self, painter: QPainter) -> None:
        pen = painter.pen()
        pen.setColor(self._theme.colour("accent" if self.isChecked() else "line_strong"))
        pen.setWidth(2)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(self.rect().adjusted(1, 1, -1, -1))


class TileRow(QWidget):
    """Emits `chosen` with the `VaultInfo`."""

    chosen = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setFixedHeight(_TILE_PX)
        self._theme = theme
        self._group = QButtonGroup(self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(tokens.L)
        self._group.buttonClicked.connect(self._on_clicked)

    @property
    def tiles(self) -> list[VaultTile]:
        """In the order in which the vaults were shown."""
        return [button for button in self._group.buttons() if isinstance(button, VaultTile)]

    def show_vaults(self, vaults: Sequence[VaultInfo]) -> None:
        """Adds one tile for each, in the middle of the row. Call it once: tiles that stand there stay."""
        self._row.addStretch(1)
        for vault in vaults:
            tile = VaultTile(self._theme, vault)
            self._group.addButton(tile)
            self._row.addWidget(tile)
        self._row.addStretch(1)

    def show_chosen(self, vault: VaultInfo) -> None:
        """Marks one tile as the chosen one. Nothing is emitted."""
        for tile in self.tiles:
            tile.setChecked(tile.vault.id == vault.id)

    def _on_clicked(self, tile: VaultTile) -> None:
        self.chosen.emit(tile.vault)


def _name(vault: VaultInfo) -> str:
    if vault.problem is not None:
        return tr("Unlock", "A practice that cannot be opened")
    return tr("Unlock", "Practice of {initials}", initials=vault.initials or "?")
