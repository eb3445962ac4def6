"""A form that another version of the program left open comes back with every word that this one knows."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from core.domain.day_part import DayPart
from core.domain.ids import ClientId, UserId
from desktop.calendar import block_form, booking_form, waitlist_form
from desktop.calendar.block_form import BlockForm
from desktop.calendar.booking_form import Form
from desktop.calendar.repeating import NO_REPEAT, End, RepeatForm, Unit, from_json, to_json
from desktop.calendar.waitlist_form import WishForm
from desktop.kit.form_drafts import Content

MONDAY = date(2026, 11, 23)
SOMEBODY, ME = ClientId(uuid.UUID(int=1)), UserId(uuid.UUID(int=2))
WEEKLY = RepeatForm(Unit.WEEK, 2, (0, 2), End.UNTIL, until=date(2026, 12, 1))

Way = tuple[Callable[[Any], Content], Callable[[Content], Any], Any]

WAYS: dict[str, Way] = {
    "booking": (
        booking_form.form_to_json,
        booking_form.form_from_json,
        Form(MONDAY, "10:00", "11:00", SOMEBODY, "Dana Levi", notes="Knee", repeat=WEEKLY),
    ),
    "block": (
        block_form.form_to_json,
        block_form.form_from_json,
        BlockForm(MONDAY, MONDAY, "12:00", "13:00", title="Lunch", user_id=ME, repeat=WEEKLY),
    ),
    "wish": (
        waitlist_form.form_to_json,
        waitlist_form.form_from_json,
        WishForm(50, SOMEBODY, "Dana Levi", part=DayPart.EVENING, latest=MONDAY, remark="Mornings"),
    ),
    "repetition": (to_json, from_json, WEEKLY),
}
NEEDED = {"day", "start", "end", "first", "last", "minutes"}
"""Without them there would be no form at all; every version keeps them."""

ways = pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)


@ways
def test_given_more_than_this_version_knows_when_taken_up_then_all_that_it_knows_is_there(way: Way) -> None:
    write, read, form = way
    assert read({**write(form), "colour": "blue", "guests": [1, 2]}) == form


@ways
def test_given_any_field_that_was_not_kept_when_taken_up_then_the_others_are_there(way: Way) -> None:
    write, read, form = way
    kept = write(form)
    for name in kept.keys() - NEEDED:
        read_again = read({key: value for key, value in kept.items() if key != name})
        assert replace(read_again, **{name: getattr(form, name)}) == form


@ways
def test_given_values_that_only_another_version_knows_when_taken_up_then_the_rest_is_there(way: Way) -> None:
    write, read, form = way
    kept = write(form)
    odd: Content = {name: "fortnight" for name in ("unit", "part") if name in kept}
    if "repeat" in kept:
        odd["repeat"] = {**kept["repeat"], "unit": "fortnight"}
    again = write(read({**kept, **odd}))
    assert {name: again[name] for name in again.keys() - odd.keys()} == {
        name: kept[name] for name in kept.keys() - odd.keys()
    }


def test_given_nothing_kept_of_a_repetition_when_taken_up_then_it_does_not_repeat() -> None:
    assert from_json(None) == from_json({}) == NO_REPEAT
