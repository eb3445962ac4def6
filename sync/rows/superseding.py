"""A row that nobody can verify, in the place of one that we hold: ours goes to the clinic instead of it.

Whoever stole a login can write rubbish over a record, and cannot seal it. What each laptop holds is as good
as the record ever was, so the first that may write it sends it again where the server's is not as it says.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from core.domain.enums import Role
from core.domain.ids import RowKey
from core.domain.notes import SIGNED_FACTS, SOAP
from core.domain.registry import BY_NO, SESSIONS
from core.domain.rights import CLINICIANS, may_write
from core.store.outbox.known_rows import Known
from core.store.outbox.wire_row import DELETED_AT, WireRow
from sync.remote import RemoteRow
from sync.rows.codec import Bad, Codec
from sync.rows.local_rows import LocalRows

SUPERSEDED = "superseded"
_FINALIZED = SESSIONS.by_name["finalized_at"].no
_FROZEN = frozenset(SESSIONS.by_name[name].no for name in (*SIGNED_FACTS, *SOAP))


class Superseding:
    """Runs in the transaction of the page that brought the rows."""

    def __init__(self, ground: LocalRows, codec: Codec) -> None:
        self._ground, self._codec = ground, codec

    def bases(self, db: Connection, rows: Sequence[Bad]) -> dict[RowKey, WireRow]:
        """Of those that are later than what we hold, ours as the base of what goes in their place."""
        found = [each.row for each in rows if each.row is not None and self._may_write(each.table_no)]
        return {
            (row.table_no, row.row_id): base
            for row in found
            if (mine := self._known(db, row)) is not None and (base := self._base(db, row, mine)) is not None
        }

    def _may_write(self, table_no: int) -> bool:
        """Of a table with clinical columns only who reads them has all that would have to go again."""
        table, role = BY_NO[table_no], self._codec.role
        if table.insert_only or (table.clinical and role not in CLINICIANS):
            return False
        return may_write(role, table.access)

    def _known(self, db: Connection, row: RemoteRow) -> Known | None:
        known = self._ground.known(db, row.table_no, [row.row_id])
        return known.get(row.row_id)

    def _base(self, db: Connection, row: RemoteRow, mine: Known) -> WireRow | None:
        key = row.table_no, row.row_id
        entry = self._ground.journal.entry(db, *key)
        base = entry.base if entry else self._loaded(db, key)
        if base is None or mine.version == 0 or row.version <= max(mine.version, base.version):
            return None
        spoiled = spoiled_base(base, row, self._codec.readable(row))
        if self._codec.role is not Role.OWNER and _is_locked(row, spoiled):
            return None
        return spoiled

    def _loaded(self, db: Connection, key: RowKey) -> WireRow | None:
        return self._ground.load(db, key[0], [key[1]]).get(key[1])


def spoiled_base(held: WireRow, row: RemoteRow, said: Mapping[int, object]) -> WireRow:
    """What we hold as the base of the bad row's version; columns that it does not hold alike are marked.

    Columns that this program does not know are named in the base, so that they are emptied.
    """
    known = BY_NO[row.table_no].by_no
    ours: dict[int, object] = {no: value for no, value in held.fields.items() if value is not None}
    ours |= {no: cell for no, cell in held.extra_cells.items() if cell}
    spoiled = {no for no in {*ours, *said} if _value(said, no) != _value(ours, no)}
    # Nobody knows what such a row holds, so all of ours goes in its place.
    if not row.readable:
        spoiled = {*ours, *known}
    if (row.deleted_at is None) != (held.deleted_at is None):
        spoiled.add(DELETED_AT)
    strange = spoiled - known.keys() - ours.keys()
    return replace(
        held,
        version=row.version,
        fields={**held.fields, **dict.fromkeys(strange & row.plain.keys())},
        extra_cells={**held.extra_cells, **dict.fromkeys(strange & row.cells.keys(), b"")},
        spoiled=frozenset(spoiled),
    )


def _value(values: Mapping[int, object], no: int) -> tuple[type, object]:
    """With its type: Python takes True for 1."""
    value = values.get(no)
    return type(value), value


def _is_locked(row: RemoteRow, spoiled: WireRow) -> bool:
    """Whether the server takes it for a finalized note of which something has to go: an owner may do that."""
    frozen = row.table_no == SESSIONS.no and row.plain.get(_FINALIZED) is not None
    return frozen and not _FROZEN.isdisjoint(spoiled.spoiled or ())


def agreed_version(mine: Known | None, base: WireRow | None, base_version: int) -> int:
    """The version on which we and the server last agreed."""
    spoiled = base is not None and base.spoiled is not None
    return mine.version if spoiled and mine is not None else base_version
