"""Where exactly it is: a home has the client's address unless another is written, online there is a link."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.domain.enums import LocationType
from core.domain.new_rows import LocationDraft
from core.domain.records import Appointment, Location
from core.domain.series import Scope
from desktop.calendar.repeating import RepeatForm, Unit
from desktop.paper.days import record_of_days
from desktop.reminders.message import message_of, reminder_settings
from tests.desktop.calendar.booking_stage import DANA, HOME, ONLINE, OTHER, Stage
from tests.desktop.calendar.conftest import Desk, local

DAY = date(2026, 11, 25)
ELM, OAK = "4 Elm Street,\nLod", "9 Oak Street"
ELM_LINE = "4 Elm Street, Lod"
AT_ELM = replace(DANA, address=ELM)


def shown(stage: Stage) -> tuple[LocationType, str] | None:
    return stage.view.place


def at_home(stage: Stage) -> str:
    assert stage.view.place is not None
    kind, text = stage.view.place
    assert kind is LocationType.HOME
    assert text == stage.presenter.form.location_details
    return text


def write(stage: Stage, text: str) -> None:
    """As the panel does: what is typed stands there already."""
    assert stage.view.place is not None
    stage.view.place = (stage.view.place[0], text)
    stage.presenter.write_place(text)


@pytest.mark.parametrize("first", ["client", "location"])
def test_given_a_home_when_chosen_then_it_has_the_client_s_address_whichever_comes_first(
    stage: Stage, first: str
) -> None:
    assert shown(stage) is None
    if first == "client":
        stage.presenter.choose_client(AT_ELM)
        stage.presenter.choose_location(HOME.id)
    else:
        stage.presenter.choose_location(HOME.id)
        assert at_home(stage) == ""
        stage.presenter.choose_client(AT_ELM)
    assert at_home(stage) == ELM_LINE
    stage.presenter.save()
    ((plan, _),) = stage.desk.booked
    assert plan.location_details == ELM_LINE


def test_given_another_client_when_nobody_wrote_there_then_the_address_follows(stage: Stage) -> None:
    stage.presenter.choose_client(AT_ELM)
    stage.presenter.choose_location(HOME.id)
    stage.presenter.type_client("No")
    assert at_home(stage) == ""
    stage.presenter.choose_client(replace(DANA, address=OAK))
    assert at_home(stage) == OAK


def test_given_an_address_that_was_written_when_the_client_changes_then_it_stays(stage: Stage) -> None:
    stage.presenter.choose_client(AT_ELM)
    stage.presenter.choose_location(HOME.id)
    write(stage, "At her mother's")
    stage.presenter.choose_client(replace(DANA, address=OAK))
    assert at_home(stage) == "At her mother's"


def test_given_online_then_the_line_is_empty_and_what_was_written_for_a_home_waits(stage: Stage) -> None:
    stage.presenter.choose_client(AT_ELM)
    stage.presenter.choose_location(HOME.id)
    write(stage, "Side door")
    stage.presenter.choose_location(ONLINE.id)
    assert shown(stage) == (LocationType.ONLINE, "")
    stage.presenter.choose_location(None)
    assert shown(stage) is None
    assert stage.presenter.form.location_details == ""
    stage.presenter.choose_location(HOME.id)
    assert at_home(stage) == "Side door"


def test_given_a_new_booking_when_begun_then_the_line_of_the_last_one_is_gone(stage: Stage) -> None:
    stage.presenter.choose_location(ONLINE.id)
    stage.presenter.begin(OTHER.scheduled_start, OTHER.scheduled_end)
    assert shown(stage) is None


def test_given_an_address_that_came_by_itself_then_dropping_the_form_loses_nothing_of_it(
    stage: Stage,
) -> None:
    """The room is proposed, as it is for a client who always comes to the same one."""
    stage.desk.client = AT_ELM
    stage.presenter.begin(OTHER.scheduled_start, OTHER.scheduled_end, AT_ELM)
    stage.presenter.form = replace(stage.presenter.form, location_id=HOME.id)
    stage.presenter._began = stage.presenter.form
    stage.presenter.rows_changed({"locations"})
    assert at_home(stage) == ELM_LINE
    assert stage.presenter.content("") is None
    write(stage, "Side door")
    assert stage.presenter.content("") is not None


@pytest.mark.parametrize("stored", [None, "Second floor"])
def test_given_a_stored_appointment_when_edited_then_what_is_stored_stands_there_and_stays(
    stage: Stage, stored: str | None
) -> None:
    stage.desk.client = AT_ELM
    appointment = replace(
        OTHER, location_id=HOME.id, location_type=LocationType.HOME, location_details=stored
    )
    stage.presenter.edit(appointment, "Dana Levi")
    assert at_home(stage) == (stored or "")
    assert stage.presenter.content("") is None
    stage.presenter.write_notes("knee")
    stage.presenter.save()
    ((plan, _),) = stage.desk.booked
    assert plan.changed == frozenset({"notes"})


def test_given_details_of_an_older_program_without_a_location_then_they_are_shown_and_stay(
    stage: Stage,
) -> None:
    stage.presenter.edit(replace(OTHER, location_details="Link by mail"), "Dana Levi")
    assert shown(stage) == (LocationType.CLINIC, "Link by mail")
    stage.presenter.write_notes("knee")
    stage.presenter.save()
    ((plan, _),) = stage.desk.booked
    assert plan.changed == frozenset({"notes"})


def test_given_an_edit_when_the_home_becomes_online_then_the_address_goes(stage: Stage) -> None:
    stage.presenter.edit(replace(OTHER, location_id=HOME.id, location_details=OAK), "Dana Levi")
    stage.presenter.choose_location(ONLINE.id)
    stage.presenter.save()
    ((plan, _),) = stage.desk.booked
    assert plan.location_details is None
    assert plan.changed == frozenset({"location_id", "location_type", "location_details"})


@pytest.mark.parametrize("written", ["", "Side door"])
def test_given_a_form_that_was_kept_when_taken_up_then_the_line_says_the_same_and_follows_as_before(
    stage: Stage, written: str
) -> None:
    stage.desk.client = AT_ELM
    stage.presenter.choose_client(AT_ELM)
    stage.presenter.choose_location(HOME.id)
    if written:
        write(stage, written)
    kept = json.loads(json.dumps(stage.presenter.content("")))

    stage.presenter.begin(OTHER.scheduled_start, OTHER.scheduled_end)
    stage.presenter.take_up(kept)
    assert at_home(stage) == (written or ELM_LINE)
    stage.presenter.choose_client(replace(DANA, address=OAK))
    assert at_home(stage) == (written or OAK)


def test_given_a_form_of_an_older_program_when_taken_up_then_it_has_no_details(stage: Stage) -> None:
    stage.presenter.choose_client(DANA)
    kept = stage.presenter.content("")
    assert kept is not None
    del kept["form"]["location_details"]
    stage.presenter.take_up(kept)
    assert stage.presenter.form.location_details == ""


# in the window


@pytest.fixture(autouse=True)
def empty_clipboard(qapp: QApplication) -> Iterator[None]:
    yield
    QGuiApplication.clipboard().clear()


@pytest.fixture
def home(desk: Desk) -> Location:
    practice, words = desk.house.practice, "At the client's home"
    practice.clients.edit(desk.house.dana.id, address=ELM)
    draft = LocationDraft(name=words, location_type=LocationType.HOME, address=words)
    return practice.locations.add(draft).value


def booked(desk: Desk, place: Location, *, weekly: bool = False) -> Appointment:
    """Through the form, for Dana on Wednesday at ten."""
    start, end = local(25, "10:00"), local(25, "10:50")
    desk.pane.presenter.go_to(DAY)
    desk.pane.show_panel(desk.pane.form)
    desk.pane.booking.begin(start, end, desk.house.practice.clients.get(desk.house.dana.id))
    desk.settle()
    if weekly:
        desk.pane.booking.set_repeat(RepeatForm(Unit.WEEK))
    choice = desk.pane.form.location
    choice.editor.setCurrentIndex(choice.editor.findText(place.name))
    choice.editor.activated.emit(choice.editor.currentIndex())
    desk.settle()
    assert desk.pane.form.place.isVisible()
    desk.pane.form.save()
    desk.settle()
    (row,) = desk.house.practice.appointments.between(start, end)
    return row.appointment


def test_given_a_home_visit_when_booked_then_panel_print_and_reminder_say_the_address(
    desk: Desk, home: Location
) -> None:
    made = booked(desk, home)
    practice, details = desk.house.practice, desk.pane.details
    assert (made.location_type, made.location_details) == (LocationType.HOME, ELM_LINE)
    desk.pane.presenter.open(made.id)
    desk.settle()

    assert (details.location.text(), details.place.text()) == (home.name, ELM_LINE)
    (part,) = next(iter(record_of_days(practice, DAY, DAY).sections())).parts
    assert part.rows == [("10:00–10:50", "Dana Levi", f"{home.name}, {ELM_LINE}")]
    (reminder,) = practice.reminders.to_remind(DAY)
    settings = reminder_settings("P", "en", ZoneInfo("Asia/Jerusalem"), practice.settings.all())
    settings = replace(settings, texts={"en": "{place}"})
    assert message_of(reminder, "en", settings) == f"{home.name}, {ELM_LINE}"


def test_given_a_home_visit_without_an_address_then_the_reminder_says_its_place_once(
    desk: Desk, home: Location
) -> None:
    made = booked(desk, home)
    practice = desk.house.practice
    practice.appointments.edit(made.id, location_details=None)
    (reminder,) = practice.reminders.to_remind(DAY)
    settings = reminder_settings("P", "en", ZoneInfo("Asia/Jerusalem"), practice.settings.all())
    settings = replace(settings, texts={"en": "{place}"})
    assert message_of(reminder, "en", settings) == home.name


def test_given_a_link_when_written_by_an_edit_then_it_is_copied_hidden_by_f9_and_taken_back_by_undo(
    desk: Desk,
) -> None:
    practice, details = desk.house.practice, desk.pane.details
    online = practice.locations.add(LocationDraft(name="Online", location_type=LocationType.ONLINE)).value
    made = booked(desk, online)
    assert made.location_details is None
    desk.pane.presenter.open(made.id)
    details.edit_wanted.emit()
    desk.settle()
    field = desk.pane.form.place
    assert field.label.text() == "Link or details"
    field.editor.setFocus()
    QTest.keyClicks(field.editor, "https://meet.example.org/a")
    QTest.keyClick(field.editor, Qt.Key.Key_Return)
    desk.settle()
    assert practice.appointments.get(made.id).location_details == "https://meet.example.org/a"

    desk.pane.presenter.open(made.id)
    details.copy_place.click()
    assert QGuiApplication.clipboard().text() == "https://meet.example.org/a"
    (reminder,) = practice.reminders.to_remind(DAY)
    settings = reminder_settings("P", "en", ZoneInfo("Asia/Jerusalem"), practice.settings.all())
    settings = replace(settings, texts={"en": "{place}"})
    assert message_of(reminder, "en", settings) == "Online, https://meet.example.org/a"
    desk.bus.set_blurred(True)
    assert not details.place.isVisible()
    desk.bus.set_blurred(False)
    assert details.place.isVisible()

    desk.pane.commands.undo()
    desk.settle()
    assert practice.appointments.get(made.id).location_details is None
    assert not details.place.isVisible()


def test_given_a_series_of_home_visits_when_the_address_changes_from_one_on_then_the_earlier_keep_theirs(
    desk: Desk, home: Location
) -> None:
    practice = desk.house.practice
    booked(desk, home, weekly=True)
    start = local(25, "10:00")
    first, second = (
        practice.appointments.between(start + week, start + week + timedelta(hours=1))[0].appointment
        for week in (timedelta(0), timedelta(days=7))
    )
    desk.pane.booking.edit(second, "Dana Levi")
    desk.settle()
    desk.pane.booking.write_place(OAK)
    desk.pane.booking._is_scope_known, desk.pane.booking._scope = True, Scope.FOLLOWING
    desk.pane.booking.save()
    desk.settle()

    assert practice.appointments.get(first.id).location_details == ELM_LINE
    end = second.scheduled_end + timedelta(days=14)
    later = practice.appointments.between(second.scheduled_start, end)
    assert [row.appointment.location_details for row in later] == [OAK] * 3
