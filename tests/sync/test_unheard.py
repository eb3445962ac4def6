"""A server that went back, and nobody who may say so has told it yet: own work goes, others' waits here."""

import uuid

import pytest

from core.domain.enums import Role
from core.domain.ids import UserId
from core.domain.registry import BY_NAME
from core.store.database.facts import get_fact
from sync.rows.resync import UNHEARD
from tests.sync.laptops import START, Laptop, Practice

Both = tuple[Laptop, Laptop]


@pytest.fixture
def both(practice: Practice) -> Both:
    """An owner's laptop and a colleague's, whose people are known to both."""
    owner = practice.enrol(name="Owner's")
    colleague = practice.enrol(Role.THERAPIST, name="Colleague's", user_id=UserId(uuid.uuid4()))
    for user_id, role in ((owner.me.user_id, "OWNER"), (colleague.me.user_id, "THERAPIST")):
        owner.add("users", user_id, full_name="Robin Sampleton", role=role)
    owner.sync(), colleague.sync()
    return owner, colleague


def _note(by: Laptop) -> tuple[uuid.UUID, uuid.UUID]:
    """A client, and a draft of whoever wrote it."""
    client = by.add_client()
    return client, by.add(
        "sessions", client_id=client, session_date=START, plan="Rest.", created_by_user_id=by.me.user_id
    )


def _has(practice: Practice, table: str, row_id: uuid.UUID) -> bool:
    return (BY_NAME[table].no, row_id) in practice.head().rows


def _is_unheard(laptop: Laptop) -> bool:
    with laptop.store.read() as db:
        return get_fact(db, UNHEARD) is not None


def test_given_a_colleague_who_notices_first_when_synced_then_her_own_is_offered_and_the_rest_after_the_owner(
    practice: Practice, both: Both
) -> None:
    owner, colleague = both
    backup = practice.server.snapshot()
    hers, owners = _note(colleague)[1], _note(owner)[1]
    measured = owner.add("measures", client_id=_note(owner)[0], session_id=owners, taken_at=START, kind="ROM",
                         name="Flexion", unit="deg", value="90")  # fmt: skip
    for each in (owner, colleague, owner):
        each.sync()
    assert {hers, owners} <= colleague.rows("sessions").keys()
    practice.server.restore(backup, None)

    outcome = colleague.sync()

    assert (outcome.waiting, outcome.refused) == (0, 0)
    assert _has(practice, "sessions", hers)
    assert not _has(practice, "sessions", owners)
    assert not _has(practice, "measures", measured)
    assert _is_unheard(colleague)
    assert {hers, owners} <= colleague.rows("sessions").keys()
    assert colleague.told("refused") == []

    owner.sync(), colleague.sync()

    assert _has(practice, "sessions", owners)
    assert not _is_unheard(colleague)
    assert owner.content() == colleague.content()


def test_given_doings_of_an_owner_that_only_a_colleague_has_when_the_operator_says_it_then_they_are_offered(
    practice: Practice, both: Both
) -> None:
    """The owner's laptop is gone: the word of the operator is enough."""
    owner, colleague = both
    backup = practice.server.snapshot()
    owners = _note(owner)[1]
    owner.sync(), colleague.sync()
    practice.server.restore(backup, None)
    colleague.sync()
    assert not _has(practice, "sessions", owners)
    practice.head().went_back.add(practice.head().epoch)

    outcome = colleague.sync()

    assert (outcome.waiting, outcome.refused) == (0, 0)
    assert _has(practice, "sessions", owners)


def test_given_what_was_kept_back_when_it_is_edited_here_then_it_does_not_wait_for_ever(
    practice: Practice, both: Both
) -> None:
    owner, colleague = both
    backup = practice.server.snapshot()
    owners = _note(owner)[1]
    owner.sync(), colleague.sync()
    practice.server.restore(backup, None)
    colleague.sync()
    colleague.edit("sessions", owners, plan="Walks daily.")

    colleague.sync(), colleague.sync()
    assert colleague.dirty() == 0
    owner.sync(), colleague.sync()

    assert _has(practice, "sessions", owners)
    assert "Walks daily." in str(colleague.told("refused")) + str(colleague.value("sessions", owners, "plan"))
