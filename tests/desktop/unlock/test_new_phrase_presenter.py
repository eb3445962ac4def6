"""After the recovery paper: a new passphrase first, and never a store left open behind it."""

from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from core.crypto.phrases import Judgement
from core.domain.errors import RuleBroken, UserError
from desktop.session.open_practice import OpenPractice
from desktop.session.ports import UnlockBackend
from desktop.unlock.new_phrase_presenter import NewPhrasePresenter
from tests.records_fakes import ManualRunner

PHRASE = "lanterns over quiet barley"


@dataclass
class _Opened:
    closed: bool = False
    passphrase: str = ""

    def close(self) -> None:
        self.closed = True


@dataclass
class _Door:
    error: UserError | None = None

    def suggest(self) -> str:
        return "six words"

    def judge(self, passphrase: str, known: object) -> Judgement:
        return Judgement(True, f"judged {passphrase}")

    def set_passphrase(self, opened: _Opened, passphrase: str) -> None:
        assert not opened.closed
        if self.error is not None:
            raise self.error
        opened.passphrase = passphrase


@dataclass
class _View:
    said: list[tuple[str, Any]] = field(default_factory=list)

    def show_suggestion(self, phrase: str) -> None:
        self.said.append(("suggestion", phrase))

    def show_judgement(self, judgement: Judgement | None) -> None:
        self.said.append(("judgement", judgement))

    def show_busy(self, busy: bool) -> None:
        self.said.append(("busy", busy))

    def show_error(self, sentence: str) -> None:
        self.said.append(("error", sentence))

    def last(self, what: str) -> Any:
        return [value for name, value in self.said if name == what][-1]


class _Stage:
    def __init__(self) -> None:
        self.runner, self.door, self.view, self.opened = ManualRunner(), _Door(), _View(), _Opened()
        self.ready: list[object] = []
        self.left = 0
        self.presenter = NewPhrasePresenter(
            self.runner,
            cast("UnlockBackend", self.door),
            self.view,
            cast("OpenPractice", self.opened),
            self.ready.append,
            self._on_left,
        )

    def _on_left(self) -> None:
        self.left += 1


@pytest.fixture
def stage() -> _Stage:
    return _Stage()


def test_given_a_new_passphrase_when_given_twice_then_it_is_set_and_work_begins(stage: _Stage) -> None:
    stage.presenter.suggest()
    stage.presenter.give(PHRASE, PHRASE)
    assert stage.view.last("busy") is True
    stage.presenter.give("another while that runs", "another while that runs")
    stage.runner.finish()
    assert stage.view.last("suggestion") == "six words"
    assert (stage.opened.passphrase, stage.ready) == (PHRASE, [stage.opened])
    assert stage.view.last("busy") is False
    stage.presenter.leave()
    stage.presenter.give(PHRASE, PHRASE)
    stage.runner.finish()
    assert (stage.opened.closed, stage.left, len(stage.ready)) == (False, 0, 1)


def test_given_two_that_differ_when_given_then_nothing_is_set(stage: _Stage) -> None:
    stage.presenter.give(PHRASE, PHRASE + "!")
    stage.runner.finish()
    assert "not the same" in stage.view.last("error")
    assert stage.opened.passphrase == ""


def test_given_a_weak_one_when_refused_then_its_sentence_is_shown_and_another_can_be_given(
    stage: _Stage,
) -> None:
    stage.door.error = RuleBroken("Easy to guess.")
    stage.presenter.give(PHRASE, PHRASE)
    stage.runner.finish()
    assert (stage.view.last("error"), stage.view.last("busy")) == ("Easy to guess.", False)
    stage.door.error = None
    stage.presenter.give(PHRASE, PHRASE)
    stage.runner.finish()
    assert stage.ready == [stage.opened]


def test_given_nobody_who_chooses_when_left_then_the_store_is_closed_once(stage: _Stage) -> None:
    stage.presenter.leave()
    stage.presenter.leave()
    assert (stage.opened.closed, stage.left, stage.ready) == (True, 1, [])


@pytest.mark.parametrize("error", [None, RuleBroken("Easy to guess.")])
def test_given_a_passphrase_on_its_way_when_left_then_the_store_is_closed_after_it(
    stage: _Stage, error: UserError | None
) -> None:
    stage.door.error = error
    stage.presenter.give(PHRASE, PHRASE)
    stage.presenter.leave()
    assert not stage.opened.closed
    stage.runner.finish()
    assert (stage.opened.closed, stage.left, stage.ready) == (True, 1, [])


def test_given_typing_when_judged_then_only_the_latest_answer_is_shown(stage: _Stage) -> None:
    stage.presenter.judging.judge("one")
    stage.presenter.judging.judge("two")
    stage.runner.finish()
    assert [value.sentence for name, value in stage.view.said if name == "judgement"] == ["judged two"]
    stage.presenter.judging.judge("")
    assert stage.view.last("judgement") is None


def test_given_typing_when_the_page_is_left_then_no_answer_reaches_it(stage: _Stage) -> None:
    stage.presenter.judging.judge("one")
    stage.presenter.leave()
    for typed in ("two", ""):
        stage.presenter.judging.judge(typed)
    stage.runner.finish()
    assert stage.view.said == []
