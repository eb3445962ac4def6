"""Which moments the texts of a booking form mean, and what is wrong with them. Free of Qt."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from core.domain import timegrid
from desktop.calendar.booking_form import FieldProblem, Form, times
from desktop.kit.time_input import parse_time

_NEVER = datetime.min.replace(tzinfo=UTC)


class FormTimes:
    """Of one form at a time.

    Texts cannot tell the two passes of a repeated hour apart: moments that were put into the form, and that
    nobody touched, stay what they are.
    """

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._texts: tuple[object, ...] = ()
        self._moments = (_NEVER, _NEVER)

    def put(self, form: Form, start: datetime, end: datetime) -> Form:
        """The form with these times as texts."""
        begins, ends = start.astimezone(self._zone), end.astimezone(self._zone)
        nights = (ends.date() - begins.date()).days
        made = replace(form, day=begins.date(), start=f"{begins:%H:%M}", end=f"{ends:%H:%M}", nights=nights)
        self._texts, self._moments = times(made), (start, end)
        return made

    def forget(self) -> None:
        """Another form comes, of which only the texts are known."""
        self._texts, self._moments = (), (_NEVER, _NEVER)

    def span(self, form: Form) -> tuple[datetime, datetime] | None:
        """The times meant, or None while they cannot be read, are none of that day or do not run forward."""
        if self._texts == times(form):
            start, end = self._moments
            return (start, end) if end > start else None
        if self._unclear(form):
            return None
        begins, ends = self._both(form)
        return (begins, ends) if begins and ends and ends > begins else None

    def start(self, form: Form) -> datetime | None:
        """When it begins by its text; None while that cannot be read."""
        return self._moment(form, form.start, 0)

    def problems(self, form: Form) -> dict[str, FieldProblem]:
        """What is wrong with times that cannot be booked, by field."""
        if self.span(form) is not None:
            return {}
        return self._unclear(form) or {"end": FieldProblem.END_BEFORE_START}

    def _unclear(self, form: Form) -> dict[str, FieldProblem]:
        """Texts that are no time, or one that the clock leaves out on that day."""
        found: dict[str, FieldProblem] = {}
        for field, text, at in zip(("start", "end"), (form.start, form.end), self._both(form), strict=True):
            if at is None:
                found[field] = FieldProblem.NO_TIME
            elif at.astimezone(self._zone).time() != parse_time(text):
                found[field] = FieldProblem.SKIPPED_TIME
        return found

    def _both(self, form: Form) -> tuple[datetime | None, datetime | None]:
        return self.start(form), self._moment(form, form.end, form.nights)

    def _moment(self, form: Form, text: str, nights: int) -> datetime | None:
        wall = parse_time(text)
        if wall is None:
            return None
        return timegrid.at_wall(form.day + timedelta(days=nights), wall, self._zone)
