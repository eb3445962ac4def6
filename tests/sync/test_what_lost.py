"""What gave way on one laptop is in the clinic: with its words, its reason, its author and its time."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from core.domain.enums import ConflictReason, Resolution
from core.domain.errors import RuleBroken
from core.domain.ids import ConflictId, NoteId
from core.domain.registry import BY_NAME
from core.store.practice import practice as desk
from core.store.practice.conflict_resolution import AMENDED_BECAUSE
from core.store.transfer.export_lines import export
from tests.sync.laptops import START, Laptop, field_of, meet, person

pytestmark = pytest.mark.usefixtures("someone_works_here")
Two = tuple[Laptop, Laptop]
WAS, HERE, THERE = "Rest.", "Ice for ten minutes.", "Heat in the evening."


def two_amendments(laptops: Two) -> NoteId:
    """Both amended one note; the second one's gave way."""
    there, here = laptops
    note = NoteId(there.add_note(there.add_client(), plan=WAS))
    meet(*laptops)
    person(there).notes.finalize(note)
    meet(*laptops)
    person(there).notes.amend(note, "Asked again", plan=THERE)
    person(here).notes.amend(note, "Wrong side written down", plan=HERE)
    meet(*laptops)
    return note


def test_given_an_amendment_that_gave_way_when_synced_then_the_other_laptop_has_it_with_its_reason(
    laptops: Two,
) -> None:
    note = two_amendments(laptops)

    assert [each.plan for each in person(laptops[0]).notes.versions(note)] == [WAS, THERE]
    (kept,) = [row for row in laptops[0].rows("session_versions").values() if row.deleted_at is not None]
    told = {name: field_of("session_versions", kept, name) for name in ("version_number", "plan", "reason")}
    assert told == {"version_number": 2, "plan": HERE, "reason": "Wrong side written down"}
    assert field_of("session_versions", kept, "created_by_user_id") == str(laptops[1].me.user_id)
    assert field_of("session_versions", kept, "signed_at") is not None


def test_given_an_amendment_that_gave_way_when_its_laptop_is_new_then_the_reason_comes_from_the_clinic(
    laptops: Two,
) -> None:
    two_amendments(laptops)

    newcomer = laptops[0].practice.enrol()
    newcomer.sync()

    rows = newcomer.rows("session_versions").values()
    reasons = {field_of("session_versions", row, "reason") for row in rows}
    assert "Wrong side written down" in reasons


def test_given_an_amendment_that_gave_way_when_exported_elsewhere_then_it_is_there_with_its_reason(
    laptops: Two, tmp_path: Path
) -> None:
    two_amendments(laptops)

    export(person(laptops[0]), tmp_path)

    lines = (tmp_path / "session_versions.jsonl").read_text(encoding="utf-8").splitlines()
    gave_way = [told for told in map(json.loads, lines) if "deleted_at" in told]
    assert [(told["plan"], told["reason"]) for told in gave_way] == [(HERE, "Wrong side written down")]


@pytest.mark.parametrize(
    ("given", "kept"), [("", "Wrong side written down"), ("Both were asked", "Both were asked")]
)
def test_given_a_proposal_of_one_that_gave_way_when_accepted_then_its_own_reason_goes_along(
    laptops: Two, given: str, kept: str
) -> None:
    note = two_amendments(laptops)
    (asked,) = person(laptops[0]).inbox.conflicts()

    person(laptops[0]).inbox.resolve(ConflictId(asked.id), Resolution.MINE, reason=given)
    meet(*laptops)

    latest = person(laptops[1]).notes.versions(note)[-1]
    assert (latest.version_number, latest.plan, latest.reason) == (3, HERE, kept)


def test_given_a_late_text_that_nobody_amended_when_accepted_then_the_reason_is_the_programs(
    laptops: Two,
) -> None:
    there, here = laptops
    note = NoteId(there.add_note(there.add_client(), plan=WAS))
    meet(*laptops)
    person(there).notes.finalize(note)
    person(here).notes.save_draft(note, plan=HERE)
    meet(*laptops)
    (asked,) = person(there).inbox.conflicts()
    assert asked.reason is ConflictReason.AMENDMENT

    person(there).inbox.resolve(ConflictId(asked.id), Resolution.MINE)

    assert person(there).notes.versions(note)[-1].reason == AMENDED_BECAUSE


def test_given_two_first_versions_when_synced_then_the_one_that_gave_way_is_in_the_clinic(
    laptops: Two,
) -> None:
    there, here = laptops
    note = NoteId(there.add_note(there.add_client(), plan=WAS))
    meet(*laptops)
    person(here).notes.save_draft(note, plan=HERE)
    person(there).notes.finalize(note)
    person(here).notes.finalize(note)
    meet(*laptops)

    gone = BY_NAME["session_versions"].by_name["plan"].no
    kept = [row.fields[gone] for row in there.rows("session_versions").values() if row.deleted_at is not None]
    assert kept == [HERE]
    assert [each.plan for each in person(there).notes.versions(note)] == [WAS]


def test_given_a_delete_that_an_edit_won_over_when_synced_then_its_reason_is_on_every_laptop(
    laptops: Two,
) -> None:
    there, here = laptops
    note = NoteId(there.add_note(there.add_client(), plan=WAS))
    meet(*laptops)
    person(there).notes.delete(note, "Written for the wrong client")
    person(here).notes.save_draft(note, plan=HERE)
    there.sync()
    here.sync()
    meet(*laptops)

    assert person(there).notes.get(note).plan == HERE
    (kept,) = person(there).inbox.settled()
    assert (kept.field, kept.theirs, kept.resolution) == (
        "deleted_reason",
        "Written for the wrong client",
        Resolution.DISMISSED,
    )
    assert person(there).inbox.conflicts() == []


def test_given_two_reasons_to_delete_one_note_when_synced_then_both_are_on_every_laptop(
    laptops: Two,
) -> None:
    there, here = laptops
    note = NoteId(there.add_note(there.add_client(), plan=WAS))
    meet(*laptops)
    person(there).notes.delete(note, "Written twice")
    person(here).notes.delete(note, "Wrong client")
    meet(*laptops)

    (kept,) = person(there).inbox.settled()
    assert {kept.ours, kept.theirs} == {"Written twice", "Wrong client"}


def signed_with_a_question_about_its_day(laptops: Two) -> tuple[NoteId, desk.Practice]:
    """Two laptops gave a draft two days; it was signed where nobody had seen the question yet."""
    there, here = laptops
    note = NoteId(there.add_note(there.add_client(), plan=WAS))
    meet(*laptops)
    person(there).notes.save_draft(note, session_date=START - timedelta(days=1))
    person(here).notes.save_draft(note, session_date=START - timedelta(days=2))
    there.sync()
    here.sync()
    person(there).notes.finalize(note)
    meet(*laptops)
    return note, person(here)


def test_given_a_note_signed_meanwhile_when_its_day_is_chosen_then_it_is_refused_in_words(
    laptops: Two,
) -> None:
    note, here = signed_with_a_question_about_its_day(laptops)
    (asked,) = here.inbox.conflicts()
    assert here.inbox.present(asked).frozen

    with pytest.raises(RuleBroken) as refused:
        here.inbox.resolve(ConflictId(asked.id), Resolution.MINE)

    assert refused.value.code == "signed"
    assert here.notes.get(note).session_date == START - timedelta(days=1)
    here.inbox.resolve(ConflictId(asked.id), Resolution.DISMISSED)
    meet(*laptops)
    assert here.inbox.conflicts() == []


def test_given_a_note_signed_meanwhile_when_the_day_it_has_is_chosen_then_the_question_is_closed(
    laptops: Two,
) -> None:
    _, here = signed_with_a_question_about_its_day(laptops)
    (asked,) = here.inbox.conflicts()

    here.inbox.resolve(ConflictId(asked.id), Resolution.THEIRS)

    meet(*laptops)
    assert here.inbox.conflicts() == []
