"""A refused change made again beside what was written since; a signature only under the words signed then."""

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from core.domain.clock import to_micros
from core.domain.errors import RuleBroken
from core.domain.notes import SOAP
from core.domain.plain import Plain
from core.domain.registry import BY_NO, SESSION_VERSIONS, SESSIONS, Column, Merge, Table
from core.store.database.rows import stored_row
from core.store.outbox import refused
from core.store.outbox.refused import base_of, bring_back, deletion_of, row_of, was_sent
from core.store.outbox.wire_row import WireRow, field_to_stored
from core.store.practice.conflict_resolution import restore_row
from core.store.practice.signed_notes import BESIDE
from core.store.unit_of_work.writer import Writer
from core.text.keep_both import both
from core.text.merge import merge_text

SIGNED = (*SOAP, "client_id", "session_date")
"""What a signature stands for, beside who signed and when."""
_SIGNATURE = SESSIONS.by_name["signature"].no
_NOTE, _NUMBER, _OF_VERSION = (
    SESSION_VERSIONS.by_name[name].no for name in ("session_id", "version_number", "signature")
)


def send_put_away(writer: Writer, payload: str) -> None:
    """As `send_again`, long after: only into a record that stands as it did before the change. No deletion,
    and nothing that went already. RuleBroken, and nothing is changed, for all else."""
    wire, deleted = row_of(payload), deletion_of(payload)
    if was_sent(payload):
        raise RuleBroken(
            "This was sent again before, so it did not go a second time. Nothing was changed; what was "
            "typed stays readable here.",
            code="sent_before",
        )
    if wire.version != 0:
        if deleted:
            raise RuleBroken(
                "A deletion that was put away is not made again. Nothing was changed; to delete the record, "
                "delete it where it stands.",
                code="put_away",
            )
        _check_same_record(writer, wire, payload)
    send_again(writer, payload)


def _check_same_record(writer: Writer, wire: WireRow, payload: str) -> None:
    table, base = BY_NO[wire.table_no], base_of(payload)
    now = stored_row(writer.db, table, writer.me.workspace_id, wire.row_id)
    columns = [table.by_no[no] for no in json.loads(payload)["changed"] if no in table.by_no]
    again, before = _values(columns, wire), _values(columns, replace(wire, fields=base))
    # An empty text and none are the same words.
    as_it_was = all(_word(now[name]) in (_word(before[name]), _word(again[name])) for name in again)
    came_back = deletion_of(payload) is False
    if not as_it_was or (now["deleted_at"] is not None and not came_back):
        raise RuleBroken(
            "The record was changed since this was put away, so nothing was written over it. What was typed "
            "stays here: copy it, and put into the record what still holds.",
            code="moved_on",
        )


def _word(stored: Any) -> Any:
    return None if stored == "" else stored


def send_again(writer: Writer, payload: str) -> None:
    """Queues what stands in an entry of the inbox. RuleBroken, and nothing is changed, for what cannot go."""
    wire = row_of(payload)
    # A table that only adds has no versions, and what it holds is sent again as it was.
    if wire.version == 0:
        _check_signed_text(writer, wire)
        _requeue(writer, wire)
        return
    table, changed = BY_NO[wire.table_no], json.loads(payload)["changed"]
    values = _values([table.by_no[no] for no in changed if no in table.by_no], wire)
    if table is SESSIONS and values.get("finalized_at") is not None:
        # A signature is bound to the words: merged with others it would be false.
        _check_same_words(writer, wire, values)
        _send_version(writer, wire)
    else:
        _check_not_signed_beside(writer, table, wire, values)
        _check_unsigned(writer, wire, values, deletion_of(payload))
        values = _beside_what_came_since(writer, wire, values, base_of(payload))
    writer.update_stored(table, wire.row_id, values)
    deleted = deletion_of(payload)
    if deleted:
        writer.delete(table.name, wire.row_id)
    elif deleted is False or values:
        restore_row(writer, table, wire.row_id)


def _check_not_signed_beside(writer: Writer, table: Table, wire: WireRow, values: Mapping[str, Any]) -> None:
    """A mark or a measure of a signed note stays as it stands; what says the same may go (RuleBroken)."""
    if table not in BESIDE:
        return
    now = stored_row(writer.db, table, writer.me.workspace_id, wire.row_id)
    sql = "SELECT 1 FROM sessions WHERE id = ? AND finalized_at IS NOT NULL"
    signed = now["session_id"] and writer.db.exec_driver_sql(sql, (now["session_id"],)).first()
    is_same = all(now[name] == value for name, value in values.items())
    if signed and not (is_same and (now["deleted_at"] is None) is (wire.deleted_at is None)):
        raise RuleBroken(
            "The note was signed meanwhile, and this with it, so the change was not made again. "
            "It stays here until you put it away; where it matters, amend the note in words.",
            code="frozen",
        )


def _requeue(writer: Writer, wire: WireRow) -> None:
    bring_back(writer.db, wire)
    writer.requeue(wire.table_no, wire.row_id)


def _values(columns: Sequence[Column], wire: WireRow) -> dict[str, Any]:
    """As they are stored; RuleBroken for what no store and no server can keep."""
    try:
        return {column.name: field_to_stored(column, wire.fields.get(column.no)) for column in columns}
    except (ValueError, TypeError):
        raise RuleBroken(
            "This change holds a value that no server can keep, so it was not made again. "
            "What was typed stays here; type it anew where it belongs, then dismiss this.",
            code="unfit",
        ) from None


def _beside_what_came_since(
    writer: Writer, wire: WireRow, values: Mapping[str, Any], base: Mapping[int, Plain]
) -> dict[str, Any]:
    """The values, with each text merged with what was written there since; in doubt a text holds both."""
    table = BY_NO[wire.table_no]
    now = stored_row(writer.db, table, writer.me.workspace_id, wire.row_id)
    texts = [name for name in values if table.by_name[name].merge is Merge.TEXT]
    told = {name: str(base.get(table.by_name[name].no) or "") for name in texts}
    return {**values, **{name: _joined(told[name], now[name], values[name]) for name in texts}}


def _joined(base: str, here: str | None, again: str | None) -> str | None:
    merged = merge_text(base, here or "", again or "")
    return (merged.ours if merged.clean else both(merged.ours, merged.theirs)) or None


def _check_same_words(writer: Writer, wire: WireRow, values: Mapping[str, Any]) -> None:
    """The note would be signed as it stands now, and it must stand as it did then."""
    before = stored_row(writer.db, SESSIONS, writer.me.workspace_id, wire.row_id)
    stands = {**before, **values}
    signed = _values([SESSIONS.by_name[name] for name in SIGNED], wire)
    # An empty text and none are the same words.
    is_same = all((stands[name] or None) == (signed[name] or None) for name in SIGNED)
    if before["finalized_at"] is not None or not is_same or _is_disputed(writer, wire):
        raise RuleBroken(
            "The note is another one by now than was signed, so it was not signed again. "
            "Read it and sign it as it is; what was signed then stays here until you put it away.",
            code="signed_otherwise",
        )


def _check_unsigned(writer: Writer, wire: WireRow, values: Mapping[str, Any], deleted: bool | None) -> None:
    """Refuses words of a draft, and its deletion, where the note was signed meanwhile (RuleBroken).

    What is signed does not change, and it is deleted only with a reason.
    """
    if wire.table_no != SESSIONS.no or (values.keys().isdisjoint(SIGNED) and not deleted):
        return
    if stored_row(writer.db, SESSIONS, writer.me.workspace_id, wire.row_id)["finalized_at"] is not None:
        raise RuleBroken(
            "The note was signed meanwhile, so this was not put into it. Amend the note with what is "
            "missing; what was typed stays here until you put it away.",
            code="frozen",
        )


def _is_disputed(writer: Writer, note: WireRow) -> bool:
    asked = "SELECT 1 FROM conflicts WHERE table_no = ? AND resolved_at IS NULL AND deleted_at IS NULL"
    queries = [(f"{asked} AND row_id = ?", note.table_no)]
    for table in BESIDE:
        beside = f"{asked} AND row_id IN (SELECT id FROM {table.name} WHERE session_id = ?)"
        queries.append((beside, table.no))
    return any(
        writer.db.exec_driver_sql(sql, (table_no, note.row_id.bytes)).first() for sql, table_no in queries
    )


def _send_version(writer: Writer, note: WireRow) -> None:
    """The signed text was refused together with its note, and goes together with it."""
    for kept in refused.waiting(writer.db):
        if kept.table_no != SESSION_VERSIONS.no:
            continue
        version = row_of(kept.payload)
        is_of_note = version.fields.get(_NOTE) == str(note.row_id)
        if is_of_note and version.fields.get(_OF_VERSION) == note.fields.get(_SIGNATURE):
            _requeue(writer, version)
            refused.dismiss_sent(writer.db, kept.id, to_micros(writer.now))


def _check_signed_text(writer: Writer, wire: WireRow) -> None:
    """A text goes only to a note that is signed: the first one with the signature that is on it, a later
    one as the next after those that are here."""
    if wire.table_no != SESSION_VERSIONS.no or wire.deleted_at is not None:
        return
    number, note_id = wire.fields[_NUMBER], uuid.UUID(str(wire.fields[_NOTE]))
    note = stored_row(writer.db, SESSIONS, writer.me.workspace_id, note_id)
    signature = _values([SESSION_VERSIONS.by_no[_OF_VERSION]], wire)["signature"]
    if note["finalized_at"] is None or (number == 1 and note["signature"] != signature):
        raise RuleBroken(
            "The note does not have the signature that belongs to this text, so the text was not sent again. "
            "Send the note itself again, or sign it; the text stays here until you put it away.",
            code="not_signed",
        )
    following = _next_number(writer, wire)
    # The first version may not be here: the next one is the second all the same.
    if number != (following if number == 1 else max(2, following)):
        raise RuleBroken(
            "The note has other amendments by now than when this was written, so it was not sent again. "
            "Amend the note as it is now; the text stays here until you put it away.",
            code="amended_otherwise",
        )


def _next_number(writer: Writer, wire: WireRow) -> int:
    """The number of the version that would come after those that are here, without this one."""
    sql = (
        "SELECT coalesce(max(version_number), 0) + 1 FROM session_versions"
        " WHERE session_id = ? AND id <> ? AND deleted_at IS NULL"
    )
    note_id = uuid.UUID(str(wire.fields[_NOTE]))
    return int(writer.db.exec_driver_sql(sql, (note_id.bytes, wire.row_id.bytes)).scalar_one())
