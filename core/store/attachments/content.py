"""Content of attachments: reading it verified, fetching it or letting it go, freeing what nobody needs."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.crypto.chunks import Address, ChunkPlace
from core.domain.changes import Changed
from core.domain.enums import AuditAction
from core.domain.errors import BadInput, DiskFull, NotAStore, NotHere, RuleBroken, Tampered, UserError
from core.domain.ids import AttachmentId
from core.runtime.progress import OnProgress
from core.store.attachments import blob_states
from core.store.attachments.chunk_store import Files
from core.store.attachments.listing import TABLE, ListedAttachment, find, find_one
from core.store.attachments.transfer_totals import Moving, moving
from core.store.attachments.workspace_keys import index_key
from core.store.database.facts import get_json, set_json
from core.store.database.private_files import private_replacement, write_all
from core.store.unit_of_work.repository import RepositoryContext
from core.store.unit_of_work.writer import Writer

KEEP_ALL = "setting.keep_all_files"


class Contents:
    """What attachments hold. Only verified plaintext comes out, and only `save_copy` writes it to a disk.

    `read`, `pieces`, `save_copy` and `check` take as long as the file is large: never on the GUI thread.
    """

    def __init__(self, desk: RepositoryContext, files: Files) -> None:
        self._desk = desk
        self._files = files

    def read(self, attachment_id: AttachmentId) -> bytes:
        """All of the content, in memory; for previews. Raises as `pieces`."""
        return b"".join(self.pieces(attachment_id))

    def pieces(self, attachment_id: AttachmentId) -> Iterator[bytes]:
        """The content in verified pieces of at most 1 MiB.

        Raises at once: UserError (not_here) when it is not on this laptop, Tampered when the whole is not
        what its address says. A piece that was damaged since raises Tampered in its turn.
        """
        held = find_one(self._desk, self._files, attachment_id)
        if not held.is_here:
            raise NotHere(
                "This file is in the clinic and not on this computer; nothing was opened. Fetch it first."
            )
        if not held.state.verified:
            self.verify(held.row.blob_key, held.row.chunk_count)
        # This function is no generator itself: what is wrong is said before the first piece is asked for.
        return self._opened(held.row.blob_key, held.row.chunk_count)

    def _opened(self, blob_key: bytes, count: int) -> Iterator[bytes]:
        for number in range(count):
            try:
                piece = self._files.get(ChunkPlace(blob_key, number, count))
            except Tampered:
                self._damaged(blob_key)
                raise
            yield piece

    def _damaged(self, blob_key: bytes) -> None:
        with self._desk.store.write() as db:
            blob_states.set_problem(db, blob_key, "damaged")

    def verify(self, blob_key: bytes, count: int) -> None:
        """Compares the whole with its address; Tampered when it differs, and then it is not kept."""
        address = Address(index_key(self._desk.store), self._desk.me.workspace_id)
        for piece in self._opened(blob_key, count):
            address.update(piece)
        # Each chunk passed its seal, but a member could have sealed other content: only the address covers
        # the whole.
        is_genuine = address.digest() == blob_key
        if not is_genuine:
            self._files.drop(blob_key)
        with self._desk.store.write() as db:
            if is_genuine:
                blob_states.set_verified(db, blob_key, verified=True)
            else:
                blob_states.set_problem(db, blob_key, "not_genuine")
        if not is_genuine:
            raise Tampered(
                "This attachment is not what was added, so it was not used. Whoever has the file can add it "
                "again."
            )

    def save_copy(
        self, attachment_id: AttachmentId, target: Path, progress: OnProgress | None = None
    ) -> None:
        """Writes the content, readable, where the person chose; an older file stays until it is whole."""
        row, done = find_one(self._desk, self._files, attachment_id).row, 0
        with _writable(), private_replacement(target) as descriptor:
            for piece in self.pieces(attachment_id):
                write_all(descriptor, piece)
                done += len(piece)
                if progress is not None:
                    progress(done, row.file_size_bytes)
        with self._desk.store.write() as db:
            writer = Writer(db, self._desk.me, self._desk.clock, self._desk.ids)
            writer.audit(AuditAction.EXPORT, "attachment.save", attachment_id)

    def check(self, progress: OnProgress | None = None) -> list[ListedAttachment]:
        """Reads everything that is here once; those whose content does not hold. `progress` counts files."""
        here = [held for held in find(self._desk, self._files) if held.is_here]
        return [held for done, held in enumerate(here, 1) if not self._holds(held, done, len(here), progress)]

    def _holds(self, held: ListedAttachment, done: int, total: int, progress: OnProgress | None) -> bool:
        try:
            self.verify(held.row.blob_key, held.row.chunk_count)
        except UserError:
            return False
        finally:
            if progress is not None:
                progress(done, total)
        return True

    def want(self, attachment_id: AttachmentId, *, wanted: bool = True) -> tuple[Changed, ...]:
        """Asks for the content to be fetched, or no longer; wake the queue of files afterwards.

        What was damaged here is taken away first, where the clinic has it.
        """
        held = find_one(self._desk, self._files, attachment_id)
        key = held.row.blob_key
        if wanted and held.problem == "damaged" and held.in_clinic == held.row.chunk_count:
            self._files.drop(key)
            held = find_one(self._desk, self._files, attachment_id)
        with self._desk.store.write() as db:
            blob_states.set_wanted(db, key, wanted=wanted and not held.is_here)
            if wanted:
                blob_states.forget_problem(db, key)
        return _told(attachment_id)

    def moving(self) -> Moving:
        """What is still to be sent from here or fetched to here."""
        keeps_all = self.keeps_all
        with self._desk.read() as db:
            blobs = blob_states.living(db)
        return moving(blobs, lambda key: len(self._files.present(key)), keeps_all=keeps_all)

    @property
    def keeps_all(self) -> bool:
        """Whether this device fetches everything by itself: a setting of this device, off at first."""
        with self._desk.read() as db:
            return bool(get_json(db, KEEP_ALL))

    def set_keeps_all(self, *, keeps_all: bool) -> None:
        """Of this device alone. Turning it off lets nothing go that is here."""
        with self._desk.store.write() as db:
            set_json(db, KEEP_ALL, keeps_all)

    def release(self, attachment_id: AttachmentId) -> tuple[Changed, ...]:
        """Asks for the room on this laptop to be freed; wake the queue of files afterwards.

        It goes when the clinic has just said that it has all of it, and not before. RuleBroken (only_here)
        when that is known not to be so.
        """
        held = find_one(self._desk, self._files, attachment_id)
        if held.in_clinic < held.row.chunk_count:
            raise RuleBroken(
                "This file is not in the clinic yet, so it stays on this computer. Sync first.",
                code="only_here",
            )
        with self._desk.store.write() as db:
            blob_states.set_leaving(db, held.row.blob_key)
        return _told(attachment_id)

    def let_go(self, blob_key: bytes) -> None:
        """Frees the room of a content that the clinic has, as it has just said."""
        self._files.drop(blob_key)
        with self._desk.store.write() as db:
            blob_states.set_wanted(db, blob_key, wanted=False)

    def collect(self) -> int:
        """Frees what no attachment has, deleted or not; returns how many files that were."""
        with self._desk.read() as db:
            if not blob_states.orphans(db, self._files.blobs()):
                return 0
        # Again, in the turn of whoever adds a file: what it is about to use is needed.
        with self._desk.store.write() as db:
            found = blob_states.orphans(db, self._files.blobs())
            for blob_key in found:
                self._files.drop(blob_key)
        return len(found)


@contextmanager
def _writable() -> Iterator[None]:
    """A place that the person chose is not the vault: another sentence."""
    try:
        yield
    except DiskFull:
        raise DiskFull("The disk is full; no copy was written. Make room, then try again.") from None
    except (NotAStore, OSError):
        raise BadInput("The copy cannot be written there; nothing was saved. Choose another place.") from None


def _told(attachment_id: uuid.UUID) -> tuple[Changed, ...]:
    return (Changed(TABLE, frozenset([attachment_id])),)
