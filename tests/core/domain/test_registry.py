"""The registry's promises: frozen numbers, records that fit, secrets that are never indexed."""

import dataclasses
import json
from pathlib import Path
from typing import TypedDict

import pytest

from core.domain import records
from core.domain.registry import BY_NAME, BY_NO, COMMON, SCHEMA_VERSION, TABLES, Column, Table


class _Numbers(TypedDict):
    no: int
    columns: dict[str, int]


RECORDS = {
    "workspaces": records.Workspace,
    "users": records.User,
    "clients": records.Client,
    "services": records.Service,
    "locations": records.Location,
    "appointments": records.Appointment,
    "appointment_series": records.AppointmentSeries,
    "sessions": records.SessionNote,
    "session_versions": records.NoteVersion,
    "session_attachments": records.Attachment,
    "note_templates": records.NoteTemplate,
    "text_snippets": records.TextSnippet,
    "time_blocks": records.TimeBlock,
    "measures": records.Measure,
    "waitlist_entries": records.WaitlistEntry,
    "body_marks": records.BodyMark,
    "audit_events": records.AuditEvent,
    "conflicts": records.Conflict,
}


DATA = Path(__file__).parents[2] / "data"
FROZEN: dict[str, _Numbers] = json.loads((DATA / "registry.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_tables_columns_are_its_records_fields(table: Table) -> None:
    fields = {field.name for field in dataclasses.fields(RECORDS[table.name])}
    assert fields == {*COMMON, *(column.name for column in table.columns)}


def test_numbers_once_given_never_change() -> None:
    now: dict[str, _Numbers] = {
        table.name: {"no": table.no, "columns": {column.name: column.no for column in table.columns}}
        for table in TABLES
    }
    for name, frozen in FROZEN.items():
        assert now[name]["no"] == frozen["no"]
        assert frozen["columns"].items() <= now[name]["columns"].items()
    assert now == FROZEN, "a new column's number must be frozen in tests/data/registry.json too"


def test_a_new_column_comes_with_a_new_schema() -> None:
    """A server drops what it has no column for, so it must be able to tell that a program is newer."""
    columns_of_schema = json.loads((DATA / "schemas.json").read_text(encoding="utf-8"))
    columns = sum(len(table.columns) for table in TABLES)
    assert columns == columns_of_schema[str(SCHEMA_VERSION)], "raise SCHEMA_VERSION, once it was released"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_numbers_are_unique_and_leave_room_for_the_common_columns(table: Table) -> None:
    numbers = [column.no for column in table.columns]
    assert len(set(numbers)) == len(numbers)
    assert min(numbers) >= 10
    assert BY_NO[table.no] is table
    assert BY_NAME[table.name] is table


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_secret_column_is_in_no_index_constraint_or_check(table: Table) -> None:
    secret = {column.name for column in table.sealed}
    used = {*table.unique_living, *(name for index in table.indexes for name in index)}
    assert secret.isdisjoint(used)
    conditions = " ".join((*table.checks, *(column.check or "" for column in table.plain)))
    assert not any(f" {name} " in f" {conditions} " for name in secret)
    assert all(column.check is None for column in table.sealed)


def test_a_table_stands_after_every_table_it_refers_to() -> None:
    seen: set[str] = set()
    for table in TABLES:
        assert {link for link in map(_target, table.columns) if link} <= seen
        seen.add(table.name)


def _target(column: Column) -> str | None:
    return column.references
