"""Initial pulls into a fresh laptop, against loops over the same rows that do less."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from clinic import Clinic
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from harness import Figure, Taken, check_count, cpu_ratio, medians, taken, timed
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
_WHY_FULL = (
    "half of what the one writer does is the index of a note's words, which the floor has not; fetching and"
    " opening go on beside it"
)
_WHY_SHORT = (
    "of 90 us of CPU a row 30 go into parsing, opening and verifying, the rest into storing it with its words"
    " and indexes; the floor takes 12 and does none of it"
)
Row = tuple[Any, ...]


def full_notes(stage: Stage) -> list[Figure]:
    """10,000 notes of 4 x 5,000 characters; the floor opens the cells, one after the other."""
    clinic = stage.full_notes
    keys = _CellKeys(clinic)
    floor = _Floor(clinic, stage.folder, keys.open_row)
    name = "initial pull, 10,000 full notes"
    ours, bare, _ = _pull(stage, name, clinic, floor)
    note = "serial bare loop: select, AES-GCM open, insert into SQLCipher; no index, mac, seal"
    return [timed(name, "s", ours, bare, note, goal=1.0, why=_WHY_FULL)]


def short_notes(stage: Stage) -> list[Figure]:
    """50,000 notes of 1 kB; the floor moves the sealed bytes as they are."""
    clinic = stage.short_notes
    floor = _Floor(clinic, stage.folder, _as_it_is)
    name = "initial pull, 50,000 rows of 1 kB"
    ours, bare, count = _pull(stage, name, clinic, floor)
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


def _pull(stage: Stage, name: str, clinic: Clinic, floor: "_Floor") -> tuple[Taken, Taken, int]:
    """Medians of ours and of the floor, in turns, each time into an empty store; and how many notes came."""
    ours: list[Taken] = []
    floors: list[Taken] = []
    with stage.phase(name):
        for _ in range(stage.scale.long_rounds):
            with clinic.fresh_laptop() as laptop:
                ours.append(taken(laptop.sync))
                notes = laptop.count("sessions")
            floor.run(floors)
    check_count(name, notes, floor.moved)
    return medians(ours), medians(floors), notes


class _Floor:
    """The bare loop: pages of rows from PostgreSQL into a table of SQLCipher, each page one transaction."""

    def __init__(self, clinic: Clinic, folder: Path, change: Callable[[Row], Row]) -> None:
        self._clinic, self._path, self._change = clinic, folder / "floor.db", change
        self.moved = 0

    def run(self, into: list[Taken]) -> None:
        with self._clinic.postgres() as server, bare_store(self._path) as store:
            store.execute(_TABLE)
            into.append(taken(lambda: self._move(server, store)))
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
