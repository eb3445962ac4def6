"""Remarks and places of series, which are searched where they stand: a practice has some hundred of them."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, or_

from core.domain.records import Appointment, AppointmentSeries
from core.domain.series import next_start, occurrences
from core.store.database.rows import chunks
from core.store.database.series_exceptions import with_exceptions
from core.store.database.tables import SYNCED
from core.store.unit_of_work.repository import RepositoryContext
from core.text.folding import fold
from core.text.terms import Term, holds

_AT_ONCE = 200
_INSTANT = timedelta(microseconds=1)
_EVER = datetime(1900, 1, 1, tzinfo=UTC)


class SeriesRemarks:
    """Of one practice. What was touched of a series is an appointment of its own, which the index has."""

    def __init__(self, desk: RepositoryContext) -> None:
        self._desk = desk

    def find(self, db: Connection, terms: Sequence[Term], limit: int) -> list[Appointment]:
        """Of each series that holds every term its next occurrence; of one that is over its first."""
        s = SYNCED["appointment_series"].c
        query = self._desk.select(
            "appointment_series", or_(s.notes.is_not(None), s.location_details.is_not(None))
        )
        kept = self._desk.rows(db, AppointmentSeries, "appointment_series", query)
        held = [each for each in kept if _holds_all(each, terms)]
        found: list[Appointment] = []
        for part in chunks(held, _AT_ONCE):
            found += self._drawn(with_exceptions(db, self._desk.me.workspace_id, part))
        return sorted(found, key=lambda each: each.scheduled_start, reverse=True)[:limit]

    def _drawn(self, held: Sequence[tuple[AppointmentSeries, frozenset[str]]]) -> Iterator[Appointment]:
        now = self._desk.clock.now()
        for series, without in held:
            # A row from elsewhere at the end of all calendars finds nothing, and hinders no search.
            with suppress(OverflowError):
                start = next_start(series, now, without) or next_start(series, _EVER, without)
                drawn = [] if start is None else occurrences(series, start, start + _INSTANT, without)
                yield from (each for each in drawn if each.scheduled_start == start)


def _holds_all(series: AppointmentSeries, terms: Sequence[Term]) -> bool:
    texts = [fold(text) for text in (series.notes, series.location_details) if text]
    return all(holds(texts, term) for term in terms)
