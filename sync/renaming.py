"""Two devices gave a new service or location the same name: the later one gets a number, visibly."""

import re
from dataclasses import replace

from sqlalchemy import Connection

from core.domain.registry import BY_NAME, BY_NO
from core.store.sent import Sent
from sync.ground import Ground
from sync.merge import Loser

RENAMED = frozenset(BY_NAME[name].no for name in ("services", "locations"))
_NUMBERED = re.compile(r"^(.*) \((\d+)\)$", re.DOTALL)


def rename(db: Connection, ground: Ground, sent: Sent) -> None:
    """Gives our row the next free name; it waits to be sent again, and a notice tells of it."""
    table = BY_NO[sent.table_no]
    column_no = table.by_name["name"].no
    row = ground.load(db, sent.table_no, [sent.row_id])[sent.row_id]
    old = str(row.fields[column_no])
    living = db.exec_driver_sql(f"SELECT name FROM {table.name} WHERE deleted_at IS NULL")
    new = _next_free(old, {name for (name,) in living})
    ground.write_local(db, replace(row, fields={**row.fields, column_no: new}))
    key = (sent.table_no, sent.row_id)
    history = ground.add_history(db, key, Loser("name", "renamed", None, old, None, new))
    ground.add_notice(db, key, "renamed", "name", history)


def _next_free(name: str, taken: set[str]) -> str:
    found = _NUMBERED.match(name)
    stem, number = (found[1], int(found[2])) if found else (name, 1)
    number += 1
    while f"{stem} ({number})" in taken:
        number += 1
    return f"{stem} ({number})"
