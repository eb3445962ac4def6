"""The Clients screen with a real store and real keys."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage, QRegion
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton, QWidget

from core.domain.cancellations import Canceller
from core.domain.changes import Changed
from core.domain.enums import AppointmentStatus, Origin
from core.domain.errors import RuleBroken
from core.domain.records import Client
from core.store.practice.practice import AppointmentDraft, WaitlistDraft
from desktop.clients.screen import ClientsScreen
from desktop.files.presenter import Batch, NotAdded
from desktop.kit import tokens
from desktop.kit.context import AT_END
from desktop.widgets.text import Text
from tests.desktop.records_room import Room
from tests.desktop.stillness import LONG


@pytest.fixture
def mira(room: Room) -> Client:
    room.add("Otto", "Lindqvist", phone="030 5550111")
    return room.add("Mira", "Talbot", phone="030 5550100", alerts="Latex allergy", tags=("neck",))


@pytest.fixture
def screen(room: Room, mira: Client) -> ClientsScreen:
    made = room.open(ClientsScreen)
    made.activate()
    room.settle()
    return made


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def shown(screen: ClientsScreen) -> list[str]:
    return [summary.client.first_name for summary in screen.model.items]


def test_given_the_only_appointment_is_running_when_shown_then_it_is_now(
    room: Room, screen: ClientsScreen, mira: Client
) -> None:
    begun = room.clock.now() - timedelta(minutes=20)
    draft = AppointmentDraft(
        client_id=mira.id, scheduled_start=begun, scheduled_end=begun + timedelta(hours=1)
    )
    room.practice.appointments.book(draft)
    screen.open_client(mira.id)
    room.settle()
    assert [(word.text(), fact.text()) for word, fact in screen.detail.facts._facts[:2]] == [
        ("Now", "until 10:10"),
        ("Last", "None"),
    ]


def test_given_a_client_when_edited_then_one_button_at_a_time_is_the_filled_one(
    room: Room, screen: ClientsScreen, mira: Client
) -> None:
    def filled() -> list[str]:
        buttons = screen.findChildren(QPushButton)
        return [one.text() for one in buttons if one.isVisible() and one.property("kind") == "primary"]

    screen.open_client(mira.id)
    room.settle()
    assert filled() == ["New note"]
    screen.detail.edit_requested.emit()
    assert filled() == ["Save"]
    screen.form.hide()
    assert filled() == ["New note"]


@pytest.mark.parametrize(
    ("modifier", "title"),
    [
        (Qt.KeyboardModifier.ControlModifier, "Print?"),
        (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier, "Save as PDF?"),
    ],
)
def test_given_a_client_when_the_keys_for_paper_then_it_warns_before_the_whole_record_leaves(
    room: Room, screen: ClientsScreen, mira: Client, modifier: Qt.KeyboardModifier, title: str
) -> None:
    room.key(screen, Qt.Key.Key_P, modifier)
    assert asked_about(screen) == ""
    open_mira(room, screen)
    room.key(screen, Qt.Key.Key_P, modifier)
    assert asked_about(screen) == title


def asked_about(screen: ClientsScreen) -> str:
    question = screen.out.question
    is_open = question is not None and question.files is not None and question.files.isVisible()
    return question.windowTitle() if question is not None and is_open else ""


def open_mira(room: Room, screen: ClientsScreen) -> None:
    room.key(focused(), Qt.Key.Key_Slash)
    room.keys(screen.search, "tal")
    room.key(screen.search, Qt.Key.Key_Return)
    room.settle()


def test_given_letters_then_the_list_follows_and_enter_opens(room: Room, screen: ClientsScreen) -> None:
    room.key(focused(), Qt.Key.Key_Slash)
    assert screen.search.hasFocus()
    room.keys(screen.search, "555010")
    assert shown(screen) == ["Mira"]
    room.key(screen.search, Qt.Key.Key_Return)
    room.settle()
    assert screen.detail.name.text() == "Mira Talbot"
    assert screen.detail.alert.text == "Latex allergy"


def test_given_down_then_the_next_client_opens(room: Room, screen: ClientsScreen) -> None:
    room.key(focused(), Qt.Key.Key_Slash)
    room.key(screen.search, Qt.Key.Key_Down)
    room.settle()
    assert screen.detail.name.text() == "Mira Talbot"
    room.key(screen.list, Qt.Key.Key_Down)
    room.settle()
    assert screen.detail.name.text() == "Otto Lindqvist"
    room.key(screen.list, Qt.Key.Key_Return)
    assert screen.detail.hasFocus()


def test_given_m_on_a_client_when_pressed_then_a_measure_is_typed_and_is_on_the_page(
    room: Room, screen: ClientsScreen, mira: Client
) -> None:
    screen.open_client(mira.id)
    room.settle()
    room.key(screen.list, Qt.Key.Key_M)
    form = screen.detail.measures.form
    assert focused() is form.line.editor
    form.line.set_text("pain 6")
    room.key(focused(), Qt.Key.Key_Return)
    room.settle()
    room.settle()
    (row,) = screen.detail.measures.scales
    assert row.accessibleName() == "Pain: 6"
    room.bus.set_blurred(True)
    assert not screen.detail.measures.isVisible()


@pytest.mark.parametrize(
    ("key", "asked"),
    [(Qt.Key.Key_S, "book"), (Qt.Key.Key_N, "start_note"), (Qt.Key.Key_Q, "put_on_waitlist")],
)
def test_given_a_letter_then_that_is_done_for_the_client(
    room: Room, screen: ClientsScreen, mira: Client, key: Qt.Key, asked: str
) -> None:
    open_mira(room, screen)
    room.key(screen.list, key)
    assert room.navigator.asked[-1][:2] == (asked, mira.id)


def test_given_e_and_a_new_phone_then_it_is_saved_and_nothing_else(
    room: Room, screen: ClientsScreen, mira: Client
) -> None:
    open_mira(room, screen)
    room.key(screen.list, Qt.Key.Key_E)
    phone = screen.form.lines["phone"].editor
    assert screen.form.isVisible()
    phone.selectAll()
    room.keys(phone, "030 777")
    room.key(phone, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    room.settle()
    saved = room.practice.clients.get(mira.id)
    assert (saved.phone, saved.alerts, saved.tags) == ("030 777", "Latex allergy", ("neck",))
    assert screen.form.isHidden()
    assert room.navigator.toasts == ["Client saved"]
    assert room.navigator.undo is not None
    room.navigator.undo()
    room.settle()
    assert room.practice.clients.get(mira.id).phone == mira.phone


def test_given_a_client_who_came_without_a_last_name_when_it_is_typed_then_it_is_saved(
    room: Room, screen: ClientsScreen, mira: Client
) -> None:
    with room.practice.desk.write() as writer:
        writer.update("clients", mira.id, {"last_name": ""})
    screen.open_client(mira.id)
    room.settle()
    room.key(screen.list, Qt.Key.Key_E)
    room.keys(screen.form.lines["last_name"].editor, "Talbot")
    room.click(screen.form.save_button)
    room.settle()
    assert room.practice.clients.get(mira.id).last_name == "Talbot"
    assert screen.form.isHidden()


def test_given_a_new_client_then_a_name_is_enough(room: Room, screen: ClientsScreen) -> None:
    screen.new()
    room.keys(screen.form.lines["first_name"].editor, "Dana")
    room.keys(screen.form.lines["last_name"].editor, "Levi")
    room.key(screen.form.lines["last_name"].editor, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    room.settle()
    assert screen.detail.name.text() == "Dana Levi"
    assert "Dana" in shown(screen)


def test_given_no_last_name_then_the_form_says_so_and_stays(room: Room, screen: ClientsScreen) -> None:
    screen.new_client("Dana")
    room.click(screen.form.save_button)
    room.settle()
    assert "last name" in screen.form.lines["last_name"].note.text()
    assert screen.form.lines["first_name"].text == "Dana"


def test_given_the_same_person_then_a_hint_comes_before_saving(
    room: Room, screen: ClientsScreen, mira: Client
) -> None:
    screen.new_client("Mira Talbot")
    room.click(screen.form.save_button)
    room.settle()
    assert screen.form.duplicates.isVisible()
    assert len(room.practice.clients.list()) == 2
    screen.form.duplicates.save_anyway.emit()
    room.settle()
    assert len(room.practice.clients.list()) == 3


def test_given_the_hint_when_the_known_client_is_opened_then_nothing_is_added(
    room: Room, screen: ClientsScreen, mira: Client
) -> None:
    screen.new_client("Mira Talbot")
    room.click(screen.form.save_button)
    room.settle()
    screen.form.duplicates.opened.emit(mira.id)
    room.settle()
    assert screen.presenter.current == mira.id
    assert len(room.practice.clients.list()) == 2


def test_given_another_device_changed_the_phone_meanwhile_then_nothing_is_overwritten_unasked(
    room: Room, screen: ClientsScreen, mira: Client
) -> None:
    open_mira(room, screen)
    room.key(screen.list, Qt.Key.Key_E)
    room.practice.clients.edit(mira.id, phone="040 1", email="m@example.org")
    screen.form.lines["phone"].set_text("050 2")
    room.click(screen.form.save_button)
    room.settle()
    assert room.practice.clients.get(mira.id).phone == "040 1"
    assert "040 1" in screen.form.banner.text
    assert (screen.form.lines["phone"].text, screen.form.lines["email"].text) == ("050 2", "m@example.org")
    room.click(screen.form.save_button)
    room.settle()
    saved = room.practice.clients.get(mira.id)
    assert (saved.phone, saved.email) == ("050 2", "m@example.org")


def test_given_typed_text_when_esc_then_it_is_asked_before_it_goes(room: Room, screen: ClientsScreen) -> None:
    screen.new_client("Dana")
    room.key(screen.form, Qt.Key.Key_Escape)
    assert screen.form.isVisible()
    assert room.navigator.on_yes is not None
    room.navigator.on_yes()
    assert screen.form.isHidden()


def test_given_archive_then_undo_brings_the_client_back(
    room: Room, screen: ClientsScreen, mira: Client
) -> None:
    open_mira(room, screen)
    screen.search.clear()
    screen.detail.archive_button.click()
    room.settle()
    assert shown(screen) == ["Otto"]
    screen.with_archived.setChecked(True)
    assert shown(screen) == ["Mira", "Otto"]
    assert room.navigator.undo is not None
    room.navigator.undo()
    room.settle()
    assert room.practice.clients.get(mira.id).is_active


def book_ahead(room: Room, client: Client) -> None:
    start = room.clock.now() + timedelta(days=2)
    room.practice.appointments.book(
        AppointmentDraft(client_id=client.id, scheduled_start=start, scheduled_end=start + timedelta(hours=1))
    )


def test_given_a_client_who_waits_then_the_page_tells_for_what_and_since_when(
    room: Room, screen: ClientsScreen, mira: Client
) -> None:
    since = room.clock.now() - timedelta(days=9)
    draft = WaitlistDraft(client_id=mira.id, duration_minutes=50, day_part="MORNING", waiting_since=since)
    room.practice.waitlist.add(draft)
    open_mira(room, screen)
    told = [label.text() for label in screen.detail.contact.findChildren(Text)]
    assert "50 min · mornings, for 9 days" in told


def test_given_missed_appointments_then_the_page_counts_them_by_year(
    room: Room, screen: ClientsScreen, mira: Client
) -> None:
    labels = [text.text() for text in screen.detail.contact.findChildren(Text)]
    for hours, status in ((1, AppointmentStatus.CANCELLED), (-48, AppointmentStatus.NO_SHOW)):
        start = room.clock.now() + timedelta(hours=hours)
        draft = AppointmentDraft(
            client_id=mira.id, scheduled_start=start, scheduled_end=start + timedelta(minutes=30)
        )
        booked = room.practice.appointments.book(draft).value.id
        room.practice.appointments.set_status(booked, status, cancelled_by=Canceller.CLIENT)
    screen.open_client(mira.id)
    room.settle()
    shown = [text.text() for text in screen.detail.contact.findChildren(Text) if not text.isHidden()]
    assert "Missed" not in labels
    assert f"{room.clock.now().year}: 1 no-show, 1 cancelled late" in shown


def test_given_an_archived_client_with_appointments_then_cancelling_them_is_offered(
    room: Room, screen: ClientsScreen, mira: Client
) -> None:
    book_ahead(room, mira)
    open_mira(room, screen)
    screen.detail.archive_button.click()
    room.settle()
    assert room.navigator.on_yes is not None
    room.navigator.on_yes()
    room.settle()
    assert room.practice.clients.summary(mira.id).next_appointment is None
    assert [asked[0] for asked in room.navigator.asked] == ["confirm"]
    assert room.navigator.toasts == ["Client archived", "Appointments ahead cancelled"]
    assert room.navigator.undo is not None
    room.navigator.undo()
    room.settle()
    assert room.practice.clients.summary(mira.id).next_appointment is not None


def test_given_two_quick_clicks_on_archive_then_it_is_told_and_asked_once(
    room: Room, screen: ClientsScreen, mira: Client
) -> None:
    book_ahead(room, mira)
    open_mira(room, screen)
    screen.detail.archive_button.click()
    screen.detail.archive_button.click()
    room.settle()
    assert [asked[0] for asked in room.navigator.asked] == ["confirm"]
    assert room.navigator.toasts == ["Client archived"]


def test_given_a_timeline_then_a_note_opens_in_the_editor(
    room: Room, screen: ClientsScreen, mira: Client
) -> None:
    note = room.draft(mira, subjective="Neck is stiff.")
    open_mira(room, screen)
    screen.detail.timeline.list.activated.emit(screen.detail.timeline.model.index(1))
    assert room.navigator.asked[-1] == ("open_note", note.id, AT_END)


def test_given_sync_brought_a_client_then_the_list_has_it_and_the_selection_stays(
    room: Room, screen: ClientsScreen, mira: Client
) -> None:
    open_mira(room, screen)
    screen.search.clear()
    added = room.add("Anna", "Berg")
    room.bus.publish([Changed("clients", frozenset({added.id}), Origin.SYNC)])
    room.settle()
    assert shown(screen) == ["Anna", "Mira", "Otto"]
    assert screen.model.item(screen.list.currentIndex()).client.id == mira.id


def test_given_the_privacy_blur_then_only_initials_are_shown(room: Room, screen: ClientsScreen) -> None:
    open_mira(room, screen)
    room.bus.set_blurred(True)
    assert screen.detail.name.text() == "M.T."
    assert screen.model.index(0).data() == "M.T."
    assert screen.detail.contact.isHidden()
    assert screen.detail.alert.isHidden()


def test_given_nobody_yet_then_the_screen_says_what_to_do(room: Room) -> None:
    made = room.open(ClientsScreen)
    made.activate()
    room.settle()
    assert made.nobody.title.text() == "No clients yet"
    room.click(made.nobody.action)
    assert made.form.isVisible()


def test_given_nobody_found_then_the_screen_says_so(room: Room, screen: ClientsScreen) -> None:
    room.key(focused(), Qt.Key.Key_Slash)
    room.keys(screen.search, "zzz")
    assert screen.nobody.title.text() == "No match for “zzz”"


@pytest.mark.qt_log_ignore("plugin does not support", extend=True)
def test_given_tags_then_enter_adds_and_backspace_removes(room: Room, screen: ClientsScreen) -> None:
    screen.new()
    tags = screen.form.tags.editor
    room.keys(tags.line, "neck")
    room.key(tags.line, Qt.Key.Key_Return)
    room.keys(tags.line, "back,")
    assert tags.tags == ("neck", "back")
    room.key(tags.line, Qt.Key.Key_Backspace)
    room.keys(tags.line, "pend")
    assert tags.tags == ("neck", "pend")


def test_given_a_screen_out_of_sight_when_sync_brings_clients_then_nothing_is_read_until_it_comes_up(
    room: Room, screen: ClientsScreen, mira: Client
) -> None:
    screen.open_client(mira.id)
    room.settle()
    screen.hide()
    other = room.add("Nora", "Brandt")
    room.practice.clients.edit(mira.id, alerts="Pacemaker")
    room.context.bus.publish([Changed("clients", frozenset({mira.id, other.id}), Origin.SYNC)])
    assert not room.context.jobs.busy
    screen.show()
    screen.activate()
    room.settle()
    assert "Nora" in shown(screen)
    assert screen.detail.alert.text == "Pacemaker"


def test_given_ctrl_shift_a_then_a_file_is_added_to_the_client_in_front_and_to_nobody_before(
    room: Room, screen: ClientsScreen, mira: Client, tmp_path: Path
) -> None:
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    room.key(focused(), Qt.Key.Key_A, both)
    assert screen.findChildren(QFileDialog) == []
    open_mira(room, screen)
    room.key(focused(), Qt.Key.Key_A, both)
    (dialog,) = screen.findChildren(QFileDialog)
    scan = tmp_path / "scan.txt"
    scan.write_text("words", encoding="utf-8")
    dialog.filesSelected.emit([str(scan)])
    dialog.close()
    room.settle()
    room.settle()
    assert [held.row.file_name for held in room.practice.attachments.of_client(mira.id)] == ["scan.txt"]


def test_given_a_low_window_when_a_file_of_the_client_is_refused_then_all_that_is_said_is_in_sight(
    room: Room, screen: ClientsScreen, mira: Client
) -> None:
    open_mira(room, screen)
    screen.resize(900, 380)
    files = screen.detail.files
    told = [NotAdded(f"{number}.pdf", RuleBroken(LONG, code=str(number))) for number in range(4)]
    files.show_trouble(Batch(told))
    QApplication.processEvents()
    assert not screen.detail.rect().contains(files.geometry()), "the window shows a part of the files"
    assert files.banner.visibleRegion() == QRegion(files.banner.rect())


def test_given_a_picture_in_the_clipboard_when_ctrl_v_is_pressed_then_the_client_in_front_has_it(
    room: Room, screen: ClientsScreen, mira: Client
) -> None:
    open_mira(room, screen)
    screen.list.setFocus()
    picture = QImage(40, 30, QImage.Format.Format_RGB32)
    picture.fill(0x336699)
    QGuiApplication.clipboard().setImage(picture)
    room.key(screen.list, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    QGuiApplication.clipboard().clear()
    room.settle()
    (held,) = room.practice.attachments.of_client(mira.id)
    assert held.row.file_type == "image/png"


def test_given_a_long_name_when_shown_then_all_of_it_can_be_read_above_the_buttons(
    room: Room, screen: ClientsScreen, mira: Client
) -> None:
    long = room.add("Bartholomew Maximilian", "Featherstone-Cholmondeley of Upper Wallop")
    head = screen.detail.edit_button
    for client, is_beside in ((mira, True), (long, False)):
        screen.open_client(client.id)
        room.settle()
        name = screen.detail.name
        at, button = (one.mapTo(screen, one.rect().topLeft()) for one in (name, head))
        assert name.height() >= name.heightForWidth(name.width()), "no line is cut"
        assert (button.y() < at.y() + name.height()) is is_beside
        assert name.text().endswith(client.last_name)


def test_given_a_client_when_shown_then_both_headings_are_level_and_rows_end_as_what_is_above_them(
    room: Room, screen: ClientsScreen, mira: Client
) -> None:
    screen.open_client(mira.id)
    room.settle()
    (heading,) = [text for text in screen._pane.findChildren(Text) if text.text() == "Clients"]
    levels = [one.mapTo(screen, one.rect().center()).y() for one in (heading, screen.detail.name)]
    assert abs(levels[0] - levels[1]) <= 2
    at = screen.search.mapTo(screen, screen.search.rect().topLeft()).x()
    row = screen.list.visualRect(screen.model.row_of(0)).adjusted(tokens.XS, 0, -tokens.XS, 0)
    left = screen.list.viewport().mapTo(screen, row.topLeft()).x()
    assert (at, at + screen.search.width()) == (left, left + row.width())
