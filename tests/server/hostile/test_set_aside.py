"""Setting rows aside is for owners, and for removed devices; it takes nothing away for good."""

import json
import uuid
from base64 import b64encode
from collections.abc import Callable
from typing import Any

import pytest

from core.domain.registry import BY_NAME
from sync.remote import Op
from tests.plugins_pg import TestClinic, TestDevice
from tests.server.hostile.cases import DENIED, Case, check
from tests.server.hostile.hostile_fixture import STAMP, Arena
from tests.server.raw import Raw

_ASIDE = "SELECT pzapi.set_rows_aside(%(ws)s, %(of)s, %(table)s, %(rows)s)"
_BACK = "SELECT pzapi.bring_rows_back(%(ws)s, %(table)s, %(rows)s)"
_LISTED = "SELECT count(*) FROM pzapi.rows_set_aside(%(ws)s, %(table)s, %(none)s, 10)"
_STILL_IN = "PZA02"
Opened = Callable[[TestDevice], Raw]


CASES = (
    *(
        Case(
            name=f"by a {who}",
            by=who,
            attack="SELECT pzapi.set_rows_aside(%(ws)s, %(owner_device)s, 3, '[]')",
            refused=DENIED,
        )
        for who in ("therapist", "assistant", "readonly", "stranger")
    ),
    Case(
        name="of one that is in",
        by="owner",
        attack="SELECT pzapi.set_rows_aside(%(ws)s, %(therapist_device)s, 3, '[]')",
        control="SELECT pzapi.rows_set_aside(%(ws)s, 3, %(nobody)s, 10)",
        refused=_STILL_IN,
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_given_who_may_not_or_a_device_that_is_in_when_rows_are_set_aside_then_refused(
    arena: Arena, case: Case
) -> None:
    check(arena, case)


def _values(owner: TestDevice, of: TestDevice, table: str, op: Op, version: int = 1) -> dict[str, Any]:
    marks = [{"r": str(op.row_id), "b": version, "m": b64encode(op.mac).decode()}]
    told = {"ws": owner.workspace_id, "of": of.device_id, "table": BY_NAME[table].no}
    return {**told, "rows": json.dumps(marks), "none": uuid.UUID(int=0)}


def _pushed(device: TestDevice, *ops: Op) -> list[str]:
    remote = device.remote()
    answer = remote.push(device.workspace_id, device.clinic.epoch(device), ops)
    remote.close()  # a device has four connections at most
    return [each.code or each.status.value for each in answer.results]


def _remove(owner: TestDevice, device: TestDevice) -> None:
    remote = owner.remote()
    remote.revoke_device(owner.workspace_id, device.device_id)
    remote.close()


def _shown(device: TestDevice) -> set[uuid.UUID]:
    remote = device.remote()
    page = remote.pull(device.workspace_id, device.clinic.epoch(device), 0, 1000)
    remote.close()
    return {row.row_id for row in page.rows}


def test_given_rows_of_a_removed_device_when_set_aside_then_nobody_is_shown_them_and_their_names_are_free(
    clinic: TestClinic, owner: TestDevice, raw: Opened
) -> None:
    thief = clinic.enrol(owner)
    planted = thief.op("services", name="Massage", default_duration_minutes=1)
    event = thief.op("audit_events", event_type="x", action="READ", client_time=STAMP)
    assert _pushed(thief, planted, event) == ["ok", "ok"]
    honest = owner.op("services", name="Massage", default_duration_minutes=50)
    assert _pushed(owner, honest) == ["unique"]
    _remove(owner, thief)

    desk = raw(owner)
    for table, op in (("services", planted), ("audit_events", event)):
        values = _values(owner, thief, table, op)
        assert [desk.rows(_ASIDE, values) for _ in range(2)] == [[(1,)], [(0,)]]

    again = owner.op("services", name="Massage", default_duration_minutes=50)
    assert _pushed(owner, again) == ["ok"]
    assert _shown(owner) & {planted.row_id, event.row_id, again.row_id} == {again.row_id}
    assert clinic.as_superuser("SELECT count(*) FROM pz.services WHERE name = 'Massage'") == [(2,)]
    assert (
        clinic.as_superuser("SELECT of_device, by_device, rows FROM pz.set_asides ORDER BY id")
        == [(thief.device_id, owner.device_id, 1)] * 2
    )
    assert clinic.as_superuser("SELECT pz.audit_break(workspace_id) FROM pz.sync_workspace") == [(None,)]


def test_given_a_row_that_was_set_aside_when_a_laptop_that_holds_it_says_so_then_it_is_as_it_was(
    clinic: TestClinic, owner: TestDevice, raw: Opened
) -> None:
    gone, colleague = clinic.enrol(owner), clinic.enrol(owner)
    genuine = gone.client(notes=b"v1:n")
    assert _pushed(gone, genuine) == ["ok"]
    _remove(owner, gone)
    before = clinic.as_superuser("SELECT to_jsonb(c) - 'seq' FROM pz.clients c")
    values = _values(owner, gone, "clients", genuine)
    other = _values(owner, gone, "clients", owner.client())
    holder = raw(colleague)
    assert raw(owner).rows(_ASIDE, values) == [(1,)]
    assert genuine.row_id not in _shown(owner)
    assert holder.rows(_LISTED, values) == [(1,)]

    assert holder.rows(_BACK, other) == [(0,)]
    assert holder.rows(_BACK, values) == [(1,)]

    assert genuine.row_id in _shown(owner)
    assert clinic.as_superuser("SELECT to_jsonb(c) - 'seq' FROM pz.clients c") == before


def test_given_another_practice_and_a_reader_when_they_list_or_bring_back_then_they_change_nothing(
    clinic: TestClinic, owner: TestDevice, raw: Opened
) -> None:
    gone, stranger = clinic.enrol(owner), clinic.add_workspace()
    row = gone.client()
    assert _pushed(gone, row) == ["ok"]
    _remove(owner, gone)
    values = _values(owner, gone, "clients", row)
    assert raw(owner).rows(_ASIDE, values) == [(1,)]

    intruder = raw(stranger)

    assert (intruder.state(_LISTED, values), intruder.state(_BACK, values)) == (DENIED, DENIED)
    assert row.row_id not in _shown(owner)


@pytest.mark.parametrize("spared", ["of another laptop", "of another version", "finalized"])
def test_given_a_row_that_is_not_to_be_touched_when_set_aside_then_it_stays(
    clinic: TestClinic, owner: TestDevice, raw: Opened, spared: str
) -> None:
    gone = clinic.enrol(owner)
    client = owner.client()
    final = {"is_draft": False, "finalized_at": STAMP} if spared == "finalized" else {}
    by = owner if spared == "of another laptop" else gone
    assert _pushed(owner, client) == ["ok"]
    note = by.op("sessions", client_id=str(client.row_id), session_date=STAMP, **final)  # type: ignore[arg-type]
    assert _pushed(by, note) == ["ok"]
    _remove(owner, gone)
    version = 2 if spared == "of another version" else 1

    assert raw(owner).rows(_ASIDE, _values(owner, gone, "sessions", note, version)) == [(0,)]
    assert note.row_id in _shown(owner)


def test_given_people_of_the_practice_when_set_aside_then_they_stay(
    clinic: TestClinic, owner: TestDevice, raw: Opened
) -> None:
    gone = clinic.enrol(owner, user_id=owner.user_id)
    user = gone.op("users", full_name=b"v1:n", role="THERAPIST", is_active=True)
    assert _pushed(gone, user) == ["ok"]
    _remove(owner, gone)

    assert raw(owner).rows(_ASIDE, _values(owner, gone, "users", user)) == [(0,)]
    assert user.row_id in _shown(owner)


@pytest.mark.parametrize("deleted", [None, False, True])
def test_given_rubbish_that_was_set_aside_when_a_laptop_writes_over_it_then_its_word_decides_whether_it_lives(
    clinic: TestClinic, owner: TestDevice, raw: Opened, deleted: bool | None
) -> None:
    gone, colleague = clinic.enrol(owner), clinic.enrol(owner)
    row = gone.client()
    assert _pushed(gone, row) == ["ok"]
    _remove(owner, gone)
    assert raw(owner).rows(_ASIDE, _values(owner, gone, "clients", row)) == [(1,)]

    assert _pushed(colleague, colleague.op("clients", row.row_id, 1, deleted=deleted, notes=b"v1:n")) == [
        "ok"
    ]

    assert row.row_id in _shown(owner)
    found = clinic.as_superuser("SELECT deleted_at IS NOT NULL, set_aside_at FROM pz.clients")
    assert found == [(deleted is True, None)]
