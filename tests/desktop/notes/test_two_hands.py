"""Two people write in one note at once: no word goes from under anybody's hands, and both are told."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desktop.kit.theme import Theme
from desktop.notes.gateway import NotesGateway
from desktop.notes.recovered_text import take_up_all
from tests.desktop.notes.two_hands import Pair, Writing, pair

WAS = "Slept badly."


@pytest.fixture
def both(tmp_path: Path, theme: Theme) -> Iterator[Pair]:
    with pair(tmp_path, theme, objective=WAS) as made:
        yield made


def caret_px(writing: Writing, name: str) -> tuple[int, int]:
    """Where the caret stands on the screen."""
    QApplication.processEvents()
    text = writing.text(name)
    at = text.mapTo(writing.screen, text.cursorRect().topLeft())
    return at.x(), at.y()


def test_given_two_in_one_paragraph_of_one_matter_when_synced_then_no_sentence_goes_from_under_the_caret(
    both: Pair,
) -> None:
    both.there.go_to("objective")
    both.there.type(" Ibuprofen 800 mg. ")
    both.there.pause()
    both.there.sync()
    text = both.here.go_to("objective")
    both.here.type(" Ibuprofen 600 mg. ")
    both.here.pause()
    both.here.type("Take wi")
    both.here.pause()
    at = caret_px(both.here, "objective")

    both.here.sync()

    assert text.text() == f"{WAS} Ibuprofen 600 mg. Take wi"
    assert caret_px(both.here, "objective") == at
    both.here.type("th food.")
    assert text.text() == f"{WAS} Ibuprofen 600 mg. Take with food."
    assert both.here.screen.editor.page.cards["objective"].otherwise.isVisible()


def test_given_another_laptop_writes_here_when_synced_then_the_header_says_where_until_it_stopped(
    both: Pair,
) -> None:
    header = both.here.screen.editor.header
    assert header.company.isHidden()
    both.there.go_to("objective")
    both.there.type(" Walks with a stick. ")
    both.there.pause()
    both.sync_both()
    assert header.company.text() == "Clinic desk is writing in Objective"
    assert both.there.screen.editor.header.company.isHidden()
    both.met.later(minutes=3)
    both.here.screen.editor.presenter.check_company()
    assert header.company.isHidden()


def test_given_words_of_a_laptop_that_was_out_of_reach_when_they_come_then_nobody_is_said_to_write(
    both: Pair,
) -> None:
    both.there.go_to("objective")
    both.there.type(" Walks with a stick. ")
    both.there.pause()
    both.met.later(minutes=60)
    both.sync_both()
    assert both.here.text("objective").text() == f"{WAS} Walks with a stick. "
    assert both.here.screen.editor.header.company.isHidden()


def test_given_words_for_other_fields_and_above_when_synced_then_the_caret_stays_where_it_is_on_the_screen(
    both: Pair,
) -> None:
    text = both.here.go_to("plan")
    both.here.type("Rest.\nHea")
    both.here.pause()
    at = caret_px(both.here, "plan")
    for name in ("subjective", "objective"):
        both.there.go_to(name)
        both.there.type("\n".join(f"Line {number} of this field." for number in range(12)) + "\n")
        both.there.pause()
    both.there.sync()
    both.here.come()
    text.setFocus()

    both.here.sync()

    assert "Line 11" in both.here.text("objective").text()
    assert caret_px(both.here, "plan") == at
    both.here.type("t.")
    assert text.text() == "Rest.\nHeat."


def test_given_an_alert_of_the_client_when_it_comes_and_goes_then_the_caret_stays_where_it_is_on_the_screen(
    both: Pair,
) -> None:
    both.there.go_to("subjective")
    both.there.type("\n".join(f"Line {number} of this field." for number in range(40)))
    both.there.pause()
    both.there.sync()
    both.here.sync()
    both.here.go_to("plan")
    both.here.type("Hea")
    both.here.pause()
    client = both.here.seat.practice.notes.get(both.note).client_id
    at = caret_px(both.here, "plan")

    for alert in ("Pacemaker: no electrotherapy.", None):
        both.there.seat.practice.clients.edit(client, alerts=alert)
        both.there.sync()
        both.here.sync()

        assert both.here.screen.editor.header.alert.isVisible() is (alert is not None)
        assert caret_px(both.here, "plan") == at


def test_given_words_that_came_in_when_undone_then_only_what_was_typed_here_goes(both: Pair) -> None:
    both.there.go_to("objective")
    both.there.type("\nWalks with a stick.\n")
    both.there.pause()
    both.there.sync()
    text = both.here.text("objective")
    both.here.come()
    text.setFocus()
    text.moveCursor(text.textCursor().MoveOperation.Start)
    both.here.type("Pain 4/10.\n")
    both.here.pause()
    both.here.sync()
    came = f"Pain 4/10.\n{WAS}\nWalks with a stick.\n"
    assert text.text() == came
    text.undo()
    assert text.text() == came
    both.here.type("Left ")
    text.undo()
    assert text.text() == came


def test_given_half_a_sentence_when_both_sync_then_the_other_laptop_gets_whole_ones_alone(both: Pair) -> None:
    both.here.go_to("plan")
    both.here.type("Heat. Ibuprofen 2.")
    both.here.pause()
    both.sync_both()
    assert both.there.text("plan").text() == "Heat. "
    assert both.here.text("plan").text() == "Heat. Ibuprofen 2."
    both.here.type("5 mg")
    both.here.rest()
    both.sync_both()
    assert both.there.text("plan").text() == "Heat. Ibuprofen 2.5 mg"


def disputed(both: Pair) -> None:
    """Both wrote of one dose at once."""
    both.there.go_to("objective")
    both.there.type(" Ibuprofen 800 mg. ")
    both.there.pause()
    both.there.sync()
    both.here.go_to("objective")
    both.here.type(" Ibuprofen 600 mg. ")
    both.here.pause()
    both.sync_both()


def test_given_a_dispute_when_kept_both_in_the_field_then_both_laptops_say_both_and_nothing_twice(
    both: Pair,
) -> None:
    disputed(both)
    strips = [each.screen.editor.page.cards["objective"].otherwise for each in (both.here, both.there)]
    assert [strip.words.text() for strip in strips] == [
        "Clinic desk wrote otherwise here. Both texts are kept.",
        "Home laptop wrote otherwise here. Both texts are kept.",
    ]
    here = strips[0]
    assert not here.is_open
    here.toggle.click()
    assert (here.first.text(), here.second.text()) == (
        f"{WAS} Ibuprofen 600 mg. ",
        f"{WAS} Ibuprofen 800 mg. ",
    )
    here.keep_both.click()
    both.here.seat.settle()
    both.sync_both()
    said = f"{WAS} Ibuprofen 800 mg. Ibuprofen 600 mg."
    assert [each.text("objective").text() for each in (both.here, both.there)] == [said, said]
    assert [strip.isVisible() for strip in strips] == [False, False]


def test_given_a_dispute_when_one_text_is_kept_in_the_field_then_both_laptops_say_it(both: Pair) -> None:
    disputed(both)
    strip = both.here.screen.editor.page.cards["objective"].otherwise
    strip.toggle.click()
    strip.keep_first.click()
    both.here.seat.settle()
    both.sync_both()
    assert [each.text("objective").text() for each in (both.here, both.there)] == [
        f"{WAS} Ibuprofen 600 mg. "
    ] * 2


def test_given_a_dispute_when_the_other_text_is_kept_then_the_screen_takes_it(both: Pair) -> None:
    disputed(both)
    strip = both.here.screen.editor.page.cards["objective"].otherwise
    strip.toggle.click()
    assert strip.first.isVisible()
    strip.toggle.click()
    assert not strip.is_open
    strip.keep_second.click()
    both.here.seat.settle()
    assert both.here.text("objective").text() == f"{WAS} Ibuprofen 800 mg. "
    assert strip.isHidden()


def test_given_a_dispute_when_both_type_on_then_one_question_stands_and_has_all_words(both: Pair) -> None:
    disputed(both)
    for one, words in ((both.there, "With water. "), (both.here, "With food. "), (both.there, "At night. ")):
        one.go_to("objective")
        one.type(words)
        one.pause()
        both.sync_both()
    assert both.here.text("objective").text() == f"{WAS} Ibuprofen 600 mg. With food. "
    assert both.there.text("objective").text() == f"{WAS} Ibuprofen 800 mg. With water. At night. "
    (question,) = both.here.seat.practice.inbox.conflicts()
    assert {question.ours, question.theirs} == {
        f"{WAS} Ibuprofen 600 mg. With food. ",
        f"{WAS} Ibuprofen 800 mg. With water. At night. ",
    }
    assert both.there.seat.practice.inbox.conflicts() == [question]


def test_given_a_program_that_dies_in_half_a_sentence_when_it_begins_again_then_the_words_go(
    both: Pair,
) -> None:
    both.here.go_to("plan")
    both.here.type("Heat and re")
    both.here.pause()
    practice = both.here.seat.practice
    assert practice.notes.get(both.note).plan is None
    assert practice.notes.in_clinic(both.note) is False
    take_up_all(NotesGateway(practice, both.here.seat.laptop.clock))
    assert practice.notes.get(both.note).plan == "Heat and re"
