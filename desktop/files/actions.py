"""What can be done with the file that is marked: a row of quiet buttons under the list."""

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from core.store.attachments.listing import ListedAttachment
from desktop.files.preview import can_preview
from desktop.kit import tokens
from desktop.kit.i18n import tr
from desktop.widgets.buttons import Button


class FileActions(QWidget):
    """Hidden while no file is marked. Wishes only."""

    open_requested = Signal()
    fetch_stopped = Signal()
    copy_requested = Signal()
    name_requested = Signal()
    caption_requested = Signal()
    delete_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.open = Button("", self.open_requested.emit, compact=True)
        self.stop = Button(tr("Files", "Stop fetching"), self.fetch_stopped.emit, compact=True)
        self.copy = Button(tr("Files", "Save a copy…"), self.copy_requested.emit, kind="quiet", compact=True)
        self.name = Button(tr("Files", "Rename…"), self.name_requested.emit, kind="quiet", compact=True)
        self.name.setToolTip("F2")
        self.caption = Button(
            tr("Files", "Caption…"), self.caption_requested.emit, kind="quiet", compact=True
        )
        self.delete = Button(tr("Files", "Delete"), self.delete_requested.emit, kind="quiet", compact=True)
        self.delete.setToolTip("Del")
        self.open.setToolTip("Enter")
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.S, 0, tokens.S, 0)
        row.setSpacing(tokens.S)
        for button in (self.open, self.stop, self.copy, self.name, self.caption):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.delete)

    def pop_up(self, at: QPoint) -> QMenu:
        """The same in a menu, at a place of the screen; gone when something is chosen or it is closed."""
        menu = QMenu(self)
        for button in (self.open, self.stop, self.copy, self.name, self.caption, self.delete):
            if not button.isHidden():
                menu.addAction(button.text(), button.click)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)
        return menu

    def show_for(self, held: ListedAttachment | None, where: str) -> None:
        """`where` is the badge's text."""
        self.setVisible(held is not None)
        if held is None:
            return
        usable = held.is_here and held.problem is None
        self.open.setText(tr("Files", "Open") if usable else tr("Files", "Get from the clinic"))
        can_come = held.in_clinic >= held.row.chunk_count and not held.is_wanted
        self.open.setVisible((usable and can_preview(held.row)) or (not usable and can_come))
        self.stop.setVisible(held.is_wanted)
        self.copy.setVisible(usable)
        self.setAccessibleName(tr("Files", "The marked file: {where}", where=where))
