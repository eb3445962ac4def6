"""The Inbox with a real store and real keys: conflicts are settled, taken back, and followed by the next."""

import json
import uuid
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from core.domain.clock import to_micros
from core.domain.enums import ConflictReason, Origin, Resolution
from core.domain.ids import DeviceId, Uuid7Source
from core.domain.records import Client, SessionNote
from core.domain.registry import APPOINTMENTS, BY_NAME, CLIENTS, SESSIONS
from core.store.database.tables import NOTICES
from core.store.outbox.journal import Journal
from core.store.practice.practice import AppointmentDraft, InboxKind
from core.store.unit_of_work.writer import Writer
from core.text.direction import isolated
from desktop.inbox.screen import InboxScreen
from desktop.notes.read_only_text import ReadingText
from tests.asking import ask
from tests.desktop.records_room import Room

MINE = "Ibuprofen 400 mg twice daily."
THEIRS = "Ibuprofen 600 mg once daily."
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def mira(room: Room) -> Client:
    return room.add("Mira", "Talbot")


@pytest.fixture
def note(room: Room, mira: Client) -> SessionNote:
    made = room.draft(mira, plan=MINE)
    ask(room.practice, made.id, "plan", "Ibuprofen 400 mg once daily.", MINE, THEIRS)
    return made


def opened(room: Room) -> InboxScreen:
    made = room.open(InboxScreen)
    made.activate()
    room.settle()
    return made


@pytest.fixture
def screen(room: Room, note: SessionNote) -> InboxScreen:
    return opened(room)


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def raise_conflict(room: Room, **values: object) -> None:
    """What sync writes when it cannot merge."""
    with room.practice.store.write() as db:
        writer = Writer(db, room.practice.me, room.clock, Uuid7Source(room.clock))
        writer.insert("conflicts", {"noticed_at": room.clock.now(), **values})


def two_dates_of_birth(room: Room, client: Client, **more: object) -> None:
    """Two laptops gave a client another date of birth, and one of them is right."""
    raise_conflict(
        room,
        table_no=CLIENTS.no,
        row_id=client.id,
        field="date_of_birth",
        reason=ConflictReason.VALUE,
        ours="1985-04-03",
        theirs="1985-03-04",
        **more,
    )


def test_given_a_conflict_then_both_texts_and_whose_they_are_are_told(screen: InboxScreen) -> None:
    compare = screen.compare
    assert compare.title.text() == f"{isolated('Mira Talbot')}: Plan"
    assert compare.texts() == (MINE, THEIRS)
    assert (compare.columns.left.title.text(), compare.columns.right.title.text()) == (
        "On this laptop",
        "On another laptop",
    )
    assert "Ruth Amsel" in compare.columns.left.who.text()
    assert "Nothing is lost" in compare.safety.text()


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (Qt.Key.Key_1, MINE),
        (Qt.Key.Key_2, THEIRS),
        (Qt.Key.Key_3, f"{THEIRS}\n\n{MINE}"),
    ],
)
def test_given_a_digit_then_that_is_kept_and_ctrl_z_takes_it_back(
    room: Room, screen: InboxScreen, note: SessionNote, key: Qt.Key, expected: str
) -> None:
    room.key(focused(), key)
    room.settle()
    assert room.practice.notes.get(note.id).plan == expected
    assert room.practice.inbox.conflicts() == []
    room.key(focused(), Qt.Key.Key_Z, CTRL)
    room.settle()
    assert len(room.practice.inbox.conflicts()) == 1
    assert room.practice.notes.get(note.id).plan == MINE


def test_given_e_and_own_words_then_these_are_kept(
    room: Room, screen: InboxScreen, note: SessionNote
) -> None:
    room.key(focused(), Qt.Key.Key_E)
    editor = screen.compare.editor
    assert editor.text.text() == MINE
    editor.text.selectAll()
    room.keys(editor.text, "Ask again: 1 or 2?")
    assert len(room.practice.inbox.conflicts()) == 1
    room.key(editor.text, Qt.Key.Key_Return, CTRL)
    room.settle()
    assert room.practice.notes.get(note.id).plan == "Ask again: 1 or 2?"


def test_given_the_base_then_it_can_be_shown(room: Room, screen: InboxScreen) -> None:
    room.click(screen.compare.choices.base)
    assert screen.compare.base.isVisible()
    assert screen.compare.base.text() == "Ibuprofen 400 mg once daily."


def test_given_a_settled_conflict_then_the_next_one_comes_up(
    room: Room, screen: InboxScreen, mira: Client
) -> None:
    two_dates_of_birth(room, mira)
    screen.activate()
    room.settle()
    screen.presenter.select(room.practice.inbox.conflicts()[0].id)
    room.settle()
    first = screen.compare.title.text()
    room.key(screen.list, Qt.Key.Key_1)
    room.settle()
    assert screen.compare.title.text() != first
    assert screen.presenter.current is not None


def test_given_a_date_then_it_is_written_in_words_and_both_cannot_be_kept(room: Room, mira: Client) -> None:
    two_dates_of_birth(
        room, mira, their_device_id=room.practice.me.device_id, our_device_id=DeviceId(uuid.uuid4())
    )
    screen = opened(room)
    assert screen.compare.columns.left.title.text() == "On this laptop"
    assert "4 March 1985" in screen.compare.texts()[0]
    assert screen.compare.choices.both.isHidden()
    room.key(focused(), Qt.Key.Key_1)
    room.settle()
    assert room.practice.clients.get(mira.id).date_of_birth == date(1985, 3, 4)


def test_given_times_that_belong_together_then_both_are_set_at_once(room: Room, mira: Client) -> None:
    start = room.clock.now() + timedelta(days=1)
    booked = room.practice.appointments.book(
        AppointmentDraft(client_id=mira.id, scheduled_start=start, scheduled_end=start + timedelta(hours=1))
    ).value
    later = start + timedelta(hours=3)
    moved = {
        "scheduled_start": to_micros(later),
        "scheduled_end": to_micros(later + timedelta(hours=1)),
    }
    stays = {"scheduled_start": to_micros(start), "scheduled_end": to_micros(start + timedelta(hours=1))}
    raise_conflict(
        room,
        table_no=APPOINTMENTS.no,
        row_id=booked.id,
        field="scheduled_start,scheduled_end",
        reason=ConflictReason.VALUE,
        ours=json.dumps(stays),
        theirs=json.dumps(moved),
    )
    screen = opened(room)
    assert "Begins: " in screen.compare.texts()[1]
    room.key(focused(), Qt.Key.Key_2)
    room.settle()
    assert room.practice.appointments.get(booked.id).scheduled_start == later


def test_given_text_after_signing_then_it_becomes_an_amendment(room: Room, mira: Client) -> None:
    note = room.draft(mira, plan="Heat.")
    room.practice.notes.finalize(note.id)
    room.practice.notes.save_draft(note.id, plan="Heat and rest.")
    screen = opened(room)
    assert "signed" in screen.compare.words.text()
    assert "Add as an amendment" in screen.compare.choices.left.text()
    room.key(focused(), Qt.Key.Key_1)
    assert len(room.practice.notes.versions(note.id)) == 1
    assert screen.compare.reason.line.hasFocus()
    screen.compare.reason.line.clear()
    assert not screen.compare.reason.add.isEnabled()
    room.keys(focused(), "Added on the train 1")
    room.key(focused(), Qt.Key.Key_Return)
    room.settle()
    told = [(version.plan, version.reason) for version in room.practice.notes.versions(note.id)]
    assert told == [("Heat.", None), ("Heat and rest.", "Added on the train 1")]
    assert "amendment" in room.navigator.toasts[-1]
    assert room.practice.inbox.conflicts() == []


def test_given_text_after_signing_when_left_as_signed_then_nothing_is_amended(
    room: Room, mira: Client
) -> None:
    note = room.draft(mira, plan="Heat.")
    room.practice.notes.finalize(note.id)
    room.practice.notes.save_draft(note.id, plan="Heat and rest.")
    screen = opened(room)
    room.key(focused(), Qt.Key.Key_2)
    room.settle()
    assert len(room.practice.notes.versions(note.id)) == 1
    assert screen.nothing.isVisible()


def test_given_a_double_booking_then_both_are_shown_and_it_can_be_left(room: Room, mira: Client) -> None:
    start = room.clock.now() + timedelta(days=1)
    draft = AppointmentDraft(
        client_id=mira.id, scheduled_start=start, scheduled_end=start + timedelta(hours=1)
    )
    one = room.practice.appointments.book(draft).value
    two = room.practice.appointments.book(draft, book_anyway_reason="test").value
    raise_conflict(
        room,
        table_no=APPOINTMENTS.no,
        row_id=one.id,
        reason=ConflictReason.DOUBLE_BOOKING,
        base=str(two.id),
    )
    screen = opened(room)
    assert screen.message.title.text() == "Two appointments at one time"
    go, _other, fine = screen.message.buttons
    room.click(go)
    assert room.navigator.asked[-1][0] == "open_calendar"
    room.click(fine)
    room.settle()
    assert room.practice.inbox.conflicts() == []


def test_given_a_notice_then_it_can_be_put_away(room: Room, mira: Client) -> None:
    with room.practice.store.write() as db:
        db.execute(
            NOTICES.insert().values(
                id=uuid.uuid4(),
                table_no=CLIENTS.no,
                row_id=mira.id,
                field="notes",
                kind="merged",
                at=room.clock.now(),
            )
        )
    screen = opened(room)
    assert "both are in the record" in screen.message.words.text()
    room.click(screen.message.buttons[0])
    room.settle()
    assert room.practice.inbox.notices() == []
    assert screen.nothing.isVisible()


def test_given_a_signature_that_does_not_hold_then_the_note_is_one_key_away(
    room: Room, note: SessionNote
) -> None:
    with room.practice.store.write() as db:
        made = {"id": uuid.uuid4(), "table_no": SESSIONS.no, "row_id": note.id, "kind": "unsound"}
        db.execute(NOTICES.insert().values(**made, at=room.clock.now()))
        db.exec_driver_sql("DELETE FROM conflicts")
        db.exec_driver_sql("UPDATE sessions SET is_draft = 0")
    screen = opened(room)
    assert "is not what was signed" in screen.message.words.text()
    assert screen.message.buttons[0].text() == "Put away  (0)"
    room.key(focused(), Qt.Key.Key_O)
    assert room.navigator.asked == [("open_note", note.id)]


def test_given_a_draft_then_enter_opens_it(room: Room, mira: Client) -> None:
    note = room.draft(mira, plan="Heat.")
    screen = opened(room)
    room.key(screen.list, Qt.Key.Key_Return)
    assert room.navigator.asked[-1] == ("open_note", note.id)


def test_given_the_arrow_buttons_and_keys_then_items_follow_each_other(
    room: Room, screen: InboxScreen
) -> None:
    first = screen.presenter.current
    room.key(focused(), Qt.Key.Key_J)
    room.settle()
    assert screen.presenter.current != first
    room.key(focused(), Qt.Key.Key_K)
    room.settle()
    assert screen.presenter.current == first


def test_given_nothing_then_the_screen_says_what_comes_here(room: Room) -> None:
    screen = opened(room)
    assert screen.nothing.isVisible()
    assert screen.nothing.title.text() == "Nothing needs you"


def test_given_nothing_when_shown_then_it_stands_in_the_middle_of_the_whole_screen(room: Room) -> None:
    screen = opened(room)
    QApplication.processEvents()
    title = screen.nothing.title
    middle = title.mapTo(screen, title.rect().center()).x()
    assert abs(middle - screen.width() // 2) <= 8
    assert not screen.list.isVisible()
    screen.resize(700, 500)
    assert screen.width() == 700


def test_given_a_question_when_it_comes_then_the_list_is_beside_it_and_when_it_goes_no_key_finds_it(
    room: Room, mira: Client
) -> None:
    screen = opened(room)
    made = room.draft(mira, plan=MINE)
    ask(room.practice, made.id, "plan", None, MINE, THEIRS)
    screen.presenter.load()
    room.settle()
    assert (screen.list.isVisible(), screen.nothing.isVisible()) == (True, False)
    assert screen._pane.width() < screen.width() // 2
    screen.show_nothing()
    assert not screen._is_question


def test_given_what_was_settled_was_looked_at_when_the_inbox_opens_again_then_it_shows_what_is_open(
    room: Room, screen: InboxScreen
) -> None:
    room.key(focused(), Qt.Key.Key_H)
    room.settle()
    assert screen.presenter.settled_only
    screen.activate()
    room.settle()
    assert (screen.presenter.settled_only, screen.toggle.text()) == (False, "What was settled  (H)")


def test_given_a_question_about_texts_then_the_usual_answer_is_the_filled_button(
    screen: InboxScreen,
) -> None:
    choices = screen.compare.choices
    kinds = [button.property("kind") for button in (choices.left, choices.right, choices.both, choices.edit)]
    assert kinds == ["", "", "primary", ""]
    QApplication.processEvents()
    assert screen._area.horizontalScrollBar().maximum() == 0, "all of them fit a window of 1280"


def test_given_two_values_of_which_one_is_right_then_no_answer_weighs_more(room: Room, mira: Client) -> None:
    two_dates_of_birth(room, mira)
    choices = opened(room).compare.choices
    offered = [one for one in (choices.left, choices.right, choices.both, choices.edit) if one.isVisible()]
    assert {one.property("kind") for one in offered[:2]} == {""}
    assert choices.both.isHidden()


def test_given_the_conflict_was_settled_elsewhere_then_it_says_so_and_goes(
    room: Room, screen: InboxScreen
) -> None:
    (conflict,) = room.practice.inbox.conflicts()
    room.practice.inbox.resolve(conflict.id, Resolution.MINE)
    room.key(focused(), Qt.Key.Key_1)
    room.settle()
    assert "settled already" in room.navigator.toasts[-1]


def refuse_everything(room: Room, code: str) -> None:
    """The clinic's server says no to all that waits."""
    journal = Journal(room.practice.me.workspace_id, room.clock, Uuid7Source(room.clock))
    with room.practice.store.write() as db:
        while staged := journal.stage(db, 1000, 1_000_000):
            for sent in staged:
                journal.answer_refused(db, sent.op_no, code)


def refused_client(room: Room) -> InboxScreen:
    client = room.add("Mira", "Talbot", tags=("neck", "vip"), date_of_birth=date(1985, 4, 3))
    refuse_everything(room, "policy")
    screen = opened(room)
    item = next(item for item in screen.presenter.items if item.row_id == client.id)
    screen.presenter.select(item.id)
    room.settle()
    return screen


def test_given_a_refused_change_then_its_words_are_told_and_it_can_be_put_away(room: Room) -> None:
    screen = refused_client(room)
    assert "your role may not change this" in screen.message.words.text()
    shown = [text.text() for text in screen.message.findChildren(ReadingText)]
    assert {"Mira", "Talbot", "neck, vip", "Wednesday, 3 April 1985"} <= set(shown)
    before = len(room.practice.inbox.refused())
    room.click(screen.message.buttons[1])
    room.settle()
    assert len(room.practice.inbox.refused()) == before - 1


def test_given_a_refused_text_of_many_megabytes_then_its_beginning_is_shown_and_all_of_it_can_be_taken(
    room: Room,
) -> None:
    client = room.add("Mira", "Talbot", notes="Slept badly. " * 1_000_000)
    refuse_everything(room, "too_large")
    screen = opened(room)
    item = next(item for item in screen.presenter.items if item.row_id == client.id)
    screen.presenter.select(item.id)
    room.settle()
    shown = {text.text() for text in screen.message.findChildren(ReadingText)}
    (long,) = [text for text in shown if text.startswith("Slept badly.")]
    assert long.endswith("… and 12,994,000 more letters")
    assert "it is too large" in screen.message.words.text()
    (copy,) = [button for button in screen.message.buttons if button.text() == "Copy all of it"]
    room.click(copy)
    assert QGuiApplication.clipboard().text().count("Slept badly. ") == 1_000_000
    QGuiApplication.clipboard().clear()


def test_given_a_refused_value_that_no_screen_has_a_word_for_then_it_is_shown_as_it_is(room: Room) -> None:
    ws = room.practice.me.workspace_id
    with room.practice.store.write() as db:
        writer = Writer(db, room.practice.me, room.clock, Uuid7Source(room.clock))
        settings = '{"slot_minutes":NaN,"\\u00b2":[1e999]}'
        writer.update_stored(BY_NAME["workspaces"], ws, {"settings": settings})
    refuse_everything(room, "check")
    screen = opened(room)
    item = next(item for item in screen.presenter.items if item.row_id == ws)
    screen.presenter.select(item.id)
    room.settle()
    shown = "\n".join(text.text() for text in screen.message.findChildren(ReadingText))
    assert "Slot minutes: nan" in shown
    assert "²: inf" in shown


def test_given_a_refused_change_when_sent_again_then_it_waits_for_the_next_sync(room: Room) -> None:
    screen = refused_client(room)
    before, client = room.practice.inbox.refused(), room.practice.clients.list()[0].client
    assert client.id not in waiting(room)
    room.click(screen.message.buttons[0])
    room.settle()
    assert len(room.practice.inbox.refused()) == len(before) - 1
    assert client.id in waiting(room)


def waiting(room: Room) -> set[uuid.UUID]:
    """Rows that the next sync sends."""
    with room.practice.store.read() as db:
        found = db.exec_driver_sql("SELECT row_id FROM journal").scalars()
        return {uuid.UUID(bytes=row_id) for row_id in found}


def test_given_the_record_then_it_opens_from_the_conflict(
    room: Room, screen: InboxScreen, note: SessionNote
) -> None:
    room.click(screen.compare.choices.record)
    assert room.navigator.asked[-1] == ("open_note", note.id)


def test_given_the_privacy_blur_then_names_are_initials(room: Room, screen: InboxScreen) -> None:
    assert screen.compare.title.text() == f"{isolated('Mira Talbot')}: Plan"
    room.key(focused(), Qt.Key.Key_E)
    room.settle()
    screen.compare.editor.text.load("My own words.")
    room.bus.set_blurred(True)
    assert screen.model.index(1).data() == "M.T."
    assert screen.compare.title.text() == f"{isolated('M.T.')}: Plan"
    assert screen.compare.editor.text.text() == "My own words.", "what is written goes on"


def test_given_a_merged_text_in_front_when_names_are_hidden_then_its_title_hides_them_too(
    room: Room, mira: Client
) -> None:
    made, key = uuid.uuid4(), uuid.uuid4().bytes
    with room.practice.store.write() as db:
        db.exec_driver_sql(
            "INSERT INTO history (id, table_no, row_id, field, base, ours, theirs, result, at, kind)"
            " VALUES (?, ?, ?, 'notes', 'a', 'b a', 'a c', 'b a c', 1, 'merged')",
            (key, CLIENTS.no, mira.id.bytes),
        )
        told = {"id": made, "table_no": CLIENTS.no, "row_id": mira.id, "field": "notes", "kind": "merged"}
        db.execute(NOTICES.insert().values(**told, history_id=uuid.UUID(bytes=key), at=room.clock.now()))
    screen = opened(room)
    assert "Mira Talbot" in screen.merged.title.text()
    room.bus.set_blurred(True)
    assert "Talbot" not in screen.merged.title.text()
    room.bus.set_blurred(False)
    assert "Mira Talbot" in screen.merged.title.text()


def test_given_a_column_of_a_newer_version_then_its_texts_are_told_and_nothing_breaks(
    room: Room, mira: Client
) -> None:
    raise_conflict(
        room,
        table_no=CLIENTS.no,
        row_id=mira.id,
        field="shoe_size",
        reason=ConflictReason.VALUE,
        ours="41",
        theirs="42",
        our_device_id=room.practice.me.device_id,
    )
    screen = opened(room)
    assert screen.compare.texts() == ("41", "42")
    assert screen.compare.choices.both.isHidden()


def test_given_a_whole_row_refused_when_sent_again_then_sync_hears_of_it(room: Room) -> None:
    screen = refused_client(room)
    assert screen.presenter.current is not None
    row_id = screen.presenter.current.row_id
    room.heard.clear()
    screen.presenter.retry()
    room.settle()
    assert any(row_id in one.ids and one.origin is Origin.PERSON for one in room.heard)


def test_given_a_conflict_of_today_then_its_sentence_says_so_in_small_letters(screen: InboxScreen) -> None:
    assert "noticed today, " in screen.compare.words.text()


def test_given_a_record_when_its_question_is_asked_for_then_that_one_is_in_front(
    room: Room, mira: Client, note: SessionNote
) -> None:
    other = room.draft(mira, plan="Walks.")
    for each in (note, other):
        ask(room.practice, each.id, "plan", None, "Ice.", "Heat.")
        room.clock.advance(timedelta(minutes=1))
    screen = opened(room)
    room.key(focused(), Qt.Key.Key_H)
    room.settle()

    for each in (note, other):
        screen.open_question(each.id)
        room.settle()
        case = screen.compare.case
        assert case is not None
        assert case.row_id == each.id
    assert screen.toggle.text() == "What was settled  (H)"


@pytest.mark.parametrize("key", [Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3])
def test_given_an_answer_when_it_is_looked_at_then_only_a_later_edit_is_called_someone_writing_since(
    room: Room, screen: InboxScreen, note: SessionNote, key: Qt.Key
) -> None:
    room.key(focused(), key)
    room.settle()
    room.key(focused(), Qt.Key.Key_H)
    room.settle()
    assert screen.compare.caution.isHidden()
    assert screen.compare.now.isHidden()
    room.clock.advance(timedelta(minutes=5))
    room.practice.notes.save_draft(note.id, plan="Something else by now.")
    screen.presenter.load()
    room.settle()
    assert "Someone wrote in the record since" in screen.compare.caution.text


@pytest.mark.parametrize("kind", [InboxKind.REFUSED, InboxKind.NOTICE])
def test_given_an_item_that_went_away_meanwhile_when_chosen_then_it_says_so_and_is_no_draft(
    room: Room, kind: InboxKind
) -> None:
    client = room.add("Mira", "Talbot")
    refuse_everything(room, "policy")
    room.draft(client, plan="Heat.")
    with room.practice.store.write() as db:
        told = {"id": uuid.uuid4(), "table_no": CLIENTS.no, "row_id": client.id, "kind": "restored"}
        db.execute(NOTICES.insert().values(**told, at=room.clock.now()))
    screen = opened(room)
    item = next(one for one in screen.presenter.items if one.kind is kind and one.row_id == client.id)
    room.practice.inbox.dismiss(item.id)
    screen.presenter.select(item.id)
    room.settle()
    assert "settled meanwhile" in room.navigator.toasts[-1]
    assert item.id not in {one.id for one in screen.presenter.items}
    assert "is a draft" not in screen.message.words.text()
    assert screen.presenter.in_front is not None
