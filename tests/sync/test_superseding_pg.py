"""The same with plain SQL and a stolen login, on PostgreSQL 16 and 18."""

import json
import os
import uuid
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.domain.enums import Role
from core.domain.registry import BY_NAME
from migrations.operate.embedded import EmbeddedServer
from sync.postgres.transport import connect
from tests.sync.rotating import RotatingClinic
from tests.sync.test_two_devices_pg import PgLaptop

_PUSH = "SELECT pzapi.sync_push(%s, %s, 1, %s)"
JUNK = b64encode(b"v1:" + bytes(60)).decode()


@pytest.fixture
def clinic(any_server: EmbeddedServer, tmp_path: Path) -> Iterator[RotatingClinic]:
    made = RotatingClinic(any_server, tmp_path)
    yield made
    made.close()


def steal(clinic: RotatingClinic, victim: PgLaptop, *ops: dict[str, Any]) -> list[Any]:
    """Whatever the login of that laptop may push: right versions, any cells, any seal."""
    (head,) = victim.pg.hello().heads
    made = [
        {"n": head.last_op_no + place, "i": str(uuid.uuid4()), "g": place, "d": None, "p": {}, "c": {}}
        | {"m": b64encode(os.urandom(32)).decode(), "s": b64encode(b"\x01" + os.urandom(66)).decode()}
        | op
        for place, op in enumerate(ops, start=1)
    ]
    with connect(victim.pg._address) as connection:
        values = (clinic.practice.workspace_id, head.epoch, json.dumps(made))
        found = connection.execute(_PUSH, values).fetchone()
    return [] if found is None else list(found[0]["results"])


def over(table: str, row_id: uuid.UUID, base: int, **values: Any) -> dict[str, Any]:
    columns = BY_NAME[table].by_name
    sealed = {str(columns[name].no): value for name, value in values.items() if columns[name].enc}
    plain = {str(columns[name].no): value for name, value in values.items() if not columns[name].enc}
    return {"t": BY_NAME[table].no, "r": str(row_id), "b": base, "p": plain, "c": sealed}


def test_given_a_stolen_login_that_wrote_rubbish_over_records_when_laptops_sync_then_they_are_back_everywhere(
    clinic: RotatingClinic,
) -> None:
    owner, other, stolen = clinic.enrol(), clinic.enrol(), clinic.enrol(Role.THERAPIST)
    one = owner.laptop
    client = one.add_client("Dana", notes="Slept badly.", tags=["vip"])
    draft = one.add_note(client, plan="Walks daily.")
    service = one.add("services", name="Massage", default_duration_minutes=45)
    one.sync()
    other.laptop.sync()
    other.laptop.edit("sessions", draft, objective="Gait normal.")
    rubbish = (
        over("clients", client, 1, notes=JUNK, first_name=JUNK, tags=None, is_active=False),
        over("sessions", draft, 1, plan=JUNK, is_draft=False, finalized_at=1, signature="00ff"),
        over("services", service, 1, name="Gone", default_duration_minutes=2_000_000_000) | {"d": True},
    )
    assert [each[1] for each in steal(clinic, stolen, *rubbish)] == ["ok"] * 3

    outcome = one.sync()
    for laptop in (other.laptop, one, other.laptop, one):
        laptop.sync()

    assert (outcome.refused, outcome.waiting, outcome.conflicts) == (0, 0, 0)
    assert [each["kind"] for each in one.told("notices")] == ["superseded"] * 3
    fresh = clinic.enrol().laptop
    fresh.sync()
    assert fresh.content() == one.content() == other.laptop.content()
    assert fresh.value("clients", client, "notes") == "Slept badly."
    assert fresh.value("sessions", draft, "plan") == "Walks daily."
    assert fresh.value("sessions", draft, "objective") == "Gait normal."
    assert fresh.value("services", service, "name") == "Massage"
    assert [each["kind"] for each in fresh.told("notices")] == []


def test_given_rubbish_over_a_finalized_note_when_laptops_sync_then_its_words_are_never_touched(
    clinic: RotatingClinic,
) -> None:
    owner, stolen = clinic.enrol(), clinic.enrol(Role.THERAPIST)
    one = owner.laptop
    note = one.add_note(one.add_client(), plan="Walks daily.")
    one.sync()
    one.edit("sessions", note, is_draft=False, finalized_at=one.clock.now())
    one.sync()
    words = "SELECT plan FROM pz.sessions"
    before = clinic.look(words)
    rubbish = over("sessions", note, 2, amendment_count=900, deleted_reason=JUNK) | {"d": True}
    assert [each[1] for each in steal(clinic, stolen, rubbish)] == ["ok"]

    assert one.sync().refused == 0

    assert clinic.look(words) == before
    fresh = clinic.enrol().laptop
    fresh.sync()
    assert fresh.value("sessions", note, "amendment_count") == 0
    assert fresh.row("sessions", note).deleted_at is None
