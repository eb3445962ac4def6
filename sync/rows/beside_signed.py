"""Marks and measures that other devices changed beside a note which this device signed without that.

What stands beside a signed note stays as it was signed. Only the device that signed can tell: it knows what
it had before it when it did. It puts back what it had, and leaves the late change to a person, as late words
of a finalized note are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import Connection

from core.domain.enums import ConflictReason
from core.domain.registry import BODY_MARKS, BY_NO, MEASURES
from core.store.outbox.feed_store import FeedRow
from core.store.outbox.signed_here import signed_here
from core.store.outbox.wire_row import Plain, WireRow, wire_text
from core.store.unit_of_work.settlement import Key, Landing, Lost, Told
from sync.rows.apply_page import PagePlan, key_of
from sync.rows.local_rows import LocalRows
from sync.rows.merge import FieldConflict
from sync.rows.questions import question

_OWNERS = ("client_id", "session_id")
_NOTE = {table.no: table.by_name["session_id"].no for table in (BODY_MARKS, MEASURES)}


@dataclass(frozen=True, slots=True)
class LateChange:
    """A row that comes, and what stood here when its note was signed; None where nothing did."""

    server: FeedRow
    signed: WireRow | None


def late_changes(db: Connection, ground: LocalRows, plan: PagePlan) -> list[LateChange]:
    """Those of a page that say something else than what stands here. Read before the page is written."""
    arriving = [each for each in _arriving(plan) if each.origin != ground.me.device_id]
    if not arriving:
        return []
    here = _here(db, ground, arriving)
    notes = {key_of(each): _note_of(each.row, here.get(key_of(each))) for each in arriving}
    signed = signed_here(db, ground.me.device_id, {note for note in notes.values() if note is not None})
    beside = (each for each in arriving if notes[key_of(each)] in signed)
    late = (LateChange(each, here.get(key_of(each))) for each in beside)
    return [each for each in late if _says(each.server.row) != _says(each.signed)]


def without(plan: PagePlan, late: Sequence[LateChange]) -> PagePlan:
    """The other rows of the page."""
    keys = {key_of(each.server) for each in late}
    return replace(
        plan,
        apply=[each for each in plan.apply if key_of(each) not in keys],
        merge=[(each, entry) for each, entry in plan.merge if key_of(each) not in keys],
    )


def put_back(ground: LocalRows, late: Sequence[LateChange]) -> tuple[Landing, ...]:
    """Each row as it was signed, to be sent, and the question about what came."""
    return tuple(_put_back(ground, each) for each in late)


def _arriving(plan: PagePlan) -> list[FeedRow]:
    rows = [*plan.apply, *(each for each, _ in plan.merge)]
    return [each for each in rows if each.row.table_no in _NOTE]


def _here(db: Connection, ground: LocalRows, rows: Sequence[FeedRow]) -> dict[Key, WireRow]:
    return {
        (table_no, row_id): row
        for table_no in _NOTE
        for row_id, row in ground.load(
            db, table_no, [each.row.row_id for each in rows if each.row.table_no == table_no]
        ).items()
    }


def _note_of(row: WireRow, here: WireRow | None) -> UUID | None:
    """What stands here goes before: nobody can move a mark to another note."""
    no = _NOTE[row.table_no]
    found = (here.fields.get(no) if here else None) or row.fields.get(no)
    return UUID(str(found)) if found else None


def _says(row: WireRow | None) -> Mapping[str, Plain] | None:
    """None: nothing stands there."""
    if row is None or row.deleted_at is not None:
        return None
    columns = (column for column in BY_NO[row.table_no].columns if column.name not in _OWNERS)
    return {column.name: row.fields.get(column.no) for column in columns}


def _put_back(ground: LocalRows, late: LateChange) -> Landing:
    theirs, signed, key = late.server.row, late.signed, key_of(late.server)
    if signed is None:
        row = replace(theirs, deleted_at=theirs.deleted_at or ground.now())
    else:
        row = replace(theirs, fields=signed.fields, deleted_at=signed.deleted_at)
    asked = _question(late)
    lost = Lost(
        about=key,
        field=asked.field,
        kind="conflict",
        ours=asked.ours,
        theirs=asked.theirs,
        result=asked.theirs,
        their_device=late.server.origin,
    )
    told = Told(
        key=key,
        history=(lost,),
        questions=(question(key, asked, here=late.server.origin),),
        event=f"{BY_NO[key[0]].name.removesuffix('s')}.merge",
    )
    return Landing(server=late.server, row=row, waits=True, told=told, otherwise=told)


def _question(late: LateChange) -> FieldConflict:
    """About the fields that differ; about all that says something where one of the two is not there."""
    came, signed = _says(late.server.row), _says(late.signed)
    told = {**(signed or {}), **(came or {})}
    if came is None or signed is None:
        names = [name for name, value in told.items() if value is not None]
    else:
        names = [name for name in told if came[name] != signed[name]]
    return FieldConflict(
        field=",".join(names),
        reason=ConflictReason.AMENDMENT,
        base=_text(signed, names),
        ours=_text(came, names),
        theirs=_text(signed, names),
    )


def _text(said: Mapping[str, Plain] | None, names: Sequence[str]) -> str | None:
    """As a question holds one value, or several that mean something only together."""
    if said is None:
        return None
    together: dict[str, object] = {name: said[name] for name in names}
    return wire_text(said[names[0]] if len(names) == 1 else together)
