"""The waitlist in the calendar: kept by mouse and keys, offered when a time comes free, booked from."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.modeltest import ModelTester

from core.domain.cancellations import Canceller
from core.domain.day_part import DayPart
from core.domain.enums import AppointmentStatus, WaitStatus
from core.domain.new_rows import AppointmentDraft, WaitlistDraft
from core.domain.records import Appointment, Client, WaitlistEntry
from core.domain.recurrence import parse_rule
from core.domain.series import Repeat, Scope
from core.domain.waitlist import REMARK_LIMIT, URGENT
from desktop.calendar.slot_dialog import SlotDialog
from desktop.calendar.waitlist_dialog import WaitlistDialog
from desktop.calendar.waitlist_form import WishForm, form_from_json, form_to_json
from tests.desktop.calendar.conftest import local
from tests.desktop.list_rows import first_lines

if TYPE_CHECKING:
    from tests.desktop.calendar.conftest import Desk

WEDNESDAY = date(2026, 11, 25)


def waits(desk: "Desk", client: Client | None = None, **wish: Any) -> WaitlistEntry:
    draft = WaitlistDraft(client_id=(client or desk.house.noam).id, **{"duration_minutes": 45, **wish})
    return desk.house.practice.waitlist.add(draft).value


def waiting(desk: "Desk") -> list[WaitlistEntry]:
    return list(desk.house.practice.waitlist.waiting())


def listed(desk: "Desk") -> WaitlistDialog:
    desk.settle()
    return desk.screen.window().findChildren(WaitlistDialog)[-1]


def rows(dialog: WaitlistDialog) -> list[str]:
    return [dialog.model.index(row).data() for row in range(dialog.model.rowCount())]


def by_key(desk: "Desk") -> WaitlistDialog:
    QTest.keyClick(desk.pane.views.front, Qt.Key.Key_Q)
    return listed(desk)


def chosen(desk: "Desk", day: int = 25, at: str = "10:00") -> Appointment:
    made = desk.house.book(day, at)
    desk.reload()
    desk.pane.presenter.go_to(date(2026, 11, day), made.id)
    desk.settle()
    return made


def cancel(desk: "Desk", made: Appointment) -> None:
    desk.pane.commands.cancel(made.id, "Flu", Canceller.CLIENT)


def delete(desk: "Desk", made: Appointment) -> None:
    desk.pane.commands.delete(made.id)


def mark(desk: "Desk", made: Appointment) -> None:
    desk.pane.commands.set_status(made.id, AppointmentStatus.CANCELLED)


# keeping the list


def test_given_nobody_when_opened_by_its_key_then_it_says_what_to_do_and_the_form_puts_somebody_on_it(
    desk: "Desk",
) -> None:
    dialog = by_key(desk)
    assert (rows(dialog), dialog.empty.isHidden()) == ([], False)
    assert dialog.first() is dialog.add_button
    QTest.mouseClick(dialog.add_button, Qt.MouseButton.LeftButton)
    desk.settle()
    panel = desk.pane.waitlist.panel
    QTest.keyClicks(panel.picker.edit, "noam")
    desk.settle()
    QTest.keyClick(panel.picker.edit, Qt.Key.Key_Return)
    panel.service.set_value(desk.house.massage.id)
    panel.part.set_value(DayPart.MORNING)
    QTest.mouseClick(panel.days.buttons[4], Qt.MouseButton.LeftButton)
    QTest.mouseClick(panel.days.buttons[5], Qt.MouseButton.LeftButton)
    panel.urgent.click()
    panel.to_day.click()
    QTest.keyClicks(panel.remark.editor, "After school")
    QTest.mouseClick(panel.save_button, Qt.MouseButton.LeftButton)
    desk.settle()
    (entry,) = waiting(desk)
    assert (entry.client_id, entry.service_id) == (desk.house.noam.id, desk.house.massage.id)
    assert (entry.duration_minutes, entry.day_part) == (45, "MORNING")
    assert (entry.weekdays, entry.urgency, entry.latest) == ("MO,TU,WE,TH,SU", URGENT, date(2026, 11, 24))
    assert (entry.remark, panel.isVisible()) == ("After school", False)
    assert desk.navigator.toasts == ["Put on the waitlist"]
    assert desk.navigator.undo is not None
    desk.navigator.undo()
    desk.settle()
    assert waiting(desk) == []


def test_given_a_form_without_a_client_when_saved_then_it_is_asked_for_and_nothing_is_lost(
    desk: "Desk",
) -> None:
    QTest.keyClick(desk.pane.views.front, Qt.Key.Key_Q, Qt.KeyboardModifier.ShiftModifier)
    desk.settle()
    panel = desk.pane.waitlist.panel
    panel.remark.set_text("Evenings only")
    QTest.keyClick(panel.remark.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert panel.client.note.text() == "Choose who waits."
    assert (waiting(desk), panel.remark.text) == ([], "Evenings only")
    QTest.keyClick(panel.picker.edit, Qt.Key.Key_Escape)
    assert panel.isVisible()
    assert desk.navigator.on_yes is not None


def test_given_somebody_who_waits_when_changed_and_taken_off_by_keys_then_both_can_be_taken_back(
    desk: "Desk",
) -> None:
    entry = waits(desk, day_part="MORNING")
    dialog = by_key(desk)
    assert rows(dialog) == ["Noam Peretz"]
    QTest.keyClick(dialog.list, Qt.Key.Key_F2)
    desk.settle()
    panel = desk.pane.waitlist.panel
    assert (panel.form.client_name, panel.form.part) == ("Noam Peretz", DayPart.MORNING)
    assert not panel.picker.isEnabled()
    panel.minutes.editor.setValue(60)
    panel.save_button.click()
    desk.settle()
    assert desk.house.practice.waitlist.get(entry.id).duration_minutes == 60
    QTest.keyClick(by_key(desk).list, Qt.Key.Key_Delete)
    desk.settle()
    assert waiting(desk) == []
    desk.pane.commands.undo()
    desk.settle()
    assert [each.id for each in waiting(desk)] == [entry.id]


def test_given_an_unchanged_form_when_saved_then_nothing_is_written(desk: "Desk") -> None:
    entry = waits(desk)
    by_key(desk).edit_button.click()
    desk.settle()
    desk.pane.waitlist.panel.save_button.click()
    desk.settle()
    assert waiting(desk) == [entry]
    assert not desk.pane.waitlist.panel.isVisible()


@pytest.mark.parametrize("count", [0, 1, 40])
def test_given_those_who_wait_when_listed_then_the_model_keeps_the_rules_of_models(
    desk: "Desk", qtmodeltester: ModelTester, count: int
) -> None:
    for _ in range(count):
        waits(desk)
    dialog = by_key(desk)
    qtmodeltester.check(dialog.model)  # type: ignore[no-untyped-call]
    dialog.model.render_again()
    qtmodeltester.check(dialog.model)  # type: ignore[no-untyped-call]
    assert dialog.model.rowCount() == count


def test_given_hidden_names_when_listed_then_initials_alone_stand_there(desk: "Desk") -> None:
    waits(desk, desk.house.dana, remark="Knee")
    desk.bus.set_blurred(True)
    dialog = by_key(desk)
    row = dialog.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert rows(dialog) == ["D.L."]
    assert not [word for word in ("Dana", "0100", "Knee") if word in row]


def test_given_a_form_that_was_left_unfinished_when_taken_up_then_all_of_it_stands_there(
    desk: "Desk",
) -> None:
    desk.screen.put_on_waitlist(desk.house.noam.id)
    desk.settle()
    desk.pane.waitlist.panel.remark.set_text("After school")
    content = desk.pane.waitlist.content()
    assert content is not None
    assert "Noam Peretz" in desk.screen.unsaved_text()
    desk.pane.show_panel(None)
    assert desk.pane.waitlist.content() is None
    desk.pane.take_up(content)
    desk.settle()
    form = desk.pane.waitlist.panel.form
    assert (form.client_id, form.remark) == (desk.house.noam.id, "After school")
    assert desk.pane.waitlist.content() is not None


def test_given_a_form_when_a_lock_or_a_crash_comes_then_it_is_kept_and_once_it_is_saved_it_is_not(
    desk: "Desk",
) -> None:
    kept = desk.house.practice.settings.local
    desk.screen.put_on_waitlist(desk.house.noam.id)
    desk.settle()
    desk.pane.waitlist.panel.remark.set_text("After school")
    desk.screen.flush()
    desk.settle()
    assert kept("unfinished_booking")["wish"]["remark"] == "After school"
    desk.pane.waitlist.panel.save_button.click()
    desk.settle()
    assert kept("unfinished_booking") is None


def test_given_a_changed_wish_that_was_left_when_its_place_is_gone_then_it_is_a_new_one(desk: "Desk") -> None:
    entry = waits(desk)
    by_key(desk).edit_button.click()
    desk.settle()
    desk.pane.waitlist.panel.remark.set_text("Calls back")
    content = desk.pane.waitlist.content()
    assert content is not None
    desk.pane.show_panel(None)
    desk.pane.take_up(content)
    desk.settle()
    assert not desk.pane.waitlist.panel.picker.isEnabled()
    desk.pane.show_panel(None)
    desk.house.practice.waitlist.take_off(entry.id)
    desk.pane.take_up(content)
    desk.settle()
    panel = desk.pane.waitlist.panel
    assert (panel.picker.isEnabled(), panel.form.remark) == (True, "Calls back")


def test_given_any_form_when_kept_as_json_then_it_comes_back_whole(desk: "Desk") -> None:
    form = WishForm(
        30,
        desk.house.noam.id,
        "Noam Peretz",
        desk.house.massage.id,
        desk.house.room.id,
        desk.house.practice.me.user_id,
        frozenset({0, 2}),
        DayPart.EVENING,
        WEDNESDAY,
        WEDNESDAY,
        urgent=True,
        remark="Knee",
    )
    assert form_from_json(form_to_json(form)) == form
    assert form_from_json(form_to_json(WishForm(50))) == WishForm(50)


def test_given_a_remark_that_is_too_long_when_typed_then_the_form_says_by_how_much(desk: "Desk") -> None:
    waits(desk)
    by_key(desk).edit_button.click()
    desk.settle()
    panel = desk.pane.waitlist.panel
    panel.remark.set_text("x" * (REMARK_LIMIT + 3))
    assert panel.failure.text().endswith("too long by 3.")


# a time that comes free


@pytest.mark.parametrize("free", [cancel, delete, mark])
def test_given_somebody_who_waits_when_a_time_comes_free_then_it_is_offered_without_a_name(
    desk: "Desk", free: Callable[["Desk", Appointment], None]
) -> None:
    waits(desk)
    waits(desk, desk.house.dana, weekdays="TH")
    made = chosen(desk)
    free(desk, made)
    desk.settle()
    banner = desk.pane.waitlist.freed.banner
    assert banner.isVisible()
    told = banner.text.replace("\u200e", "")  # it keeps times in their order beside Hebrew
    assert told == "Free again: tomorrow, 10:00–10:50. 1 client waits for such a time."
    desk.pane.commands.undo()
    desk.settle()
    assert not banner.isVisible()


def test_given_an_offer_when_booked_then_the_form_is_filled_the_wait_ends_and_undo_resumes_it(
    desk: "Desk",
) -> None:
    entry = waits(desk, service_id=desk.house.massage.id, location_id=desk.house.room.id)
    cancel(desk, chosen(desk))
    desk.settle()
    QTest.mouseClick(desk.pane.waitlist.freed.banner.button, Qt.MouseButton.LeftButton)
    dialog = listed(desk)
    assert rows(dialog) == ["Noam Peretz"]
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    desk.settle()
    form = desk.pane.booking.form
    assert (form.client_id, form.service_id) == (desk.house.noam.id, desk.house.massage.id)
    assert (form.location_id, form.day) == (desk.house.room.id, WEDNESDAY)
    assert (form.start, form.end) == ("10:00", "10:45")
    desk.pane.form.save()
    desk.settle()
    assert desk.house.practice.waitlist.get(entry.id).status is WaitStatus.BOOKED
    assert not desk.pane.waitlist.freed.banner.isVisible()
    desk.pane.commands.undo()
    desk.settle()
    assert [each.id for each in waiting(desk)] == [entry.id]
    assert len(desk.house.practice.appointments.between(local(25, "10:00"), local(25, "11:00"))) == 1


def test_given_an_offer_when_another_client_is_chosen_in_the_form_then_the_first_goes_on_waiting(
    desk: "Desk",
) -> None:
    entry = waits(desk)
    cancel(desk, chosen(desk))
    desk.settle()
    desk.pane.waitlist.freed.banner.button.click()
    listed(desk).book_button.click()
    desk.settle()
    desk.pane.booking.choose_client(desk.house.dana)
    desk.pane.form.save()
    desk.settle()
    assert [each.id for each in waiting(desk)] == [entry.id]


def test_given_an_offer_when_nobody_waits_any_more_then_it_says_so(desk: "Desk") -> None:
    entry = waits(desk)
    cancel(desk, chosen(desk))
    desk.settle()
    desk.house.practice.waitlist.take_off(entry.id)
    desk.pane.waitlist.freed.banner.button.click()
    desk.settle()
    assert desk.navigator.toasts[-1] == "Nobody waits for such a time any more."
    assert not desk.pane.waitlist.freed.banner.isVisible()


@pytest.mark.parametrize(
    "wish",
    [{"day_part": "EVENING"}, {"duration_minutes": 60}, {"latest": date(2026, 11, 24)}],
)
def test_given_a_wish_that_does_not_fit_when_a_time_comes_free_then_nothing_is_offered(
    desk: "Desk", wish: dict[str, Any]
) -> None:
    waits(desk, **wish)
    cancel(desk, chosen(desk))
    desk.settle()
    assert not desk.pane.waitlist.freed.banner.isVisible()


def test_given_a_time_that_is_past_or_still_taken_when_cancelled_then_nothing_is_offered(
    desk: "Desk",
) -> None:
    waits(desk)
    cancel(desk, chosen(desk, 24, "09:00"))
    desk.settle()
    assert not desk.pane.waitlist.freed.banner.isVisible()
    desk.house.book(25, "10:00", 50)
    cancel(desk, chosen(desk))
    desk.settle()
    assert not desk.pane.waitlist.freed.banner.isVisible()


def test_given_an_appointment_that_moves_away_when_dropped_then_its_old_time_is_offered(
    desk: "Desk",
) -> None:
    waits(desk)
    made = chosen(desk)
    start = made.scheduled_start + timedelta(days=1)
    outcome = desk.screen._desk.move(made.id, start, start + timedelta(minutes=50))
    assert [fit.start for fit in desk.screen._desk.who_fits(outcome.freed)] == [made.scheduled_start]


def test_given_times_that_came_free_elsewhere_when_shown_here_then_the_list_of_those_who_wait_opens(
    desk: "Desk",
) -> None:
    waits(desk)
    outcome = desk.screen._desk.delete(chosen(desk).id)
    desk.screen.offer_freed(desk.screen._desk.who_fits(outcome.freed))
    dialog = listed(desk)
    assert len(rows(dialog)) == 1
    assert dialog.book_button.isVisible()


@pytest.mark.parametrize(("scope", "count"), [(Scope.FOLLOWING, 2), (Scope.ALL, 2)])
def test_given_a_series_when_it_ends_then_its_times_are_offered(
    desk: "Desk", scope: Scope, count: int
) -> None:
    waits(desk)
    waits(desk, desk.house.dana, earliest=date(2026, 12, 1))
    draft = AppointmentDraft(
        client_id=desk.house.dana.id,
        scheduled_start=local(25, "10:00"),
        scheduled_end=local(25, "10:50"),
        service_id=desk.house.massage.id,
    )
    made = desk.house.practice.series.book(draft, Repeat(rule=parse_rule("FREQ=WEEKLY;BYDAY=WE"))).value
    desk.pane.commands.cancel(made.id, "", Canceller.CLIENT, scope)
    desk.settle()
    assert (
        desk.pane.waitlist.freed.banner.text == f"Times are free again. {count} clients wait for such a time."
    )


@pytest.mark.parametrize("free", [cancel, delete])
def test_given_one_of_a_series_when_it_is_taken_out_then_its_time_alone_is_offered(
    desk: "Desk", free: Callable[["Desk", Appointment], None]
) -> None:
    waits(desk)
    waits(desk, desk.house.dana, earliest=date(2026, 12, 1))
    draft = AppointmentDraft(
        client_id=desk.house.dana.id,
        scheduled_start=local(25, "10:00"),
        scheduled_end=local(25, "10:50"),
    )
    made = desk.house.practice.series.book(draft, Repeat(rule=parse_rule("FREQ=WEEKLY;BYDAY=WE"))).value
    free(desk, made)
    desk.settle()
    assert desk.pane.waitlist.freed.banner.text.endswith("1 client waits for such a time.")


# find a free time


def test_given_somebody_who_waits_when_a_time_is_looked_for_then_the_wish_is_filled_in_and_they_are_booked(
    desk: "Desk",
) -> None:
    entry = waits(desk, weekdays="TH", day_part="AFTERNOON", service_id=desk.house.massage.id)
    QTest.keyClick(by_key(desk).list, Qt.Key.Key_Return)
    desk.settle()
    dialog = desk.screen.window().findChildren(SlotDialog)[-1]
    assert (dialog.part.value, dialog.days.chosen) == (DayPart.AFTERNOON, frozenset({3}))
    assert (dialog.service.value, dialog.minutes.editor.value()) == (desk.house.massage.id, 45)
    assert first_lines(dialog.list)[0] == "Thu 26 Nov, 12:00"
    dialog.book()
    desk.settle()
    desk.pane.form.save()
    desk.settle()
    assert desk.house.practice.waitlist.get(entry.id).status is WaitStatus.BOOKED


def test_given_no_free_time_when_looked_for_from_the_form_then_its_client_can_be_put_on_the_waitlist(
    desk: "Desk",
) -> None:
    desk.screen.book(desk.house.noam.id)
    desk.settle()
    desk.pane.booking.write_notes("Bring the X-ray")
    desk.pane.form.slot_button.click()
    desk.settle()
    dialog = desk.screen.window().findChildren(SlotDialog)[-1]
    assert dialog.wait_button.isHidden()
    for button in dialog.days.buttons.values():
        button.setChecked(False)
    dialog.wait_button.click()
    desk.settle()
    panel = desk.pane.waitlist.panel
    assert panel.isVisible()
    assert (panel.form.client_id, panel.form.remark) == (desk.house.noam.id, "Bring the X-ray")
    assert desk.pane.waitlist.content() is not None
    panel.save_button.click()
    desk.settle()
    assert [each.client_id for each in waiting(desk)] == [desk.house.noam.id]


def test_given_somebody_who_is_with_a_colleague_when_a_time_is_looked_for_then_that_one_is_not_offered(
    desk: "Desk",
) -> None:
    colleague = desk.hire()
    start = local(26, "12:00")
    desk.house.practice.appointments.book(
        AppointmentDraft(
            client_id=desk.house.noam.id,
            scheduled_start=start,
            scheduled_end=start + timedelta(hours=2),
            practitioner_user_id=colleague,
        )
    )
    waits(desk, weekdays="TH", practitioner_user_id=desk.house.practice.me.user_id)
    QTest.keyClick(by_key(desk).list, Qt.Key.Key_Return)
    desk.settle()
    dialog = desk.screen.window().findChildren(SlotDialog)[-1]
    assert first_lines(dialog.list)[:2] == ["Thu 26 Nov, 08:00", "Thu 26 Nov, 14:00"]
