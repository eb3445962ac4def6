"""No way out of an unsaved form loses it: a table of forms, a table of commands, and every pair of them."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, cast

import pytest
import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QStackedWidget, QTextEdit, QWidget

from core.domain.changes import Changed
from core.domain.enums import Origin
from core.domain.errors import RuleBroken
from core.domain.ids import ClientId
from core.domain.notes import SOAP
from desktop.app import Program
from desktop.calendar.screen import CalendarScreen
from desktop.kit.debounce import Debounce
from desktop.kit.theme import Appearance
from desktop.notes.screen import NotesScreen
from desktop.shell.rail import places
from desktop.shell.unlocked import UnlockedSession
from desktop.shell.window_actions import window_actions
from desktop.widgets.question import QuestionDialog
from tests.desktop.conftest import MONDAY
from tests.desktop.test_leaving import reopen
from tests.desktop.test_workplace import PHRASE, model_home, press, program, work
from tests.desktop.unsaved import (
    FORMS,
    OF_THE_INBOX,
    WORDS,
    Form,
    clients,
    fill_known_booking,
    fill_new_booking,
    fill_new_client,
    first_entry,
    inbox,
    pane,
    question,
    screen,
    section,
    show_section,
)

__all__ = ["model_home", "program", "reopen"]

_ELSEWHERE = {"Make a backup", "What was settled"}
"""One asks the system for a file; the other stays where no question is: `look_at_settled` comes back."""


def commands(program: Program) -> Iterator[tuple[str, Callable[[], object]]]:
    """Everything that can be asked of the window while a form is open; lock and end come by themselves.

    Each looks for its rows when it is called: the list is made again for each of them.
    """
    place = work(program)
    window, go, practice = place.window, place.navigator, place.opening.practice
    yield "Ctrl+N", partial(press, program, Qt.Key.Key_N)
    for one in places():
        yield f"rail {one.key}", window.rail.button(one.key).click
    for entry in window_actions(window, places(), place.hard_lock):
        if entry.keys not in {"Ctrl+L", "?"} and entry.title not in _ELSEWHERE:
            yield f"palette {entry.title}", entry.run
    yield "a client", lambda: go.open_client(another(place))
    yield "another new client", partial(go.new_client, "Otto Other")
    yield "a note", lambda: go.open_note(practice.notes.drafts()[0].note.id)
    yield "a day", partial(go.open_calendar, MONDAY.date())
    yield "an appointment", lambda: go.open_calendar(MONDAY.date(), first_entry(place))
    yield "book for a client", lambda: go.book(another(place))
    yield "inbox", go.open_inbox
    yield from ((f"section {number}", partial(show_section, program, number)) for number in range(10))
    yield "new service", lambda: section(place, 1).begin_new()
    yield "another service", lambda: section(place, 1).list.clicked.emit(section(place, 1).model.index(1, 0))
    yield "new location", lambda: section(place, 2).begin_new()
    yield "next question", lambda: inbox(place)._next()
    yield "what was settled", partial(look_at_settled, place)
    yield from calendar_commands(program)
    yield "dark look", partial(place.theme.set_look, Appearance.DARK)
    yield "letters off", partial(window.set_letters, False)
    yield "rows by sync", partial(arrive, place)
    yield "Esc", lambda: QTest.keyClick(focused(place), Qt.Key.Key_Escape)
    yield "covered and unlocked", partial(cover, program)


def another(place: UnlockedSession) -> ClientId:
    """Whom no form is about."""
    return place.opening.practice.clients.list()[2].client.id


def look_at_settled(place: UnlockedSession) -> None:
    inbox(place)._toggle_settled()
    inbox(place)._toggle_settled()


def calendar_commands(program: Program) -> Iterator[tuple[str, Callable[[], object]]]:
    """What is pressed, clicked and dragged in the calendar, and another zone of the practice."""
    place = work(program)

    def at_the_grid(name: str) -> None:
        place.window.go("calendar")
        program.jobs.wait()
        pane(place).grid.setFocus()
        pane(place).actions_[name].trigger()

    for name in ("book", "note", "edit", "delete", "today", "next", "previous", "day", "week", "undo"):
        yield f"calendar {name}", partial(at_the_grid, name)
    yield "free time clicked", lambda: pane(place).grid.slot_clicked.emit(MONDAY.replace(hour=18), None)
    yield (
        "appointment clicked",
        lambda: pane(place).grid.entry_clicked.emit(pane(place).presenter.timeline.entries[-1].id),
    )
    yield "Esc at the grid", partial(leave_grid, place)
    yield "another zone", partial(change_zone, program)


def leave_grid(place: UnlockedSession) -> None:
    pane(place).grid.escape_pressed.emit()


def change_zone(program: Program) -> None:
    place = work(program)
    place.bus.publish(place.opening.practice.settings.edit_workspace(timezone="Europe/Vienna").changed)


def arrive(place: UnlockedSession) -> None:
    tables = ("clients", "appointments", "sessions", "services", "locations", "workspaces", "conflicts")
    place.bus.publish([Changed(name, frozenset(), Origin.SYNC) for name in tables])


def cover(program: Program) -> None:
    place = work(program)
    place.soft_lock()
    place.overlay.field.set_text(PHRASE)
    place.overlay.submit()
    program.jobs.wait()


def focused(place: UnlockedSession) -> Any:
    return QApplication.focusWidget() or place.window


def stay(program: Program) -> None:
    """To every question the answer that changes nothing."""
    program.jobs.wait()
    for asked in work(program).window.findChildren(QuestionDialog):
        if asked.isVisible():
            asked.no.click()
    program.jobs.wait()


@pytest.fixture(autouse=True)
def no_file_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is asked by the system for a file or a folder cancels."""
    for name in ("getOpenFileName", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, name, lambda *_, **__: ("", ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_, **__: ([], ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_, **__: "")


@pytest.fixture(autouse=True)
def unpainted(program: Program) -> None:
    """Nobody looks here, and to paint the window after each command is up to three quarters of all."""
    work(program).window.setUpdatesEnabled(False)


@pytest.mark.parametrize("name", FORMS)
def test_given_an_unsaved_form_when_anything_is_asked_then_the_words_stay(
    program: Program, name: str
) -> None:
    place, form = work(program), FORMS[name]
    lost = []
    form.fill(program)
    bring_up(program, form)
    for number in range(len(list(commands(program)))):
        if WORDS not in form.text(place):
            form.fill(program)
        form.editor(place).setFocus()
        what, command = list(commands(program))[number]
        command()
        stay(program)
        bring_up(program, form)
        if WORDS not in form.text(place):
            lost.append(what)
    not_now = {"Esc"} if name in OF_THE_INBOX else set()
    assert set(lost) <= not_now


def bring_up(program: Program, form: Form) -> None:
    """Back to the screen of the form."""
    place = work(program)
    place.window.go(form.key)
    program.jobs.wait()
    if form.key == "inbox":
        question(program, signed=False)
    if form.section is not None:
        show_section(program, form.section)


@pytest.mark.parametrize("name", sorted(OF_THE_INBOX))
def test_given_a_wording_or_reason_put_off_when_it_is_begun_again_then_it_is_there(
    program: Program, name: str
) -> None:
    FORMS[name].fill(program)
    compare = inbox(work(program)).compare
    QTest.keyClick(FORMS[name].editor(work(program)), Qt.Key.Key_Escape)
    program.jobs.wait()
    assert not FORMS[name].text(work(program))
    if "wording" in name:
        compare.begin_editing()
    else:
        compare.keep(left="Walk" in compare.texts()[0])
    assert FORMS[name].text(work(program)) == WORDS


def pause(program: Program) -> None:
    """Nobody types for a moment; nothing else happens."""
    for one in work(program).window.findChildren(Debounce):
        if one.rest.isActive():
            one.rest.timeout.emit()
    program.jobs.wait()


def kept(place: UnlockedSession) -> dict[str, Any]:
    """What the store has of forms."""
    settings = place.opening.practice.settings
    found = {
        name: settings.local(f"unfinished_{name}") for name in ("client", "booking", "settings", "reasons")
    }
    return {name: content for name, content in found.items() if content}


@pytest.mark.parametrize("name", [name for name in FORMS if "wording" not in name])
def test_given_an_unsaved_form_when_typing_pauses_then_the_store_has_it(program: Program, name: str) -> None:
    FORMS[name].fill(program)
    pause(program)
    assert WORDS in str(kept(work(program)))


def test_given_a_form_that_is_gone_when_typing_pauses_then_what_was_kept_of_it_stays(
    program: Program,
) -> None:
    fill_new_booking(program)
    pause(program)
    screen = cast("CalendarScreen", work(program).window.screens["calendar"])
    pane(work(program)).form.notes.set_text("More.")
    shiboken6.delete(pane(work(program)).form)
    pause(program)
    screen.pane = None
    assert WORDS in str(kept(work(program))["booking"])


def test_given_half_a_time_when_typing_pauses_then_it_is_kept_as_it_stands(program: Program) -> None:
    fill_known_booking(program)
    start = pane(work(program)).form.start.editor
    start.setText("1")
    pause(program)
    assert (start.text(), kept(work(program))["booking"]["form"]["start"]) == ("1", "1")


@pytest.mark.parametrize("ends", ["lock", "close", "lock from today", "close from today"])
@pytest.mark.parametrize("name", FORMS)
def test_given_an_unsaved_form_when_locked_or_closed_then_the_next_run_goes_on_with_it(
    program: Program, reopen: Callable[[], Program], name: str, ends: str
) -> None:
    FORMS[name].fill(program)
    program.jobs.wait()
    if "today" in ends:
        work(program).window.go("today")
    if "lock" in ends:
        work(program).hard_lock()
    else:
        work(program).window.close()
    again = reopen()
    if name in OF_THE_INBOX:
        question(again, signed=False)
    again.jobs.wait()
    assert WORDS in FORMS[name].text(work(again))


@pytest.mark.parametrize("name", [name for name, form in FORMS.items() if form.key != "inbox"])
def test_given_an_unsaved_form_when_discarded_then_the_next_run_does_not_bring_it_back(
    program: Program, reopen: Callable[[], Program], name: str
) -> None:
    form, place = FORMS[name], work(program)
    form.fill(program)
    program.jobs.wait()
    pause(program)
    if name == "the practice":
        section(place, 0).discard.click()
    elif form.key == "settings":
        section(place, 1 if "service" in name else 2).cancel.click()
    else:
        QTest.keyClick(form.editor(place), Qt.Key.Key_Escape)
    for asked in place.window.findChildren(QuestionDialog):
        asked.yes.click()
    program.jobs.wait()
    assert WORDS not in form.text(place)
    assert kept(place) == {}
    place.hard_lock()
    assert kept(work(reopen())) == {}


def test_given_a_note_when_anything_is_asked_then_its_words_are_stored(program: Program) -> None:
    place = work(program)
    note = place.opening.practice.notes.drafts()[0].note
    card = cast("NotesScreen", screen(place, "notes")).editor.page.cards["plan"]
    for what, command in list(commands(program)):
        place.navigator.open_note(note.id)
        program.jobs.wait()
        card.text.setPlainText(f"{WORDS} {what}")
        command()
        stay(program)
        place.window.flush()
        program.jobs.wait()
        assert place.opening.practice.notes.get(note.id).plan == f"{WORDS} {what}"


def type_on(place: UnlockedSession) -> None:
    QTest.keyClicks(focused(place), "zq")


def click(widget: QWidget) -> None:
    """Where a person aims at words: near the leading edge, half way down."""
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=QPoint(6, widget.height() // 2))


@pytest.mark.parametrize("name", FORMS)
def test_given_the_caret_in_a_form_when_a_place_beside_the_fields_is_clicked_then_typing_goes_on(
    program: Program, name: str
) -> None:
    form, place = FORMS[name], work(program)
    form.fill(program)
    editor = form.editor(place)
    editor.setFocus()
    for area in parents(editor):
        click(area)
        type_on(place)
        assert form.text(place).count("zq") == 1
        cast("QLineEdit | QTextEdit", editor).undo()


def parents(editor: QWidget) -> list[QWidget]:
    """The page that scrolls around a form and everything between."""
    found = []
    above = editor.parentWidget()
    while above is not None and not isinstance(above, QStackedWidget):
        found.append(above)
        above = above.parentWidget()
    return found


@pytest.mark.parametrize("name", SOAP)
def test_given_a_note_when_a_card_s_heading_is_clicked_then_typing_goes_into_that_card(
    program: Program, name: str
) -> None:
    place = work(program)
    place.navigator.open_note(place.opening.practice.notes.drafts()[0].note.id)
    program.jobs.wait()
    page = cast("NotesScreen", screen(place, "notes")).editor.page
    card = page.cards[name]
    headings = [label for label in card.findChildren(QLabel) if label.isVisible()]
    for heading in headings:
        page.cards["plan" if name != "plan" else "objective"].text.setFocus()
        click(heading)
        type_on(place)
    assert card.text.text().count("zq") == len(headings)
    click(page.viewport())
    assert card.text.hasFocus()


def test_given_a_field_when_its_label_is_clicked_then_typing_goes_into_that_field(program: Program) -> None:
    fill_new_client(program)
    place = work(program)
    email = clients(place).form.lines["email"]
    click(email.label)
    type_on(place)
    assert email.text == "zq"


def test_given_names_found_for_one_form_when_another_begins_then_they_are_gone(program: Program) -> None:
    fill_new_booking(program)
    place = work(program)
    picker = pane(place).form.picker
    QTest.keyClicks(picker.edit, "mira")
    program.jobs.wait()
    assert picker.results.count() > 0
    pane(place).presenter.close()
    pane(place).presenter.book_here()
    program.jobs.wait()
    assert picker.results.isHidden()
    assert picker.edit.text() == ""


def test_given_a_refused_form_when_it_is_mended_then_the_complaint_is_gone(program: Program) -> None:
    place = work(program)
    place.navigator.new_client("Mira")
    form = clients(place).form
    form.lines["first_name"].set_text("")
    form.save_button.click()
    assert form.lines["first_name"].note.text()
    form.lines["first_name"].set_text("Mira")
    assert not form.lines["first_name"].note.text()
    form.lines["last_name"].set_text("Talbot")
    form.save_button.click()
    program.jobs.wait()
    assert form.duplicates.isVisible()
    form.lines["last_name"].set_text("Talbott")
    assert not form.duplicates.isVisible()
    form.refuse(RuleBroken("Not now."))
    form.areas["notes"].set_text("Rings twice.")
    assert form.banner.isHidden()


def test_given_settings_that_were_refused_when_they_are_mended_then_the_complaint_is_gone(
    program: Program,
) -> None:
    page = show_section(program, 2)
    page.begin_new()
    page.name.set_text("Treatment room")
    page.address.set_text("Lindenhof 1")
    page.save.click()
    program.jobs.wait()
    assert page.error.text()
    page.name.set_text("Room two")
    assert not page.error.text()
    practice = show_section(program, 0)
    practice.zone.set_text("Nowhere")
    practice.save.click()
    assert practice.zone.note.text()
    practice.zone.set_text("Europe/Vienna")
    assert not practice.zone.note.text()


@pytest.mark.parametrize("by", ["Esc", "Cancel"])
def test_given_an_amendment_being_typed_when_it_is_left_then_it_asks_before_it_goes(
    program: Program, by: str
) -> None:
    place = work(program)
    note = next(found.note for found in place.opening.practice.notes.recent() if found.note.finalized_at)
    place.navigator.open_note(note.id)
    program.jobs.wait()
    editor = cast("NotesScreen", screen(place, "notes")).editor
    strip, card = editor.amend_bar, editor.page.cards["assessment"].text

    def leave() -> None:
        if by == "Esc":
            QTest.keyClick(strip.reason, Qt.Key.Key_Escape)
        else:
            strip.no.click()

    editor.header.amend.click()
    leave()
    assert strip.isHidden()
    editor.header.amend.click()
    QTest.keyClicks(card, WORDS)
    leave()
    stay(program)
    assert (strip.isVisible(), card.text()) == (True, WORDS)
    leave()
    for asked in place.window.findChildren(QuestionDialog):
        asked.yes.click()
    program.jobs.wait()
    assert (strip.isVisible(), card.text()) == (False, "")
