"""Changed rows on their way between two laptops, and a pass that finds nothing to do."""

import threading
from collections.abc import Sequence
from statistics import median
from typing import Any
from uuid import UUID

from clinic import Clinic, Laptop, ignore
from counting import CountingRemote
from harness import Figure, in_turns, seconds
from pulls import bare_store
from stage import Stage
from texts import Prose

from core.domain.clock import SystemClock
from core.domain.ids import Uuid7Source
from core.store.me import Me
from core.store.writer import Writer

_NEVER = threading.Event()
_CHARS = 200
ANKI_PUSH, ANKI_PULL = 20_000, 15_000
"""Rows per second, the slower end of what Anki's sync did on a like machine."""


def changed_rows(stage: Stage) -> list[Figure]:
    """1,000 clients whose notes changed: up from one laptop, down to the other."""
    clinic = stage.clients
    with stage.phase("1,000 changed rows each way"), clinic.fresh_laptop() as other:
        other.sync()
        rounds = _Rounds(clinic, other)
        for _ in range(stage.scale.rounds):
            rounds.run()
    count = len(rounds.ids)
    push, pull = median(rounds.pushes), median(rounds.pulls)
    floor_push, floor_pull = _Bare(stage, clinic, count).medians(stage.scale.rounds)
    up = "same bytes: psycopg executemany of UPDATE in one transaction"
    down = "same bytes: psycopg SELECT, SQLCipher executemany of UPDATE"
    return [
        Figure("push of 1,000 changed rows", "s", push, floor_push, None, up),
        Figure("  of Anki's rows/s", "rows/s", count / push, ANKI_PUSH, None, "Anki", least=1.0),
        Figure("pull of 1,000 changed rows", "s", pull, floor_pull, None, down),
        Figure("  of Anki's rows/s", "rows/s", count / pull, ANKI_PULL, None, "Anki", least=1.0),
    ]


class _Rounds:
    """Each round edits every client, then times the pass that sends and the one that receives."""

    def __init__(self, clinic: Clinic, other: Laptop) -> None:
        self._clinic = clinic
        self._sending, self._receiving = clinic.a.session(), other.session()
        self._prose, self._ids = Prose(11), Uuid7Source()
        self.pushes: list[float] = []
        self.pulls: list[float] = []
        with clinic.a.store.read() as db:
            self.ids = [UUID(bytes=row[0]) for row in db.exec_driver_sql("SELECT id FROM clients")]

    def run(self) -> None:
        self._edit()
        self.pushes.append(seconds(lambda: self._sending.run_once(ignore, _NEVER)))
        self.pulls.append(seconds(lambda: self._receiving.run_once(ignore, _NEVER)))

    def _edit(self) -> None:
        """One commit, but each client a change of its own."""
        who = self._clinic.a.enrolment.identity
        me = Me(who.workspace_id, who.user_id, who.device_id)
        with self._clinic.a.store.write() as db:
            for client_id in self.ids:
                writer = Writer(db, me, SystemClock(), self._ids)
                writer.update("clients", client_id, {"notes": self._prose.text(_CHARS)})


class _Bare:
    """The statements alone, on tables of two columns."""

    def __init__(self, stage: Stage, clinic: Clinic, count: int) -> None:
        self._stage, self._clinic, self._count = stage, clinic, count
        self._prose = Prose(12)

    def medians(self, rounds: int) -> tuple[float, float]:
        ids, path = [Uuid7Source().new() for _ in range(self._count)], self._stage.folder / "bare.db"
        with self._clinic.postgres() as server, bare_store(path) as store:
            server.execute("CREATE TABLE public.bare (id uuid PRIMARY KEY, seq int, cell bytea)")
            store.execute("CREATE TABLE bare (id BLOB PRIMARY KEY, seq INTEGER, cell BLOB)")
            with server.cursor() as cursor:
                cursor.executemany("INSERT INTO public.bare VALUES (%s, 0, '')", [(one,) for one in ids])
            store.executemany("INSERT INTO bare VALUES (?, 0, '')", [(one.bytes,) for one in ids])
            times = in_turns(lambda: self._push(server, ids), lambda: self._pull(server, store), rounds)
            server.execute("DROP TABLE public.bare")
        return times

    def _push(self, server: Any, ids: Sequence[UUID]) -> None:
        cells = [(self._prose.text(_CHARS).encode(), one) for one in ids]
        with server.transaction(), server.cursor() as cursor:
            cursor.executemany("UPDATE public.bare SET seq = seq + 1, cell = %s WHERE id = %s", cells)

    def _pull(self, server: Any, store: Any) -> None:
        with server.cursor(binary=True) as cursor:
            found = cursor.execute("SELECT seq, cell, id FROM public.bare ORDER BY seq").fetchall()
        store.execute("BEGIN")
        values = ((seq, cell, one.bytes) for seq, cell, one in found)
        store.executemany("UPDATE bare SET seq = ?, cell = ? WHERE id = ?", values)
        store.execute("COMMIT")


def nothing_new(stage: Stage) -> list[Figure]:
    """A pass when neither side changed, as the engine makes it every few seconds."""
    clinic = stage.clients
    clinic.a.sync()
    remote = CountingRemote(clinic.a.remote)
    session = clinic.a.session(remote)
    passes = stage.scale.rounds * 20
    with clinic.postgres() as server, stage.phase("no-op sync"):
        session.run_once(ignore, _NEVER)
        remote.calls = 0
        ours, floor = in_turns(
            lambda: session.run_once(ignore, _NEVER), lambda: server.execute("SELECT 1").fetchone(), passes
        )
    trips = remote.calls / passes
    return [
        Figure("no-op sync", "ms", ours * 1000, floor * 1000, None, "one bare SELECT 1", limit=10.0),
        Figure("no-op sync, round trips", "", trips, 1.0, 1.0, "one"),
    ]
