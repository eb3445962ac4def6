"""A sentence or an amendment that is being typed outlives a lock and the end; answered, it goes."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication

from core.domain.ids import NoteId
from desktop.app import Program
from desktop.notes.editor import NoteEditor
from desktop.session.open_practice import open_practice
from tests.desktop.sentences import SENTENCES, WORDS, amend, begin, dialogs, editor, signed
from tests.desktop.test_leaving import reopen
from tests.desktop.test_workplace import PHRASE, model_home, program, work

__all__ = ["model_home", "program", "reopen"]


def unlock(program: Program) -> None:
    place = work(program)
    place.overlay.field.set_text(PHRASE)
    place.overlay.submit()
    program.jobs.wait()


def end(program: Program, by: str) -> None:
    if by == "lock":
        work(program).hard_lock()
    else:
        work(program).window.close()


def kept(program: Program, name: str) -> object:
    return work(program).opening.practice.settings.local(f"unfinished_{name}")


@pytest.mark.parametrize("by", ["lock", "close"])
@pytest.mark.parametrize("name", SENTENCES)
def test_given_a_sentence_begun_when_locked_or_closed_then_the_next_run_asks_for_it_again(
    program: Program, reopen: Callable[[], Program], name: str, by: str
) -> None:
    begin(program, name)
    end(program, by)
    again = reopen()
    again.jobs.wait()
    (dialog,) = dialogs(again)
    assert (dialog.field.text, work(again).window.place) == (WORDS, SENTENCES[name].place)


@pytest.mark.parametrize("name", SENTENCES)
def test_given_a_sentence_begun_when_covered_and_unlocked_then_it_is_asked_again(
    program: Program, name: str
) -> None:
    begin(program, name)
    work(program).soft_lock()
    assert dialogs(program) == []
    unlock(program)
    (dialog,) = dialogs(program)
    assert dialog.field.text == WORDS


@pytest.mark.parametrize("given_up", [True, False])
def test_given_a_sentence_begun_when_answered_or_given_up_then_it_is_forgotten(
    program: Program, given_up: bool
) -> None:
    dialog = begin(program, "why a note is deleted")
    work(program).sentences.flush()
    program.jobs.wait()
    before = kept(program, "sentence")
    (dialog.no if given_up else dialog.yes).click()
    program.jobs.wait()
    assert isinstance(before, dict)
    assert (before["text"], kept(program, "sentence")) == (WORDS, None)


def test_given_a_sentence_about_a_record_that_went_when_opened_again_then_nothing_is_asked(
    program: Program, reopen: Callable[[], Program]
) -> None:
    begin(program, "the day of a note")
    practice = work(program).opening.practice
    practice.notes.delete(practice.notes.drafts()[0].note.id, None)
    work(program).hard_lock()
    again = reopen()
    again.jobs.wait()
    assert (dialogs(again), kept(again, "sentence")) == ([], None)


def shown(program: Program) -> tuple[bool, str, str]:
    made = editor(program)
    return made.amend_bar.isVisible(), made.page.texts()["plan"], made.amend_bar.reason.text()


@pytest.mark.parametrize("by", ["lock", "close"])
def test_given_an_amendment_when_locked_or_closed_then_the_next_run_goes_on_with_text_and_reason(
    program: Program, reopen: Callable[[], Program], by: str
) -> None:
    amend(program)
    end(program, by)
    again = reopen()
    again.jobs.wait()
    assert (work(again).window.place, shown(again)) == ("notes", (True, WORDS, WORDS))
    assert work(again).opening.practice.inbox.conflicts() == []


def test_given_an_amendment_when_covered_and_unlocked_then_text_and_reason_stand_there(
    program: Program,
) -> None:
    amend(program)
    work(program).soft_lock()
    unlock(program)
    assert shown(program) == (True, WORDS, WORDS)


def test_given_an_amendment_when_saved_then_it_is_forgotten(program: Program) -> None:
    made = amend(program)
    made.flush()
    program.jobs.wait()
    before = kept(program, "amendments")
    made.amend_bar.yes.click()
    program.jobs.wait()
    assert before is not None
    assert (kept(program, "amendments"), made.amend_bar.isVisible()) == (None, False)


def test_given_an_amendment_that_was_left_when_the_note_is_amended_again_then_it_goes_on(
    program: Program,
) -> None:
    made = amend(program)
    made._on_back()
    program.jobs.wait()
    note: NoteId = signed(work(program).opening.practice).id
    work(program).navigator.open_note(note)
    program.jobs.wait()
    QApplication.processEvents()
    assert not made.amend_bar.isVisible()
    made.header.amend.click()
    assert shown(program) == (True, WORDS, WORDS)


def test_given_an_amendment_when_the_note_was_amended_elsewhere_then_only_what_was_typed_is_over_it(
    program: Program, reopen: Callable[[], Program]
) -> None:
    amend(program)
    work(program).hard_lock()
    amend_elsewhere(program)
    again = reopen()
    again.jobs.wait()
    texts = editor(again).page.texts()
    assert (texts["plan"], texts["objective"]) == (WORDS, "Of another laptop.")


def amend_elsewhere(program: Program) -> None:
    with open_practice(work(program).opening.opened.vault.path, PHRASE, program._clock) as opened:
        note = signed(opened.practice)
        opened.practice.notes.amend(note.id, "Forgotten", objective="Of another laptop.")


def add_to(program: Program) -> NoteEditor:
    """A signed note, with the words as its addendum and as the reason."""
    work(program).navigator.open_note(signed(work(program).opening.practice).id)
    program.jobs.wait()
    made = editor(program)
    made.header.add.click()
    made.addendum.bar.text.setPlainText(WORDS)
    made.addendum.bar.reason.setText(WORDS)
    return made


def added(program: Program) -> tuple[bool, str, str]:
    bar = editor(program).addendum.bar
    return bar.isVisible(), bar.text.text(), bar.reason.text()


@pytest.mark.parametrize("by", ["lock", "close"])
def test_given_an_addendum_when_locked_or_closed_then_the_next_run_goes_on_with_text_and_reason(
    program: Program, reopen: Callable[[], Program], by: str
) -> None:
    add_to(program)
    end(program, by)
    again = reopen()
    again.jobs.wait()
    assert (work(again).window.place, added(again)) == ("notes", (True, WORDS, WORDS))


def test_given_an_addendum_when_covered_and_unlocked_then_it_stands_there_and_signed_it_is_forgotten(
    program: Program,
) -> None:
    made = add_to(program)
    work(program).soft_lock()
    unlock(program)
    assert added(program) == (True, WORDS, WORDS)
    made.flush()
    program.jobs.wait()
    before = kept(program, "addenda")
    made.addendum.bar.yes.click()
    program.jobs.wait()
    assert before is not None
    assert (kept(program, "addenda"), made.addendum.bar.isVisible()) == (None, False)
