"""Initial pulls into a fresh laptop, against loops over the same rows that do less."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from clinic import Clinic
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from harness import Figure, Taken, check_count, cpu_ratio, medians, taken, timed
from sqlcipher3 import dbapi2 as sqlcipher
from stage import Stage

from core.store.database.engine import Store
from core.store.outbox import search_index

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
_INDEX = (
    "CREATE VIRTUAL TABLE words USING"
    " fts5(body, content='', detail=none, tokenize='unicode61 remove_diacritics 0')"
)
_FILL = (
    "INSERT INTO words (rowid, body) SELECT rowid,"
    " subjective || char(10) || objective || char(10) || assessment || char(10) || plan FROM notes"
)
_WHY_FULL = "each row's seal and mac are verified, and it is stored with its indexes; the floor has none"
_WHY_FOUND = "as above; the words go in by steps that a save may wait for, and each step leaves some to merge"
_WHY_SHORT = (
    "of 90 us of CPU a row 30 go into parsing, opening and verifying, the rest into storing it with its words"
    " and indexes; the floor takes 12 and does none of it"
)
Row = tuple[Any, ...]


def full_notes(stage: Stage) -> list[Figure]:
    """10,000 notes of 4 x 5,000 characters until each can be read, and then until each is found by its words.

    The floor opens the cells, one after the other, and then fills an index.
    """
    clinic = stage.full_notes
    keys = _CellKeys(clinic)
    floor = _Floor(clinic, stage.folder, keys.open_row)
    name = "initial pull, 10,000 full notes"
    runs = _pull(stage, name, clinic, floor)
    ours, bare = medians(runs.ours), medians(runs.bare)
    note = "serial bare loop: select, AES-GCM open, insert into SQLCipher; no index, mac, seal"
    found = timed(
        "  until each is found by its words",
        "s",
        _sum(ours, medians(runs.ours_indexed)),
        _sum(bare, medians(runs.bare_indexed)),
        "that loop, and one statement that fills FTS5",
        goal=1.0,
        why=_WHY_FOUND,
    )
    return [timed(name, "s", ours, bare, note, goal=1.0, why=_WHY_FULL), found]


def short_notes(stage: Stage) -> list[Figure]:
    """50,000 notes of 1 kB; the floor moves the sealed bytes as they are."""
    clinic = stage.short_notes
    floor = _Floor(clinic, stage.folder, _as_it_is)
    name = "initial pull, 50,000 rows of 1 kB"
    runs = _pull(stage, name, clinic, floor)
    ours, bare, count = medians(runs.ours), medians(runs.bare), runs.count
    return [
        Figure(
            name=name,
            unit="rows/s",
            ours=count / ours.wall_s,
            floor=count / bare.wall_s,
            note="bare loop: psycopg select, insert into SQLCipher; nothing opened or checked",
            least=0.5,
            cpu=cpu_ratio(ours, bare),
            why=_WHY_SHORT,
        )
    ]


@dataclass
class _Runs:
    """What each took in turn, and how many notes came."""

    ours: list[Taken] = field(default_factory=list)
    ours_indexed: list[Taken] = field(default_factory=list)
    bare: list[Taken] = field(default_factory=list)
    bare_indexed: list[Taken] = field(default_factory=list)
    count: int = 0


def _pull(stage: Stage, name: str, clinic: Clinic, floor: "_Floor") -> _Runs:
    """Ours and the floor in turns, each time into an empty store."""
    runs = _Runs()
    with stage.phase(name):
        for _ in range(stage.scale.long_rounds):
            with clinic.fresh_laptop() as laptop:
                runs.ours.append(taken(laptop.sync))
                runs.ours_indexed.append(taken(partial(_index_all, laptop.store)))
                runs.count = laptop.count("sessions")
            floor.run(runs)
    check_count(name, runs.count, floor.moved)
    return runs


def _index_all(store: Store) -> None:
    left = 1
    while left:
        with store.write(bulk=True) as db:
            left = search_index.catch_up(db)


def _sum(first: Taken, second: Taken) -> Taken:
    return Taken(first.wall_s + second.wall_s, first.cpu_s + second.cpu_s)


class _Floor:
    """The bare loop: pages of rows from PostgreSQL into a table of SQLCipher, each page one transaction."""

    def __init__(self, clinic: Clinic, folder: Path, change: Callable[[Row], Row]) -> None:
        self._clinic, self._path, self._change = clinic, folder / "floor.db", change
        self.moved = 0

    def run(self, into: _Runs) -> None:
        with self._clinic.postgres() as server, bare_store(self._path) as store:
            store.execute(_TABLE)
            store.execute(_INDEX)
            into.bare.append(taken(lambda: self._move(server, store)))
            into.bare_indexed.append(taken(lambda: store.execute(_FILL)))
            self.moved = store.execute("SELECT count(*) FROM notes").fetchone()[0]

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
