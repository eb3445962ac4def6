"""The small month beside a wide calendar: which days have appointments, and the way to each of them."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from core.domain import timegrid
from core.domain.changes import Changed
from desktop.calendar.entry import CalendarEntry, entry_of
from desktop.calendar.entry_filter import EVERYTHING, EntryFilter
from desktop.calendar.mini_day import DayMark
from desktop.calendar.mini_month import MiniMonth
from desktop.calendar.pages import CalendarPage, PageKind
from desktop.calendar.ports import CalendarGateway
from desktop.kit import tokens
from desktop.kit.i18n import tr
from desktop.kit.ports import Runner
from desktop.widgets.mirrored import set_margins
from desktop.widgets.side_panel import WIDTH_PX

if TYPE_CHECKING:
    from desktop.kit.context import ScreenContext

_WEEK_PX = 1000
"""What seven days need beside it to be read with ease."""
_WATCHED = frozenset({"appointments", "appointment_series"})


class SideMonth(QWidget):
    """Follows the page and the cursor of one calendar, and leads to the day that is chosen in it.

    It reads its six weeks only while it is seen. Esc gives the keys back to the calendar.
    """

    def __init__(
        self,
        context: "ScreenContext",
        desk: CalendarGateway,
        runner: Runner,
        page: CalendarPage,
        on_day: Callable[[date], object],
        on_left: Callable[[], object],
    ) -> None:
        super().__init__()
        self._context, self._desk, self._runner = context, desk, runner
        self._page, self._on_day, self._on_left = page, on_day, on_left
        self._day = page.anchor
        self._filter = EVERYTHING
        self._entries: Sequence[CalendarEntry] = ()
        self._read_days: tuple[date, ...] = ()
        self.month = MiniMonth(context.theme, page.hours.first_weekday, self._today(), has_weeks=True)
        self.month.setAccessibleName(tr("Calendar", "Days with appointments"))
        self.month.day_chosen.connect(self._choose)
        self.month.turned.connect(self._on_turned)
        box = QVBoxLayout(self)
        set_margins(box, tokens.L, tokens.M, tokens.M, tokens.M)
        box.addWidget(self.month)
        box.addStretch(1)
        self.setFixedWidth(self.sizeHint().width())
        self.hide()

    def fits_in(self, width: int) -> bool:
        """Whether the calendar has room beside it, also once a panel stands at its other side: the columns
        do not move a second time when one comes."""
        return width >= self.width() + _WEEK_PX + WIDTH_PX

    def show_page(self, page: CalendarPage) -> None:
        """The days that the calendar shows now, and its hours."""
        self._page = page
        self.month.set_first_weekday(page.hours.first_weekday)
        self._follow()

    def set_cursor(self, start: datetime) -> None:
        """The day on which the calendar's keys stand."""
        self._day = timegrid.day_of(start, self._page.zone)
        self._follow()

    def set_filter(self, chosen: EntryFilter) -> None:
        """What the calendar hides is not counted here."""
        if chosen != self._filter:
            self._filter = chosen
            self._mark()

    def on_changed(self, changed: Iterable[Changed]) -> None:
        """Rows changed, here or by sync."""
        if any(one.table in _WATCHED for one in changed):
            self._read_days = ()
            self._read()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._follow()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._on_left()
        else:
            super().keyPressEvent(event)

    def _today(self) -> date:
        return timegrid.day_of(self._context.clock.now(), self._page.zone)

    def _follow(self) -> None:
        if self.isHidden():
            return
        self.month.set_today(self._today())
        if not self.month.has_keys:  # whoever looks for a day in it is not taken away from it
            self.month.show_day(self._day)
        self._mark()
        self._read()

    def _choose(self, day: date) -> None:
        self.month.show_day(day)
        self._on_day(day)

    def _on_turned(self) -> None:
        self._mark()
        self._read()

    def _read(self) -> None:
        days = self.month.days
        if self.isHidden() or days == self._read_days:
            return
        self._read_days = days
        zone, desk = self._page.zone, self._desk
        start, end = timegrid.day_scale(days[0], zone).start, timegrid.day_scale(days[-1], zone).end
        # The view reads the same days or tells why they cannot be read.
        self._runner.run(
            lambda: [entry_of(row) for row in desk.between(start, end)],
            partial(self._on_read, days),
            lambda _error: self._on_unread(days),
        )

    def _on_unread(self, days: tuple[date, ...]) -> None:
        """They are asked for once more when the month is turned to again."""
        if days == self._read_days:
            self._read_days = ()

    def _on_read(self, days: tuple[date, ...], entries: Sequence[CalendarEntry]) -> None:
        if days == self._read_days:
            self._entries = entries
            self._mark()

    def _mark(self) -> None:
        """By the day on which each begins. What was called off is no appointment of the day any more."""
        zone, hours = self._page.zone, self._page.hours
        # All of a month marked would mark nothing, and hide which of its days are closed.
        shown = set() if self._page.kind is PageKind.MONTH else set(self._page.days)
        counts = Counter(
            timegrid.day_of(entry.start, zone)
            for entry in self._entries
            if not entry.cancelled and self._filter.shows(entry)
        )
        self.month.set_marks(
            {
                day: DayMark(counts[day], not hours.open_on(day), is_in_view=day in shown)
                for day in self.month.days
            }
        )
