"""Who may say that the server was put back, and for how long others' doings are taken then."""

import uuid
from dataclasses import replace

from core.domain.enums import Role
from migrations.operate.connection import operator
from migrations.operate.went_back import tell_of_it, went_back
from sync.postgres.rows import PostgresRemote
from tests.plugins_pg import TestClinic, TestDevice
from tests.server.hostile.hostile_fixture import STAMP

_AGE = "UPDATE pz.went_back SET told_at = told_at - interval '{days} days' WHERE told_by = '{by}' RETURNING 1"


def _tell(device: TestDevice) -> bool:
    """What the server answers: whether it takes others' doings from this device."""
    remote = PostgresRemote(device.address())
    try:
        return remote.tell_went_back(device.workspace_id, device.clinic.epoch(device))
    finally:
        remote.close()


def _operator_tells(clinic: TestClinic) -> None:
    with operator(clinic.url) as db:
        tell_of_it(db)


def _age(clinic: TestClinic, by: str, days: int) -> None:
    assert clinic.as_superuser(_AGE.format(days=days, by=by)) == [(1,)]


def _offers(device: TestDevice, named: TestDevice) -> str | None:
    """The refusal of a new draft in somebody else's name; None when it was taken."""
    client = device.client()
    note = device.op(
        "sessions",
        client_id=str(client.row_id),
        session_date=STAMP,
        created_by_user_id=str(named.user_id),
    )
    remote = PostgresRemote(device.address())
    try:
        epoch, ops = device.clinic.epoch(device), [client, replace(note, offered=True)]
        answer = remote.push(device.workspace_id, epoch, ops)
    finally:
        remote.close()
    assert answer.results[0].status == "ok"
    return answer.results[1].code


def _people(owner: TestDevice, *devices: TestDevice) -> None:
    rows = [
        owner.op("users", each.user_id, full_name=b"v1:x", role=role, is_active=True)
        for each, role in ((owner, "OWNER"), *((each, "THERAPIST") for each in devices))
    ]
    answer = owner.remote().push(owner.workspace_id, owner.clinic.epoch(owner), rows)
    assert {each.status for each in answer.results} == {"ok"}


def test_given_a_login_that_is_no_owners_when_it_says_that_the_server_went_back_then_nothing_is_opened(
    clinic: TestClinic, owner: TestDevice
) -> None:
    thief, assistant = clinic.enrol(owner, Role.THERAPIST), clinic.enrol(owner, Role.ASSISTANT)
    _people(owner, thief)

    assert not _tell(thief)
    assert not _tell(assistant)

    assert _offers(thief, owner) == "name"


def test_given_an_owners_word_when_a_colleague_says_it_as_well_then_others_doings_are_taken_from_both(
    clinic: TestClinic, owner: TestDevice
) -> None:
    colleague = clinic.enrol(owner, Role.THERAPIST)
    _people(owner, colleague)
    assert not _tell(colleague)

    assert _tell(owner)
    assert _offers(owner, colleague) is None
    assert _tell(colleague)

    assert _offers(colleague, owner) is None


def test_given_an_owners_word_when_a_login_never_said_it_itself_then_it_may_name_nobody(
    clinic: TestClinic, owner: TestDevice
) -> None:
    silent = clinic.enrol(owner, Role.THERAPIST)
    _people(owner, silent)
    assert _tell(owner)

    assert _offers(silent, owner) == "name"


def test_given_the_word_of_a_stolen_owners_login_when_that_is_removed_then_all_is_closed_again(
    clinic: TestClinic, owner: TestDevice
) -> None:
    stolen = clinic.enrol(owner, Role.OWNER, owner.user_id)
    other = clinic.enrol(owner, Role.THERAPIST)
    _people(owner, other)
    assert _tell(stolen)
    assert _tell(other)
    assert _offers(other, owner) is None

    owner.remote().revoke_device(owner.workspace_id, stolen.device_id)

    assert _offers(other, owner) == "name"


def test_given_the_operators_word_when_a_week_has_passed_then_the_same_login_cannot_open_it_again(
    clinic: TestClinic, owner: TestDevice
) -> None:
    thief = clinic.enrol(owner, Role.THERAPIST)
    _people(owner, thief)
    _operator_tells(clinic)
    assert _tell(thief)
    assert _offers(thief, owner) is None

    _age(clinic, clinic.server.url().username or "", 9)
    _age(clinic, thief.login.role, 8)
    assert not _tell(thief)
    assert _offers(thief, owner) == "name"

    _operator_tells(clinic)  # it was put back once more
    assert _tell(thief)
    assert _offers(thief, owner) is None


def test_given_old_words_when_somebody_says_it_late_then_the_operators_holds_for_longer_than_an_owners(
    clinic: TestClinic, owner: TestDevice
) -> None:
    late = clinic.enrol(owner, Role.THERAPIST)
    _tell(owner)
    _age(clinic, owner.login.role, 8)
    assert not _tell(late)

    _operator_tells(clinic)
    by = clinic.server.url().username or ""
    _age(clinic, by, 29)
    assert _tell(clinic.enrol(owner, Role.THERAPIST))
    _age(clinic, by, 2)

    assert not _tell(clinic.enrol(owner, Role.THERAPIST))


def test_given_a_copy_that_other_tools_brought_back_when_the_operator_says_so_then_a_new_life_begins(
    clinic: TestClinic, owner: TestDevice
) -> None:
    """What was said of the life before says nothing of this one."""
    colleague = clinic.enrol(owner, Role.THERAPIST)
    _people(owner, colleague)
    assert _tell(owner)
    assert _tell(colleague)
    before = clinic.epoch(owner)

    assert went_back(clinic.url) == 1

    ((epoch,),) = clinic.as_superuser("SELECT epoch FROM pz.sync_workspace")
    assert epoch != before
    clinic.epochs[owner.workspace_id] = uuid.UUID(str(epoch))
    assert _offers(colleague, owner) == "name"
    assert _tell(colleague)
    assert _offers(colleague, owner) is None


def test_given_a_word_of_before_when_nobody_says_it_of_the_new_life_then_nothing_is_opened(
    clinic: TestClinic, owner: TestDevice
) -> None:
    assert _tell(owner)
    clinic.as_superuser("UPDATE pz.sync_workspace SET epoch = gen_random_uuid() RETURNING 1")
    ((epoch,),) = clinic.as_superuser("SELECT epoch FROM pz.sync_workspace")
    clinic.epochs[owner.workspace_id] = uuid.UUID(str(epoch))

    assert not _tell(clinic.enrol(owner, Role.THERAPIST))
