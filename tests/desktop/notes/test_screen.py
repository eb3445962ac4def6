"""The Notes screen: the list, its filter, its search, and the way into the editor."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from core.domain.changes import Changed
from core.domain.enums import AppointmentStatus, Origin
from core.domain.errors import DiskFull
from core.domain.records import Appointment, Client
from core.store.practice.practice import AppointmentDraft
from desktop.files.presenter import Adding
from desktop.kit.context import AT_END
from desktop.notes.list_presenter import Which
from desktop.notes.screen import NotesScreen
from tests.desktop.records_room import Room


@pytest.fixture
def mira(room: Room) -> Client:
    return room.add("Mira", "Talbot")


@pytest.fixture
def screen(room: Room, mira: Client) -> NotesScreen:
    room.draft(mira, subjective="Neck is stiff.")
    old = room.practice.notes.start(mira.id, session_date=room.clock.now() - timedelta(days=3)).value
    room.practice.notes.save_draft(old.id, plan="Heat twice a day.")
    room.practice.notes.start(mira.id, session_date=room.clock.now() - timedelta(days=2))
    signed = room.practice.notes.start(mira.id, session_date=room.clock.now() - timedelta(days=9)).value
    room.practice.notes.save_draft(signed.id, objective="Ångström test positive.")
    room.practice.notes.finalize(signed.id)
    made = room.open(NotesScreen)
    made.activate()
    room.settle()
    return made


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def seconds(screen: NotesScreen) -> list[str]:
    model = screen.list.model
    return [model._row(number).second for number in range(model.rowCount())]


def test_given_notes_then_the_latest_stands_first(screen: NotesScreen) -> None:
    assert seconds(screen) == [
        "Neck is stiff.",
        "Nothing written yet",
        "Heat twice a day.",
        "Ångström test positive.",
    ]


@pytest.mark.parametrize(
    ("number", "which", "expected"),
    [(1, Which.DRAFTS, 3), (2, Which.UNSIGNED, 1), (3, Which.FINALIZED, 1), (0, Which.RECENT, 4)],
)
def test_given_a_filter_then_those_are_shown(
    room: Room, screen: NotesScreen, number: int, which: Which, expected: int
) -> None:
    screen.list.filter.chosen.emit(which)
    room.settle()
    assert len(seconds(screen)) == expected


def test_given_a_word_then_the_notes_that_have_it_are_found(room: Room, screen: NotesScreen) -> None:
    room.key(focused(), Qt.Key.Key_Slash)
    room.keys(screen.list.search, "angstrom")
    room.key(screen.list.search, Qt.Key.Key_Return)
    room.settle()
    assert len(seconds(screen)) == 1
    assert "Ångström" in seconds(screen)[0]


def test_given_a_draft_and_a_signed_note_with_a_word_when_found_then_each_says_which_it_is(
    room: Room, screen: NotesScreen
) -> None:
    client = room.add("Ada", "Test")
    signed = room.draft(client, plan="Marmalade in the morning.")
    room.practice.notes.finalize(signed.id)
    room.draft(client, plan="Marmalade at night.")
    room.key(focused(), Qt.Key.Key_Slash)
    room.keys(screen.list.search, "marmalade")
    room.key(screen.list.search, Qt.Key.Key_Return)
    room.settle()
    rows = [screen.list._render(item) for item in screen.list.model.items]
    assert {(row.trailing_second, row.icon) for row in rows} == {("Draft", "edit"), ("Signed", "lock")}


def test_given_a_search_when_all_drafts_are_asked_for_then_they_are_listed_and_the_search_is_gone(
    room: Room, screen: NotesScreen
) -> None:
    screen.search_notes("Ångström")
    room.settle()
    screen.list_drafts()
    room.settle()
    listed = [item.note for item in screen.list.model.items]
    assert len(listed) == 3
    assert all(note.finalized_at is None for note in listed)
    assert (screen.list.search.text(), screen.list.filter.value) == ("", Which.DRAFTS)


def test_given_no_such_word_then_the_screen_says_so(room: Room, screen: NotesScreen) -> None:
    screen.list.search.setText("xyzzy")
    screen.list.search.searched.emit("xyzzy")
    room.settle()
    assert screen.list.empty.isVisible()
    assert "xyzzy" in screen.list.empty.title.text()


def test_given_enter_then_the_note_opens_and_back_returns(room: Room, screen: NotesScreen) -> None:
    room.key(screen.list.list, Qt.Key.Key_Return)
    room.settle()
    assert screen.editing
    assert screen.editor.page.texts()["subjective"] == "Neck is stiff."
    room.click(screen.editor.header.back)
    room.settle()
    assert not screen.editing


@pytest.mark.parametrize("times", [1, 2])
def test_given_a_draft_that_is_gone_on_with_then_the_caret_stands_behind_its_last_words(
    room: Room, screen: NotesScreen, mira: Client, times: int
) -> None:
    draft = room.draft(mira, subjective="Neck is stiff.", assessment="Tension. Better than last week.")
    for _ in range(times):
        screen.open_note(draft.id, AT_END)
        room.settle()
    room.keys(focused(), " Sleeps.")
    assert screen.editor.page.texts()["assessment"] == "Tension. Better than last week. Sleeps."
    screen.open_note(draft.id)
    room.settle()
    room.keys(focused(), "Free.")
    assert screen.editor.page.texts()["objective"] == "Free."


def test_given_a_draft_without_a_word_when_gone_on_with_then_its_first_field_is_written_in(
    room: Room, screen: NotesScreen, mira: Client
) -> None:
    screen.open_note(room.draft(mira).id, AT_END)
    room.settle()
    room.keys(focused(), "Neck.")
    assert screen.editor.page.texts()["subjective"] == "Neck."


def book(room: Room, client: Client, start: datetime) -> Appointment:
    end = start + timedelta(hours=1)
    draft = AppointmentDraft(client_id=client.id, scheduled_start=start, scheduled_end=end)
    return room.practice.appointments.book(draft).value


def test_given_an_appointment_then_its_note_is_begun_once(
    room: Room, screen: NotesScreen, mira: Client
) -> None:
    booked = book(room, mira, room.clock.now() - timedelta(hours=2))
    screen.start_note(mira.id, booked.id)
    room.settle()
    first = screen.editor.presenter.note
    assert screen.editing
    room.keys(focused(), "Typed.")
    screen.start_note(mira.id, booked.id)
    room.settle()
    assert first is not None
    assert screen.editor.presenter.note is not None
    assert screen.editor.presenter.note.id == first.id
    assert any(change.table == "sessions" for change in room.heard)
    assert room.practice.appointments.get(booked.id).status is AppointmentStatus.COMPLETED


def test_given_an_appointment_of_tomorrow_when_its_note_is_only_looked_at_then_nothing_is_stored(
    room: Room, screen: NotesScreen, mira: Client
) -> None:
    booked = book(room, mira, room.clock.now() + timedelta(days=1))
    before, waiting = len(room.practice.audit.list()), room.practice.waiting()
    screen.start_note(mira.id, booked.id)
    room.settle()
    assert screen.editor.header.title.text() == "Mira Talbot"
    assert screen.editor.header.clinic.isHidden()
    room.click(screen.editor.page.cards["plan"].text)
    room.keys(focused(), "a")
    room.key(focused(), Qt.Key.Key_Backspace)
    room.click(screen.editor.header.back)
    room.settle()

    assert room.practice.notes.for_appointment(booked.id) is None
    assert (len(room.practice.audit.list()), room.practice.waiting()) == (before, waiting)


def test_given_an_appointment_of_tomorrow_when_typed_in_then_its_note_has_that_day_and_waits_to_be_signed(
    room: Room, screen: NotesScreen, mira: Client
) -> None:
    booked = book(room, mira, room.clock.now() + timedelta(days=1))
    screen.start_note(mira.id, booked.id)
    room.settle()
    room.keys(focused(), "Plan ahead.")
    screen.flush()
    room.settle()

    note = room.practice.notes.for_appointment(booked.id)
    assert note is not None
    assert (note.subjective, note.session_date) == ("Plan ahead.", booked.scheduled_start)
    screen.editor.presenter.request_finalize()
    assert screen.editor.finalize_bar.isHidden()
    assert "in the future" in screen.editor.page.banner.text
    room.clock.advance(timedelta(days=1))
    screen.editor.presenter.request_finalize()
    assert screen.editor.finalize_bar.isVisible()


def test_given_an_untouched_note_when_deleted_then_it_is_left_and_there_was_none(
    room: Room, screen: NotesScreen, mira: Client
) -> None:
    before = room.practice.notes.recent()
    screen.start_note(mira.id)
    room.settle()
    room.click(screen.editor.header.delete)
    room.settle()
    assert not screen.editing
    assert room.navigator.toasts == []
    assert room.practice.notes.recent() == before


def test_given_an_untouched_note_when_a_file_is_added_then_the_note_is_there_for_it(
    room: Room, screen: NotesScreen, mira: Client, tmp_path: Path
) -> None:
    screen.start_note(mira.id)
    room.settle()
    path = tmp_path / "gait.txt"
    path.write_bytes(b"Walks well.")
    screen.editor.files.presenter.add([Adding(path.name, path)])
    room.settle()
    begun = screen.editor.presenter.note
    assert begun is not None
    assert begun.id in {each.note.id for each in room.practice.notes.recent()}
    room.keys(focused(), "Typed.")
    screen.flush()
    room.settle()
    assert room.practice.notes.get(begun.id).subjective == "Typed."
    (held,) = room.practice.attachments.all()
    assert held.row.session_id == begun.id


def test_given_typing_when_another_note_is_started_then_nothing_is_lost(
    room: Room, screen: NotesScreen, mira: Client
) -> None:
    screen.start_note(mira.id)
    room.settle()
    begun = screen.editor.presenter.note
    assert begun is not None
    room.keys(focused(), "Typed.")
    screen.start_note(mira.id)
    room.settle()
    assert room.practice.notes.get(begun.id).subjective == "Typed."
    assert screen.editor.page.texts()["subjective"] == ""


def test_given_typing_when_flushed_and_closed_at_once_then_nothing_is_lost(
    room: Room, screen: NotesScreen, mira: Client
) -> None:
    screen.start_note(mira.id)
    room.settle()
    begun = screen.editor.presenter.note
    assert begun is not None
    room.keys(focused(), "Typed.")
    screen.flush()
    room.jobs.close()
    assert room.practice.notes.get(begun.id).subjective == "Typed."


def test_given_a_full_disk_when_flushed_then_the_screen_says_that_words_are_unsaved(
    room: Room, screen: NotesScreen, mira: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_named: object) -> None:
        raise DiskFull("The disk is full.")

    screen.start_note(mira.id)
    room.settle()
    said = [screen.unsaved]
    room.keys(focused(), "Typed.")
    with monkeypatch.context() as broken:
        broken.setattr(room.practice.notes, "save_draft", full)
        screen.flush()
        room.settle()
        said.append(screen.unsaved)
    screen.flush()
    room.settle()
    assert [*said, screen.unsaved] == [False, True, False]


def test_given_sync_brought_a_note_then_the_list_has_it(
    room: Room, screen: NotesScreen, mira: Client
) -> None:
    added = room.draft(mira, plan="Fresh.")
    room.bus.publish([Changed("sessions", frozenset({added.id}), Origin.SYNC)])
    room.settle()
    assert "Fresh." in seconds(screen)


def test_given_the_privacy_blur_then_names_and_texts_are_hidden(room: Room, screen: NotesScreen) -> None:
    room.bus.set_blurred(True)
    assert screen.list.model._row(0).first == "M.T."
    assert seconds(screen)[0] == ""


def test_given_no_notes_then_the_screen_says_how_to_begin(room: Room) -> None:
    made = room.open(NotesScreen)
    made.activate()
    room.settle()
    assert made.list.empty.title.text() == "No notes yet"


def test_given_a_chosen_note_when_another_one_comes_by_sync_then_the_same_note_stays_chosen(
    room: Room, screen: NotesScreen
) -> None:
    notes = screen.list
    room.key(notes.list, Qt.Key.Key_Down)
    room.key(notes.list, Qt.Key.Key_Down)
    chosen = notes.model.item(notes.list.currentIndex()).note.id
    made = room.draft(room.add("Noa", "Brandt"), plan="Walks.")
    room.bus.publish([Changed("sessions", frozenset({made.id}), Origin.SYNC)])
    room.settle()
    assert len(seconds(screen)) == 5
    assert notes.model.item(notes.list.currentIndex()).note.id == chosen
    room.key(notes.list, Qt.Key.Key_Return)
    room.settle()
    assert screen.editor.page.texts()["plan"] == "Heat twice a day."


def test_given_a_chosen_note_when_another_filter_is_chosen_then_its_first_note_is(
    room: Room, screen: NotesScreen
) -> None:
    room.key(screen.list.list, Qt.Key.Key_Down)
    screen.list.filter.chosen.emit(Which.DRAFTS)
    room.settle()
    assert screen.list.list.currentIndex().row() == 0


def test_given_the_chosen_note_when_it_goes_by_sync_then_the_first_one_is_chosen(
    room: Room, screen: NotesScreen
) -> None:
    room.key(screen.list.list, Qt.Key.Key_Down)
    gone = screen.list.model.item(screen.list.list.currentIndex()).note.id
    room.practice.notes.delete(gone)
    room.bus.publish([Changed("sessions", frozenset({gone}), Origin.SYNC)])
    room.settle()
    assert screen.list.list.currentIndex().row() == 0


def test_given_a_note_whose_client_has_not_come_yet_when_opened_then_it_says_so_and_nothing_is_lost(
    room: Room, screen: NotesScreen
) -> None:
    note = room.practice.notes.drafts()[0].note
    with room.practice.store.write() as db:
        db.exec_driver_sql("UPDATE clients SET deleted_at = 1 WHERE id = ?", (note.client_id.bytes,))
    screen.open_note(note.id)
    room.settle()
    assert "not on this laptop yet; nothing is lost" in room.navigator.toasts[-1]
