"""Changed rows on their way between two laptops, and a pass that finds nothing to do."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

from clinic import Clinic, Laptop, ignore
from counting import CountingRemote
from harness import Figure, Taken, check_count, in_turns, medians, taken, timed
from pulls import bare_store
from stage import Stage
from texts import Prose

from core.domain.clock import SystemClock
from core.domain.ids import Uuid7Source
from core.store.database.me import Me
from core.store.unit_of_work.writer import Writer

NEVER = threading.Event()
_TURNS = count(1)
"""Begins each round's texts: one that is there already would be no change."""
_CHARS = 200
_UP = "same bytes: psycopg executemany of UPDATE in one transaction"
_DOWN = "same bytes: psycopg SELECT, SQLCipher executemany of UPDATE"
_WHY_UP = (
    "of 180 us of CPU a row 55 are the server's, 85 go into staging, sealing and settling here, 40 into"
    " reading it back; Anki seals nothing and reads nothing back"
)
_WHY_DOWN = (
    "of 80 us of CPU a row 30 go into parsing, opening and verifying, 35 into replacing it and its words in"
    " the indexes; Anki has neither"
)
ANKI_PUSH, ANKI_PULL = 20_000, 15_000
"""Rows per second, the slower end of what Anki's sync did on a like machine, idle."""


def changed_rows(stage: Stage) -> list[Figure]:
    """1,000 clients whose notes changed: up from one laptop, down to the other."""
    clinic = stage.clients
    with (
        stage.phase("1,000 changed rows each way"),
        clinic.fresh_laptop() as other,
        _bare(clinic, stage.folder / "bare.db") as bare,
    ):
        other.sync()
        rounds = Rounds(clinic, other)
        for _ in range(stage.scale.rounds):
            rounds.run()
            bare.run(rounds.ids)
    rows = len(rounds.ids)
    push, pull = medians(rounds.pushes), medians(rounds.pulls)
    return [
        timed("push of 1,000 changed rows", "ms", push, medians(bare.pushes), _UP),
        _beside_anki(rows / push.wall_s, ANKI_PUSH, _WHY_UP),
        timed("pull of 1,000 changed rows", "ms", pull, medians(bare.pulls), _DOWN),
        _beside_anki(rows / pull.wall_s, ANKI_PULL, _WHY_DOWN),
    ]


def _beside_anki(rate: float, anki: float, why: str) -> Figure:
    note = "Anki's sync on an idle machine; `make bench-peers` measures it anew"
    return Figure(name="  against Anki", unit="rows/s", ours=rate, floor=anki, note=note, least=1.0, why=why)


class Rounds:
    """Each round edits every client, then times the pass that sends and the one that receives."""

    def __init__(self, clinic: Clinic, other: Laptop) -> None:
        self._clinic = clinic
        self._sending, self._receiving = clinic.a.session(), other.session()
        self._prose, self._ids = Prose(11), Uuid7Source()
        self.pushes: list[Taken] = []
        self.pulls: list[Taken] = []
        with clinic.a.store.read() as db:
            self.ids = [UUID(bytes=row[0]) for row in db.exec_driver_sql("SELECT id FROM clients")]

    def run(self) -> None:
        self._edit()
        sent, received = [], []
        self.pushes.append(taken(lambda: sent.append(self._sending.run_once(ignore, NEVER))))
        self.pulls.append(taken(lambda: received.append(self._receiving.run_once(ignore, NEVER))))
        check_count("changed rows sent", sent[0].pushed, len(self.ids))
        check_count("changed rows received", received[0].pulled, len(self.ids))

    def _edit(self) -> None:
        """One commit, but each client a change of its own."""
        who = self._clinic.a.enrolment.identity
        me = Me(who.workspace_id, who.user_id, who.device_id)
        turn = next(_TURNS)
        with self._clinic.a.store.write() as db:
            for client_id in self.ids:
                writer = Writer(db, me, SystemClock(), self._ids)
                writer.update("clients", client_id, {"notes": f"{turn} {self._prose.text(_CHARS)}"})


class _Bare:
    """The statements alone, on tables of three columns."""

    def __init__(self, server: Any, store: Any) -> None:
        self._server, self._store, self._prose = server, store, Prose(12)
        self.pushes: list[Taken] = []
        self.pulls: list[Taken] = []
        server.execute("CREATE TABLE public.bare (id uuid PRIMARY KEY, seq int, cell bytea)")
        store.execute("CREATE TABLE bare (id BLOB PRIMARY KEY, seq INTEGER, cell BLOB)")

    def run(self, ids: Sequence[UUID]) -> None:
        if not self.pushes:
            with self._server.cursor() as cursor:
                cursor.executemany("INSERT INTO public.bare VALUES (%s, 0, '')", [(one,) for one in ids])
            self._store.executemany("INSERT INTO bare VALUES (?, 0, '')", [(one.bytes,) for one in ids])
        self.pushes.append(taken(lambda: self._push(ids)))
        self.pulls.append(taken(self._pull))

    def _push(self, ids: Sequence[UUID]) -> None:
        cells = [(self._prose.text(_CHARS).encode(), one) for one in ids]
        with self._server.transaction(), self._server.cursor() as cursor:
            cursor.executemany("UPDATE public.bare SET seq = seq + 1, cell = %s WHERE id = %s", cells)

    def _pull(self) -> None:
        with self._server.cursor(binary=True) as cursor:
            found = cursor.execute("SELECT seq, cell, id FROM public.bare ORDER BY seq").fetchall()
        self._store.execute("BEGIN")
        values = ((seq, cell, one.bytes) for seq, cell, one in found)
        self._store.executemany("UPDATE bare SET seq = ?, cell = ? WHERE id = ?", values)
        self._store.execute("COMMIT")


@contextmanager
def _bare(clinic: Clinic, path: Path) -> Iterator[_Bare]:
    with clinic.postgres() as server, bare_store(path) as store:
        yield _Bare(server, store)
        server.execute("DROP TABLE public.bare")


def nothing_new(stage: Stage) -> list[Figure]:
    """A pass when neither side changed, as the engine makes it every few seconds."""
    clinic = stage.clients
    clinic.a.sync()
    remote = CountingRemote(clinic.a.remote)
    session = clinic.a.session(remote)
    passes = stage.scale.rounds * 20
    with clinic.postgres() as server, stage.phase("no-op sync"):
        session.run_once(ignore, NEVER)
        remote.calls = 0
        ours, floor = in_turns(
            lambda: session.run_once(ignore, NEVER), lambda: server.execute("SELECT 1").fetchone(), passes
        )
    trips = remote.calls / passes
    return [
        timed("no-op sync", "ms", ours, floor, "one bare SELECT 1", limit=10.0),
        Figure(name="no-op sync, round trips", unit="", ours=trips, floor=1.0, goal=1.0, note="one"),
    ]
