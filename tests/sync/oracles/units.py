"""What must hold of columns that mean something only together: no row has half of one and half of another."""

from collections.abc import Iterator

from sync.rows.merge import UNITS
from tests.sync.oracles.diary import Diary
from tests.sync.oracles.eye import Seen, name_of, table_of
from tests.sync.oracles.finding import Finding, Oracle


def units_are_whole(diary: Diary, seen: Seen) -> Iterator[Finding]:
    """(c) What a unit says was once before somebody's eyes as a whole, whatever went back in time since."""
    for key in sorted(seen.rows.keys() & diary.made.keys()):
        for unit in UNITS.get(table_of(key).name, ()):
            made = tuple(seen.value(key, name) for name in unit)
            if made not in diary.units[key, unit]:
                what = ", ".join(f"{name} {value!r}" for name, value in zip(unit, made, strict=True))
                yield Finding(Oracle.NOTHING_INVENTED, f"{name_of(key)}: nobody put together {what}")
