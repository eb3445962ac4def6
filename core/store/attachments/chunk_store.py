"""Chunk files of a vault: content of attachments at rest, each chunk sealed in a file of its own.

`files/<content address in hex>/<chunk number>`: which chunks are here is which files exist. Nothing of it is
named after what it holds, and no plaintext is ever written.
"""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from core.crypto.cells import new_key
from core.crypto.chunks import ADDRESS_BYTES, CHUNK, ChunkPlace, ChunkSeal
from core.domain.errors import DiskFull, NotAStore, NotFound
from core.store.database.engine import Store
from core.store.database.facts import get_fact, set_fact
from core.store.database.private_files import make_private_folder, open_own, sync_folder, write_atomically
from core.store.database.replacing import move_over
from core.store.vault.vault import FILES_NAME

_FILE_KEY = "file_key"
_NUMBER = "06d"
_THIS_RUN = uuid4().hex
"""A staging folder of another run is what a crash left: one process at a time holds a vault."""


class Files:
    """Chunk files beside a store. Any thread may use it; one place is written by one thread at a time.

    Raises DiskFull when there is no room, NotFound for a chunk that is not here, Tampered for one that is
    not what was put.
    """

    def __init__(self, store: Store, chunk_bytes: int = CHUNK) -> None:
        self.chunk_bytes = chunk_bytes
        self._store = store
        self._folder = store.path.parent / FILES_NAME
        self._seal: ChunkSeal | None = None

    def present(self, blob_key: bytes) -> frozenset[int]:
        """Numbers of the chunks that are here; none behind a link."""
        with suppress(FileNotFoundError):
            if not self._is_led_away(blob_key):
                names = [entry.name for entry in os.scandir(self._of(blob_key))]
                return frozenset(int(name) for name in names if name.isdecimal())
        return frozenset()

    def blobs(self) -> set[bytes]:
        """Addresses of all that is here, whole or in part."""
        names = [entry.name for entry in self._entries() if not entry.is_symlink()]
        return {bytes.fromhex(name) for name in names if len(name) == 2 * ADDRESS_BYTES}

    def get(self, place: ChunkPlace) -> bytes:
        """A chunk's plaintext."""
        if self._is_led_away(place.blob_key):
            raise _not_here()
        try:
            with open_own(self._path(place)) as file:
                sealed = file.read()
        except OSError:
            raise _not_here() from None
        return self._sealing().open(sealed, place)

    def put(self, place: ChunkPlace, plaintext: bytes) -> None:
        """Keeps a chunk; after a crash it is here whole or not at all."""
        sealed = self._sealing().seal(plaintext, place)
        with _room():
            self._make(self._of(place.blob_key))
            write_atomically(self._path(place), sealed)

    def drop(self, blob_key: bytes) -> None:
        """Takes all of it away; what was not here, or lies behind a link, is no error."""
        if not self._is_led_away(blob_key):
            shutil.rmtree(self._of(blob_key), ignore_errors=True)

    @contextmanager
    def staging(self) -> Iterator["Staging"]:
        """Where a file is sealed before it belongs to an attachment; gone afterwards unless adopted."""
        folder = self._folder / f".{_THIS_RUN}-{uuid4().hex}"
        with _room():
            self._make(folder)
        try:
            yield Staging(folder, self._sealing())
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def adopt(self, staging: "Staging", blob_key: bytes) -> None:
        """Moves sealed chunks into their place. They take the place of the same chunks, which mends them."""
        target = self._of(blob_key)
        with _room():
            self._make(target)
            # Sealed under the address already, so that moving is all: a crash in between leaves whole chunks
            # only.
            for path in staging.folder.iterdir():
                move_over(path, target / path.name)
            # The new name of a file survives a power cut only once its folder was written (fsync(2)).
            sync_folder(target)
            sync_folder(self._folder)

    def tidy(self) -> None:
        """Takes away what a run that crashed was still sealing."""
        for entry in self._entries():
            if entry.name.startswith(".") and not entry.name.startswith(f".{_THIS_RUN}"):
                shutil.rmtree(entry.path, ignore_errors=True)

    def _entries(self) -> list[os.DirEntry[str]]:
        with suppress(FileNotFoundError):
            if not self._folder.is_symlink():
                return list(os.scandir(self._folder))
        return []

    def _sealing(self) -> ChunkSeal:
        """Under the vault's file key, which is made when the first file comes."""
        if self._seal is None:
            with self._store.read() as db:
                key = get_fact(db, _FILE_KEY)
            self._seal = ChunkSeal(key or self._new_key())
        return self._seal

    def _new_key(self) -> bytes:
        with self._store.write() as db:
            # Asked again: another thread may have made it meanwhile.
            key = get_fact(db, _FILE_KEY) or new_key()
            set_fact(db, _FILE_KEY, key)
        return key

    def _make(self, folder: Path) -> None:
        """A link that somebody planted in its place is taken away: it would lead our files elsewhere."""
        if self._folder.is_symlink():
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
        if folder.is_symlink():
            folder.unlink()
        make_private_folder(folder)

    def _is_led_away(self, blob_key: bytes) -> bool:
        return self._folder.is_symlink() or self._of(blob_key).is_symlink()

    def _of(self, blob_key: bytes) -> Path:
        return self._folder / blob_key.hex()

    def _path(self, place: ChunkPlace) -> Path:
        return self._of(place.blob_key) / f"{place.number:{_NUMBER}}"


class Staging:
    """Chunks of one file that are sealed and belong nowhere yet."""

    def __init__(self, folder: Path, seal: ChunkSeal) -> None:
        self.folder = folder
        self._seal = seal

    def put(self, place: ChunkPlace, plaintext: bytes) -> None:
        """Seals a chunk for the place that it will have. After a crash it is there whole or not at all."""
        with _room():
            write_atomically(self.folder / f"{place.number:{_NUMBER}}", self._seal.seal(plaintext, place))


def _not_here() -> NotFound:
    return NotFound("A part of this attachment is not on this computer.")


@contextmanager
def _room() -> Iterator[None]:
    try:
        yield
    except (DiskFull, NotAStore, OSError):
        raise DiskFull(
            "The disk is full or cannot be written. Nothing is half done, and everything else is as it was. "
            "Make room, then try again."
        ) from None
