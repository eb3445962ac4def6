"""The mouse on a month: a click, or what is dragged to another day and keeps its hour."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from PySide6.QtCore import QPointF

from desktop.calendar.block_entry import BlockEntry
from desktop.calendar.entry import CalendarEntry
from desktop.calendar.gesture import Ghost, Held, on_another_day
from desktop.calendar.month_layout import MonthDay
from desktop.calendar.pointer import THRESHOLD_PX


@dataclass(frozen=True, slots=True)
class MonthPress:
    """Where the button went down, in px of the view, and on what."""

    at: QPointF
    day: MonthDay
    entry: CalendarEntry | None
    block: BlockEntry | None = None
    """Where it is on no appointment."""

    @property
    def held(self) -> Held | None:
        """What a drag from here would move; None where that cannot be."""
        under = self.entry or self.block
        return under if under is not None and under.movable else None


class MonthPointer:
    """Turns the day under the mouse into a ghost. Holds one press at a time; paints nothing."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._press: MonthPress | None = None
        self._dragged: Held | None = None

    @property
    def pressed(self) -> bool:
        """Whether a press is held that began on the days and was not cancelled."""
        return self._press is not None

    @property
    def dragging(self) -> bool:
        """Whether the press has moved far enough to be no click any more."""
        return self._dragged is not None

    def press(self, press: MonthPress) -> None:
        """Begins a press, for now a click; what it is on is not looked up again at the release."""
        self._press, self._dragged = press, None

    def move(self, at: QPointF, day: date) -> Ghost | None:
        """The ghost on `day`, over which the pointer is; None while this is still a click.

        The day of the press counts and not that of the start: one over midnight stands on two days. It is a
        date and no place on the page, so a page may turn under a drag.
        """
        press = self._press
        if press is None:
            return None
        if self._dragged is None and self._begins(press, at):
            self._dragged = press.held
        if self._dragged is None:
            return None
        return on_another_day(self._dragged, (day - press.day.day).days, self._zone)

    def release(self) -> tuple[MonthPress | None, bool]:
        """Ends it: what was pressed, and whether it had become a drag."""
        press, dragged = self._press, self.dragging
        self.cancel()
        return press, dragged

    def cancel(self) -> None:
        """Forgets the press. The ghost of a drag is in the view, which takes it away."""
        self._press = self._dragged = None

    def _begins(self, press: MonthPress, at: QPointF) -> bool:
        if press.held is None:
            return False
        return (at - press.at).manhattanLength() >= THRESHOLD_PX  # a hand that clicks moves a little
