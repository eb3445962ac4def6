"""The columns beside the note: the previous note with the client's measures, or the note's versions."""

from datetime import datetime

from PySide6.QtWidgets import QHBoxLayout, QWidget

from core.domain.records import NoteVersion, SessionNote
from desktop.kit.context import ScreenContext
from desktop.measures.note_card import NoteMeasures
from desktop.notes.side import WIDTH_PX, HistorySide, PreviousSide
from desktop.notes.signature_state import NoteMarks
from desktop.widgets.narrow import list_width


class NoteSides(QWidget):
    """One of the two at a time, or none."""

    def __init__(self, context: ScreenContext) -> None:
        super().__init__()
        self.previous = PreviousSide(context.theme)
        self.history = HistorySide(context.theme)
        self.measures = NoteMeasures(context)
        self.previous.hold(self.measures)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.previous)
        row.addWidget(self.history)
        self.history.hide()

    def show_note(self, note: SessionNote) -> None:
        """Another note came to the front: it is not its versions that are read."""
        self.history.hide()
        self.measures.show_note(note.client_id, note.id)

    def show_versions(self, versions: list[NoteVersion], marks: NoteMarks, now: datetime) -> None:
        """In place of the previous note."""
        self.previous.hide()
        self.history.show_versions(versions, marks.signed, now)
        self.history.show()

    def toggle_previous(self) -> None:
        """The previous note and the measures come or go."""
        self.history.hide()
        self.previous.setVisible(self.previous.isHidden())

    def write_measure(self) -> None:
        """Into the entry, which comes into sight."""
        self.history.hide()
        self.previous.show()
        self.measures.write()
        self.previous.bring_up(self.measures.entry)

    def fit(self, screen: QWidget) -> None:
        """The note has the larger part, however narrow the screen."""
        for side in (self.previous, self.history):
            side.setFixedWidth(list_width(screen, WIDTH_PX))
