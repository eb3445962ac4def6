"""A clinic on a real PostgreSQL with two laptops on real SQLCipher; the window of the second is open."""

import os
import queue
import select
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from core.domain.clock import SystemClock
from core.domain.ids import Uuid7Source
from core.store.practice.practice import Practice
from core.store.unit_of_work.writer import Writer
from desktop.session.open_practice import OpenPractice
from desktop.session.sync_process.process_engine import ProcessEngine
from sync.backoff import Backoff
from sync.engine import SyncEngine
from sync.enrolment import identity_store
from sync.events import SyncEvent, SyncFinished, SyncStarted
from tests.desktop.terminal.conftest import Operator, Terminal, connect, join, operator

__all__ = ["operator"]
WAIT_S = 60.0
STILL_S = 2.0


@dataclass
class Clinic:
    """`here` is open, and nothing of it has been read but what its first pass brought."""

    there: Terminal
    here: OpenPractice
    practice: Practice
    events: "queue.Queue[SyncEvent]" = field(default_factory=queue.Queue)
    engines: list[ProcessEngine] = field(default_factory=list)

    def engine(self, *command: str) -> ProcessEngine:
        """As the window makes it; ended with the test."""
        made = ProcessEngine(
            self.here, self.events.put, self.in_place, command=command or None, backoff=Backoff(lambda: 0.0)
        )
        self.engines.append(made)
        return made

    def in_place(self) -> SyncEngine:
        enrolment = self.here.require_enrolment()
        return SyncEngine(
            lambda: identity_store.remote_of(enrolment), self.here.session, self.events.put, name="in place"
        )

    def next_of(self, kind: type[SyncEvent]) -> SyncEvent:
        return self.until(lambda event: isinstance(event, kind))[-1]

    def until(self, come: Callable[[SyncEvent], bool]) -> list[SyncEvent]:
        """All that came, up to the one that was waited for."""
        heard = [self.events.get(timeout=WAIT_S)]
        while not come(heard[-1]):
            heard.append(self.events.get(timeout=WAIT_S))
        return heard

    def drain(self) -> None:
        """What has come so far is of no interest."""
        while not self.events.empty():
            self.events.get()

    def stays_still(self) -> None:
        """No pass begins, for longer than one takes to begin."""
        with suppress(queue.Empty):
            while True:
                assert not isinstance(self.events.get(timeout=STILL_S), SyncStarted)

    def agreed(self) -> SyncFinished:
        """A pass that left nothing behind."""
        heard = self.until(lambda event: isinstance(event, SyncFinished) and not event.outcome.waiting)
        assert isinstance(heard[-1], SyncFinished)
        return heard[-1]

    def names(self) -> set[str]:
        return {str(each.client.first_name) for each in self.practice.clients.list()}

    def arrive(self, count: int, name: str = "Fern") -> set[str]:
        """So many clients are in the clinic now that this laptop has not seen."""
        with self.there.open() as opened:
            write_clients(opened, count, name)
        assert self.there("sync").status == 0
        return {f"{name}{number}" for number in range(count)}


def write_clients(opened: OpenPractice, count: int, name: str) -> None:
    ids = Uuid7Source()
    with opened.store.write() as db:
        writer = Writer(db, opened.me, SystemClock(), ids)
        for number in range(count):
            writer.insert("clients", {"first_name": f"{name}{number}", "last_name": "Sampleton"})


@pytest.fixture
def laptop(operator: Operator, tmp_path: Path) -> tuple[Terminal, Terminal]:
    """One and the other, both let in, in agreement with the clinic."""
    first, second = Terminal(tmp_path / "first"), Terminal(tmp_path / "second")
    first.new_practice()
    connect(first, operator)
    assert first("sync").status == 0
    assert join(first, second).status == 0
    assert second("sync").status == 0
    return first, second


@pytest.fixture
def clinic(laptop: tuple[Terminal, Terminal]) -> Iterator[Clinic]:
    with laptop[1].open() as opened:
        made = Clinic(laptop[0], opened, opened.practice)
        yield made
        for engine in made.engines:
            assert engine.stop_and_join(WAIT_S)


def has_ended(pid: int, within_s: float = WAIT_S) -> bool:
    """Waits for a process that need not be a child of this one."""
    try:
        watched = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([watched], [], [], within_s)[0])
    finally:
        os.close(watched)


def pid_of(engine: ProcessEngine) -> int:
    assert engine.link is not None
    return engine.link.pid
