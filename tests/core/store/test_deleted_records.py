"""Deleted notes and files as they are listed: the last deletion first, and only what can be restored."""

from datetime import timedelta
from pathlib import Path

import pytest

from core.domain.clock import FixedClock
from core.domain.enums import Role
from core.domain.ids import ClientId, NoteId
from core.domain.new_rows import ClientDraft
from core.domain.notes import days_to_restore
from core.domain.records import Attachment
from core.store.practice.practice import Practice


@pytest.fixture
def client_id(practice: Practice) -> ClientId:
    return practice.clients.add(ClientDraft(first_name="Ada", last_name="Invented")).value.id


def draft(practice: Practice, client_id: ClientId, text: str) -> NoteId:
    note_id = practice.notes.start(client_id).value.id
    practice.notes.save_draft(note_id, plan=text)
    return note_id


def deleted(practice: Practice) -> list[tuple[str | None, str]]:
    return [(each.note.plan, each.client_name) for each in practice.notes.deleted()]


def test_given_deleted_notes_when_listed_then_the_last_deletion_stands_first_with_its_client(
    practice: Practice, client_id: ClientId, clock: FixedClock
) -> None:
    first, second, _kept = (draft(practice, client_id, text) for text in ("Ice.", "Heat.", "Rest."))
    practice.notes.delete(second)
    clock.advance(timedelta(minutes=1))
    practice.notes.delete(first)
    assert deleted(practice) == [("Ice.", "Ada Invented"), ("Heat.", "Ada Invented")]
    assert len(practice.notes.deleted(limit=1)) == 1
    practice.notes.restore(first)
    assert deleted(practice) == [("Heat.", "Ada Invented")]


def test_given_a_draft_and_a_signed_note_when_thirty_days_are_over_then_the_signed_one_alone_is_listed(
    practice: Practice, client_id: ClientId, clock: FixedClock
) -> None:
    gone, signed = draft(practice, client_id, "Ice."), draft(practice, client_id, "Heat.")
    practice.notes.finalize(signed)
    practice.notes.delete(signed, "wrong client")
    clock.advance(timedelta(minutes=1))
    practice.notes.delete(gone)
    clock.advance(timedelta(days=29, hours=23))
    (last, without_end) = (each.note for each in practice.notes.deleted())
    assert (days_to_restore(last, clock.now()), days_to_restore(without_end, clock.now())) == (1, None)
    clock.advance(timedelta(hours=2))
    assert deleted(practice) == [("Heat.", "Ada Invented")]
    practice.notes.restore(signed)
    assert deleted(practice) == []


@pytest.mark.parametrize("role", [Role.ASSISTANT, Role.READONLY])
def test_given_a_role_that_does_not_read_notes_then_no_deleted_note_or_file_is_listed(
    practice: Practice, client_id: ClientId, tmp_path: Path, role: Role
) -> None:
    practice.notes.delete(draft(practice, client_id, "Ice."))
    file = add(practice, client_id, tmp_path)
    practice.attachments.delete(file.id)
    with practice.store.write() as db:
        db.exec_driver_sql("UPDATE users SET role = ?", (role.value,))
    assert deleted(practice) == []
    assert practice.attachments.deleted_of_client(client_id) == []


def test_given_many_notes_when_the_deleted_are_read_then_an_index_of_them_alone_is_walked(
    practice: Practice,
) -> None:
    sql = (
        "EXPLAIN QUERY PLAN SELECT id FROM sessions WHERE workspace_id = ? AND deleted_at IS NOT NULL"
        " AND (deleted_at >= 1 OR finalized_at IS NOT NULL) ORDER BY deleted_at DESC, id DESC LIMIT 500"
    )
    with practice.store.read() as db:
        plan = [row[3] for row in db.exec_driver_sql(sql, (practice.me.workspace_id.bytes,))]
    assert "ix_sessions_deleted" in plan[0]


def add(
    practice: Practice, client_id: ClientId, folder: Path, name: str = "gait.txt", note: NoteId | None = None
) -> Attachment:
    path = folder / name
    path.write_bytes(name.encode())
    return practice.attachments.add(path, client_id, note).value


def test_given_deleted_files_when_listed_then_a_note_has_its_own_and_the_client_all(
    practice: Practice, client_id: ClientId, clock: FixedClock, tmp_path: Path
) -> None:
    note_id = draft(practice, client_id, "Ice.")
    of_client = add(practice, client_id, tmp_path, "letter.txt")
    of_note = add(practice, client_id, tmp_path, "gait.txt", note_id)
    add(practice, client_id, tmp_path, "kept.txt", note_id)
    practice.attachments.delete(of_client.id)
    clock.advance(timedelta(minutes=1))
    practice.attachments.delete(of_note.id)
    names = [row.file_name for row in practice.attachments.deleted_of_client(client_id)]
    assert names == ["gait.txt", "letter.txt"]
    assert [row.file_name for row in practice.attachments.deleted_of_note(note_id)] == ["gait.txt"]
    practice.attachments.restore(of_note.id)
    assert practice.attachments.deleted_of_note(note_id) == []
