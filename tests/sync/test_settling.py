"""Conflicts settled by a person on one of two laptops: what the record says afterwards, on both."""

import uuid
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from core.domain.enums import ConflictReason, Resolution
from core.domain.errors import RuleBroken
from core.domain.ids import NoteId
from core.domain.records import Conflict
from core.store.practice.conflict_raising import raise_text
from core.store.practice.conflict_subject import SubjectState
from tests.sync.laptops import START, Laptop, meet, person

pytestmark = pytest.mark.usefixtures("someone_works_here")
Two = tuple[Laptop, Laptop]
WAS, HERE, THERE = "Rest.\nIbuprofen 400 mg.", "Rest.\nIbuprofen 600 mg.", "Rest.\nIbuprofen 800 mg."


def disagree(
    two: Two, table: str, row_id: uuid.UUID, there: Mapping[str, Any], here: Mapping[str, Any]
) -> None:
    """The first laptop's values are the server's; the second one's are asked about."""
    meet(*two)
    two[0].edit(table, row_id, **there)
    two[1].edit(table, row_id, **here)
    meet(*two)


def disputed_note(two: Two) -> NoteId:
    note = NoteId(two[0].add_note(two[0].add_client(), plan=WAS))
    disagree(two, "sessions", note, {"plan": THERE}, {"plan": HERE})
    return note


def signed_before_the_question_came(two: Two) -> NoteId:
    """The second laptop asks about the plan; the first one has signed it and hears of that afterwards."""
    note = NoteId(two[0].add_note(two[0].add_client(), plan=WAS))
    meet(*two)
    two[0].edit("sessions", note, plan=THERE)
    two[1].edit("sessions", note, plan=HERE)
    for laptop in two:
        laptop.sync()
    person(two[0]).notes.finalize(note)
    meet(*two)
    return note


def asked(laptop: Laptop) -> Conflict:
    (conflict,) = person(laptop).inbox.conflicts()
    return conflict


def plans(two: Two, note: NoteId) -> list[str | None]:
    return [person(laptop).notes.get(note).plan for laptop in two]


@pytest.mark.parametrize(
    ("resolution", "text", "expected"),
    [
        (Resolution.MINE, None, HERE),
        (Resolution.THEIRS, None, THERE),
        (Resolution.BOTH, None, "Rest.\nIbuprofen 800 mg.\nIbuprofen 600 mg."),
        (Resolution.EDITED, "Rest.\nAsk the doctor.", "Rest.\nAsk the doctor."),
    ],
)
def test_what_one_laptop_chose_stands_on_both_after_they_met(
    laptops: Two, resolution: Resolution, text: str | None, expected: str
) -> None:
    note = disputed_note(laptops)
    person(laptops[1]).inbox.resolve(asked(laptops[1]).id, resolution, text)
    meet(*laptops)
    assert plans(laptops, note) == [expected, expected]
    assert [person(laptop).inbox.conflicts() for laptop in laptops] == [[], []]
    for laptop in laptops:
        (settled,) = person(laptop).inbox.settled()
        assert (settled.ours, settled.theirs, settled.resolution) == (HERE, THERE, resolution)


@pytest.mark.parametrize("synced", [False, True])
def test_an_answer_taken_back_opens_the_question_on_both(laptops: Two, synced: bool) -> None:
    note = disputed_note(laptops)
    done = person(laptops[1]).inbox.resolve(asked(laptops[1]).id, Resolution.MINE)
    if synced:
        meet(*laptops)
        assert plans(laptops, note) == [HERE, HERE]
    assert done.undo is not None
    person(laptops[1]).undo(done.undo)
    meet(*laptops)
    assert plans(laptops, note) == [THERE, THERE]
    assert [asked(laptop).ours for laptop in laptops] == [HERE, HERE]


def test_a_settled_question_can_be_answered_anew_on_the_other_laptop(laptops: Two) -> None:
    note = disputed_note(laptops)
    person(laptops[1]).inbox.resolve(asked(laptops[1]).id, Resolution.MINE)
    meet(*laptops)
    (settled,) = person(laptops[0]).inbox.settled()
    with pytest.raises(RuleBroken):
        person(laptops[0]).inbox.resolve(settled.id, Resolution.THEIRS)
    person(laptops[0]).inbox.resolve(settled.id, Resolution.THEIRS, again=True)
    meet(*laptops)
    assert plans(laptops, note) == [THERE, THERE]


@pytest.mark.parametrize("first", [0, 1])
def test_two_answers_given_apart_are_asked_about_again(laptops: Two, first: int) -> None:
    note = disputed_note(laptops)
    answers = (Resolution.THEIRS, Resolution.MINE)
    for at in (first, 1 - first):
        laptops[at].practice.clock.advance(timedelta(minutes=1))
        person(laptops[at]).inbox.resolve(asked(laptops[at]).id, answers[at])
    meet(*laptops)
    assert plans(laptops, note) == [HERE, HERE]
    for laptop in laptops:
        again = asked(laptop)
        assert (again.resolution, again.resolved_at) == (Resolution.CONTESTED, None)
        assert (again.ours, again.theirs) == (HERE, THERE)
    person(laptops[0]).inbox.resolve(asked(laptops[0]).id, Resolution.THEIRS)
    meet(*laptops)
    assert plans(laptops, note) == [THERE, THERE]
    assert person(laptops[1]).inbox.conflicts() == []


def test_two_texts_chosen_apart_are_a_new_question_with_both(laptops: Two) -> None:
    disputed_note(laptops)
    own = "Rest.\nIbuprofen 200 mg."
    for laptop, resolution, text in zip(
        laptops, (Resolution.EDITED, Resolution.MINE), (own, None), strict=True
    ):
        person(laptop).inbox.resolve(asked(laptop).id, resolution, text)
    meet(*laptops)
    for laptop in laptops:
        assert {asked(laptop).ours, asked(laptop).theirs} == {own, HERE}


def test_one_answer_given_on_both_is_settled(laptops: Two) -> None:
    note = disputed_note(laptops)
    for laptop in laptops:
        person(laptop).inbox.resolve(asked(laptop).id, Resolution.BOTH)
    meet(*laptops)
    assert plans(laptops, note) == ["Rest.\nIbuprofen 800 mg.\nIbuprofen 600 mg."] * 2
    assert [person(laptop).inbox.conflicts() for laptop in laptops] == [[], []]


def test_given_the_record_was_deleted_when_a_text_is_chosen_then_it_comes_back_on_both(laptops: Two) -> None:
    note = disputed_note(laptops)
    person(laptops[0]).notes.delete(note, "by mistake")
    meet(*laptops)
    inbox = person(laptops[1]).inbox
    assert inbox.present(asked(laptops[1])).standing is SubjectState.DELETED
    inbox.resolve(asked(laptops[1]).id, Resolution.MINE)
    meet(*laptops)
    assert plans(laptops, note) == [HERE, HERE]
    assert person(laptops[0]).notes.get(note).deleted_reason is None


def test_given_the_record_was_deleted_when_the_question_is_put_away_then_it_stays_deleted(
    laptops: Two,
) -> None:
    note = disputed_note(laptops)
    person(laptops[0]).notes.delete(note, "by mistake")
    meet(*laptops)
    person(laptops[1]).inbox.resolve(asked(laptops[1]).id, Resolution.DISMISSED)
    meet(*laptops)
    assert all(laptop.row("sessions", note).deleted_at is not None for laptop in laptops)
    assert person(laptops[0]).inbox.conflicts() == []


def test_given_the_note_was_signed_meanwhile_then_the_choice_is_an_amendment(laptops: Two) -> None:
    note = signed_before_the_question_came(laptops)
    inbox = person(laptops[1]).inbox
    present = inbox.present(asked(laptops[1]))
    assert (present.finalized, present.text) == (True, THERE)
    inbox.resolve(asked(laptops[1]).id, Resolution.MINE, reason="Dose corrected by phone")
    meet(*laptops)
    assert plans(laptops, note) == [THERE, THERE]
    for laptop in laptops:
        told = [(each.plan, each.reason) for each in person(laptop).notes.versions(note)]
        assert told == [(THERE, None), (HERE, "Dose corrected by phone")]
        assert person(laptop).inbox.conflicts() == []


def test_given_the_note_was_signed_with_the_text_that_is_chosen_then_nothing_is_amended(
    laptops: Two,
) -> None:
    note = signed_before_the_question_came(laptops)
    person(laptops[1]).inbox.resolve(asked(laptops[1]).id, Resolution.THEIRS)
    meet(*laptops)
    assert len(person(laptops[0]).notes.versions(note)) == 1
    assert person(laptops[0]).inbox.conflicts() == []


def test_what_was_written_into_the_record_since_stays_readable_on_every_laptop(laptops: Two) -> None:
    note = disputed_note(laptops)
    since = THERE + "\nSeen again."
    person(laptops[1]).notes.save_draft(note, plan=since)
    assert person(laptops[1]).inbox.present(asked(laptops[1])).text == since
    person(laptops[1]).inbox.resolve(asked(laptops[1]).id, Resolution.MINE)
    meet(*laptops)
    kept = {(each.ours, each.theirs, each.resolution) for each in person(laptops[0]).inbox.settled()}
    assert kept == {(HERE, since, Resolution.MINE), (HERE, THERE, Resolution.MINE)}


def test_given_the_record_is_not_here_then_the_question_can_only_be_put_away(laptops: Two) -> None:
    note = disputed_note(laptops)
    with laptops[1].store.write() as db:
        db.exec_driver_sql("DELETE FROM sessions WHERE id = ?", (note.bytes,))
    inbox = person(laptops[1]).inbox
    assert inbox.present(asked(laptops[1])).standing is SubjectState.GONE
    with pytest.raises(RuleBroken):
        inbox.resolve(asked(laptops[1]).id, Resolution.MINE)
    inbox.resolve(asked(laptops[1]).id, Resolution.DISMISSED)
    assert inbox.conflicts() == []


def test_a_field_of_a_newer_program_is_not_settled_blindly(laptops: Two) -> None:
    laptop = laptops[0]
    client = laptop.add_client()
    about = {"table_no": 3, "field": "shoe_size", "reason": ConflictReason.VALUE, "noticed_at": START}
    with laptop.store.write() as db:
        laptop._writer(db).insert("conflicts", {"row_id": client, "ours": "41", "theirs": "42", **about})
    with pytest.raises(RuleBroken, match="newer"):
        person(laptop).inbox.resolve(asked(laptop).id, Resolution.MINE)
    assert person(laptop).inbox.present(asked(laptop)).text is None


@pytest.mark.parametrize(
    ("there", "here"),
    [
        ({"date_of_birth": date(1985, 4, 3)}, {"date_of_birth": date(1985, 3, 4)}),
        ({"phone": "050-1111111"}, {"phone": "050-2222222"}),
        (
            {"consent_status": False, "consent_at": None, "consent_version": None},
            {"consent_status": True, "consent_at": START + timedelta(days=1), "consent_version": "3"},
        ),
    ],
)
def test_a_date_a_number_and_a_consent_are_chosen_whole(
    laptops: Two, there: Mapping[str, Any], here: Mapping[str, Any]
) -> None:
    client = laptops[0].add_client(consent_status=True, consent_at=START, consent_version="2")
    disagree(laptops, "clients", client, there, here)
    before = [laptops[0].value("clients", client, name) for name in there]
    person(laptops[0]).inbox.resolve(asked(laptops[0]).id, Resolution.MINE)
    meet(*laptops)
    after = [laptops[0].value("clients", client, name) for name in there]
    assert [laptops[1].value("clients", client, name) for name in there] == after
    assert all(one != other for one, other in zip(before, after, strict=True))


def late_edit(two: Two) -> NoteId:
    note = NoteId(two[0].add_note(two[0].add_client(), plan=WAS))
    meet(*two)
    person(two[1]).notes.save_draft(note, plan=HERE)
    person(two[0]).notes.finalize(note)
    meet(*two)
    return note


def test_a_late_edit_is_added_for_a_reason_and_both_laptops_have_the_version(laptops: Two) -> None:
    note = late_edit(laptops)
    assert asked(laptops[0]).reason is ConflictReason.AMENDMENT
    person(laptops[0]).inbox.resolve(asked(laptops[0]).id, Resolution.MINE, reason="Written on the train")
    meet(*laptops)
    for laptop in laptops:
        told = [(each.plan, each.reason) for each in person(laptop).notes.versions(note)]
        assert told == [(WAS, None), (HERE, "Written on the train")]


def test_a_late_edit_that_is_discarded_stays_with_the_settled_question(laptops: Two) -> None:
    note = late_edit(laptops)
    person(laptops[0]).inbox.resolve(asked(laptops[0]).id, Resolution.DISMISSED)
    meet(*laptops)
    for laptop in laptops:
        assert len(person(laptop).notes.versions(note)) == 1
        (settled,) = person(laptop).inbox.settled()
        assert (settled.ours, settled.resolution) == (HERE, Resolution.DISMISSED)


@pytest.mark.parametrize("first", [0, 1])
def test_a_late_edit_accepted_here_and_discarded_there_is_an_amendment(laptops: Two, first: int) -> None:
    note = late_edit(laptops)
    answers = (Resolution.MINE, Resolution.DISMISSED)
    for at in (first, 1 - first):
        laptops[at].practice.clock.advance(timedelta(minutes=1))
        person(laptops[at]).inbox.resolve(asked(laptops[at]).id, answers[at])
    meet(*laptops)
    for laptop in laptops:
        assert [each.plan for each in person(laptop).notes.versions(note)] == [WAS, HERE]
        assert person(laptop).inbox.conflicts() == []


def test_a_late_edit_accepted_on_both_is_one_amendment(laptops: Two) -> None:
    note = late_edit(laptops)
    for laptop in laptops:
        person(laptop).inbox.resolve(asked(laptop).id, Resolution.MINE)
    meet(*laptops)
    for laptop in laptops:
        assert [each.plan for each in person(laptop).notes.versions(note)] == [WAS, HERE]
        assert person(laptop).inbox.conflicts() == []


def test_own_wording_is_kept_until_it_is_chosen(laptops: Two) -> None:
    disputed_note(laptops)
    inbox, conflict = person(laptops[1]).inbox, asked(laptops[1])
    inbox.keep_wording(conflict.id, "Half a sent")
    assert person(laptops[1]).inbox.wording(conflict.id) == "Half a sent"
    inbox.resolve(conflict.id, Resolution.EDITED, "Half a sentence.")
    assert inbox.wording(conflict.id) is None


def propose(laptop: Laptop, note: NoteId, text: str) -> None:
    """As typing into a finalized note does."""
    with person(laptop).desk.write() as writer:
        raise_text(person(laptop).desk, writer, note, "plan", ConflictReason.AMENDMENT, (WAS, text, WAS))


def test_a_question_that_both_ask_in_the_same_words_is_shown_and_settled_once(laptops: Two) -> None:
    note = NoteId(laptops[0].add_note(laptops[0].add_client(), plan=WAS))
    meet(*laptops)
    for laptop in laptops:
        propose(laptop, note, HERE)
    meet(*laptops)
    assert [len(laptop.open_conflicts()) for laptop in laptops] == [2, 2]
    assert asked(laptops[0]).id == asked(laptops[1]).id
    person(laptops[0]).inbox.resolve(asked(laptops[0]).id, Resolution.THEIRS)
    meet(*laptops)
    assert [person(laptop).inbox.conflicts() for laptop in laptops] == [[], []]


def test_a_question_that_stands_is_not_asked_again_by_another(laptops: Two) -> None:
    note = NoteId(laptops[0].add_note(laptops[0].add_client(), plan=WAS))
    propose(laptops[0], note, HERE)
    meet(*laptops)
    propose(laptops[1], note, HERE)
    assert len(laptops[1].open_conflicts()) == 1


def test_questions_in_other_words_are_all_asked(laptops: Two) -> None:
    note = NoteId(laptops[0].add_note(laptops[0].add_client(), plan=WAS))
    meet(*laptops)
    propose(laptops[0], note, HERE)
    propose(laptops[1], note, THERE)
    meet(*laptops)
    assert {one.ours for one in person(laptops[0]).inbox.conflicts()} == {HERE, THERE}


def test_an_amendment_of_one_that_gave_way_does_not_carry_its_text_over_the_others(laptops: Two) -> None:
    note = NoteId(laptops[0].add_note(laptops[0].add_client(), plan=WAS))
    meet(*laptops)
    person(laptops[0]).notes.finalize(note)
    meet(*laptops)
    person(laptops[0]).notes.amend(note, "Asked again", plan=THERE)
    person(laptops[1]).notes.amend(note, "Misheard", plan=HERE)
    person(laptops[1]).notes.amend(note, "Seen later", objective="Gait normal.")
    meet(*laptops)
    latest = person(laptops[1]).notes.versions(note)[-1]
    assert (latest.version_number, latest.plan) == (2, THERE)
    asked_about = {(one.field, one.ours, one.theirs) for one in person(laptops[0]).inbox.conflicts()}
    assert asked_about == {("plan", HERE, THERE), ("objective", "Gait normal.", None)}


def signed_note(two: Two) -> NoteId:
    """Signed on the first laptop; the other has not heard of it."""
    note = NoteId(two[0].add_note(two[0].add_client(), plan=WAS))
    meet(*two)
    person(two[0]).notes.finalize(note)
    return note


def test_given_a_late_text_here_when_the_same_comes_from_the_other_laptop_then_it_is_asked_once(
    laptops: Two,
) -> None:
    note = signed_note(laptops)
    person(laptops[0]).notes.save_draft(note, plan=HERE)
    person(laptops[1]).notes.save_draft(note, plan=HERE)
    meet(laptops[1], laptops[0])
    assert [len(laptop.open_conflicts()) for laptop in laptops] == [1, 1]
    assert asked(laptops[0]).ours == HERE
    assert any(each["kind"] == "replaced" and each["theirs"] == HERE for each in laptops[0].told("history"))


def test_given_late_texts_made_of_different_ones_when_they_are_alike_then_they_are_one_question(
    laptops: Two,
) -> None:
    """What the late text was made of does not matter: the note has a text of its own by now."""
    note = NoteId(laptops[0].add_note(laptops[0].add_client(), plan="Rest."))
    meet(*laptops)
    person(laptops[0]).notes.save_draft(note, plan=WAS)
    person(laptops[0]).notes.finalize(note)
    person(laptops[0]).notes.save_draft(note, plan=HERE)
    person(laptops[1]).notes.save_draft(note, plan=HERE)
    meet(laptops[1], laptops[0])
    assert len(person(laptops[0]).inbox.conflicts()) == 1
    person(laptops[0]).inbox.resolve(asked(laptops[0]).id, Resolution.THEIRS)
    meet(*laptops)
    assert [laptop.open_conflicts() for laptop in laptops] == [[], []]


def test_given_an_amendment_that_gave_way_when_the_note_is_typed_in_again_then_both_are_asked(
    laptops: Two,
) -> None:
    """What is typed on replaces what was typed before, never the text of a question that sync raised."""
    note = signed_note(laptops)
    meet(*laptops)
    person(laptops[0]).notes.amend(note, "Asked again", plan=THERE)
    person(laptops[1]).notes.amend(note, "Misheard", plan=HERE)
    meet(*laptops)
    for text in ("Rest.\nWal", "Rest.\nWalks."):
        person(laptops[1]).notes.save_draft(note, plan=text)
    meet(*laptops)
    found = {each.ours: each.their_device_id for each in person(laptops[0]).inbox.conflicts()}
    assert found == {HERE: laptops[0].me.device_id, "Rest.\nWalks.": None}
