"""Which days a calendar page shows, and the page before and after. Qt-free."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from core.domain.timegrid import day_scale, days_from, first_of_week
from desktop.calendar.gesture import Board
from desktop.calendar.hours import Hours
from desktop.calendar.timeline import Period


class Kind(StrEnum):
    DAY = "day"
    WORK_WEEK = "work-week"
    WEEK = "week"


@dataclass(frozen=True, slots=True)
class Page:
    """The days around one day, `anchor`, which a change of kind keeps in sight."""

    kind: Kind
    anchor: date
    hours: Hours
    zone: ZoneInfo

    @property
    def days(self) -> tuple[date, ...]:
        if self.kind is Kind.DAY:
            return (self.anchor,)
        week = days_from(first_of_week(self.anchor, self.hours.first_weekday), 7)
        if self.kind is Kind.WEEK:
            return week
        return tuple(day for day in week if day.weekday() in self.hours.work_weekdays)

    @property
    def period(self) -> Period:
        """What to read. Work week and week read the same, so that switching needs no read."""
        whole = self.days if self.kind is Kind.DAY else replace(self, kind=Kind.WEEK).days
        return Period(day_scale(whole[0], self.zone).start, day_scale(whole[-1], self.zone).end)

    @property
    def board(self) -> Board:
        return Board([day_scale(day, self.zone) for day in self.days], self.zone)

    def turned(self, by: int) -> "Page":
        step = 1 if self.kind is Kind.DAY else 7
        return replace(self, anchor=self.anchor + timedelta(days=by * step))

    def around(self, day: date) -> "Page":
        return replace(self, anchor=day)

    def as_kind(self, kind: Kind) -> "Page":
        return replace(self, kind=kind)
