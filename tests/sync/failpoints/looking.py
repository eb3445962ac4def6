"""What stands in a store and on the server, in words that are the same in every run."""

import re
import shutil
import uuid
from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from core.domain.clock import SystemClock
from core.domain.registry import BY_NAME
from core.store.database.engine import Store
from core.store.vault.vault import FILES_NAME
from tests.sync.laptops import KEY, Laptop

STORE = "practice.db"
_MOMENT = re.compile(r"\b1[78]\d{14}\b")
"""Times in microseconds; those of the server differ from run to run."""
_ID = re.compile(r"\b[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}\b")
_TOLD = ("history", "notices", "refused", "journal", "outbox")
_KEPT = (*BY_NAME, *_TOLD, "facts", "feed", "blobs")

_QUIET = """
DO $$ BEGIN
  WHILE EXISTS (SELECT FROM pg_stat_activity
      WHERE datname = current_database() AND starts_with(usename, 'pzd_')) LOOP
    PERFORM pg_stat_clear_snapshot(), pg_sleep(0.002);
  END LOOP;
END $$
"""
"""Until whatever was sent before a kill is dealt with."""
_STANDS = " UNION ALL ".join(
    [
        "SELECT 'ledger', op_no, op_id::text, '' FROM pz.ledger",
        "SELECT 'counter', seq, '', '' FROM pz.sync_workspace",
        "SELECT 'chunk', chunk_no, encode(blob_key, 'hex'), '' FROM pz.blob_chunks",
        *(
            f"SELECT '{name}', seq, id::text, version || ' ' || encode(mac, 'hex') FROM pz.{name}"
            for name in BY_NAME
        ),
    ]
)


@dataclass(frozen=True, slots=True)
class State:
    """Where both ends stand: what the killed laptop's store says, and what the server says."""

    here: str
    there: str


def look(laptop: Path, copy: Path, server: sa.Connection) -> State:
    """At a copy of the laptop's folder: opening mends a store, and the next process must find it as it is."""
    copy_laptop(laptop, copy)
    store = Store.open(copy / STORE, KEY, SystemClock(), create=False)
    with closing(store):
        assert store.integrity_problems() == []
        with store.read() as db:
            lines = [
                f"{table} {tuple(row)}"
                for table in _KEPT
                for row in db.exec_driver_sql(f"SELECT * FROM {table}")
            ]
    lines += [
        str(path.relative_to(copy)) for path in (copy / FILES_NAME).glob("*/*") if path.name.isdecimal()
    ]
    server.execute(sa.text(_QUIET))
    rows = server.execute(sa.text(_STANDS)).all()
    return State(_MOMENT.sub("", "\n".join(sorted(lines))), "\n".join(sorted(map(str, rows))))


def copy_laptop(source: Path, target: Path) -> None:
    """Its folder as a killed process leaves it; the shared memory is nobody's any more."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("*-shm", "empty.db"))


def told(who: str, laptop: Laptop, known: Collection[uuid.UUID]) -> list[str]:
    """Every row, its version and what people were told. Ids that are not `known` are new in every try:
    how many rows have such counts, not which."""
    lines = [
        f"{who} {table} {row_id} v{version} {'deleted' if deleted else ''} {sorted(fields.items())}"
        for table, rows in laptop.content().items()
        for row_id, (version, deleted, fields) in rows.items()
    ]
    for table in _TOLD:
        rows = ([_readable(value) for value in row.values()] for row in laptop.told(table))
        lines += [f"{who} {table} {row}" for row in rows]
    lines.append(f"{who} has read up to {laptop.cursor().seq}")

    def name(found: re.Match[str]) -> str:
        return found[0] if uuid.UUID(found[0]) in known else "(new)"

    return sorted(_ID.sub(name, _MOMENT.sub("(time)", line)) for line in lines)


def _readable(value: object) -> object:
    return str(uuid.UUID(bytes=value)) if isinstance(value, bytes) and len(value) == 16 else value
