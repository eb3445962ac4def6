"""Two devices gave a new service or location the same name: the later one gets a number, visibly."""

import re
from dataclasses import replace

from sqlalchemy import Connection

from core.domain.registry import BY_NAME, BY_NO
from core.store.outbox.sent_op import Sent
from core.store.practice.catalog import living_names
from core.store.unit_of_work.settlement import Lost, Settlement, Told
from sync.rows.local_rows import LocalRows

RENAMED = frozenset(BY_NAME[name].no for name in ("services", "locations"))
_NUMBERED = re.compile(r"^(.*) \((\d+)\)$", re.DOTALL)


def renaming(db: Connection, ground: LocalRows, sent: Sent) -> Settlement:
    """Our row gets the next free name; it waits to be sent again, and a notice tells of it."""
    table = BY_NO[sent.table_no]
    column_no = table.by_name["name"].no
    row = ground.load(db, sent.table_no, [sent.row_id])[sent.row_id]
    old = str(row.fields[column_no])
    new = _next_free(old, living_names(db, table))
    key = (sent.table_no, sent.row_id)
    lost = Lost(about=key, field="name", kind="renamed", ours=old, result=new)
    return Settlement(
        mine=(replace(row, fields={**row.fields, column_no: new}),),
        told=(Told(key=key, history=(lost,), notices=(("renamed", "name"),)),),
    )


def _next_free(name: str, taken: set[str]) -> str:
    # A name that has a number already gets the next one, and not a second number behind it.
    found = _NUMBERED.match(name)
    stem, number = (found[1], int(found[2])) if found else (name, 1)
    number += 1
    while f"{stem} ({number})" in taken:
        number += 1
    return f"{stem} ({number})"
