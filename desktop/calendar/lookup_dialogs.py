"""The dialogs in which one looks for something in the calendar: a date, and what to hide and show."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from core.domain import timegrid
from core.domain.records import Location, Service
from desktop.calendar.day_picker import DayPicker
from desktop.calendar.entry_filter import EVERYTHING
from desktop.calendar.filter_choices import filter_choices
from desktop.calendar.filter_dialog import FilterDialog
from desktop.calendar.ports import CalendarGateway
from desktop.calendar.presenter import CalendarPresenter
from desktop.kit.ports import Runner

if TYPE_CHECKING:
    from desktop.kit.context import ScreenContext

ServicesAndLocations = tuple[Sequence[Service], Sequence[Location]]


class LookupDialogs(QObject):
    """Opened over `place`; `take_focus` gives the keys back to the view in front. GUI thread."""

    def __init__(
        self,
        context: "ScreenContext",
        desk: CalendarGateway,
        runner: Runner,
        presenter: CalendarPresenter,
        place: QWidget,
        take_focus: Callable[[], object],
    ) -> None:
        super().__init__(place)
        self._context, self._desk, self._runner = context, desk, runner
        self._presenter, self._place, self._take_focus = presenter, place, take_focus

    def pick_day(self) -> None:
        """Opens a dialog that begins at the cursor's day (J and Ctrl+G), and returns at once."""
        page = self._presenter.page
        today = timegrid.day_of(self._context.clock.now(), page.zone)
        picker = DayPicker(self._context.theme, page.hours.first_weekday, today, self._place)
        picker.day_chosen.connect(self.go_to)
        picker.show_day(self._presenter.cursor_day)
        picker.open()

    def choose_filter(self) -> None:
        """Reads services and places on the store worker, then opens the dialog (F)."""
        self._runner.run(lambda: (self._desk.services(), self._desk.locations()), self._open_filter)

    def show_all(self) -> None:
        """Hides nothing any more, and gives the keys back to the view in front."""
        self._presenter.set_filter(EVERYTHING)
        self._take_focus()

    def go_to(self, day: date) -> None:
        """Shows a day in the kind of view that is in front, which has the keys then."""
        self._presenter.select(None)
        self._presenter.go_to(day)
        self._take_focus()

    def _open_filter(self, found: ServicesAndLocations) -> None:
        presenter = self._presenter
        choices = filter_choices(*found, presenter.team, presenter.timeline.entries)
        dialog = FilterDialog(self._context.theme, choices, presenter.filter, self._place)
        dialog.filter_changed.connect(presenter.set_filter)
        dialog.open()
