"""Measures beside the note: the client's scales, and one line that adds to the note, by keys alone."""

import pytest
from PySide6.QtCore import Qt

from core.domain.ids import NoteId
from core.domain.records import Client, SessionNote
from desktop.measures.note_card import NoteMeasures
from tests.desktop.measures.conftest import measure
from tests.desktop.records_room import Room


def rows(card: NoteMeasures) -> list[str]:
    """As a screen reader says them."""
    return [row.accessibleName() for row in card.scales]


def add(room: Room, card: NoteMeasures, line: str) -> None:
    """Typed and entered."""
    card.entry.editor.setFocus()
    card.entry.set_text(f"{card.entry.editor.text()}{line}")
    room.key(card.entry.editor, Qt.Key.Key_Return)
    room.settle()
    room.settle()


def of_note(room: Room, note_id: NoteId) -> list[tuple[str, str]]:
    return [(each.name, each.value) for each in room.practice.measures.of_note(note_id)]


def test_given_measures_when_the_note_is_open_then_each_scale_is_told_in_words(card: NoteMeasures) -> None:
    assert rows(card) == ["Pain: 8, 6.5, 3; falling", "Flexion: 90, 120; rising"]
    assert not card.none.isVisible()


def test_given_a_line_when_entered_then_it_is_of_this_note_and_its_day_and_can_be_taken_back(
    room: Room, card: NoteMeasures, note: SessionNote
) -> None:
    add(room, card, "pain 2,5")
    (added,) = room.practice.measures.of_note(note.id)
    assert (added.value, added.taken_at) == ("2.5", note.session_date)
    assert rows(card)[0] == "Pain: 8, 6.5, 3, 2.5; falling"
    assert card.entry.text == ""
    assert "Pain" in room.navigator.toasts[-1]
    assert room.navigator.undo is not None
    room.navigator.undo()
    room.settle()
    assert of_note(room, note.id) == []


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("pain 12", "0 to 10"),
        ("pain much", "pain 6"),
        ("pain 3/5", "another scale"),
        ("Mood 9999999", "pain 6"),
    ],
)
def test_given_a_line_that_cannot_be_added_when_entered_then_it_stays_and_says_why(
    room: Room, card: NoteMeasures, note: SessionNote, line: str, told: str
) -> None:
    add(room, card, line)
    assert card.entry.editor.text() == line
    assert told in card.entry.note.text()
    assert of_note(room, note.id) == []


def test_given_a_scale_when_it_is_pressed_then_its_name_stands_in_the_entry_and_the_number_is_typed(
    room: Room, card: NoteMeasures, note: SessionNote
) -> None:
    card.scales[1].click()
    assert card.entry.editor.hasFocus()
    add(room, card, "135°")
    assert of_note(room, note.id) == [("Flexion", "135")]


def test_given_a_name_alone_when_entered_then_its_number_is_awaited(room: Room, card: NoteMeasures) -> None:
    add(room, card, "flexion")
    assert card.entry.editor.text() == "flexion "
    assert not card.entry.editor.property("wrong")


def test_given_a_new_name_when_entered_then_the_client_has_a_new_scale(
    room: Room, card: NoteMeasures
) -> None:
    add(room, card, "Stress 3/5")
    assert rows(card)[-1] == "Stress: 3"


def test_given_one_of_this_note_when_its_button_is_pressed_then_it_goes_and_comes_back(
    room: Room, card: NoteMeasures, note: SessionNote
) -> None:
    add(room, card, "pain 2")
    (button,) = card.removals
    button.click()
    room.settle()
    assert of_note(room, note.id) == []
    assert room.navigator.undo is not None
    room.navigator.undo()
    room.settle()
    assert of_note(room, note.id) == [("Pain", "2")]


def test_given_a_half_typed_line_when_another_note_comes_and_goes_then_it_stands_there_again(
    room: Room, card: NoteMeasures, note: SessionNote, mira: Client
) -> None:
    other = room.draft(mira, plan="Walk.")
    card.entry.set_text("pain ")
    card.show_note(mira.id, other.id)
    room.settle()
    assert card.entry.text == ""
    card.show_note(mira.id, note.id)
    assert card.entry.editor.text() == "pain "


def test_given_a_half_typed_line_when_the_program_ends_then_the_next_one_has_it(
    room: Room, card: NoteMeasures, note: SessionNote
) -> None:
    card.entry.set_text("pain 4")
    card.keep()
    room.settle()
    again = room.show(NoteMeasures(room.context), 360, 420)
    room.settle()
    again.show_note(note.client_id, note.id)
    assert again.entry.editor.text() == "pain 4"


def test_given_a_half_typed_line_when_the_note_is_to_be_signed_then_it_is_asked_about(
    room: Room, card: NoteMeasures
) -> None:
    assert card.settle()
    card.entry.set_text("pain 4")
    assert not card.settle()
    assert "before the note is signed" in card.entry.note.text()


def test_given_a_signed_note_when_shown_then_its_measures_stay_and_none_is_added(
    room: Room, card: NoteMeasures, note: SessionNote
) -> None:
    add(room, card, "pain 2")
    room.practice.notes.finalize(note.id)
    card.show_note(note.client_id, note.id)
    room.settle()
    assert not card.entry.isVisible()
    assert card.closed.isVisible()
    assert card.removals == []
    card.write()
    assert "signed" in room.navigator.toasts[-1]
    assert card.settle()


def test_given_another_screen_that_adds_one_when_it_is_told_then_the_row_goes_on(
    room: Room, card: NoteMeasures, mira: Client
) -> None:
    measure(room, mira, 1, "1")
    (added, *_) = room.practice.measures.of_client(mira.id)
    done = room.practice.measures.edit(added.id, value="0")
    room.bus.publish(done.changed)
    room.settle()
    assert rows(card)[0] == "Pain: 8, 6.5, 3, 0; falling"


def test_given_esc_in_the_entry_when_pressed_then_somebody_steps_out_of_it(
    room: Room, card: NoteMeasures
) -> None:
    with room.qtbot.waitSignal(card.left):
        room.key(card.entry.editor, Qt.Key.Key_Escape)
