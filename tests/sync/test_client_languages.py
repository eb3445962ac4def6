"""Two laptops and the language in which a client is written to."""

import pytest

from core.domain.ids import ClientId
from core.domain.new_rows import ClientDraft
from tests.sync.laptops import Laptop, field_of, meet, person

Laptops = tuple[Laptop, Laptop]


@pytest.fixture
def client(laptops: Laptops, someone_works_here: None) -> ClientId:
    """One that both know, of whom nobody has said a language."""
    made = person(laptops[0]).clients.add(ClientDraft(first_name="Maria", last_name="Sampleton")).value
    meet(*laptops)
    return made.id


def test_given_one_chooses_a_language_when_they_meet_then_both_know_it_and_it_can_be_taken_back(
    laptops: Laptops, client: ClientId
) -> None:
    one, other = (person(laptop).clients for laptop in laptops)
    one.edit(client, preferred_language="he")
    meet(*laptops)
    assert other.get(client).preferred_language == "he"
    other.edit(client, preferred_language="")
    meet(*laptops)
    assert one.get(client).preferred_language is None


def test_given_each_chooses_another_language_when_they_meet_then_it_is_asked_about_once(
    laptops: Laptops, client: ClientId
) -> None:
    one, other = (person(laptop).clients for laptop in laptops)
    one.edit(client, preferred_language="he")
    other.edit(client, preferred_language="en")
    meet(*laptops)
    assert [len(laptop.open_conflicts()) for laptop in laptops] == [1, 1]
    (asked,) = laptops[0].open_conflicts()
    assert field_of("conflicts", asked, "field") == "preferred_language"
