"""Conflicts that this device raises itself: late text for a finalized note, texts that did not merge."""

import uuid
from collections.abc import Mapping

from core.domain.enums import ConflictReason
from core.domain.ids import NoteId
from core.domain.records import Conflict, SessionNote
from core.domain.registry import SESSIONS
from core.store.desk import Desk
from core.store.tables import SYNCED
from core.store.writer import Writer


def propose_amendment(
    desk: Desk,
    writer: Writer,
    note: SessionNote,
    texts: Mapping[str, str | None],
    final: Mapping[str, str | None],
) -> None:
    """Keeps late texts beside what the note says; a proposal of this device that is open is replaced."""
    for name, text in texts.items():
        if text is None or text == final[name]:
            continue
        raise_text(desk, writer, note.id, name, ConflictReason.AMENDMENT, (final[name], text, final[name]))


def raise_text(
    desk: Desk,
    writer: Writer,
    note_id: NoteId,
    field: str,
    reason: ConflictReason,
    texts: tuple[str | None, str | None, str | None],
) -> uuid.UUID:
    """Leaves base, ours and theirs of one text to a person; returns the conflict's id.

    An open question of this device is replaced; what anybody asks in these words is not asked again.
    """
    base, ours, theirs = texts
    asked = _open(desk, writer, note_id, field, reason)
    same = next((each for each in asked if (each.base, each.ours, each.theirs) == texts), None)
    if same is not None:
        return same.id
    open_one = next((each for each in asked if each.our_device_id == desk.me.device_id), None)
    if open_one is not None:
        writer.update("conflicts", open_one.id, {"ours": ours, "theirs": theirs})
        return open_one.id
    return writer.insert(
        "conflicts",
        {
            "table_no": SESSIONS.no,
            "row_id": note_id,
            "field": field,
            "reason": reason,
            "base": base,
            "ours": ours,
            "theirs": theirs,
            "our_device_id": desk.me.device_id,
            "noticed_at": writer.now,
        },
    )


def _open(desk: Desk, writer: Writer, note_id: NoteId, field: str, reason: ConflictReason) -> list[Conflict]:
    """Whoever asks them."""
    c = SYNCED["conflicts"].c
    query = desk.select(
        "conflicts",
        c.row_id == note_id,
        c.field == field,
        c.reason == reason.value,
        c.resolved_at.is_(None),
    )
    return desk.rows(writer.db, Conflict, "conflicts", query)
