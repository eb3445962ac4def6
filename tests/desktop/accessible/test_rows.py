"""The row that one is on in a list, told while keys move through it."""

from tests.desktop.accessible.atspi import Role, State
from tests.desktop.accessible.situations import SITUATIONS, rows
from tests.desktop.accessible.stage import Show


def test_given_the_files_of_a_client_when_tabbed_to_and_walked_then_the_row_one_is_on_is_told(
    program: Show,
) -> None:
    with SITUATIONS["client"](program):
        program.focus(program.see(Role.BUTTON, "Add files…"))
        for _ in range(2):  # over whether pictures keep what they tell of the camera
            program.bus.key("Tab")
        program.see(Role.LIST, "Files", State.FOCUSED)
        first, second = rows(program, "Files")
        assert rows(program, "Files", State.FOCUSED) == [first]
        program.bus.key("Down")
        program.see(Role.LIST_ITEM, second, State.FOCUSED, State.SELECTED)
        assert rows(program, "Files", State.FOCUSED) == rows(program, "Files", State.SELECTED) == [second]


def test_given_a_timeline_when_tabbed_to_and_walked_then_the_row_one_is_on_is_told_and_no_heading(
    program: Show,
) -> None:
    with SITUATIONS["client"](program):
        program.focus(program.see(Role.LIST, "Files"))
        for _ in range(6):
            program.bus.key("Tab")
            if program.window().found(Role.LIST, "Timeline", State.FOCUSED):
                break
        program.see(Role.LIST, "Timeline", State.FOCUSED)
        headings = set(rows(program, "Timeline")) - set(rows(program, "Timeline", State.FOCUSABLE))
        lines = rows(program, "Timeline", State.FOCUSABLE)
        assert "Coming up" in headings
        for line in lines[1:]:
            program.bus.key("Down")
            program.see(Role.LIST_ITEM, line, State.FOCUSED)
            assert rows(program, "Timeline", State.FOCUSED) == [line]


def test_given_the_palette_when_walked_then_the_row_that_enter_would_take_is_told_and_keys_are_said(
    program: Show,
) -> None:
    with SITUATIONS["palette"](program):
        assert rows(program, "Results", State.SELECTED) == ["Today"]
        program.bus.key("Down")
        program.see(Role.LIST_ITEM, "Calendar", State.SELECTED)
        program.window().find(Role.TEXT).write("lock")
        program.see(Role.LIST_ITEM, "Lock, Ctrl+L")


def test_given_the_palette_when_it_has_found_notes_then_each_row_says_whose_of_when_and_what_stands_in_it(
    program: Show,
) -> None:
    with SITUATIONS["palette"](program):
        program.window().find(Role.TEXT).write("Shoulder")
        found = program.bus.until(
            lambda: [name for name in rows(program, "Results", State.SELECTED) if "Shoulder" in name]
        )
        assert found[0].startswith("Mira Talbot, ")
        assert found[0].count(", ") == 2


def test_given_the_help_when_listened_to_then_each_row_says_what_it_does_and_with_which_keys(
    program: Show,
) -> None:
    with SITUATIONS["help"](program):
        assert "Search or go to, Ctrl+K" in rows(program, "Keys")
        assert program.window().found(Role.TEXT, "Search keys", State.FOCUSED)


def test_given_a_booking_when_a_client_is_searched_then_each_row_says_the_number_that_tells_two_apart(
    program: Show,
) -> None:
    with SITUATIONS["new appointment"](program):
        program.see(Role.TEXT, "Client", State.FOCUSED)
        for letter in "talb":
            program.bus.key(letter)
        program.see(Role.LIST_ITEM, "Mira Talbot, +49 30 5550000", State.SELECTED)
