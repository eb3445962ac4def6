"""Find a free time: eight weeks read and searched, with 100,000 appointments in the store."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from big import Big
from harness import Figure, check_count, in_turns, timed
from stage import Stage
from week import BARE

from core.domain import timegrid
from core.domain.clock import to_micros
from desktop.calendar.entry import entry_of
from desktop.calendar.practice_gateway import PracticeDesk
from desktop.kit.slot_search import SlotWish, days_ahead, free_slots

_LIMIT_MS = 50.0
_ZONE = ZoneInfo("UTC")


def find_slot(stage: Stage) -> list[Figure]:
    """From the wish to the list of free times; the floor reads the same eight weeks bare."""
    search = _Search(stage.big)
    with stage.phase("find a free time"):
        ours, floor = in_turns(search.find, search.read_bare, rounds=stage.scale.rounds * 4)
    seen = check_count("appointments of eight weeks", search.seen, search.bare)
    note = f"bare SQL of the {seen} appointments"
    return [timed("find a free time over 8 weeks", "ms", ours, floor, note, limit=_LIMIT_MS)]


class _Search:
    """The eight weeks before now, which are as busy as any."""

    def __init__(self, big: Big) -> None:
        self._desk, self._store = PracticeDesk(big.practice), big.opened.store
        self._workspace = big.practice.me.workspace_id.bytes
        self._hours = self._desk.opening().hours
        self._from = datetime.now(UTC) - timedelta(weeks=8)
        days = days_ahead(self._from, _ZONE)
        self._first = timegrid.start_of_day(days[0], _ZONE)
        self._last = timegrid.start_of_day(days[-1] + timedelta(days=1), _ZONE)
        self.seen = self.bare = 0

    def find(self) -> None:
        entries = [entry_of(row) for row in self._desk.between(self._first, self._last)]
        free_slots(SlotWish(length=timedelta(hours=1)), self._from, self._hours, _ZONE, entries)
        self.seen = len(entries)

    def read_bare(self) -> None:
        asked = (self._workspace, to_micros(self._first), to_micros(self._last))
        with self._store.read() as db:
            self.bare = len(db.exec_driver_sql(BARE, asked).fetchall())
