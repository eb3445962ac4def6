"""Which days a calendar page shows, and the page before and after. Qt-free."""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from core.domain.timegrid import day_scale, days_from, first_of_week
from desktop.calendar.gesture import Board
from desktop.calendar.ports import Practitioner
from desktop.calendar.timeline import Period
from desktop.kit.hours import Hours

_AGENDA_DAYS = 14
_THURSDAY = 3


class PageKind(StrEnum):
    """What a page shows at once. The values are kept on the device as a habit, so they must stay."""

    DAY = "day"
    WORK_WEEK = "work-week"
    WEEK = "week"
    MONTH = "month"
    AGENDA = "agenda"

    @property
    def has_hours(self) -> bool:
        """Whether times of a day are places on the page, as in a grid with hours."""
        return self not in {PageKind.MONTH, PageKind.AGENDA}


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """The days around one day, `anchor`, which a change of kind keeps in sight."""

    kind: PageKind
    anchor: date
    hours: Hours
    zone: ZoneInfo
    practitioners: tuple[Practitioner, ...] = ()
    """Those who have a column each on a page of one day; none where only one treats."""

    @property
    def days(self) -> tuple[date, ...]:
        """In their order. A work week leaves out the days without opening hours, a month has whole weeks."""
        if self.kind is PageKind.DAY:
            return (self.anchor,)
        first = first_of_week(self.anchor, self.hours.first_weekday)
        if self.kind is PageKind.AGENDA:
            return days_from(first, _AGENDA_DAYS)
        if self.kind is PageKind.MONTH:
            return self._whole_weeks()
        week = days_from(first, 7)
        if self.kind is PageKind.WEEK:
            return week
        return tuple(day for day in week if day.weekday() in self.hours.work_weekdays)

    def _whole_weeks(self) -> tuple[date, ...]:
        """The month of the anchor, with the days that complete its first and last week."""
        last = self.anchor.replace(day=monthrange(self.anchor.year, self.anchor.month)[1])
        first = first_of_week(self.anchor.replace(day=1), self.hours.first_weekday)
        weeks = (last - first).days // 7 + 1
        return days_from(first, weeks * 7)

    @property
    def ends(self) -> tuple[date, date]:
        """Its first and its last day; of a month, without the days of its neighbours."""
        if self.kind is not PageKind.MONTH:
            return self.days[0], self.days[-1]
        last = monthrange(self.anchor.year, self.anchor.month)[1]
        return self.anchor.replace(day=1), self.anchor.replace(day=last)

    @property
    def week_number(self) -> int:
        """By ISO 8601, where the week's Thursday lies, whichever day a week begins with here."""
        week = days_from(first_of_week(self.anchor, self.hours.first_weekday), 7)
        thursday = next(day for day in week if day.weekday() == _THURSDAY)
        return thursday.isocalendar().week

    @property
    def period(self) -> Period:
        """What to read. Work week and week read the same, so that switching needs no read."""
        whole = replace(self, kind=PageKind.WEEK) if self.kind is PageKind.WORK_WEEK else self
        days = whole.days
        return Period(day_scale(days[0], self.zone).start, day_scale(days[-1], self.zone).end)

    @property
    def board(self) -> Board:
        """The columns of a grid: one for each day, or one for each practitioner of a single day."""
        snap = self.hours.snap_minutes
        if self.kind is PageKind.DAY and len(self.practitioners) > 1:
            scale = day_scale(self.anchor, self.zone)
            return Board([scale] * len(self.practitioners), self.zone, self.practitioners, snap)
        return Board([day_scale(day, self.zone) for day in self.days], self.zone, snap_minutes=snap)

    def turned(self, by: int) -> "CalendarPage":
        """So many pages on, or back below nought: by a day, a week, two weeks in an agenda, or a month."""
        if self.kind is PageKind.MONTH:
            return replace(self, anchor=months_later(self.anchor, by))
        step = {PageKind.DAY: 1, PageKind.AGENDA: _AGENDA_DAYS}.get(self.kind, 7)
        return replace(self, anchor=self.anchor + timedelta(days=by * step))

    def around(self, day: date) -> "CalendarPage":
        """The page of the same kind that has this day as its anchor."""
        return replace(self, anchor=day)

    def as_kind(self, kind: PageKind) -> "CalendarPage":
        """Another kind of page around the same anchor; a work week leaves it out where the day is closed."""
        return replace(self, kind=kind)


def months_later(day: date, by: int) -> date:
    """The same day of another month, or the last one where that month is shorter."""
    month = day.year * 12 + day.month - 1 + by
    year, month = month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
