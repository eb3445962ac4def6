"""Fields: choices by their label and with their value, texts for reading, and secrets."""

from functools import partial

import pytest

from tests.desktop.accessible.atspi import Part, Role, State
from tests.desktop.accessible.situations import SITUATIONS
from tests.desktop.accessible.stage import Show


def value(combo: Part) -> list[str]:
    """What its list says is chosen, open or not: readers have no other way to it."""
    return [row.name for part in combo.parts for row in part.parts if row.has(State.SELECTED)]


def combo(show: Show, name: str) -> Part:
    return show.window().find(Role.COMBO_BOX, name)


def has_value(show: Show, name: str, text: str) -> bool:
    return value(combo(show, name)) == [text]


def test_given_a_form_when_listened_to_then_each_choice_has_its_labels_name_and_says_what_is_chosen(
    program: Show,
) -> None:
    with SITUATIONS["new appointment"](program):
        combos = program.window().found(Role.COMBO_BOX)
        assert [part.name for part in combos] == ["Service", "Location", "Repeats"]
        assert all(program.window().found(Role.LABEL, part.name) for part in combos)
        program.focus(combos[0])
        rows = [row.name for row in combos[0].parts[0].parts]
        for row in rows[1:]:
            program.bus.key("Down")
            program.bus.until(partial(has_value, program, "Service", row))


def test_given_a_choice_when_a_reader_presses_it_then_its_list_opens_with_its_name_and_esc_closes_it(
    program: Show,
) -> None:
    with SITUATIONS["new appointment"](program):
        program.focus(combo(program, "Service")).press()
        opened = program.bus.until(
            lambda: [part for top in program.windows() for part in top.found(Role.LIST, "Service")]
        )
        assert len(opened[0].found(Role.LIST_ITEM)) == 4
        program.bus.key("Esc")
        program.bus.until(lambda: not combo(program, "Service").has(State.EXPANDED))


def test_given_a_signed_note_when_listened_to_then_its_texts_take_the_focus_and_say_that_they_are_for_reading(
    program: Show,
) -> None:
    with SITUATIONS["signed note"](program):
        texts = program.window().found(Role.TEXT)
        assert {"Subjective", "Objective", "Assessment", "Plan"} <= {text.name for text in texts}
        for text in texts:
            assert text.has(State.READ_ONLY, State.FOCUSABLE)
            assert not text.has(State.EDITABLE)
        assert program.focus(texts[0]).text() == "Knee hurts."


def test_given_a_draft_when_listened_to_then_its_texts_are_for_writing(program: Show) -> None:
    with SITUATIONS["draft"](program):
        text = program.window().find(Role.TEXT, "Subjective")
        assert text.has(State.EDITABLE)
        assert not text.has(State.READ_ONLY)


def test_given_two_versions_when_listened_to_then_both_texts_take_the_focus_and_are_for_reading(
    program: Show,
) -> None:
    with SITUATIONS["conflict"](program):
        for name in ("On this laptop", "On another laptop"):
            text = program.window().find(Role.TEXT, name, State.READ_ONLY)
            assert program.focus(text).text()


def test_given_a_passphrase_when_it_is_typed_then_it_is_told_as_a_secret_and_not_read_out(
    program: Show,
) -> None:
    with SITUATIONS["settings, security"](program):
        field = program.window().find(Role.PASSWORD_TEXT, "Present passphrase")
        field.write("kettles drift")
        told = program.bus.until(field.text)
        assert set(told).isdisjoint("kettles drift")
        field.write("")


@pytest.mark.parametrize("situation", ["clients", "help"])
def test_given_a_search_when_something_is_typed_then_what_clears_it_says_so(
    program: Show, situation: str
) -> None:
    with SITUATIONS[situation](program):
        field = program.window().find(Role.TEXT)
        field.write("ta")
        program.see(Role.BUTTON, "Clear").press()
        program.bus.until(lambda: not field.text())
