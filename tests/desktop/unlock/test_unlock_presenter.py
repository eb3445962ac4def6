"""Unlocking without Qt: busy, wrong, cancelled, damaged, let in."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import pytest

from core.domain.errors import StoreBusy, UserError, WrongPassphrase
from core.store.vault import VaultInfo
from desktop.relaunch import LockReason
from desktop.terminal.practices import OpenPractice
from desktop.unlock.ports import Door
from desktop.unlock.unlock_presenter import UnlockPresenter, reason_sentence
from tests.records_fakes import ManualRunner

SOUND = VaultInfo(uuid.UUID(int=1), Path("one"), "RA")
OTHER = VaultInfo(uuid.UUID(int=2), Path("two"), "MT")
BROKEN = VaultInfo(uuid.UUID(int=3), Path("three"), "?", "This vault cannot be read.")


@dataclass
class _Opened:
    path: Path
    closed: bool = False

    def close(self) -> None:
        self.closed = True


@dataclass
class _Door:
    right: str = "open sesame and barley"
    error: UserError | None = None

    def demo_passphrase(self, vault: Path) -> str:
        return self.right if vault.name == "demo" else ""

    def open(self, path: Path, passphrase: str) -> _Opened:
        if self.error is not None:
            raise self.error
        if passphrase != self.right:
            raise WrongPassphrase("Wrong.")
        return _Opened(path)


@dataclass
class _View:
    said: list[tuple[str, Any]] = field(default_factory=list)

    def show_vaults(self, vaults: Sequence[VaultInfo]) -> None:
        self.said.append(("vaults", list(vaults)))

    def show_chosen(self, vault: VaultInfo) -> None:
        self.said.append(("chosen", vault))

    def show_busy(self, busy: bool) -> None:
        self.said.append(("busy", busy))

    def show_error(self, sentence: str) -> None:
        self.said.append(("error", sentence))

    def show_demo(self, passphrase: str) -> None:
        self.said.append(("demo", passphrase))

    def show_reason(self, sentence: str) -> None:
        self.said.append(("reason", sentence))

    def forget_passphrase(self) -> None:
        self.said.append(("forget", None))

    def last(self, what: str) -> Any:
        return [value for name, value in self.said if name == what][-1]


class _Stage:
    def __init__(self) -> None:
        self.runner, self.door, self.view = ManualRunner(), _Door(), _View()
        self.opened: list[_Opened] = []
        self.presenter = UnlockPresenter(self.runner, cast("Door", self.door), self.view, self._take)

    def _take(self, found: OpenPractice) -> None:
        self.opened.append(cast("_Opened", found))


@pytest.fixture
def stage() -> _Stage:
    made = _Stage()
    made.presenter.start([BROKEN, SOUND, OTHER], LockReason.IDLE)
    return made


def test_given_vaults_when_started_then_the_first_sound_one_is_chosen_and_the_reason_said(
    stage: _Stage,
) -> None:
    assert stage.view.last("chosen") == SOUND
    assert "nobody used it" in stage.view.last("reason")


def test_given_the_right_passphrase_when_submitted_then_the_practice_is_handed_on(stage: _Stage) -> None:
    stage.presenter.submit(stage.door.right)
    assert stage.view.last("busy") is True
    stage.runner.finish()
    assert [found.path for found in stage.opened] == [SOUND.path]
    assert stage.view.last("busy") is False


def test_given_a_wrong_passphrase_when_submitted_then_it_says_so_and_forgets_it(stage: _Stage) -> None:
    stage.presenter.submit("wrong")
    stage.runner.finish()
    assert "not the passphrase" in stage.view.last("error")
    assert stage.view.said[-2][0] == "forget"
    assert stage.opened == []


def test_given_three_wrong_ones_when_submitted_then_the_paper_is_mentioned(stage: _Stage) -> None:
    for _ in range(3):
        stage.presenter.submit("wrong")
        stage.runner.finish()
    assert "recovery paper" in stage.view.last("error")


def test_given_another_refusal_when_submitted_then_its_own_sentence_is_shown(stage: _Stage) -> None:
    stage.door.error = StoreBusy("PazPaz is open already in another window.")
    stage.presenter.submit("x")
    stage.runner.finish()
    assert stage.view.last("error") == "PazPaz is open already in another window."


def test_given_an_attempt_under_way_when_cancelled_then_what_it_opens_is_closed_again(
    stage: _Stage,
) -> None:
    stage.presenter.submit(stage.door.right)
    stage.runner.work()
    stage.presenter.cancel()
    stage.runner.answer()
    assert stage.opened == []
    assert stage.view.last("busy") is False


def test_given_an_attempt_under_way_when_submitted_again_then_the_second_is_not_begun(
    stage: _Stage,
) -> None:
    stage.presenter.submit(stage.door.right)
    stage.presenter.submit(stage.door.right)
    stage.runner.finish()
    assert len(stage.opened) == 1


def test_given_a_cancelled_wrong_attempt_when_it_ends_then_nothing_is_said(stage: _Stage) -> None:
    stage.presenter.submit("wrong")
    stage.presenter.cancel()
    before = list(stage.view.said)
    stage.runner.finish()
    assert stage.view.said == before


def test_given_a_damaged_vault_when_chosen_then_its_problem_is_said_and_nothing_is_tried(
    stage: _Stage,
) -> None:
    stage.presenter.choose(BROKEN)
    assert stage.view.last("error") == BROKEN.problem
    stage.presenter.submit("x")
    stage.runner.finish()
    assert stage.opened == []


@pytest.mark.parametrize("reason", list(LockReason))
def test_given_a_reason_when_told_then_there_is_a_sentence(reason: LockReason) -> None:
    assert reason_sentence(reason)


def test_given_no_reason_when_told_then_nothing_is_said() -> None:
    assert reason_sentence(None) == ""
