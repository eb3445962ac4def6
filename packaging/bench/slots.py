"""Find a free time: eight weeks read and searched, with 100,000 appointments in the store."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from big import Big
from harness import Figure, check_count, in_turns, timed
from stage import Stage
from week import BARE

from core.domain import timegrid
from core.domain.clock import to_micros
from core.domain.day_part import DayPart
from desktop.calendar.entry import CalendarEntry, entry_of
from desktop.calendar.practice_gateway import PracticeDesk
from desktop.kit.slot_search import SlotWish, days_ahead, free_slots

_LIMIT_MS = 50.0
_ZONE = ZoneInfo("UTC")


def find_slot(stage: Stage) -> list[Figure]:
    """From the wish to the list of free times; the floor reads the same eight weeks bare.

    A wish that changes in the form is looked for among what was read; its floor only puts that in order.
    """
    search, rounds = _Search(stage.big), stage.scale.rounds * 4
    with stage.phase("find a free time"):
        ours, floor = in_turns(search.find, search.read_bare, rounds=rounds)
        again, ordered = in_turns(search.find_again, search.sort_bare, rounds=rounds)
    seen = check_count("appointments of eight weeks", search.seen, search.bare)
    note, sorted_note = f"bare SQL of the {seen} appointments", "the same appointments sorted"
    return [
        timed("find a free time over 8 weeks", "ms", ours, floor, note, limit=_LIMIT_MS),
        timed("  with another wish in the form", "ms", again, ordered, sorted_note, limit=_LIMIT_MS),
    ]


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
        self._entries: list[CalendarEntry] = []

    def find(self) -> None:
        self._entries = [entry_of(row) for row in self._desk.between(self._first, self._last)]
        self._look(SlotWish(length=timedelta(hours=1)))
        self.seen = len(self._entries)

    def find_again(self) -> None:
        self._look(SlotWish(length=timedelta(minutes=45), part=DayPart.MORNING))

    def _look(self, wish: SlotWish) -> None:
        free_slots(wish, self._from, self._hours, _ZONE, self._entries)

    def sort_bare(self) -> None:
        sorted((entry.start, entry.end) for entry in self._entries)

    def read_bare(self) -> None:
        asked = (self._workspace, to_micros(self._first), to_micros(self._last))
        with self._store.read() as db:
            self.bare = len(db.exec_driver_sql(BARE, asked).fetchall())
