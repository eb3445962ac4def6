"""Unlocking without Qt: busy, wrong, cancelled, damaged, let in."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import pytest

from core.crypto.recovery import Paper, new_code
from core.domain.errors import StoreBusy, UserError, WrongPassphrase
from core.store.vault.listing import VaultInfo
from desktop.session.open_practice import OpenPractice
from desktop.session.ports import UnlockBackend
from desktop.session.relaunch import LockReason
from desktop.unlock.unlock_presenter import UnlockPresenter, reason_sentence
from tests.records_fakes import ManualRunner

SOUND = VaultInfo(uuid.UUID(int=1), Path("one"), "RA")
OTHER = VaultInfo(uuid.UUID(int=2), Path("two"), "MT")
BROKEN = VaultInfo(uuid.UUID(int=3), Path("three"), "?", "This vault cannot be read.")
LOST = VaultInfo(uuid.UUID(int=4), Path("four"), "?", "The key file is missing.", needs_key=True)


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
    quick: bool = False
    taken: Path | None = None
    made: list[_Opened] = field(default_factory=list)
    """All that was ever opened, handed on or not."""

    def demo_passphrase(self, vault: Path) -> str:
        return self.right if vault.name == "demo" else ""

    def open(self, path: Path, passphrase: str) -> _Opened:
        if self.error is not None:
            raise self.error
        if passphrase != self.right:
            raise WrongPassphrase("Wrong.")
        self.made.append(_Opened(path))
        return self.made[-1]

    def opens_quickly(self, path: Path) -> bool:
        return self.quick and path == SOUND.path

    def check_free(self, path: Path) -> None:
        if path == self.taken:
            raise StoreBusy("PazPaz is open already in another window.")

    def open_quickly(self, path: Path) -> _Opened:
        return self.open(path, self.right)

    def bring_back_key(self, backup: Path, lost: VaultInfo, typed: str) -> _Opened:
        assert lost.needs_key
        return self.open(lost.path / backup, typed)


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

    def show_quick(self, offered: bool) -> None:
        self.said.append(("quick", offered))

    def show_backup(self, name: str) -> None:
        self.said.append(("backup", name))

    def show_demo(self, passphrase: str) -> None:
        self.said.append(("demo", passphrase))

    def show_reason(self, sentence: str) -> None:
        self.said.append(("reason", sentence))

    def forget_passphrase(self) -> None:
        self.said.append(("forget", None))

    def forget_code(self) -> None:
        self.said.append(("forget code", None))

    def last(self, what: str) -> Any:
        return [value for name, value in self.said if name == what][-1]


class _Stage:
    def __init__(self) -> None:
        self.runner, self.door, self.view = ManualRunner(), _Door(), _View()
        self.opened: list[_Opened] = []
        self.presenter = UnlockPresenter(self.runner, cast("UnlockBackend", self.door), self.view, self._take)

    def _take(self, found: OpenPractice) -> None:
        self.opened.append(cast("_Opened", found))


@pytest.fixture
def stage() -> _Stage:
    made = _Stage()
    made.presenter.start([BROKEN, SOUND, OTHER], LockReason.IDLE)
    made.runner.finish()
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
    assert [(one.path, one.closed) for one in stage.door.made] == [(SOUND.path, True)]


@pytest.mark.parametrize("moment", ["before it is begun", "while it runs", "with another tile"])
def test_given_an_attempt_that_nobody_waits_for_when_it_opens_then_the_store_is_closed_again(
    stage: _Stage, moment: str
) -> None:
    stage.presenter.submit(stage.door.right)
    if moment == "while it runs":
        stage.runner.work()
    if moment == "with another tile":
        stage.presenter.choose(OTHER)
    else:
        stage.presenter.cancel()
    stage.runner.finish()
    assert stage.opened == []
    assert [(one.path, one.closed) for one in stage.door.made] == [(SOUND.path, True)]


def test_given_a_cancelled_attempt_when_another_opens_then_only_the_first_is_closed(stage: _Stage) -> None:
    stage.presenter.submit(stage.door.right)
    stage.presenter.cancel()
    stage.presenter.submit(stage.door.right)
    stage.runner.finish()
    assert [one.closed for one in stage.door.made] == [True, False]
    assert stage.opened == stage.door.made[1:]
    stage.presenter.cancel()
    assert not stage.opened[0].closed


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
    assert stage.view.last("chosen") == BROKEN
    stage.presenter.choose_backup(Path("b.pazpaz"))
    assert stage.view.last("backup") == ""
    stage.presenter.submit("x")
    stage.presenter.unlock_quickly()
    stage.runner.finish()
    assert stage.opened == stage.door.made == []


def test_given_only_damaged_vaults_when_started_then_the_first_says_what_is_wrong() -> None:
    stage = _Stage()
    stage.presenter.start([LOST, BROKEN], None)
    assert stage.view.last("chosen") == LOST


def test_given_nothing_chosen_when_anything_is_asked_then_nothing_is_begun() -> None:
    stage = _Stage()
    stage.presenter.submit("x")
    stage.presenter.unlock_quickly()
    stage.presenter.choose_backup(Path("b.pazpaz"))
    stage.runner.finish()
    assert stage.door.made == []


def test_given_a_lost_key_file_when_a_backup_is_chosen_then_what_opened_it_brings_it_back(
    stage: _Stage,
) -> None:
    stage.presenter.choose(LOST)
    stage.presenter.submit(stage.door.right)
    stage.runner.finish()
    assert stage.opened == []
    stage.presenter.choose_backup(Path("elsewhere/b.pazpaz"))
    assert stage.view.last("backup") == "b.pazpaz"
    stage.presenter.submit(stage.door.right)
    stage.runner.finish()
    assert [one.path for one in stage.opened] == [LOST.path / "elsewhere/b.pazpaz"]


def test_given_a_backup_chosen_for_one_vault_when_another_is_picked_then_it_is_let_go(
    stage: _Stage,
) -> None:
    stage.presenter.choose(LOST)
    stage.presenter.choose_backup(Path("b.pazpaz"))
    stage.presenter.choose(BROKEN)
    assert stage.view.last("backup") == ""
    stage.presenter.submit(stage.door.right)
    stage.runner.finish()
    assert stage.opened == []


def test_given_a_code_with_a_typing_mistake_when_submitted_then_it_is_said_at_once(stage: _Stage) -> None:
    stage.presenter.submit_code("ABCD-EFGH")
    assert "36 characters" in stage.view.last("error")
    stage.runner.finish()
    assert ("busy", True) not in stage.view.said
    assert stage.door.made == []


def test_given_a_code_when_submitted_then_it_goes_the_way_of_the_passphrase(stage: _Stage) -> None:
    stage.door.right = new_code(Paper.PERSONAL)
    stage.presenter.submit_code(stage.door.right)
    stage.runner.finish()
    assert [one.path for one in stage.opened] == [SOUND.path]


def test_given_another_practice_s_code_when_submitted_then_its_sentence_is_shown_and_the_boxes_stay(
    stage: _Stage,
) -> None:
    stage.door.error = WrongPassphrase("Another paper.", code="wrong_code")
    forgotten = stage.view.said.count(("forget code", None))
    stage.presenter.submit_code(new_code(Paper.PERSONAL))
    stage.runner.finish()
    assert stage.view.last("error") == "Another paper."
    assert stage.view.said.count(("forget code", None)) == forgotten


def test_given_quick_unlock_when_chosen_then_it_is_offered_and_opens(stage: _Stage) -> None:
    assert stage.view.last("quick") is False
    stage.door.quick = True
    stage.presenter.choose(SOUND)
    stage.runner.finish()
    assert stage.view.last("quick") is True
    stage.presenter.unlock_quickly()
    stage.runner.finish()
    assert [one.path for one in stage.opened] == [SOUND.path]


def test_given_an_answer_about_another_vault_when_it_comes_then_quick_unlock_is_not_offered(
    stage: _Stage,
) -> None:
    stage.door.quick = True
    stage.presenter.choose(SOUND)
    stage.presenter.choose(OTHER)
    stage.runner.finish()
    assert stage.view.last("quick") is False
    assert ("quick", True) not in stage.view.said


def test_given_quick_unlock_that_is_over_when_used_then_it_says_so_and_is_offered_no_more(
    stage: _Stage,
) -> None:
    stage.door.quick = True
    stage.presenter.choose(SOUND)
    stage.runner.finish()
    stage.door.error = WrongPassphrase("It is over.", code="quick_unlock_over")
    stage.presenter.unlock_quickly()
    stage.runner.finish()
    assert stage.view.last("error") == "It is over."
    assert stage.view.last("quick") is False


@pytest.mark.parametrize("reason", list(LockReason))
def test_given_a_reason_when_told_then_there_is_a_sentence(reason: LockReason) -> None:
    assert reason_sentence(reason)


def test_given_no_reason_when_told_then_nothing_is_said() -> None:
    assert reason_sentence(None) == ""


def test_given_a_practice_open_in_another_window_when_the_program_starts_then_it_says_so_before_a_passphrase(
    stage: _Stage,
) -> None:
    stage.door.taken = SOUND.path
    stage.presenter.start([SOUND, OTHER], None)
    stage.runner.finish()
    assert stage.view.last("error") == "PazPaz is open already in another window."
    stage.presenter.choose(OTHER)
    stage.runner.finish()
    assert stage.view.last("error") == ""


def test_given_a_lock_whose_window_is_still_closing_when_the_next_one_starts_then_nothing_is_said(
    stage: _Stage,
) -> None:
    stage.door.taken = SOUND.path
    stage.presenter.start([SOUND], LockReason.ASKED)
    stage.runner.finish()
    assert stage.view.last("error") == ""


def test_given_a_passphrase_that_is_tried_when_the_look_for_another_window_ends_then_the_try_says_it(
    stage: _Stage,
) -> None:
    stage.door.taken = SOUND.path
    stage.presenter.start([SOUND], None)
    stage.presenter.submit(stage.door.right)
    stage.runner.finish()
    assert (stage.view.last("error"), len(stage.opened)) == ("", 1)
