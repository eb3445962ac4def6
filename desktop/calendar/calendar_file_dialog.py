"""What a calendar file is to say of clients, and which days it is of."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from core.calendar_file.publishing import Naming
from desktop.kit import tokens
from desktop.kit.dates import long_day
from desktop.kit.i18n import tr
from desktop.widgets.buttons import Button, primary
from desktop.widgets.day_edit import DayEdit
from desktop.widgets.dialog import Dialog
from desktop.widgets.fields import Field
from desktop.widgets.segmented import SegmentedControl
from desktop.widgets.text import Text

_WIDTH_PX = 520


@dataclass(frozen=True, slots=True)
class FileWish:
    """`last` None: all that is booked from `first` on. `mine`: only what this person treats."""

    first: date
    last: date | None
    naming: Naming
    mine: bool


class CalendarFileDialog(Dialog):
    """`wished` carries a `FileWish`; the dialog is closed by then."""

    wished = Signal(object)
    closes_outside = True

    def __init__(
        self, days: tuple[date, date], first_weekday: int, *, several: bool, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("CalendarFile", "Save a calendar file"))
        self.setFixedWidth(max(_WIDTH_PX, self.fontMetrics().averageCharWidth() * 68))
        self._days = days
        self.naming = SegmentedControl(tr("CalendarFile", "What it says of each client"), _namings())
        self.naming_words = Text(tone="secondary", wrap=True)
        self.range = SegmentedControl(
            tr("CalendarFile", "Which days"),
            [
                (tr("CalendarFile", "The days in front"), False),
                (tr("CalendarFile", "All from a day on"), True),
            ],
        )
        self.range_words = Text(tone="secondary", wrap=True)
        self.day = Field(tr("CalendarFile", "From"), DayEdit(lambda: days[0], first_weekday), lines=1)
        self.mine = QCheckBox(tr("CalendarFile", "Only my own appointments"))
        self.mine.setChecked(several)
        self.save_button = primary(tr("CalendarFile", "Choose a place"), self.save)
        self.cancel_button = Button(tr("Question", "Cancel"), self.reject)
        self.default = self.save_button
        self.finished.connect(self.deleteLater)
        self._lay_out(several=several)
        self._connect()

    @override
    def first(self) -> QWidget | None:
        return self.save_button

    def save(self) -> None:
        """Nothing while the day that was typed is unclear, which stands below it then."""
        editor = self.day.editor
        if self.range.value and not (editor.settle() and not editor.property("wrong")):
            editor.setFocus()
            editor.lineEdit().selectAll()
            return
        wish = FileWish(
            self._first if self.range.value else self._days[0],
            None if self.range.value else self._days[1],
            Naming(str(self.naming.value)),
            self.mine.isChecked(),
        )
        self.accept()
        self.wished.emit(wish)

    @property
    def _first(self) -> date:
        day = self.day.editor.date()
        return date(day.year(), day.month(), day.day())

    def _connect(self) -> None:
        self.naming.chosen.connect(self._on_chosen)
        self.range.chosen.connect(self._on_chosen)
        self.day.editor.unclear.connect(self.day.set_error)
        # Not once the day changes: the one before stands again, and must not be taken for the answer.
        self.day.editor.lineEdit().textEdited.connect(lambda: self.day.set_error(""))
        first = self._days[0]
        self.day.editor.setDate(QDate(first.year, first.month, first.day))
        self._on_chosen()

    def _on_chosen(self, _: object = None) -> None:
        self.naming_words.setText(_naming_words(Naming(str(self.naming.value))))
        self.range_words.setText(_all_words() if self.range.value else _days_words(*self._days))
        self.day.setEnabled(bool(self.range.value))

    def _lay_out(self, *, several: bool) -> None:
        for words, lines in ((self.naming_words, 2), (self.range_words, 3)):
            # The longest of the texts takes so many: as one chooses, nothing below moves.
            words.setMinimumHeight(lines * self.fontMetrics().lineSpacing())
            words.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
        box = QVBoxLayout(self)
        box.setContentsMargins(tokens.XL, tokens.L, tokens.XL, tokens.L)
        box.setSpacing(tokens.S)
        box.addWidget(Text(self.windowTitle(), size="large"))
        box.addWidget(Text(_purpose(), tone="secondary", wrap=True))
        box.addSpacing(tokens.S)
        for heading, choice, words in (
            (self.naming.accessibleName(), self.naming, self.naming_words),
            (self.range.accessibleName(), self.range, self.range_words),
        ):
            box.addWidget(Text(heading, size="small", tone="secondary", strong=True))
            box.addWidget(choice)
            box.addWidget(words)
        box.addWidget(self.day)
        box.addWidget(self.mine)
        self.mine.setVisible(several)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.cancel_button)
        row.addWidget(self.save_button)
        box.addSpacing(tokens.S)
        box.addLayout(row)


def _namings() -> list[tuple[str, object]]:
    return [
        (tr("CalendarFile", "Busy"), Naming.BUSY),
        (tr("CalendarFile", "Initials"), Naming.INITIALS),
        (tr("CalendarFile", "A code"), Naming.CODE),
    ]


def _purpose() -> str:
    return tr(
        "CalendarFile",
        "For Google, Outlook, Apple and other calendars. No names, remarks or places stand in it, and what "
        "was cancelled or missed is left out. It is not encrypted. That it was made is recorded.",
    )


def _naming_words(naming: Naming) -> str:
    return {
        Naming.BUSY: tr("CalendarFile", "Only that the time is taken."),
        Naming.INITIALS: tr(
            "CalendarFile", "Such as “A.B.”: whoever knows your clients may know whom you see."
        ),
        Naming.CODE: tr(
            "CalendarFile", "Such as “K7Q-2MX”, always the same for one client; it tells nothing of them."
        ),
    }[naming]


def _days_words(first: date, last: date) -> str:
    if first == last:
        return long_day(first)
    return tr("CalendarFile", "{first} to {last}", first=long_day(first), last=long_day(last))


def _all_words() -> str:
    return tr(
        "CalendarFile",
        "All that is booked for the next two years. Save it again when much has changed: other calendars "
        "know the same appointments again.",
    )
