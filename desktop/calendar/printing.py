"""The calendar's page on paper or as a PDF: the days that it shows, each with its appointments."""

from calendar import monthrange
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop.calendar.pages import CalendarPage, PageKind
from desktop.calendar.presenter import CalendarPresenter
from desktop.paper.days import record_of_days
from desktop.paper.record_out import RecordOut, RecordSource

if TYPE_CHECKING:
    from datetime import date

    from desktop.kit.context import ScreenContext


class CalendarPaper:
    """Asks first, as for any record; that it was made is recorded, without a name. GUI thread."""

    def __init__(self, context: "ScreenContext", presenter: CalendarPresenter, over: QWidget) -> None:
        self._context, self._presenter = context, presenter
        self.out = RecordOut(context, over)

    def ask_print(self) -> None:
        """Lets a printer be chosen for the days in front."""
        self.out.ask_print(self._source())

    def ask_pdf(self) -> None:
        """Lets a place for the file be chosen; the proposed name says which days, and of nobody."""
        self.out.ask_pdf(self._source())

    def _source(self) -> RecordSource:
        first, last = _days(self._presenter.page)
        read = partial(record_of_days, self._context.practice, first, last)
        return RecordSource(read, "calendar", None, f"calendar-{first:%Y-%m-%d}.pdf")


def _days(page: CalendarPage) -> tuple["date", "date"]:
    """A month's page begins and ends with days of its neighbours, which are left out."""
    if page.kind is not PageKind.MONTH:
        return page.days[0], page.days[-1]
    last = monthrange(page.anchor.year, page.anchor.month)[1]
    return page.anchor.replace(day=1), page.anchor.replace(day=last)
