"""A role falls while changes of somebody's wait: what they may still write goes out as they are shown it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from core.domain.enums import Role
from sync.rows.reach import Reach
from tests.sync.laptops import Laptop, field_of, meet
from tests.sync.parted import PartedPractice, breaks_off, reach

HISTORY = "Asthma since 1990."


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
