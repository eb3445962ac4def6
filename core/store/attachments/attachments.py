"""Attachments of clients and session notes: adding files, naming, deleting.

Content is kept beside the store in sealed chunks (chunk_store.py), named by its content address and read
through content.py. The rows travel with everything else, the content by a queue of its own (sync/files).
"""

import mimetypes
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from core.crypto.chunks import Address
from core.domain.enums import AuditAction
from core.domain.errors import RuleBroken
from core.domain.file_limits import FileLimits, Room
from core.domain.file_names import with_ending_of
from core.domain.ids import AttachmentId, ClientId, NoteId
from core.domain.records import Attachment, Client, SessionNote
from core.domain.registry import Access
from core.picture_file.stripping import Metadata
from core.runtime.progress import OnProgress
from core.store.attachments import blob_states
from core.store.attachments.chunk_store import Files
from core.store.attachments.listing import COLUMNS, TABLE, ListedAttachment, find, find_deleted, find_one
from core.store.attachments.room import check_fits, limits_in, taken_in
from core.store.attachments.source_file import FileSource, Incoming, clean_name, shown_name, size_of
from core.store.attachments.without_metadata import BareFile, Stripping, without_metadata
from core.store.attachments.workspace_keys import index_key
from core.store.unit_of_work.repository import Done, RepositoryContext
from core.store.unit_of_work.writer import Writer

_LONGEST_CAPTION = 5_000
_USUAL = Stripping()


@dataclass(frozen=True, slots=True)
class Added(Done[Attachment]):
    """`metadata`: what became of what the file told about camera and place, or `is_pdf`, about its author."""

    metadata: Metadata = Metadata.NONE
    is_pdf: bool = False


class Attachments:
    """The practice's attachments. Every command is one transaction; NotFound for what is not here.

    `add` takes as long as the file is large: never call it on the GUI thread, and give it a `cancel` event.
    """

    def __init__(self, desk: RepositoryContext, files: Files) -> None:
        self._desk = desk
        self._files = files

    def add(
        self,
        source: FileSource,
        client_id: ClientId,
        session_id: NoteId | None = None,
        *,
        file_name: str | None = None,
        caption: str | None = None,
        progress: OnProgress | None = None,
        cancel: threading.Event | None = None,
        stripping: Stripping = _USUAL,
    ) -> Added:
        """Attaches a file (its path, or bytes and a `file_name`) to a client, perhaps to a note of theirs.

        All of it or nothing. Raises RuleBroken (file_empty, file_changed, role, and as `check_room` where it
        does not fit), BadInput (cannot be read), DiskFull, Cancelled, NotFound. `progress` is called on this
        thread, with bytes: twice as many as the file has, since it is read twice. `stripping` says what is
        taken off: by itself what a picture tells about camera and place.
        """
        name = clean_name(file_name or (source.name if isinstance(source, Path) else ""))
        note = clean_caption(caption)
        with self._desk.read() as db:
            self._check_place(db, client_id, session_id)
            check_fits(self._desk, db, size_of(source), client_id, session_id)
        bare = self._bare(source, stripping, cancel or threading.Event(), (client_id, session_id))
        incoming = Incoming(bare.source, self._files.chunk_bytes, progress, cancel)
        key, workspace_id = index_key(self._desk.store), self._desk.me.workspace_id
        address = incoming.address_with(Address(key, workspace_id))
        with self._files.staging() as staging:
            incoming.seal_into(staging.put, address, Address(key, workspace_id))
            with self._desk.write(Access.CLINICAL) as writer:
                # The note may have been deleted while the file was read and sealed.
                self._check_place(writer.db, client_id, session_id)
                # It grew while it was read, or another file came meanwhile.
                check_fits(self._desk, writer.db, address.size, client_id, session_id)
                # Inside the transaction: whoever frees what no row needs takes the same turn.
                self._files.adopt(staging, address.digest())
                blob_states.set_verified(writer.db, address.digest(), verified=True)
                place = {"client_id": client_id, "session_id": session_id, "caption": note}
                made = writer.insert(TABLE, {**place, **self._about(name, address)})
                writer.audit(AuditAction.CREATE, "attachment.add", made)
                done = self._done(writer, AttachmentId(made))
                return Added(done.value, done.changed, done.undo, bare.metadata, bare.is_pdf)

    def _bare(
        self,
        source: FileSource,
        stripping: Stripping,
        cancel: threading.Event,
        place: tuple[ClientId, NoteId | None],
    ) -> BareFile:
        """A PDF may come out somewhat larger: where only the original fits, it stays as it was."""
        bare = without_metadata(source, stripping, cancel)
        if bare.is_pdf and size_of(bare.source) > size_of(source):
            try:
                with self._desk.read() as db:
                    check_fits(self._desk, db, size_of(bare.source), *place)
            except RuleBroken:
                return BareFile(source, Metadata.LEFT, is_pdf=True)
        return bare

    def _about(self, name: str, address: Address) -> dict[str, object]:
        return {
            "uploaded_by_user_id": self._desk.me.user_id,
            "file_name": name,
            "file_type": type_of(name),
            "file_size_bytes": address.size,
            "blob_key": address.digest(),
            "chunk_count": address.count(self._files.chunk_bytes),
        }

    def _check_place(self, db: Connection, client_id: ClientId, session_id: NoteId | None) -> None:
        self._desk.get(db, Client, "clients", client_id)
        if session_id is not None:
            note = self._desk.get(db, SessionNote, "sessions", session_id)
            if note.client_id != client_id:
                raise RuleBroken("This note is another client's; nothing was added.", code="other_client")

    def room(self) -> tuple[Room, FileLimits]:
        """What the practice's files take, and what they may."""
        with self._desk.read() as db:
            return taken_in(self._desk, db, None, None), limits_in(self._desk, db)

    def of_client(self, client_id: ClientId) -> Sequence[ListedAttachment]:
        """All of a client, those of notes too; the newest first."""
        return find(self._desk, self._files, client_id=client_id)

    def of_note(self, session_id: NoteId) -> Sequence[ListedAttachment]:
        """The newest first."""
        return find(self._desk, self._files, session_id=session_id)

    def deleted_of_client(self, client_id: ClientId) -> Sequence[Attachment]:
        """What `restore` brings back, those of notes too; the one that was deleted last first."""
        return find_deleted(self._desk, client_id=client_id)

    def deleted_of_note(self, session_id: NoteId) -> Sequence[Attachment]:
        """As `deleted_of_client`, of one note."""
        return find_deleted(self._desk, session_id=session_id)

    def all(self) -> Sequence[ListedAttachment]:
        """Of the whole practice, the newest first."""
        return find(self._desk, self._files)

    def get(self, attachment_id: AttachmentId) -> ListedAttachment:
        """Raises NotFound for one that is deleted, as for one that never was."""
        return find_one(self._desk, self._files, attachment_id)

    def rename(self, attachment_id: AttachmentId, file_name: str) -> Done[Attachment]:
        """Gives it another name; its ending stays, and so its kind. RuleBroken (name_missing, name_taken)."""
        with self._desk.write(Access.CLINICAL) as writer:
            row = self._desk.get(writer.db, Attachment, TABLE, attachment_id)
            name = clean_name(with_ending_of(shown_name(row.file_name), file_name))
            self._check_free(writer.db, row, name)
            return self._edited(writer, attachment_id, {"file_name": name})

    def _check_free(self, db: Connection, row: Attachment, name: str) -> None:
        """Two files of one client may come with one name, but nobody gives the name of one to another."""
        others = self._desk.select(TABLE, COLUMNS.client_id == row.client_id, COLUMNS.id != row.id)
        taken = {other.file_name.casefold() for other in self._desk.rows(db, Attachment, TABLE, others)}
        if name.casefold() in taken:
            raise RuleBroken(
                "Another file of this client has this name; nothing was changed. Choose another name.",
                code="name_taken",
            )

    def set_caption(self, attachment_id: AttachmentId, caption: str | None) -> Done[Attachment]:
        """At most 5,000 characters; empty text is no caption."""
        with self._desk.write(Access.CLINICAL) as writer:
            self._desk.get(writer.db, Attachment, TABLE, attachment_id)
            return self._edited(writer, attachment_id, {"caption": clean_caption(caption)})

    def _edited(
        self, writer: Writer, attachment_id: AttachmentId, values: dict[str, object]
    ) -> Done[Attachment]:
        if writer.update(TABLE, attachment_id, values):
            writer.audit(AuditAction.UPDATE, "attachment.edit", attachment_id, {"fields": sorted(values)})
        return self._done(writer, attachment_id)

    def delete(self, attachment_id: AttachmentId) -> Done[Attachment]:
        """Takes it off the lists. Its content stays as long as it is on this laptop alone: see `restore`."""
        with self._desk.write(Access.CLINICAL) as writer:
            self._desk.get(writer.db, Attachment, TABLE, attachment_id)
            writer.delete(TABLE, attachment_id)
            writer.audit(AuditAction.DELETE, "attachment.delete", attachment_id)
            return self._done(writer, attachment_id)

    def restore(self, attachment_id: AttachmentId) -> Done[Attachment]:
        """Brings a deleted one back."""
        with self._desk.write(Access.CLINICAL) as writer:
            self._desk.get(writer.db, Attachment, TABLE, attachment_id, deleted=True)
            if writer.undelete(TABLE, attachment_id):
                writer.audit(AuditAction.UPDATE, "attachment.restore", attachment_id)
            return self._done(writer, attachment_id)

    def _done(self, writer: Writer, attachment_id: AttachmentId) -> Done[Attachment]:
        return self._desk.done(writer, Attachment, TABLE, attachment_id)


def type_of(name: str) -> str:
    """The media type that a file's ending stands for."""
    return mimetypes.guess_type(name, strict=False)[0] or "application/octet-stream"


def clean_caption(caption: str | None) -> str | None:
    """Trimmed; None when nothing is left. RuleBroken past 5,000 characters."""
    shown = (caption or "").strip()
    if len(shown) > _LONGEST_CAPTION:
        raise RuleBroken("The caption is longer than 5,000 characters; nothing was changed.", code="too_long")
    return shown or None
