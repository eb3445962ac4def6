"""Who waits: everybody, or those whom a time that came free would suit, to be called and booked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from core.domain import timegrid
from core.domain.waitlist_matching import Fit
from core.store.practice.waitlist import Waiting
from desktop.calendar.texts import span_text
from desktop.calendar.waitlist_words import WishNames, client_text, since_text, wish_text
from desktop.kit import tokens
from desktop.kit.dates import day_text
from desktop.kit.i18n import one_line, tr
from desktop.kit.shortcuts import Shortcut, form_group, form_shortcuts
from desktop.kit.theme import Theme
from desktop.widgets.buttons import Button, danger, primary, quiet
from desktop.widgets.dialog import Dialog
from desktop.widgets.rows import ListRow, RowsModel
from desktop.widgets.text import Text
from desktop.widgets.two_line import reading_list

_WIDTH_PX = 680
_LIST_PX = 336


@dataclass(frozen=True, slots=True)
class WaitlistLine:
    """Somebody who waits and, where a time came free, when they could come."""

    waiting: Waiting
    fit: Fit | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitlistGround:
    """What is listed, and what its words need. `fits`: these are for a time that came free."""

    lines: Sequence[WaitlistLine]
    names: WishNames
    now: datetime
    zone: ZoneInfo
    blurred: bool = False
    fits: bool = False


class WaitlistDialog(Dialog):
    """Each wish closes it and carries the marked `WaitlistLine`; `add_wanted` carries nothing."""

    book_wanted = Signal(object)
    find_wanted = Signal(object)
    edit_wanted = Signal(object)
    take_off_wanted = Signal(object)
    add_wanted = Signal()
    closes_outside = True

    def __init__(self, theme: Theme, ground: WaitlistGround, parent: QWidget) -> None:
        super().__init__(parent)
        self._ground = ground
        title = tr("Waitlist", "Who waits for such a time") if ground.fits else tr("Waitlist", "Waitlist")
        self.setWindowTitle(title)
        self.setFixedWidth(max(_WIDTH_PX, self.fontMetrics().averageCharWidth() * 90))
        self.list = reading_list(theme, title)
        self.model = RowsModel(self._row, self)
        self.list.setModel(self.model)
        self.empty = Text(
            tr(
                "Waitlist",
                "Nobody waits. Put a client here when no time suits: you are told as soon as one is free.",
            ),
            tone="secondary",
            wrap=True,
        )
        self.book_button = primary(tr("Waitlist", "Book"), self._book)
        self.find_button = primary(tr("Waitlist", "Find a free time"), self._find)
        self.edit_button = Button(tr("Calendar", "Edit"), self._edit)
        self.take_off_button = danger(tr("Waitlist", "Take off"), self._take_off)
        self.add_button = Button(tr("Waitlist", "Put on the waitlist"), self._add)
        self.close_button = quiet(tr("Calendar", "Done"), self.reject)
        self._lay_out()
        self.list.activated.connect(self._act)
        self.finished.connect(self.deleteLater)
        self._show(ground.lines)

    @override
    def first(self) -> QWidget | None:
        return self.list if self.model.items else self.add_button

    @property
    def marked(self) -> WaitlistLine | None:
        """The line that the buttons are about."""
        line: WaitlistLine | None = self.model.item(self.list.currentIndex())
        return line

    def _act(self) -> None:
        if self._ground.fits:
            self._book()
        else:
            self._find()

    def _book(self) -> None:
        self._wish(self.book_wanted)

    def _find(self) -> None:
        self._wish(self.find_wanted)

    def _edit(self) -> None:
        self._wish(self.edit_wanted)

    def _take_off(self) -> None:
        self._wish(self.take_off_wanted)

    def _add(self) -> None:
        self.accept()
        self.add_wanted.emit()

    def _wish(self, signal: SignalInstance) -> None:
        line = self.marked
        if line is not None:
            # Closed first: what is wished for opens a form, over which the dialog would still lie.
            self.accept()
            signal.emit(line)

    def _show(self, lines: Sequence[WaitlistLine]) -> None:
        self.model.set_items(lines)
        somebody = bool(lines)
        if somebody:
            self.list.setCurrentIndex(self.model.index(0))
        self.list.setVisible(somebody)
        self.empty.setVisible(not somebody)
        self.book_button.setVisible(self._ground.fits)
        self.find_button.setVisible(somebody and not self._ground.fits)
        self.edit_button.setVisible(somebody)
        self.take_off_button.setVisible(somebody)
        self.add_button.setVisible(not self._ground.fits)
        self.add_button.set_kind("" if somebody else "primary")
        act = self.book_button if self._ground.fits else self.find_button
        self.default = act if somebody else self.add_button

    def _row(self, line: WaitlistLine) -> ListRow:
        ground, entry, client = self._ground, line.waiting.entry, line.waiting.client
        today = timegrid.day_of(ground.now, ground.zone)
        wish = wish_text(entry, ground.names, today)
        remark = "" if ground.blurred else " ".join((entry.remark or "").split())
        since = since_text(entry, ground.now.astimezone(ground.zone))
        when = since if line.fit is None else _when(line.fit, ground)
        return ListRow(
            first=client_text(client, blurred=ground.blurred),
            second=one_line((wish, remark)),
            trailing=when,
            trailing_second="" if ground.blurred else client.phone or "",
        )

    def _lay_out(self) -> None:
        self.list.setFixedHeight(_LIST_PX)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
        buttons = QHBoxLayout()
        for button in (self.book_button, self.find_button, self.edit_button, self.add_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.take_off_button)
        buttons.addWidget(self.close_button)
        box = QVBoxLayout(self)
        box.setContentsMargins(tokens.XL, tokens.L, tokens.XL, tokens.L)
        box.setSpacing(tokens.M)
        box.addWidget(Text(self.windowTitle(), size="large"))
        box.addWidget(self.list)
        box.addWidget(self.empty)
        box.addLayout(buttons)

    @override
    def shortcuts(self) -> Sequence[Shortcut]:
        keys = (
            Shortcut("F2", self.edit_button.text(), form_group()),
            Shortcut("Del", self.take_off_button.text(), form_group()),
        )
        verb = "" if self.default is None else self.default.text()
        return form_shortcuts(verb, self.close_button.text(), *(keys if self.model.items else ()))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        # A Mac's own key for deleting is Backspace to Qt.
        if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace} and self.model.items:
            self._take_off()
        elif event.key() == Qt.Key.Key_F2 and self.model.items:
            self._edit()
        else:
            super().keyPressEvent(event)


def _when(fit: Fit, ground: WaitlistGround) -> str:
    day, today = timegrid.day_of(fit.start, ground.zone), timegrid.day_of(ground.now, ground.zone)
    times = span_text(fit.start, fit.end, ground.zone)
    return tr("Dates", "{day}, {time}", day=day_text(day, today), time=times)
