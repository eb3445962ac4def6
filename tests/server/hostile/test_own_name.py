"""Nobody signs, finalizes, deletes or records in another's name: who acted is the person of the login."""

import uuid
from dataclasses import replace
from typing import Any

import pytest

from core.domain.enums import Role
from sync.remote import Op, Result
from tests.plugins_pg import TestClinic, TestDevice
from tests.server.hostile.cases import Ops, Push, check_push
from tests.server.hostile.hostile_fixture import STAMP, Arena
from tests.server.raw import Raw

NAME = ("refused", "name")
_PUT_BACK = "SELECT pzapi.tell_went_back(%(ws)s, %(epoch)s)"


def named(table: str, row: str, base: int, who: str, /, **values: Any) -> Ops:
    """An op whose values may be words of the arena, such as `therapist_user`."""

    def build(arena: Arena) -> list[Any]:
        told = {
            name: str(arena.names[value]) if isinstance(value, str) and value in arena.names else value
            for name, value in values.items()
        }
        return [arena.op(who, table, uuid.uuid4() if row == "new" else row, base, **told)]

    return build


def _pair(name: str, table: str, row: str, base: int, column: str, /, **values: Any) -> tuple[Push, ...]:
    """The owner in the therapist's name, as a new word and as one that is said to be offered again."""

    def mine(arena: Arena) -> list[Any]:
        return named(table, row, base, "owner", **values, **{column: _own(column)})(arena)

    def theirs(arena: Arena) -> list[Any]:
        return named(table, row, base, "owner", **values, **{column: _anothers(column)})(arena)

    def offered(arena: Arena) -> list[Any]:
        return [each | {"o": True} for each in theirs(arena)]

    def superseding(arena: Arena) -> list[Any]:
        return [each | {"w": True} for each in theirs(arena)]

    return tuple(
        Push(name=f"{name}{how}", by="owner", attack=attack, control=mine, refused=NAME)
        for how, attack in (("", theirs), (", offered again", offered), (", superseding", superseding))
    )


def _own(column: str) -> str:
    return "owner_device" if column.endswith("device_id") else "owner_user"


def _anothers(column: str) -> str:
    return "therapist_device" if column.endswith("device_id") else "therapist_user"


CASES = (
    *_pair(
        "writes a note in another's name",
        *("sessions", "new", 0, "created_by_user_id"),
        client_id="client",
        session_date=STAMP,
    ),
    *_pair(
        "finalizes in another's name",
        *("sessions", "draft", 1, "finalized_by"),
        is_draft=False,
        finalized_at=STAMP,
        signature="00ff",
    ),
    *_pair("deletes in another's name", *("sessions", "draft", 1, "deleted_by_user_id")),
    *_pair(
        "amends in another's name",
        *("session_versions", "new", 0, "created_by_user_id"),
        session_id="note",
        version_number=2,
        signature="00ff",
    ),
    *_pair(
        "attaches in another's name",
        *("session_attachments", "new", 0, "uploaded_by_user_id"),
        client_id="client",
        file_name="djE6eA==",
        file_size_bytes=1,
        blob_key="00" * 32,
        chunk_count=1,
    ),
    *_pair(
        "records in another's name",
        *("audit_events", "new", 0, "user_id"),
        event_type="note.opened",
        action="READ",
        client_time=STAMP,
    ),
    *_pair(
        "records with another's laptop",
        *("audit_events", "new", 0, "device_id"),
        event_type="note.opened",
        action="READ",
        client_time=STAMP,
    ),
    *_pair(
        "asks in another's name",
        *("conflicts", "new", 0, "our_device_id"),
        table_no=8,
        row_id="note",
        reason="text",
        noticed_at=STAMP,
    ),
    *_pair(
        "answers in another's name",
        *("conflicts", "new", 0, "resolved_by_user_id"),
        table_no=8,
        row_id="note",
        reason="text",
        noticed_at=STAMP,
        resolved_at=STAMP,
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_given_anothers_name_when_pushed_then_refused_and_the_own_one_is_taken(
    arena: Arena, case: Push
) -> None:
    check_push(arena, case)


def test_given_a_question_about_anothers_text_when_the_own_laptop_is_named_beside_it_then_it_is_taken(
    arena: Arena,
) -> None:
    told = {"table_no": 8, "row_id": "note", "reason": "text", "noticed_at": STAMP}
    both = named(
        "conflicts", "new", 0, "owner",
        our_device_id="therapist_device", their_device_id="owner_device", **told,
    )  # fmt: skip
    neither = named(
        "conflicts", "new", 0, "owner",
        our_device_id="therapist_device", their_device_id="therapist_device", **told,
    )  # fmt: skip
    check_push(arena, Push(name="of two strangers", by="owner", attack=neither, control=both, refused=NAME))


@pytest.fixture
def therapist(clinic: TestClinic, owner: TestDevice) -> TestDevice:
    """Known to the practice as a person, so that rows may point to her."""
    device = clinic.enrol(owner, Role.THERAPIST)
    people = [
        owner.op("users", owner.user_id, full_name=b"v1:o", role="OWNER", is_active=True),
        owner.op("users", device.user_id, full_name=b"v1:t", role="THERAPIST", is_active=True),
    ]
    assert _pushed(owner, *people) == [None, None]
    return device


def _pushed(device: TestDevice, *ops: Op) -> list[str | None]:
    """The code of each op; None where it was taken."""
    answer = device.remote().push(device.workspace_id, device.clinic.epoch(device), ops)
    return [_code(each) for each in answer.results]


def _code(result: Result) -> str | None:
    return None if result.status == "ok" else result.code or result.status


def _draft(device: TestDevice, **values: Any) -> Op:
    client = device.client()
    note = device.op("sessions", client_id=str(client.row_id), session_date=STAMP, **values)
    assert _pushed(device, client, note) == [None, None]
    return note


def _put_back(device: TestDevice) -> None:
    raw = Raw(device)
    try:
        values = {"ws": device.workspace_id, "epoch": device.clinic.epoch(device)}
        assert raw.state(_PUT_BACK, values) == "00000"
    finally:
        raw.close()


def test_given_a_name_that_stood_in_the_row_when_rubbish_took_its_place_then_a_colleague_puts_it_back(
    owner: TestDevice, therapist: TestDevice
) -> None:
    hers = _draft(therapist, created_by_user_id=str(therapist.user_id))
    other = _draft(owner, created_by_user_id=str(owner.user_id))
    assert _pushed(owner, owner.op("sessions", hers.row_id, 1, created_by_user_id=None)) == [None]

    back = owner.op("sessions", hers.row_id, 2, created_by_user_id=str(therapist.user_id))
    forged = owner.op("sessions", other.row_id, 1, created_by_user_id=str(therapist.user_id))

    assert _pushed(owner, replace(back, supersedes=True), replace(forged, supersedes=True)) == [None, "name"]


def test_given_a_name_in_a_row_when_somebody_else_edits_it_then_it_stands(
    owner: TestDevice, therapist: TestDevice
) -> None:
    hers = _draft(therapist, created_by_user_id=str(therapist.user_id))
    edit = owner.op("sessions", hers.row_id, 1, plan=b"v1:p", created_by_user_id=str(therapist.user_id))

    assert _pushed(owner, edit) == [None]


def test_given_a_server_that_went_back_when_it_is_told_then_others_doings_are_offered_again_and_marked(
    clinic: TestClinic, owner: TestDevice, therapist: TestDevice
) -> None:
    named_other: dict[str, Any] = {"created_by_user_id": str(therapist.user_id)}
    event: dict[str, Any] = {"event_type": "note.opened", "action": "READ", "client_time": STAMP}
    client = owner.client()
    note: dict[str, Any] = {"client_id": str(client.row_id), "session_date": STAMP}
    assert _pushed(owner, client) == [None]
    _put_back(owner)

    offered = [
        replace(owner.op("sessions", **note, **named_other), offered=True),
        replace(
            owner.op(
                "audit_events", **event,
                user_id=str(therapist.user_id), device_id=str(therapist.device_id),
            ),
            offered=True,
        ),
    ]  # fmt: skip
    unmarked = owner.op("sessions", **note, **named_other)

    assert _pushed(owner, *offered, unmarked) == [None, None, "name"]
    (told_by,) = clinic.as_superuser("SELECT told_by FROM pz.went_back")
    assert told_by == (owner.login.role,)


@pytest.mark.parametrize("whose", ["owner", "therapist"])
def test_given_a_server_that_went_back_when_a_signature_names_anothers_laptop_then_refused(
    owner: TestDevice, therapist: TestDevice, whose: str
) -> None:
    signer = {"owner": owner, "therapist": therapist}[whose]
    signature = b"\x02" + signer.device_id.bytes + bytes(64)
    final: dict[str, Any] = {"is_draft": False, "finalized_at": STAMP, "finalized_by": str(therapist.user_id)}
    client = owner.client()
    assert _pushed(owner, client) == [None]
    _put_back(owner)

    note = owner.op(
        "sessions", client_id=str(client.row_id), session_date=STAMP, signature=signature, **final
    )

    assert _pushed(owner, replace(note, offered=True)) == [None if whose == "therapist" else "name"]


def test_given_a_reader_when_it_says_that_the_server_went_back_then_nothing_is_opened(
    clinic: TestClinic, owner: TestDevice
) -> None:
    _put_back(clinic.enrol(owner, Role.READONLY))

    assert clinic.as_superuser("SELECT count(*) FROM pz.went_back") == [(0,)]


def test_given_an_earlier_laptop_of_the_same_person_when_its_events_come_late_then_they_are_taken(
    clinic: TestClinic, owner: TestDevice, therapist: TestDevice
) -> None:
    earlier = clinic.enrol(owner, Role.THERAPIST, therapist.user_id)
    event: dict[str, Any] = {"event_type": "note.opened", "action": "READ", "client_time": STAMP}
    unknown = str(uuid.uuid4())

    ops = [
        therapist.op("audit_events", **event, user_id=str(therapist.user_id), device_id=each)
        for each in (str(earlier.device_id), unknown)
    ]

    assert _pushed(therapist, *ops) == [None, None]
