"""Above the grid: which days, there and back, today, and how many columns."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from desktop.calendar.actions import KINDS, MORE, Actions
from desktop.calendar.pages import CalendarPage, PageKind
from desktop.calendar.texts import title_texts
from desktop.calendar.title_button import TitleButton
from desktop.kit import tokens
from desktop.kit.i18n import plural, tr
from desktop.kit.theme import Theme
from desktop.widgets.buttons import Button, IconButton, back_and_on, primary, quiet
from desktop.widgets.narrow import is_narrow
from desktop.widgets.segmented import SegmentedControl
from desktop.widgets.text import ElidedText

_NARROWEST_PX = 470
_TITLE_LETTERS = 16


class Toolbar(QWidget):
    """Buttons for what also has keys; `actions` does the work."""

    kind_chosen = Signal(object)
    booking_requested = Signal()
    all_wanted = Signal()
    """Nothing is to be hidden any more."""

    def __init__(self, theme: Theme, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        before, after = back_and_on(self)
        self._actions = actions
        self._page: CalendarPage | None = None
        self.title = TitleButton(actions["go_to"].trigger)
        self.mode = ElidedText(tone="accent", strong=True)
        self.mode.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.mode.hide()
        self.today = Button(tr("Calendar", "Today"), actions["today"].trigger)
        self.previous = IconButton(
            theme, before, tr("Calendar", "Previous"), actions["previous"].trigger, shortcut="P"
        )
        self.next = IconButton(theme, after, tr("Calendar", "Next"), actions["next"].trigger, shortcut="N")
        self._book_words = tr("Calendar", "New appointment")
        self.book = primary(self._book_words, self.booking_requested.emit)
        self.book.setAccessibleName(self._book_words)
        self.book.setToolTip(self._book_words)
        self.book.setMinimumWidth(0)
        self.kinds = SegmentedControl(
            tr("Calendar", "View"),
            [
                (tr("Calendar", "Day"), PageKind.DAY),
                (tr("Calendar", "Work week"), PageKind.WORK_WEEK),
                (tr("Calendar", "Week"), PageKind.WEEK),
                (tr("Calendar", "Month"), PageKind.MONTH),
                (tr("Calendar", "Agenda"), PageKind.AGENDA),
            ],
        )
        self.filter = IconButton(
            theme,
            "filter",
            tr("Calendar", "Colours and filter"),
            actions["filter"].trigger,
            shortcut="F",
        )
        self.more = IconButton(theme, "menu", tr("Calendar", "More"), self._open_more)
        self.hidden = quiet("", self.all_wanted.emit)
        self.hidden.hide()
        self.kinds_button = Button(tr("Calendar", "View"), self._open_kinds)
        self.kinds.chosen.connect(self.kind_chosen)
        self._lay_out()

    def show_page(self, page: CalendarPage) -> None:
        """Title and kind of the page; `kind_chosen` is not emitted by this."""
        self._page = page
        self._make_room()
        self.kinds.set_value(page.kind)

    def _open_kinds(self) -> None:
        self._open_menu(KINDS, self.kinds_button)

    def _open_more(self) -> None:
        self._open_menu(MORE, self.more)

    def _open_menu(self, names: Sequence[str], below: QWidget) -> None:
        self._actions.pop_up_of(self, below.mapToGlobal(QPoint(0, below.height())), names)

    def make_room(self, panel_open: bool) -> None:
        """Beside an open panel there is no place to begin another booking."""
        self.book.setHidden(panel_open)

    @override
    def minimumSizeHint(self) -> QSize:
        """That of its narrow form, into which it would not come otherwise."""
        return QSize(_NARROWEST_PX, super().minimumSizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keep_height()
        self._make_room()

    def _keep_height(self) -> None:
        """That of its highest part, shown or not, so that nothing below moves when one comes or goes."""
        parts: tuple[QWidget, ...] = (self.book, self.title, self.kinds, self.kinds_button)
        self.setFixedHeight(max(part.sizeHint().height() for part in parts) + 2 * tokens.M)

    def _make_room(self) -> None:
        """Where it is narrow the title goes before words that a sign and a key can say."""
        narrow = is_narrow(self) or self.width() < self._whole_row_px()
        self.kinds.setHidden(narrow)
        self.kinds_button.setVisible(narrow)
        self.book.setText("+" if narrow else self._book_words)
        self.today.setHidden(narrow)
        if self._page is not None:
            self.title.show_texts(title_texts(self._page))

    def _whole_row_px(self) -> int:
        """What every button takes in words, with what is between them and room for a short title."""
        buttons: list[QWidget] = [self.today, self.previous, self.next, self.filter, self.more, self.kinds]
        buttons += [] if self.hidden.isHidden() else [self.hidden]
        words = sum(button.sizeHint().width() + tokens.S for button in buttons)
        words += 0 if self.mode.isHidden() else self.mode.sizeHint().width() + tokens.S
        words += 0 if self.book.isHidden() else self._book_px() + tokens.S
        return words + self.fontMetrics().averageCharWidth() * _TITLE_LETTERS + tokens.S + 2 * tokens.L

    def _book_px(self) -> int:
        """What its button takes in words, whether it shows them now or not."""
        metrics = self.book.fontMetrics()
        more = metrics.horizontalAdvance(self._book_words) - metrics.horizontalAdvance(self.book.text())
        return self.book.sizeHint().width() + more

    def show_hidden(self, count: int, *, filtered: bool) -> None:
        """Where something is left out it is said, with the way back beside it."""
        words = plural("Calendar", "{n} hidden – show all", "{n} hidden – show all", count)
        # isHidden, for isVisible is false of everything in a window that is not shown yet.
        if (filtered, words) != (not self.hidden.isHidden(), self.hidden.text()):
            self.hidden.setVisible(filtered)
            self.hidden.setText(words)
            self._make_room()

    def show_mode(self, text: str) -> None:
        """What the keys do while something is moved by them; empty in ordinary times."""
        if text != self.mode.text():
            self.mode.setText(text)
            self.mode.setVisible(bool(text))
            self._make_room()

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
        row.addWidget(self.hidden)
        row.addWidget(self.filter)
        row.addWidget(self.more)
        row.addWidget(self.kinds)
        row.addWidget(self.kinds_button)
        row.addWidget(self.book)
