"""Initial pulls into a fresh laptop, against loops over the same rows that do less."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any, TypeVar
from uuid import UUID

import psycopg
from clinic import Clinic
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from harness import Figure
from sqlcipher3 import dbapi2 as sqlcipher
from stage import Stage

_PAGE = 1000
_NOTES = 8
"""Number of the table `sessions`."""
_CELLS = ("subjective", "objective", "assessment", "plan")
_SELECT = (
    "SELECT id, client_id, session_date, version, seq, subjective, objective, assessment, plan"
    " FROM pz.sessions WHERE workspace_id = %s AND seq > %s ORDER BY seq LIMIT %s"
)
_TABLE = (
    "CREATE TABLE notes (id BLOB PRIMARY KEY, client_id BLOB, session_date INTEGER, version INTEGER,"
    " seq INTEGER, subjective, objective, assessment, plan)"
)
Row = tuple[Any, ...]


def full_notes(stage: Stage) -> list[Figure]:
    """10,000 notes of 4 x 5,000 characters; the floor opens the cells, one after the other."""
    clinic = stage.full_notes
    keys = _CellKeys(clinic)
    floor = _Floor(clinic, stage.folder, keys.open_row)
    note = "serial bare loop: select, AES-GCM open, insert into SQLCipher; no index, mac, seal"
    return _pull(stage, "initial pull, 10,000 full notes", clinic, floor, 1.0, note)


def short_notes(stage: Stage) -> list[Figure]:
    """50,000 notes of 1 kB; the floor moves the sealed bytes as they are."""
    clinic = stage.short_notes
    floor = _Floor(clinic, stage.folder, _as_it_is)
    note = "bare loop: psycopg select, insert into SQLCipher; nothing opened or checked"
    return _pull(stage, "initial pull, 50,000 rows of 1 kB", clinic, floor, 2.0, note)


def _pull(stage: Stage, name: str, clinic: Clinic, floor: "_Floor", goal: float, note: str) -> list[Figure]:
    """Ours and the floor in turns; each time a laptop that has nothing yet."""
    ours: list[_Taken] = []
    floors: list[_Taken] = []
    count = 0
    with stage.phase(name):
        for _ in range(stage.scale.long_rounds):
            with clinic.fresh_laptop() as laptop:
                count = _timed(laptop.sync, ours).pulled
            floor.run(floors)
    (our_s, our_cpu), (floor_s, floor_cpu) = _medians(ours), _medians(floors)
    cpu = (our_cpu / count * 1e6, floor_cpu / count * 1e6)
    return [
        Figure(name, "s", our_s, floor_s, goal, note),
        Figure("  rows/s", "rows/s", count / our_s, count / floor_s, None, "the same"),
        Figure("  CPU of this process, per row", "us", *cpu, None, "the same"),
    ]


_Taken = tuple[float, float]
"""Seconds by the wall, and of the CPU: the first is at the mercy of who else uses the machine."""
T = TypeVar("T")


def _timed(work: Callable[[], T], into: list[_Taken]) -> T:
    wall_s, cpu_s = time.perf_counter(), time.process_time()
    done = work()
    into.append((time.perf_counter() - wall_s, time.process_time() - cpu_s))
    return done


def _medians(taken: list[_Taken]) -> _Taken:
    return median(wall_s for wall_s, _ in taken), median(cpu_s for _, cpu_s in taken)


class _Floor:
    """The bare loop: pages of rows from PostgreSQL into a table of SQLCipher, each page one transaction."""

    def __init__(self, clinic: Clinic, folder: Path, change: Callable[[Row], Row]) -> None:
        self._clinic, self._path, self._change = clinic, folder / "floor.db", change

    def run(self, into: list["_Taken"]) -> None:
        with self._clinic.postgres() as server, bare_store(self._path) as store:
            store.execute(_TABLE)
            _timed(lambda: self._move(server, store), into)

    def _move(self, server: psycopg.Connection, store: Any) -> None:
        marks = ",".join("?" * (5 + len(_CELLS)))
        for page in _pages(server, self._clinic.a.enrolment.identity.workspace_id):
            store.execute("BEGIN")
            store.executemany(f"INSERT INTO notes VALUES ({marks})", map(self._change, page))
            store.execute("COMMIT")


def _pages(server: psycopg.Connection, workspace_id: UUID) -> Iterator[Sequence[Row]]:
    after = 0
    with server.cursor(binary=True) as cursor:
        while page := cursor.execute(_SELECT, (workspace_id, after, _PAGE)).fetchall():
            yield page
            after = page[-1][4]


def _as_it_is(row: Row) -> Row:
    note_id, client_id, at, *rest = row
    return (note_id.bytes, client_id.bytes, at.timestamp(), *rest)


class _CellKeys:
    """Opens cells the shortest way that still authenticates them."""

    def __init__(self, clinic: Clinic) -> None:
        self._aead = AESGCM(clinic.cell_key())
        self._start = b"pazpaz/cell/1\0" + clinic.a.enrolment.identity.workspace_id.bytes
        self._columns = {name: (13 + at).to_bytes(2) for at, name in enumerate(_CELLS)}

    def open_row(self, row: Row) -> Row:
        start = self._start + _NOTES.to_bytes(2) + row[0].bytes
        texts = [
            self._aead.decrypt(cell[3:15], cell[15:], start + column + b"\0\0\0\1").decode()
            for cell, column in zip(row[5:], self._columns.values(), strict=True)
        ]
        return (*_as_it_is(row)[:5], *texts)


@contextmanager
def bare_store(path: Path) -> Iterator[Any]:
    """A SQLCipher file with the settings of a bulk load and none of our checks."""
    store = sqlcipher.connect(str(path), isolation_level=None)
    store.execute(f"PRAGMA key = \"x'{bytes(48).hex()}'\"")
    for setting in ("journal_mode = WAL", "synchronous = NORMAL", "cache_size = -65536"):
        store.execute(f"PRAGMA {setting}")
    try:
        yield store
    finally:
        store.close()
        for each in path.parent.glob(path.name + "*"):
            each.unlink()
