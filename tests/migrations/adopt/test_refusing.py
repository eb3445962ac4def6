"""What an adoption refuses, settles and mends: nothing unknown passes, nothing is dropped in silence."""

import base64
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from core.crypto.cells import KeyRing
from core.domain.errors import BadInput, NotFound, ServerUnreachable, UserError
from core.domain.ids import WorkspaceId
from core.domain.registry import BY_NAME
from migrations.operate.adopting import holding
from migrations.operate.adopting.adopt import look, state_of
from migrations.operate.adopting.findings import Grade
from migrations.operate.adopting.legacy import LegacyCells, read_master_key
from migrations.operate.adopting.mapping import NO_ADDRESS
from migrations.operate.adopting.plan import AdoptionPlan
from migrations.operate.adopting.rows import AdoptedRow
from migrations.operate.adopting.survey import Survey
from migrations.operate.adopting.target import as_adopter, read_rows
from migrations.operate.connection import operator
from migrations.server.columns import MAX_CELL_BYTES
from migrations.server.programs import execute
from sync.keys.recovery_paper import open_paper
from tests.migrations.adopt.conftest import PLAN, Case
from tests.migrations.adopt.old_database import MASTER, START, OldDatabase, cell, small_practice, vectors

BEFORE = START - timedelta(hours=1)
WS = WorkspaceId(UUID(int=1))
Spoil = Callable[[OldDatabase, UUID, UUID], object]


def sealed(plaintext: bytes, key: bytes = MASTER) -> bytes:
    return bytes(12) + AESGCM(key).encrypt(bytes(12), plaintext, None)


def filled(case: Case, spoil: Spoil | None = None) -> UUID:
    """A small practice; `spoil` gets the database, the practice and one of its clients."""
    ws = small_practice(case.old)
    if spoil is not None:
        spoil(case.old, ws, case.old.inserted["clients"][0]["id"])
    case.old.flush()
    return ws


def refusal(case: Case, plan: AdoptionPlan = PLAN) -> UserError:
    """Of doing it; nothing may have been made, and the old database must be as it was."""
    before = case.old.content()
    with pytest.raises(UserError) as refused:
        case.adopt(plan)
    assert case.old.content() == before
    with operator(case.server.url(), autocommit=True) as db:
        there = sa.text("SELECT count(*) FROM pg_database WHERE datname = :name")
        assert db.scalar(there, {"name": case.database}) == 0
    return refused.value


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("UPDATE alembic_version SET version_num = '0123456789ab'", "at revision 0123456789ab"),
        ("DELETE FROM alembic_version", "at revision none"),
        ("DROP TABLE alembic_version", "no PazPaz database"),
        ("ALTER TABLE clients ADD COLUMN insurance text", "unknown column clients.insurance"),
        ("ALTER TABLE clients DROP COLUMN notes", "column clients.notes is missing"),
        ("ALTER TABLE clients ALTER COLUMN phone TYPE text", "column clients.phone is text"),
        ("ALTER TABLE clients ALTER COLUMN first_name DROP NOT NULL", "column clients.first_name is"),
        ("CREATE TABLE plan_of_care (id int)", "unknown table plan_of_care"),
        ("DROP TABLE session_attachments", "table session_attachments is missing"),
    ],
)
def test_given_an_unknown_schema_when_looked_at_then_it_is_refused_by_name(
    case18: Case, statement: str, sentence: str
) -> None:
    case18.old.run(statement)
    with pytest.raises(UserError, match=sentence) as refused:
        look(case18.old.url, PLAN)
    assert refused.value.code == "unknown_source"


def _foreign_client(old: OldDatabase, ws: UUID, _client: UUID) -> object:
    other = old.workspace("Other practice")
    return old.appointment(ws, old.client(other))


OBSTACLES: list[tuple[str, Spoil]] = [
    ("status 'PENDING'", lambda old, ws, client: old.appointment(ws, client, status="PENDING")),
    ("status 'completed'", lambda old, ws, client: old.appointment(ws, client, status="completed")),
    ("location_type 'BEACH'", lambda old, ws, _: old.location(ws, "B", location_type="BEACH")),
    ("role 'READONLY'", lambda old, ws, _: old.user(ws, "x@example.invalid", "READONLY")),
    ("action 'FAXED'", lambda old, ws, _: old.event(ws, action="FAXED")),
    (
        "sessions.plan: encrypted text",
        lambda old, ws, c: old.note(ws, c, (None,) * 4, plan=b"v1:" + b"x" * 40),
    ),
    ("sessions.plan: encrypted text", lambda old, ws, c: old.note(ws, c, (None,) * 4, plan=b"")),
    ("scheduled_start: a date", lambda old, ws, c: old.appointment(ws, c, scheduled_end="infinity")),
    ("longer than", lambda old, ws, _: old.service(ws, "Long", description="ש" * 10_001)),
    ("longer than", lambda old, ws, _: old.client(ws, notes="x" * MAX_CELL_BYTES)),
    ("not UTF-8", lambda old, ws, c: old.note(ws, c, (None,) * 4, plan=sealed(b"\xff"))),
    ("another practice", _foreign_client),
]


@pytest.mark.parametrize(("sentence", "spoil"), OBSTACLES)
def test_given_a_row_that_is_unknown_or_unreadable_when_adopted_then_nothing_is_made(
    case18: Case, sentence: str, spoil: Spoil
) -> None:
    ws = filled(case18, spoil)
    refused = refusal(case18, replace(PLAN, workspace_id=WorkspaceId(ws), mend=True))
    assert refused.code == "rows_in_the_way"
    assert sentence.rsplit(": ", maxsplit=1)[-1] in str(refused) or sentence in str(refused)


def test_given_a_wrong_or_no_master_key_when_adopted_then_nothing_is_made(case18: Case) -> None:
    filled(case18)
    assert "does not open" in str(refusal(case18, replace(PLAN, master_keys=(bytes(32),))))
    assert "no master key was given" in str(refusal(case18, replace(PLAN, master_keys=())))


def test_given_cells_of_two_master_keys_when_adopted_with_both_then_all_open(case18: Case) -> None:
    def spoil(old: OldDatabase, ws: UUID, client: UUID) -> None:
        old.note(ws, client, (None,) * 4, plan=sealed(b"older", b"o" * 32))

    ws = filled(case18, spoil)
    case18.adopt(replace(PLAN, master_keys=(MASTER, b"o" * 32)))
    assert "older" in {row.values["plan"] for row in adopted(case18, ws, "sessions")}


SPOILS: list[tuple[str, str, Spoil]] = [
    ("end_not_after_start", "appointments",
     lambda old, ws, c: old.appointment(ws, c, scheduled_start=START, scheduled_end=BEFORE)),
    ("end_not_after_start", "appointments",
     lambda old, ws, c: old.appointment(ws, c, scheduled_start=START, scheduled_end=START)),
    ("duration_out_of_range", "sessions",
     lambda old, ws, c: old.note(ws, c, ("a", None, None, None), duration_minutes=481)),
    ("finalized_draft", "sessions",
     lambda old, ws, c: old.note(ws, c, ("a", None, None, None), finalized_at=START)),
    ("odd_version", "sessions", lambda old, ws, c: old.note(ws, c, ("a", None, None, None), version=0)),
    ("service_without_duration", "services",
     lambda old, ws, _: old.service(ws, "Nothing", default_duration_minutes=0)),
    ("odd_number", "audit_events", lambda old, ws, _: old.event(ws, metadata='{"n": 1e5000}')),
    ("odd_document", "audit_events", lambda old, ws, _: old.event(ws, metadata='{"n": 1e200}')),
    ("odd_document", "audit_events", lambda old, ws, _: old.event(ws, metadata="[" * 60 + "]" * 60)),
    ("odd_tags", "clients", lambda old, ws, _: old.client(ws, tags=["a", None])),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "table", "spoil"), SPOILS)
def test_given_a_row_that_the_new_tables_cannot_hold_when_mended_then_its_original_is_kept(
    case18: Case, kind: str, table: str, spoil: Spoil
) -> None:
    made: list[Any] = []
    ws = filled(case18, lambda old, ws, client: made.append(spoil(old, ws, client)))
    assert look(case18.old.url, PLAN).findings.of(Grade.MENDABLE)[0][:2] == (kind, table)
    assert "--mend" in str(refusal(case18))

    case18.adopt(replace(PLAN, mend=True))
    (row,) = [row for row in adopted(case18, ws, table) if row.row_id == made[0]]
    kept = originals(case18, ws, table)[made[0]]
    assert kept
    assert all(row.values.get(name) != value for name, value in kept.items() if name in row.values)


def test_given_two_services_of_one_name_when_mended_then_one_gets_a_number(case18: Case) -> None:
    case18.old.run("DROP INDEX uq_services_workspace_name")
    ws = filled(case18, lambda old, ws, _: [old.service(ws, "Massage"), old.service(ws, "Massage (2)")])
    assert "name used twice" in str(refusal(case18))
    case18.adopt(replace(PLAN, mend=True))
    names = sorted(str(row.values["name"]) for row in adopted(case18, ws, "services"))
    assert names == ["Massage", "Massage (2)", "Massage (3)", "עיסוי"]


def test_given_what_is_settled_by_rule_when_adopted_then_it_is_told_and_kept(case18: Case) -> None:
    ws = filled(case18)
    found = look(case18.old.url, PLAN)
    assert [key[0] for key in found.findings.of(Grade.SETTLED)] == [
        "attachment", "attended", "final_without_time", "no_address",
    ]  # fmt: skip
    case18.adopt()
    home = next(row for row in adopted(case18, ws, "locations") if row.values["location_type"] == "HOME")
    assert home.values["address"] == NO_ADDRESS
    assert originals(case18, ws, "locations") == {home.row_id: {"address": None}}
    (visit,) = originals(case18, ws, "appointments").values()
    assert visit == {"status": "ATTENDED"}
    events = adopted(case18, ws, "audit_events")
    assert [row.values["resource_type"] for row in events] == [
        "Client", "Session", "session", None, "Appointment",
    ]  # fmt: skip
    assert all(kept["ip_address"] for kept in originals(case18, ws, "audit_events").values())
    assert (held := held_attachments(case18, ws))[0]["file_name"] == "צילום.jpg"
    assert held[0]["file_size_bytes"] == 12345
    authors = {row.values["practitioner_user_id"] for row in adopted(case18, ws, "appointments")}
    assert len(authors) == 2  # the author of the notes, and nobody where there are none
    assert None in authors


def test_given_an_adopted_practice_then_no_words_of_people_are_on_the_server(case18: Case) -> None:
    filled(case18)
    case18.adopt()
    with operator(case18.server.url(case18.database, superuser=True)) as db:
        tables = db.execute(
            sa.text("SELECT schemaname || '.' || tablename FROM pg_tables WHERE schemaname LIKE 'pz%'")
        ).scalars()
        dump = "".join(
            str(db.scalars(sa.text(f"SELECT t::text FROM {table} t")).all()) for table in tables.all()
        )
    for word in (
        "דנה",
        "Testowa",
        "Dana",
        "example.invalid",
        "Knee",
        "1990-01-02",
        "vip",
        "צילום",
        "192.0.2",
    ):
        assert word not in dump
        assert word.encode().hex() not in dump


def test_given_several_practices_when_none_is_chosen_then_they_are_listed(case18: Case) -> None:
    ws = filled(case18)
    other = case18.old.workspace("Second Practice")
    case18.old.user(other, "mia@example.invalid", full_name="Mia Demo")
    case18.old.flush()
    with pytest.raises(UserError, match="Second Practice") as refused:
        look(case18.old.url, PLAN)
    assert str(ws) in str(refused.value)
    with pytest.raises(NotFound):
        look(case18.old.url, replace(PLAN, workspace_id=WS))
    done = case18.adopt(replace(PLAN, workspace_id=WorkspaceId(other)))
    assert done.counts["workspaces"] == done.counts["users"] == 1
    assert sum(done.counts.values()) == 2


def test_given_two_owners_when_none_is_chosen_then_it_asks(case18: Case) -> None:
    filled(case18, lambda old, ws, _: old.user(ws, "mia@example.invalid"))
    assert refusal(case18).code == "choose_owner"
    with pytest.raises(NotFound):
        case18.adopt(replace(PLAN, owner="omar@example.invalid"))
    done = case18.adopt(replace(PLAN, owner="mia@example.invalid"))
    users = {row.row_id: row.values["email"] for row in adopted(case18, done.workspace_id, "users")}
    assert users[done.owner_id] == "mia@example.invalid"


def test_given_the_old_database_itself_as_target_when_adopted_then_it_is_refused(case18: Case) -> None:
    ws = filled(case18)
    case18.target = case18.old.url
    with pytest.raises(UserError) as refused:
        case18.adopt()
    assert refused.value.code == "same_database"
    with pytest.raises(UserError):
        state_of(case18.target, WorkspaceId(ws))


def test_given_a_request_that_was_answered_before_when_adopted_then_it_asks_for_a_new_one(
    case18: Case,
) -> None:
    filled(case18)
    case18.adopt()
    case18.new_target()
    assert refusal(case18).code == "used_request"


def test_given_a_practice_that_is_on_the_server_when_adopted_then_it_is_refused(case18: Case) -> None:
    ws = filled(case18)
    case18.adopt()
    with operator(case18.server.url(case18.database, superuser=True)) as db:
        execute(db, "DELETE FROM pz_adopted.adoptions")
    with pytest.raises(UserError) as refused:
        state_of(case18.target, WorkspaceId(ws))
    assert refused.value.code == "taken"


def test_given_no_old_database_when_looked_at_then_it_says_so(case18: Case) -> None:
    with pytest.raises(ServerUnreachable):
        look(case18.server.url("nowhere"), PLAN)


@pytest.mark.parametrize("form", ["blob_legacy_hex", "blob_v1_prefixed_hex"])
def test_given_cells_of_the_old_program_when_opened_then_they_say_what_they_said(form: str) -> None:
    for vector in vectors():
        cells = LegacyCells(WS, [b"?" * 32, bytes.fromhex(vector["key_hex"])])
        assert cells.open(bytes.fromhex(vector[form])) == vector["plaintext"].encode()


def test_given_a_nonce_that_looks_like_a_label_when_opened_then_it_opens_either_way() -> None:
    nonce = b"v1:345678901"
    cells = LegacyCells(WS, [MASTER])
    assert cells.open(cell("text", nonce) or b"") == b"text"
    assert cells.open(cell("text", nonce, labelled=True) or b"") == b"text"
    assert cells.open(b"v1:") is None


def test_given_a_master_key_file_in_any_form_when_read_then_it_is_the_key() -> None:
    for raw in (MASTER, MASTER.hex().encode() + b"\n", base64.b64encode(MASTER), b"\n" * 32):
        assert read_master_key(raw) == (MASTER if raw != b"\n" * 32 else raw)
    for raw in (b"", b"short", MASTER + b"x"):
        with pytest.raises(BadInput):
            read_master_key(raw)


def _ring(case: Case, db: sa.Connection, ws: UUID) -> KeyRing:
    execute(db, "SET LOCAL ROLE pz_owner")
    record = holding.find(db, WorkspaceId(ws))
    assert record is not None
    return KeyRing(record.workspace_id, open_paper(case.code, record.workspace_id, record.paper))


def adopted(case: Case, ws: UUID, table: str) -> list[AdoptedRow]:
    with operator(case.target) as db:
        ring = _ring(case, db, ws)
        with as_adopter(db, BY_NAME[table]):
            return list(read_rows(db, ring, BY_NAME[table]))


def originals(case: Case, ws: UUID, table: str) -> dict[UUID, dict[str, Any]]:
    with operator(case.target) as db:
        ring = _ring(case, db, ws)
        return holding.originals(db, ring, BY_NAME[table].no)


def held_attachments(case: Case, ws: UUID) -> list[dict[str, Any]]:
    with operator(case.target) as db:
        return holding.attachments(db, _ring(case, db, ws))


def test_given_a_survey_with_obstacles_then_it_never_calls_them_mendable(case18: Case) -> None:
    filled(case18, lambda old, ws, _: old.event(ws, action="FAXED"))
    found: Survey = look(case18.old.url, PLAN)
    with pytest.raises(UserError, match="in the old program first"):
        found.refuse_obstacles(mend=True)
