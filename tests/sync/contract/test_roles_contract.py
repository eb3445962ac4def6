"""What every server gives and refuses each role."""

from dataclasses import replace

import pytest

from core.domain.enums import Role
from core.domain.registry import BY_NAME, CLINICAL_DIGEST, CONFLICTS
from core.domain.rights import READERS_SETTING
from sync.remote import Op, RemoteRow
from tests.sync.contract.conftest import Practice, Writer

STAMP = 1_700_000_000_000_000
CLINICIANS, OUTSIDERS = (Role.OWNER, Role.THERAPIST), (Role.ASSISTANT, Role.READONLY)
FORBIDDEN = [("refused", 0, "forbidden")]


def _note(writer: Writer, client: Op) -> Op:
    return writer.op("sessions", client_id=str(client.row_id), session_date=STAMP, plan=b"v1:p")


def _dispute(writer: Writer, table_no: int, field: str | None, about: Op) -> Op:
    made = writer.op("conflicts", table_no=table_no, field=field, reason="TEXT", noticed_at=STAMP)
    return replace(made, plain={**made.plain, CONFLICTS.by_name["row_id"].no: str(about.row_id)})


@pytest.fixture
def rows(owner: Writer) -> dict[str, Op]:
    client = owner.client(medical_history=b"v1:h")
    made = {
        "client": client,
        "note": _note(owner, client),
        "about a note": _dispute(owner, BY_NAME["sessions"].no, "plan", client),
        "about a history": _dispute(owner, BY_NAME["clients"].no, "medical_history", client),
        "about a phone": _dispute(owner, BY_NAME["clients"].no, "phone", client),
    }
    owner.push(*made.values())
    return made


def _pulled(practice: Practice, role: Role) -> list[RemoteRow]:
    return list(practice.enrol(role).pull(practice.workspace_id, practice.epoch, 0, 100).rows)


@pytest.mark.parametrize("role", [*CLINICIANS, *OUTSIDERS])
def test_given_rows_when_a_role_pulls_then_it_gets_what_it_reads(
    practice: Practice, rows: dict[str, Op], role: Role
) -> None:
    found = {row.row_id for row in _pulled(practice, role)}
    told = [name for name, op in rows.items() if op.row_id in found]
    assert told == ([*rows] if role in CLINICIANS else ["client", "about a phone"])


@pytest.mark.parametrize("role", [*CLINICIANS, *OUTSIDERS])
def test_given_rows_when_a_role_asks_for_digests_then_they_count_what_it_pulls(
    practice: Practice, rows: dict[str, Op], role: Role
) -> None:
    remote = practice.enrol(role)
    pulled = remote.pull(practice.workspace_id, practice.epoch, 0, 100).rows
    counted = {each.table_no: each.count for each in remote.digests(practice.workspace_id, 99) if each.count}
    numbers = [row.table_no for row in pulled]
    assert rows
    assert counted == {no: numbers.count(no) for no in numbers}


def test_given_an_assistant_when_it_writes_what_is_clinical_then_forbidden_and_the_rest_is_taken(
    practice: Practice, rows: dict[str, Op]
) -> None:
    client = rows["client"]
    writer = Writer(practice, practice.enrol(Role.ASSISTANT))
    assert writer.push(_note(writer, client)) == FORBIDDEN
    for values in ({"medical_history": b"v1:x"}, {"alerts": b"v1:x"}, {"tags": b"v1:x"}, {"notes": None}):
        ((status, _, code),) = writer.push(writer.op("clients", client.row_id, 1, **values))
        assert (status, code) == ("refused", "forbidden")
    digest = writer.op("clients", client.row_id, 1, phone=b"v1:1")
    ((status, _, code),) = writer.push(replace(digest, plain={CLINICAL_DIGEST: "00" * 36}))
    assert (status, code) == ("refused", "forbidden")
    assert writer.push(writer.op("clients", client.row_id, 1, phone=b"v1:1")) == [("ok", 2, None)]


def test_given_the_setting_for_readers_when_on_then_they_get_all_and_assistants_do_not(
    practice: Practice, owner: Writer, rows: dict[str, Op]
) -> None:
    settings = {READERS_SETTING: True}
    made = owner.op(
        "workspaces",
        practice.workspace_id,
        name="Practice",
        timezone="UTC",
        is_active=True,
        settings=settings,
    )
    assert owner.push(made) == [("ok", 1, None)]
    note = rows["note"].row_id
    assert note in {row.row_id for row in _pulled(practice, Role.READONLY)}
    assert note not in {row.row_id for row in _pulled(practice, Role.ASSISTANT)}
