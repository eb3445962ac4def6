"""Two laptops with one body chart: each marks it apart, and they meet."""

from dataclasses import replace

import pytest

from core.domain.body_chart import PAIN, SCAR
from core.domain.errors import RuleBroken
from core.domain.new_rows import BodyMarkDraft, ClientDraft
from core.domain.records import BodyMark
from tests.sync.laptops import Laptop, field_of, meet, person

Laptops = tuple[Laptop, Laptop]


@pytest.fixture
def pain(laptops: Laptops, someone_works_here: None) -> BodyMark:
    """One that both know, on the chart of a draft."""
    books = person(laptops[0])
    client = books.clients.add(ClientDraft(first_name="Maria", last_name="Sampleton")).value
    note = books.notes.start(client.id).value
    books.notes.save_draft(note.id, plan="Rest.")
    draft = BodyMarkDraft(session_id=note.id, kind=PAIN, place="BACK 250 205", intensity="6")
    made = books.body_marks.add(draft).value
    meet(*laptops)
    return made


def _shown(laptops: Laptops, pain: BodyMark) -> BodyMark:
    """What each of the two shows is the same; this is it."""
    one, other = (person(laptop).body_marks.get(pain.id) for laptop in laptops)
    assert replace(one, version=0) == replace(other, version=0, updated_at=one.updated_at)
    return one


def _places(laptop: Laptop, pain: BodyMark) -> list[str]:
    return sorted(mark.place for mark in person(laptop).body_marks.of_note(pain.session_id))


def test_given_a_mark_when_it_syncs_then_it_arrives_where_it_was_put(
    laptops: Laptops, pain: BodyMark
) -> None:
    shown = _shown(laptops, pain)
    assert (shown.kind, shown.place, shown.intensity) == (PAIN, "BACK 250 205", "6")


def test_given_both_mark_one_chart_when_they_meet_then_all_marks_are_on_both(
    laptops: Laptops, pain: BodyMark
) -> None:
    for laptop, place in zip(laptops, ("FRONT 500 230", "SOLES 770 900"), strict=True):
        person(laptop).body_marks.add(BodyMarkDraft(session_id=pain.session_id, kind=SCAR, place=place))
    meet(*laptops)
    for laptop in laptops:
        assert _places(laptop, pain) == ["BACK 250 205", "FRONT 500 230", "SOLES 770 900"]
        assert laptop.open_conflicts() == []


def test_given_one_moves_it_and_the_other_says_how_strong_when_they_meet_then_both_hold(
    laptops: Laptops, pain: BodyMark
) -> None:
    one, other = (person(laptop).body_marks for laptop in laptops)
    one.edit(pain.id, place="BACK 260 215", remark="After a walk.")
    other.edit(pain.id, intensity="3")
    meet(*laptops)
    shown = _shown(laptops, pain)
    assert (shown.place, shown.intensity, shown.remark) == ("BACK 260 215", "3", "After a walk.")
    assert [len(laptop.open_conflicts()) for laptop in laptops] == [0, 0]


def test_given_two_intensities_and_another_kind_when_they_meet_then_a_person_is_asked_once(
    laptops: Laptops, pain: BodyMark
) -> None:
    one, other = (person(laptop).body_marks for laptop in laptops)
    one.edit(pain.id, intensity="2")
    other.edit(pain.id, kind=SCAR, intensity=None)
    meet(*laptops)
    (asked,) = laptops[0].open_conflicts()
    assert field_of("conflicts", asked, "field") == "kind,intensity"
    assert [len(laptop.open_conflicts()) for laptop in laptops] == [1, 1]
    shown = _shown(laptops, pain)
    assert (shown.kind, shown.intensity) in {(PAIN, "2"), (SCAR, None)}


def test_given_one_takes_it_off_and_the_other_changes_it_when_they_meet_then_it_stays(
    laptops: Laptops, pain: BodyMark
) -> None:
    one, other = (person(laptop).body_marks for laptop in laptops)
    one.delete(pain.id)
    other.edit(pain.id, intensity="9")
    meet(*laptops)
    assert _shown(laptops, pain).intensity == "9"


def test_given_one_signs_and_the_other_marked_unknowing_when_they_meet_then_all_marks_stay_for_good(
    laptops: Laptops, pain: BodyMark
) -> None:
    one, other = (person(laptop) for laptop in laptops)
    one.notes.finalize(pain.session_id)
    other.body_marks.add(BodyMarkDraft(session_id=pain.session_id, kind=SCAR, place="FRONT 500 230"))
    meet(*laptops)
    for laptop in laptops:
        assert _places(laptop, pain) == ["BACK 250 205", "FRONT 500 230"]
        with pytest.raises(RuleBroken) as refused:
            person(laptop).body_marks.edit(pain.id, intensity="1")
        assert refused.value.code == "frozen"
