"""What a removed device left and nobody can verify is set aside, and what somebody can verify comes back."""

import os
import uuid
from dataclasses import replace
from typing import Any

import pytest

from core.domain.enums import Role
from core.domain.errors import ServerUnreachable, UserError
from core.domain.ids import NoteId
from core.domain.registry import BY_NAME
from sync.enrolment.undoing import Undone, undo
from sync.remote import Op, RowMark
from tests.sync.laptops import START, Laptop, Practice, person
from tests.sync.test_superseding import JUNK, Thief

EVENT: dict[str, Any] = {"event_type": "client.view", "action": "READ", "client_time": 1}


@pytest.fixture
def thief(practice: Practice, laptops: tuple[Laptop, Laptop]) -> Thief:
    return Thief(practice)


def adds(thief: Thief, table: str, **values: Any) -> uuid.UUID:
    columns, row_id = BY_NAME[table].by_name, uuid.uuid4()
    thief.op_no += 1
    op = Op(
        op_no=thief.op_no,
        op_id=uuid.uuid4(),
        group=thief.op_no,
        table_no=BY_NAME[table].no,
        row_id=row_id,
        base_version=0,
        plain={columns[name].no: value for name, value in values.items() if not columns[name].enc},
        cells={columns[name].no: value for name, value in values.items() if columns[name].enc},
        mac=os.urandom(32),
        seal=b"\x01" + os.urandom(66),
    )
    head = thief.practice.head()
    (result,) = thief.laptop.remote.push(head.workspace_id, head.epoch, [op]).results
    assert result.status == "ok"
    return row_id


def undone(by: Laptop, thief: Thief) -> Undone:
    """Once it was removed."""
    head = by.practice.head()
    head.devices = [
        replace(each, revoked_at=1) if each.device_id == thief.laptop.me.device_id else each
        for each in head.devices
    ]
    return undo(by.store, by.remote, by.identity, by.clock, by.ids, thief.laptop.me.device_id)


def kinds(laptop: Laptop) -> list[str]:
    return [each["kind"] for each in laptop.told("notices")]


def test_given_new_rows_that_nobody_can_verify_when_undone_then_no_laptop_is_shown_them_any_more(
    practice: Practice, laptops: tuple[Laptop, Laptop], thief: Thief
) -> None:
    one, _ = laptops
    genuine = one.add_client("Dana")
    one.sync()
    adds(thief, "clients", first_name=JUNK, last_name=JUNK, consent_status=False, is_active=True)
    adds(thief, "audit_events", **EVENT)
    one.sync()
    assert kinds(one) == ["tampered"] * 2

    done = undone(one, thief)
    late = practice.enrol()
    late.sync()

    assert done == Undone(set_aside=2)
    assert kinds(late) == []
    assert late.rows("clients").keys() == {genuine}
    one.sync(), late.sync()
    (told,) = (row for row in late.rows("audit_events").values() if "device.set_aside" in row.fields.values())
    assert {"set_aside": 2, "put_back": 0, "left": 0} in told.fields.values()


def test_given_a_planted_number_of_a_version_when_undone_then_the_honest_amendment_arrives(
    practice: Practice, laptops: tuple[Laptop, Laptop], thief: Thief, someone_works_here: None
) -> None:
    one, two = laptops
    note = one.add_note(one.add_client(), plan="Walks daily.")
    person(one).notes.finalize(NoteId(note))
    one.sync(), two.sync()
    adds(thief, "session_versions", session_id=str(note), version_number=2)
    person(two).notes.amend(NoteId(note), "A word was missing.", plan="Walks twice daily.")
    two.sync()
    assert two.dirty()

    undone(one, thief)
    two.sync(), one.sync()

    assert two.dirty() == 0
    numbers = BY_NAME["session_versions"].by_name["version_number"].no
    assert sorted(str(row.fields[numbers]) for row in one.rows("session_versions").values()) == ["1", "2"]


def test_given_rubbish_over_a_record_when_undone_then_what_the_owner_holds_is_put_back(
    practice: Practice, laptops: tuple[Laptop, Laptop], thief: Thief
) -> None:
    one, _ = laptops
    client = one.add_client("Dana", notes="Slept badly.")
    one.sync()
    thief.writes("clients", client, notes=JUNK)

    done = undone(one, thief)
    one.sync()
    late = practice.enrol()
    late.sync()

    assert done == Undone(put_back=1)
    assert late.value("clients", client, "notes") == "Slept badly."


def test_given_a_finalized_note_when_undone_then_it_is_left_where_it_is(
    practice: Practice, laptops: tuple[Laptop, Laptop], thief: Thief
) -> None:
    one, _ = laptops
    client = one.add_client()
    one.sync()
    final = {"is_draft": False, "finalized_at": 1, "amendment_count": 0}
    note = adds(thief, "sessions", client_id=str(client), session_date=1, **final)

    assert undone(one, thief) == Undone(left=1)
    assert practice.head().rows[BY_NAME["sessions"].no, note].deleted_at is None


def _set_aside(by: Laptop, of: Laptop, table: str, row_id: uuid.UUID) -> None:
    """As a stolen login of an owner's can, whatever the row is."""
    row = by.practice.head().rows[BY_NAME[table].no, row_id]
    assert row.mac is not None
    mark = RowMark(row_id, row.version, row.mac)
    assert by.remote.set_rows_aside(by.me.workspace_id, of.me.device_id, row.table_no, [mark]) == 1


def test_given_genuine_rows_that_a_stolen_login_set_aside_when_a_laptop_holds_them_then_they_are_back(
    practice: Practice, laptops: tuple[Laptop, Laptop], thief: Thief
) -> None:
    one, two = laptops
    client = one.add_client("Dana", notes="Slept badly.")
    event = one.add("audit_events", event_type="client.view", action="READ", client_time=START)
    one.sync(), two.sync()
    before = two.content()

    _set_aside(thief.laptop, one, "clients", client)
    _set_aside(thief.laptop, one, "audit_events", event)
    adds(thief, "audit_events", **EVENT)
    other = practice.enrol().add_client("Noa")
    practice.laptops[-1].sync()
    for _ in range(2):
        two.sync()

    late = practice.enrol()
    late.sync()
    assert kinds(two).count("brought_back") == 2
    assert late.value("clients", client, "notes") == "Slept badly."
    assert event in late.rows("audit_events")
    assert {*before["clients"], other} == late.rows("clients").keys()


def test_given_rubbish_that_was_set_aside_before_it_came_when_a_laptop_holds_the_record_then_it_is_back(
    practice: Practice, laptops: tuple[Laptop, Laptop], thief: Thief
) -> None:
    one, two = laptops
    client = one.add_client("Dana", notes="Slept badly.")
    one.sync(), two.sync()
    thief.writes("clients", client, notes=JUNK)
    _set_aside(thief.laptop, thief.laptop, "clients", client)
    practice.enrol().add_client("Noa")
    practice.laptops[-1].sync()

    for _ in range(3):
        two.sync()

    late = practice.enrol()
    late.sync()
    assert late.value("clients", client, "notes") == "Slept badly."
    assert practice.head().rows[BY_NAME["clients"].no, client].deleted_at is None


def test_given_a_laptop_of_a_therapist_when_it_undoes_then_refused_and_nothing_is_written(
    practice: Practice, laptops: tuple[Laptop, Laptop], thief: Thief
) -> None:
    therapist = practice.enrol(Role.THERAPIST)

    with pytest.raises(UserError, match="Only an owner"):
        undone(therapist, thief)

    assert therapist.dirty() == 0


def test_given_a_laptop_that_waits_to_put_its_record_back_when_rubbish_is_set_aside_then_it_is_not_deleted(
    practice: Practice, laptops: tuple[Laptop, Laptop], thief: Thief
) -> None:
    one, two = laptops
    client = one.add_client("Dana", notes="Slept badly.")
    one.sync(), two.sync()
    thief.writes("clients", client, notes=JUNK)
    two.remote.fault = _no_push
    with pytest.raises(ServerUnreachable):
        two.sync()
    assert two.dirty()
    _set_aside(thief.laptop, thief.laptop, "clients", client)
    two.remote.fault = lambda _: None

    two.sync()

    late = practice.enrol()
    late.sync()
    assert late.row("clients", client).deleted_at is None
    assert late.value("clients", client, "notes") == "Slept badly."


def _no_push(step: str) -> None:
    if step == "push.request":
        raise ServerUnreachable("The line broke.")


def test_given_an_owner_whose_record_waits_already_when_undone_again_then_it_is_not_set_aside(
    practice: Practice, laptops: tuple[Laptop, Laptop], thief: Thief
) -> None:
    one, _ = laptops
    client = one.add_client("Dana", notes="Slept badly.")
    one.sync()
    thief.writes("clients", client, notes=JUNK)

    assert [undone(one, thief) for _ in range(2)] == [Undone(put_back=1)] * 2
    assert practice.head().aside == {}


def test_given_a_laptop_that_is_in_when_undone_then_refused_and_nothing_waits(
    laptops: tuple[Laptop, Laptop],
) -> None:
    one, two = laptops

    with pytest.raises(UserError) as refused:
        undo(one.store, one.remote, one.identity, one.clock, one.ids, two.me.device_id)

    assert (refused.value.code, one.dirty()) == ("device_is_in", 0)
