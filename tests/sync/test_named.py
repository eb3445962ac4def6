"""Nobody acts in another's name: what a laptop of somebody else sealed is refused, unless it is proved."""

import uuid
from typing import Any

import pytest

from core.domain.enums import Role
from core.domain.ids import NoteId, UserId
from core.domain.registry import BY_NAME
from tests.sync.laptops import NEVER, START, Laptop, Practice, person

AUDIT = BY_NAME["audit_events"]


@pytest.fixture
def owner(practice: Practice) -> Laptop:
    return practice.enrol(name="Owner's")


@pytest.fixture
def colleague(practice: Practice, owner: Laptop) -> Laptop:
    """A therapist's, whose person is known to all."""
    laptop = practice.enrol(Role.THERAPIST, name="Colleague's", user_id=UserId(uuid.uuid4()))
    for user_id, role in ((owner.me.user_id, "OWNER"), (laptop.me.user_id, "THERAPIST")):
        owner.add("users", user_id, full_name="Robin Sampleton", role=role)
    owner.sync(), laptop.sync()
    return laptop


def _event(by: Laptop, of: Laptop) -> uuid.UUID:
    named: dict[str, Any] = {"user_id": of.me.user_id, "device_id": of.me.device_id}
    return by.add("audit_events", event_type="note.opened", action="READ", client_time=START, **named)


def _told(laptop: Laptop) -> list[tuple[str, bytes | None]]:
    """Kinds of notices, and the laptop that each names."""
    by = {each["id"]: each["their_device"] for each in laptop.told("history")}
    return [(each["kind"], by.get(each["history_id"])) for each in laptop.told("notices")]


def _opened(practice: Practice) -> None:
    """The server takes what is said to be offered again, as after a restore."""
    practice.head().went_back.add(practice.head().epoch)


def test_given_an_event_in_anothers_name_when_sent_then_the_server_refuses_it_and_the_own_one_arrives(
    practice: Practice, owner: Laptop, colleague: Laptop
) -> None:
    forged, own = _event(colleague, owner), _event(colleague, colleague)

    outcome = colleague.sync()
    owner.sync()

    assert outcome.refused == 1
    assert [each["code"] for each in colleague.told("refused")] == ["name"]
    assert {forged, own} & owner.rows("audit_events").keys() == {own}


def test_given_an_event_in_anothers_name_that_a_server_took_when_read_then_refused_and_the_laptop_is_named(
    practice: Practice, owner: Laptop, colleague: Laptop
) -> None:
    _opened(practice)
    forged, own = _event(colleague, owner), _event(colleague, colleague)
    colleague.sync()
    assert (AUDIT.no, forged) in practice.head().rows

    owner.sync()

    assert {forged, own} & owner.rows("audit_events").keys() == {own}
    assert _told(owner) == [("tampered", colleague.me.device_id.bytes)]


@pytest.mark.parametrize("named", ["user_id", "device_id"])
def test_given_an_event_of_which_one_column_names_another_when_read_then_refused(
    practice: Practice, owner: Laptop, colleague: Laptop, named: str
) -> None:
    _opened(practice)
    told: dict[str, Any] = {"user_id": colleague.me.user_id, "device_id": colleague.me.device_id}
    told[named] = getattr(owner.me, named)
    forged = colleague.add("audit_events", event_type="note.opened", action="READ", client_time=START, **told)
    colleague.sync()

    owner.sync()

    assert (AUDIT.no, forged) in practice.head().rows
    assert forged not in owner.rows("audit_events")


@pytest.mark.parametrize("epoch", [uuid.UUID(int=7), None], ids=["restored", "put back unannounced"])
def test_given_events_that_a_server_lost_when_a_colleague_offers_them_then_their_own_seal_proves_them(
    practice: Practice, owner: Laptop, colleague: Laptop, epoch: uuid.UUID | None
) -> None:
    """The laptop of the one who did it is gone."""
    backup = practice.server.snapshot()
    done = _event(owner, owner)
    owner.sync(), colleague.sync()
    practice.server.restore(backup, epoch)

    outcome = colleague.sync()
    late = practice.enrol(name="Late")
    late.sync()

    assert (outcome.refused, outcome.waiting) == (0, 0)
    assert practice.head().rows[AUDIT.no, done].sealed_by == colleague.me.device_id
    assert done in late.rows("audit_events")
    assert _told(late) == []
    assert {kind for kind, _ in _told(colleague)} <= {"chain"}
    with late.store.read() as db:
        sql = "SELECT origin_device FROM audit_events WHERE id = ?"
        assert db.exec_driver_sql(sql, (done.bytes,)).scalar() == owner.me.device_id.bytes


@pytest.mark.parametrize("is_lost", [False, True])
def test_given_a_restored_server_when_all_it_lost_is_back_then_no_later_pass_says_that_it_went_back(
    practice: Practice, owner: Laptop, colleague: Laptop, is_lost: bool
) -> None:
    """Once for what was lost; what is sent later and names somebody else is not of that."""
    backup = practice.server.snapshot()
    if is_lost:
        _event(owner, owner)
        owner.sync(), colleague.sync()
    practice.server.restore(backup, practice.ids.new())
    colleague.remote.calls.clear()
    colleague.sync()
    assert colleague.remote.calls.count("tell_went_back") == int(is_lost)

    _event(colleague, owner)
    colleague.sync()

    assert colleague.remote.calls.count("tell_went_back") == int(is_lost)


def test_given_an_event_of_a_second_laptop_when_a_colleague_offers_it_then_its_own_seal_proves_it(
    practice: Practice, owner: Laptop, colleague: Laptop
) -> None:
    second = practice.enrol(name="Owner's second")
    second.sync()
    backup = practice.server.snapshot()
    done = _event(second, second)
    second.sync(), colleague.sync()
    practice.server.restore(backup, None)

    colleague.sync()
    owner.sync()

    assert done in owner.rows("audit_events")
    with owner.store.read() as db:
        sql = "SELECT origin_device FROM audit_events WHERE id = ?"
        assert db.exec_driver_sql(sql, (done.bytes,)).scalar() == second.me.device_id.bytes


def test_given_an_event_of_a_laptop_that_a_reader_never_heard_of_when_it_is_offered_then_it_is_no_alarm(
    practice: Practice, owner: Laptop, colleague: Laptop
) -> None:
    """It was written before the store was copied to that laptop, so that it names the first one."""
    reader = practice.enrol(name="Reader's").session()
    _event(owner, owner), owner.sync()
    reader.run_once(lambda _: None, NEVER)
    second = practice.enrol(name="Owner's second")
    backup = practice.server.snapshot()
    done = _event(second, owner)
    second.sync(), colleague.sync()
    practice.server.restore(backup, None)
    colleague.sync()

    reader.run_once(lambda _: None, NEVER)

    laptop = practice.laptops[-2]
    assert done in laptop.rows("audit_events")
    assert _told(laptop) == []


def test_given_events_of_others_without_their_seal_when_a_server_lost_them_then_they_are_not_offered(
    practice: Practice, owner: Laptop, colleague: Laptop
) -> None:
    backup = practice.server.snapshot()
    done, own = _event(owner, owner), _event(colleague, colleague)
    owner.sync(), colleague.sync()
    with colleague.store.write() as db:
        db.exec_driver_sql("DELETE FROM kept_seals")  # as an earlier program left it
    practice.server.restore(backup, uuid.uuid4())

    colleague.sync()

    assert (AUDIT.no, own) in practice.head().rows
    assert (AUDIT.no, done) not in practice.head().rows
    assert done in colleague.rows("audit_events")
    owner.sync()
    assert (AUDIT.no, done) in practice.head().rows


def test_given_a_draft_that_a_colleague_finalized_in_anothers_name_when_read_then_it_is_a_draft_again(
    practice: Practice, owner: Laptop, colleague: Laptop
) -> None:
    draft = owner.add_note(owner.add_client(), plan="Walks daily.")
    owner.sync(), colleague.sync()
    _opened(practice)
    final: dict[str, Any] = {"is_draft": False, "finalized_at": START, "finalized_by": owner.me.user_id}
    colleague.edit("sessions", draft, **final)
    colleague.sync()

    owner.sync(), owner.sync()
    late = practice.enrol(name="Late")
    late.sync()

    assert ("superseded", colleague.me.device_id.bytes) in _told(owner)
    assert late.value("sessions", draft, "is_draft") is True
    assert late.value("sessions", draft, "finalized_by") is None


@pytest.mark.parametrize("signature", [None, "own"])
def test_given_an_amendment_in_anothers_name_when_read_then_refused(
    practice: Practice, owner: Laptop, colleague: Laptop, signature: str | None
) -> None:
    note = owner.add_note(owner.add_client(), plan="Walks daily.")
    owner.sync(), colleague.sync()
    _opened(practice)
    signed = None if signature is None else b"\x02" + colleague.me.device_id.bytes + bytes(64)
    named: dict[str, Any] = {"created_by_user_id": owner.me.user_id, "signature": signed}
    forged = colleague.add("session_versions", session_id=note, version_number=1, plan="Rest.", **named)
    colleague.sync()
    assert (BY_NAME["session_versions"].no, forged) in practice.head().rows

    owner.sync()

    assert forged not in owner.rows("session_versions")
    assert _told(owner) == [("tampered", colleague.me.device_id.bytes)]


def test_given_a_signed_note_that_a_server_lost_when_a_colleague_offers_it_then_all_take_it(
    practice: Practice, owner: Laptop, colleague: Laptop
) -> None:
    client = owner.add_client()
    owner.sync(), colleague.sync()
    backup = practice.server.snapshot()
    note = owner.add_note(client, plan="Walks daily.", created_by_user_id=owner.me.user_id)
    person(owner).notes.finalize(NoteId(note))
    owner.sync(), colleague.sync()
    practice.server.restore(backup, uuid.uuid4())

    outcome = colleague.sync()
    late = practice.enrol(name="Late")
    late.sync()

    assert (outcome.refused, outcome.waiting, _told(late)) == (0, 0, [])
    assert late.value("sessions", note, "finalized_by") == str(owner.me.user_id)
    assert late.rows("session_versions").keys() == owner.rows("session_versions").keys()
