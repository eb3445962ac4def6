"""What the calendar's presenter tells its screen, and who carries out what was decided. Qt-free."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from core.domain.ids import UserId
from desktop.calendar.entry import CalendarEntry
from desktop.calendar.gesture import Ghost
from desktop.calendar.pages import CalendarPage
from desktop.calendar.timeline import Difference


class CalendarView(Protocol):
    """What the calendar screen does when told."""

    def show_page(self, page: CalendarPage) -> None: ...
    def apply(self, difference: Difference) -> None: ...
    def set_ghost(self, ghost: Ghost | None) -> None:
        """None where nothing is in the hand any more: the time of an open form is shown again."""
        ...

    def set_cursor(self, start: datetime, end: datetime, practitioner: UserId | None) -> None: ...
    def set_selected(self, entry: CalendarEntry | None) -> None: ...
    def show_hidden(self, count: int) -> None:
        """So many of the page's appointments are hidden by the filter."""
        ...

    def reveal(self, start: datetime, end: datetime) -> None: ...
    def show_what_matters(self, *, anew: bool) -> None:
        """Scroll to now or the first appointment. Not `anew`: only where nothing would be in sight."""
        ...

    def set_mode(self, ghost: Ghost | None) -> None: ...
    def open_booking(self, start: datetime, end: datetime, *, drawn: bool) -> None:
        """`drawn`: the person said how long it is, and not only when it begins."""
        ...

    def open_details(self, entry: CalendarEntry) -> None: ...
    def close_panel(self) -> None: ...
    def leave_form(self, then: Callable[[], None], *, retimes: bool = False) -> None:
        """Do it, after asking where an open form would lose what is typed in it.

        `retimes`: it means another time to the form of a new appointment, which keeps all else.
        """
        ...

    def tell_place(self, start: datetime, practitioner: UserId | None) -> None:
        """The arrows stand where no appointment is: say where that is."""
        ...

    def say(self, sentence: str) -> None: ...


class Commits(Protocol):
    """What carries a finished move or resize to the store."""

    def reschedule(self, ghost: Ghost) -> None: ...
