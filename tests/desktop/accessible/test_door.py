"""From the door on in Hebrew: mirrored, named, and nobody is told of whose it is."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desktop.accessible.atspi import Role, State
from tests.desktop.accessible.conftest import started, unlock
from tests.desktop.accessible.situations import SITUATIONS, rail
from tests.desktop.accessible.stage import Show
from tests.desktop.accessible.test_names import BRAND, PRIVATE, named_by_class, nameless, told_titles


@pytest.fixture(scope="module")
def hebrew(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Show]:
    with started(model, tmp_path_factory.mktemp("hebrew") / "home", "he") as made:
        yield made


def test_given_the_door_when_listened_to_then_what_is_used_has_a_name_and_nobodys_name_is_told(
    hebrew: Show,
) -> None:
    door = hebrew.window()
    assert (nameless(door), named_by_class(door)) == ([], [])
    assert told_titles(hebrew) == {BRAND}
    assert not [part.name for part in door.walk() for word in PRIVATE if word in part.name]
    assert len(door.found(Role.RADIO_BUTTON, "", State.CHECKED)) == 1
    assert hebrew.focus(door.find(Role.PASSWORD_TEXT)).has(State.EDITABLE)


@pytest.mark.parametrize("situation", ["today", "calendar", "clients", "settings"])
def test_given_hebrew_when_listened_to_then_the_window_is_mirrored_and_what_is_used_has_a_name(
    hebrew: Show, situation: str
) -> None:
    if hebrew.window().found(Role.PASSWORD_TEXT, hebrew.said("Unlock", "Passphrase")):
        unlock(hebrew)
    with SITUATIONS[situation](hebrew):
        window = hebrew.window()
        assert (nameless(window), named_by_class(window)) == ([], [])
        others = [part.left_edge() for part in window.found(Role.BUTTON)]
        assert min(part.left_edge() for part in rail(hebrew)) > max(others)
