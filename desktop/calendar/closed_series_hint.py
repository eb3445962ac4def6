"""Says in the booking form which days of a new series are closed, and leaves them out where one wants it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.calendar.block_entry import BlockEntry
from desktop.calendar.closed_series import closed_days
from desktop.calendar.closed_words import Place
from desktop.calendar.repeating import repeat_of
from desktop.calendar.taking import TakenEntry
from desktop.kit.ports import Runner
from desktop.widgets.painted_list import announce

if TYPE_CHECKING:
    from core.domain.ids import UserId
    from desktop.calendar.pane import CalendarPane


class ClosedSeriesHint(QObject):
    """Follows the form of one calendar; `me` treats where it names nobody.

    Two years of a daily series are many days: they are gone through on the worker, and never twice.
    """

    def __init__(self, pane: "CalendarPane", runner: Runner, me: "UserId") -> None:
        super().__init__(pane)
        self._pane, self._runner, self._me = pane, runner, me
        self._asked: tuple[object, ...] = ()
        self._closed: tuple[date, ...] = ()
        self._blocks: list[BlockEntry] = []
        self._said = ""
        pane.form.repeat_shown.connect(self._show)
        pane.form.taken_shown.connect(self._on_taken)
        pane.form.span_changed.connect(self._show)
        pane.form.location.changed.connect(self._show)
        pane.form.closed_days.pressed.connect(self._on_pressed)

    def _on_taken(self, entries: Sequence[TakenEntry]) -> None:
        """The store tells which blocks stand in the way of the whole series, far beyond the page."""
        self._blocks = [one for one in entries if isinstance(one, BlockEntry)]
        self._show()

    def _show(self, *_: object) -> None:
        booking, page = self._pane.booking, self._pane.presenter.page
        span = booking.span
        repeat = repeat_of(booking.form.repeat, booking.form.day, booking.week_start)
        if span is None or repeat is None or booking.editing is not None:
            self._asked = ()
            self._tell((), ())
            return
        place, blocks = self._place(), [(one.start, one.end) for one in self._blocks]
        asked = (repeat, span, page.hours, page.zone, place, blocks)
        if asked != self._asked:
            self._asked = asked
            self._runner.run(
                lambda: closed_days(repeat, span, page, place, blocks),
                lambda found: self._on_found(asked, found, repeat.without),
            )

    def _on_found(
        self, asked: tuple[object, ...], closed: tuple[date, ...], left_out: tuple[date, ...]
    ) -> None:
        if asked == self._asked:
            self._tell(closed, left_out)

    def _tell(self, closed: tuple[date, ...], left_out: tuple[date, ...]) -> None:
        form = self._pane.form
        self._closed = closed
        form.closed_days.show_days(closed, left_out)
        text = form.closed_days.text()
        # It is shown at every change of the form, and read aloud only where it is another one.
        if text != self._said:
            announce(form, text)
        self._said = text

    def _on_pressed(self) -> None:
        booking = self._pane.booking
        repeat = booking.form.repeat
        without = tuple(sorted({*repeat.without, *self._closed})) if self._closed else ()
        booking.set_repeat(replace(repeat, without=without))

    def _place(self) -> Place:
        booking = self._pane.booking
        return Place(who=booking.treats or self._me, room=booking.form.location_id)
