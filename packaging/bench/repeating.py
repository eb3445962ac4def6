"""Series of ten years: what a week costs that is drawn from them, beside the same appointments as rows."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path

from big import Big
from harness import Figure, check_count, in_turns, timed
from stage import Stage

from core.domain.clock import to_micros
from core.domain.enums import AppointmentStatus
from core.store.outbox import feed_store
from core.store.outbox.feed_store import FeedRow

SERIES = 500
_TIMES = 50
_BEGUN_IN_DAYS = 3650
_LENGTH = timedelta(minutes=50)
_FRAME_MS = 16.0
_WEEK = timedelta(days=7)


class _Repeating(Big):
    """Weekly series that began evenly over ten years, as series or each appointment as a row."""

    def __init__(self, home: Path, series: int, *, as_rows: bool) -> None:
        super().__init__(home, 1, 1)
        make = self._rows if as_rows else self._series
        with self.opened.store.write() as db:
            feed_store.apply_rows(db, self.practice.me.workspace_id, make(series))

    def _series(self, series: int) -> Iterator[FeedRow]:
        for start, values in self._begun(series):
            yield self._feed.row(
                "appointment_series",
                rrule="FREQ=WEEKLY;BYDAY=" + ["MO", "TU", "WE", "TH", "FR", "SA", "SU"][start.weekday()],
                start_local=start.strftime("%Y-%m-%dT%H:%M"),
                duration_minutes=_LENGTH // timedelta(minutes=1),
                until=(start + _WEEK * (_TIMES - 1)).date().isoformat(),
                **values,
            )

    def _rows(self, series: int) -> Iterator[FeedRow]:
        for first, values in self._begun(series):
            for number in range(_TIMES):
                start = first + _WEEK * number
                yield self._feed.row(
                    "appointments",
                    scheduled_start=to_micros(start),
                    scheduled_end=to_micros(start + _LENGTH),
                    status=AppointmentStatus.SCHEDULED.value,
                    edit_count=0,
                    **values,
                )

    def _begun(self, series: int) -> Iterator[tuple[datetime, dict[str, str]]]:
        client = str(self.practice.clients.list()[0].client.id)
        values = {
            "client_id": client,
            "practitioner_user_id": str(self.practice.me.user_id),
            "timezone": "UTC",
            "location_type": "CLINIC",
        }
        first = datetime(2016, 1, 4, 8, tzinfo=UTC)
        for number in range(series):
            day = _BEGUN_IN_DAYS * number // series
            yield first + timedelta(days=day, minutes=15 * (number % 40)), values


def series_week(stage: Stage) -> list[Figure]:
    """Weeks in turn, three apart, from the fifth year on."""
    series = stage.scale.of(SERIES)
    drawn, rows = (
        _Repeating(stage.folder / name, series, as_rows=name == "rows") for name in ("drawn", "rows")
    )
    try:
        with stage.phase("series"):
            turns = partial(_read, drawn, count()), partial(_read, rows, count())
            ours, floor = in_turns(*turns, rounds=stage.scale.rounds * 12)
            found, wanted = (_read(each, iter([0])) for each in (drawn, rows))
    finally:
        drawn.close()
        rows.close()
    seen = check_count("appointments of a week", found, wanted)
    note = f"the same {seen} appointments as rows of their own"
    return [timed(f"week drawn from {series} series of ten years", "ms", ours, floor, note, limit=_FRAME_MS)]


def _read(big: Big, weeks: Iterator[int]) -> int:
    """How many appointments the next of the weeks has; the practice's own one lies elsewhere."""
    start = datetime(2021, 1, 4, tzinfo=UTC) + _WEEK * 3 * (next(weeks) % 50)
    return len(big.practice.appointments.between(start, start + _WEEK))
