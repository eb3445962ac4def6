"""A role falls while changes of somebody's wait: what they may still write goes out as they are shown it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from core.domain.enums import Role
from core.domain.registry import CLIENTS, CLINICAL_DIGEST
from sync.rows.reach import Reach
from tests.sync.laptops import Laptop, field_of, meet
from tests.sync.parted import PartedPractice, breaks_off, reach

HISTORY, LATER = "Asthma since 1990.", "Asthma since 1990. Allergic to pollen."
HISTORY_NO = CLIENTS.by_name["medical_history"].no


@pytest.fixture
def practice(tmp_path: Path) -> Iterator[PartedPractice]:
    made = PartedPractice(tmp_path)
    yield made
    made.close()


def _meeting(practice: PartedPractice, **known: Any) -> tuple[Laptop, Laptop, UUID]:
    """An owner, a therapist, and a client whom both laptops have."""
    owner, colleague = practice.owner, practice.hire(Role.THERAPIST)
    client = owner.add_client(phone="050", **known)
    meet(owner, colleague)
    return owner, colleague, client


def _hears_that_the_role_fell(practice: PartedPractice, laptop: Laptop) -> None:
    """And breaks off before anything is forgotten for it."""
    practice.owner.edit("users", laptop.me.user_id, role=Role.ASSISTANT)
    practice.owner.sync()
    breaks_off(laptop, "digests.request")
    assert reach(laptop) is Reach.ALL


def _exchange(*laptops: Laptop) -> None:
    """They do not hold alike: one is shown less than the other."""
    for laptop in laptops * 3:
        laptop.sync()


def _agreed(laptop: Laptop, client: UUID) -> tuple[int, int, Any]:
    """Version and time of the clinic's, and the phone."""
    row = laptop.row("clients", client)
    return row.version, row.updated_at, field_of("clients", row, "phone")


@pytest.mark.parametrize("known", [{"medical_history": HISTORY}, {}], ids=["a history", "nothing clinical"])
def test_given_a_role_that_fell_when_a_phone_was_typed_before_the_rest_was_forgotten_then_all_hold_it(
    practice: PartedPractice, known: dict[str, Any]
) -> None:
    owner, colleague, client = _meeting(practice, **known)
    _hears_that_the_role_fell(practice, colleague)
    colleague.edit("clients", client, phone="052")

    _exchange(colleague, owner)

    assert reach(colleague) is Reach.OPEN
    assert (owner.value("clients", client, "phone"), colleague.told("refused")) == ("052", [])
    assert owner.value("clients", client, "medical_history") == known.get("medical_history")
    assert colleague.value("clients", client, "medical_history") is None
    assert _agreed(colleague, client) == _agreed(owner, client)
    colleague.edit("clients", client, phone="053")
    _exchange(colleague, owner)
    assert owner.value("clients", client, "phone") == "053"
    assert _agreed(colleague, client) == _agreed(owner, client)


@pytest.mark.parametrize("lost", ["push.request", "push.answer"])
def test_given_a_role_that_fell_when_what_waited_goes_twice_then_it_goes_as_it_was(
    practice: PartedPractice, lost: str
) -> None:
    owner, colleague, client = _meeting(practice, medical_history=HISTORY)
    _hears_that_the_role_fell(practice, colleague)
    colleague.edit("clients", client, phone="052")
    breaks_off(colleague, lost)

    _exchange(colleague, owner)

    assert colleague.told("refused") == []
    assert owner.value("clients", client, "phone") == "052"
    assert _agreed(colleague, client) == _agreed(owner, client)


def test_given_a_role_that_fell_when_the_digest_in_the_clinic_is_not_known_then_nothing_typed_is_lost(
    practice: PartedPractice,
) -> None:
    """Somebody typed on after an answer was lost. The laptop holds the row again once a clinician wrote
    there."""
    owner, colleague, client = _meeting(practice, medical_history=HISTORY)
    _hears_that_the_role_fell(practice, colleague)
    colleague.edit("clients", client, phone="052")
    breaks_off(colleague, "push.answer")
    colleague.edit("clients", client, phone="053")

    _exchange(colleague, owner)

    assert colleague.told("refused") == []
    assert owner.value("clients", client, "phone") == "053"
    assert _agreed(colleague, client) == (0, 0, "053")
    owner.edit("clients", client, medical_history=LATER)
    _exchange(owner, colleague)
    assert _agreed(colleague, client) == _agreed(owner, client)
    assert owner.value("clients", client, "medical_history") == LATER


@pytest.mark.parametrize("typed", [{"phone": "052"}, {"medical_history": LATER}])
@pytest.mark.parametrize("version", [1, 2])
def test_given_what_waits_when_it_is_looked_at_then_a_digest_stands_for_what_nobody_changed_and_is_known(
    practice: PartedPractice, typed: dict[str, str], version: int
) -> None:
    """Over a version that is not the one here another digest may stand in the clinic."""
    _, colleague, client = _meeting(practice, medical_history=HISTORY)
    colleague.edit("clients", client, **typed)
    session = colleague.session()
    assert session._keychain.is_parted()
    with colleague.store.write() as db:
        (sent,) = colleague.journal.stage(db, 9, 100_000)
    sent = replace(sent, base_version=version)
    assert session._push._as_shown([sent]) == [sent]

    session._keychain.set_reader(may_read=False)
    (shown,) = session._push._as_shown([sent])

    is_known = version == 1 and "phone" in typed
    digest = practice.head().rows[CLIENTS.no, client].plain[CLINICAL_DIGEST]
    assert shown.row.fields.get(CLINICAL_DIGEST) == (digest if is_known else None)
    assert (HISTORY_NO in shown.row.fields) is not is_known
    assert replace(shown, row=sent.row) == sent
