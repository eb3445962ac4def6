"""A text that is being signed exists once: signed, or kept as it was typed, whatever comes in between."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtCore import Qt

from core.crypto.keys import DeviceKeys
from core.domain.errors import RuleBroken
from core.domain.records import SessionNote
from desktop.notes.amend_bar import ReasonBar
from desktop.notes.editor import NoteEditor
from tests.desktop.notes.open_note import editor, finalized, written
from tests.desktop.notes.test_editor_signatures import keys
from tests.desktop.records_room import Room

__all__ = ["editor", "keys", "written"]
WORDS = "She called: better."
Between = Callable[[Room, NoteEditor], None]


@pytest.fixture
def signed(room: Room, editor: NoteEditor, written: SessionNote, keys: DeviceKeys) -> NoteEditor:
    finalized(room, editor, written)
    return editor


@contextmanager
def held(room: Room) -> Iterator[None]:
    """What is asked of the store meanwhile is not done before the end."""
    gate = threading.Event()
    room.jobs.run(gate.wait)
    try:
        yield
    finally:
        gate.set()


def begin_addendum(room: Room, editor: NoteEditor) -> None:
    editor.addendum.begin()
    room.keys(editor.addendum.bar.text, WORDS)
    editor.addendum.bar.reason.setText("Telephone")


def refuse(room: Room, monkeypatch: pytest.MonkeyPatch, method: str) -> None:
    def refused(*_args: object, **_named: object) -> None:
        raise RuleBroken("The clock is wrong; nothing was changed.")

    monkeypatch.setattr(room.practice.notes, method, refused)


def other_note(room: Room) -> SessionNote:
    note = room.draft(room.add("Otto", "Brand"), plan="Walks.")
    room.practice.notes.finalize(note.id)
    return room.practice.notes.get(note.id)


def nothing(_room: Room, _editor: NoteEditor) -> None: ...


def go_back(room: Room, editor: NoteEditor) -> None:
    room.key(editor, Qt.Key.Key_Escape)


def lock(_room: Room, editor: NoteEditor) -> None:
    editor.flush()


def go_back_and_lock(room: Room, editor: NoteEditor) -> None:
    go_back(room, editor)
    lock(room, editor)


def come_back(room: Room, editor: NoteEditor) -> None:
    note = editor.presenter.note
    assert note is not None
    go_back(room, editor)
    editor.open(note.id)
    editor.addendum.begin()
    editor.presenter.begin_amendment()
    lock(room, editor)


BETWEEN = [nothing, go_back, lock, go_back_and_lock, come_back]


def signed_texts(room: Room, written: SessionNote) -> int:
    return sum(WORDS in (version.plan or "") for version in room.practice.notes.versions(written.id))


def kept_texts(room: Room, form: str, written: SessionNote) -> int:
    kept = room.practice.settings.local(f"unfinished_{form}") or {"notes": {}}
    return sum(WORDS in str(one) for note, one in kept["notes"].items() if note == str(written.id))


def sign(room: Room, editor: NoteEditor, bar: ReasonBar, between: Between, *, is_ended: bool) -> None:
    """Pressed, and before the answer something comes between; `is_ended`: then nothing is done any more."""
    with held(room):
        bar.press_yes()
        between(room, editor)
    if is_ended:
        room.jobs.close()
        return
    room.settle()
    editor.flush()
    room.settle()


@pytest.mark.parametrize("is_refused", [False, True])
@pytest.mark.parametrize("is_ended", [False, True])
@pytest.mark.parametrize("between", BETWEEN)
def test_given_an_addendum_that_is_being_signed_when_anything_comes_between_then_it_exists_once(
    room: Room,
    signed: NoteEditor,
    written: SessionNote,
    monkeypatch: pytest.MonkeyPatch,
    between: Between,
    is_ended: bool,
    is_refused: bool,
) -> None:
    begin_addendum(room, signed)
    if is_refused:
        refuse(room, monkeypatch, "add_to")
    sign(room, signed, signed.addendum.bar, between, is_ended=is_ended)
    expected = (0, 1) if is_refused else (1, 0)
    assert (signed_texts(room, written), kept_texts(room, "addenda", written)) == expected


def test_given_a_refused_addendum_when_its_note_was_left_then_it_is_said_and_it_waits_there(
    room: Room, signed: NoteEditor, written: SessionNote, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = other_note(room)
    begin_addendum(room, signed)
    with monkeypatch.context() as broken:
        refuse(room, broken, "add_to")
        with held(room):
            signed.addendum.bar.press_yes()
            go_back(room, signed)
            signed.open(other.id)
        room.settle()
    assert "waits in its note" in room.navigator.toasts[-1]
    assert signed.page.banner.isHidden()
    signed.open(written.id)
    room.settle()
    signed.addendum.begin()
    assert (signed.addendum.bar.text.text(), signed.addendum.bar.isEnabled()) == (WORDS, True)


def test_given_two_addenda_that_are_being_signed_when_the_first_is_answered_then_the_second_still_waits(
    room: Room, signed: NoteEditor, written: SessionNote
) -> None:
    other = other_note(room)
    bar = signed.addendum.bar
    begin_addendum(room, signed)
    signed.addendum.begin()
    first, second = threading.Event(), threading.Event()
    signed.open(other.id)
    room.jobs.run(first.wait)
    bar.press_yes()
    room.qtbot.waitUntil(lambda: signed.presenter.note is not None and signed.presenter.note.id == other.id)
    room.jobs.run(second.wait)
    begin_addendum(room, signed)
    bar.press_yes()
    first.set()
    room.qtbot.waitUntil(lambda: signed_texts(room, written) == 1)
    room.qtbot.waitUntil(lambda: "Added and signed" in room.navigator.toasts)
    assert (bar.signing, bar.isEnabled()) == (True, False)
    second.set()
    room.settle()
    assert signed_texts(room, other) == 1
    assert room.practice.settings.local("unfinished_addenda") is None


def test_given_an_addendum_that_was_signed_when_the_same_is_added_again_then_that_is_kept(
    room: Room, signed: NoteEditor, written: SessionNote
) -> None:
    begin_addendum(room, signed)
    signed.addendum.bar.press_yes()
    room.settle()
    begin_addendum(room, signed)
    signed.flush()
    room.settle()
    assert (signed_texts(room, written), kept_texts(room, "addenda", written)) == (1, 1)


def begin_amendment(room: Room, editor: NoteEditor) -> None:
    editor.presenter.begin_amendment()
    room.keys(editor.page.cards["plan"].text, WORDS)
    editor.amend_bar.reason.setText("Telephone")


def proposed(room: Room) -> int:
    return len(room.practice.inbox.conflicts())


@pytest.mark.parametrize("is_refused", [False, True])
@pytest.mark.parametrize("is_ended", [False, True])
@pytest.mark.parametrize("between", BETWEEN)
def test_given_an_amendment_that_is_being_signed_when_anything_comes_between_then_it_exists_once(
    room: Room,
    signed: NoteEditor,
    written: SessionNote,
    monkeypatch: pytest.MonkeyPatch,
    between: Between,
    is_ended: bool,
    is_refused: bool,
) -> None:
    begin_amendment(room, signed)
    if is_refused:
        refuse(room, monkeypatch, "amend")
    sign(room, signed, signed.amend_bar, between, is_ended=is_ended)
    expected = (0, 1) if is_refused else (1, 0)
    assert (signed_texts(room, written), kept_texts(room, "amendments", written)) == expected
    assert is_refused or not proposed(room)


def test_given_a_refused_amendment_when_its_note_was_left_then_it_is_said_and_goes_to_the_inbox(
    room: Room, signed: NoteEditor, written: SessionNote, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin_amendment(room, signed)
    with monkeypatch.context() as broken:
        refuse(room, broken, "amend")
        with held(room):
            signed.amend_bar.press_yes()
            go_back(room, signed)
        room.settle()
    assert "waits in its note" in room.navigator.toasts[-1]
    assert proposed(room) == 1
    signed.open(written.id)
    room.settle()
    signed.presenter.begin_amendment()
    assert WORDS in signed.page.texts()["plan"]
