"""A booking typed for somebody who is not a client yet: the client first, then what was typed."""

from typing import cast

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest

from core.domain.clock import FixedClock
from core.domain.new_rows import ClientDraft
from core.store.practice.practice import Practice
from desktop.app import Program
from desktop.calendar.pane import CalendarPane
from desktop.calendar.screen import CalendarScreen
from desktop.clients.form import FormValues
from desktop.clients.form_view import ClientForm
from desktop.clients.screen import ClientsScreen
from desktop.kit.booking_line import BookingLine
from desktop.kit.typed_booking import TypedBooking
from desktop.palette.finder import PracticeFinder
from tests.desktop import stillness
from tests.desktop.conftest import FakeNavigator
from tests.desktop.settings.test_buttons import say_yes
from tests.desktop.test_unsaved_forms import cover, focused
from tests.desktop.test_workplace import model_home, program, work

__all__ = ["model_home", "program"]
LINE = "Zoe Winterfeld tue 10 90m"


def type_line(program: Program, text: str) -> None:
    """Into the palette, and Enter."""
    place = work(program)
    place.open_palette()
    QTest.keyClicks(place._palette.field, text)
    place._palette.field.searched.emit(place._palette.field.text())
    settle(program)
    QTest.keyClick(place._palette.field, Qt.Key.Key_Return)
    settle(program)


def settle(program: Program) -> None:
    stillness.settle(program.jobs)


def clients(program: Program) -> ClientsScreen:
    return cast("ClientsScreen", work(program).window.screens["clients"])


def form_of(program: Program) -> ClientForm:
    form = clients(program).form
    assert not form.isHidden()
    return form


def pane_of(program: Program) -> CalendarPane:
    pane = cast("CalendarScreen", work(program).window.screens["calendar"]).pane
    assert pane is not None
    return pane


def save(program: Program) -> None:
    QTest.keyClick(
        clients(program).form.lines["first_name"].editor,
        Qt.Key.Key_Return,
        Qt.KeyboardModifier.ControlModifier,
    )
    settle(program)


def asked_line(navigator: FakeNavigator) -> BookingLine:
    return cast("BookingLine", navigator.asked[-1][2])


def titles(finder: PracticeFinder, text: str) -> list[str]:
    return [one.title for one in finder(text, 12)]


@pytest.fixture
def finder(practice: Practice, navigator: FakeNavigator, clock: FixedClock) -> PracticeFinder:
    return PracticeFinder(practice, navigator, clock)


def test_given_an_unknown_name_in_a_booking_when_chosen_then_the_client_is_added_and_the_booking_goes_on(
    program: Program,
) -> None:
    type_line(program, LINE)
    form = form_of(program)
    assert (form.values().first_name, form.values().last_name) == ("Zoe", "Winterfeld")
    save(program)
    assert work(program).window.place == "calendar"
    booking = pane_of(program).booking
    assert booking.form.client_name == "Zoe Winterfeld"
    assert booking.form.client_id is not None
    assert (booking.form.day.weekday(), booking.form.start, booking.form.end) == (1, "10:00", "11:30")


def test_given_clients_called_as_a_weekday_when_typed_then_they_are_offered_before_that_day(
    practice: Practice, finder: PracticeFinder, navigator: FakeNavigator
) -> None:
    for first, last in (("שני", "זילברפלד"), ("Noor", "Tuescher")):
        practice.clients.add(ClientDraft(first_name=first, last_name=last))
    as_a_name, as_a_day = finder("שני זילברפלד 10", 12)[:2]
    assert as_a_name.title == as_a_day.title == "Book שני זילברפלד"
    as_a_name.run()
    as_a_day.run()
    asked = [cast("TypedBooking", one[2]) for one in navigator.asked]
    assert [one.who for one in asked] == ["שני זילברפלד", "זילברפלד"]
    assert asked[1].day.weekday() == 0
    assert titles(finder, "noor tue 10")[0] == "Book Noor Tuescher"
    assert not any(title.startswith("Book") for title in titles(finder, "noor tue 2 dec 10"))


def test_given_a_name_alone_when_nobody_has_it_then_a_new_client_can_be_booked_at_the_next_free_time(
    program: Program,
) -> None:
    type_line(program, "Zoe Winterfeld")
    save(program)
    booking = pane_of(program).booking
    assert booking.form.client_name == "Zoe Winterfeld"
    assert not pane_of(program).form.isHidden()


@pytest.mark.parametrize("is_changed", [True, False])
def test_given_the_form_of_the_new_client_when_it_is_given_up_then_the_line_stands_in_the_palette_again(
    program: Program, is_changed: bool
) -> None:
    """Also where the name was taken out again, so that nothing is asked."""
    type_line(program, LINE)
    form = form_of(program)
    if not is_changed:
        for name in ("first_name", "last_name"):
            form.lines[name].set_text("")
    QTest.keyClick(form.lines["last_name"].editor, Qt.Key.Key_Escape)
    if is_changed:
        say_yes(program)
    settle(program)
    palette = work(program)._palette
    assert palette.isVisible()
    assert palette.field.text() == LINE
    palette.reject()
    form.begin_new(form.values(), ())
    form._close()
    assert not palette.isVisible()


def test_given_the_form_when_the_program_ends_then_the_booking_comes_back_with_it(program: Program) -> None:
    type_line(program, LINE)
    form = form_of(program)
    content, line = form.content(), form.booking
    assert content is not None
    form._close()
    work(program)._palette.reject()
    form.take_up(content)
    assert form.booking == line
    save(program)
    assert pane_of(program).booking.form.start == "10:00"


def test_given_hebrew_when_typed_for_nobody_known_then_it_is_understood_and_offered(
    finder: PracticeFinder, navigator: FakeNavigator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QLocale, "firstDayOfWeek", lambda _self: Qt.DayOfWeek.Sunday)
    (found,) = finder("אורי שלזינגר מחר ב-10:30 45 דק'", 12)
    assert found.title == "Book אורי שלזינגר as a new client"
    found.run()
    assert navigator.asked[-1][:2] == ("new_client", "אורי שלזינגר")
    line = asked_line(navigator)
    typed = line.meant([])
    assert typed is not None
    assert (f"{typed.start:%H:%M}", typed.minutes) == ("10:30", 45)
    assert titles(finder, "אורי שלזינגר") == ["Book אורי שלזינגר as a new client"]


def test_given_a_line_that_waits_over_a_night_when_booked_then_its_weekday_counts_from_when_it_was_typed(
    finder: PracticeFinder, navigator: FakeNavigator, clock: FixedClock
) -> None:
    finder("Zoe Winterfeld tomorrow 10", 12)[0].run()
    line = asked_line(navigator)
    typed = line.meant([])
    assert typed is not None
    assert (typed.day - clock.now().date()).days == 1
    assert line.at == clock.now()


@pytest.mark.parametrize(
    "text", ["0505550100", "Zoe7", "deep tissue", "z", "tue", "weekly", "one two three four five six"]
)
def test_given_what_is_no_name_when_nobody_is_found_then_nothing_is_offered(
    finder: PracticeFinder, text: str
) -> None:
    assert not [title for title in titles(finder, text) if "new client" in title]


def test_given_a_name_that_begins_an_action_then_the_action_alone_is_listed(program: Program) -> None:
    place = work(program)
    place.open_palette()
    place._palette.field.setText("backup")
    place._palette.field.searched.emit("backup")
    settle(program)
    listed = [entry.title for entry in place._palette._entries if entry is not None]
    assert "Make a backup" in listed
    assert not [title for title in listed if "new client" in title]
    place._palette.reject()


def test_given_a_word_that_notes_speak_of_then_it_is_no_name(finder: PracticeFinder) -> None:
    assert titles(finder, "shoulder")
    assert not [title for title in titles(finder, "shoulder") if "new client" in title]


def test_given_somebody_who_is_a_client_then_no_new_one_is_offered(finder: PracticeFinder) -> None:
    assert "Book Mira as a new client" not in titles(finder, "Mira")
    assert "Book Mira as a new client" not in titles(finder, "Mira tue 10")


@pytest.mark.parametrize("is_locked", [True, False])
def test_given_an_unsaved_form_that_is_kept_when_a_line_would_take_its_place_then_the_line_comes_back(
    program: Program, is_locked: bool
) -> None:
    clients(program).form.begin_new(FormValues(), ())
    form = form_of(program)
    form.lines["first_name"].set_text("Yael")
    type_line(program, LINE)
    if is_locked:
        cover(program)
    else:
        QTest.keyClick(focused(work(program)), Qt.Key.Key_Escape)
    settle(program)
    palette = work(program)._palette
    assert palette.isVisible()
    assert palette.field.text() == LINE
    assert form.values().first_name == "Yael"
    palette.reject()


def test_given_a_booking_form_that_is_kept_when_a_line_would_take_its_place_then_the_line_comes_back(
    program: Program,
) -> None:
    type_line(program, "Mira tue 10")
    form = pane_of(program).form
    form.reason.set_text("Brings the X-ray")
    for _ in range(2):
        type_line(program, "Mira wed 11 45m")
        QTest.keyClick(focused(work(program)), Qt.Key.Key_Escape)
        settle(program)
        palette = work(program)._palette
        assert palette.isVisible()
        assert palette.field.text() == "Mira wed 11 45m"
        palette.reject()
    assert pane_of(program).booking.form.start == "10:00"


def test_given_a_form_whose_name_was_emptied_when_the_program_ends_then_its_line_is_kept_all_the_same(
    program: Program,
) -> None:
    type_line(program, LINE)
    form = form_of(program)
    for name in ("first_name", "last_name"):
        form.lines[name].set_text("")
    content, line = form.content(), form.booking
    assert content is not None
    form._close()
    work(program)._palette.reject()
    assert form.content() is None
    form.take_up(content)
    assert form.booking == line
    QTest.keyClick(form.lines["last_name"].editor, Qt.Key.Key_Escape)
    settle(program)
    assert work(program)._palette.field.text() == LINE
    work(program)._palette.reject()


def test_given_an_archived_client_when_booked_in_a_line_then_their_record_is_offered_before_a_new_one(
    finder: PracticeFinder, practice: Practice, navigator: FakeNavigator
) -> None:
    client = practice.clients.find("mira", limit=1)[0].client
    practice.clients.archive(client.id)
    found = finder(f"{client.first_name} {client.last_name} tue 10", 12)
    name = f"{client.first_name} {client.last_name}"
    expected = [f"Book {name}", f"Open {name} to restore them", f"Book {name} as a new client"]
    assert [entry.title for entry in found if entry.group == "Book"] == expected
    book, opening = found[0], next(entry for entry in found if entry.title == expected[1])
    assert book.second.startswith("archived")
    book.run()
    assert navigator.asked[-1][:2] == ("book", client.id)
    opening.run()
    assert navigator.asked[-1] == ("open_client", client.id)


def test_given_a_line_with_a_word_that_says_nothing_then_it_is_named_and_forms_that_work_are_shown(
    finder: PracticeFinder, navigator: FakeNavigator
) -> None:
    (entry,) = finder("Zoe Winterfeld tue 9 30", 12)
    assert "30" in entry.title
    assert "Zoe Winterfeld tue 10:30 60m" in entry.second


@pytest.mark.parametrize(("text", "is_told"), [("mira tue", True), ("pain on tuesday", False)])
def test_given_a_day_without_an_hour_then_one_is_asked_for_only_where_somebody_has_that_name(
    finder: PracticeFinder, text: str, is_told: bool
) -> None:
    assert any(title.startswith("Add an hour") for title in titles(finder, text)) is is_told


def test_given_a_line_that_is_not_understood_when_enter_is_pressed_then_it_stays_to_be_mended(
    program: Program,
) -> None:
    line = "Zoe Winterfeld tue 9 30"
    type_line(program, line)
    palette = work(program)._palette
    assert (palette.isVisible(), palette.field.text()) == (True, line)
