"""The choice whether files are added with what they tell about camera, place and author."""

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from desktop.kit import tokens
from desktop.kit.bus import Bus
from desktop.kit.i18n import tr


class KeepOriginals(QWidget):
    """One choice for all lists of files, until the practice is locked; off at first."""

    def __init__(self, bus: Bus, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = QCheckBox(tr("Files", "Add files with camera, place and author data"))
        words = tr("Files", "Keep pictures and PDFs with what they tell about camera, place and author.")
        self.box.setToolTip(words)
        self.box.setAccessibleDescription(words)
        self.box.setChecked(bus.keeps_originals)
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.S, 0, tokens.S, 0)
        row.addWidget(self.box)
        row.addStretch(1)
        self.box.toggled.connect(bus.set_keeps_originals)
        bus.originals_changed.connect(self.box.setChecked)
