"""The timeline on a client's page: a real store, real keys, pages, filters, ways out and back."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QStyleOptionViewItem

from core.domain.changes import Changed
from core.domain.enums import Origin
from core.domain.errors import UserError
from core.domain.records import Client, SessionNote
from core.store.practice.client_timeline import PAGE, TimelineKind
from core.store.practice.practice import AppointmentDraft, MeasureDraft
from desktop.clients.screen import ClientsScreen
from desktop.clients.timeline import Heading, TimelineItem
from desktop.clients.timeline_view import TimelineSection
from desktop.kit.context import ANYWHERE, AT_END
from tests.desktop.records_room import Room

DAY = timedelta(days=1)


@pytest.fixture
def mira(room: Room) -> Client:
    room.add("Otto", "Lindqvist")
    return room.add("Mira", "Talbot")


def written(room: Room, client: Client, days: int, text: str = "Neck is stiff.") -> SessionNote:
    note = room.practice.notes.start(client.id, session_date=room.clock.now() - days * DAY).value
    return room.practice.notes.save_draft(note.id, subjective=text).value


def booked(room: Room, client: Client, days: int) -> Any:
    start = room.clock.now() - days * DAY
    draft = AppointmentDraft(
        client_id=client.id, scheduled_start=start, scheduled_end=start + timedelta(hours=1)
    )
    return room.practice.appointments.book(draft).value


def measured(room: Room, client: Client, days: int, name: str = "Pain") -> Any:
    taken_at = room.clock.now() - days * DAY
    draft = MeasureDraft(client_id=client.id, taken_at=taken_at, kind="PAIN", name=name, value="6")
    return room.practice.measures.add(draft).value


def filed(room: Room, client: Client, name: str = "scan.txt") -> Any:
    return room.practice.attachments.add(b"words", client.id, file_name=name).value


def changed(room: Room, table: str, *rows: Any) -> None:
    ids = frozenset(row.id for row in rows)
    room.bus.publish([Changed(table, ids, Origin.SYNC)])
    settle(room)


def settle(room: Room) -> None:
    """What answers moved arrives as well."""
    for _ in range(3):
        room.settle()
        QApplication.processEvents()
        QApplication.sendPostedEvents()


@pytest.fixture
def screen(room: Room, mira: Client) -> ClientsScreen:
    made = room.open(ClientsScreen)
    made.activate()
    settle(room)
    return made


def opened(room: Room, screen: ClientsScreen, client: Client) -> TimelineSection:
    screen.open_client(client.id)
    settle(room)
    return screen.detail.timeline


def rows(timeline: TimelineSection) -> Sequence[TimelineItem]:
    return [item for item in timeline.model.items if isinstance(item, TimelineItem)]


def choose(timeline: TimelineSection, row_id: object) -> int:
    (number,) = (
        at
        for at, item in enumerate(timeline.model.items)
        if isinstance(item, TimelineItem) and item.row.id == row_id
    )
    timeline.list.setFocus()
    timeline.list.setCurrentIndex(timeline.model.index(number))
    return number


def words(timeline: TimelineSection) -> list[str]:
    buttons = timeline.filter._group.buttons()
    return [button.text() for button in buttons]


def test_given_every_kind_then_all_stand_by_month_and_the_filters_count_them(
    room: Room, screen: ClientsScreen, mira: Client
) -> None:
    ahead, past = booked(room, mira, -3), booked(room, mira, 40)
    note, pain, scan = written(room, mira, 2), measured(room, mira, 1), filed(room, mira)
    timeline = opened(room, screen, mira)
    assert [item.row.id for item in rows(timeline)] == [ahead.id, scan.id, pain.id, note.id, past.id]
    assert sum(isinstance(item, Heading) for item in timeline.model.items) == 3
    assert words(timeline) == ["All 5", "Appointments 2", "Notes 1", "Files 1", "Measures 1"]


def test_given_a_filter_by_key_then_one_kind_is_shown_and_stays_for_the_next_client(
    room: Room, screen: ClientsScreen, mira: Client
) -> None:
    other = room.practice.clients.find("otto")[0].client
    note, scan, elsewhere = written(room, mira, 2), filed(room, mira), written(room, other, 3)
    timeline = opened(room, screen, mira)
    shown = []
    for _ in range(5):
        room.key(screen.list, Qt.Key.Key_F)
        settle(room)
        shown.append([item.row.id for item in rows(timeline)])
    assert shown == [[], [note.id], [scan.id], [], [scan.id, note.id]]
    for _ in range(2):
        room.key(screen.list, Qt.Key.Key_F)
    opened(room, screen, other)
    assert [item.row.id for item in rows(timeline)] == [elsewhere.id]
    assert timeline.filter.value is TimelineKind.NOTE


def test_given_the_filters_when_the_arrow_keys_then_the_next_one_is_on(
    room: Room, screen: ClientsScreen, mira: Client
) -> None:
    written(room, mira, 2)
    timeline = opened(room, screen, mira)
    timeline.filter.focus_chosen()
    room.key(timeline.filter._group.button(0), Qt.Key.Key_Right)
    settle(room)
    assert timeline.filter.value is TimelineKind.APPOINTMENT
    assert timeline.nothing.text() == "No appointments yet. Press S to schedule the first one."
    assert timeline.nothing.isVisible()
    assert not timeline.list.isVisible()


def test_given_the_list_has_the_focus_when_a_filter_has_no_entries_then_it_is_on_the_filter_until_there_are(
    room: Room, screen: ClientsScreen, mira: Client
) -> None:
    note, _ = written(room, mira, 2), measured(room, mira, 1)
    timeline = opened(room, screen, mira)
    choose(timeline, note.id)
    room.key(timeline.list, Qt.Key.Key_F)
    settle(room)
    assert QApplication.focusWidget() is timeline.filter._group.button(1)
    room.key(timeline.filter._group.button(1), Qt.Key.Key_F)
    settle(room)
    assert timeline.list.hasFocus()
    room.key(timeline.list, Qt.Key.Key_F)
    settle(room)
    assert QApplication.focusWidget() is timeline.filter._group.button(3)
    room.key(timeline.filter._group.button(3), Qt.Key.Key_Right)
    settle(room)
    assert QApplication.focusWidget() is timeline.filter._group.button(4), "the arrow keys go on from it"


def test_given_the_focus_waits_on_the_filter_when_it_is_taken_elsewhere_then_rows_do_not_take_it_back(
    room: Room, screen: ClientsScreen, mira: Client
) -> None:
    note = written(room, mira, 2)
    timeline = opened(room, screen, mira)
    choose(timeline, note.id)
    room.key(timeline.list, Qt.Key.Key_F)
    settle(room)
    screen.list.setFocus()
    room.key(screen.list, Qt.Key.Key_F)
    settle(room)
    assert len(rows(timeline)) == 1
    assert screen.list.hasFocus()


def test_given_a_client_without_anything_then_it_says_what_to_do_and_offers_no_filter(
    room: Room, screen: ClientsScreen, mira: Client
) -> None:
    timeline = opened(room, screen, mira)
    assert timeline.nothing.isVisible()
    assert not timeline.filter.isVisible()
    room.key(screen.list, Qt.Key.Key_T)
    assert QApplication.focusWidget() is not None


def test_given_more_than_a_page_when_scrolled_to_its_end_then_the_next_one_is_read(
    room: Room, screen: ClientsScreen, mira: Client
) -> None:
    for days in range(1, PAGE + 31):
        measured(room, mira, days)
    timeline = opened(room, screen, mira)
    assert len(rows(timeline)) == PAGE
    bar = screen.detail.verticalScrollBar()
    bar.setValue(bar.maximum())
    settle(room)
    assert len(rows(timeline)) == PAGE + 30
    assert timeline.list.height() >= sum(
        timeline.list.sizeHintForRow(at) for at in range(timeline.model.rowCount())
    )
    changed(room, "measures", measured(room, mira, 0))
    assert len(rows(timeline)) == PAGE + 30, "as much as was read stays in reach"


@pytest.mark.parametrize("is_refused", [False, True])
def test_given_the_end_is_reached_while_it_is_read_again_then_older_entries_still_come(
    room: Room, screen: ClientsScreen, mira: Client, monkeypatch: pytest.MonkeyPatch, is_refused: bool
) -> None:
    for days in range(1, PAGE + 31):
        measured(room, mira, days)
    timeline = opened(room, screen, mira)
    bar = screen.detail.verticalScrollBar()
    if is_refused:
        monkeypatch.setattr(room.practice.client_timeline, "beginning", refuse)
    timeline.presenter.load()
    bar.setValue(bar.maximum())
    settle(room)
    if is_refused:
        assert len(rows(timeline)) == PAGE
        bar.setValue(0)
        bar.setValue(bar.maximum())
        settle(room)
    assert len(rows(timeline)) == PAGE + 30


def test_given_a_filter_that_could_not_be_read_when_scrolled_to_the_end_then_nothing_is_added_from_there(
    room: Room, screen: ClientsScreen, mira: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for days in range(1, PAGE + 31):
        measured(room, mira, days)
    timeline = opened(room, screen, mira)
    monkeypatch.setattr(room.practice.client_timeline, "beginning", refuse)
    timeline.presenter.show_kind(TimelineKind.MEASURE)
    settle(room)
    bar = screen.detail.verticalScrollBar()
    bar.setValue(bar.maximum())
    settle(room)
    assert len(rows(timeline)) == PAGE


def refuse(*_: object) -> None:
    raise UserError("The disk does not answer.")


def top_row(page: QScrollArea, timeline: TimelineSection) -> tuple[object, int]:
    """The first row that is wholly in sight, and where it stands."""
    top = timeline.list.viewport().mapTo(page.viewport(), QPoint(0, 0)).y()
    for at, item in enumerate(timeline.model.items):
        y = top + timeline.list.visualRect(timeline.model.index(at)).y()
        if y >= 0 and isinstance(item, TimelineItem):
            return item.row.id, y
    raise AssertionError("nothing is in sight")


@pytest.mark.parametrize("chosen", [12, 30, 48])
def test_given_one_reads_far_down_when_sync_brings_and_takes_entries_then_what_is_read_stays_in_place(
    room: Room, screen: ClientsScreen, mira: Client, chosen: int
) -> None:
    made = [written(room, mira, days, f"Day {days}.") for days in range(1, 50)]
    timeline = opened(room, screen, mira)
    page = screen.detail
    choose(timeline, made[chosen].id)
    settle(room)
    before = top_row(page, timeline)
    added = written(room, mira, 1, "Came by sync.")
    room.practice.notes.delete(made[3].id)
    other = written(room, mira, 2, "And one more.")
    changed(room, "sessions", added, other)
    assert top_row(page, timeline) == before
    assert timeline.model.item(timeline.list.currentIndex()).row.id == made[chosen].id
    assert timeline.list.hasFocus()
    assert made[3].id not in [item.row.id for item in rows(timeline)]


def test_given_the_top_of_the_page_when_an_entry_comes_then_the_page_stays_at_its_top(
    room: Room, screen: ClientsScreen, mira: Client
) -> None:
    for days in range(1, 30):
        written(room, mira, days)
    timeline = opened(room, screen, mira)
    changed(room, "session_attachments", filed(room, mira))
    assert screen.detail.verticalScrollBar().value() == 0
    assert rows(timeline)[0].entry.kind is TimelineKind.FILE


def test_given_a_screen_out_of_sight_when_a_measure_comes_then_it_is_there_when_the_screen_comes_up(
    room: Room, screen: ClientsScreen, mira: Client
) -> None:
    timeline = opened(room, screen, mira)
    screen.hide()
    changed(room, "measures", measured(room, mira, 1))
    assert rows(timeline) == []
    screen.show()
    settle(room)
    assert [item.entry.kind for item in rows(timeline)] == [TimelineKind.MEASURE]


def test_given_entries_when_enter_then_each_opens_where_it_belongs(
    room: Room, screen: ClientsScreen, mira: Client
) -> None:
    visit, draft, signed = booked(room, mira, 4), written(room, mira, 3), written(room, mira, 2)
    room.practice.notes.finalize(signed.id)
    pain, scan = measured(room, mira, 1), filed(room, mira)
    timeline = opened(room, screen, mira)
    for row in (visit, draft, signed):
        choose(timeline, row.id)
        room.key(timeline.list, Qt.Key.Key_Return)
    day = visit.scheduled_start.astimezone(room.clock.now().tzinfo).date()
    assert room.navigator.asked[-3:] == [
        ("open_calendar", day, visit.id),
        ("open_note", draft.id, AT_END),
        ("open_note", signed.id),
    ]
    choose(timeline, pain.id)
    room.key(timeline.list, Qt.Key.Key_Return)
    assert screen.detail.measures.table.hasFocus()
    assert screen.detail.measures.table.chosen == pain
    choose(timeline, scan.id)
    room.key(timeline.list, Qt.Key.Key_Return)
    settle(room)
    preview = screen.detail.files.preview
    assert preview is not None
    preview.reject()
    settle(room)
    assert timeline.list.hasFocus()
    assert timeline.model.item(timeline.list.currentIndex()).row.id == scan.id


def test_given_an_entry_was_opened_when_the_screen_comes_back_then_the_focus_is_on_its_row_again(
    room: Room, screen: ClientsScreen, mira: Client
) -> None:
    visit = booked(room, mira, 4)
    written(room, mira, 1)
    timeline = opened(room, screen, mira)
    number = choose(timeline, visit.id)
    room.key(timeline.list, Qt.Key.Key_Return)
    screen.search.setFocus()
    screen.activate()
    settle(room)
    assert timeline.list.hasFocus()
    assert timeline.list.currentIndex().row() == number
    screen.activate()
    assert screen.list.hasFocus(), "once alone: who comes by the rail begins with the clients"


def test_given_an_entry_was_opened_when_another_client_is_asked_for_then_the_focus_does_not_go_back(
    room: Room, screen: ClientsScreen, mira: Client
) -> None:
    other = room.practice.clients.find("otto")[0].client
    visit = booked(room, mira, 4)
    timeline = opened(room, screen, mira)
    choose(timeline, visit.id)
    room.key(timeline.list, Qt.Key.Key_Return)
    opened(room, screen, other)
    screen.activate()
    assert screen.list.hasFocus()


def last(room: Room) -> tuple[object, ...]:
    """What the window was asked for last."""
    return room.navigator.asked[-1]


def click_button(timeline: TimelineSection, number: int) -> None:
    index = timeline.model.index(number)
    option = QStyleOptionViewItem()
    option.rect, option.direction = timeline.list.visualRect(index), timeline.list.layoutDirection()
    at = timeline.delegate.button_rect(option, index).center()
    QTest.mouseClick(timeline.list.viewport(), Qt.MouseButton.LeftButton, pos=at)


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_given_a_past_appointment_without_a_note_then_its_button_starts_one_and_the_row_opens_it(
    room: Room, screen: ClientsScreen, mira: Client, direction: Qt.LayoutDirection
) -> None:
    visit = booked(room, mira, 4)
    timeline = opened(room, screen, mira)
    timeline.list.setLayoutDirection(direction)
    number = choose(timeline, visit.id)
    click_button(timeline, number)
    assert room.navigator.asked[-1] == ("start_note", mira.id, visit.id)
    middle = timeline.list.visualRect(timeline.model.index(number)).center()
    QTest.mouseClick(timeline.list.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert last(room)[0] == "open_calendar"


def test_given_the_key_for_writing_on_then_it_is_the_chosen_row_or_the_newest_unfinished_note(
    room: Room, screen: ClientsScreen, mira: Client
) -> None:
    visit, draft = booked(room, mira, 4), written(room, mira, 9)
    timeline = opened(room, screen, mira)
    choose(timeline, visit.id)
    room.key(timeline.list, Qt.Key.Key_W)
    assert last(room) == ("start_note", mira.id, visit.id)
    screen.list.setFocus()
    room.key(screen.list, Qt.Key.Key_W)
    settle(room)
    assert last(room) == ("open_note", draft.id, AT_END)
    room.practice.notes.finalize(draft.id)
    room.key(screen.list, Qt.Key.Key_W)
    settle(room)
    assert room.navigator.toasts[-1] == "This client has no unfinished note"


def test_given_the_key_for_writing_on_when_another_client_comes_up_before_the_answer_then_no_note_opens(
    room: Room, screen: ClientsScreen, mira: Client
) -> None:
    other = room.practice.clients.find("otto")[0].client
    written(room, mira, 9)
    timeline = opened(room, screen, mira)
    timeline.write_on()
    timeline.presenter.show(other.id)
    settle(room)
    assert room.navigator.asked == []
    assert room.navigator.toasts == []


def test_given_names_are_hidden_then_the_rows_stay_where_they_are_and_say_nothing(
    room: Room, screen: ClientsScreen, mira: Client
) -> None:
    written(room, mira, 3)
    pain = measured(room, mira, 2)
    timeline = opened(room, screen, mira)
    before = timeline.list.height()
    room.bus.set_blurred(True)
    settle(room)
    told = [str(timeline.model.index(at).data()) for at in range(1, 3)]
    assert told == ["Measure", "Draft note"]
    assert timeline.list.height() == before
    choose(timeline, pain.id)
    room.key(timeline.list, Qt.Key.Key_Return)
    assert timeline.list.hasFocus()


def test_given_a_person_who_reads_no_notes_then_appointments_alone_are_there_without_filter_or_button(
    room: Room, mira: Client
) -> None:
    visit = booked(room, mira, 3)
    written(room, mira, 2)
    measured(room, mira, 1)
    assistant = room.open(ClientsScreen, reads_clinical=False)
    with room.practice.desk.write() as writer:
        writer.update("users", room.practice.me.user_id, {"role": "ASSISTANT"})
    assistant.activate()
    timeline = opened(room, assistant, mira)
    assert [(item.row.id, item.action) for item in rows(timeline)] == [(visit.id, None)]
    assert not timeline.filter.isVisible()
    assert not timeline.notes_button.isVisible()
    assert {key.action for key in assistant.shortcuts()}.isdisjoint({"client_filter", "client_write_on"})


def test_given_another_client_while_one_is_read_then_nothing_of_the_first_is_shown(
    room: Room, screen: ClientsScreen, mira: Client
) -> None:
    other = room.practice.clients.find("otto")[0].client
    written(room, mira, 2)
    timeline = screen.detail.timeline
    timeline.presenter.show(mira.id)
    timeline.presenter.show(other.id)
    QCoreApplication.processEvents()
    settle(room)
    assert rows(timeline) == []
    assert timeline.nothing.isVisibleTo(screen.detail)


def test_given_the_places_of_a_note_then_writing_on_is_not_the_same_as_reading() -> None:
    assert AT_END != ANYWHERE
