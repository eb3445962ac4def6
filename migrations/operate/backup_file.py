"""The file of a server backup: one table a member, and a manifest of counts and SHA-256 that comes last.

A zip of PostgreSQL's own COPY text. That form has been the same for decades and names its columns, so a file
of one server version goes into another, and somebody without this program can still read it.
"""

import hashlib
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from core.domain.errors import BadInput, VersionMismatch
from core.store.database.given_files import open_given
from core.store.transfer.zip_errors import DAMAGED

FORMAT = 1
MANIFEST = "manifest.json"
_CHUNK = 1 << 18
# It is read as a whole, and whoever gives a file must not fill the memory by it.
_MANIFEST_LIMIT = 64_000_000
_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")

BackupProgress = Callable[[str, int, int | None], None]
"""What is done, how many rows of it, and of how many when that is known."""


@dataclass(frozen=True, slots=True)
class SavedTable:
    """`size` and `sha256` are of the member's bytes before they were compressed."""

    name: str
    columns: tuple[str, ...]
    rows: int
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the backup says of itself. `made_at` is UTC, as the server's clock told it."""

    made_at: str
    database: str
    server_version: str
    revision: str
    tables: tuple[SavedTable, ...]
    format: int = FORMAT

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables)


@dataclass
class Member:
    """One table on its way into the file."""

    name: str
    columns: tuple[str, ...]
    rows: int = 0
    size: int = 0
    digest: Any = field(default_factory=hashlib.sha256)

    def saved(self) -> SavedTable:
        return SavedTable(self.name, self.columns, self.rows, self.size, self.digest.hexdigest())


class BackupWriter:
    """Writes tables one after the other, then the manifest. Without a manifest the file is refused."""

    def __init__(self, file: Any) -> None:
        # COPY writes ciphertext as hexadecimal digits: the fastest level takes that half away.
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1)

    def write(self, member: Member, blocks: Iterable[bytes]) -> Iterator[int]:
        """Takes COPY text; yields the rows so far, so that a caller can tell how far it is."""
        # How large a table gets is not known yet; without Zip64 it would end at 2 GiB (zipfile).
        with self._zip.open(f"{member.name}.copy", "w", force_zip64=True) as entry:
            for block in blocks:
                entry.write(block)
                member.digest.update(block)
                member.size += len(block)
                member.rows += block.count(b"\n")  # a line break inside a value is written as \n
                yield member.rows

    def finish(self, manifest: Manifest) -> None:
        self._zip.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1))

    def close(self) -> None:
        """After a failure in the middle of a table there is nothing to round off."""
        with suppress(ValueError):
            self._zip.close()


class BackupReader:
    """A backup that is there to be read. Raises BadInput for what is none or is damaged."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._file = open_given(path)
        except OSError as error:
            reason = (error.strerror or "cannot be opened").lower()
            raise BadInput(f"{path} cannot be read: {reason}; nothing was changed.") from None
        try:
            self._zip = self._opened()
            self.manifest = self._read_manifest()
        # Nobody gets this object to close it.
        except BaseException:
            self._file.close()
            raise

    def _opened(self) -> zipfile.ZipFile:
        try:
            return zipfile.ZipFile(self._file)
        except (*DAMAGED, OSError):
            raise self._no_backup() from None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()
        self._file.close()

    def verify(self, progress: BackupProgress) -> None:
        """Reads everything once; raises BadInput when a byte is not what it was."""
        done = 0
        for table in self.manifest.tables:
            found = Member(table.name, table.columns)
            for block in self.blocks(table):
                found.digest.update(block)
                found.size += len(block)
                found.rows += block.count(b"\n")
                progress("Checking the file", done + found.rows, self.manifest.rows)
            if found.saved() != table:
                raise self._damaged()
            done += found.rows

    def blocks(self, table: SavedTable) -> Iterator[bytes]:
        try:
            with self._zip.open(f"{table.name}.copy") as entry:
                while block := entry.read(_CHUNK):
                    yield block
        except (*DAMAGED, OSError):
            raise self._damaged() from None

    def _read_manifest(self) -> Manifest:
        try:
            if self._zip.getinfo(MANIFEST).file_size > _MANIFEST_LIMIT:
                raise self._damaged()
            told = json.loads(self._zip.read(MANIFEST))
        except KeyError:
            raise self._no_backup() from None
        except (*DAMAGED, OSError):
            raise self._damaged() from None
        return self._manifest(told)

    def _manifest(self, told: Any) -> Manifest:
        if not isinstance(told, dict) or not isinstance(told.get("format"), int):
            raise self._no_backup()
        if told["format"] > FORMAT:
            raise VersionMismatch("This backup was made by a newer PazPaz; update this program first.")
        try:
            listed = [SavedTable(**{**each, "columns": tuple(each["columns"])}) for each in told["tables"]]
            manifest = Manifest(**{**told, "tables": tuple(listed)})
        except (TypeError, KeyError):
            raise self._damaged() from None
        # They become part of a COPY statement, and the file may be a stranger's.
        if not all(_NAME.fullmatch(name) for each in listed for name in (each.name, *each.columns)):
            raise self._damaged()
        return manifest

    def _no_backup(self) -> BadInput:
        return BadInput(
            f"{self._path} is no backup of a PazPaz server, or was cut short; nothing was changed."
        )

    def _damaged(self) -> BadInput:
        return BadInput(f"{self._path} is damaged; nothing was changed. Use another backup.", code="damaged")
