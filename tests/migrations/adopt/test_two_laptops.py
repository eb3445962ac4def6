"""An adopted practice on two laptops: the owner's, which the adoption lets in, and one that she lets in."""

import threading
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.domain.clock import SystemClock, to_micros
from core.domain.enums import Role
from core.domain.errors import UserError
from core.domain.ids import ClientId, NoteId, Uuid7Source
from core.domain.registry import BY_NAME
from core.store.engine import Store
from core.store.me import Me
from core.store.practice import Practice
from core.store.workspace_keys import load_keys
from migrations.operate.adopting.expected import STATUSES
from migrations.operate.adopting.mapping import UNSIGNED
from migrations.operate.connection import operator
from migrations.operate.doctor import doctor
from migrations.server.programs import execute
from sync.enrol import approve
from sync.enrol_papers import JoinRequest
from sync.enrolled import Enrolment, remote_of
from sync.events import Outcome
from sync.remote import Remote
from sync.run import SyncSession
from tests.migrations.adopt.conftest import PLAN, Case, let_in, new_laptop
from tests.migrations.adopt.old_database import large_practice, small_practice

SOAP = ("subjective", "objective", "assessment", "plan")


class Laptop:
    """One enrolled laptop with its practice."""

    def __init__(self, store: Store, enrolment: Enrolment) -> None:
        self.store, self.enrolment = store, enrolment
        me = enrolment.identity
        self.clock, self.ids = SystemClock(), Uuid7Source()
        self.practice = Practice(store, Me(me.workspace_id, me.user_id, me.device_id), self.clock, self.ids)

    def sync(self) -> Outcome:
        remote: Remote = remote_of(self.enrolment)
        try:
            session = SyncSession(self.store, remote, self.enrolment.identity, self.clock, self.ids)
            return session.run_once(lambda _event: None, threading.Event())
        finally:
            remote.close()

    def rows(self, table: str) -> list[dict[str, Any]]:
        with self.store.read() as db:
            found = db.exec_driver_sql(f"SELECT * FROM {table} ORDER BY id").mappings()
            return [{name: value for name, value in row.items() if name != "rid"} for row in found]

    def by_id(self, table: str) -> dict[uuid.UUID, dict[str, Any]]:
        return {uuid.UUID(bytes=row["id"]): row for row in self.rows(table)}

    def let_in(self, request: JoinRequest, store: Store) -> "Laptop":
        with self.store.read() as db:
            keys = load_keys(db)
        remote, owner = remote_of(self.enrolment), self.enrolment
        try:
            answer = approve(
                request, owner, keys, remote, self.clock, user_id=owner.identity.user_id, role=Role.OWNER
            )
        finally:
            remote.close()
        return Laptop(store, let_in(store, answer))


@pytest.fixture
def second(tmp_path: Path) -> Iterator[tuple[Store, JoinRequest]]:
    store, request = new_laptop(tmp_path)
    yield store, request
    store.close()


Ready = tuple[Store, JoinRequest]


def test_given_600_rows_when_adopted_then_two_laptops_hold_what_the_old_database_held(
    case: Case, laptop: Ready, second: Ready
) -> None:
    ws = large_practice(case.old)
    old = {table: {row["id"]: row for row in rows} for table, rows in case.old.inserted.items()}
    case.old.flush()
    before = case.old.content()

    done = case.adopt(PLAN, progress=lambda *_: None)
    one = Laptop(laptop[0], let_in(laptop[0], case.answer(done)))
    rows = sum(len(found) for table, found in old.items() if table != "session_attachments")
    versions = sum(1 for row in old["sessions"].values() if not row["is_draft"])

    assert one.sync().pulled == rows + versions >= 600
    other = one.let_in(second[1], second[0])
    assert other.sync().pulled == rows + versions
    for table in BY_NAME:
        assert one.rows(table) == other.rows(table)
    numbers = sorted(row["seq"] for table in BY_NAME for row in one.rows(table))
    assert numbers == list(range(1, rows + versions + 1))
    assert done.workspace_id == ws
    for table in old.keys() - {"session_attachments"}:
        assert one.by_id(table).keys() == old[table].keys()
    _assert_people(one, old["clients"])
    _assert_notes(one, old["sessions"], case.old.texts)
    _assert_appointments(one, old["appointments"])
    assert case.old.content() == before
    assert all(one.rows(table)[0]["origin_device"] is None for table in ("clients", "sessions"))
    well = {found.name: found.well for found in doctor(case.target)}
    assert all(well[name] for name in ("guards", "schema", "audit chain"))


def _assert_people(laptop: Laptop, old: dict[uuid.UUID, dict[str, Any]]) -> None:
    found = laptop.by_id("clients")
    for row_id, row in old.items():
        for name in ("first_name", "last_name", "email", "phone", "address", "medical_history", "notes"):
            assert found[row_id][name] == row.get(name)
        assert found[row_id]["created_at"] == to_micros(row["created_at"])
        assert found[row_id]["updated_at"] == to_micros(row["updated_at"])
    born = {row["date_of_birth"] for row in found.values()}
    assert born == {None, "1990-01-02"}


def _assert_notes(
    laptop: Laptop, old: dict[uuid.UUID, dict[str, Any]], texts: dict[uuid.UUID, tuple[str | None, ...]]
) -> None:
    found = laptop.by_id("sessions")
    versions = {uuid.UUID(bytes=row["session_id"]): row for row in laptop.rows("session_versions")}
    for row_id, row in old.items():
        assert tuple(found[row_id][name] for name in SOAP) == texts[row_id]
        assert found[row_id]["version"] == row["version"]
        assert bool(found[row_id]["is_draft"]) is row["is_draft"]
        assert (found[row_id]["deleted_at"] is None) is ("deleted_at" not in row)
        assert (row_id in versions) is not row["is_draft"]
        if row_id in versions:
            assert tuple(versions[row_id][name] for name in SOAP) == texts[row_id]
            assert (versions[row_id]["signature"], versions[row_id]["reason"]) == (None, UNSIGNED)


def _assert_appointments(laptop: Laptop, old: dict[uuid.UUID, dict[str, Any]]) -> None:
    found = laptop.by_id("appointments")
    for row_id, row in old.items():
        assert found[row_id]["status"] == STATUSES[row["status"]]
        assert found[row_id]["timezone"] == "Asia/Jerusalem"
        assert found[row_id]["scheduled_start"] == to_micros(row["scheduled_start"])


def test_given_an_adopted_row_when_the_server_alters_it_then_no_laptop_takes_it(
    case18: Case, laptop: Ready
) -> None:
    small_practice(case18.old)
    service, other = (row["id"] for row in case18.old.inserted["services"])
    case18.old.flush()
    done = case18.adopt()
    with operator(case18.server.url(case18.database, superuser=True)) as db:
        execute(db, "SET session_replication_role = replica")
        execute(db, f"UPDATE pz.services SET default_duration_minutes = 5 WHERE id = '{service}'")
    one = Laptop(laptop[0], let_in(laptop[0], case18.answer(done)))
    one.sync()
    assert one.by_id("services").keys() == {other}


def test_given_an_adopted_practice_when_both_work_on_then_rules_and_sync_hold(
    case18: Case, laptop: Ready, second: Ready
) -> None:
    small_practice(case18.old)
    notes = {row["id"]: row for row in case18.old.inserted["sessions"]}
    client = ClientId(case18.old.inserted["clients"][0]["id"])
    case18.old.flush()
    one = Laptop(laptop[0], let_in(laptop[0], case18.answer(case18.adopt())))
    one.sync()
    other = one.let_in(second[1], second[0])
    other.sync()
    finalized = NoteId(next(each for each, row in notes.items() if "finalized_at" in row))
    draft = NoteId(next(each for each, row in notes.items() if row["is_draft"]))

    one.practice.clients.edit(client, phone="050-1111111")
    one.practice.notes.amend(finalized, "Wrong side.", plan="Left knee.")
    other.practice.notes.save_draft(draft, plan="Walks daily.")
    with pytest.raises(UserError):
        other.practice.notes.finalize(finalized)
    for each in (one, other, one, other):
        outcome = each.sync()
        assert (outcome.refused, outcome.waiting) == (0, 0)

    assert one.practice.clients.get(client).phone == other.practice.clients.get(client).phone == "050-1111111"
    assert [each.version_number for each in other.practice.notes.versions(finalized)] == [1, 2]
    assert one.practice.notes.get(draft).plan == "Walks daily."
    for table in BY_NAME:
        assert one.rows(table) == other.rows(table)
