"""The clients' list, the booking form and the palette find the same people, or say that there is nobody."""

from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.store.practice.practice import ClientDraft, Practice
from desktop.app import Program
from desktop.calendar.practice_gateway import PracticeDesk
from desktop.calendar.screen import CalendarScreen
from desktop.clients.screen import ClientsScreen
from desktop.clients.search import ClientIndex
from desktop.palette.finder import PracticeFinder
from tests.desktop.conftest import FakeNavigator
from tests.desktop.test_workplace import model_home, program, work

__all__ = ["model_home", "program"]
SHAUN = ("Shaun", "O'Brien", "054-555-0100")
PEOPLE = (SHAUN, ("Siobhán", "Ní Bhriain", "+972 50-555-0100"), ("רחל", "לוי", "050 555 0177"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("054-555", ["Shaun"]),
        ("0545550100", ["Shaun"]),
        ("+972 54 555 0100", ["Shaun"]),
        ("obrien", ["Shaun"]),
        ("so", ["Shaun"]),
        ("050 555 0100", ["Siobhán"]),
        ("972505550100", ["Siobhán"]),
        ("siobhan ni", ["Siobhán"]),
        ("siobhan bh", ["Siobhán"]),
        ("0100", ["Shaun", "Siobhán"]),
        ("053-555-0100", []),
        ("רל", ["רחל"]),
        ("לוי רחל", ["רחל"]),
        ("zzz", []),
    ],
)
def test_given_people_when_something_is_typed_then_every_list_finds_the_same(
    program: Program, text: str, expected: list[str]
) -> None:
    practice = work(program).opening.practice
    for first, last, phone in PEOPLE:
        practice.clients.add(ClientDraft(first_name=first, last_name=last, phone=phone))
    for found in (in_the_list(practice, text), while_booking(practice, text), in_the_palette(program, text)):
        assert sorted(found) == sorted(expected)


def in_the_list(practice: Practice, text: str) -> list[str]:
    index = ClientIndex()
    index.replace_all(practice.clients.list(include_archived=True))
    return [one.client.first_name for one in index.find(text)]


def while_booking(practice: Practice, text: str) -> list[str]:
    return [client.first_name for client in PracticeDesk(practice).find_clients(text)]


def in_the_palette(program: Program, text: str) -> list[str]:
    place = work(program)
    found = PracticeFinder(place.opening.practice, cast("Any", FakeNavigator()), place.context.clock)(
        text, 12
    )
    return [entry.title.split()[0] for entry in found if entry.icon == "client"]


def test_given_an_open_client_when_nobody_matches_then_it_is_said_and_nobody_stands_beside_it(
    program: Program,
) -> None:
    place = work(program)
    mira, dana = (one.client.id for one in place.opening.practice.clients.list()[:2])
    place.navigator.open_client(mira)
    program.jobs.wait()
    screen = cast("ClientsScreen", place.window.screens["clients"])
    screen.search.setText("zzz")
    assert not screen.detail.isVisible()
    assert screen.nobody.title.text() == "No match for “zzz”"
    QTest.keyClick(screen.list, Qt.Key.Key_E)
    assert screen.form.isHidden()
    screen.presenter.refresh()
    program.jobs.wait()
    assert not screen.detail.isVisible()
    screen.search.setText("")
    assert screen.detail.isVisible()
    screen.search.setText("zzz")
    place.navigator.open_client(dana)
    program.jobs.wait()
    assert screen.detail.isVisible()
    assert screen.search.text() == ""


def test_given_a_booking_when_nobody_matches_then_it_is_said_and_only_a_whole_name_is_offered_as_new(
    program: Program,
) -> None:
    place = work(program)
    screen = cast("CalendarScreen", place.window.go("calendar"))
    screen.new()
    program.jobs.wait()
    assert screen.pane is not None
    picker = screen.pane.form.picker
    QTest.keyClicks(picker.edit, "Zed")
    program.jobs.wait()
    assert [picker.results.item(row).text() for row in range(picker.results.count())] == ["No match"]
    QTest.keyClick(picker.edit, Qt.Key.Key_Down)
    QTest.keyClick(picker.edit, Qt.Key.Key_Return)
    assert screen.pane.booking.form.client_id is None
    QTest.keyClicks(picker.edit, " New")
    program.jobs.wait()
    shown = [picker.results.item(row).text() for row in range(picker.results.count())]
    assert shown == ["No match", "Add “Zed New” as a new client"]
    QTest.keyClick(picker.edit, Qt.Key.Key_Down)
    QTest.keyClick(picker.edit, Qt.Key.Key_Return)
    program.jobs.wait()
    assert screen.pane.booking.form.client_id is not None
