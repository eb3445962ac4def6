"""At the foot of a signed note: who signed each version, when, and whether that is genuine."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from core.domain.enums import SignatureState
from desktop.kit import tokens
from desktop.kit.theme import Theme
from desktop.notes.signature_state import Signed, line_words
from desktop.widgets.text import Divider, Text, lead

_LOOKS = {
    SignatureState.VERIFIED: ("signature", "good", "text"),
    SignatureState.BROKEN: ("alert", "danger", "danger"),
    SignatureState.UNKNOWN: ("info", "warning", "secondary"),
    SignatureState.UNSIGNED: ("info", "secondary", "secondary"),
}
"""Icon, its colour and that of the words: never the colour alone."""


class SignatureLines(QWidget):
    """Hidden for a draft. One line for the finalizing and one for each amendment."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: list[tuple[QLabel, str, str]] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(tokens.XS)
        box = QVBoxLayout(self)
        box.setContentsMargins(tokens.L, tokens.S, tokens.L, tokens.L)
        box.setSpacing(tokens.M)
        box.addWidget(Divider())
        box.addLayout(self._rows)
        theme.changed.connect(self._on_theme_changed)
        self.hide()

    def show_signed(self, signed: Sequence[Signed], now: datetime) -> None:
        """`now` brings the zone in which the times are told."""
        self._clear()
        for each in signed:
            self._add(line_words(each, now), each.state)
        self._on_theme_changed()
        self.setVisible(bool(signed))

    def words(self) -> list[str]:
        """What stands here, line by line."""
        return [label.accessibleName() for label, _, _ in self._shown]

    def _add(self, words: str, state: SignatureState) -> None:
        icon, colour, tone = _LOOKS[state]
        mark = QLabel()
        mark.setFixedSize(QSize(tokens.ICON_PX, tokens.ICON_PX))
        mark.setAccessibleName(words)
        row = QHBoxLayout()
        row.setSpacing(tokens.S)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        said = Text(words, tone=tone, wrap=True)
        lead(said)
        row.addWidget(said, 1)
        self._rows.addLayout(row)
        self._shown.append((mark, icon, colour))

    def _clear(self) -> None:
        self._shown = []
        while (item := self._rows.takeAt(0)) is not None:
            row = item.layout()
            while row is not None and (part := row.takeAt(0)) is not None:
                if (widget := part.widget()) is not None:
                    widget.hide()
                    widget.deleteLater()

    def _on_theme_changed(self) -> None:
        for mark, icon, colour in self._shown:
            mark.setPixmap(self._theme.pixmap(icon, colour, tokens.ICON_PX, self.devicePixelRatioF()))
