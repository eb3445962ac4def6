"""The rail and the views of the calendar, and what of hidden pages can be heard: nothing."""

from collections.abc import Iterator
from functools import partial

import pytest

from tests.desktop.accessible.atspi import Part, Role, State
from tests.desktop.accessible.situations import PLACES, SITUATIONS, go, rail
from tests.desktop.accessible.stage import Show


def everything(top: Part) -> Iterator[Part]:
    """Whether it shows or not; the list of a combo is its own affair."""
    yield top
    if top.role != Role.COMBO_BOX:
        for part in top.parts:
            yield from everything(part)


def chosen(parts: list[Part]) -> list[str]:
    return [part.name for part in parts if part.has(State.CHECKED)]


@pytest.mark.parametrize("place", PLACES)
def test_given_a_place_when_a_reader_presses_it_then_its_screen_comes_and_it_alone_is_told_as_chosen(
    program: Show, place: str
) -> None:
    go(program, "Inbox" if place == "Today" else "Today")
    go(program, place)
    buttons = rail(program)
    assert [part.role for part in buttons] == [Role.RADIO_BUTTON] * len(PLACES)
    assert [name.split(" (")[0] for name in chosen(buttons)] == [place]


def test_given_the_calendar_when_a_reader_presses_a_view_then_it_shows_and_is_told_as_chosen(
    program: Show,
) -> None:
    go(program, "Calendar")
    for view in ("Day", "Week"):
        program.window().find(Role.PANEL, "View").find(Role.RADIO_BUTTON, view).press()
        program.bus.until(partial(shows, program, view))
    assert {part.role for part in views(program)} == {Role.RADIO_BUTTON}


def shows(show: Show, view: str) -> bool:
    """Whether it is told as chosen, and the calendar has its days."""
    days = {part.name.split()[0] for part in show.window().find(Role.LIST, "Calendar").found(Role.LIST_ITEM)}
    return chosen(views(show)) == [view] and (len(days) == 1) == (view == "Day")


def views(show: Show) -> list[Part]:
    return show.window().find(Role.PANEL, "View").found(Role.RADIO_BUTTON)


@pytest.fixture(scope="module")
def all_seen(program: Show) -> Show:
    """Once is enough: what was seen stays made."""
    for place in (*(name.lower() for name in PLACES), "client"):
        with SITUATIONS[place](program):
            pass
    return program


@pytest.mark.parametrize("place", PLACES)
def test_given_every_place_was_seen_when_one_is_in_front_then_no_row_of_another_is_to_be_heard(
    all_seen: Show, place: str
) -> None:
    program = all_seen
    go(program, place)
    lists = [part for part in everything(program.window()) if part.role == Role.LIST]
    told = {part.name for part in lists if any(row.has(State.SHOWING) for row in part.parts)}
    assert told - ({"Files", "Timeline"} if place == "Clients" else set()) <= {place}
