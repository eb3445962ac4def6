"""The calendar's page on paper, as a PDF or as a file: the days that it shows, each with its appointments."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop.calendar.calendar_file import CalendarFile
from desktop.calendar.pages import PageKind
from desktop.calendar.presenter import CalendarPresenter
from desktop.paper.days import record_of_days
from desktop.paper.hours_sheet import hours_sheet
from desktop.paper.month import month_sheet
from desktop.paper.printable import Printable
from desktop.paper.record_out import RecordOut, RecordSource

if TYPE_CHECKING:
    from desktop.kit.context import ScreenContext


class CalendarPaper:
    """Asks first, as for any record; that it was made is recorded, without a name. GUI thread."""

    def __init__(self, context: "ScreenContext", presenter: CalendarPresenter, over: QWidget) -> None:
        self._context, self._presenter = context, presenter
        self.out = RecordOut(context, over)
        self.file = CalendarFile(context, presenter, over)

    def ask_print(self) -> None:
        """Lets a printer be chosen for the days in front."""
        self.out.ask_print(self._source())

    def ask_pdf(self) -> None:
        """Lets a place for the file be chosen; the proposed name says which days, and of nobody."""
        self.out.ask_pdf(self._source())

    def _source(self) -> RecordSource:
        """One page, of what the filter shows on the screen; the days of an agenda are a table each."""
        page, practice, shown = self._presenter.page, self._context.practice, self._presenter.filter
        first, last = page.ends
        read: Callable[[], Printable] = partial(record_of_days, practice, first, last, shown)
        if page.kind is PageKind.MONTH:
            read = partial(month_sheet, practice, first, shown)
        elif page.kind.has_hours:
            people = [(one.id, one.name) for one in page.practitioners]
            read = partial(hours_sheet, practice, page.days, people, shown)
        return RecordSource(read, "calendar", (), f"calendar-{first:%Y-%m-%d}.pdf")
