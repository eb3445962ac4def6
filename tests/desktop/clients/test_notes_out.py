"""Several notes of a client in one document: chosen by days and one by one, saved, printed and recorded."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from core.domain.records import Client, SessionNote
from desktop.clients.note_choice import choices, file_name, within
from desktop.clients.notes_dialog import NotesDialog
from desktop.clients.screen import ClientsScreen
from desktop.paper.record import record_of_notes
from tests.desktop.paper.pdf_question import save_without_password
from tests.desktop.records_room import Room


@pytest.fixture
def client(room: Room) -> Client:
    return room.add("Mira", "Talbot")


@pytest.fixture
def notes(room: Room, client: Client) -> list[SessionNote]:
    """Oldest first, a week between them; the last one is signed."""
    made = []
    for weeks, text in ((3, "Neck is stiff."), (2, "כאב בצוואר."), (1, "Shoulder hurts.")):
        day = room.clock.now() - timedelta(days=7 * weeks)
        note = room.practice.notes.start(client.id, session_date=day).value
        made.append(room.practice.notes.save_draft(note.id, subjective=text).value)
    room.practice.notes.finalize(made[-1].id)
    return made


@pytest.fixture
def screen(room: Room, client: Client, notes: list[SessionNote]) -> ClientsScreen:
    made = room.open(ClientsScreen)
    made.activate()
    made.open_client(client.id)
    room.settle()
    made.detail.setFocus()
    return made


@pytest.fixture
def dialog(room: Room, screen: ClientsScreen) -> NotesDialog:
    room.key(screen.detail, Qt.Key.Key_P)
    room.settle()
    assert screen.notes_out.dialog is not None
    return screen.notes_out.dialog


def rows(dialog: NotesDialog) -> list[str]:
    return [dialog.list.item(row).text() for row in range(dialog.list.count())]


def ids(dialog: NotesDialog) -> list[object]:
    return [note.id for note in dialog.chosen]


def set_first(dialog: NotesDialog, day: date) -> None:
    dialog.first_day.editor.setDate(QDate(day.year, day.month, day.day))


def exported(room: Room, event_type: str) -> set[object]:
    return {event.resource_id for event in room.practice.audit.list() if event.event_type == event_type}


def test_given_a_client_when_p_then_all_notes_are_listed_newest_first_and_all_are_ticked(
    dialog: NotesDialog, notes: list[SessionNote]
) -> None:
    assert [row.split(" · ")[-1] for row in rows(dialog)] == [
        *("Shoulder hurts.", "כאב בצוואר.", "Neck is stiff."),
    ]
    assert [" · Draft note · " in row for row in rows(dialog)] == [False, True, True]
    assert ids(dialog) == [note.id for note in notes]
    assert dialog.count.text() == "3 of 3 notes chosen"
    assert dialog.default is dialog.pdf_button


def test_given_days_then_all_notes_of_these_days_and_no_other_are_ticked(
    dialog: NotesDialog, notes: list[SessionNote]
) -> None:
    set_first(dialog, notes[1].session_date.date())
    assert ids(dialog) == [note.id for note in notes[1:]]
    set_first(dialog, notes[2].session_date.date() + timedelta(days=1))
    assert ids(dialog) == []
    assert not dialog.pdf_button.isEnabled()
    assert not dialog.print_button.isEnabled()


def test_given_the_list_when_space_or_a_click_then_that_note_is_ticked_the_other_way(
    room: Room, dialog: NotesDialog, notes: list[SessionNote]
) -> None:
    dialog.list.setFocus()
    room.key(dialog.list, Qt.Key.Key_Down)
    room.key(dialog.list, Qt.Key.Key_Space)
    assert ids(dialog) == [notes[0].id, notes[2].id]
    place = dialog.list.visualItemRect(dialog.list.item(0))
    for at in (place.center(), place.topLeft() + QPoint(14, place.height() // 2)):
        QTest.mouseClick(dialog.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert ids(dialog) == [notes[0].id, notes[2].id]
    QTest.mouseClick(dialog.list.viewport(), Qt.MouseButton.LeftButton, pos=place.center())
    assert ids(dialog) == [notes[0].id]
    assert dialog.count.text() == "1 of 3 notes chosen"
    room.click(dialog.none_button)
    assert ids(dialog) == []
    room.click(dialog.all_button)
    assert ids(dialog) == [note.id for note in notes]


def test_given_two_chosen_when_enter_in_the_list_then_one_pdf_is_saved_and_each_note_is_recorded(
    room: Room,
    screen: ClientsScreen,
    dialog: NotesDialog,
    notes: list[SessionNote],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    proposed = []

    def chosen(_over: object, _title: str, name: str) -> tuple[str, str]:
        proposed.append(name)
        return str(tmp_path / name), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", chosen)
    set_first(dialog, notes[1].session_date.date())
    dialog.list.setFocus()
    room.key(dialog.list, Qt.Key.Key_Return)
    assert screen.notes_out.dialog is None
    save_without_password()
    room.settle()
    first, last = (note.session_date.date() for note in notes[1:])
    assert proposed == [f"notes-{first}-{last}.pdf"]
    assert (tmp_path / proposed[0]).read_bytes().startswith(b"%PDF")
    assert exported(room, "session.export") == {note.id for note in notes[1:]}


def test_given_the_dialog_when_print_then_a_printer_is_asked_for_and_nothing_is_recorded_yet(
    room: Room, dialog: NotesDialog
) -> None:
    room.click(dialog.print_button)
    assert "Printers and their queues" in str(room.navigator.asked[-1])
    assert exported(room, "session.print") == set()


def test_given_a_day_that_nobody_understands_when_saving_then_it_is_asked_for_and_nothing_is_saved(
    room: Room, dialog: NotesDialog
) -> None:
    asked = len(room.navigator.asked)
    line = dialog.last_day.editor.lineEdit()
    line.setFocus()
    line.selectAll()
    room.keys(line, "someday")
    room.click(dialog.pdf_button)
    assert "No day is written like this" in dialog.last_day.note.text()
    assert dialog.isVisible()
    assert len(room.navigator.asked) == asked


def test_given_esc_then_nothing_is_made(room: Room, screen: ClientsScreen, dialog: NotesDialog) -> None:
    asked = len(room.navigator.asked)
    room.key(dialog, Qt.Key.Key_Escape)
    assert screen.notes_out.dialog is None
    assert len(room.navigator.asked) == asked


def test_given_names_are_hidden_then_nothing_of_the_texts_is_listed(
    room: Room, screen: ClientsScreen
) -> None:
    room.bus.set_blurred(True)
    room.click(screen.detail.notes_button)
    room.settle()
    dialog = screen.notes_out.dialog
    assert dialog is not None
    assert not any("stiff" in row or "hurts" in row for row in rows(dialog))


def test_given_a_client_without_notes_when_p_then_it_says_so_and_no_button_is_there(
    room: Room, screen: ClientsScreen
) -> None:
    other = room.add("Dorian", "Vance")
    screen.presenter.refresh()
    screen.open_client(other.id)
    room.settle()
    assert screen.detail.notes_button.isHidden()
    screen._on_notes_requested()
    room.settle()
    assert room.navigator.toasts[-1] == "This client has no notes yet"


def test_given_somebody_who_reads_no_notes_then_there_is_neither_button_nor_key(
    room: Room, client: Client, notes: list[SessionNote]
) -> None:
    screen = room.open(ClientsScreen, reads_clinical=False)
    screen.activate()
    screen.open_client(client.id)
    room.settle()
    assert screen.detail.notes_button.isHidden()
    assert "client_notes" not in {each.action for each in screen.shortcuts()}


def test_given_several_notes_then_the_record_has_one_section_each_with_the_client_on_all_of_them(
    room: Room, notes: list[SessionNote]
) -> None:
    record = record_of_notes(room.practice, [note.id for note in notes])
    assert record.client == "Mira Talbot"
    assert [section.parts[0].text for section in record.sections()] == [
        *("Neck is stiff.", "כאב בצוואר.", "Shoulder hurts."),
    ]


def test_given_notes_of_one_day_then_the_files_name_has_one_day(room: Room, notes: list[SessionNote]) -> None:
    found = choices(notes, room.clock.now())
    assert [note.id for note in found] == [note.id for note in notes]
    assert within(found, found[1].day, found[1].day) == {notes[1].id}
    assert file_name(found[:1]) == f"notes-{found[0].day}.pdf"
