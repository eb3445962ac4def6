"""Two devices finalized or amended one note alike numbered: the server's version stays, ours is proposed."""

import uuid
from dataclasses import replace
from typing import NamedTuple

from sqlalchemy import Connection

from core.domain.enums import ConflictReason
from core.domain.ids import DeviceId, RowKey
from core.domain.registry import BY_NAME
from core.store.outbox import note_versions
from core.store.outbox.wire_row import WireRow, wire_text, wire_to_json
from core.store.unit_of_work.conflicts import is_open
from core.store.unit_of_work.settlement import Lost, Settlement, Told
from sync.rows.local_rows import LocalRows
from sync.rows.merge import SOAP, FieldConflict
from sync.rows.questions import question

TABLE = BY_NAME["session_versions"]
NOTES = BY_NAME["sessions"]


class Clash(NamedTuple):
    """From `number` on, this device's unsent versions of a note give way."""

    note: uuid.UUID
    number: int


def giving_way(db: Connection, ground: LocalRows) -> Settlement:
    """Takes back our unsent versions whose number another device's version has.

    Those that amended them go along: they amend what nobody else has. The texts of a first version that
    differ are asked about by the merge of the note itself; those of an amendment become a proposed amendment
    here. Each of our versions goes to the clinic whole, reason and signature included, as a deleted one.
    """
    each = [_giving_way(db, ground, Clash(note, number)) for note, number in note_versions.clashes(db)]
    return Settlement(
        mine=tuple(row for one in each for row in one.mine),
        told=tuple(told for one in each for told in one.told),
        redraw=frozenset(key for one in each for key in one.redraw),
    )


def _giving_way(db: Connection, ground: LocalRows, clash: Clash) -> Settlement:
    ids = note_versions.unsent_from(db, clash.note, clash.number)
    rows = ground.load(db, TABLE.no, ids)
    theirs = _loaded(db, ground, note_versions.newest(db, clash.note, ids))
    first = clash.number == 1
    last_agreed = None if first else note_versions.numbered(db, clash.note, clash.number - 1)
    # A first version stands against itself: the merge of the note asks about its texts, so that only what our
    # amendments changed after it is proposed.
    before = rows[ids[0]] if first else _loaded(db, ground, last_agreed)
    there = wire_to_json(theirs) if theirs else None
    replaced = (
        Lost(about=(TABLE.no, row_id), kind="replaced", ours=wire_to_json(rows[row_id]), theirs=there)
        for row_id in ids
    )
    return Settlement(
        mine=tuple(replace(rows[row_id], deleted_at=ground.now()) for row_id in ids),
        told=(
            *(Told(key=lost.about, history=(lost,)) for lost in replaced),
            _proposed(db, ground, clash, (before, rows[ids[-1]], theirs)),
        ),
        redraw=frozenset([(NOTES.no, clash.note)]),
    )


def _loaded(db: Connection, ground: LocalRows, version_id: uuid.UUID | None) -> WireRow | None:
    """A version of the note. None where it is not here: it may be one that this device cannot read."""
    return ground.load(db, TABLE.no, [version_id]).popitem()[1] if version_id else None


def _proposed(
    db: Connection, ground: LocalRows, clash: Clash, versions: tuple[WireRow | None, WireRow, WireRow | None]
) -> Told:
    """What our versions changed, as the last of them says it, and not what that only carried along."""
    about, final = (NOTES.no, clash.note), versions[-1]
    there = note_versions.origin(db, final.row_id) if final else None
    late = [each for name in SOAP if (each := _late(name, versions)) is not None]
    asked = [(each, question(about, each, ground.me.device_id, there)) for each in late]
    fresh = [(each, put) for each, put in asked if not is_open(db, put)]
    return Told(
        key=about,
        history=tuple(_kept(about, each, there) for each, _ in fresh),
        questions=tuple(put for _, put in fresh),
    )


def _kept(about: RowKey, late: FieldConflict, there: DeviceId | None) -> Lost:
    return Lost(
        about=about,
        field=late.field,
        kind="conflict",
        base=late.base,
        ours=late.ours,
        theirs=late.theirs,
        result=late.theirs,
        their_device=there,
    )


def _late(name: str, versions: tuple[WireRow | None, WireRow, WireRow | None]) -> FieldConflict | None:
    no = TABLE.by_name[name].no
    before, ours, theirs = (version.fields.get(no) if version else None for version in versions)
    if ours in (None, before, theirs):
        return None
    frozen = wire_text(theirs)
    return FieldConflict(name, ConflictReason.AMENDMENT, frozen, wire_text(ours), frozen)
