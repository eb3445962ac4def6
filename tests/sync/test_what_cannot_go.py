"""Rows and groups that no server takes: they end in the inbox with their text, and all others go on."""

import json
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.store.transfer.import_lines import import_files
from migrations.operate.embedded import EmbeddedServer
from tests.sync.laptops import person
from tests.sync.test_two_devices_pg import Clinic

LONG = "Tired. " * 17_000
"""About 120 kB."""
BEYOND = "Slept badly. " * 1_600_000
"""About 20 MB: more than a whole push may be."""


@pytest.fixture
def clinic(any_server: EmbeddedServer, tmp_path: Path) -> Iterator[Clinic]:
    made = Clinic(any_server, tmp_path)
    yield made
    made.close()


def lines(folder: Path, *rows: dict[str, Any]) -> Path:
    path = folder / "rows.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


def a_client(number: int, **values: Any) -> dict[str, Any]:
    row_id = str(uuid.UUID(int=number))
    return {"table": "clients", "id": row_id, "first_name": f"C{number}", "last_name": "Invented", **values}


def test_given_a_hundred_large_histories_imported_at_once_when_synced_then_all_arrive(
    clinic: Clinic, tmp_path: Path
) -> None:
    one, two = clinic.enrol().laptop, clinic.enrol().laptop
    rows = [a_client(number, medical_history=LONG) for number in range(1, 101)]
    import_files(person(one), lines(tmp_path, *rows))
    later = one.add_client("Typed later")
    assert one.sync().waiting == 0
    two.sync()
    assert later in two.rows("clients")
    assert len(two.rows("clients")) == 101
    assert person(one).inbox.refused() == []


def test_given_one_group_larger_than_a_push_when_synced_then_it_goes_in_parts_parents_first(
    clinic: Clinic,
) -> None:
    """As an older program left them waiting, and perhaps sent once already."""
    one, two = clinic.enrol().laptop, clinic.enrol().laptop
    with one.store.write() as db:
        writer = one._writer(db)
        clients = [
            writer.insert("clients", {"first_name": f"C{no}", "last_name": "Invented", "notes": LONG})
            for no in range(100)
        ]
        for client in clients:
            writer.insert("sessions", {"client_id": client, "session_date": writer.now})
    with one.store.write() as db:
        assert len(one.journal.stage(db, 200, 1 << 18)) == 200
    later = one.add_client("Typed later")
    assert one.sync().waiting == 0
    two.sync()
    assert later in two.rows("clients")
    assert len(two.rows("sessions")) == 100
    assert person(one).inbox.refused() == []


def test_given_a_field_larger_than_a_push_when_synced_then_its_text_is_in_the_inbox_and_the_rest_arrives(
    clinic: Clinic, tmp_path: Path
) -> None:
    one, two = clinic.enrol().laptop, clinic.enrol().laptop
    rows = [a_client(1), a_client(2, medical_history=BEYOND), a_client(3)]
    import_files(person(one), lines(tmp_path, *rows))
    later = one.add_client("Typed later")
    assert one.sync().waiting == 0
    two.sync()
    assert two.rows("clients").keys() == {uuid.UUID(int=1), uuid.UUID(int=3), later}
    (item,) = person(one).inbox.refused()
    assert (item.code, item.fields["medical_history"]) == ("too_large", BEYOND)
    assert one.sync().waiting == 0


def test_given_an_edit_larger_than_a_push_when_synced_then_the_row_goes_on_and_the_text_is_kept(
    clinic: Clinic,
) -> None:
    one, two = clinic.enrol().laptop, clinic.enrol().laptop
    client = one.add_client(notes="Before.")
    one.sync()
    with one.store.write() as db:
        writer = one._writer(db)
        writer.update("clients", client, {"notes": BEYOND})
        beside = writer.insert("sessions", {"client_id": client, "session_date": writer.now})
    assert one.sync().waiting == 0
    two.sync()
    assert beside in two.rows("sessions")
    assert two.value("clients", client, "notes") == "Before."
    (item,) = person(one).inbox.refused()
    assert (item.code, item.fields["notes"]) == ("too_large", BEYOND)
    one.edit("clients", client, notes="After.")
    one.sync()
    two.sync()
    assert one.content() == two.content()


UNREADABLE = {
    "not_a_number": '{"slot_minutes":NaN}',
    "infinite": '{"slot_minutes":-Infinity}',
    "zero_byte": '{"greeting":"a\\u0000b"}',
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_given_settings_that_no_server_reads_when_synced_then_only_they_stay_behind(
    clinic: Clinic, name: str
) -> None:
    """As a store of today may hold them already."""
    one, two = clinic.enrol().laptop, clinic.enrol().laptop
    ws = one.me.workspace_id
    one.add("workspaces", ws, name="Invented", timezone="UTC", settings={"slot_minutes": 15})
    one.sync()
    one.edit("workspaces", ws, settings={"slot_minutes": 20})
    with one.store.write() as db:
        db.exec_driver_sql("UPDATE workspaces SET settings = ?", (UNREADABLE[name],))
    with one.store.write() as db:
        assert len(one.journal.stage(db, 200, 1 << 18)) == 1
    later = one.add_client("Typed later")
    assert one.sync().waiting == 0
    two.sync()
    assert later in two.rows("clients")
    assert two.value("workspaces", ws, "settings") == {"slot_minutes": 15}
    (item,) = person(one).inbox.refused()
    assert (item.table, item.code) == ("workspaces", "check")
    assert one.content() == two.content()


def test_given_a_client_who_was_refused_when_mended_then_what_belongs_to_it_follows_by_itself(
    clinic: Clinic, tmp_path: Path
) -> None:
    one, two = clinic.enrol().laptop, clinic.enrol().laptop
    note = {"table": "sessions", "id": str(uuid.UUID(int=9)), "client_id": str(uuid.UUID(int=1))}
    note |= {"session_date": "2026-03-01T09:00:00+00:00", "plan": "Heat."}
    import_files(person(one), lines(tmp_path, a_client(1, medical_history=BEYOND), note))
    assert one.sync().waiting == 0
    assert {item.code for item in person(one).inbox.refused()} == {"too_large", "reference"}
    one.edit("clients", uuid.UUID(int=1), medical_history="Slept badly.")
    assert one.sync().waiting == 0
    two.sync()
    assert two.value("sessions", uuid.UUID(int=9), "plan") == "Heat."
    assert person(one).inbox.refused() == []
    assert one.content() == two.content()
