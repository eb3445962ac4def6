"""On every screen, read from another process: names, roles, and nothing that is not to be said."""

import re

import pytest

from tests.desktop.accessible.atspi import Part, Role, State
from tests.desktop.accessible.situations import SITUATIONS
from tests.desktop.accessible.stage import Show
from tests.desktop.people import NAMES

USED = {Role.BUTTON, Role.CHECK_BOX, Role.COMBO_BOX, Role.LIST, Role.LIST_ITEM, Role.PASSWORD_TEXT}
USED |= {Role.RADIO_BUTTON, Role.SPIN_BUTTON, Role.TEXT}
CLASS_NAME = re.compile(r"Q[A-Z]\w+|[A-Z][a-z]+(?:[A-Z][a-z]+)+")
BRAND = "PazPaz"
PRIVATE = {word for name in NAMES for part in name for word in part.split() if len(word) > 2}
PRIVATE |= {"Ruth", "Amsel", "Lindenhof", "letter", "exercises", "Knee", "Shoulder"}


def is_used(part: Part) -> bool:
    """Whether a person does something with it or reads it row by row."""
    return part.role in USED or part.has(State.FOCUSABLE)


def nameless(top: Part) -> list[str]:
    return [part.told() for part in top.walk() if is_used(part) and not part.name.strip()]


def named_by_class(top: Part) -> list[str]:
    return [part.told() for part in top.walk() if part.name != BRAND and CLASS_NAME.fullmatch(part.name)]


def told_titles(show: Show) -> set[str]:
    return {part.name for top in show.bus.applications() for part in (top, *top.parts)}


@pytest.mark.parametrize("situation", SITUATIONS)
def test_given_a_screen_when_listened_to_then_what_is_used_has_a_name_and_no_title_tells_whose_it_is(
    program: Show, situation: str
) -> None:
    with SITUATIONS[situation](program):
        window = program.window()
        assert sum(map(is_used, window.walk())) > 1
        assert (nameless(window), named_by_class(window)) == ([], [])
        assert not [title for title in told_titles(program) for word in PRIVATE if word in title]


def test_given_a_state_that_is_only_read_when_listened_to_then_it_is_a_label_and_no_button(
    program: Show,
) -> None:
    with SITUATIONS["today"](program):
        assert program.window().found(Role.LABEL, "Cancelled")
        assert not program.window().found(Role.BUTTON, "Cancelled")
