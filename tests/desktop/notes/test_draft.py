"""Autosave never loses a word: failures, answers that are late, other devices in between."""

import random
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from core.domain.changes import Changed
from core.domain.errors import UserError
from core.domain.notes import SOAP
from core.domain.records import SessionNote
from desktop.notes.draft import Draft, SaveState
from tests.records_fakes import NOW, ManualRunner, MemoryNotes


@dataclass
class Editor:
    """What the view would show."""

    states: list[SaveState] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    replaced: dict[str, str] = field(default_factory=dict)
    merged: list[tuple[frozenset[str], frozenset[str]]] = field(default_factory=list)
    changes: list[Changed] = field(default_factory=list)
    pauses: int = 0

    def on_state(self, state: SaveState, error: UserError | None) -> None:
        self.states.append(state)
        if error is not None:
            self.errors.append(error.sentence)

    def on_text_replaced(self, name: str, text: str) -> None:
        self.replaced[name] = text

    def on_merged(self, fields: frozenset[str], clashed: frozenset[str]) -> None:
        self.merged.append((fields, clashed))

    def on_stored(self, changed: tuple[Changed, ...]) -> None:
        self.changes.extend(changed)

    def restart(self) -> None:
        self.pauses += 1

    def stop(self) -> None:
        pass


@pytest.fixture
def editor() -> Editor:
    return Editor()


@pytest.fixture
def draft(note: SessionNote, notes: MemoryNotes, runner: ManualRunner, editor: Editor) -> Draft:
    return Draft(note, notes, runner, editor, editor)


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


def test_given_sync_changed_the_field_being_typed_then_the_typing_stays_and_merges(
    draft: Draft, notes: MemoryNotes, runner: ManualRunner, editor: Editor
) -> None:
    draft.type("subjective", "Neck is stiff.\n\nSlept badly.")
    notes.sync_brings(subjective="Headache since Monday.\nNeck is stiff.")
    draft.refresh()
    runner.finish()
    assert editor.replaced == {}
    draft.flush()
    runner.finish()
    both = "Headache since Monday.\nNeck is stiff.\n\nSlept badly."
    assert (notes.row.subjective, draft.texts["subjective"]) == (both, both)
    assert editor.merged == [(frozenset({"subjective"}), frozenset())]
    assert draft.state is SaveState.SAVED


def test_given_both_rewrote_one_sentence_then_mine_stays_and_both_go_to_the_inbox(
    draft: Draft, notes: MemoryNotes, runner: ManualRunner, editor: Editor
) -> None:
    draft.type("subjective", "Neck is much better.")
    notes.sync_brings(subjective="Neck is worse.")
    draft.flush()
    runner.finish()
    assert notes.row.subjective == "Neck is much better."
    assert notes.conflicts == [("subjective", "Neck is stiff.", "Neck is much better.", "Neck is worse.")]
    assert editor.merged == [(frozenset(), frozenset({"subjective"}))]
    draft.type("subjective", "Neck is much better. Sleeps well.")
    draft.flush()
    runner.finish()
    assert len(notes.conflicts) == 1


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


@pytest.mark.parametrize("seed", range(60))
def test_given_any_order_of_typing_saving_and_syncing_then_every_word_is_somewhere(
    seed: int, note: SessionNote, notes: MemoryNotes, runner: ManualRunner
) -> None:
    rng, editor = random.Random(seed), Editor()  # noqa: S311 - a repeatable order, no secret
    draft = Draft(note, notes, runner, editor, editor)
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
    assert dict(draft.texts) == {name: getattr(notes.row, name) or "" for name in SOAP}
    assert draft.state is SaveState.SAVED


def _one_step(runner: ManualRunner) -> None:
    try:
        runner.work()
    except IndexError:
        return
