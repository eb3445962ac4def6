"""Keys that are faster than the store: what is pressed goes to the page that is seen, or to nothing."""

import uuid

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from core.domain.enums import Resolution
from core.domain.records import Client
from core.domain.registry import CLIENTS
from core.store.database.tables import NOTICES
from desktop.inbox.screen import InboxScreen
from tests.asking import ask
from tests.desktop.inbox.test_screen import opened, refuse_everything
from tests.desktop.records_room import Room


@pytest.fixture
def mira(room: Room) -> Client:
    return room.add("Mira", "Talbot")


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def tell(room: Room, client: Client) -> uuid.UUID:
    """What sync writes when it settled something by itself."""
    made = uuid.uuid4()
    with room.practice.store.write() as db:
        row = {"id": made, "table_no": CLIENTS.no, "row_id": client.id, "field": "notes", "kind": "merged"}
        db.execute(NOTICES.insert().values(**row, at=room.clock.now()))
    return made


def question(room: Room, client: Client, *, signed: bool = False) -> uuid.UUID:
    note = room.draft(client, plan="Heat.")
    if signed:
        room.practice.notes.finalize(note.id)
        room.practice.notes.save_draft(note.id, plan="Heat and rest.")
    else:
        ask(room.practice, note.id, "plan", None, "Ice.", "Heat.")
    return next(one.id for one in room.practice.inbox.conflicts() if one.row_id == note.id)


def go_to(room: Room, screen: InboxScreen, item_id: uuid.UUID) -> None:
    screen.presenter.select(item_id)
    room.settle()


def test_given_the_next_notice_is_still_read_when_zero_is_pressed_then_neither_is_put_away(
    room: Room, mira: Client
) -> None:
    told = {tell(room, mira), tell(room, mira)}
    screen = opened(room)
    room.key(focused(), Qt.Key.Key_J)
    room.key(focused(), Qt.Key.Key_0)
    room.settle()
    assert {one.id for one in room.practice.inbox.notices()} == told
    room.key(focused(), Qt.Key.Key_0)
    room.settle()
    assert len(room.practice.inbox.notices()) == 1
    assert screen.presenter.items[0].id in told


def test_given_another_refused_change_is_still_read_when_send_again_is_clicked_then_none_is_sent(
    room: Room,
) -> None:
    for name in ("Mira", "Noa"):
        room.add(name, "Talbot")
    refuse_everything(room, "policy")
    screen = opened(room)
    before = room.practice.inbox.refused()
    go_to(room, screen, before[0].id)
    screen.presenter.select(before[1].id)
    room.click(screen.message.buttons[0])
    room.settle()
    assert room.practice.inbox.refused() == before


def test_given_another_question_is_still_read_when_a_digit_is_pressed_then_none_is_settled_and_a_reason_stays(
    room: Room, mira: Client
) -> None:
    waiting, seen = question(room, mira, signed=True), question(room, mira)
    screen = opened(room)
    go_to(room, screen, waiting)
    room.key(focused(), Qt.Key.Key_1)
    room.keys(focused(), "Added on the train")
    go_to(room, screen, seen)
    screen.presenter.select(waiting)
    screen.compare.keep(left=True)
    room.settle()
    assert {one.id for one in room.practice.inbox.conflicts()} == {waiting, seen}
    assert screen.compare.reason.line.text() == "Added on the train"


def test_given_another_item_is_still_read_when_o_is_pressed_then_no_record_opens_that_nobody_saw(
    room: Room, mira: Client
) -> None:
    tell(room, mira)
    tell(room, room.add("Noa", "Brandt"))
    opened(room)
    room.key(focused(), Qt.Key.Key_J)
    room.key(focused(), Qt.Key.Key_O)
    assert room.navigator.asked == []


def test_given_an_item_is_read_when_the_list_comes_anew_then_its_page_comes_all_the_same(
    room: Room, mira: Client
) -> None:
    tell(room, mira)
    note = room.draft(mira, plan="Heat.")
    screen = opened(room)
    # Saved once more meanwhile: the line of the draft tells another time than the one that was chosen.
    room.context.jobs.run(lambda: room.practice.notes.save_draft(note.id, plan="Heat and rest."))
    screen.presenter.load()
    screen.presenter.select(note.id)
    room.settle()
    assert screen.presenter.in_front is not None
    assert screen.presenter.in_front.id == note.id


def test_given_a_digit_pressed_twice_then_the_second_one_settles_nothing_and_says_nothing(
    room: Room, mira: Client
) -> None:
    for _ in range(2):
        question(room, mira)
    screen = opened(room)
    for _ in range(2):
        screen.compare.keep(left=True)
    room.settle()
    assert len(room.practice.inbox.conflicts()) == 1
    assert room.navigator.toasts == ["Settled; the other laptops hear of it when they sync"]


def test_given_another_digit_while_an_answer_is_stored_then_the_toast_tells_of_the_one_that_stands(
    room: Room, mira: Client
) -> None:
    note = room.draft(mira, plan="Walks.")
    ask(room.practice, note.id, "plan", None, "Ice.", "Heat.")
    (asked,) = room.practice.inbox.conflicts()
    screen = opened(room)
    screen.compare.leave_as_it_is()
    screen.compare.keep(left=True)
    room.settle()
    assert room.practice.inbox.conflict(asked.id).resolution is Resolution.DISMISSED
    assert room.navigator.toasts == ["Put away; both texts stay under “Settled”"]


def test_given_a_wording_is_open_when_a_notice_is_put_away_then_its_question_can_still_be_answered(
    room: Room, mira: Client
) -> None:
    asked, told = question(room, mira), tell(room, mira)
    screen = opened(room)
    go_to(room, screen, asked)
    room.key(focused(), Qt.Key.Key_E)
    room.keys(focused(), "Ask again. ")
    go_to(room, screen, told)
    screen.presenter.dismiss()
    room.settle()
    go_to(room, screen, asked)
    compare = screen.compare
    assert compare.editor.isVisible() or compare.choices.left.isVisible()
    assert "Ask again. " in compare.editor.text.text()
