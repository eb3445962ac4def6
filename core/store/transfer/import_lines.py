"""Import of JSON lines: creates or edits rows through the same writer, journal and rules as the window."""

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy.exc import IntegrityError

from core.domain.changes import Changed
from core.domain.enums import AuditAction, Role
from core.domain.errors import BadInput, Cancelled, RuleBroken, UserError
from core.domain.registry import BY_NAME, SESSION_ATTACHMENTS, TABLES, Table
from core.domain.rights import may_write
from core.runtime.stopping import Check, checked, go_on
from core.store.database.given_files import open_given
from core.store.database.rows import stored_rows
from core.store.practice.practice import Practice
from core.store.transfer.import_files import OF_CONTENT, SealedFiles, sealed_files
from core.store.transfer.import_values import check_row, stored_values
from core.store.unit_of_work.repository import RepositoryContext
from core.store.unit_of_work.writer import Writer

_STAMPS = ("table", "id", "version", "created_at", "updated_at", "deleted_at", "workspace_id")


@dataclass(frozen=True, slots=True)
class LineError:
    """A line that was not taken; `file` is its name, `line` counts from 1."""

    file: str
    line: int
    sentence: str


@dataclass(slots=True)
class ImportReport:
    """Counts of rows, and the lines that were not taken; of a `dry_run` what would have been."""

    created: int = 0
    edited: int = 0
    unchanged: int = 0
    errors: list[LineError] = field(default_factory=list)
    changed: tuple[Changed, ...] = ()
    """What was taken, for every screen that listens; nothing where nothing was to be."""


@dataclass(frozen=True, slots=True)
class _Line:
    file: str
    line: int
    table: Table
    row_id: uuid.UUID | None
    given: Mapping[str, Any]
    deleted: bool


class _TakeBackError(Exception):
    """Rolls the transaction back on purpose."""


def import_files(
    practice: Practice,
    source: Path,
    *,
    dry_run: bool = False,
    good_lines: bool = False,
    check: Check = go_on,
) -> ImportReport:
    """Imports a .jsonl file, or every one in a folder. A line with a known id edits, another creates.

    With a bad line nothing is imported (BadInput names the first), unless `good_lines` takes the others.
    `dry_run` changes nothing and reports what would happen, errors included. `check` is called before each
    line and each piece of a file; with what it raises nothing is imported.
    """
    report = ImportReport()
    lines = _ordered(checked(_read(source, report), check))
    try:
        with (
            sealed_files(practice, source, _new_attachments(practice, lines), check) as files,
            practice.store.write() as db,
        ):
            _Importer(practice.desk, report, files).run(db, checked(lines, check))
            if dry_run or (report.errors and not good_lines):
                report.changed = ()
                raise _TakeBackError
    except _TakeBackError:
        # Files that were adopted before the rows were taken back are nobody's now.
        practice.contents.collect()
        if not dry_run:
            raise _refused(report) from None
    except Cancelled:
        practice.contents.collect()
        raise
    return report


def _new_attachments(practice: Practice, lines: Sequence[_Line]) -> list[uuid.UUID]:
    named = [line.row_id for line in lines if line.table is SESSION_ATTACHMENTS and line.row_id]
    with practice.store.read() as db:
        known = stored_rows(db, SESSION_ATTACHMENTS, practice.me.workspace_id, named)
    return [row_id for row_id in named if row_id not in known]


def _refused(report: ImportReport) -> BadInput:
    first = min(report.errors, key=lambda error: (error.file, error.line))
    more = len(report.errors) - 1
    others = f" {more} more {'line is' if more == 1 else 'lines are'} bad too." if more else ""
    return BadInput(
        f"{first.file}, line {first.line}: {first.sentence.rstrip('.')}. Nothing was imported.{others}"
    )


def _read(source: Path, report: ImportReport) -> Iterable[_Line]:
    files = sorted(source.glob("*.jsonl")) if source.is_dir() else [source]
    if not files:
        raise BadInput("There is no .jsonl file in this folder. Nothing was imported.")
    for path in files:
        try:
            with open_given(path) as opened:
                raw = opened.read()
        except OSError as error:
            reason = (error.strerror or "no reason given").lower()
            raise BadInput(f"{path.name} cannot be read: {reason}. Nothing was imported.") from None
        for number, line in enumerate(raw.split(b"\n"), 1):
            if line.strip():
                try:
                    yield _parse(path.name, number, line)
                except UserError as error:
                    report.errors.append(LineError(path.name, number, error.sentence))


def _parse(file: str, number: int, line: bytes) -> _Line:
    try:
        told = json.loads(line, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise BadInput("This is not a line of JSON") from None
    name = told.get("table") if isinstance(told, dict) else None
    table = BY_NAME.get(name) if isinstance(name, str) else None
    if table is None:
        raise BadInput('The line needs a "table" that the practice has')
    given = {name: value for name, value in told.items() if name not in _STAMPS}
    return _Line(file, number, table, _id(told), stored_values(table, given), bool(told.get("deleted_at")))


def _no_number(word: str) -> None:
    """NaN and the infinities, which Python reads and JSON does not have."""
    raise ValueError(word)


def _id(told: Mapping[str, Any]) -> uuid.UUID | None:
    if told.get("id") is None:
        return None
    try:
        return uuid.UUID(told["id"])
    except (TypeError, ValueError, AttributeError):
        raise BadInput("id is not a UUID") from None


def _ordered(lines: Iterable[_Line]) -> list[_Line]:
    """Parents before children, else as they stand."""
    places = {table.no: place for place, table in enumerate(TABLES)}
    return sorted(lines, key=lambda line: places[line.table.no])


class _Importer:
    """One import inside one transaction. To the server each row goes for itself: none waits for another."""

    def __init__(self, desk: RepositoryContext, report: ImportReport, files: SealedFiles) -> None:
        self._desk = desk
        self._report = report
        self._files = files

    def run(self, db: Any, lines: Iterable[_Line]) -> None:
        writer = Writer(db, self._desk.me, self._desk.clock, self._desk.ids)
        role = self._desk.role(db)
        for line in lines:
            self._take(writer, role, line)
            writer.next_group()
        self._report.changed = writer.changed
        counts = {"created": self._report.created, "edited": self._report.edited}
        if any(counts.values()):
            writer.audit(AuditAction.CREATE, "workspace.import", self._desk.me.workspace_id, counts)

    def _take(self, writer: Writer, role: Role, line: _Line) -> None:
        try:
            if not may_write(role, line.table.access):
                raise RuleBroken("Your role in this practice may not change this.", code="role")
            # A savepoint: of a bad line nothing stays, and the others go on.
            with writer.db.begin_nested():
                self._put(writer, line)
        except UserError as error:
            self._report.errors.append(LineError(line.file, line.line, error.sentence))
        except IntegrityError:
            sentence = "This breaks a rule of the table."
            self._report.errors.append(LineError(line.file, line.line, sentence))

    def _put(self, writer: Writer, line: _Line) -> None:
        row_id = self._desk.me.workspace_id if line.table.name == "workspaces" else line.row_id
        found = stored_rows(writer.db, line.table, self._desk.me.workspace_id, [row_id] if row_id else [])
        before = found.get(row_id) if row_id else None
        changed = self._fresh(writer, line) if before is None else _changes(before, _told(line))
        said = (name for name, value in changed.items() if before is not None or value is not None)
        self._desk.check_fields(writer.db, line.table.name, said)
        if before is not None:
            was = before.get("finalized_at") is not None
            check_row(line.table, {**before, **changed, "was_finalized": was}, changed, writer.now)
        else:
            check_row(line.table, changed, changed, writer.now)
        self._check_links(writer, line.table, changed)
        self._check_name(writer, line, row_id, {**(before or {}), **changed})
        self._write(writer, line, row_id, before, changed)

    def _fresh(self, writer: Writer, line: _Line) -> dict[str, Any]:
        """A new row's values; a line written by hand need not know the practice's zone."""
        if line.table is SESSION_ATTACHMENTS:
            # A deleted one has no content in an export, and its row is kept for what it tells.
            found = self._files.adopt(writer.db, line.row_id, required=not line.deleted)
            return {**line.given, **found}
        if line.table.name != "appointments" or "timezone" in line.given:
            return dict(line.given)
        sql = "SELECT timezone FROM workspaces WHERE id = ?"
        zone = writer.db.exec_driver_sql(sql, (self._desk.me.workspace_id.bytes,)).scalar()
        return {"timezone": zone, **line.given}

    def _write(
        self,
        writer: Writer,
        line: _Line,
        row_id: uuid.UUID | None,
        before: Mapping[str, Any] | None,
        changed: Mapping[str, Any],
    ) -> None:
        if before is None:
            made = writer.insert_stored(line.table, changed, row_id)
            if line.deleted:
                writer.delete(line.table.name, made)
            self._report.created += 1
            return
        if changed and line.table.insert_only:
            raise RuleBroken("This record can only be added to, not changed.", code="frozen")
        assert row_id is not None  # noqa: S101 - a row was found by it
        edited = writer.update_stored(line.table, row_id, changed)
        if line.deleted and before["deleted_at"] is None:
            edited = writer.delete(line.table.name, row_id)
        self._report.edited += edited
        self._report.unchanged += not edited

    def _check_links(self, writer: Writer, table: Table, changed: Mapping[str, Any]) -> None:
        for column in table.columns:
            value = changed.get(column.name)
            if column.references is None or value is None:
                continue
            parent = BY_NAME[column.references]
            wanted = [uuid.UUID(bytes=value)]
            if not stored_rows(writer.db, parent, self._desk.me.workspace_id, wanted):
                raise BadInput(f"{column.name} names a record that is not here")

    def _check_name(
        self, writer: Writer, line: _Line, row_id: uuid.UUID | None, full: Mapping[str, Any]
    ) -> None:
        """Refuses (RuleBroken) a second living row of one name, or a second version of one number."""
        names = line.table.unique_living
        if not names or line.deleted:
            return
        same = " AND ".join(f"{name} = ?" for name in names)
        # IS NOT, for a new row has no id yet, and nothing is unlike NULL.
        sql = (
            f"SELECT 1 FROM {line.table.name} WHERE workspace_id = ? AND deleted_at IS NULL"
            f" AND {same} AND id IS NOT ?"
        )
        given = (full.get(name) for name in names)
        values = (self._desk.me.workspace_id.bytes, *given, row_id.bytes if row_id else None)
        if writer.db.exec_driver_sql(sql, values).first() is not None:
            raise RuleBroken(f"There is one with this {' and '.join(names)} already.", code="unique")


def _told(line: _Line) -> Mapping[str, Any]:
    """What an attachment holds never changes, and has another address in another practice."""
    if line.table is not SESSION_ATTACHMENTS:
        return line.given
    return {name: value for name, value in line.given.items() if name not in OF_CONTENT}


def _changes(before: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in given.items() if before[name] != value}
