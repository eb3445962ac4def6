"""The views of one calendar, one in front: hours of days, a month, an agenda. All are told the same."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from core.domain.clock import Clock
from core.domain.ids import AppointmentId, UserId
from desktop.calendar.agenda_view import AgendaView
from desktop.calendar.arrow_keys import ArrowStep
from desktop.calendar.block_entry import BlockEntry, BlockKey
from desktop.calendar.closed_words import holiday_text
from desktop.calendar.gesture import Ghost
from desktop.calendar.grid import CalendarGrid
from desktop.calendar.month_view import MonthView
from desktop.calendar.pages import CalendarPage, PageKind
from desktop.calendar.presenter import CalendarPresenter
from desktop.calendar.texts import free_spoken, month_day_spoken
from desktop.calendar.timeline import Difference
from desktop.kit.theme import Theme
from desktop.widgets.narrow import FrontStack


class CalendarViews(FrontStack):
    """What is not in front keeps what it is told and works nothing out. GUI thread."""

    def __init__(self, page: CalendarPage, theme: Theme, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grid = CalendarGrid(page.board, theme, clock)
        self.month = MonthView(page, theme, clock)
        self.agenda = AgendaView(page, theme, clock)
        for view in (self.grid, self.month, self.agenda):
            self.addWidget(view)
        self._page = page

    @property
    def front(self) -> QWidget:
        """The view that somebody sees, which has the keys."""
        return {PageKind.MONTH: self.month, PageKind.AGENDA: self.agenda}.get(self._page.kind, self.grid)

    @property
    def pictures(self) -> tuple[QWidget, ...]:
        """What is pointed at, of each view."""
        return self.grid.viewport(), self.month, self.agenda.list.viewport()

    def attach(
        self,
        presenter: CalendarPresenter,
        on_step: Callable[[ArrowStep], object],
        on_menu: Callable[[AppointmentId | None, datetime, QPoint], object],
    ) -> None:
        """What the person wants of any view goes to its presenter."""
        grid, month, agenda = self.grid, self.month, self.agenda
        grid.slot_clicked.connect(presenter.choose)
        grid.entry_clicked.connect(presenter.open)
        grid.ghost_dropped.connect(presenter.drop)
        month.entry_clicked.connect(presenter.open)
        month.ghost_dropped.connect(presenter.drop)
        month.day_clicked.connect(presenter.put_cursor_on)
        month.day_wanted.connect(presenter.open_day)
        agenda.entry_chosen.connect(presenter.select)
        agenda.entry_opened.connect(presenter.open)
        for painted in (grid, month):
            painted.step_pressed.connect(on_step)
            painted.enter_pressed.connect(presenter.enter)
        for view in (grid, month, agenda):
            view.escape_pressed.connect(presenter.escape)
            view.menu_wanted.connect(on_menu)

    def set_names(self, names: Mapping[UserId, str]) -> None:
        """Of those who treat, for tool tips and the agenda; empty where one does alone."""
        self.grid.names = names
        self.month.names = names
        self.agenda.set_names(names)

    def take_focus(self) -> None:
        """To the view in front."""
        self.front.setFocus()

    def show_page(self, page: CalendarPage) -> None:
        """The view keeps the focus where another one of them had it."""
        # Asked while the page is still the old one, which decides what is in front.
        had_focus = self.front.hasFocus() or self.agenda.list.hasFocus()
        self._page = page
        if page.kind is PageKind.MONTH:
            self.month.show_page(page)
        elif page.kind is PageKind.AGENDA:
            self.agenda.show_page(page)
        else:
            self.grid.show_board(page.board, page.hours)
        self.setCurrentWidget(self.front)
        self.agenda.set_front(front=self.front is self.agenda)
        if had_focus:
            self.front.setFocus()

    def apply(self, difference: Difference) -> None:
        """All three are told, so that a change of view needs nothing more than to show it."""
        self.grid.apply(difference)
        self.month.apply(difference)
        self.agenda.apply(difference)

    def set_blocks(self, blocks: Sequence[BlockEntry], selected: BlockKey | None) -> None:
        """Time that is not for appointments, in all three; `selected` is the one whose form is open."""
        self.grid.set_blocks(blocks, selected)
        self.month.set_blocks(blocks)
        self.agenda.set_blocks(blocks)

    def set_ghost(self, ghost: Ghost | None, *, reveals: bool = True) -> None:
        """An agenda is not told: it has no places for one. `reveals`: the hours scroll to it."""
        self.grid.set_ghost(ghost, reveals=reveals)
        self.month.set_ghost(ghost)

    def set_cursor(self, start: datetime, end: datetime, practitioner: UserId | None) -> None:
        """Only the grid has hours; month and agenda take the day of `start`."""
        self.grid.set_cursor(start, end, practitioner)
        self.month.set_cursor(start)
        self.agenda.set_cursor(start)

    def set_selected(self, entry_id: AppointmentId | None) -> None:
        """None where nothing is selected any more."""
        self.grid.set_selected(entry_id)
        self.month.set_selected(entry_id)
        self.agenda.set_selected(entry_id)

    def spoken_place(self, start: datetime, practitioner: UserId | None) -> str:
        """Where the arrows stand, for those who do not see it."""
        page = self._page
        local = start.astimezone(page.zone)
        holiday = holiday_text(page.hours, local.date())
        if page.kind is PageKind.MONTH:
            day = self.month.days[page.days.index(local.date())]
            closed = not page.hours.open_on(day.day)
            return month_day_spoken(day.day, day.count, closed=closed, holiday=holiday)
        who = self.grid.names.get(practitioner, "") if practitioner else ""
        is_open = page.hours.is_open(local, practitioner)
        return free_spoken(start, page.zone, who, is_open=is_open, holiday=holiday)

    def set_blurred(self, blurred: bool) -> None:
        """Initials for names in all three, while what others should not read is blurred."""
        self.grid.set_blurred(blurred)
        self.month.set_blurred(blurred)
        self.agenda.set_blurred(blurred)

    def show_what_matters(self, *, anew: bool) -> None:
        """A month always shows all of its days; an agenda moves only where it is opened `anew`."""
        if self.front is self.grid:
            self.grid.show_what_matters(anew=anew)
        elif self.front is self.agenda and anew:
            self.agenda.show_cursor_day()
