"""Triggers hold against whoever writes: these tests write as a superuser, whom no policy stops."""

import uuid

import pytest
import sqlalchemy as sa

from core.domain.errors import ServerRefused
from migrations.operate.connection import operator
from migrations.operate.doctor import doctor
from tests.plugins_pg import TestClinic, TestDevice


@pytest.fixture
def service(clinic: TestClinic, owner: TestDevice) -> uuid.UUID:
    """A service that the owner made, at version 1 and seq 1."""
    op = owner.op("services", name="Massage", default_duration_minutes=50)
    owner.remote().push(owner.workspace_id, clinic.epoch(owner), [op])
    return op.row_id


def _refused(clinic: TestClinic, statement: str) -> str:
    with pytest.raises(ServerRefused) as refused:
        clinic.as_superuser(statement)
    return str(refused.value).split("SQLSTATE ")[1][:5]


def test_given_a_write_from_elsewhere_when_it_numbers_itself_then_the_counter_numbers_it(
    clinic: TestClinic, owner: TestDevice, service: uuid.UUID
) -> None:
    clinic.as_superuser("UPDATE pz.services SET version = version + 1, seq = 900, name = 'Other'")
    clinic.as_superuser(
        "INSERT INTO pz.services (id, workspace_id, version, name, default_duration_minutes, seq)"
        f" VALUES (gen_random_uuid(), '{owner.workspace_id}', 1, 'Third', 50, 1)"
    )

    assert clinic.as_superuser("SELECT seq, version FROM pz.services ORDER BY seq") == [(2, 2), (3, 1)]
    assert owner.remote().hello().heads[0].seq == 3


@pytest.mark.parametrize(
    ("statement", "state"),
    [
        ("UPDATE pz.services SET name = 'Other'", "PZV01"),
        ("UPDATE pz.services SET version = version + 2", "PZV01"),
        ("UPDATE pz.services SET version = version - 1", "PZV01"),
        ("UPDATE pz.services SET version = version + 1, id = gen_random_uuid()", "PZI01"),
        ("UPDATE pz.services SET version = version + 1, workspace_id = gen_random_uuid()", "PZI01"),
        ("DELETE FROM pz.services", "PZA01"),
        ("TRUNCATE pz.services CASCADE", "PZA01"),
        ("DELETE FROM pz.ledger", "PZA01"),
        ("DELETE FROM pz.access_events", "PZA01"),
        ("DELETE FROM pz.sync_workspace", "PZA01"),
    ],
)
def test_given_a_row_when_a_write_breaks_the_rules_then_it_is_refused(
    clinic: TestClinic, service: uuid.UUID, statement: str, state: str
) -> None:
    assert _refused(clinic, statement) == state


def test_given_stamps_of_its_own_when_a_row_is_written_then_the_server_stamps_it(
    clinic: TestClinic, service: uuid.UUID
) -> None:
    clinic.as_superuser(
        "UPDATE pz.services SET version = version + 1, created_at = '1999-01-01', updated_at = '1999-01-01'"
    )

    assert clinic.as_superuser(
        "SELECT created_at > now() - interval '1 hour', updated_at > created_at FROM pz.services"
    ) == [(True, True)]


def test_given_audit_events_when_pushed_then_their_chain_is_whole(
    clinic: TestClinic, owner: TestDevice
) -> None:
    _push_events(clinic, owner)

    assert _chain(clinic, owner) is None
    assert clinic.as_superuser("SELECT chain_no FROM pz.audit_events ORDER BY seq") == [(1,), (2,), (3,)]


@pytest.mark.parametrize(
    ("tampering", "first_broken"),
    [
        ("UPDATE pz.audit_events SET action = 'EXPORT' WHERE chain_no = 2", 2),
        ("DELETE FROM pz.audit_events WHERE chain_no = 2", 3),
        ("DELETE FROM pz.audit_events WHERE chain_no = 3", 0),
    ],
)
def test_given_somebody_with_all_rights_when_the_audit_trail_is_changed_then_the_chain_shows_where(
    clinic: TestClinic, owner: TestDevice, tampering: str, first_broken: int
) -> None:
    _push_events(clinic, owner)
    with operator(clinic.server.url(clinic.database, superuser=True)) as db:
        db.execute(sa.text("SET session_replication_role = replica"))
        db.execute(sa.text(tampering))

    assert _chain(clinic, owner) == first_broken
    assert not {finding.name: finding.well for finding in doctor(clinic.url)}["audit chain"]


def _push_events(clinic: TestClinic, owner: TestDevice) -> None:
    ops = [
        owner.op("audit_events", event_type="note.opened", action="READ", client_time=number)
        for number in range(3)
    ]
    owner.remote().push(owner.workspace_id, clinic.epoch(owner), ops)


def _chain(clinic: TestClinic, owner: TestDevice) -> object:
    ((broken,),) = clinic.as_superuser("SELECT pz.audit_break(:ws)", {"ws": owner.workspace_id})
    return broken
