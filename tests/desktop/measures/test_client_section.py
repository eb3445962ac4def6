"""Measures on the client's page: one scale in front, its table, the form, and what stays of a signed note."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QDate, Qt

from core.domain.ids import ClientId
from core.domain.new_rows import MeasureDraft
from core.domain.records import Client, SessionNote
from desktop.measures.client_section import ClientMeasures
from desktop.measures.points_table import MOST_LINES
from tests.desktop.measures.conftest import measure
from tests.desktop.records_room import Room


def settle(room: Room) -> None:
    """What is stored, then what is read again."""
    room.settle()
    room.settle()


def table(section: ClientMeasures) -> list[list[str]]:
    model = section.table.points
    return [
        [str(model.index(row, column).data()).strip("\u2066\u2069") for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def numbers(section: ClientMeasures) -> list[str]:
    return [row[1] for row in table(section)]


def save(room: Room, section: ClientMeasures, line: str, remark: str = "") -> None:
    section.form.line.set_text(line)
    section.form.remark.set_text(remark)
    room.key(section.form.remark.editor, Qt.Key.Key_Return)
    settle(room)


def taken(room: Room, client_id: ClientId) -> list[str]:
    return [each.value for each in room.practice.measures.of_client(client_id)]


def test_given_no_measures_when_shown_then_it_says_how_to_add_one(room: Room) -> None:
    section = room.show(ClientMeasures(room.context), 760, 720)
    section.show_client(room.add("Otto", "Lindqvist").id)
    settle(room)
    assert "Press M" in section.empty.text()
    assert section.empty.isVisible()
    assert not section.table.isVisible()
    assert not section.plot.isVisible()


def test_given_measures_when_shown_then_pain_is_in_front_and_another_scale_when_it_is_pressed(
    section: ClientMeasures,
) -> None:
    assert [row.accessibleName() for row in section.scales] == [
        "Pain: 8, 6.5, 3; falling",
        "Flexion: 90, 120; rising",
    ]
    assert section.plot.accessibleName() == "Pain: 8, 6.5, 3; falling"
    assert table(section)[0] == ["Monday, 16 November 2026", "3", "", ""]
    assert numbers(section) == ["3", "6.5", "8"]
    section.scales[1].click()
    assert [row.isChecked() for row in section.scales] == [False, True]
    assert numbers(section) == ["120°", "90°"]


def test_given_the_form_when_it_is_filled_and_entered_then_the_measure_is_in_front_and_can_be_taken_back(
    room: Room, section: ClientMeasures, mira: Client
) -> None:
    section.begin()
    assert section.form.line.editor.hasFocus()
    section.form.day.editor.setDate(QDate(2026, 11, 20))
    save(room, section, "flexion 130", "After a week")
    assert not section.form.isVisible()
    assert table(section)[0] == ["Friday, 20 November 2026", "130°", "After a week", ""]
    assert room.navigator.undo is not None
    room.navigator.undo()
    settle(room)
    assert numbers(section) == ["120°", "90°"]


def test_given_a_number_off_its_scale_when_saved_then_the_form_stays_and_says_why(
    room: Room, section: ClientMeasures
) -> None:
    section.begin()
    save(room, section, "pain 11")
    assert "0 to 10" in section.form.line.note.text()
    assert section.form.line.editor.text() == "pain 11"


def test_given_a_day_that_nobody_understands_when_saved_then_it_is_said_and_nothing_is_stored(
    room: Room, section: ClientMeasures, mira: Client
) -> None:
    before = taken(room, mira.id)
    section.begin()
    section.form.line.set_text("pain 2")
    section.form.day.editor.setFocus()
    room.keys(section.form.day.editor, "flood")
    section.form.save.click()
    settle(room)
    assert "12 dec" in section.form.day.note.text()
    assert taken(room, mira.id) == before


def test_given_a_row_when_it_is_entered_then_it_is_changed_on_its_own_moment(
    room: Room, section: ClientMeasures, mira: Client
) -> None:
    before = room.practice.measures.of_client(mira.id)
    section.table.selectRow(0)
    room.key(section.table, Qt.Key.Key_Return)
    assert section.form.line.editor.text() == "Pain 3"
    save(room, section, "Pain 4", "Slept badly")
    after = room.practice.measures.of_client(mira.id)
    assert numbers(section) == ["4", "6.5", "8"]
    assert [each.taken_at for each in after] == [each.taken_at for each in before]
    assert "Slept badly" in {each.note for each in after}


def test_given_a_row_when_deleted_by_key_then_it_goes_and_comes_back(
    room: Room, section: ClientMeasures
) -> None:
    section.table.selectRow(1)
    section.table.setFocus()
    room.key(section.table, Qt.Key.Key_Delete)
    settle(room)
    assert numbers(section) == ["3", "8"]
    assert room.navigator.undo is not None
    room.navigator.undo()
    settle(room)
    assert numbers(section) == ["3", "6.5", "8"]


def _measured_note(room: Room, client: Client) -> SessionNote:
    note = room.draft(client, plan="Rest.")
    scale = {"kind": "PAIN", "name": "Pain", "low": "0", "high": "10"}
    room.practice.measures.add(
        MeasureDraft(client_id=client.id, session_id=note.id, value="1", **scale)  # type: ignore[arg-type]
    )
    return note


@pytest.mark.parametrize("is_signed", [False, True])
def test_given_one_of_a_note_when_chosen_then_the_note_opens_and_only_a_draft_can_be_changed(
    room: Room, section: ClientMeasures, mira: Client, is_signed: bool
) -> None:
    note = _measured_note(room, mira)
    if is_signed:
        room.practice.notes.finalize(note.id)
    section.show_client(mira.id)
    settle(room)
    section.table.selectRow(0)
    assert table(section)[0][3] == ("Signed note" if is_signed else "Draft note")
    assert section.edit.isEnabled() is section.delete.isEnabled() is (not is_signed)
    section.open_note.click()
    assert room.navigator.asked == [("open_note", note.id)]
    room.key(section.table, Qt.Key.Key_Return)
    assert section.form.isVisible() is (not is_signed)


def test_given_one_whose_note_was_signed_meanwhile_when_deleted_then_it_stays_and_that_is_said(
    room: Room, section: ClientMeasures, mira: Client
) -> None:
    note = _measured_note(room, mira)
    section.show_client(mira.id)
    settle(room)
    section.table.selectRow(0)
    room.practice.notes.finalize(note.id)
    section.delete.click()
    settle(room)
    assert "signed note" in room.navigator.toasts[-1]
    assert numbers(section) == ["1", "3", "6.5", "8"]


def test_given_a_half_typed_form_when_another_client_comes_and_goes_then_it_stands_there_again(
    room: Room, section: ClientMeasures, mira: Client
) -> None:
    section.begin()
    section.form.line.set_text("pain 2")
    section.show_client(room.add("Otto", "Lindqvist").id)
    settle(room)
    assert not section.form.isVisible()
    section.show_client(mira.id)
    settle(room)
    assert section.form.line.editor.text() == "pain 2"


def test_given_a_half_changed_measure_when_the_program_ends_then_the_next_one_goes_on_with_it(
    room: Room, section: ClientMeasures, mira: Client
) -> None:
    section.table.selectRow(0)
    room.key(section.table, Qt.Key.Key_Return)
    section.form.remark.set_text("Half a rem")
    section.keep()
    room.settle()
    again = room.show(ClientMeasures(room.context), 760, 720)
    again.show_client(mira.id)
    settle(room)
    assert again.form.remark.text == "Half a rem"
    save(room, again, "Pain 3", "Half a remark")
    assert len(taken(room, mira.id)) == 5
    assert again.form.content() is None


def test_given_a_typed_form_when_left_then_it_is_asked_about_and_an_untouched_one_closes(
    room: Room, section: ClientMeasures
) -> None:
    section.begin()
    room.key(section.form.line.editor, Qt.Key.Key_Escape)
    assert not section.form.isVisible()
    section.begin()
    section.form.line.set_text("pain")
    section.begin()
    assert section.form.line.editor.text() == "pain"
    section.form.cancel.click()
    assert section.form.isVisible()
    assert room.navigator.on_yes is not None
    room.navigator.on_yes()
    assert not section.form.isVisible()


def test_given_thousands_of_measures_when_shown_then_the_plot_has_hundreds_and_the_table_all(
    room: Room, section: ClientMeasures, mira: Client
) -> None:
    start = room.clock.now() - timedelta(days=4000)
    scale = {"kind": "OWN", "name": "Steps"}
    for day in range(1200):
        room.practice.measures.add(
            MeasureDraft(
                client_id=mira.id,
                taken_at=start + timedelta(days=day),
                value=str(day % 97),
                **scale,  # type: ignore[arg-type]
            )
        )
    section.show_client(mira.id)
    settle(room)
    section.scales[-1].click()
    assert len(table(section)) == 1200
    assert 300 < len(section.plot._points) <= 600
    assert section.table.height() < (MOST_LINES + 3) * section.table.rowHeight(0)


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_given_another_screen_that_changes_one_when_it_is_told_then_what_is_marked_stays_marked(
    room: Room, section: ClientMeasures, mira: Client, direction: Qt.LayoutDirection
) -> None:
    section.setLayoutDirection(direction)
    section.table.setCurrentIndex(section.table.points.index(2, 0))
    measure(room, mira, 1, "1")
    newest = room.practice.measures.of_client(mira.id)[0]
    room.bus.publish(room.practice.measures.edit(newest.id, value="2").changed)
    room.settle()
    assert numbers(section) == ["2", "3", "6.5", "8"]
    assert section.table.chosen is not None
    assert section.table.chosen.value == "8"
