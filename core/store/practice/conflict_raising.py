"""Conflicts that this device raises itself: late text for a finalized note, texts that did not merge."""

import uuid
from collections.abc import Mapping

from core.domain.enums import ConflictReason
from core.domain.ids import NoteId
from core.domain.records import Conflict, SessionNote
from core.domain.registry import SESSIONS
from core.store.database.draft_trails import leave_step, wrote_last
from core.store.database.tables import SYNCED
from core.store.unit_of_work import conflicts
from core.store.unit_of_work.conflicts import Question
from core.store.unit_of_work.repository import RepositoryContext
from core.store.unit_of_work.writer import Writer


def propose_amendment(
    desk: RepositoryContext,
    writer: Writer,
    note: SessionNote,
    texts: Mapping[str, str | None],
    final: Mapping[str, str | None],
) -> None:
    """Keeps late texts beside what the note says; one that is typed on is replaced."""
    for name, text in texts.items():
        if text is None or text == final[name]:
            continue
        raise_text(desk, writer, note.id, name, ConflictReason.AMENDMENT, (final[name], text, final[name]))


def raise_text(
    desk: RepositoryContext,
    writer: Writer,
    note_id: NoteId,
    field: str,
    reason: ConflictReason,
    texts: tuple[str | None, str | None, str | None],
) -> uuid.UUID:
    """Leaves base, ours and theirs of one text to a person; returns the conflict's id.

    Whoever types on asks once: the question with what was typed here before takes the new text. A question of
    this device that this store does not remember, as after an old disk was put back, stays as it is, for its
    text stands nowhere else; so does one that holds another device's text. What is asked already in these
    words, by whomever, is not asked again.
    """
    base, ours, theirs = texts
    asked = _open(desk, writer, note_id, field, reason)
    same = next((each for each in asked if _asks(each, texts)), None)
    if same is not None:
        return same.id
    typed_here = (each for each in asked if each.our_device_id == desk.me.device_id)
    alone = (each for each in typed_here if each.their_device_id is None)
    open_one = next((each for each in alone if wrote_last(writer.db, note_id, field, each.ours or "")), None)
    before = open_one.ours if open_one is not None else base
    leave_step(writer.db, note_id, field, (before or "", ours or ""), int(writer.now.timestamp()))
    if open_one is not None:
        conflicts.reword(writer, open_one.id, ours, theirs)
        return open_one.id
    question = Question(
        table_no=SESSIONS.no,
        row_id=note_id,
        field=field,
        reason=reason,
        base=base,
        ours=ours,
        theirs=theirs,
        our_device=desk.me.device_id,
    )
    return conflicts.put(writer, question)


def _asks(conflict: Conflict, texts: tuple[str | None, str | None, str | None]) -> bool:
    late = conflict.reason is ConflictReason.AMENDMENT
    return (conflict.ours, conflict.theirs) == texts[1:] and (late or conflict.base == texts[0])


def _open(
    desk: RepositoryContext, writer: Writer, note_id: NoteId, field: str, reason: ConflictReason
) -> list[Conflict]:
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
