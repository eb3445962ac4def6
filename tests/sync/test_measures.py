"""Two laptops with one measure: each changes it apart, and they meet."""

from dataclasses import replace

import pytest

from core.domain.measures import PAIN
from core.domain.new_rows import ClientDraft, MeasureDraft
from core.domain.records import Measure
from tests.sync.laptops import Laptop, field_of, meet, person

Laptops = tuple[Laptop, Laptop]


@pytest.fixture
def pain(laptops: Laptops, someone_works_here: None) -> Measure:
    """One that both know."""
    books = person(laptops[0])
    client = books.clients.add(ClientDraft(first_name="Maria", last_name="Sampleton")).value
    draft = MeasureDraft(client_id=client.id, kind=PAIN, name="Pain", low="0", high="10", value="7.5")
    made = books.measures.add(draft).value
    meet(*laptops)
    return made


def _shown(laptops: Laptops, pain: Measure) -> Measure:
    """What each of the two shows is the same; this is it."""
    one, other = (person(laptop).measures.get(pain.id) for laptop in laptops)
    assert replace(one, version=0) == replace(other, version=0, updated_at=one.updated_at)
    return one


def test_given_a_measure_when_it_syncs_then_the_number_arrives_as_it_was_written(
    laptops: Laptops, pain: Measure
) -> None:
    assert _shown(laptops, pain).value == "7.5"


def test_given_one_writes_a_remark_and_the_other_another_number_when_they_meet_then_both_hold(
    laptops: Laptops, pain: Measure
) -> None:
    one, other = (person(laptop).measures for laptop in laptops)
    one.edit(pain.id, note="After a walk.")
    other.edit(pain.id, value="6")
    meet(*laptops)
    assert (_shown(laptops, pain).value, _shown(laptops, pain).note) == ("6", "After a walk.")
    assert [len(laptop.open_conflicts()) for laptop in laptops] == [0, 0]


def test_given_two_numbers_and_an_end_of_the_scale_when_they_meet_then_a_person_is_asked_once(
    laptops: Laptops, pain: Measure
) -> None:
    one, other = (person(laptop).measures for laptop in laptops)
    one.edit(pain.id, value="6")
    other.edit(pain.id, value="50", high="100")
    meet(*laptops)
    (asked,) = laptops[0].open_conflicts()
    assert field_of("conflicts", asked, "field") == "high,value"
    assert [len(laptop.open_conflicts()) for laptop in laptops] == [1, 1]
    shown = _shown(laptops, pain)
    assert (shown.high, shown.value) in {("10", "6"), ("100", "50")}
