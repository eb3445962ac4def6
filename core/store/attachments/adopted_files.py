"""Attachments of an old installation on their way into this practice, under the ids that they had there."""

import threading
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import Connection

from core.crypto.chunks import Address
from core.domain.enums import AuditAction
from core.domain.ids import AttachmentId, NoteId, UserId
from core.domain.records import SessionNote
from core.domain.registry import Access
from core.store.attachments import blob_states
from core.store.attachments.chunk_store import Files
from core.store.attachments.listing import TABLE
from core.store.attachments.source_file import Incoming
from core.store.attachments.workspace_keys import index_key
from core.store.unit_of_work.repository import RepositoryContext


@dataclass(frozen=True, slots=True, kw_only=True)
class OldAttachment:
    """What the old installation said of a file. `caption` is what the new one will show below its name."""

    attachment_id: AttachmentId
    session_id: NoteId
    uploaded_by: UserId | None = None
    file_name: str = field(repr=False)
    file_type: str
    caption: str | None = None
    is_deleted: bool = False


class AdoptedFiles:
    """Adds old attachments, each in one transaction of its own, so that a run goes on where it was killed."""

    def __init__(self, desk: RepositoryContext, files: Files) -> None:
        self._desk, self._files = desk, files

    def known(self) -> frozenset[AttachmentId]:
        """Ids of all attachments that are or were in this practice."""
        with self._desk.read() as db:
            rows = db.exec_driver_sql(f"SELECT id FROM {TABLE}").all()
        return frozenset(AttachmentId(UUID(bytes=bytes(row_id))) for (row_id,) in rows)

    def add(self, old: OldAttachment, content: bytes, cancel: threading.Event) -> None:
        """Seals the content and attaches it to its note, deleted notes too; all of it or nothing.

        Raises NotFound when the note is not here, RuleBroken for who is no owner, DiskFull, Cancelled.
        """
        with self._desk.read() as db:
            self._note(db, old.session_id)
        key, workspace_id = index_key(self._desk.store), self._desk.me.workspace_id
        incoming = Incoming(content, self._files.chunk_bytes, None, cancel)
        address = incoming.address_with(Address(key, workspace_id))
        with self._files.staging() as staging:
            incoming.seal_into(staging.put, address, Address(key, workspace_id))
            with self._desk.write(Access.OWNER) as writer:
                values = self._row(writer.db, old, address)
                # Inside the transaction: whoever frees what no row needs takes the same turn.
                self._files.adopt(staging, address.digest())
                blob_states.set_verified(writer.db, address.digest(), verified=True)
                made = writer.insert(TABLE, values, old.attachment_id)
                if old.is_deleted:
                    writer.delete(TABLE, made)
                writer.audit(AuditAction.CREATE, "attachment.adopt", made)

    def _row(self, db: Connection, old: OldAttachment, address: Address) -> dict[str, object]:
        note = self._note(db, old.session_id)
        return {
            "client_id": note.client_id,
            "session_id": note.id,
            "uploaded_by_user_id": old.uploaded_by if self._is_here(db, old.uploaded_by) else None,
            "file_name": old.file_name,
            "file_type": old.file_type,
            "file_size_bytes": address.size,
            "blob_key": address.digest(),
            "chunk_count": address.count(self._files.chunk_bytes),
            "caption": old.caption,
        }

    def _note(self, db: Connection, note_id: NoteId) -> SessionNote:
        return self._desk.get(db, SessionNote, "sessions", note_id, deleted=True)

    def _is_here(self, db: Connection, user_id: UserId | None) -> bool:
        if user_id is None:
            return False
        found = db.exec_driver_sql("SELECT 1 FROM users WHERE id = ?", (user_id.bytes,))
        return found.first() is not None
