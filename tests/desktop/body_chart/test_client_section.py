"""The body charts of a client on the client's page: session by session, place by place, only read."""

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.domain.ids import ClientId
from core.domain.new_rows import BodyMarkDraft
from core.domain.records import Client, SessionNote
from core.store.practice.body_marks import Chart
from desktop.body_chart import client_section
from desktop.body_chart.client_section import MOST_COURSES, ClientBodyChart
from tests.desktop.body_chart.conftest import Mark
from tests.desktop.records_room import Room

Session = Callable[[int], SessionNote]


@pytest.fixture
def session(room: Room, mira: Client) -> Session:
    """A draft of so many days ago."""

    def start(days: int) -> SessionNote:
        day = room.clock.now() - timedelta(days=days)
        return room.practice.notes.start(mira.id, session_date=day).value

    return start


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a screen reader is told."""
    said: list[str] = []
    monkeypatch.setattr(client_section, "announce", lambda _view, text: said.append(text))
    return said


@pytest.fixture
def newest(earlier: SessionNote, session: Session, mark: Mark) -> SessionNote:
    """A week ago, after the one of two weeks ago: the pain eases, a scar is new, the tension is gone."""
    note = session(7)
    mark(note.id, "PAIN", "BACK 252 207", "3")
    mark(note.id, "SCAR", "SOLES 770 900")
    return note


def settle(room: Room) -> None:
    for _ in range(3):
        room.settle()


LEFT_TO_RIGHT, RIGHT_TO_LEFT = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft


def shown(room: Room, client: Client, direction: Qt.LayoutDirection = LEFT_TO_RIGHT) -> ClientBodyChart:
    """On a page, as it stands among other sections."""
    page, section = QWidget(), ClientBodyChart(room.context)
    page.setLayoutDirection(direction)
    QVBoxLayout(page).addWidget(section)
    room.show(page, 760, 900)
    section.show_client(client.id)
    settle(room)
    return section


def rows(section: ClientBodyChart) -> list[str]:
    return [row.button.accessibleName() for row in section.rows]


def test_given_no_marks_when_shown_then_there_is_no_section_and_its_keys_do_nothing(room: Room) -> None:
    section = shown(room, room.add("Otto", "Lindqvist"))
    section.take_focus()
    section.step_session(1)
    section.open_session()
    assert not section.isVisible()
    assert room.navigator.asked == []


def test_given_sessions_when_stepped_through_by_mouse_then_each_says_what_changed_since_the_one_before(
    room: Room, mira: Client, newest: SessionNote, earlier: SessionNote, told: list[str]
) -> None:
    section = shown(room, mira)
    assert section.isVisible()
    assert section.since.text() == "Since Mon 9 Nov: 1 new, 1 weaker, 1 gone."
    assert rows(section) == [
        "Pain 3/10 at the left shoulder (back). Weaker: 8 before",
        "Scar at the left heel (sole). New",
        "Tension 5/10 at the right upper shoulder (back). Gone",
    ]
    room.click(section.sessions.earlier)
    assert section.sessions.value == earlier.id
    assert section.since.text() == "The first session with marks."
    assert told == ["Mon 9 Nov · 2 marks. The first session with marks."]
    room.click(section.open_note)
    assert room.navigator.asked == [("open_note", earlier.id)]
    room.click(section.sessions.later)
    assert section.sessions.value == newest.id


def test_given_places_when_listed_then_each_says_how_it_went_and_a_press_shows_where_it_was_last(
    room: Room, mira: Client, newest: SessionNote, earlier: SessionNote
) -> None:
    section = shown(room, mira)
    assert [row.accessibleName() for row in section.courses] == [
        "Pain · left shoulder (back): 8, 3; falling",
        "Scar · left heel (sole): –; unchanged",
        "Tension · right upper shoulder (back): 5; gone Mon 16 Nov",
    ]
    section.courses[1].click()
    assert (section.pages.value, section.canvas.page) == (3, 3)
    assert section.place.text() == "left heel (sole)"
    section.courses[2].click()
    assert section.sessions.value == earlier.id
    assert section.canvas.page == 0
    chosen = section.canvas.chosen_mark()
    assert chosen is not None
    assert chosen.kind == "TENSION"
    assert [row.button.isChecked() for row in section.rows] == [False, True]


def test_given_the_figures_when_keys_are_pressed_then_they_are_read_and_nothing_changes(
    room: Room, mira: Client, newest: SessionNote
) -> None:
    section = shown(room, mira)
    before = list(room.practice.body_marks.of_note(newest.id))
    section.take_focus()
    assert section.canvas.hasFocus()
    section.rows[0].button.click()
    for key in (Qt.Key.Key_9, Qt.Key.Key_Delete, Qt.Key.Key_Return, Qt.Key.Key_PageDown):
        room.key(section.canvas, key)
    settle(room)
    assert section.pages.value == 1
    assert list(room.practice.body_marks.of_note(newest.id)) == before
    room.key(section.canvas, Qt.Key.Key_Escape)
    with room.qtbot.waitSignal(section.left):
        room.key(section.canvas, Qt.Key.Key_Escape)


def test_given_many_places_when_shown_then_the_first_stand_there_and_a_button_brings_the_others(
    room: Room, mira: Client, session: Session, mark: Mark
) -> None:
    note = session(7)
    for number in range(MOST_COURSES + 3):
        mark(note.id, "PAIN", f"BACK {250 if number % 2 else 750} {120 + 95 * number}", str(number))
    section = shown(room, mira)
    assert len(section.courses) == MOST_COURSES
    assert section.all.text() == "Show 3 more places"
    room.click(section.all)
    assert len(section.courses) == MOST_COURSES + 3
    assert section.courses[MOST_COURSES].hasFocus()
    assert not section.all.isVisible()


def test_given_names_are_hidden_when_shown_then_the_section_is_not_there_until_they_are_seen_again(
    room: Room, mira: Client, newest: SessionNote
) -> None:
    room.bus.set_blurred(True)
    section = shown(room, mira)
    assert not section.isVisible()
    section.open_session()
    assert room.navigator.asked == []
    room.bus.set_blurred(False)
    section.show_or_hide()
    assert section.isVisible()


def test_given_a_note_that_is_deleted_when_told_then_its_session_goes_and_the_section_with_the_last(
    room: Room, mira: Client, newest: SessionNote, earlier: SessionNote
) -> None:
    section = shown(room, mira)
    room.bus.publish(room.practice.notes.delete(newest.id).changed)
    settle(room)
    assert section.sessions.choice.editor.count() == 1
    assert section.since.text() == "The first session with marks."
    room.bus.publish(room.practice.notes.delete(earlier.id, "Written for somebody else").changed)
    settle(room)
    assert not section.isVisible()


def test_given_the_first_mark_when_it_is_told_then_the_section_comes(
    room: Room, mira: Client, session: Session
) -> None:
    section = shown(room, mira)
    assert not section.isVisible()
    draft = BodyMarkDraft(session_id=session(7).id, kind="PAIN", place="BACK 250 205", intensity="4")
    room.bus.publish(room.practice.body_marks.add(draft).changed)
    settle(room)
    assert section.isVisible()


def test_given_two_hundred_sessions_when_stepped_through_then_the_first_is_reached_with_few_questions(
    room: Room, mira: Client, session: Session, mark: Mark, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day in range(200):
        mark(session(day).id, "PAIN", "BACK 250 205", str(day % 11))
    asked: list[object] = []
    read = room.practice.body_marks.charts

    def charts(client_id: ClientId) -> Sequence[Chart]:
        asked.append(client_id)
        return read(client_id)

    monkeypatch.setattr(room.practice.body_marks, "charts", charts)
    section = shown(room, mira)
    assert section.sessions.choice.editor.count() == 200
    section.step_session(199)
    assert not section.sessions.earlier.isEnabled()
    section.canvas.grab()
    assert len(section.courses) == 1
    assert asked == [mira.id]


def test_given_another_client_when_shown_then_nothing_of_the_last_one_stays(
    room: Room, mira: Client, newest: SessionNote
) -> None:
    section = shown(room, mira)
    section.show_client(room.add("Otto", "Lindqvist").id)
    assert not section.isVisible()
    assert section.canvas.marks == ()
    assert (section.rows, section.courses) == ([], [])


def test_given_words_from_right_to_left_when_shown_then_the_figures_are_not_mirrored_but_all_around_is(
    room: Room, mira: Client, newest: SessionNote
) -> None:
    section = shown(room, mira, RIGHT_TO_LEFT)
    assert section.sessions.earlier.x() > section.sessions.later.x()
    assert section.pages.mapTo(section, section.pages.rect().topLeft()).x() > section.sessions.x()
    front, back = section.canvas.placed()
    assert (front.view, back.view) == ("FRONT", "BACK")
    assert front.left < back.left


def test_given_a_chosen_mark_when_another_client_comes_then_its_place_is_not_said_below_their_figures(
    room: Room, mira: Client, newest: SessionNote, mark: Mark
) -> None:
    otto = room.add("Otto", "Lindqvist")
    mark(room.draft(otto).id, "SCAR", "FRONT 595 722")
    section = shown(room, mira)
    section.rows[2].button.click()
    assert section.place.text() == "right upper shoulder (back)", "of one that is gone"
    section.rows[0].button.click()
    assert section.place.text() == "left shoulder (back)"
    section.show_client(otto.id)
    settle(room)
    assert section.isVisible()
    assert section.place.text() == ""


def test_given_a_chosen_mark_when_it_is_let_go_or_its_session_is_left_then_its_words_go(
    room: Room, mira: Client, newest: SessionNote, earlier: SessionNote
) -> None:
    room.practice.body_marks.edit(room.practice.body_marks.of_note(newest.id)[0].id, remark="Since May")
    section = shown(room, mira)
    room.click(section.courses[0])
    section.canvas.choose(section.canvas.marks[0].id)
    assert "Since May" in section.place.text()
    section.canvas.choose(None)
    assert section.place.text() == ""
    for at in (0, 1):
        section.rows[at].button.click()
        assert section.place.text()
        section.step_session(1)
        assert section.place.text() == ""
        section.step_session(-1)


def test_given_a_row_with_the_focus_when_something_else_changes_then_it_is_still_that_row(
    room: Room, mira: Client, newest: SessionNote, session: Session
) -> None:
    section = shown(room, mira)
    rows, courses = section.rows, section.courses
    section.courses[1].setFocus()
    other = room.practice.notes.start(room.add("Otto", "Lindqvist").id)
    room.bus.publish(other.changed)
    room.bus.publish(room.practice.notes.start(mira.id).changed)
    settle(room)
    assert (section.rows, section.courses) == (rows, courses), "nothing was built anew"
    assert courses[1].hasFocus()
    room.clock.advance(timedelta(days=1))
    section.presenter.load()
    settle(room)
    assert section.rows != rows, "days are told from today"
    assert section.courses[1].hasFocus()


@pytest.mark.parametrize("part", ["rows", "courses"])
def test_given_a_row_with_the_focus_when_its_marks_change_then_the_same_row_has_it_or_else_the_figures(
    room: Room, mira: Client, newest: SessionNote, part: str
) -> None:
    section = shown(room, mira)
    pain, scar = room.practice.body_marks.of_note(newest.id)
    getattr(section, part)[1].setFocus()
    room.bus.publish(room.practice.body_marks.edit(pain.id, intensity="9").changed)
    settle(room)
    assert rows(section)[0].startswith("Pain 9/10")
    assert getattr(section, part)[1].hasFocus()
    room.bus.publish(room.practice.body_marks.delete(scar.id).changed)
    settle(room)
    assert section.canvas.hasFocus()


def test_given_a_narrow_row_when_its_plot_is_left_out_then_it_asks_for_the_same_room_as_before(
    room: Room, mira: Client, newest: SessionNote
) -> None:
    row = shown(room, mira).courses[0]
    least = set()
    for px in (200, 600):
        row.resize(px, row.height())
        settle(room)
        least.add(row.minimumSizeHint().width())
    assert len(least) == 1
    assert least.pop() > 40
