"""The calendar as those see it who work in it: its views and forms, and what they ask of it as a whole."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.calendar.booking import BookingPresenter
from desktop.calendar.booking_panel import BookingPanel
from desktop.calendar.commands import CalendarCommands
from desktop.calendar.grid import CalendarGrid
from desktop.calendar.presenter import CalendarPresenter
from desktop.calendar.views import CalendarViews
from desktop.widgets.side_panel import SidePanel


class AbstractPane(QWidget):
    """What those who work in a calendar know of it: neither `CalendarPane`, which makes them, nor each other.

    A class and no protocol, because they are its children, and so are the dialogs that they open.
    """

    presenter: CalendarPresenter
    commands: CalendarCommands
    views: CalendarViews
    grid: CalendarGrid
    form: BookingPanel
    booking: BookingPresenter

    @property
    def open_panel(self) -> SidePanel | None:
        """The one at the side, if any."""
        raise NotImplementedError

    def show_panel(self, panel: QWidget | None) -> None:
        """One of them at a time, or none."""
        raise NotImplementedError

    def leave_form(self, then: Callable[[], None], *, retimes: bool = False, line: str = "") -> None:
        """Asks where an open form holds anything; `then` is not done where the person keeps the form.

        They have the `line` again that was typed for `then`. `retimes`: as for `CalendarView`.
        """
        raise NotImplementedError

    def take_up(self, content: dict[str, Any], span: tuple[datetime, datetime] | None = None) -> None:
        """Open the form that was left unfinished; `span` where the texts were written in another zone."""
        raise NotImplementedError

    def reveal(self, start: datetime, end: datetime) -> None:
        """Scroll as little as needed to show a span."""
        raise NotImplementedError

    def show_allowed(self) -> None:
        """Which actions have something to act on: what is selected, or the cursor, is something else now."""
        raise NotImplementedError

    def say(self, sentence: str) -> None:
        """At the bottom of the window, for a few seconds."""
        raise NotImplementedError
