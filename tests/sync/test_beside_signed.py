"""A note is signed on one laptop while another changes the marks and measures beside it, and they meet."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest

from core.domain.body_chart import PAIN, SCAR
from core.domain.enums import ConflictReason, Resolution
from core.domain.errors import RuleBroken
from core.domain.ids import BodyMarkId, ClientId, MeasureId, NoteId
from core.domain.measures import PAIN as PAIN_SCALE
from core.domain.new_rows import BodyMarkDraft, ClientDraft, MeasureDraft
from core.domain.records import Conflict
from core.store.practice.practice import Practice as Books
from tests.sync.laptops import Laptop, meet, person

PLACE, OTHER_PLACE = "BACK 250 205", "FRONT 500 230"


@dataclass(frozen=True, slots=True)
class Case:
    """One laptop signs; the other was away. Both know the note, a mark on its chart and a measure."""

    signing: Laptop
    away: Laptop
    client: ClientId
    note: NoteId
    mark: BodyMarkId
    measure: MeasureId

    def late(self, act: Callable[[Books], object]) -> None:
        """The other laptop does it unknowing of the signature."""
        person(self.signing).notes.finalize(self.note)
        act(person(self.away))
        meet(self.away, self.signing)

    def asked(self) -> list[Conflict]:
        """The questions that both laptops show."""
        shown = [person(laptop).inbox.conflicts() for laptop in (self.signing, self.away)]
        assert [each.id for each in shown[0]] == [each.id for each in shown[1]]
        return shown[0]

    def says(self) -> tuple[list[str | None], list[str]]:
        """What stands beside the note, on both."""
        said = []
        for books in (person(self.signing), person(self.away)):
            marks = [mark.intensity for mark in books.body_marks.of_note(self.note)]
            said.append((marks, [measure.value for measure in books.measures.of_note(self.note)]))
        assert said[0] == said[1]
        return said[0]


@pytest.fixture
def case(laptops: tuple[Laptop, Laptop], someone_works_here: None) -> Case:
    books = person(laptops[0])
    client = books.clients.add(ClientDraft(first_name="Maria", last_name="Sampleton")).value
    note = books.notes.start(client.id).value
    books.notes.save_draft(note.id, plan="Rest.")
    mark = books.body_marks.add(_mark(note.id)).value
    measure = books.measures.add(_measure(client.id, note.id)).value
    meet(*laptops)
    return Case(laptops[0], laptops[1], client.id, note.id, mark.id, measure.id)


def _mark(note: NoteId, place: str = PLACE) -> BodyMarkDraft:
    return BodyMarkDraft(session_id=note, kind=PAIN, place=place, intensity="6")


def _measure(client: ClientId, note: NoteId, value: str = "6") -> MeasureDraft:
    scale: dict[str, Any] = {"name": "Pain", "low": "0", "high": "10"}
    return MeasureDraft(client_id=client, session_id=note, kind=PAIN_SCALE, value=value, **scale)


def test_given_a_mark_changed_elsewhere_when_its_note_was_signed_then_it_stays_and_a_person_is_asked(
    case: Case,
) -> None:
    case.late(lambda books: books.body_marks.edit(case.mark, kind=SCAR, intensity=None))
    assert case.says() == (["6"], ["6"])
    (asked,) = case.asked()
    assert (asked.row_id, asked.field, asked.reason) == (
        case.mark,
        "kind,intensity",
        ConflictReason.AMENDMENT,
    )
    assert json.loads(asked.ours or "") == {"kind": SCAR, "intensity": None}
    assert json.loads(asked.theirs or "") == {"kind": PAIN, "intensity": "6"}
    assert asked.our_device_id == case.away.me.device_id


def test_given_a_measure_changed_elsewhere_when_its_note_was_signed_then_it_stays_and_a_person_is_asked(
    case: Case,
) -> None:
    case.late(lambda books: books.measures.edit(case.measure, value="3"))
    assert case.says() == (["6"], ["6"])
    (asked,) = case.asked()
    assert (asked.field, asked.ours, asked.theirs) == ("value", "3", "6")


def test_given_a_mark_taken_off_elsewhere_when_its_note_was_signed_then_it_is_there_and_a_person_is_asked(
    case: Case,
) -> None:
    case.late(lambda books: books.body_marks.delete(case.mark))
    assert case.says() == (["6"], ["6"])
    (asked,) = case.asked()
    assert (asked.ours, json.loads(asked.theirs or "")) == (
        None,
        {"kind": PAIN, "place": PLACE, "intensity": "6"},
    )


@pytest.mark.parametrize("what", ["mark", "measure"])
def test_given_what_is_new_elsewhere_when_its_note_was_signed_then_it_stays_away_and_a_person_is_asked(
    case: Case, what: str
) -> None:
    def add(books: Books) -> object:
        if what == "mark":
            return books.body_marks.add(_mark(case.note, OTHER_PLACE))
        return books.measures.add(_measure(case.client, case.note, "2"))

    case.late(add)
    assert case.says() == (["6"], ["6"])
    (asked,) = case.asked()
    assert asked.theirs is None
    late = json.loads(asked.ours or "")
    assert (late.get("place"), late.get("value")) == ((OTHER_PLACE, None) if what == "mark" else (None, "2"))


def test_given_both_changed_a_mark_when_one_signed_with_its_own_then_that_one_stays(case: Case) -> None:
    person(case.signing).body_marks.edit(case.mark, intensity="4")
    case.late(lambda books: books.body_marks.edit(case.mark, intensity="9"))
    assert case.says() == (["4"], ["6"])
    (asked,) = case.asked()
    assert (asked.field, asked.ours, asked.theirs) == ("intensity", "9", "4")


def test_given_a_late_change_when_its_question_is_answered_then_it_goes_away_on_both_and_nothing_changes(
    case: Case,
) -> None:
    case.late(lambda books: books.body_marks.edit(case.mark, intensity="9"))
    books = person(case.away)
    (asked,) = case.asked()
    with pytest.raises(RuleBroken) as refused:
        books.inbox.resolve(asked.id, Resolution.MINE)
    assert refused.value.code == "signed"
    books.inbox.resolve(asked.id, Resolution.DISMISSED)
    meet(case.away, case.signing)
    assert (case.asked(), case.says()) == ([], (["6"], ["6"]))


def test_given_what_the_signing_laptop_changed_before_it_signed_when_they_meet_then_nobody_is_asked(
    case: Case,
) -> None:
    books = person(case.signing)
    books.body_marks.edit(case.mark, intensity="4")
    books.measures.delete(case.measure)
    books.body_marks.add(_mark(case.note, OTHER_PLACE))
    case.late(lambda _: None)
    assert (case.asked(), case.says()) == ([], (["4", "6"], []))


def test_given_a_change_that_had_arrived_before_it_was_signed_when_they_meet_then_nobody_is_asked(
    case: Case,
) -> None:
    person(case.away).body_marks.edit(case.mark, intensity="4")
    meet(case.away, case.signing)
    case.late(lambda _: None)
    assert (case.asked(), case.says()) == ([], (["4"], ["6"]))


def test_given_a_mark_of_another_note_or_a_measure_of_none_when_they_meet_then_nobody_is_asked(
    case: Case,
) -> None:
    other = person(case.signing).notes.start(case.client).value
    person(case.signing).notes.save_draft(other.id, plan="Walk.")
    meet(case.signing, case.away)

    def elsewhere(books: Books) -> None:
        books.body_marks.add(_mark(other.id))
        scale: dict[str, Any] = {"name": "Pain", "low": "0", "high": "10"}
        books.measures.add(MeasureDraft(client_id=case.client, kind=PAIN_SCALE, value="2", **scale))

    case.late(elsewhere)
    assert (case.asked(), case.says()) == ([], (["6"], ["6"]))


def test_given_both_made_the_same_change_when_one_signed_then_nobody_is_asked(case: Case) -> None:
    person(case.signing).body_marks.edit(case.mark, intensity="4")
    case.late(lambda books: books.body_marks.edit(case.mark, intensity="4"))
    assert (case.asked(), case.says()) == ([], (["4"], ["6"]))


def test_given_a_late_change_when_the_feed_is_read_again_then_it_is_asked_about_once(case: Case) -> None:
    case.late(lambda books: books.body_marks.edit(case.mark, intensity="9"))
    for _ in range(2):
        meet(case.signing, case.away)
    assert len(case.asked()) == 1
    kept = [row for row in case.signing.told("history") if UUID(bytes=row["row_id"]) == case.mark]
    assert [row["kind"] for row in kept] == ["conflict"]
