"""Note templates and text snippets in Settings: added, changed, removed with undo, searched, refused."""

from collections.abc import Callable
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.domain.records import Service
from core.store.practice.practice import NoteTemplateDraft, ServiceDraft, TextSnippetDraft
from desktop.settings.note_texts import NoteTextsSection, SnippetsSection, TemplatesSection
from tests.desktop.records_room import Room, practice, room

__all__ = ["practice", "room"]
P = TypeVar("P", bound=NoteTextsSection)


@pytest.fixture
def massage(room: Room) -> Service:
    return room.practice.services.add(ServiceDraft(name="Massage", default_duration_minutes=50)).value


@pytest.fixture
def templates(room: Room, massage: Service) -> TemplatesSection:
    return opened(room, TemplatesSection(room.context))


@pytest.fixture
def snippets(room: Room) -> SnippetsSection:
    return opened(room, SnippetsSection(room.context))


def opened(room: Room, page: P) -> P:
    room.show(page)
    page.refresh()
    room.settle()
    return page


def rows(page: NoteTextsSection) -> list[str]:
    return [page.model.item(row).text() for row in range(page.model.rowCount())]


def choose(page: NoteTextsSection, row: int) -> None:
    page.list.activated.emit(page.model.index(row, 0))


def press(room: Room, page: NoteTextsSection, act: Callable[[], object]) -> None:
    act()
    room.settle()
    page.refresh()
    room.settle()


def test_given_nothing_yet_then_each_page_says_what_it_is_for(
    templates: TemplatesSection, snippets: SnippetsSection
) -> None:
    for page in (templates, snippets):
        assert page.empty.isVisibleTo(page)
        assert page.search.isHidden()
        page.begin_new()
        assert page.empty.isHidden()


def test_given_a_template_when_written_then_it_is_stored_for_its_service(
    room: Room, templates: TemplatesSection, massage: Service
) -> None:
    templates.add.click()
    templates.name.set_text("First visit")
    templates.service.set_value(massage.id)
    templates.texts["plan"].set_text("Heat {minutes} minutes.\nRest.")
    press(room, templates, templates.save.click)
    (made,) = room.practice.templates.list()
    assert (made.name, made.service_id, made.subjective) == ("First visit", massage.id, None)
    assert made.plan == "Heat {minutes} minutes.\nRest."
    assert room.navigator.toasts == ["Template added"]
    assert rows(templates) == ["First visit"]
    choose(templates, 0)
    templates.texts["plan"].set_text("Cold.")
    press(room, templates, templates.save.click)
    assert room.practice.templates.get(made.id).plan == "Cold."


def test_given_a_snippet_when_written_changed_and_removed_then_undo_brings_it_back(
    room: Room, snippets: SnippetsSection
) -> None:
    snippets.add.click()
    snippets.name.set_text(";rom")
    snippets.text.set_text("Flexion {degrees}°.")
    press(room, snippets, snippets.save.click)
    assert rows(snippets) == [";rom"]
    choose(snippets, 0)
    assert snippets.name.text == "rom"
    snippets.name.set_text("flex")
    press(room, snippets, snippets.save.click)
    assert rows(snippets) == [";flex"]
    choose(snippets, 0)
    press(room, snippets, snippets.remove.click)
    assert rows(snippets) == []
    assert room.navigator.undo is not None
    press(room, snippets, room.navigator.undo)
    assert [each.text for each in room.practice.snippets.list()] == ["Flexion {degrees}°."]


def test_given_words_typed_while_a_new_text_is_stored_when_it_is_then_they_stay_and_change_it(
    room: Room, snippets: SnippetsSection
) -> None:
    snippets.add.click()
    snippets.name.set_text("rom")
    snippets.text.set_text("Flexion")
    snippets.save.click()
    snippets.save.click()
    snippets.text.set_text("Flexion and extension")
    room.settle()
    assert snippets.text.text == "Flexion and extension"
    assert (snippets.in_hand, snippets.error.text()) == (True, "")
    press(room, snippets, snippets.save.click)
    assert [each.text for each in room.practice.snippets.list()] == ["Flexion and extension"]
    assert snippets.form.isHidden()


def test_given_a_text_typed_while_another_is_stored_when_it_is_then_the_form_stays(
    room: Room, snippets: SnippetsSection
) -> None:
    for name in ("rom", "flex"):
        room.practice.snippets.add(TextSnippetDraft(abbreviation=name, text=name))
    press(room, snippets, snippets.refresh)
    choose(snippets, 0)
    snippets.save.click()
    choose(snippets, 1)
    snippets.text.set_text("Range of motion")
    room.settle()
    assert (snippets.name.text, snippets.text.text) == ("rom", "Range of motion")
    assert snippets.in_hand


def test_given_a_text_typed_over_while_it_is_removed_when_it_is_then_it_can_be_added_anew(
    room: Room, snippets: SnippetsSection
) -> None:
    room.practice.snippets.add(TextSnippetDraft(abbreviation="rom", text="Flexion"))
    press(room, snippets, snippets.refresh)
    choose(snippets, 0)
    snippets.remove.click()
    snippets.text.set_text("Range of motion")
    room.settle()
    press(room, snippets, snippets.save.click)
    assert [each.text for each in room.practice.snippets.list()] == ["Range of motion"]


def test_given_an_abbreviation_of_two_words_when_saved_then_the_form_stays_and_says_why(
    room: Room, snippets: SnippetsSection
) -> None:
    snippets.add.click()
    snippets.name.set_text("range of motion")
    snippets.text.set_text("Flexion.")
    press(room, snippets, snippets.save.click)
    assert "one word" in snippets.error.text()
    assert not snippets.form.isHidden()
    assert snippets.text.text == "Flexion."
    snippets.name.set_text("rom")
    assert snippets.error.text() == ""


def test_given_some_texts_when_searched_then_names_and_texts_are_looked_through(
    room: Room, snippets: SnippetsSection
) -> None:
    for abbreviation, text in (("rom", "Flexión {degrees}."), ("gait", "Walks well.")):
        room.practice.snippets.add(TextSnippetDraft(abbreviation=abbreviation, text=text))
    press(room, snippets, lambda: None)
    assert rows(snippets) == [";gait", ";rom"]
    QTest.keyClicks(snippets.search, "flexion")
    QTest.keyClick(snippets.search, Qt.Key.Key_Return)
    assert rows(snippets) == [";rom"]
    QTest.keyClicks(snippets.search, " nothing")
    QTest.keyClick(snippets.search, Qt.Key.Key_Return)
    assert rows(snippets) == []
    assert snippets.empty.title.text() == "Nothing found"
    QTest.keyClick(snippets.search, Qt.Key.Key_Escape)
    assert rows(snippets) == [";gait", ";rom"]


def test_given_a_form_that_was_begun_when_taken_up_then_what_was_typed_stands_there(
    room: Room, templates: TemplatesSection, massage: Service
) -> None:
    room.practice.templates.add(NoteTemplateDraft(name="First", plan="Heat."))
    press(room, templates, lambda: None)
    choose(templates, 0)
    assert templates.content() is None
    templates.texts["plan"].set_text("Heat and rest.")
    templates.service.set_value(massage.id)
    content = templates.content()
    assert content is not None
    again = opened(room, TemplatesSection(room.context))
    again.take_up(content)
    room.settle()
    assert again.texts["plan"].text == "Heat and rest."
    assert again.service.value == massage.id
    assert again.in_hand


def test_given_a_service_that_went_when_its_template_is_listed_then_it_still_is(
    room: Room, templates: TemplatesSection, massage: Service
) -> None:
    room.practice.templates.add(NoteTemplateDraft(name="First", plan="Heat.", service_id=massage.id))
    room.practice.services.delete(massage.id)
    press(room, templates, lambda: None)
    assert rows(templates) == ["First"]
