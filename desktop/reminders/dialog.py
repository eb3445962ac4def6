"""The clients of one day and how it stands with each; beside them the words for the one in front."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import QModelIndex, QSize, Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from core.domain.reminders import Channel
from core.store.practice.reminders import Reminder
from desktop.kit import tokens
from desktop.kit.context import ScreenContext
from desktop.kit.i18n import tr
from desktop.paper.days import record_of_days
from desktop.paper.record_out import RecordOut, RecordSource
from desktop.reminders.letter_pane import LetterPane
from desktop.reminders.presenter import Carrier, DayContent, Letter, RemindersPresenter
from desktop.reminders.texts import heading, reminder_row, summary
from desktop.widgets.buttons import Button, IconButton, back_and_on, quiet
from desktop.widgets.dialog import Dialog
from desktop.widgets.empty import EmptyState
from desktop.widgets.narrow import NARROW_PX
from desktop.widgets.rows import ListRow, RowsModel
from desktop.widgets.segmented import SegmentedControl
from desktop.widgets.text import Text
from desktop.widgets.two_line import reading_list

_WIDTH_PX, _WIDTH_CHARACTERS = 880, 110
_LIST_PX = 340


class RemindersDialog(Dialog):
    """Keys alone are enough: the arrows choose, Enter opens the program, Enter again marks and goes on.

    `out` outlives the dialog: a page may still be on its way to the printer.
    """

    def __init__(self, context: ScreenContext, carrier: Carrier, out: RecordOut, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._out = context, out
        self._now = context.clock.now()
        self._may_mark = self._in_team = False
        self.setWindowTitle(tr("Reminders", "Reminders"))
        theme = context.theme
        self.title = Text(self.windowTitle(), size="large")
        self.summary = Text(tone="secondary")
        back, on = back_and_on(self)
        earlier, later = tr("Reminders", "The day before"), tr("Reminders", "The day after")
        self.before = IconButton(theme, back, earlier, partial(self._step, -1))
        self.after = IconButton(theme, on, later, partial(self._step, 1))
        whose: list[tuple[str, object]] = [
            (tr("Reminders", "Mine"), False),
            (tr("Reminders", "Everyone's"), True),
        ]
        self.whose = SegmentedControl(tr("Reminders", "Whose appointments"), whose)
        self.list = reading_list(theme, tr("Reminders", "Clients to remind"))
        self.model = RowsModel(self._row, self)
        self.list.setModel(self.model)
        self.empty = EmptyState(theme, "calendar", "", "")
        self.letter = LetterPane()
        self.print_button = quiet(tr("Reminders", "Print the day"), self._on_print)
        self.pdf_button = quiet(tr("Reminders", "Save the day as PDF"), self._on_pdf)
        self._middle = QHBoxLayout()
        self.done_button = Button(tr("Reminders", "Done"), self.accept)
        self.presenter = RemindersPresenter(
            context.practice, context.jobs, context.bus, context.clock, carrier, self
        )
        self._lay_out()
        self._connect()

    def begin(self, day: date | None = None) -> None:
        """Opens, and reads the day, by itself the next one with appointments."""
        self.open()
        self.presenter.begin(day)

    @override
    def first(self) -> QWidget | None:
        return self.list if not self.list.isHidden() else self.done_button

    @override
    def size_in(self, room: QSize) -> QSize:
        """One below the other where there is no room for both side by side."""
        narrow = room.width() < NARROW_PX
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self._middle.direction() != way:
            self._middle.setDirection(way)
            self.list.setMinimumWidth(0 if narrow else _LIST_PX)
            self.list.setMaximumWidth(room.width() if narrow else _LIST_PX)
        wanted = max(_WIDTH_PX, self.fontMetrics().averageCharWidth() * _WIDTH_CHARACTERS)
        width = min(wanted, room.width())
        layout = self.layout()
        return QSize(width, layout.totalHeightForWidth(width) if layout else self.sizeHint().height())

    def show_day(self, content: DayContent, shown: Sequence[Reminder], chosen: Reminder | None) -> None:
        """The list keeps the client in front, who may stand at another place by now."""
        self._now, self._may_mark = content.now, content.may_mark
        self.title.setText(heading(content.day, content.now))
        self.summary.setText(summary(content.day, shown))
        self._in_team = len(content.own) != len(content.everyone)
        self.whose.setVisible(self._in_team)
        self.model.set_items(shown)
        if chosen is not None:
            self.list.setCurrentIndex(self.model.row_of(list(shown).index(chosen)))
        self.list.setVisible(bool(shown))
        self.empty.setVisible(not shown)
        self.empty.set_words(*_empty_words(content.day))
        for button in (self.before, self.after, self.print_button, self.pdf_button):
            button.setEnabled(content.day is not None)

    def show_letter(self, letter: Letter | None) -> None:
        """What Enter presses changes with it."""
        preferred = self.presenter.preferred(letter.ways) if letter is not None else None
        self.letter.show_letter(letter, preferred, self._now, blurred=self._context.bus.blurred)
        self.default = self.letter.default or self.done_button
        if not self._may_mark:
            self.letter.hide_verbs()
            self.default = self.done_button
        self.done_button.set_kind("primary" if self.default is self.done_button else "")

    def say(self, sentence: str) -> None:
        self.letter.error.say(sentence)

    def _row(self, reminder: Reminder) -> ListRow:
        blurred = self._context.bus.blurred
        return reminder_row(reminder, self._now, blurred=blurred, in_team=self._in_team)

    def _step(self, days: int) -> None:
        if self.presenter.day is not None:
            self.presenter.begin(self.presenter.day + timedelta(days=days))

    def _on_current_changed(self, now: QModelIndex, _before: QModelIndex) -> None:
        reminder: Reminder | None = self.model.item(now)
        if reminder is not None:
            self.presenter.choose(reminder.appointment_id)

    def _on_way(self, way: Channel) -> None:
        if way is Channel.OTHER:
            self.presenter.copy()
        else:
            self.presenter.send(way)
        # The button that was pressed is none that Enter should press again.
        self.list.setFocus()

    def _on_answered(self) -> None:
        self.list.setFocus()

    def _on_client_wanted(self) -> None:
        reminder: Reminder | None = self.model.item(self.list.currentIndex())
        if reminder is not None:
            self.accept()
            self._context.navigator.open_client(reminder.entry.appointment.client_id)

    def _on_changed(self, _changed: object) -> None:
        self.presenter.refresh()

    def _on_blur_changed(self, _blurred: bool) -> None:
        self.model.render_again()
        self.presenter.refresh()

    def _on_print(self) -> None:
        if self.presenter.day is not None:
            self._out.ask_print(day_source(self._context, self.presenter.day))

    def _on_pdf(self) -> None:
        if self.presenter.day is not None:
            self._out.ask_pdf(day_source(self._context, self.presenter.day))

    def _connect(self) -> None:
        self.list.selectionModel().currentChanged.connect(self._on_current_changed)
        self.whose.chosen.connect(self.presenter.show_everyone)
        self.letter.way_chosen.connect(self._on_way)
        self.letter.language_chosen.connect(self.presenter.write_in)
        self.letter.sent.connect(self.presenter.mark)
        self.letter.not_sent.connect(self.presenter.not_sent)
        self.letter.taken_back.connect(self.presenter.take_back)
        for answered in (self.letter.sent, self.letter.not_sent, self.letter.taken_back):
            answered.connect(self._on_answered)
        self.letter.client_wanted.connect(self._on_client_wanted)
        self._context.bus.changed.connect(self._on_changed)
        self._context.bus.blur_changed.connect(self._on_blur_changed)
        # Every opening makes a new one, and the screen would keep all of them as its children.
        self.finished.connect(self.deleteLater)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(tokens.S)
        words = QVBoxLayout()
        words.setSpacing(tokens.XS)
        words.addWidget(self.title, 0, Qt.AlignmentFlag.AlignLeading)
        words.addWidget(self.summary, 0, Qt.AlignmentFlag.AlignLeading)
        head.addLayout(words, 1)
        for widget in (self.whose, self.before, self.after):
            head.addWidget(widget)
        self.list.setFixedWidth(_LIST_PX)
        self._middle.setSpacing(tokens.XL)
        self._middle.addWidget(self.list)
        self._middle.addWidget(self.letter, 1)
        self._middle.addWidget(self.empty, 1)
        foot = QHBoxLayout()
        foot.setSpacing(tokens.S)
        for button in (self.print_button, self.pdf_button):
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(self.done_button)
        box = QVBoxLayout(self)
        box.setContentsMargins(tokens.XL, tokens.L, tokens.XL, tokens.L)
        box.setSpacing(tokens.M)
        for part in (head, self._middle, foot):
            box.addLayout(part)
        self.whose.hide()
        self.empty.hide()


def day_source(context: ScreenContext, day: date) -> RecordSource:
    """The appointments of one day on paper, as the calendar prints them."""
    read = partial(record_of_days, context.practice, day, day)
    return RecordSource(read, "calendar", (), f"calendar-{day:%Y-%m-%d}.pdf")


def _empty_words(day: date | None) -> tuple[str, str]:
    if day is None:
        return (
            tr("Reminders", "Nobody to remind"),
            tr("Reminders", "Nothing is booked in the next two weeks. Book in the calendar, then come back."),
        )
    return tr("Reminders", "Nobody to remind"), tr("Reminders", "No appointment begins on this day.")
