"""Every form and dialog of the window against the law of keys: Enter, Esc, help, focus, the order of Tab."""

import ast
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QLineEdit, QWidget

import desktop
from desktop.app import Program
from desktop.calendar.client_picker import ClientPicker
from desktop.palette.view import PaletteDialog
from desktop.paper.pdf_dialog import PdfDialog
from desktop.reminders.dialog import RemindersDialog
from desktop.widgets.help_sheet import HelpSheet
from desktop.widgets.question import QuestionDialog
from desktop.widgets.search_field import SearchField
from tests.desktop import forms_of_calendar, forms_of_records, forms_of_settings
from tests.desktop.cut_words import cut_words
from tests.desktop.opened_form import CONTROL, Form, Opened, dialog, of_dialog, press
from tests.desktop.stillness import complaints, moved, settle
from tests.desktop.tab_order import order
from tests.desktop.test_workplace import model_home, program, work

__all__ = ["model_home", "program"]


def a_question(program: Program) -> Opened:
    work(program).window.go("clients")
    settle(program.jobs)
    before = QApplication.focusWidget()
    work(program).navigator.confirm("Really?", "", "Archive", lambda: None)
    found = dialog(program, QuestionDialog)
    return of_dialog(found, found.no, before)


def the_palette(program: Program) -> Opened:
    work(program).window.go("clients")
    settle(program.jobs)
    before = QApplication.focusWidget()
    press(Qt.Key.Key_K, CONTROL)
    return Opened(dialog(program, PaletteDialog), None, asked_from=before)


def reminders(program: Program) -> Opened:
    work(program).window.go("today")
    settle(program.jobs)
    before = QApplication.focusWidget()
    press(Qt.Key.Key_R)
    return of_dialog(dialog(program, RemindersDialog), None, before)


def a_pdf(program: Program) -> Opened:
    """Of the day that is shown among the reminders."""
    reminders(program)
    found = dialog(program, RemindersDialog)
    found.pdf_button.setFocus()
    press(Qt.Key.Key_Return)
    question = dialog(program, PdfDialog)
    return of_dialog(question, question.no, found.pdf_button)


FORMS: dict[str, Form] = {
    "a question": Form(QuestionDialog, a_question),
    "the palette": Form(PaletteDialog, the_palette),
    "reminders": Form(RemindersDialog, reminders),
    "a PDF to be saved": Form(PdfDialog, a_pdf),
    **forms_of_calendar.FORMS,
    **forms_of_records.FORMS,
    **forms_of_settings.FORMS,
}


NO_FORMS = {
    "Dialog": "the base of all",
    "SidePanel": "the base of panels",
    "SideForm": "the base of the calendar's forms",
    "ConfirmBar": "the base of the bars under a note",
    "ReasonBar": "the base of two of them",
    "HelpSheet": "opened over every form here",
    "SearchField": "a field; Esc empties it",
    "_FindField": "the field of the bar that finds words in a note",
    "PhraseOffer": "suggestions below a field, which keeps the focus",
    "NoteEditor": "a page: Esc leads out of the field, then out of the note",
    "NoteMeasures": "beside a note, always there",
    "BodyChart": "beside a note until its key is pressed again",
    "BodyCanvas": "the figures of the body chart",
    "AgendaView": "the calendar itself",
    "CalendarGrid": "the calendar itself",
    "SideMonth": "the calendar itself",
    "MonthView": "the calendar itself",
    "DoorPage": "before a practice is open; `test_door_keys` has these pages",
    "UnlockPage": "as the one before",
    "FirstRunPage": "as the one before",
    "NewPhrasePage": "as the one before",
    "PullPage": "as the one before",
    "EnterPresses": "hears Esc for a form, which is in the table",
}
"""What hears Esc, or is made of a form's parts, and is no form itself."""
_BASES = {"Dialog", "SidePanel", "ConfirmBar"}


def hears_esc(made: ast.ClassDef) -> bool:
    return any(isinstance(each, ast.Attribute) and each.attr == "Key_Escape" for each in ast.walk(made))


def classes_of_forms() -> set[str]:
    """Every class of the window that is a dialog, a panel or a bar, or that hears Esc itself."""
    files = Path(desktop.__file__).parent.rglob("*.py")
    found = [
        each
        for file in files
        for each in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(each, ast.ClassDef)
    ]
    forms = {each.name for each in found if hears_esc(each)} | _BASES
    while more := {each.name for each in found if forms & _names(each.bases)} - forms:
        forms |= more
    return forms


def _names(bases: list[ast.expr]) -> set[str]:
    return {each.id for each in bases if isinstance(each, ast.Name)}


def test_given_every_dialog_panel_and_bar_of_the_window_then_the_table_opens_it_or_says_why_not() -> None:
    opened = {form.kind.__name__ for form in FORMS.values()}
    assert classes_of_forms() - opened - NO_FORMS.keys() == set()
    assert NO_FORMS.keys() - classes_of_forms() == set()


def lines_of(form: QWidget) -> list[QLineEdit]:
    """Fields of one line that say nothing of Enter themselves, as a search or a choice does."""
    own = (SearchField, ClientPicker)
    found = [line for line in form.findChildren(QLineEdit) if line.isVisible() and line.isEnabled()]
    return [line for line in found if not isinstance(line, own) and not isinstance(line.parent(), QComboBox)]


def stop_of(line: QLineEdit) -> QWidget:
    """What has the focus when the line is written in, and where Tab stops."""
    box = line.parentWidget()
    return box if isinstance(box, QAbstractSpinBox) else line


def help_and_back(program: Program, line: QWidget) -> str:
    line.setFocus()
    before = QApplication.focusWidget()
    press(Qt.Key.Key_F1)
    sheets = [each for each in work(program).window.findChildren(HelpSheet) if each.isVisible()]
    if not sheets:
        return f"no help in {line.accessibleName()!r}"
    press(Qt.Key.Key_Escape)
    now = QApplication.focusWidget()
    return "" if now is before else f"help leads back from {before} to {now}"


def said_wrong(program: Program, form: QWidget) -> list[str]:
    """What moves, or takes the focus, when each field and line of the form is told a long sentence."""
    focused, wrong = QApplication.focusWidget(), []
    for what, say in list(complaints(form)):
        wrong += [f"{what}: {part}" for part in moved(work(program).window, program.jobs, say)]
        if QApplication.focusWidget() is not focused:
            wrong.append(f"{what}: focus in {QApplication.focusWidget()}")
    return wrong


@pytest.mark.parametrize("name", FORMS)
def test_given_a_form_when_its_keys_are_pressed_then_the_law_of_keys_holds(
    program: Program, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = FORMS[name].opens(program)
    form = opened.form
    assert (form.isVisible(), type(form)) == (True, FORMS[name].kind)
    lines = [stop_of(line) for line in lines_of(form)]
    settle(program.jobs)
    wrong = [f"cut: {words}" for words in cut_words(work(program).window)]
    wrong += said_wrong(program, form)
    wrong += [help_and_back(program, line) for line in lines or [QApplication.focusWidget() or form]]
    if opened.does is not None:
        done: list[str] = []
        monkeypatch.setattr(*opened.does, lambda *_: done.append(""))
        for line in lines:
            done.clear()
            line.setFocus()
            press(Qt.Key.Key_Return)
            wrong.append("" if len(done) == 1 else f"Enter in {line.accessibleName()!r}: {len(done)} times")
        monkeypatch.undo()
    if opened.cancel is not None:
        stops = order(form)
        wrong += [
            f"Cancel before {line.accessibleName()!r}"
            for line in lines
            if stops.index(line) > stops.index(opened.cancel)
        ]
    assert [each for each in wrong if each] == []


@pytest.mark.parametrize("name", FORMS)
def test_given_a_form_when_esc_then_it_is_left_and_the_focus_is_where_it_was(
    program: Program, name: str
) -> None:
    opened = FORMS[name].opens(program)
    form = opened.form
    press(Qt.Key.Key_Escape)
    settle(program.jobs)
    if form.isVisible():  # something is typed in it: that is asked about first
        dialog(program, QuestionDialog).yes.click()
        settle(program.jobs)
    focused = QApplication.focusWidget()
    assert not form.isVisible()
    assert focused is not None
    assert focused.isVisible()
    assert not form.isAncestorOf(focused)
    assert focused is not work(program).window
    assert opened.asked_from in {None, focused}
