"""What must hold of series: an occurrence that was touched is not drawn as well, a deleted one stays away."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

from core.domain.registry import BY_NAME, BY_NO
from core.store.outbox.wire_row import WireRow
from tests.sync.oracles import refusals
from tests.sync.oracles.diary import Diary, Edit, days
from tests.sync.oracles.eye import Eye, Key, Seen, name_of
from tests.sync.oracles.finding import Finding, Oracle

_SERIES = BY_NAME["appointment_series"].no
_WITH_DAYS = (_SERIES, BY_NAME["time_blocks"].no)


def touched_are_not_drawn(seen: Seen) -> Iterator[Finding]:
    """The days of rows are left out of the series that they are of. The simulation's zone is UTC."""
    for key in seen.of("appointments"):
        series = (_SERIES, seen.value(key, "series_id"))
        if series[1] is not None and not seen.is_deleted(key) and series in seen.rows:
            start = datetime.fromtimestamp(seen.value(key, "original_start") / 1e6, UTC)
            if start.date().isoformat() not in days(seen.value(series, "exceptions")):
                yield Finding(Oracle.EXACTLY_ONCE, f"{name_of(key)} is a row, and drawn as well")


def what_was_left_out_stays_out(diary: Diary, seen: Seen, eyes: Sequence[Eye]) -> Iterator[Finding]:
    """Nobody takes an exception back there, so each that somebody made is there, unless it was refused or
    went with the last store that had it."""
    for (key, name), edits in diary.edits.items():
        if key[0] not in _WITH_DAYS or name != "exceptions" or key not in seen.rows.keys() - diary.refused:
            continue
        lost = _made(edits) - days(seen.value(key, "exceptions"))
        lost = {day for day in lost if (key, day) not in diary.excused}
        lost = lost.difference(*refusals.lists(eyes, key, name))
        if lost:
            yield Finding(Oracle.NO_LOSS, f"{name_of(key)} draws {sorted(lost)} again")


def left_out(seen: Seen) -> set[tuple[Key, str]]:
    """All days that rows of a store leave out."""
    keys = [key for key in seen.rows if key[0] in _WITH_DAYS]
    return {(key, day) for key in keys for day in days(seen.value(key, "exceptions"))}


def left_out_there(row: WireRow) -> set[tuple[Key, str]]:
    """The days that a row leaves out, as it travels."""
    column = BY_NO[row.table_no].by_name.get("exceptions")
    told = row.fields.get(column.no) if column else None
    return {((row.table_no, row.row_id.bytes), str(day)) for day in (told if isinstance(told, list) else ())}


def _made(edits: Iterable[Edit]) -> set[str]:
    made: set[str] = set()
    for each in edits:
        made |= days(each.after)
    return made
