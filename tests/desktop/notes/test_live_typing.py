"""Somebody types letter by letter while another device's text comes, at whichever letter it comes."""

import re
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typing_extensions import override

from core.domain.records import SessionNote
from core.text.merge import merge_text
from desktop.notes.caret import leaves_alone, moved
from desktop.notes.draft import Draft
from tests.desktop.notes.draft_hand import Editor, Idle
from tests.records_fakes import ManualRunner, MemoryNotes

DATA = Path(__file__).parents[2] / "data" / "merge" / "typing"
Case = dict[str, Any]


def read(language: str) -> list[Any]:
    told = tomllib.loads((DATA / f"{language}.toml").read_text("utf-8"))
    return [pytest.param(case, id=f"{language}: {case['name']}") for case in told["case"]]


ENGLISH, HEBREW = read("english"), read("hebrew")
CASES = [*ENGLISH, *HEBREW]


class Hand(Editor):
    """A person with a caret: `types` strikes one key, and what comes in may not touch what is under it."""

    def __init__(self, note: SessionNote, case: Case) -> None:
        super().__init__()
        self.case = case
        self.base = case["base"].replace("|", "")
        self.notes = MemoryNotes(replace(note, plan=self.base))
        self.runner = ManualRunner()
        self.draft = Draft(self.notes.row, self.notes, self.runner, (self, Idle()), self, self)
        self.at = case["base"].index("|")
        self.is_there = True
        self.screen = self.base

    @override
    def caret(self, name: str, /) -> int | None:
        return self.at if self.is_there and name == "plan" else None

    @override
    def on_text_replaced(self, name: str, text: str) -> None:
        old = self.screen
        if self.is_there:
            assert leaves_alone(old, text, self.at)
            self.at = moved(old, text, self.at)
        self.screen = text

    def strike(self, key: str) -> None:
        before, after = self.screen[: self.at], self.screen[self.at :]
        before = before[:-1] if key == "\b" else before + key
        self.screen, self.at = before + after, len(before)
        self.draft.type("plan", self.screen)
        self.draft.keep()
        self.runner.finish()

    def sync(self) -> None:
        """As a pass does: theirs is merged into the note here, or stands there beside a question."""
        ours, theirs = self.notes.row.plan or "", self.case["theirs"]
        merged = merge_text(self.base, ours, theirs)
        if not merged.clean:
            self.notes.ask("plan", self.base, merged.ours, merged.theirs)
        self.notes.sync_brings(plan=merged.theirs)
        self.draft.refresh()
        self.runner.finish()

    def leave(self) -> None:
        self.is_there = False
        self.draft.flush()
        self.runner.finish()


def parts(*texts: str) -> set[str]:
    """Sentences, by a cut of its own."""
    return {piece.strip() for text in texts for piece in re.split(r"(?<=[.!?…׃\"])\s+|\n", text)}


def test_there_are_many_stories_in_both_languages_each_told_once() -> None:
    assert len(CASES) >= 60
    assert min(len(ENGLISH), len(HEBREW)) >= 25
    assert len({case.id for case in CASES}) == len(CASES)
    assert all(re.search("[א-ת]", case.values[0]["base"] + case.values[0]["types"]) for case in HEBREW)


@pytest.mark.parametrize("case", CASES)
def test_given_words_that_come_at_any_letter_when_typed_to_the_end_then_it_ends_as_a_colleague_would_want(
    case: Case, note: SessionNote
) -> None:
    hoped = (case.get("mine", case.get("result")), case.get("other", case.get("result")))
    for moment in range(1, len(case["types"]) + 1):
        hand = Hand(note, case)
        for number, key in enumerate(case["types"], start=1):
            hand.strike(key)
            if number == moment:
                hand.sync()
        hand.leave()
        questions = [(each[2], each[3]) for each in hand.notes.conflicts]
        assert hand.notes.row.plan == hoped[1], f"after letter {moment}"
        assert questions == ([] if "result" in case else [hoped]), f"after letter {moment}"
        assert hand.screen == hand.draft.texts["plan"] == hoped[0], f"after letter {moment}"


@pytest.mark.parametrize("case", CASES)
def test_given_any_letter_when_typed_then_no_half_sentence_stands_in_the_note_or_a_question(
    case: Case, note: SessionNote
) -> None:
    """Letters that are taken back again may stand there: their sentence was never begun anew."""
    alone = Hand(note, case)
    for key in case["types"]:
        alone.strike(key)
    known = parts(alone.screen, alone.base, case["theirs"])
    for moment in range(1, len(case["types"]) + 1):
        hand = Hand(note, case)
        for number, key in enumerate(case["types"], start=1):
            hand.strike(key)
            if number == moment:
                hand.sync()
            texts = [hand.notes.row.plan or "", *(text for each in hand.notes.conflicts for text in each[2:])]
            assert parts(*texts) <= known | {""}, f"letter {number}"
