"""Reminding the clients of tomorrow by keys alone, on a real store, with a mail program that is none."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from urllib.parse import unquote

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from core.domain.clock import FixedClock
from core.domain.enums import Role
from core.domain.ids import ClientId
from core.domain.reminders import Channel, Standing
from core.store.practice.practice import Practice
from core.store.practice.reminders import Reminder
from desktop.kit.context import ScreenContext
from desktop.kit.jobs import Jobs
from desktop.paper.record_out import RecordOut
from desktop.reminders.dialog import RemindersDialog
from tests.desktop.conftest import MONDAY, FakeNavigator, Flashes
from tests.desktop.paper.pdf_question import asked, pdf_dialog, title_of_question

TUESDAY = date(2026, 11, 24)


@dataclass
class FakeCarrier:
    """Writes down what it was handed; `takes` is whether a program opens."""

    takes: bool = True
    links: list[str] = field(default_factory=list)
    copied: list[str] = field(default_factory=list)

    def open(self, link: str) -> bool:
        self.links.append(link)
        return self.takes

    def copy(self, text: str) -> None:
        self.copied.append(text)


@pytest.fixture
def carrier() -> FakeCarrier:
    return FakeCarrier()


@pytest.fixture
def dialog(
    context: ScreenContext, practice: Practice, carrier: FakeCarrier, jobs: Jobs, qtbot: QtBot
) -> Iterator[RemindersDialog]:
    """Of Tuesday: four clients, of whom the first alone has an e-mail address."""
    practice.clients.edit(first_of(practice).entry.appointment.client_id, email="noa@example.org")
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    window.activateWindow()
    made = RemindersDialog(context, carrier, RecordOut(context, window), window)
    made.begin()
    settle(jobs)
    yield made
    made.reject()


def settle(jobs: Jobs) -> None:
    jobs.wait()
    QApplication.processEvents()
    jobs.wait()


def first_of(practice: Practice) -> Reminder:
    return practice.reminders.to_remind(TUESDAY)[0]


def press(jobs: Jobs, *keys: Qt.Key) -> None:
    """To whatever has the focus, as a person's keys do."""
    for key in keys:
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, key)
        settle(jobs)


def standings(practice: Practice) -> list[Standing]:
    return [each.standing for each in practice.reminders.to_remind(TUESDAY)]


def second_lines(dialog: RemindersDialog) -> list[str]:
    return [dialog._row(each).second for each in dialog.model.items]


def front(dialog: RemindersDialog) -> str:
    return dialog.letter.name.text()


def test_given_clients_of_tomorrow_when_opened_then_the_first_is_in_front_with_the_words_for_them(
    dialog: RemindersDialog,
) -> None:
    assert dialog.title.text() == "Reminders for tomorrow"
    assert dialog.summary.text().endswith("· 4 of 4 not reminded yet")
    assert second_lines(dialog) == ["Not reminded yet"] * 4
    assert (front(dialog), dialog.letter.language.value) == ("נועה כהן", "he")
    assert dialog.letter.text.text().startswith("שלום נועה,")
    assert "09:00" in dialog.letter.text.text()
    assert "massage" not in dialog.letter.text.text()
    assert dialog.list.hasFocus()


def test_given_a_client_with_an_address_when_enter_then_the_mail_opens_and_is_not_taken_for_sent(
    dialog: RemindersDialog, carrier: FakeCarrier, practice: Practice, jobs: Jobs
) -> None:
    press(jobs, Qt.Key.Key_Return)
    (link,) = carrier.links
    assert link.startswith("mailto:noa@example.org?subject=")
    assert unquote(link).split("body=")[1].startswith("שלום נועה,\r\n")
    assert dialog.letter.question.text() == "Opened in the mail program. Was it sent?"
    assert standings(practice) == [Standing.OPEN] * 4


def test_given_a_whole_day_when_only_enter_is_pressed_then_everybody_is_reminded_one_after_the_other(
    dialog: RemindersDialog, carrier: FakeCarrier, practice: Practice, jobs: Jobs
) -> None:
    names = []
    for _ in range(4):
        names.append(front(dialog))
        press(jobs, Qt.Key.Key_Return, Qt.Key.Key_Return)
    assert standings(practice) == [Standing.REMINDED] * 4
    assert [link.split(":")[0] for link in carrier.links] == ["mailto", "sms", "sms", "sms"]
    assert names == ["נועה כהן", "Otto Lindqvist", "Dana Levi", "José Ångström"]
    assert dialog.summary.text().endswith("· everybody is reminded")
    press(jobs, Qt.Key.Key_Return)
    assert len(carrier.links) == 4
    assert not dialog.isVisible()


def test_given_a_mail_that_was_not_sent_when_said_so_then_nothing_is_marked(
    dialog: RemindersDialog, practice: Practice, jobs: Jobs
) -> None:
    press(jobs, Qt.Key.Key_Return)
    dialog.letter.not_sent_button.click()
    settle(jobs)
    assert dialog.letter.question.text() == ""
    assert standings(practice) == [Standing.OPEN] * 4
    assert dialog.list.hasFocus()


def test_given_a_mark_when_it_was_not_sent_after_all_then_the_client_waits_again(
    dialog: RemindersDialog, practice: Practice, jobs: Jobs, clock: FixedClock
) -> None:
    press(jobs, Qt.Key.Key_Return, Qt.Key.Key_Return, Qt.Key.Key_Up)
    assert second_lines(dialog)[0] == "Reminded today, 09:30, by e-mail"
    assert dialog.letter.question.text() == "Reminded today, 09:30, by e-mail · Ruth Amsel"
    assert dialog.letter.back_button.isVisible()
    clock.advance(timedelta(minutes=1))
    dialog.letter.back_button.click()
    settle(jobs)
    assert standings(practice)[0] is Standing.OPEN
    assert front(dialog) == "נועה כהן"


def test_given_no_program_that_opens_it_then_it_says_so_and_offers_to_copy(
    dialog: RemindersDialog, carrier: FakeCarrier, practice: Practice, jobs: Jobs
) -> None:
    carrier.takes = False
    press(jobs, Qt.Key.Key_Return)
    assert "nothing was sent. Copy the text" in dialog.letter.error.text()
    assert not dialog.letter.sent_button.isVisible()
    dialog.letter.ways[Channel.OTHER].click()
    settle(jobs)
    assert carrier.copied == [dialog.letter.text.text()]
    press(jobs, Qt.Key.Key_Return)
    told = first_of(practice).told
    assert told is not None
    assert told.channel is Channel.OTHER


def test_given_a_client_without_phone_and_address_then_the_way_to_add_them_is_there(
    dialog: RemindersDialog, practice: Practice, navigator: FakeNavigator, jobs: Jobs, context: ScreenContext
) -> None:
    client = first_of(practice).entry.appointment.client_id
    context.bus.publish(practice.clients.edit(client, email=None, phone=None).changed)
    settle(jobs)
    assert dialog.letter.contact.text() == "No phone number and no e-mail address in the record."
    assert not dialog.letter.ways[Channel.EMAIL].isVisible()
    dialog.letter.record.click()
    settle(jobs)
    assert navigator.asked == [("open_client", ClientId(client))]
    assert not dialog.isVisible()


def test_given_a_number_that_is_none_when_messaged_then_it_says_so_and_nothing_opens(
    dialog: RemindersDialog, carrier: FakeCarrier, practice: Practice, jobs: Jobs, context: ScreenContext
) -> None:
    client = first_of(practice).entry.appointment.client_id
    context.bus.publish(practice.clients.edit(client, email=None, phone="ask her mother").changed)
    settle(jobs)
    press(jobs, Qt.Key.Key_Return)
    assert "phone number cannot be read" in dialog.letter.error.text()
    assert carrier.links == []


def test_given_whatsapp_as_the_practices_messenger_then_the_number_goes_with_its_country(
    dialog: RemindersDialog, carrier: FakeCarrier, practice: Practice, jobs: Jobs, context: ScreenContext
) -> None:
    done = practice.settings.set(reminder_messenger="whatsapp", reminder_country_code="+49")
    practice.clients.edit(first_of(practice).entry.appointment.client_id, phone="030 5550002")
    context.bus.publish(done.changed)
    settle(jobs)
    assert not dialog.letter.ways[Channel.SMS].isVisible()
    dialog.letter.ways[Channel.WHATSAPP].click()
    assert carrier.links[0].startswith("https://wa.me/49305550002?text=")


def test_given_another_language_when_chosen_then_the_words_change_and_stay_for_this_client(
    dialog: RemindersDialog, carrier: FakeCarrier, jobs: Jobs
) -> None:
    dialog.letter.language_chosen.emit("en")
    settle(jobs)
    assert dialog.letter.text.text().startswith(
        "Hello נועה,\nthis is a reminder of your appointment on Tuesday"
    )
    press(jobs, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Return)
    assert "body=Hello%20" in carrier.links[0]


def test_given_a_client_whose_language_was_chosen_then_the_words_are_in_it_and_not_in_that_of_the_name(
    dialog: RemindersDialog, practice: Practice, jobs: Jobs, context: ScreenContext
) -> None:
    client = first_of(practice).entry.appointment.client_id
    context.bus.publish(practice.clients.edit(client, preferred_language="en").changed)
    settle(jobs)
    assert (front(dialog), dialog.letter.language.value) == ("נועה כהן", "en")
    assert dialog.letter.text.text().startswith("Hello נועה,")


def test_given_a_text_of_the_practice_with_an_unknown_word_then_nothing_can_be_sent(
    dialog: RemindersDialog, carrier: FakeCarrier, practice: Practice, jobs: Jobs, context: ScreenContext
) -> None:
    context.bus.publish(practice.settings.set(reminder_texts={"he": "{מחיר}"}).changed)
    settle(jobs)
    assert "in braces" in dialog.letter.text.text()
    press(jobs, Qt.Key.Key_Return)
    assert (carrier.links, carrier.copied) == ([], [])


def test_given_a_move_that_sync_brings_while_the_mail_is_open_then_the_mark_is_for_the_time_it_told(
    dialog: RemindersDialog, practice: Practice, jobs: Jobs, context: ScreenContext
) -> None:
    press(jobs, Qt.Key.Key_Return)
    row = first_of(practice).entry.appointment
    later = timedelta(minutes=15)
    moved = practice.appointments.move(row.id, row.scheduled_start - later, row.scheduled_end - later)
    context.bus.publish(moved.changed)
    settle(jobs)
    press(jobs, Qt.Key.Key_Return)
    assert standings(practice)[0] is Standing.MOVED
    assert second_lines(dialog)[0] == "Moved since: was told tomorrow, 09:00"


def test_given_somebody_who_may_only_read_then_nothing_can_be_sent_or_marked(
    context: ScreenContext, practice: Practice, carrier: FakeCarrier, jobs: Jobs, qtbot: QtBot
) -> None:
    practice.team.add("Jonas Weil", Role.OWNER)
    with practice.desk.write() as writer:
        writer.update("users", practice.me.user_id, {"role": Role.READONLY})
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    dialog = RemindersDialog(context, carrier, RecordOut(context, window), window)
    dialog.begin()
    settle(jobs)
    assert dialog.model.items
    assert not any(button.isVisible() for button in dialog.letter.ways.values())
    assert dialog.default is dialog.done_button


def test_given_other_days_when_stepped_to_then_each_has_its_clients_and_an_empty_one_says_so(
    dialog: RemindersDialog, jobs: Jobs
) -> None:
    for _ in range(3):
        dialog.after.click()
        settle(jobs)
    assert dialog.title.text() == "Reminders for Fri 27 Nov"
    dialog.after.click()
    settle(jobs)
    assert dialog.model.items == []
    assert dialog.empty.text.text() == "No appointment begins on this day."
    assert not dialog.letter.isVisible()
    dialog.before.click()
    settle(jobs)
    assert len(dialog.model.items) == 4


def test_given_appointments_of_a_colleague_then_ones_own_come_first_and_all_can_be_shown(
    dialog: RemindersDialog, practice: Practice, jobs: Jobs, context: ScreenContext
) -> None:
    other = practice.team.add("Jonas Weil", Role.THERAPIST).value.id
    done = practice.appointments.edit(first_of(practice).appointment_id, practitioner_user_id=other)
    context.bus.publish(done.changed)
    settle(jobs)
    assert len(dialog.model.items) == 3
    assert dialog.whose.isVisible()
    dialog.whose.chosen.emit(True)
    settle(jobs)
    assert len(dialog.model.items) == 4
    assert second_lines(dialog)[:2] == ["Jonas Weil · Not reminded yet", "Ruth Amsel · Not reminded yet"]


def test_given_f9_then_no_name_stands_in_the_list(
    dialog: RemindersDialog, jobs: Jobs, context: ScreenContext
) -> None:
    context.bus.set_blurred(True)
    settle(jobs)
    assert [dialog._row(each).first[7:] for each in dialog.model.items][1] == "O.L."
    assert dialog.letter.contact.text() == ""


def test_given_the_evening_sheet_when_asked_for_then_it_is_that_day_on_paper_or_as_a_file(
    dialog: RemindersDialog, navigator: FakeNavigator
) -> None:
    dialog.print_button.click()
    assert title_of_question(navigator) == "Print?"
    dialog.pdf_button.setFocus()
    QTest.keyClick(dialog.pdf_button, Qt.Key.Key_Return)
    question = pdf_dialog()
    assert question.box.isChecked(), "with a password, as it is taken home"
    QTest.keyClick(question.password.editor, Qt.Key.Key_Escape)
    assert asked() is None
    assert dialog.isVisible()
    assert dialog.pdf_button.hasFocus()


def test_given_nothing_booked_then_it_says_what_to_do(
    practice: Practice, context: ScreenContext, carrier: FakeCarrier, jobs: Jobs, qtbot: QtBot
) -> None:
    for entry in practice.appointments.between(MONDAY, MONDAY + timedelta(days=30)):
        if not entry.has_note:
            practice.appointments.delete(entry.appointment.id)
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    dialog = RemindersDialog(context, carrier, RecordOut(context, window), window)
    dialog.begin()
    settle(jobs)
    assert "Book in the calendar" in dialog.empty.text.text()
    assert not dialog.print_button.isEnabled()


def test_given_reminders_when_they_are_made_then_nothing_flashes_and_nothing_can_be_pressed_too_early(
    context: ScreenContext, carrier: FakeCarrier, jobs: Jobs, qtbot: QtBot, flashes: Flashes
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    dialog = RemindersDialog(context, carrier, RecordOut(context, window), window)
    dialog.begin()
    assert dialog.list.hasFocus() or not window.isActiveWindow()
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    dialog.letter.ways[Channel.OTHER].click()
    settle(jobs)
    assert flashes.kinds == ["QWidget"]
    assert (carrier.links, carrier.copied) == ([], [])
    assert dialog.isVisible()


def test_given_a_mark_under_way_when_somebody_goes_on_by_themselves_then_they_stay_where_they_went(
    dialog: RemindersDialog, practice: Practice, jobs: Jobs
) -> None:
    press(jobs, Qt.Key.Key_Return)
    dialog.letter.sent_button.click()
    dialog.list.setCurrentIndex(dialog.model.index(3))
    settle(jobs)
    assert front(dialog) == "José Ångström"
    assert standings(practice)[0] is Standing.REMINDED
