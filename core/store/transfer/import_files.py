"""Content of attachments on its way in with an import: sealed before the transaction, adopted inside it.

An attachment's address depends on the practice's key, so what the line says of its content is replaced by
what its file, `attachments/<id>` with any ending beside the lines, turns out to be here.
"""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from core.crypto.chunks import Address
from core.domain.errors import BadInput
from core.runtime.stopping import Check
from core.store.attachments import blob_states
from core.store.attachments.chunk_store import Files, Staging
from core.store.attachments.source_file import Incoming
from core.store.attachments.workspace_keys import index_key
from core.store.practice.practice import Practice

FOLDER = "attachments"
OF_CONTENT = ("blob_key", "chunk_count", "file_size_bytes")


@dataclass(frozen=True, slots=True)
class _Sealed:
    staging: Staging
    address: Address


class SealedFiles:
    """Files that were found beside the lines, sealed and not yet adopted."""

    def __init__(self, files: Files, found: Mapping[uuid.UUID, _Sealed]) -> None:
        self._files, self._found = files, found

    def adopt(self, db: Connection, row_id: uuid.UUID | None, *, required: bool) -> dict[str, Any]:
        """Gives a new attachment its content; the columns that describe it. BadInput when `required` and
        there is no file."""
        sealed = self._found.get(row_id) if row_id is not None else None
        if sealed is None and not required:
            return {}
        if sealed is None:
            raise BadInput(f"its file is not in the folder {FOLDER!r} beside the lines")
        blob_key = sealed.address.digest()
        self._files.adopt(sealed.staging, blob_key)
        blob_states.set_verified(db, blob_key, verified=True)
        size = sealed.address.size
        count = sealed.address.count(self._files.chunk_bytes)
        return {"blob_key": blob_key, "chunk_count": count, "file_size_bytes": size}


@contextmanager
def sealed_files(
    practice: Practice, source: Path, row_ids: Iterable[uuid.UUID], check: Check
) -> Iterator[SealedFiles]:
    """Seals the files of these new attachments; what is not adopted is gone when the block ends."""
    files = Files(practice.store)
    folder = (source if source.is_dir() else source.parent) / FOLDER
    found: dict[uuid.UUID, _Sealed] = {}
    with ExitStack() as stack:
        for row_id in row_ids:
            paths = sorted(folder.glob(f"{row_id}*"))
            if paths:
                staging = stack.enter_context(files.staging())
                found[row_id] = _Sealed(staging, _sealed(practice, files, staging, paths[0], check))
        yield SealedFiles(files, found)


def _sealed(practice: Practice, files: Files, staging: Staging, path: Path, check: Check) -> Address:
    key, workspace_id = index_key(practice.store), practice.me.workspace_id
    incoming = Incoming(path, files.chunk_bytes, lambda _done, _total: check(), None)
    address = incoming.address_with(Address(key, workspace_id))
    incoming.seal_into(staging.put, address, Address(key, workspace_id))
    return address
