"""The words of reminders in Settings: seen as a client reads them; what they cannot ask for is refused."""

from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt

from core.domain.enums import Role
from core.domain.reminder_text import default_template
from desktop.settings.reminders import RemindersSection
from tests.desktop.records_room import Room, practice, room

__all__ = ["practice", "room"]


@dataclass
class FakeNotice:
    minutes: int = 0
    with_initials: bool = False

    def choose(self, minutes: int, *, with_initials: bool) -> None:
        self.minutes, self.with_initials = minutes, with_initials


@pytest.fixture
def notice() -> FakeNotice:
    return FakeNotice()


@pytest.fixture
def page(room: Room, notice: FakeNotice) -> RemindersSection:
    made = room.show(RemindersSection(room.context, notice), height=1100)
    made.refresh()
    room.settle()
    return made


def texts(room: Room) -> object:
    return room.practice.settings.get("reminder_texts")


def test_given_a_practice_without_words_of_its_own_then_the_usual_ones_stand_and_are_read_as_by_a_client(
    page: RemindersSection,
) -> None:
    assert page.texts["en"].text == default_template("en")
    assert (
        page.previews["en"].text().startswith("Hello Mira,\nthis is a reminder of your appointment on Monday")
    )
    assert page.previews["he"].text().startswith("שלום נועה,")
    assert page.previews["he"].layoutDirection() == Qt.LayoutDirection.RightToLeft
    sides = [area.editor.cursorRect().x() for area in page.texts.values()]
    assert sides[0] < page.texts["en"].editor.width() / 2 < sides[1]
    assert not page.in_hand


def test_given_words_that_are_typed_then_the_preview_follows_and_save_keeps_what_differs(
    room: Room, page: RemindersSection
) -> None:
    page.texts["en"].set_text("")
    room.keys(page.texts["en"].editor, "{first name}: {time}, {place}")
    assert page.previews["en"].text() == "Mira: 09:00, Treatment room, Elm Street 1"
    page.country.set_text("+972")
    page.messenger.set_value("whatsapp")
    room.key(page.country.editor, Qt.Key.Key_Return)
    room.settle()
    assert texts(room) == {"en": "{first name}: {time}, {place}"}
    assert room.practice.settings.get("reminder_country_code") == "+972"
    assert room.practice.settings.get("reminder_messenger") == "whatsapp"
    assert room.navigator.toasts == ["Saved"]
    assert not page.in_hand


def test_given_a_word_in_braces_that_nobody_knows_when_saved_then_it_is_named_and_nothing_is_kept(
    room: Room, page: RemindersSection
) -> None:
    page.texts["he"].set_text("{יום} {מחיר}")
    assert "{מחיר}" in page.previews["he"].text()
    page.save.click()
    room.settle()
    assert "{מחיר}" in page.texts["he"].note.text()
    assert texts(room) == {}
    assert page.content() is not None


def test_given_words_of_the_practice_when_emptied_and_saved_then_the_usual_ones_are_back(
    room: Room, page: RemindersSection
) -> None:
    room.practice.settings.set(reminder_texts={"en": "Come."})
    page.refresh()
    room.settle()
    assert page.texts["en"].text == "Come."
    page.texts["en"].set_text("  ")
    page.save.click()
    room.settle()
    assert texts(room) == {}
    page.refresh()
    room.settle()
    assert page.texts["en"].text == default_template("en")


def test_given_typed_words_when_discarded_or_the_program_ends_then_they_go_or_come_back(
    room: Room, page: RemindersSection
) -> None:
    page.texts["en"].set_text("Half a")
    kept = page.content()
    assert kept is not None
    page.discard.click()
    room.settle()
    assert page.texts["en"].text == default_template("en")
    page.take_up(kept)
    room.settle()
    assert page.texts["en"].text == "Half a"
    assert page.in_hand
    page.refresh()
    room.settle()
    assert page.texts["en"].text == "Half a"


def test_given_somebody_who_is_no_owner_when_saved_then_it_says_so(
    room: Room, page: RemindersSection
) -> None:
    room.practice.team.add("Jonas Weil", Role.OWNER)
    with room.practice.desk.write() as writer:
        writer.update("users", room.practice.me.user_id, {"role": Role.THERAPIST})
    page.texts["en"].set_text("Come.")
    page.save.click()
    room.settle()
    assert "Your role" in page.error.text()
    assert texts(room) == {}


def test_given_the_notice_when_chosen_then_it_holds_at_once_and_initials_only_with_it(
    page: RemindersSection, notice: FakeNotice
) -> None:
    assert not page.notice.initials.isEnabled()
    page.notice.minutes.set_value(10)
    page.notice.initials.click()
    assert notice == FakeNotice(10, with_initials=True)
    page.notice.minutes.set_value(0)
    assert (notice.minutes, page.notice.initials.isEnabled()) == (0, False)


def test_given_a_notice_that_was_chosen_before_when_shown_then_it_is_shown_and_not_chosen_again(
    room: Room, page: RemindersSection, notice: FakeNotice
) -> None:
    notice.minutes = 15
    page.refresh()
    room.settle()
    assert page.notice.minutes.value == 15
    assert page.notice.initials.isEnabled()
    assert notice == FakeNotice(15)


def test_given_another_device_that_chose_while_one_text_is_typed_when_saved_then_its_choices_stay(
    room: Room, page: RemindersSection
) -> None:
    page.texts["en"].set_text("{first name}: {time}")
    room.practice.settings.set(
        reminder_texts={"he": "{שם}"}, reminder_messenger="whatsapp", reminder_country_code="+972"
    )
    room.key(page.country.editor, Qt.Key.Key_Return)
    room.settle()
    assert texts(room) == {"en": "{first name}: {time}", "he": "{שם}"}
    assert room.practice.settings.get("reminder_messenger") == "whatsapp"
    assert room.practice.settings.get("reminder_country_code") == "+972"
