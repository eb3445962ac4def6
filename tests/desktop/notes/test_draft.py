"""Autosave never loses a word: failures, answers that are late, other devices in between."""

import random
from datetime import timedelta

import pytest

from core.domain.notes import SOAP
from core.domain.records import SessionNote
from desktop.notes.draft import Draft, SaveState
from tests.desktop.notes.draft_hand import Editor, Idle, draft, editor
from tests.records_fakes import NOW, ManualRunner, MemoryNotes

__all__ = ["draft", "editor"]


def test_given_typing_when_it_pauses_then_the_store_has_it(
    draft: Draft, notes: MemoryNotes, runner: ManualRunner, editor: Editor
) -> None:
    draft.type("plan", "Heat.")
    assert (draft.state, editor.pauses) == (SaveState.TYPING, 1)
    draft.flush()
    runner.finish()
    assert notes.row.plan == "Heat."
    assert draft.state is SaveState.SAVED


def test_given_nothing_typed_when_flushed_then_nothing_is_written(draft: Draft, runner: ManualRunner) -> None:
    draft.type("subjective", "Neck is stiff.")
    draft.flush()
    with pytest.raises(IndexError):
        runner.work()


def test_given_a_save_under_way_when_typing_goes_on_then_both_arrive(
    draft: Draft, notes: MemoryNotes, runner: ManualRunner
) -> None:
    draft.type("plan", "Heat")
    draft.flush()
    runner.work()
    draft.type("plan", "Heat and rest")
    runner.answer()
    assert draft.state is SaveState.TYPING
    draft.flush()
    runner.finish()
    assert (notes.row.plan, draft.state) == ("Heat and rest", SaveState.SAVED)


def test_given_two_saves_queued_when_closing_then_the_last_words_win(
    draft: Draft, notes: MemoryNotes, runner: ManualRunner
) -> None:
    draft.type("plan", "Heat")
    draft.flush()
    draft.type("plan", "Heat and rest")
    draft.flush()
    runner.finish()
    assert (notes.row.plan, notes.conflicts) == ("Heat and rest", [])


def test_given_a_full_disk_when_saving_then_the_text_stays_and_retry_stores_it(
    draft: Draft, notes: MemoryNotes, runner: ManualRunner, editor: Editor
) -> None:
    notes.full = True
    draft.type("plan", "Heat.")
    draft.flush()
    runner.finish()
    assert (draft.state, draft.texts["plan"]) == (SaveState.FAILED, "Heat.")
    assert editor.errors == ["The disk is full; your text is kept here."]
    assert editor.pauses == 2, "after typing, and to try again"
    notes.full = False
    draft.flush()
    runner.finish()
    assert (notes.row.plan, draft.state) == ("Heat.", SaveState.SAVED)


def test_given_a_failed_save_when_another_field_is_saved_then_the_first_goes_too(
    draft: Draft, notes: MemoryNotes, runner: ManualRunner
) -> None:
    notes.full = True
    draft.type("plan", "Heat.")
    draft.flush()
    runner.finish()
    notes.full = False
    draft.type("objective", "C5 tender.")
    draft.flush()
    runner.finish()
    assert (notes.row.plan, notes.row.objective) == ("Heat.", "C5 tender.")


def test_given_sync_changed_an_untouched_field_then_it_is_shown_in_place(
    draft: Draft, notes: MemoryNotes, runner: ManualRunner, editor: Editor
) -> None:
    notes.sync_brings(objective="Left C5 tender.")
    draft.refresh()
    runner.finish()
    assert editor.replaced == {"objective": "Left C5 tender."}
    assert draft.state is SaveState.SAVED


def test_given_sync_changed_a_field_with_unsaved_words_then_both_stand_there_and_are_stored(
    draft: Draft, notes: MemoryNotes, runner: ManualRunner, editor: Editor
) -> None:
    draft.type("subjective", "Neck is stiff.\n\nSlept badly.")
    notes.sync_brings(subjective="Headache since Monday.\nNeck is stiff.")
    draft.refresh()
    runner.finish()
    both = "Headache since Monday.\nNeck is stiff.\n\nSlept badly."
    assert editor.replaced == {"subjective": both}
    draft.flush()
    runner.finish()
    assert (notes.row.subjective, draft.texts["subjective"]) == (both, both)
    assert draft.state is SaveState.SAVED


def test_given_both_rewrote_one_sentence_then_mine_stays_on_the_screen_and_a_question_has_both(
    draft: Draft, notes: MemoryNotes, runner: ManualRunner, editor: Editor
) -> None:
    draft.type("subjective", "Neck is much better.")
    notes.sync_brings(subjective="Neck is worse.")
    draft.flush()
    runner.finish()
    assert notes.row.subjective == "Neck is worse."
    assert draft.texts["subjective"] == "Neck is much better."
    assert notes.conflicts == [("subjective", "Neck is stiff.", "Neck is much better.", "Neck is worse.")]
    assert editor.merged == []
    assert editor.questions == notes.asked


def test_given_a_question_about_it_when_writing_on_then_the_question_goes_on_and_nothing_is_asked_twice(
    draft: Draft, notes: MemoryNotes, runner: ManualRunner
) -> None:
    draft.type("subjective", "Neck is much better.")
    notes.sync_brings(subjective="Neck is worse.")
    draft.flush()
    runner.finish()
    draft.type("subjective", "Neck is much better. Sleeps well.")
    draft.flush()
    runner.finish()
    assert notes.conflicts == [
        ("subjective", "Neck is stiff.", "Neck is much better. Sleeps well.", "Neck is worse.")
    ]
    assert notes.row.subjective == "Neck is worse."
    assert (draft.texts["subjective"], draft.state) == (
        "Neck is much better. Sleeps well.",
        SaveState.SAVED,
    )


def test_given_a_save_under_way_when_words_of_others_are_read_then_its_answer_brings_both_and_all_is_saved(
    draft: Draft, notes: MemoryNotes, runner: ManualRunner, editor: Editor
) -> None:
    notes.sync_brings(subjective="Headache.\nNeck is stiff.")
    draft.refresh()
    draft.type("subjective", "Neck is stiff.\n\nSlept badly.")
    draft.flush()
    runner.finish()
    both = "Headache.\nNeck is stiff.\n\nSlept badly."
    assert (notes.row.subjective, editor.replaced) == (both, {"subjective": both})
    assert (draft.state, editor.pauses) == (SaveState.SAVED, 1)
    assert editor.others == [frozenset({"subjective"})]


def test_given_words_of_others_in_another_field_than_is_being_saved_when_read_then_they_come_in_at_once(
    draft: Draft, notes: MemoryNotes, runner: ManualRunner, editor: Editor
) -> None:
    notes.sync_brings(objective="C5 tender.")
    draft.refresh()
    draft.type("plan", "Heat.")
    draft.flush()
    runner.work()
    runner.answer()
    assert editor.replaced == {"objective": "C5 tender."}
    assert notes.row.plan is None


def test_given_a_question_about_a_text_when_the_note_is_signed_elsewhere_then_the_field_says_what_was(
    draft: Draft, notes: MemoryNotes, runner: ManualRunner, editor: Editor
) -> None:
    draft.type("subjective", "Neck is much better.")
    notes.sync_brings(subjective="Neck is worse.")
    draft.flush()
    runner.finish()
    assert len(notes.conflicts) == 1
    notes.sync_brings(finalized_at=NOW + timedelta(minutes=1), is_draft=False, subjective="Neck is fine.")
    draft.refresh()
    runner.finish()
    assert draft.texts["subjective"] == "Neck is fine."


def test_given_a_save_without_its_answer_when_the_next_clashes_then_the_question_begins_where_that_one_ended(
    draft: Draft, notes: MemoryNotes, runner: ManualRunner
) -> None:
    for text in ("Neck is better.", "Neck is much better."):
        draft.type("subjective", text)
        draft.flush()
    runner.work()
    notes.sync_brings(subjective="Neck is worse.")
    runner.finish()
    assert notes.conflicts == [("subjective", "Neck is better.", "Neck is much better.", "Neck is worse.")]


def test_given_sync_comes_between_reading_and_writing_then_nothing_is_overwritten(
    draft: Draft, notes: MemoryNotes, runner: ManualRunner
) -> None:
    notes.before_save = lambda: notes.sync_brings(subjective="Headache.\nNeck is stiff.")
    draft.type("subjective", "Neck is stiff.\n\nSlept badly.")
    draft.flush()
    runner.finish()
    assert notes.row.subjective == "Headache.\nNeck is stiff.\n\nSlept badly."


def test_given_typing_went_on_while_a_merge_was_under_way_then_all_three_are_kept(
    draft: Draft, notes: MemoryNotes, runner: ManualRunner
) -> None:
    notes.sync_brings(subjective="Headache.\nNeck is stiff.")
    draft.type("subjective", "Neck is stiff.\n\nSlept badly.")
    draft.flush()
    runner.work()
    draft.type("subjective", "Neck is stiff.\n\nSlept badly.\n\nWorks nights.")
    draft.flush()
    runner.finish()
    draft.flush()
    runner.finish()
    expected = "Headache.\nNeck is stiff.\n\nSlept badly.\n\nWorks nights."
    assert (notes.row.subjective, draft.texts["subjective"]) == (expected, expected)


def test_given_the_note_was_finalized_elsewhere_then_the_text_becomes_a_proposed_amendment(
    draft: Draft, notes: MemoryNotes, runner: ManualRunner, editor: Editor
) -> None:
    draft.type("plan", "Heat.")
    notes.sync_brings(finalized_at=NOW + timedelta(minutes=1), is_draft=False)
    draft.flush()
    runner.finish()
    assert (notes.row.plan, notes.proposed) == (None, [{"plan": "Heat."}])
    assert draft.note.finalized_at is not None
    assert [change.table for change in editor.changes] == ["sessions"]
    assert editor.merged == []


@pytest.mark.parametrize("seed", range(60))
def test_given_any_order_of_typing_saving_and_syncing_then_every_word_is_somewhere(
    seed: int, note: SessionNote, notes: MemoryNotes, runner: ManualRunner
) -> None:
    rng, editor = random.Random(seed), Editor()  # noqa: S311 - a repeatable order, no secret
    draft = Draft(note, notes, runner, (editor, Idle()), editor, editor)
    words = []
    for step in range(30):
        name, word = rng.choice(SOAP), f"word{step}"
        act = rng.randrange(6)
        if act <= 1:
            draft.type(name, f"{draft.texts[name]}\n\nMine {word}.")
            words.append(word)
        elif act == 2:
            before = getattr(notes.row, name) or ""
            notes.sync_brings(**{name: f"Other {word}.\n\n{before}"})
            words.append(word)
            draft.refresh()
        elif act == 3:
            draft.flush()
        else:
            notes.full = rng.random() < 0.2
            runner.finish() if act == 4 else _one_step(runner)
    notes.full = False
    for _ in range(3):
        runner.finish()
        draft.flush()
    kept = " ".join([*(getattr(notes.row, name) or "" for name in SOAP), *map(str, notes.conflicts)])
    assert [word for word in words if f"{word}." not in kept] == []
    said = {name: {getattr(notes.row, name) or ""} for name in SOAP}
    for name, _, *sides in notes.conflicts:
        said[name] |= {*sides}
    assert [name for name, text in draft.texts.items() if text not in said[name]] == []
    assert draft.state is SaveState.SAVED


def _one_step(runner: ManualRunner) -> None:
    try:
        runner.work()
    except IndexError:
        return


# live typing
