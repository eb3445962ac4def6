"""What one pass did so far, and telling its listener of it."""

from collections.abc import Iterable
from dataclasses import replace

from core.domain.ids import RowKey
from core.domain.registry import BY_NO
from core.store.unit_of_work.settlement import Settled
from sync.events import Listener, NeedsYou, PassOutcome, PassPhase, RowsChanged, SyncProgress
from sync.remote import Scarce
from sync.rows.local_rows import changed_rows
from sync.rows.push import Pushed


class Tally:
    """Of the whole pass, however often it pushes and pulls. `top`: the end of the feed at the greeting."""

    def __init__(self, listener: Listener, top: int) -> None:
        self._listener, self._top = listener, top
        self.settled = Settled()
        self.pushed = 0
        self._refused = 0
        self._changed: frozenset[RowKey] = frozenset()

    def told_sent(self, accepted: int, waiting: int) -> None:
        """How many rows went out in this push phase, and how many still wait."""
        done = self.pushed + accepted
        self._listener(SyncProgress(done, done + waiting, PassPhase.PUSH))

    def add_pushed(self, pushed: Pushed) -> None:
        """At the end of a push phase."""
        self.pushed += pushed.accepted
        self._refused += pushed.refused
        self.redraw(pushed.changed)

    def told(self, seq: int) -> None:
        """How far the feed is read."""
        self._listener(SyncProgress(seq, max(seq, self._top), PassPhase.PULL))
        self.tell_changes()

    def told_page(self, seq: int, settled: Settled) -> None:
        """What a page changed here."""
        self.add(settled)
        self.told(seq)

    def add(self, settled: Settled) -> None:
        """What a phase changed here; the rows of it are told with the next `tell_changes`."""
        self.settled += replace(settled, changed=frozenset())
        self.redraw(settled.changed)

    def redraw(self, changed: Iterable[RowKey]) -> None:
        """Rows that are told with the next `tell_changes`."""
        self._changed |= frozenset(changed)

    def tell_changes(self) -> None:
        """Tells the rows gathered so far, each once; rows of tables that only a newer program knows are
        not."""
        changed, self._changed = self._changed, frozenset()
        if changed:
            self._listener(RowsChanged(changed_rows(key for key in changed if key[0] in BY_NO)))

    def outcome(self, waiting: int, scarce: tuple[Scarce, ...]) -> PassOutcome:
        """The pass in numbers; tells how much needs a person."""
        asked = self.settled.conflicts + self._refused + self.settled.alarms
        if asked:
            self._listener(NeedsYou(asked))
        return PassOutcome(
            pushed=self.pushed,
            pulled=self.settled.applied + self.settled.merged,
            merged=self.settled.merged,
            conflicts=self.settled.conflicts,
            refused=self._refused,
            waiting=waiting,
            scarce=scarce,
        )
