"""Above the grid: which days, there and back, today, and how many columns."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop import tokens
from desktop.calendar.actions import Actions
from desktop.calendar.pages import Kind, Page
from desktop.calendar.texts import title_text
from desktop.i18n import tr
from desktop.theme import Theme
from desktop.widgets.buttons import Button, IconButton, primary
from desktop.widgets.segmented import SegmentedControl
from desktop.widgets.text import ElidedText, Text


class Toolbar(QWidget):
    """Buttons for what also has keys; `actions` does the work."""

    kind_chosen = Signal(object)

    def __init__(self, theme: Theme, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        before, after = (
            ("chevron-right", "chevron-left") if self._mirrored() else ("chevron-left", "chevron-right")
        )
        self.title: Text = ElidedText(size="title")
        self.mode = Text(tone="accent", strong=True)
        self.today = Button(tr("Calendar", "Today"), actions["today"].trigger)
        self.previous = IconButton(
            theme, before, tr("Calendar", "Previous"), actions["previous"].trigger, shortcut="P"
        )
        self.next = IconButton(theme, after, tr("Calendar", "Next"), actions["next"].trigger, shortcut="N")
        self.book = primary(tr("Calendar", "New appointment"), actions["book"].trigger)
        self.kinds = SegmentedControl(
            tr("Calendar", "View"),
            [
                (tr("Calendar", "Day"), Kind.DAY),
                (tr("Calendar", "Work week"), Kind.WORK_WEEK),
                (tr("Calendar", "Week"), Kind.WEEK),
            ],
        )
        self.kinds.chosen.connect(self.kind_chosen)
        self._lay_out()

    def show_page(self, page: Page) -> None:
        self.title.setText(title_text(page.days))
        self.kinds.set_value(page.kind)

    def make_room(self, panel_open: bool) -> None:
        """Beside an open panel there is no place to begin another booking."""
        self.book.setHidden(panel_open)

    def show_mode(self, text: str) -> None:
        self.mode.setText(text)

    def _mirrored(self) -> bool:
        return self.isRightToLeft()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.L, tokens.M, tokens.L, tokens.M)
        row.setSpacing(tokens.S)
        row.addWidget(self.today)
        row.addWidget(self.previous)
        row.addWidget(self.next)
        row.addSpacing(tokens.S)
        row.addWidget(self.title, 1)
        row.addWidget(self.mode)
        row.addWidget(self.kinds)
        row.addWidget(self.book)
