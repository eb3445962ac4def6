"""Forgetting what this laptop may no longer read: rows, and what was kept of them."""

from sqlalchemy import Connection

from core.domain.registry import CLIENTS, CONFLICTS, TABLES, Table
from core.domain.rights import CLINICAL_TABLES, is_clinical_dispute
from core.store.database.draft_trails import forget_all_trails
from core.store.database.rows import chunks, marks
from core.store.database.tables import SEARCHED
from core.store.outbox import search_index

_HAS_CLINICAL = f"coalesce({', '.join(column.name for column in CLIENTS.clinical)}) IS NOT NULL"
_WAITS = "id IN (SELECT row_id FROM journal WHERE table_no = {no})"


def client_waits(db: Connection) -> bool:
    """Whether a client's change waits to be sent."""
    sql = "SELECT EXISTS (SELECT 1 FROM journal WHERE table_no = ?)"
    return bool(db.exec_driver_sql(sql, (CLIENTS.no,)).scalar_one())


def holds_clinical_rows(db: Connection) -> bool:
    """Whether rows of clinical tables, or disputes about such things, are here that could be forgotten."""
    is_here = any(_exists(db, table.name, _forgettable(table)) for table in TABLES if table.is_clinical)
    return is_here or bool(_clinical_disputes(db, _forgettable(CONFLICTS)))


def holds_clinical_fields(db: Connection) -> bool:
    """Whether clinical fields of clients are here that could be forgotten."""
    return _exists(db, CLIENTS.name, f"{_forgettable(CLIENTS)} AND {_HAS_CLINICAL}")


def _exists(db: Connection, name: str, condition: str) -> bool:
    return bool(db.exec_driver_sql(f"SELECT EXISTS (SELECT 1 FROM {name} WHERE {condition})").scalar_one())


def _forgettable(table: Table) -> str:
    """What the clinic has, or had: not what was typed here and never taken."""
    return f"version > 0 AND NOT {_WAITS.format(no=table.no)}"


def forget_clinical_tables(db: Connection) -> None:
    """Rows, disputes, notices, history and undo of clinical tables. What waits, or was never sent, stays."""
    for table in reversed(TABLES):
        if table.is_clinical:
            _delete(db, table, _forgettable(table))
    _forget_disputes(db)
    # Notices lead to entries of the history, and those hold the texts themselves.
    numbers = ", ".join(map(str, CLINICAL_TABLES))
    for told in ("notices", "history"):
        db.exec_driver_sql(f"DELETE FROM {told} WHERE table_no IN ({numbers})")
    # The steps of undo are pieces of drafts.
    forget_all_trails(db)


def _forget_disputes(db: Connection) -> None:
    """Not one that waits: a late text, or the side that gave way, may stand nowhere else."""
    for chunk in chunks(_clinical_disputes(db, _forgettable(CONFLICTS)), 500):
        db.exec_driver_sql(f"DELETE FROM conflicts WHERE id IN ({marks(len(chunk))})", tuple(chunk))


def _clinical_disputes(db: Connection, condition: str) -> list[bytes]:
    rows = db.exec_driver_sql(f"SELECT id, table_no, field FROM conflicts WHERE {condition}").all()
    return [row_id for row_id, table_no, field in rows if is_clinical_dispute(table_no, field)]


def forget_clients(db: Connection, *, clear: bool) -> None:
    """Clients come again whole, as whoever reads them now is shown them: until then they are as never
    agreed."""
    if clear:
        empty = ", ".join(f"{column.name} = NULL" for column in CLIENTS.clinical)
        db.exec_driver_sql(f"UPDATE clients SET {empty} WHERE {_forgettable(CLIENTS)}")
        _refresh_search(db, CLIENTS)
        fields = ", ".join(f"'{column.name}'" for column in CLIENTS.clinical)
        for told in ("notices", "history"):
            db.exec_driver_sql(
                f"DELETE FROM {told} WHERE table_no = ? AND (field IS NULL OR field IN ({fields}))",
                (CLIENTS.no,),
            )
    # Version 0 lets any version of the server's in, also the one that was here with other fields. That there
    # is a mac tells it from what never was there; when the server wrote it is known once it came back.
    db.exec_driver_sql(
        "UPDATE clients SET updated_at = iif(seq IS NULL, 0, updated_at), mac = coalesce(mac, x''),"
        f" version = 0, seq = NULL WHERE {_forgettable(CLIENTS)}"
    )


def _refresh_search(db: Connection, table: Table) -> None:
    if table.name in SEARCHED:
        rows = db.exec_driver_sql(f"SELECT * FROM {table.name}").mappings().all()
        search_index.refresh(
            db, table.name, [(row["rid"], dict(row)) for row in rows], [row["rid"] for row in rows]
        )


def _delete(db: Connection, table: Table, condition: str) -> None:
    if table.name in SEARCHED:
        found = db.exec_driver_sql(f"SELECT rid FROM {table.name} WHERE {condition}")
        search_index.refresh(db, table.name, [], [rid for (rid,) in found])
    db.exec_driver_sql(f"DELETE FROM {table.name} WHERE {condition}")
