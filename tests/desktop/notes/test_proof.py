"""Whoever signs is asked for the passphrase: nobody signs at a laptop that somebody else left open."""

import threading
from datetime import timedelta
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from core.crypto.quick_unlock import SecretStore
from core.domain.clock import FixedClock
from core.domain.errors import UserError
from core.domain.ids import NoteId
from core.store.vault.quick_unlock import enable_quick_unlock
from desktop.app import Program
from desktop.notes.editor import NoteEditor
from desktop.notes.screen import NotesScreen
from desktop.session.relaunch import LockReason
from desktop.session.signer import HOLDS, MOST_TRIES, Signer
from tests.desktop.test_workplace import PHRASE, model_home, program, work

__all__ = ["model_home", "program"]
CTRL = Qt.KeyboardModifier.ControlModifier
TOLD = "Check Caps Lock and the keyboard language"


class Keyring:
    """The system's keyring; it may lose what it was given."""

    name = "test keyring"

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def put(self, name: str) -> bytes:
        self.kept[name] = bytes(range(32))
        return self.kept[name]

    def get(self, name: str) -> bytes | None:
        return self.kept.get(name)

    def forget(self, name: str) -> None:
        self.kept.pop(name, None)


@pytest.fixture
def editor(program: Program) -> NoteEditor:
    """A draft with something in it."""
    place = work(program)
    practice = place.opening.practice
    note = practice.notes.start(practice.clients.list()[0].client.id).value
    practice.notes.save_draft(note.id, plan="Heat.")
    place.navigator.open_note(note.id)
    place.jobs.wait()
    return cast("NotesScreen", place.window.screens["notes"]).editor


def settle(program: Program) -> None:
    place = work(program)
    for _ in range(3):
        place.slow_jobs.wait()
        place.jobs.wait()
        QApplication.processEvents()


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def ask(program: Program, editor: NoteEditor) -> None:
    QTest.keyClick(focused(), Qt.Key.Key_Return, CTRL)
    settle(program)
    assert editor.finalize_bar.isVisible()


def answer(program: Program, words: str) -> None:
    QTest.keyClicks(focused(), words)
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    settle(program)


def is_signed(program: Program, editor: NoteEditor) -> bool:
    note = editor.presenter.note
    assert note is not None
    return work(program).opening.practice.notes.get(NoteId(note.id)).finalized_at is not None


def test_given_a_passphrase_that_was_typed_just_now_when_signing_then_nobody_is_asked_again(
    program: Program, editor: NoteEditor
) -> None:
    ask(program, editor)
    assert not editor.finalize_bar.proof.isVisible()
    answer(program, "")
    assert is_signed(program, editor)


def test_given_a_window_that_was_open_for_long_when_signing_then_only_the_passphrase_signs(
    program: Program, editor: NoteEditor, clock: FixedClock
) -> None:
    clock.advance(HOLDS)
    ask(program, editor)
    proof = editor.finalize_bar.proof

    answer(program, "")
    assert "Type your passphrase" in proof.field.note.text()
    answer(program, "not the one")
    assert TOLD in proof.field.note.text()
    assert proof.field.text == ""
    assert not is_signed(program, editor)

    answer(program, PHRASE)
    assert is_signed(program, editor)
    assert editor.finalize_bar.isHidden()


def test_given_an_amendment_when_the_time_runs_out_while_it_is_written_then_it_is_asked_for(
    program: Program, editor: NoteEditor, clock: FixedClock
) -> None:
    ask(program, editor)
    answer(program, "")
    QTest.keyClick(focused(), Qt.Key.Key_M, CTRL)
    settle(program)
    QTest.keyClicks(editor.amend_bar.reason, "wrong side")
    clock.advance(HOLDS)
    editor.amend_bar.press_yes()
    settle(program)
    assert editor.presenter.amending
    assert editor.amend_bar.proof.isVisible()

    answer(program, PHRASE)

    note = editor.presenter.note
    assert note is not None
    assert work(program).opening.practice.notes.get(NoteId(note.id)).amendment_count == 1


def test_given_a_note_that_is_left_while_the_answer_is_awaited_then_it_is_not_signed(
    program: Program, editor: NoteEditor, clock: FixedClock
) -> None:
    clock.advance(HOLDS)
    ask(program, editor)
    QTest.keyClicks(focused(), PHRASE)
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    editor.finalize_bar._on_no()
    settle(program)
    assert not is_signed(program, editor)


def test_given_an_answer_that_is_awaited_when_another_note_is_asked_about_then_that_one_is_not_signed(
    program: Program, editor: NoteEditor, clock: FixedClock
) -> None:
    place = work(program)
    practice = place.opening.practice
    other = practice.notes.start(practice.clients.list()[1].client.id).value
    practice.notes.save_draft(other.id, plan="Ice.")
    clock.advance(HOLDS)
    ask(program, editor)
    held = threading.Event()
    place.slow_jobs.run(held.wait)
    QTest.keyClicks(focused(), PHRASE)
    QTest.keyClick(focused(), Qt.Key.Key_Return)

    place.navigator.open_note(other.id)
    place.jobs.wait()
    editor._on_finalize_requested()
    held.set()
    settle(program)

    assert not is_signed(program, editor)
    assert editor.finalize_bar.isVisible()


@pytest.mark.parametrize("how", ["escape", "curtain"])
def test_given_a_typed_passphrase_when_it_is_not_used_then_it_does_not_stay(
    program: Program, editor: NoteEditor, clock: FixedClock, how: str
) -> None:
    clock.advance(HOLDS)
    ask(program, editor)
    QTest.keyClicks(focused(), PHRASE)
    if how == "escape":
        QTest.keyClick(focused(), Qt.Key.Key_Escape)
    else:
        work(program).soft_lock()
    assert editor.finalize_bar.proof.field.text == ""


def test_given_the_passphrase_in_its_field_when_ctrl_enter_then_it_signs(
    program: Program, editor: NoteEditor, clock: FixedClock
) -> None:
    clock.advance(HOLDS)
    ask(program, editor)
    QTest.keyClicks(focused(), PHRASE)
    QTest.keyClick(focused(), Qt.Key.Key_Return, CTRL)
    settle(program)
    assert is_signed(program, editor)


def test_given_so_many_wrong_ones_when_signing_then_the_window_locks(
    program: Program, editor: NoteEditor, clock: FixedClock
) -> None:
    left: list[LockReason] = []
    work(program).left.connect(left.append)
    clock.advance(HOLDS)
    ask(program, editor)
    place = work(program)
    for _ in range(MOST_TRIES):
        QTest.keyClicks(editor.finalize_bar.proof.field.editor, "guess")
        QTest.keyClick(editor.finalize_bar.proof.field.editor, Qt.Key.Key_Return)
        place.slow_jobs.wait()
    assert left == [LockReason.TRIES]


def test_given_quick_unlock_when_signing_then_the_keyring_vouches_and_without_it_the_person_types(
    program: Program, editor: NoteEditor, clock: FixedClock
) -> None:
    vault, keyring = work(program).opening.opened.vault, Keyring()
    enable_quick_unlock(vault, cast("SecretStore", keyring), clock)
    signer = Signer(vault, clock, lambda: cast("SecretStore", keyring))
    assert signer.may_be_quick
    clock.advance(HOLDS)
    assert (signer.is_due, signer.prove_quickly()) == (True, True)

    keyring.kept.clear()
    assert not signer.prove_quickly()
    assert not Signer(vault, clock, lambda: None).prove_quickly()

    ask(program, editor)  # the window's own keyring is none
    answer(program, "")
    assert "keyring did not answer" in editor.finalize_bar.proof.field.note.text()
    answer(program, PHRASE)
    assert is_signed(program, editor)


def test_given_a_clock_that_was_set_back_when_signing_then_it_is_asked_for(
    program: Program, clock: FixedClock
) -> None:
    vault = work(program).opening.opened.vault
    signer = Signer(vault, clock, lambda: None)
    assert not signer.is_due
    clock.advance(-timedelta(hours=1))
    assert signer.is_due


def test_given_a_store_that_fails_while_proving_then_it_says_so_and_nothing_is_signed(
    program: Program, editor: NoteEditor, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_self: Signer, _typed: str) -> bool:
        raise UserError("The vault cannot be read.")

    monkeypatch.setattr(Signer, "prove", fail)
    clock.advance(HOLDS)
    ask(program, editor)
    answer(program, PHRASE)
    assert editor.finalize_bar.proof.field.note.text() == "The vault cannot be read."
    assert not is_signed(program, editor)
