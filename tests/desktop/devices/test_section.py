"""The devices page: who is in, letting one in by six words, removing one after a question."""

from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.domain.errors import ServerUnreachable
from desktop.kit.context import ScreenContext
from desktop.settings.devices import DevicesSection
from sync.enrolment.messages import JoinAnswer, JoinRequest
from tests.desktop.conftest import NOW, FakeNavigator
from tests.desktop.devices.office_double import FakeOffice, made_request

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def office(context: ScreenContext) -> FakeOffice:
    return FakeOffice(context.practice, NOW)


@pytest.fixture
def page(qtbot: QtBot, context: ScreenContext, office: FakeOffice) -> DevicesSection:
    made = DevicesSection(context, office)
    qtbot.addWidget(made)
    made.resize(900, 800)
    made.show()
    made.refresh()
    context.jobs.wait()
    return made


@pytest.fixture
def request_of_a_laptop(tmp_path: Path, context: ScreenContext) -> JoinRequest:
    return made_request(tmp_path, context.clock)


def _rows(page: DevicesSection) -> list[tuple[str, str]]:
    rows = [page._render(device) for device in page.model.items]
    return [(row.first, row.trailing) for row in rows]


def test_the_list_marks_this_device_and_says_when_others_were_seen(page: DevicesSection) -> None:
    assert _rows(page) == [
        ("Ruth's laptop (this device)", "Last seen"),
        ("Reception", "Never seen"),
        ("Old laptop", "Removed"),
    ]
    assert page._render(page.model.items[2]).struck
    assert [page._render(device).second for device in page.model.items[:2]] == [
        "Ruth Amsel · Owner · version 0.1.0",
        "Ruth Amsel · Owner",
    ]


def test_given_a_login_that_gave_false_certificates_when_listed_then_it_is_told_until_it_is_removed(
    page: DevicesSection,
) -> None:
    reception, old = (replace(page.model.items[row], gave_false_certs=True) for row in (1, 2))

    assert page._render(reception).trailing == "Its login gave false certificates"
    assert page._render(reception).tone == "danger"
    assert (page._render(old).trailing, page._render(old).tone) == ("Removed", "secondary")


def test_a_device_is_let_in_by_its_request_its_words_and_a_person(
    page: DevicesSection, office: FakeOffice, context: ScreenContext, request_of_a_laptop: JoinRequest
) -> None:
    page.begin.click()
    context.jobs.wait()
    way_in = page.letting_in
    way_in.request.set_text(request_of_a_laptop.to_text())

    kept = page.content()
    assert way_in.words.text().split() == list(request_of_a_laptop.words())
    assert "Treatment room" in way_in.name.text()
    assert "Owner" in way_in.person.editor.currentText()
    way_in.approve.click()
    context.jobs.wait()

    assert [user.full_name for user in office.let_in_for] == [context.practice.team.me().full_name]
    assert (kept, page.content()) == ({"request": request_of_a_laptop.to_text().strip()}, None)
    answer = JoinAnswer.from_text(way_in.answer.text)
    assert answer.request_digest == request_of_a_laptop.digest()
    assert way_in.clinic_words.text().split() == list(answer.words())


def test_a_text_that_is_no_request_is_told_and_nothing_is_approved(
    page: DevicesSection, office: FakeOffice, context: ScreenContext
) -> None:
    page.begin.click()
    page.letting_in.request.set_text('{"kind": "PazPaz')
    assert "join request is damaged" in page.letting_in.error.text()
    page.letting_in.request.set_text("a shopping list")
    assert "This is not a PazPaz join request" in page.letting_in.error.text()
    page.letting_in.approve.click()
    context.jobs.wait()
    assert office.let_in_for == []


def test_a_clinic_that_does_not_answer_leaves_the_words_where_they_are(
    page: DevicesSection, office: FakeOffice, context: ScreenContext, request_of_a_laptop: JoinRequest
) -> None:
    page.begin.click()
    context.jobs.wait()
    page.letting_in.request.set_text(request_of_a_laptop.to_text())
    office.refusal = ServerUnreachable("The clinic's server does not answer.")
    page.letting_in.approve.click()
    context.jobs.wait()
    assert page.letting_in.error.text() == "The clinic's server does not answer."
    assert page.letting_in.words.isVisible()
    assert page.letting_in.approve.isEnabled()


def test_a_device_is_removed_after_a_question_that_says_what_follows(
    page: DevicesSection, office: FakeOffice, context: ScreenContext, navigator: FakeNavigator
) -> None:
    page._on_chosen(page.model.index(1))
    assert page.chosen.isVisible()
    page.erase.box.setChecked(True)

    page.remove.click()

    _, title, text, action, danger = navigator.asked[-1]
    assert (title, action, danger) == ("Remove Reception?", "Remove", True)
    assert "new keys" in str(text)
    assert "erases" in str(text)
    assert office.removed == []
    assert navigator.on_yes is not None
    navigator.on_yes()
    context.jobs.wait()
    assert office.removed == [(office.lines[1].device_id, True)]
    assert navigator.toasts == ["The device is out, and the keys were changed"]


def test_neither_this_device_nor_a_removed_one_can_be_removed(page: DevicesSection) -> None:
    page._on_chosen(page.model.index(0))
    assert not page.chosen.isVisible()
    page._on_chosen(page.model.index(2))
    assert (page.chosen.isVisible(), page.leftovers.isVisible()) == (False, True)
    page._on_chosen(page.model.index(1))
    assert (page.chosen.isVisible(), page.leftovers.isVisible()) == (True, False)


def test_given_a_removed_device_when_what_it_left_is_set_aside_then_counts_say_what_became_of_it(
    page: DevicesSection, office: FakeOffice, context: ScreenContext, navigator: FakeNavigator
) -> None:
    page._on_chosen(page.model.index(2))
    assert "no laptop can verify" in page.leftovers.words.text()

    page.leftovers.button.click()

    _, title, _, action, _ = navigator.asked[-1]
    assert (title, action, office.undone) == ("Set aside what Old laptop left?", "Set aside", [])
    assert navigator.on_yes is not None
    navigator.on_yes()
    context.jobs.wait()
    assert office.undone == [office.lines[2].device_id]
    said = page.leftovers.words.text()
    assert "laptops: 3." in said
    assert "next sync: 1." in said
    assert "uses them: 2." in said


def test_given_a_server_that_does_not_answer_when_it_is_set_aside_then_it_says_so_and_can_be_tried_again(
    page: DevicesSection, office: FakeOffice, context: ScreenContext, navigator: FakeNavigator
) -> None:
    page._on_chosen(page.model.index(2))
    office.refusal = ServerUnreachable("The clinic's server does not answer.")
    page.leftovers.button.click()
    assert navigator.on_yes is not None

    navigator.on_yes()
    context.jobs.wait()

    assert page.leftovers.error.text() == "The clinic's server does not answer."
    assert page.leftovers.button.isEnabled()


def test_who_is_no_owner_sees_the_list_and_who_may_change_it(
    qtbot: QtBot, context: ScreenContext, office: FakeOffice
) -> None:
    office.is_owners = False
    page = DevicesSection(context, office)
    qtbot.addWidget(page)
    page.show()
    page.refresh()
    context.jobs.wait()
    assert not page.begin.isEnabled()
    assert "owner's device" in page.state.text()
    page._on_chosen(page.model.index(1))
    assert not page.chosen.isVisible()


def test_without_a_clinic_the_page_says_what_would_be_here(qtbot: QtBot, context: ScreenContext) -> None:
    page = DevicesSection(context, None)
    qtbot.addWidget(page)
    page.show()
    page.refresh()
    assert "on this laptop alone" in page.state.text()
    assert not page.begin.isVisible()


def test_given_a_request_that_was_kept_when_taken_up_then_its_words_are_compared_again(
    page: DevicesSection, context: ScreenContext, request_of_a_laptop: JoinRequest
) -> None:
    page.take_up({"request": request_of_a_laptop.to_text()})
    context.jobs.wait()
    assert page.letting_in.words.text().split() == list(request_of_a_laptop.words())
    page.letting_in._on_close()
    assert page.content() is None


def test_given_a_request_that_is_pasted_when_esc_then_it_is_asked_about_before_it_goes(
    page: DevicesSection, context: ScreenContext, navigator: FakeNavigator, request_of_a_laptop: JoinRequest
) -> None:
    page.begin.click()
    context.jobs.wait()
    page.letting_in.request.set_text(request_of_a_laptop.to_text())
    QTest.keyClick(page.letting_in.person.editor, Qt.Key.Key_Escape)
    assert navigator.asked[-1][1] == "Discard what you typed?"
    assert page.letting_in.isVisible()
    assert navigator.on_yes is not None
    navigator.on_yes()
    assert (page.letting_in.isVisible(), page.content()) == (False, None)


@pytest.mark.parametrize(("copied", "asked"), [(False, 1), (True, 0)])
def test_given_an_answer_when_esc_then_it_is_asked_about_unless_it_was_copied(
    page: DevicesSection,
    context: ScreenContext,
    navigator: FakeNavigator,
    request_of_a_laptop: JoinRequest,
    copied: bool,
    asked: int,
) -> None:
    page.begin.click()
    context.jobs.wait()
    way_in = page.letting_in
    way_in.request.set_text(request_of_a_laptop.to_text())
    way_in.approve.click()
    context.jobs.wait()
    if copied:
        way_in._on_copy()
    QTest.keyClick(way_in.save, Qt.Key.Key_Escape)
    assert (len(navigator.asked), way_in.isVisible()) == (asked, not copied)
