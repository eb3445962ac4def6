"""Half sentences, carets, questions in the field: what autosave does while somebody types."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.store.unit_of_work.half_written import Written
from desktop.notes.draft import Draft, SaveState
from desktop.notes.recovered_text import take_up, take_up_all
from tests.desktop.notes.draft_hand import Editor, draft, editor, strike
from tests.records_fakes import NOW, ManualRunner, MemoryNotes

__all__ = ["draft", "editor"]


def test_given_half_a_sentence_at_the_caret_when_kept_then_only_whole_ones_go_into_the_note(
    draft: Draft, notes: MemoryNotes, runner: ManualRunner, editor: Editor
) -> None:
    strike(draft, editor, "plan", "Heat. Ibuprofen 2.")
    draft.keep()
    runner.finish()
    assert notes.row.plan == "Heat. "
    assert notes.written == {"plan": Written("Heat. Ibuprofen 2.", "Heat. ")}
    assert draft.state is SaveState.SAVED
    strike(draft, editor, "plan", "5 mg. ")
    draft.keep()
    runner.finish()
    assert notes.row.plan == "Heat. Ibuprofen 2.5 mg. "
    assert notes.written == {}


def test_given_half_a_sentence_when_the_field_is_left_then_it_goes_as_well(
    draft: Draft, notes: MemoryNotes, runner: ManualRunner, editor: Editor
) -> None:
    strike(draft, editor, "plan", "Heat and re")
    draft.keep()
    runner.finish()
    assert notes.row.plan == ""
    draft.flush()
    runner.finish()
    assert (notes.row.plan, notes.written) == ("Heat and re", {})


def test_given_nothing_new_when_kept_again_then_nothing_is_written(
    draft: Draft, runner: ManualRunner, editor: Editor
) -> None:
    strike(draft, editor, "plan", "Heat. And re")
    draft.keep()
    runner.finish()
    draft.keep()
    with pytest.raises(IndexError):
        runner.work()


def test_given_two_saves_under_way_when_typing_back_to_the_first_then_the_last_text_is_what_stays(
    draft: Draft, notes: MemoryNotes, runner: ManualRunner
) -> None:
    for text in ("Heat", "Heat and rest", "Heat"):
        draft.type("plan", text)
        draft.flush()
    runner.finish()
    assert (notes.row.plan, draft.texts["plan"], draft.state) == ("Heat", "Heat", SaveState.SAVED)


def test_given_a_change_at_the_caret_when_synced_then_it_waits_until_the_person_leaves(
    draft: Draft, notes: MemoryNotes, runner: ManualRunner, editor: Editor
) -> None:
    strike(draft, editor, "subjective", " Slept badly. ")
    draft.keep()
    runner.finish()
    notes.sync_brings(subjective="Neck is stiff. Slept badly. Works nights.")
    draft.refresh()
    runner.finish()
    assert editor.replaced == {}
    draft.flush()
    editor.carets.clear()
    draft.flush()
    assert editor.replaced == {"subjective": "Neck is stiff. Slept badly. Works nights."}


def test_given_a_change_at_the_caret_when_the_person_pauses_for_long_then_it_comes_in(
    draft: Draft, notes: MemoryNotes, runner: ManualRunner, editor: Editor
) -> None:
    strike(draft, editor, "subjective", " Slept ")
    draft.keep()
    runner.finish()
    notes.sync_brings(subjective="Neck and back are stiff.")
    draft.refresh()
    runner.finish()
    assert editor.replaced == {}
    draft.rest()
    runner.finish()
    (asked,) = notes.conflicts
    assert asked[2:] == ("Neck is stiff. Slept ", "Neck and back are stiff.")
    assert draft.texts["subjective"] == "Neck is stiff. Slept "


def test_given_a_paragraph_above_when_the_sentence_ends_then_it_comes_in_while_somebody_types(
    draft: Draft, notes: MemoryNotes, runner: ManualRunner, editor: Editor
) -> None:
    strike(draft, editor, "subjective", "\n\nSlept bad")
    draft.keep()
    runner.finish()
    notes.sync_brings(subjective="Headache.\nNeck is stiff.")
    draft.refresh()
    runner.finish()
    assert editor.replaced == {}
    strike(draft, editor, "subjective", "ly. ")
    draft.keep()
    runner.finish()
    said = "Headache.\nNeck is stiff.\n\nSlept badly. "
    assert (editor.replaced, notes.row.subjective) == ({"subjective": said}, said)
    assert editor.merged == [frozenset({"subjective"})]


def test_given_words_that_wait_beside_when_the_program_dies_then_they_are_merged_when_it_begins(
    draft: Draft, notes: MemoryNotes, runner: ManualRunner, editor: Editor
) -> None:
    strike(draft, editor, "subjective", "\n\nSlept bad")
    draft.keep()
    runner.finish()
    notes.sync_brings(subjective="Headache.\nNeck is stiff.")
    draft.refresh()
    runner.finish()
    take_up_all(notes)
    assert (notes.row.subjective, notes.written) == ("Headache.\nNeck is stiff.\n\nSlept bad", {})


def test_given_a_full_disk_when_words_are_taken_up_then_they_wait_where_they_are(notes: MemoryNotes) -> None:
    notes.written = {"plan": Written("Heat and re", "")}
    notes.full = True
    take_up_all(notes)
    assert notes.written
    notes.full = False
    take_up_all(notes)
    assert (notes.row.plan, notes.written) == ("Heat and re", {})
    take_up(notes, notes.row.id)
    assert notes.row.plan == "Heat and re"


def test_given_both_wrote_of_one_matter_when_a_half_sentence_is_kept_then_nothing_is_asked(
    draft: Draft, notes: MemoryNotes, runner: ManualRunner, editor: Editor
) -> None:
    strike(draft, editor, "subjective", " Ibuprofen 6")
    draft.keep()
    runner.finish()
    notes.sync_brings(subjective="Neck is stiff. Ibuprofen 800 mg.")
    draft.refresh()
    draft.keep()
    runner.finish()
    assert (notes.asked, editor.replaced) == ([], {})
    strike(draft, editor, "subjective", "00 mg. ")
    draft.keep()
    runner.finish()
    ((_, base, ours, theirs),) = notes.conflicts
    assert base == "Neck is stiff."
    assert (ours, theirs) == ("Neck is stiff. Ibuprofen 600 mg. ", "Neck is stiff. Ibuprofen 800 mg.")
    assert draft.texts["subjective"] == ours


def test_given_the_note_was_deleted_elsewhere_when_typing_on_then_it_comes_back_with_the_words(
    draft: Draft, notes: MemoryNotes, runner: ManualRunner, editor: Editor
) -> None:
    notes.sync_brings(deleted_at=NOW)
    draft.refresh()
    runner.finish()
    assert (draft.state, editor.errors) == (SaveState.FAILED, ["It is no longer here."])
    draft.type("plan", "Heat.")
    draft.flush()
    runner.finish()
    assert (notes.row.plan, notes.row.deleted_at, draft.state) == ("Heat.", None, SaveState.SAVED)


def test_given_half_a_sentence_when_the_note_was_signed_elsewhere_then_it_becomes_a_proposal(
    draft: Draft, notes: MemoryNotes, runner: ManualRunner, editor: Editor
) -> None:
    strike(draft, editor, "plan", "Heat and re")
    draft.keep()
    runner.finish()
    notes.sync_brings(finalized_at=NOW + timedelta(minutes=1), is_draft=False, plan="Ice.")
    draft.refresh()
    runner.finish()
    assert (notes.proposed, notes.written) == ([{"plan": "Heat and re"}], {})
    assert (draft.texts["plan"], draft.state, editor.states[-1]) == ("Ice.", SaveState.SAVED, SaveState.SAVED)
    assert editor.changes
    assert editor.merged == []


def test_given_half_a_sentence_is_kept_after_the_note_was_signed_elsewhere_then_it_is_proposed_as_it_stands(
    draft: Draft, notes: MemoryNotes, runner: ManualRunner, editor: Editor
) -> None:
    strike(draft, editor, "plan", "Heat. And re")
    notes.sync_brings(finalized_at=NOW + timedelta(minutes=1), is_draft=False)
    draft.keep()
    runner.finish()
    assert notes.proposed == [{"plan": "Heat. And re"}]
    assert editor.merged == []


def test_given_words_that_waited_when_the_field_is_left_then_its_save_brings_both_and_no_other_is_needed(
    draft: Draft, notes: MemoryNotes, runner: ManualRunner, editor: Editor
) -> None:
    strike(draft, editor, "subjective", "\n\nSlept bad")
    draft.keep()
    runner.finish()
    notes.sync_brings(subjective="Headache.\nNeck is stiff.")
    draft.refresh()
    runner.finish()
    assert editor.replaced == {}
    editor.carets.clear()
    draft.flush()
    runner.finish()
    both = "Headache.\nNeck is stiff.\n\nSlept bad"
    assert (notes.row.subjective, editor.replaced) == (both, {"subjective": both})
    assert draft.state is SaveState.SAVED


def test_given_the_answer_of_a_person_when_it_comes_then_the_field_says_it(
    draft: Draft, notes: MemoryNotes, runner: ManualRunner, editor: Editor
) -> None:
    draft.type("subjective", "Neck is much better.")
    notes.sync_brings(subjective="Neck is worse.")
    draft.flush()
    runner.finish()
    notes.asked = [replace(each, resolved_at=NOW) for each in notes.asked]
    notes.sync_brings(subjective="Neck is worse. Neck is much better.")
    draft.refresh()
    runner.finish()
    assert editor.replaced == {"subjective": "Neck is worse. Neck is much better."}
    assert editor.questions == []


def test_given_words_that_fit_both_sides_of_a_question_when_saved_then_both_sides_have_them(
    draft: Draft, notes: MemoryNotes, runner: ManualRunner
) -> None:
    notes.row = replace(notes.row, plan="Ice.\n\nWalk daily.")
    draft.refresh()
    runner.finish()
    notes.ask("plan", "Rest.\n\nWalk daily.", "Heat.\n\nWalk daily.", "Ice.\n\nWalk daily.")
    notes.ask("objective", "Stiff.", "Soft.", "Hard.")
    draft.type("plan", "Ice.\n\nWalk daily.\n\nSee me on Friday.")
    draft.flush()
    runner.finish()
    assert notes.conflicts[0][2:] == (
        "Heat.\n\nWalk daily.\n\nSee me on Friday.",
        "Ice.\n\nWalk daily.\n\nSee me on Friday.",
    )
    assert notes.conflicts[1][2:] == ("Soft.", "Hard.")


def test_given_a_note_that_keeps_changing_when_saving_then_it_gives_up_and_the_text_stays(
    draft: Draft, notes: MemoryNotes, runner: ManualRunner, editor: Editor
) -> None:
    notes.busy = True
    draft.type("plan", "Heat.")
    draft.flush()
    runner.finish()
    assert (draft.state, draft.texts["plan"]) == (SaveState.FAILED, "Heat.")
    assert "your text is kept here" in editor.errors[-1]


def test_given_the_same_words_on_both_when_synced_then_nothing_is_replaced_and_nothing_asked(
    draft: Draft, notes: MemoryNotes, runner: ManualRunner, editor: Editor
) -> None:
    draft.type("plan", "Heat.")
    notes.sync_brings(plan="Heat.")
    draft.refresh()
    runner.finish()
    draft.flush()
    runner.finish()
    assert (editor.replaced, notes.asked, draft.state) == ({}, [], SaveState.SAVED)


def test_given_half_a_sentence_in_a_field_that_is_asked_about_when_kept_then_the_question_stays_as_it_is(
    draft: Draft, notes: MemoryNotes, runner: ManualRunner, editor: Editor
) -> None:
    asked = notes.ask("plan", "Rest.", "Ice.", "Heat.")
    strike(draft, editor, "plan", "Warm ba")
    draft.keep()
    runner.finish()
    assert notes.asked == [asked]
    assert notes.written["plan"].text == "Warm ba"


def test_given_words_that_fit_no_side_of_a_question_when_saved_then_its_texts_stay(
    draft: Draft, notes: MemoryNotes, runner: ManualRunner
) -> None:
    asked = notes.ask("subjective", "Back.", "Back hurts.", "Hip hurts.")
    draft.type("subjective", "Neck is much better.")
    draft.flush()
    runner.finish()
    assert (notes.row.subjective, notes.asked) == ("Neck is much better.", [asked])


def test_given_nobody_types_when_words_come_at_the_caret_then_they_come_in(
    draft: Draft, notes: MemoryNotes, runner: ManualRunner, editor: Editor
) -> None:
    assert draft.questions == ()
    notes.ask("subjective", "Back.", "Back hurts.", "Hip hurts.")
    editor.carets["subjective"] = 5
    notes.sync_brings(subjective="Neck is well.")
    draft.refresh()
    runner.finish()
    assert editor.replaced == {"subjective": "Neck is well."}


def test_given_words_that_waited_for_a_long_pause_when_it_comes_then_they_come_in(
    draft: Draft, notes: MemoryNotes, runner: ManualRunner, editor: Editor
) -> None:
    strike(draft, editor, "subjective", " Slept badly. ")
    draft.keep()
    runner.finish()
    notes.sync_brings(subjective="Neck is stiff. Slept badly. Works nights.")
    draft.refresh()
    runner.finish()
    assert editor.replaced == {}
    draft.rest()
    assert editor.replaced == {"subjective": "Neck is stiff. Slept badly. Works nights."}


def test_given_a_caret_in_the_middle_when_typing_then_what_stands_before_it_counts(
    draft: Draft, notes: MemoryNotes, runner: ManualRunner, editor: Editor
) -> None:
    strike(draft, editor, "plan", "Heat. ")
    editor.carets["plan"] = 3
    draft.type("plan", "IceHeat. ")
    draft.keep()
    runner.finish()
    assert notes.row.plan == "Heat. "


def test_given_words_of_others_when_taken_out_again_then_they_stay_out(
    draft: Draft, notes: MemoryNotes, runner: ManualRunner
) -> None:
    draft.type("plan", "Heat.")
    draft.flush()
    runner.finish()
    for more in ("Ice.", "Tape."):
        notes.sync_brings(plan=f"Heat.\n\n{more}")
        draft.refresh()
        runner.finish()
        draft.type("plan", "Heat.")
        draft.flush()
        runner.finish()
        assert notes.row.plan == "Heat."


def test_given_a_save_without_its_answer_when_the_next_clashes_then_what_was_sent_is_its_base(
    draft: Draft, notes: MemoryNotes, runner: ManualRunner
) -> None:
    draft.type("subjective", "Neck is better.")
    draft.flush()
    draft.type("subjective", "Neck is much better.")
    draft.flush()
    runner.work()
    question = notes.ask("subjective", "Neck.", "Neck is better.", "Neck hurts.")
    notes.sync_brings(subjective="Neck is worse.")
    runner.finish()
    assert notes.conflicts == [("subjective", "Neck.", "Neck is much better.", "Neck hurts.")]
    assert draft.questions[0].id == question.id
    draft.type("subjective", "Neck is fine.")
    draft.flush()
    draft.type("subjective", "Neck is so fine.")
    draft.flush()
    notes.asked.clear()
    runner.finish()
    assert [each[1:3] for each in notes.conflicts] == [("Neck is much better.", "Neck is so fine.")]


def test_given_a_question_about_something_else_when_two_clash_then_they_are_asked_as_well(
    draft: Draft, notes: MemoryNotes, runner: ManualRunner
) -> None:
    notes.ask("subjective", "Back.", "Back hurts.", "Hip hurts.")
    draft.type("subjective", "Neck is much better.")
    notes.sync_brings(subjective="Neck is worse.")
    draft.flush()
    runner.finish()
    assert [each[2] for each in notes.conflicts] == ["Back hurts.", "Neck is much better."]


def test_given_words_that_would_make_both_sides_alike_or_one_of_nothing_when_saved_then_sides_differ(
    draft: Draft, notes: MemoryNotes, runner: ManualRunner
) -> None:
    alike = notes.ask("plan", "Rest.", "", "Walk.")
    empty = notes.ask("objective", "Stiff.", "Soft.", "")
    draft.type("plan", "Walk.")
    draft.type("objective", "Warm.")
    draft.flush()
    runner.finish()
    assert notes.asked == [alike, replace(empty, theirs="Warm.")]


def test_given_letters_after_a_save_when_its_answer_comes_then_a_pause_begins_and_not_otherwise(
    draft: Draft, runner: ManualRunner, editor: Editor
) -> None:
    draft.type("plan", "Heat.")
    draft.keep()
    runner.finish()
    assert editor.pauses == 1
    draft.type("plan", "Heat. Ice.")
    draft.keep()
    runner.work()
    draft.type("plan", "Heat. Ice. Rest.")
    runner.answer()
    assert editor.pauses == 4
    draft.keep()
    draft.type("plan", "Heat. Ice. Rest. Walk.")
    draft.keep()
    runner.work()
    runner.answer()
    assert editor.pauses == 5


def test_given_another_device_wrote_when_read_or_merged_then_it_is_told_in_which_fields(
    draft: Draft, notes: MemoryNotes, runner: ManualRunner, editor: Editor
) -> None:
    draft.type("plan", "Heat.")
    draft.flush()
    runner.finish()
    assert editor.others == []
    notes.sync_brings(objective="C5 tender.")
    draft.refresh()
    runner.finish()
    assert editor.others == [frozenset({"objective"})]
    notes.sync_brings(plan="Heat.\n\nIce.")
    draft.type("plan", "Rest.\n\nHeat.")
    draft.flush()
    runner.finish()
    assert editor.others == [frozenset({"objective"}), frozenset({"plan"})]
