"""Everything a practice holds as JSON lines that any program can read, with a manifest to check them by."""

import hashlib
import json
import os
import re
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from core.domain.clock import from_micros
from core.domain.enums import AuditAction
from core.domain.errors import BadInput, DiskFull, NotFound, NotHere, Tampered
from core.domain.registry import SCHEMA_VERSION, TABLES, Column, ColumnKind, Table
from core.runtime.stopping import Check, checked, go_on
from core.store.database.columns import compact_json
from core.store.database.private_files import private_replacement, sync_folder, write_all
from core.store.outbox.wire_row import STORED_COLUMNS, field_to_wire
from core.store.practice.practice import Practice

MANIFEST = "manifest.json"
ATTACHMENTS = "attachments"
_FORMAT = "pazpaz export"
_STAMPS = ("created_at", "updated_at", "deleted_at")


@dataclass(frozen=True, slots=True)
class ExportReport:
    """`counts` by table, deleted rows included; `files` with their SHA-256; `missing` are attachments whose
    content is not on this computer, or does not hold. `recorded`: whether there was room to note in the audit
    that it was made."""

    folder: Path
    counts: dict[str, int]
    files: dict[str, str]
    missing: tuple[uuid.UUID, ...] = ()
    recorded: bool = True


def export(practice: Practice, folder: Path, check: Check = go_on) -> ExportReport:
    """One file per table, one object a line: table, id, version, then every column that has a value.

    The files are not encrypted. Times are ISO 8601 in UTC; deleted rows carry `deleted_at`. An existing
    export in the folder is replaced file by file; manifest.json comes last. Attachments stand beside them as
    they are, `attachments/<id>` with the ending of their name. Nothing in it tells of this computer or of
    today: laptops that agree, and hold the same attachments, write the same bytes. `check` is called before
    each line and piece, and ends it by what it raises: each file is whole or as it was, and as soon as one is
    not as it was, the earlier manifest is gone.
    """
    with _writable(folder):
        folder.mkdir(parents=True, exist_ok=True)
        counts, files = _write_tables(practice, folder, check)
        contents, missing = _write_attachments(practice, folder, check)
        files.update(contents)
        manifest = {
            "format": _FORMAT,
            "schema": SCHEMA_VERSION,
            "tables": counts,
            "files": {name: {"sha256": digest} for name, digest in files.items()},
            "missing_attachments": [str(row_id) for row_id in missing],
        }
        _write(folder, MANIFEST, iter([json.dumps(manifest, indent=1, sort_keys=True)]))
    return ExportReport(folder, counts, files, missing, _recorded(practice, counts))


@contextmanager
def _writable(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = (error.strerror or "no reason given").lower()
        raise BadInput(
            f"{folder} cannot be written: {reason}. The export is not whole; choose another folder."
        ) from None


def _write_tables(practice: Practice, folder: Path, check: Check) -> tuple[dict[str, int], dict[str, str]]:
    """Rows and SHA-256 of each file, all of one moment."""
    counts: dict[str, int] = {}
    files: dict[str, str] = {}
    with practice.store.read() as db:
        for table in TABLES:
            name = f"{table.name}.jsonl"
            counts[table.name], files[name] = _write(
                folder, name, checked(_lines(db, practice, table), check)
            )
    return counts, files


def _recorded(practice: Practice, counts: Mapping[str, int]) -> bool:
    """A full disk must not keep anybody from taking everything to another one."""
    try:
        practice.audit.record(AuditAction.EXPORT, "workspace.export", practice.me.workspace_id, dict(counts))
    except DiskFull:
        return False
    return True


def _write_attachments(
    practice: Practice, folder: Path, check: Check
) -> tuple[dict[str, str], tuple[uuid.UUID, ...]]:
    """Files by name with their SHA-256, and attachments whose content is not to be had here."""
    files, missing = {}, []
    for held in sorted(practice.attachments.all(), key=lambda held: held.row.id):
        name = f"{ATTACHMENTS}/{held.row.id}{_ending(held.row.file_name)}"
        try:
            pieces = checked(practice.contents.pieces(held.row.id), check)
            (folder / ATTACHMENTS).mkdir(exist_ok=True)
            files[name] = _write_pieces(folder, name, pieces)
        except (Tampered, NotFound, NotHere):
            missing.append(held.row.id)
    return files, tuple(missing)


@contextmanager
def _replacement(folder: Path, name: str) -> Iterator[int]:
    """As `private_replacement`, before which an earlier manifest goes: it would tell of a file that was."""
    with private_replacement(folder / name) as descriptor:
        yield descriptor
        with suppress(FileNotFoundError):
            (folder / MANIFEST).unlink()
            sync_folder(folder)


def _write_pieces(folder: Path, name: str, pieces: Iterator[bytes]) -> str:
    digest = hashlib.sha256()
    with _replacement(folder, name) as descriptor:
        for piece in pieces:
            digest.update(piece)
            write_all(descriptor, piece)
    return digest.hexdigest()


def _ending(name: str) -> str:
    """Only what is harmless in any file system."""
    found = re.search(r"\.[A-Za-z0-9]{1,10}$", name)
    return found[0].lower() if found else ""


def _write(folder: Path, name: str, lines: Iterator[str]) -> tuple[int, str]:
    """How many lines were written, and the file's SHA-256."""
    digest, count = hashlib.sha256(), 0
    # A second descriptor: closing the file must leave the first one open, which is flushed to the disk before
    # the rename.
    with _replacement(folder, name) as descriptor, os.fdopen(os.dup(descriptor), "wb") as file:
        for line in lines:
            raw = f"{line}\n".encode()
            digest.update(raw)
            file.write(raw)
            count += 1
    return count, digest.hexdigest()


def _lines(db: Connection, practice: Practice, table: Table) -> Iterator[str]:
    names = STORED_COLUMNS[table.no]
    sql = f"SELECT {', '.join(names)} FROM {table.name} WHERE workspace_id = ? ORDER BY id"
    for row in db.exec_driver_sql(sql, (practice.me.workspace_id.bytes,)):
        yield compact_json(_told(table, dict(zip(names, row, strict=True))))


def _told(table: Table, stored: dict[str, Any]) -> dict[str, Any]:
    row_id = str(uuid.UUID(bytes=stored["id"]))
    told: dict[str, Any] = {"table": table.name, "id": row_id, "version": stored["version"]}
    told.update({name: from_micros(stored[name]).isoformat() for name in _STAMPS if stored[name] is not None})
    for column in table.columns:
        if stored[column.name] is not None:
            told[column.name] = _value(column, stored[column.name])
    return told


def _value(column: Column, stored: Any) -> Any:
    if column.kind is ColumnKind.TIME:
        return from_micros(stored).isoformat()
    if column.kind is ColumnKind.JSON:
        return json.loads(stored)
    return field_to_wire(column, stored)
