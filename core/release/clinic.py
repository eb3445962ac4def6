"""A release that the owner gives to every laptop of the practice, through the clinic's server.

Its manifest and signature stand in the practice's settings under `release`, which only an owner may write;
its installers are sealed and travel as the content of attachments does. A laptop trusts neither: it verifies
what came this way as it verifies a file from a stick.
"""

import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.crypto.chunks import ADDRESS_BYTES, Address, ChunkPlace
from core.domain.changes import Changed
from core.domain.enums import AuditAction, Role
from core.domain.errors import BadInput, DiskFull, NotAStore, NotHere, RuleBroken
from core.domain.records import Workspace
from core.domain.registry import Access
from core.release.manifest import ReleaseFile
from core.runtime.progress import OnProgress
from core.store.attachments import blob_states
from core.store.attachments.blob_states import MOST_CHUNKS
from core.store.attachments.chunk_store import Files, Staging
from core.store.attachments.source_file import Incoming
from core.store.attachments.workspace_keys import index_key
from core.store.database.private_files import private_replacement, write_all
from core.store.unit_of_work.repository import Done, RepositoryContext
from core.store.unit_of_work.writer import Writer

_SETTING = "release"
_MOST_TEXT = 24 * 1024
"""Bytes of manifest and signature: all settings of a practice have 64 KiB on the server."""


@dataclass(frozen=True, slots=True)
class Published:
    """What the settings name. `blobs`: address and number of chunks of each file, by its name."""

    manifest: bytes
    signature: bytes
    blobs: Mapping[str, tuple[bytes, int]]


@dataclass(frozen=True, slots=True)
class Carried:
    """Where one installer is: `here` of `total` chunks, and whether the rest was asked for."""

    here: int
    total: int
    wanted: bool
    problem: str | None

    @property
    def is_here(self) -> bool:
        """Whether all chunks are on this laptop; `save` writes the file, which is to be verified there."""
        return self.here >= self.total


class ClinicReleases:
    """Methods run on the calling thread; `publish` and `save` take as long as the files are large."""

    def __init__(self, desk: RepositoryContext, files: Files | None = None) -> None:
        self._desk = desk
        self._files = files or Files(desk.store)

    @property
    def may_publish(self) -> bool:
        """Whether this person is the practice's owner."""
        with self._desk.read() as db:
            return self._desk.role(db) is Role.OWNER

    def published(self) -> Published | None:
        """None when nothing is, or when what stands there makes no sense."""
        with self._desk.read() as db:
            settings = self._settings(db)
        return _published(settings.get(_SETTING))

    def publish(
        self,
        manifest: bytes,
        signature: bytes,
        sources: Sequence[tuple[ReleaseFile, Path]],
        progress: OnProgress | None = None,
        cancel: threading.Event | None = None,
    ) -> Done[Workspace]:
        """Gives these installers, verified by the caller, to the practice; what was given before goes.

        All or nothing. Raises RuleBroken (role, release_too_long, file_changed), BadInput, DiskFull,
        Cancelled.
        """
        texts = {"manifest": manifest.decode(), "signature": signature.decode()}
        if len(json.dumps(texts, ensure_ascii=False).encode()) > _MOST_TEXT:
            raise RuleBroken(
                "The notes of this release are too long for the clinic's server; nothing was changed. "
                "Install it from a stick.",
                code="release_too_long",
            )
        # Before the sealing, which takes long, and at whose end it would be refused all the same.
        with self._desk.read() as db:
            self._desk.check_role(db, Access.OWNER)
        with ExitStack() as stack:
            # Sealed first: it takes as long as the files are large, and whoever types would wait for the
            # transaction.
            sealed = [self._seal(file, path, stack, progress, cancel) for file, path in sources]
            with self._desk.write(Access.OWNER) as writer:
                return self._written(writer, texts, sealed)

    def _seal(
        self,
        file: ReleaseFile,
        path: Path,
        stack: ExitStack,
        progress: OnProgress | None,
        cancel: threading.Event | None,
    ) -> tuple[ReleaseFile, Address, Staging]:
        key, workspace_id = index_key(self._desk.store), self._desk.me.workspace_id
        incoming = Incoming(path, self._files.chunk_bytes, progress, cancel)
        address = incoming.address_with(Address(key, workspace_id))
        staging = stack.enter_context(self._files.staging())
        incoming.seal_into(staging.put, address, Address(key, workspace_id))
        return file, address, staging

    def _written(
        self, writer: Writer, texts: Mapping[str, str], sealed: Sequence[tuple[ReleaseFile, Address, Staging]]
    ) -> Done[Workspace]:
        ws, files = self._desk.me.workspace_id, []
        for file, address, staging in sealed:
            self._files.adopt(staging, address.digest())
            blob_states.set_verified(writer.db, address.digest(), verified=True)
            count = address.count(self._files.chunk_bytes)
            files.append({"name": file.name, "blob_key": address.digest().hex(), "chunk_count": count})
        # Read in this transaction: what sync set meanwhile is not taken back.
        settings = self._settings(writer.db) | {_SETTING: {**texts, "files": files}}
        writer.update("workspaces", ws, {"settings": settings})
        writer.audit(AuditAction.UPDATE, "workspace.edit", ws, {"fields": ["settings"]})
        row = self._desk.get(writer.db, Workspace, "workspaces", ws)
        return Done(row, writer.changed, writer.undo)

    def withdraw(self) -> Done[Workspace]:
        """Takes the release off the list of every laptop; who installed it keeps it."""
        ws = self._desk.me.workspace_id
        with self._desk.write(Access.OWNER) as writer:
            settings = {k: v for k, v in self._settings(writer.db).items() if k != _SETTING}
            if writer.update("workspaces", ws, {"settings": settings}):
                writer.audit(AuditAction.UPDATE, "workspace.edit", ws, {"fields": ["settings"]})
            row = self._desk.get(writer.db, Workspace, "workspaces", ws)
            return Done(row, writer.changed, writer.undo)

    def carried(self, published: Published, name: str) -> Carried | None:
        """Where this file is; None when the clinic was not given it."""
        if name not in published.blobs:
            return None
        key, count = published.blobs[name]
        with self._desk.read() as db:
            state = blob_states.states(db, [key]).get(key, blob_states.UNKNOWN)
        here = len(self._files.present(key))
        return Carried(here, count, state.wanted, state.problem)

    def want(self, published: Published, name: str) -> tuple[Changed, ...]:
        """Asks for the file to be fetched; wake the queue of files afterwards. What was damaged goes."""
        key, count = published.blobs[name]
        known = self.carried(published, name)
        if known is not None and known.problem is not None:
            self._files.drop(key)
        with self._desk.store.write() as db:
            blob_states.set_wanted(db, key, wanted=len(self._files.present(key)) < count)
            blob_states.forget_problem(db, key)
        return (Changed("workspaces", frozenset([self._desk.me.workspace_id])),)

    def save(self, published: Published, name: str, target: Path) -> None:
        """Writes the file, readable, where it can be opened; verify it there. Raises NotHere, Tampered,
        DiskFull, BadInput. A file that is there stays until the new one is whole.
        """
        key, count = published.blobs[name]
        if len(self._files.present(key)) < count:
            raise NotHere("This update is not on this computer yet; nothing was changed. Fetch it first.")
        try:
            with private_replacement(target) as descriptor:
                for piece in self._pieces(key, count):
                    write_all(descriptor, piece)
        except DiskFull:
            raise DiskFull("The disk is full; nothing was written. Make room, then try again.") from None
        except (NotAStore, OSError):
            raise BadInput("The update cannot be written there; nothing was changed.") from None

    def _pieces(self, key: bytes, count: int) -> Iterator[bytes]:
        for number in range(count):
            yield self._files.get(ChunkPlace(key, number, count))

    def _settings(self, db: Any) -> dict[str, Any]:
        row = self._desk.get(db, Workspace, "workspaces", self._desk.me.workspace_id)
        return dict(row.settings or {})


def _published(found: object) -> Published | None:
    """Another laptop wrote it: anything odd counts as nothing."""
    try:
        blobs = {str(each["name"]): _blob(each) for each in found["files"]}  # type: ignore[index]
        return Published(found["manifest"].encode(), found["signature"].encode(), blobs)  # type: ignore[index]
    except (ArithmeticError, AttributeError, KeyError, TypeError, ValueError):
        return None


def _blob(found: Mapping[str, Any]) -> tuple[bytes, int]:
    key, count = bytes.fromhex(found["blob_key"]), int(found["chunk_count"])
    # The queue of files goes by this number: unbounded, it would ask the server for parts without end.
    if len(key) != ADDRESS_BYTES or not 0 < count <= MOST_CHUNKS:
        raise ValueError
    return key, count
