"""The choice whether pictures are added with what they tell about camera and place."""

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from desktop.kit import tokens
from desktop.kit.bus import Bus
from desktop.kit.i18n import tr


class KeepOriginals(QWidget):
    """One choice for all lists of files, until the practice is locked; off at first."""

    def __init__(self, bus: Bus, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = QCheckBox(tr("Files", "Add pictures with camera and place data"))
        words = tr("Files", "Keep the original with what it tells about camera and place.")
        self.box.setToolTip(words)
        self.box.setAccessibleDescription(words)
        self.box.setChecked(bus.keeps_originals)
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.S, 0, tokens.S, 0)
        row.addWidget(self.box)
        row.addStretch(1)
        self.box.toggled.connect(bus.set_keeps_originals)
        bus.originals_changed.connect(self.box.setChecked)
