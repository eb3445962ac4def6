"""Forms and dialogs over clients, notes, files and questions, each opened as a person opens it by keys."""

from typing import Any, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from core.domain.new_rows import TextSnippetDraft
from core.domain.records import Client
from desktop.app import Program
from desktop.clients.form_view import ClientForm
from desktop.clients.notes_dialog import NotesDialog
from desktop.files.presenter import Adding
from desktop.files.preview import PreviewDialog
from desktop.inbox.own_wording import Editor, ReasonLine
from desktop.measures.form import MeasureForm
from desktop.notes.amend_bar import AddendumBar, AmendBar
from desktop.notes.confirm_bar import FinalizeBar
from desktop.notes.deleted_note import DeletedNoteDialog
from desktop.notes.find_bar import FindBar
from desktop.notes.list_presenter import Which
from desktop.notes.screen import NotesScreen
from desktop.notes.text_picker import TextPicker
from desktop.paper.files_question import FilesQuestion
from desktop.widgets.question import SentenceDialog
from tests.desktop import sentences
from tests.desktop.files import hostile
from tests.desktop.opened_form import CONTROL, SHIFT, Form, Opened, Opens, dialog, of_dialog, press
from tests.desktop.stillness import settle
from tests.desktop.test_workplace import work
from tests.desktop.unsaved import clients, inbox, question


def a_sentence(name: str) -> Opens:
    def opens(program: Program) -> Opened:
        found = sentences.begin(program, name)
        return of_dialog(found, found.no)

    return opens


def at_client(program: Program) -> Client:
    place = work(program)
    client = place.opening.practice.clients.list()[0].client
    place.navigator.open_client(client.id)
    settle(program.jobs)
    return client


def a_new_client(program: Program) -> Opened:
    work(program).window.go("clients")
    settle(program.jobs)
    return _of_client(program, Qt.Key.Key_N, CONTROL)


def a_known_client(program: Program) -> Opened:
    at_client(program)
    return _of_client(program, Qt.Key.Key_E)


def _of_client(
    program: Program, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> Opened:
    before = QApplication.focusWidget()
    press(key, modifiers)
    settle(program.jobs)
    form = clients(work(program)).form
    return Opened(form, (form.save_button, "click"), None, before)


def a_measure(program: Program) -> Opened:
    at_client(program)
    before = QApplication.focusWidget()
    press(Qt.Key.Key_M)
    settle(program.jobs)
    measures = clients(work(program)).detail.measures
    return Opened(measures.form, (measures, "_on_saved"), measures.form.cancel, before)


def several_notes(program: Program) -> Opened:
    client = at_client(program)
    practice = work(program).opening.practice
    practice.notes.save_draft(practice.notes.start(client.id).value.id, plan="Rest.")
    before = QApplication.focusWidget()
    press(Qt.Key.Key_P)
    found = dialog(program, NotesDialog)
    return of_dialog(found, found.cancel_button, before)


def a_file(name: str, content: bytes) -> Opens:
    """A look at it, from the list of a client's files."""

    def opens(program: Program) -> Opened:
        at_client(program)
        files: Any = clients(work(program)).detail.files
        files.presenter.add([Adding(name, content)])
        for _ in range(2):
            work(program).slow_jobs.wait()
            settle(program.jobs)
        files.list.setCurrentIndex(files.model.index(0))
        files.list.setFocus()
        press(Qt.Key.Key_Return)
        settle(program.jobs)
        work(program).slow_jobs.wait()
        return of_dialog(dialog(program, PreviewDialog), None, files.list)

    return opens


def notes_screen(program: Program) -> NotesScreen:
    return cast("NotesScreen", work(program).window.screens["notes"])


def in_note(program: Program, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> QWidget | None:
    """From the plan of a draft; what had the focus there."""
    place = work(program)
    place.navigator.open_note(place.opening.practice.notes.drafts()[0].note.id)
    settle(program.jobs)
    sentences.editor(program).page.go_to("plan")
    before = QApplication.focusWidget()
    press(key, modifiers)
    settle(program.jobs)
    return before


def snippets(program: Program) -> Opened:
    work(program).opening.practice.snippets.add(TextSnippetDraft(abbreviation="rest", text="Rest."))
    before = in_note(program, Qt.Key.Key_J, CONTROL)
    return Opened(dialog(program, TextPicker), None, asked_from=before)


def words_of_a_note(program: Program) -> Opened:
    before = in_note(program, Qt.Key.Key_F, CONTROL)
    return Opened(sentences.editor(program).find_bar, None, None, before)


def signing(program: Program) -> Opened:
    before = in_note(program, Qt.Key.Key_Return, CONTROL)
    bar = sentences.editor(program).finalize_bar
    return Opened(bar, (bar, "_on_yes"), bar.no, before)


def an_amendment(program: Program) -> Opened:
    editor = sentences.amend(program)
    bar = editor.amend_bar
    bar.reason.setFocus()
    return Opened(bar, (bar, "_on_yes"), bar.no)


def an_addendum(program: Program) -> Opened:
    place = work(program)
    place.navigator.open_note(sentences.signed(place.opening.practice).id)
    settle(program.jobs)
    before = QApplication.focusWidget()
    press(Qt.Key.Key_D, CONTROL | SHIFT)
    settle(program.jobs)
    bar = sentences.editor(program).addendum.bar
    return Opened(bar, (bar, "_on_yes"), bar.no, before)


def a_deleted_note(program: Program) -> Opened:
    place = work(program)
    practice = place.opening.practice
    practice.notes.delete(practice.notes.drafts()[0].note.id)
    place.window.go("notes")
    settle(program.jobs)
    shown = notes_screen(program).list
    shown.filter.set_value(Which.DELETED)
    shown.filter.chosen.emit(Which.DELETED)
    settle(program.jobs)
    shown.take_focus()
    before = QApplication.focusWidget()
    press(Qt.Key.Key_Return)
    found = dialog(program, DeletedNoteDialog)
    return of_dialog(found, found.leave, before)


def own_wording(program: Program) -> Opened:
    question(program, signed=False)
    before = QApplication.focusWidget()
    press(Qt.Key.Key_E)
    settle(program.jobs)
    form = inbox(work(program)).compare.editor
    return Opened(form, None, form.cancel, before)


def reason_of_an_answer(program: Program) -> Opened:
    question(program, signed=True)
    compare = inbox(work(program)).compare
    before = QApplication.focusWidget()
    compare.keep(left="Walk" in compare.texts()[0])
    settle(program.jobs)
    return Opened(compare.reason, (compare.reason, "_on_proved"), compare.reason.cancel, before)


def a_record_with_files(program: Program) -> Opened:
    at_client(program)
    before = QApplication.focusWidget()
    press(Qt.Key.Key_P, CONTROL)
    found = dialog(program, FilesQuestion)
    return of_dialog(found, found.no, before)


FORMS: dict[str, Form] = {
    "a record with files": Form(FilesQuestion, a_record_with_files),
    "the day of a note": Form(SentenceDialog, a_sentence("the day of a note")),
    "why a note is deleted": Form(SentenceDialog, a_sentence("why a note is deleted")),
    "the caption of a file": Form(SentenceDialog, a_sentence("the caption of a file")),
    "the name of a file": Form(SentenceDialog, a_sentence("the name of a file")),
    "a new client": Form(ClientForm, a_new_client),
    "a known client": Form(ClientForm, a_known_client),
    "a measure": Form(MeasureForm, a_measure),
    "several notes": Form(NotesDialog, several_notes),
    "a picture": Form(PreviewDialog, a_file("knee.png", hostile.picture("PNG"))),
    "a PDF": Form(PreviewDialog, a_file("letter.pdf", hostile.pdf(2))),
    "a text": Form(PreviewDialog, a_file("letter.txt", b"Dear colleague")),
    "snippets of a note": Form(TextPicker, snippets),
    "words of a note": Form(FindBar, words_of_a_note),
    "signing": Form(FinalizeBar, signing),
    "an amendment": Form(AmendBar, an_amendment),
    "an addendum": Form(AddendumBar, an_addendum),
    "a deleted note": Form(DeletedNoteDialog, a_deleted_note),
    "an own wording": Form(Editor, own_wording),
    "the reason of an answer": Form(ReasonLine, reason_of_an_answer),
}
