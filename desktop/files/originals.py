"""The choice whether files are added with what they tell about camera, place and author."""

from PySide6.QtWidgets import QWidget

from desktop.kit import tokens
from desktop.kit.bus import Bus
from desktop.kit.i18n import tr
from desktop.widgets.wrapped_check_box import WrappedCheckBox


class KeepOriginals(WrappedCheckBox):
    """One choice for all lists of files, until the practice is locked; off at first."""

    def __init__(self, bus: Bus, parent: QWidget | None = None) -> None:
        super().__init__(tr("Files", "Add files with camera, place and author data"), parent)
        self.describe(
            tr("Files", "Keep pictures and PDFs with what they tell about camera, place and author.")
        )
        self.box.setChecked(bus.keeps_originals)
        self.setContentsMargins(tokens.S, 0, tokens.S, 0)
        self.box.toggled.connect(bus.set_keeps_originals)
        bus.originals_changed.connect(self.box.setChecked)
