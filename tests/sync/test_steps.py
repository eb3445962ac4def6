"""What grows step by step goes out whole, whatever was done offline and in which order it lies."""

from typing import Any

import pytest

from core.domain.counters import MOST_COUNTED, one_more
from tests.sync.laptops import START, Laptop, Practice, meet, person

Two = tuple[Laptop, Laptop]


@pytest.mark.parametrize(
    ("before", "after"), [(0, 1), (5, 6), (MOST_COUNTED, MOST_COUNTED), (2**31 - 1, MOST_COUNTED), (-7, 1)]
)
def test_given_any_count_when_one_more_is_counted_then_it_is_never_out_of_reach(
    before: int, after: int
) -> None:
    assert one_more(before) == after


def test_given_many_amendments_made_offline_when_synced_then_every_version_arrives_with_its_number(
    laptops: Two,
) -> None:
    one, two = laptops
    one.add("users", one.me.user_id, full_name="Dana Demo", role="OWNER")
    note = one.add_note(one.add_client(), plan="First.")
    notes = person(one).notes
    notes.finalize(note)  # type: ignore[arg-type]
    for number in range(2, 8):
        notes.amend(note, f"reason {number}", plan=f"Plan {number}.")  # type: ignore[arg-type]
    one.sync()
    assert [each["code"] for each in one.told("refused")] == []
    meet(one, two)
    numbers = sorted(each.fields[11] for each in two.rows("session_versions").values())  # type: ignore[type-var]
    assert numbers == [1, 2, 3, 4, 5, 6, 7]


def test_given_a_later_version_that_lies_first_when_synced_then_it_follows_the_earlier_one(
    practice: Practice, laptops: Two
) -> None:
    """As a file that is brought in may have them."""
    one, two = laptops
    note = one.add_note(one.add_client(), plan="First.")
    one.sync()
    for number in (4, 3, 2):
        one.add("session_versions", session_id=note, version_number=number, signed_at=START)
    outcome = one.sync()
    assert (outcome.refused, one.sync().waiting) == (0, 0)
    meet(one, two)
    assert len(two.rows("session_versions")) == 3


def test_given_a_count_that_somebody_planted_when_the_record_is_changed_then_it_can_be(
    laptops: Two,
) -> None:
    one, two = laptops
    client = one.add_client()
    ends = START.replace(hour=10)
    times: dict[str, Any] = {"scheduled_start": START, "scheduled_end": ends, "timezone": "UTC"}
    booked = one.add("appointments", client_id=client, edit_count=MOST_COUNTED, **times)
    meet(one, two)
    person(two).appointments.move(booked, START.replace(hour=8), START.replace(hour=9))  # type: ignore[arg-type]
    meet(one, two)
    assert one.value("appointments", booked, "edit_count") == MOST_COUNTED
