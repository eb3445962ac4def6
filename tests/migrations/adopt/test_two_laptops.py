"""An adopted practice on two laptops: the owner's, which the adoption lets in, and one that she lets in."""

import threading
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from core.domain.clock import SystemClock, to_micros
from core.domain.enums import Role
from core.domain.errors import Tampered, UserError
from core.domain.ids import ClientId, NoteId, Uuid7Source
from core.domain.registry import BY_NAME
from core.store.attachments.workspace_keys import load_keys
from core.store.database.engine import Store
from core.store.database.me import Me
from core.store.practice.practice import Practice
from migrations.operate.adopting.expected import STATUSES
from migrations.operate.adopting.mapping import UNSIGNED
from migrations.operate.by_paper import let_in as let_in_by_paper
from migrations.operate.connection import operator
from migrations.operate.doctor import doctor
from migrations.server.programs import execute
from sync.enrolment.answers import Admission, approve
from sync.enrolment.identity_store import Enrolment, remote_of
from sync.enrolment.messages import JoinRequest
from sync.events import PassOutcome
from sync.keys.keychain import seen_generation
from sync.remote import Remote
from sync.rows.adopted_seals import refuse_guests
from sync.rows.run import SyncSession
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

    def sync(self) -> PassOutcome:
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
        refuse_guests(self.store)
        with self.store.read() as db:
            keys, generation = load_keys(db), seen_generation(db)
        remote, owner = remote_of(self.enrolment), self.enrolment
        user_id = owner.identity.user_id
        try:
            admission = Admission(user_id, Role.OWNER, keys, generation)
            answer = approve(request, owner, admission, remote, self.clock)
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
    sealed_by = {row["origin_device"] for table in BY_NAME for row in one.rows(table)}
    assert sealed_by == {one.enrolment.identity.device_id.bytes}
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


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE pz.services SET default_duration_minutes = 5 WHERE id = '{service}'",
        "UPDATE pz.services SET version = 7 WHERE id = '{service}'",
        "DELETE FROM pz.services WHERE id = '{service}'",
        "UPDATE pz.audit_events SET seal = mac, sealed_by = workspace_id WHERE chain_no = 1",
    ],
    ids=["altered", "renumbered", "withheld", "signed_by_nobody"],
)
def test_given_an_adopted_row_when_the_server_changes_it_then_nothing_is_sealed_and_nobody_let_in(
    case18: Case, laptop: Ready, second: Ready, change: str
) -> None:
    small_practice(case18.old)
    service = case18.old.inserted["services"][0]["id"]
    case18.old.flush()
    done = case18.adopt()
    tamper(case18, change.format(service=service))
    one = Laptop(laptop[0], let_in(laptop[0], case18.answer(done)))
    with pytest.raises(Tampered, match=r"does not show what was taken over.*kept here"):
        one.sync()
    if "duration" in change:
        assert service not in one.by_id("services")
    assert stamps(case18, "clients") == {(None, None)}
    with pytest.raises(UserError, match="not all of its rows have a seal"):
        one.let_in(second[1], second[0])


def test_given_an_adoption_when_the_first_laptop_was_told_nothing_of_it_then_it_takes_no_row(
    case18: Case, laptop: Ready
) -> None:
    small_practice(case18.old)
    case18.old.flush()
    answer = replace(case18.answer(case18.adopt()), adopted=None)
    one = Laptop(laptop[0], let_in(laptop[0], answer))
    one.sync()
    assert all(one.rows(table) == [] for table in BY_NAME)
    assert {notice["kind"] for notice in one.rows("notices")} == {"tampered"}


def test_given_the_first_laptop_when_it_sealed_all_then_the_server_holds_the_rows_as_they_were_adopted(
    case: Case, laptop: Ready, second: Ready
) -> None:
    small_practice(case.old)
    case.old.flush()
    one = Laptop(laptop[0], let_in(laptop[0], case.answer(case.adopt())))
    before = {table: whole(case, table) for table in BY_NAME}
    with pytest.raises(UserError, match="not all of its rows have a seal"):
        one.let_in(second[1], second[0])

    one.sync()

    assert before == {table: whole(case, table) for table in BY_NAME}
    device = one.enrolment.identity.device_id
    for table in BY_NAME:
        assert {signer for _, signer in stamps(case, table)} <= {device}
    well = {found.name: found.well for found in doctor(case.target)}
    assert all(well[name] for name in ("guards", "schema", "audit chain"))
    one.practice.notes.save_draft(first_draft(one), plan="Walks daily.")
    one.sync()
    other = one.let_in(second[1], second[0])
    other.sync()
    assert all(one.rows(table) == other.rows(table) for table in BY_NAME)
    assert doctor_says(case, "audit chain")


def test_given_a_sealed_audit_event_when_its_seal_is_changed_or_given_away_then_the_database_refuses(
    case18: Case, laptop: Ready
) -> None:
    small_practice(case18.old)
    case18.old.flush()
    one = Laptop(laptop[0], let_in(laptop[0], case18.answer(case18.adopt())))
    one.sync()
    stays = "rows stay as they are"
    for change, refusal in {
        "seal = mac": "no seal",
        "seal = set_byte(seal, 40, 255 - get_byte(seal, 40))": stays,
        "sealed_by = workspace_id": stays,
        "sealed_by = NULL": stays,
        "sealed_late = false": stays,
    }.items():
        with (
            operator(case18.server.url(case18.database, superuser=True)) as db,
            pytest.raises(sa.exc.DBAPIError, match=refusal),
        ):
            execute(db, f"UPDATE pz.audit_events SET {change}")


def test_given_a_sealed_practice_when_the_server_strips_a_row_then_its_words_of_then_do_not_come_back(
    case: Case, laptop: Ready, second: Ready
) -> None:
    small_practice(case.old)
    client = ClientId(case.old.inserted["clients"][0]["id"])
    case.old.flush()
    one = Laptop(laptop[0], let_in(laptop[0], case.answer(case.adopt())))
    one.sync()
    other = one.let_in(second[1], second[0])
    other.sync()
    keep = f"CREATE TABLE public.kept AS SELECT * FROM pz.clients WHERE id = '{client}'"
    tamper(case, keep)
    one.practice.clients.edit(client, alerts="Allergic to penicillin.")
    one.sync()
    other.sync()
    tamper(
        case,
        "UPDATE pz.clients c SET alerts = k.alerts, mac = k.mac, seal = NULL, sealed_by = NULL,"
        " version = c.version + 1, seq = c.seq + 100 FROM public.kept k WHERE c.id = k.id;"
        "UPDATE pz.sync_workspace SET seq = seq + 200",
    )
    for each in (one, other):
        each.sync()
        assert each.practice.clients.get(client).alerts == "Allergic to penicillin."
    # The first that meets the stripped row puts the genuine one back and says so; the second never meets it.
    assert {notice["kind"] for notice in one.rows("notices")} == {"superseded"}
    assert other.rows("notices") == []
    assert (None, None) not in stamps(case, "clients")


def test_given_an_adoption_that_an_older_program_finished_when_repeated_then_its_rows_can_still_be_told(
    case18: Case, laptop: Ready, second: Ready
) -> None:
    small_practice(case18.old)
    case18.old.flush()
    done = case18.adopt()
    tamper(case18, "ALTER TABLE pz_adopted.adoptions DROP COLUMN proof")
    again = case18.adopt()
    assert (again.was_finished, again.proof) == (True, done.proof)
    one = Laptop(laptop[0], let_in(laptop[0], case18.answer(again)))
    one.sync()
    other = one.let_in(second[1], second[0])
    other.sync()
    assert all(one.rows(table) == other.rows(table) for table in BY_NAME)


def test_given_the_practices_paper_when_rows_wait_for_their_seals_then_it_lets_nobody_in_until_all_have_one(
    case18: Case, laptop: Ready, second: Ready
) -> None:
    small_practice(case18.old)
    case18.old.flush()
    one = Laptop(laptop[0], let_in(laptop[0], case18.answer(case18.adopt())))
    with pytest.raises(UserError, match="has not sealed all of its rows yet") as refused:
        let_in_by_paper(case18.target, second[1], case18.code, one.clock)
    assert refused.value.code == "not_sealed"

    one.sync()

    found = let_in_by_paper(case18.target, second[1], case18.code, one.clock)
    told = case18.answer(case18.adopt())
    answer = replace(told, request_digest=second[1].digest(), generation=found.generation, adopted=None)
    other = Laptop(second[0], let_in(second[0], answer))
    other.sync()
    assert all(one.rows(table) == other.rows(table) for table in BY_NAME)


def tamper(case: Case, statement: str) -> None:
    """As a superuser who passes over every trigger."""
    with operator(case.server.url(case.database, superuser=True)) as db:
        execute(db, "SET session_replication_role = replica")
        execute(db, statement)


def stamps(case: Case, table: str) -> set[tuple[Any, Any]]:
    with operator(case.server.url(case.database, superuser=True)) as db:
        rows = db.execute(sa.text(f"SELECT encode(seal, 'hex'), sealed_by FROM pz.{table}"))
        return {(seal, signer) for seal, signer in rows}


def whole(case: Case, table: str) -> list[Any]:
    """All that a row says beside its seal."""
    with operator(case.server.url(case.database, superuser=True)) as db:
        told = "to_jsonb(t) - 'seal' - 'sealed_by' - 'sealed_late'"
        return list(db.scalars(sa.text(f"SELECT {told} FROM pz.{table} t ORDER BY id")))


def first_draft(laptop: Laptop) -> NoteId:
    return NoteId(next(row_id for row_id, row in laptop.by_id("sessions").items() if row["is_draft"]))


def doctor_says(case: Case, name: str) -> bool:
    return next(found.well for found in doctor(case.target) if found.name == name)


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
