"""What was put away: it can be taken back, stays readable under what was settled, and is counted no more."""

import uuid
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from core.domain.enums import Origin, Resolution
from core.domain.errors import RuleBroken
from core.domain.ids import Uuid7Source
from core.domain.records import Client
from core.domain.registry import CLIENTS
from core.store.database.tables import NOTICES
from core.store.outbox.journal import Journal
from core.store.practice.practice import InboxKind
from desktop.inbox.screen import InboxScreen
from desktop.notes.read_only_text import ReadingText
from tests.asking import ask
from tests.desktop.inbox.test_double_booking import HOUR, TUESDAY, book
from tests.desktop.inbox.test_screen import CTRL, opened, refuse_everything
from tests.desktop.records_room import Room

WORDS = "Allergic to penicillin."


@pytest.fixture
def mira(room: Room) -> Client:
    """Known to the clinic, which then refused what was typed about her; this laptop has it no more."""
    client = room.add("Mira", "Talbot")
    journal = Journal(room.practice.me.workspace_id, room.clock, Uuid7Source(room.clock))
    with room.practice.store.write() as db:
        for op in journal.stage(db, 500, 1_000_000):
            journal.answers_ok(db, [(op.op_no, op.base_version + 1)])
        db.exec_driver_sql("DELETE FROM journal WHERE table_no <> ?", (CLIENTS.no,))
    room.practice.clients.edit(client.id, notes=WORDS)
    refuse_everything(room, "policy")
    assert room.practice.clients.get(client.id).notes is None
    return client


@pytest.fixture
def screen(room: Room, mira: Client) -> InboxScreen:
    made = opened(room)
    bring_to_front(room, made, mira.id)
    return made


def bring_to_front(room: Room, screen: InboxScreen, row_id: uuid.UUID) -> None:
    screen.presenter.select(next(item.id for item in screen.presenter.items if item.row_id == row_id))
    room.settle()


def press(room: Room, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focused = QApplication.focusWidget()
    assert isinstance(focused, QWidget)
    room.key(focused, key, modifier)
    room.settle()


def take_everything(room: Room) -> None:
    """The clinic has all that stands here."""
    journal = Journal(room.practice.me.workspace_id, room.clock, Uuid7Source(room.clock))
    with room.practice.store.write() as db:
        while staged := journal.stage(db, 500, 1_000_000):
            for op in staged:
                journal.answers_ok(db, [(op.op_no, op.base_version + 1)])


def verbs(screen: InboxScreen) -> list[str]:
    return [button.text() for button in screen.message.buttons]


def headings(screen: InboxScreen) -> list[str]:
    rows = enumerate(screen.model.items)
    return [screen.model.index(number).data() for number, item in rows if isinstance(item, InboxKind)]


def read(screen: InboxScreen) -> list[str]:
    QApplication.processEvents()
    return [text.text() for text in screen.message.findChildren(ReadingText) if text.isVisible()]


def test_given_a_refused_change_when_put_away_by_a_slip_then_ctrl_z_brings_its_words_to_the_front(
    room: Room, screen: InboxScreen, mira: Client
) -> None:
    assert WORDS in read(screen)
    press(room, Qt.Key.Key_0)
    assert room.navigator.toasts == ["Put away"]
    assert room.navigator.undo is not None, "the message offers to take it back"
    assert mira.id not in {item.row_id for item in screen.presenter.items}
    press(room, Qt.Key.Key_Z, CTRL)
    assert screen.presenter.in_front is not None
    assert screen.presenter.in_front.row_id == mira.id
    assert WORDS in read(screen)


def test_given_a_notice_when_put_away_then_ctrl_z_brings_it_back(room: Room, mira: Client) -> None:
    made = {"id": uuid.uuid4(), "table_no": CLIENTS.no, "row_id": mira.id, "kind": "unsound"}
    with room.practice.store.write() as db:
        db.execute(NOTICES.insert().values(**made, at=room.clock.now()))
        db.exec_driver_sql("DELETE FROM refused")
    screen = opened(room)
    press(room, Qt.Key.Key_0)
    assert room.practice.inbox.notices() == []
    press(room, Qt.Key.Key_Z, CTRL)
    assert [item.kind for item in screen.presenter.items] == [InboxKind.ALARM]
    assert "is not what was signed" in screen.message.words.text()


def test_given_an_alarm_and_something_settled_by_itself_then_the_alarm_stands_first_under_its_own_words(
    room: Room, mira: Client
) -> None:
    room.draft(mira, plan="Heat.")
    with room.practice.store.write() as db:
        db.exec_driver_sql("DELETE FROM refused")
        for kind in ("restored", "chain"):
            made = {"id": uuid.uuid4(), "table_no": CLIENTS.no, "row_id": mira.id, "kind": kind}
            db.execute(NOTICES.insert().values(**made, at=room.clock.now()))
    screen = opened(room)
    assert headings(screen) == [
        "Something is not as it should be",
        "Notes to finish and sign",
        "Settled by itself, for your information",
    ]
    assert "entries are missing or were changed" in screen.message.words.text()


def test_given_something_is_put_away_then_who_counts_what_waits_hears_of_it_and_nobody_sends_anything(
    room: Room, screen: InboxScreen, mira: Client
) -> None:
    room.heard.clear()
    press(room, Qt.Key.Key_0)
    assert [(one.ids, one.origin) for one in room.heard] == [(frozenset({mira.id}), Origin.SYNC)]


def test_given_it_was_put_away_when_what_was_settled_is_shown_then_the_words_are_there_and_can_be_sent(
    room: Room, screen: InboxScreen, mira: Client
) -> None:
    press(room, Qt.Key.Key_0)
    room.clock.advance(timedelta(days=1))
    press(room, Qt.Key.Key_H)
    bring_to_front(room, screen, mira.id)
    assert WORDS in read(screen)
    assert "kept here word for word" in screen.message.words.text()
    before = [item.id for item in screen.presenter.items]
    press(room, Qt.Key.Key_0)
    assert [item.id for item in screen.presenter.items] == before, "it is put away already"
    assert screen.message.buttons[0].text() == "Send again  (R)"
    press(room, Qt.Key.Key_R)
    assert room.practice.clients.get(mira.id).notes == WORDS
    assert room.navigator.toasts[-1] == "It goes again with the next sync"


def test_given_a_refused_change_of_a_record_that_the_clinic_has_then_it_is_not_said_to_be_in_the_record(
    screen: InboxScreen,
) -> None:
    words = screen.message.words.text()
    assert "The record goes on without it; what was typed is kept here word for word." in words
    assert "stays on this laptop" not in words


def test_given_a_deletion_that_was_put_away_when_looked_at_under_settled_then_nothing_there_deletes(
    room: Room,
) -> None:
    booked = book(room, room.add("Mira", "Talbot"), TUESDAY + 14 * HOUR)
    take_everything(room)
    room.practice.appointments.delete(booked.id)
    refuse_everything(room, "policy")
    screen = opened(room)
    bring_to_front(room, screen, booked.id)
    assert "Send it again to delete the record" in screen.message.words.text()
    press(room, Qt.Key.Key_0)
    press(room, Qt.Key.Key_H)
    bring_to_front(room, screen, booked.id)
    assert "This record was deleted" in screen.message.words.text()
    assert "What was typed" not in screen.message.words.text()
    assert "Send again  (R)" not in verbs(screen)
    press(room, Qt.Key.Key_R)
    (kept,) = [one for one in room.practice.inbox.put_away() if one.row_id == booked.id]
    with pytest.raises(RuleBroken, match="not made again"):
        room.practice.inbox.retry(kept.id)
    assert room.practice.appointments.get(booked.id).id == booked.id


def test_given_it_was_sent_again_when_looked_at_under_settled_then_its_words_are_there_and_no_key_sends_it(
    room: Room, screen: InboxScreen, mira: Client
) -> None:
    press(room, Qt.Key.Key_R)
    room.practice.clients.edit(mira.id, notes="The allergy was ruled out.")
    press(room, Qt.Key.Key_H)
    bring_to_front(room, screen, mira.id)
    assert WORDS in read(screen)
    assert "it was sent again" in screen.message.words.text()
    assert verbs(screen) == ["Copy all of it", "Open the client  (O)"]
    press(room, Qt.Key.Key_R)
    assert room.practice.clients.get(mira.id).notes == "The allergy was ruled out."


def test_given_it_went_after_it_was_put_away_when_the_putting_away_is_taken_back_then_it_stays_settled(
    room: Room, screen: InboxScreen, mira: Client
) -> None:
    press(room, Qt.Key.Key_0)
    take_back = room.navigator.undo
    assert take_back is not None
    press(room, Qt.Key.Key_H)
    bring_to_front(room, screen, mira.id)
    press(room, Qt.Key.Key_R)
    take_back()
    room.settle()
    assert mira.id not in {one.row_id for one in room.practice.inbox.refused()}


def test_given_the_record_says_it_already_when_sent_again_then_nothing_is_said_to_go(
    room: Room, screen: InboxScreen, mira: Client
) -> None:
    room.practice.clients.edit(mira.id, notes=WORDS)
    room.heard.clear()
    press(room, Qt.Key.Key_R)
    assert room.navigator.toasts[-1] == "The record says this already"
    assert Origin.PERSON not in {one.origin for one in room.heard}
    assert mira.id not in {one.row_id for one in room.practice.inbox.refused()}


def test_given_things_of_several_kinds_were_settled_then_they_stand_under_one_heading_the_latest_first(
    room: Room, screen: InboxScreen, mira: Client
) -> None:
    press(room, Qt.Key.Key_0)
    note = room.draft(mira, plan="Heat.")
    ask(room.practice, note.id, "plan", None, "Ice.", "Heat.")
    (conflict,) = room.practice.inbox.conflicts()
    for kind, hours in (("replaced", -1), ("replaced", 2)):
        made = {"id": uuid.uuid4(), "table_no": CLIENTS.no, "row_id": mira.id, "kind": kind}
        when = {"at": room.clock.now(), "seen_at": room.clock.now() + timedelta(hours=hours)}
        with room.practice.store.write() as db:
            db.execute(NOTICES.insert().values(**made, **when))
    room.clock.advance(timedelta(hours=1))
    room.practice.inbox.resolve(conflict.id, Resolution.MINE)
    press(room, Qt.Key.Key_H)
    assert headings(screen) == ["Settled"]
    icons = {screen._render(item).icon for item in screen.presenter.items}
    assert icons == {"check"}, "none of them waits for anybody"
    listed = screen.presenter.items
    assert {item.kind for item in listed} == {InboxKind.REFUSED, InboxKind.NOTICE, InboxKind.SETTLED}
    assert [item.at for item in listed] == sorted((item.at for item in listed), reverse=True)
    bring_to_front(room, screen, mira.id)
    assert screen.presenter.in_front is not None, "one that is listed can be read"
