"""Series on the screen: booking one, its mark and its summary, and the question how much of it is meant."""

from datetime import date, timedelta
from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from core.domain.cancellations import Canceller
from core.domain.enums import AppointmentStatus, Role
from core.domain.ids import AppointmentId
from core.domain.new_rows import AppointmentDraft
from core.domain.recurrence import LAST, Frequency, Rule
from core.domain.series import Repeat, Scope, SeriesSummary
from desktop.calendar.gesture import GestureKind, Ghost
from desktop.calendar.repeating import End, RepeatForm, Unit, form_of, preview, repeat_of, units_for
from desktop.calendar.scope_question import ScopeQuestion
from desktop.calendar.series_texts import preview_text, rule_words, summary_text, unit_text
from desktop.calendar.texts import spoken
from desktop.kit.context import QuestionSubject
from tests.desktop.calendar.conftest import ZONE, Desk, House, local

W = TypeVar("W", bound=QWidget)
TUESDAYS = Rule(frequency=Frequency.WEEKLY, weekdays=(1,))
DAY = date(2026, 11, 24)
WEEK = timedelta(days=7)


def book_series(house: House, day: int = 24, at: str = "14:00", times: int | None = 8) -> AppointmentId:
    start = local(day, at)
    draft = AppointmentDraft(
        client_id=house.dana.id, scheduled_start=start, scheduled_end=start + timedelta(minutes=50)
    )
    return house.practice.series.book(draft, Repeat(rule=TUESDAYS, times=times)).value.id


def question(desk: Desk) -> ScopeQuestion:
    (found,) = [each for each in desk.screen.window().findChildren(ScopeQuestion) if each.isVisible()]
    return found


def answer(desk: Desk, scope: Scope) -> None:
    question(desk).buttons[scope].click()
    desk.settle()


def starts(desk: Desk, weeks: int = 10) -> list[str]:
    begin = local(22, "00:00")
    found = desk.house.practice.appointments.between(begin, begin + weeks * WEEK)
    return [f"{row.appointment.scheduled_start.astimezone(ZONE):%d.%m %H:%M}" for row in found]


@pytest.fixture
def series(desk: Desk) -> AppointmentId:
    """Eight Tuesdays at 14:00, the first one selected on the screen."""
    made = book_series(desk.house)
    desk.reload()
    desk.pane.presenter.open(made)
    desk.settle()
    return made


def test_given_the_form_when_a_weekly_repetition_is_booked_then_every_week_shows_it_and_undo_takes_all_back(
    desk: Desk, qtbot: QtBot
) -> None:
    desk.pane.presenter.choose(local(25, "14:00"))
    form = desk.pane.form
    desk.pane.booking.choose_client(desk.house.dana)
    form.repeat.unit.set_value(Unit.WEEK)
    form.repeat.unit.editor.activated.emit(form.repeat.unit.editor.currentIndex())
    form.repeat.end.set_value(End.TIMES)
    form.repeat.end.editor.activated.emit(1)
    form.repeat.times.editor.setValue(3)
    assert form.repeat.preview.text() == preview_text(
        [DAY + timedelta(days=1) + WEEK * by for by in range(3)]
    )
    form.save()
    desk.settle()
    assert starts(desk) == ["25.11 14:00", "02.12 14:00", "09.12 14:00"]
    assert desk.navigator.toasts[-1].startswith("Booked from")
    assert desk.navigator.undo is not None
    desk.navigator.undo()
    desk.settle()
    assert starts(desk) == []


def test_given_a_practice_whose_week_begins_on_sunday_when_every_other_is_shown_then_so_it_is_booked(
    desk: Desk,
) -> None:
    desk.pane.presenter.choose(local(22, "14:00"))
    desk.pane.booking.choose_client(desk.house.dana)
    desk.pane.booking.set_repeat(RepeatForm(Unit.WEEK, 2, (0,), End.TIMES, 4))
    sunday = date(2026, 11, 22)
    days = [sunday + timedelta(days=by) for by in (0, 1, 14, 15)]
    assert desk.pane.form.repeat.preview.text() == preview_text(days)
    desk.pane.form.save()
    desk.settle()
    assert starts(desk) == [f"{day:%d.%m} 14:00" for day in days]


def test_given_an_open_form_when_the_week_begins_on_another_day_then_it_shows_the_other_weeks(
    desk: Desk,
) -> None:
    desk.pane.presenter.choose(local(22, "14:00"))
    desk.pane.booking.set_repeat(RepeatForm(Unit.WEEK, 2, (0,), End.TIMES, 3))
    before = desk.pane.form.repeat.preview.text()
    desk.bus.publish(desk.house.practice.settings.set(week_start=0).changed)
    desk.settle()
    sunday = date(2026, 11, 22)
    days = [sunday + timedelta(days=by) for by in (0, 8, 14)]
    assert desk.pane.form.repeat.preview.text() == preview_text(days) != before


def test_given_taken_weeks_when_a_series_is_filled_in_then_the_first_are_named_with_their_days(
    desk: Desk,
) -> None:
    book_series(desk.house)
    desk.pane.presenter.choose(local(24, "14:30"))
    desk.pane.booking.choose_client(desk.house.dana)
    desk.pane.booking.set_repeat(RepeatForm(Unit.WEEK))
    desk.settle()
    lines = desk.pane.form.taken.text().splitlines()
    assert len(lines) == 6
    assert "24 Nov" in lines[1]
    assert "15 Dec" in lines[4]
    assert lines[5] == "and 4 more"
    form = desk.pane.form
    form.save()
    assert form.reason.note.text()
    area = form.page.viewport()
    top = form.warning.mapTo(area, QPoint(0, 0)).y()
    assert 0 <= top < area.height()
    assert starts(desk)[:2] == ["24.11 14:00", "01.12 14:00"]


def test_given_a_series_when_shown_then_it_is_marked_said_and_summed_up(
    desk: Desk, series: AppointmentId
) -> None:
    entry = desk.pane.presenter.entry
    assert entry is not None
    assert entry.series_id is not None
    assert "repeats" in spoken(entry, ZONE)
    (tile,) = [each for each in desk.pane.grid.scene.tiles if each.entry.id == series]
    assert tile.art.glyph is not None
    assert desk.pane.details.series.text() == "Every Tuesday, 14:00 · 8 times, 8 to come"
    single = desk.house.book(24, "08:00")
    desk.reload()
    desk.pane.presenter.open(single.id)
    desk.settle()
    assert desk.pane.details.series.text() == ""


def test_given_a_drag_when_this_is_answered_then_one_moves_and_undo_brings_it_back(
    desk: Desk, series: AppointmentId
) -> None:
    drag(desk, hours=2)
    answer(desk, Scope.THIS)
    assert starts(desk)[:3] == ["24.11 16:00", "01.12 14:00", "08.12 14:00"]
    desk.pane.commands.undo()
    desk.settle()
    assert starts(desk)[:2] == ["24.11 14:00", "01.12 14:00"]


def test_given_a_drag_when_all_is_answered_then_all_move(desk: Desk, series: AppointmentId) -> None:
    drag(desk, hours=2)
    answer(desk, Scope.ALL)
    assert starts(desk) == [f"{day:%d.%m} 16:00" for day in (DAY + WEEK * by for by in range(8))]
    desk.pane.commands.undo()
    desk.settle()
    assert starts(desk)[:2] == ["24.11 14:00", "01.12 14:00"]


def test_given_a_drag_when_the_question_is_left_then_it_stands_where_it_stood(
    desk: Desk, series: AppointmentId, qtbot: QtBot
) -> None:
    drag(desk, hours=2)
    qtbot.keyClick(question(desk), Qt.Key.Key_Escape)  # type: ignore[no-untyped-call]
    desk.settle()
    entry = desk.pane.presenter.entry
    assert entry is not None
    assert entry.start == local(24, "14:00")
    assert starts(desk)[0] == "24.11 14:00"


def drag(desk: Desk, hours: int) -> None:
    """Drops the selected appointment some hours later."""
    entry = desk.pane.presenter.entry
    assert entry is not None
    by = timedelta(hours=hours)
    desk.pane.presenter.drop(Ghost(GestureKind.MOVE, entry.start + by, entry.end + by, entry))


def test_given_the_question_when_answered_by_keys_then_down_and_enter_choose(
    desk: Desk, series: AppointmentId, qtbot: QtBot
) -> None:
    desk.pane.entry_actions.delete()
    asked = question(desk)
    assert asked.buttons[Scope.THIS].hasFocus()
    qtbot.keyClick(asked, Qt.Key.Key_Down)  # type: ignore[no-untyped-call]
    assert asked.buttons[Scope.FOLLOWING].hasFocus()
    qtbot.keyClick(asked.buttons[Scope.FOLLOWING], Qt.Key.Key_Return)  # type: ignore[no-untyped-call]
    desk.settle()
    assert starts(desk) == []
    desk.pane.commands.undo()
    desk.settle()
    assert len(starts(desk)) == 8


def test_given_the_x_key_when_this_and_following_is_answered_then_who_and_why_is_asked_before_the_series_ends(
    desk: Desk, series: AppointmentId
) -> None:
    third = desk.house.practice.appointments.between(
        local(24, "00:00") + 2 * WEEK, local(25, "00:00") + 2 * WEEK
    )
    desk.pane.presenter.go_to(DAY + 2 * WEEK, third[0].appointment.id)
    desk.settle()
    desk.pane.actions_["cancel"].trigger()
    answer(desk, Scope.FOLLOWING)
    assert len(starts(desk)) == 8
    words, on_text = desk.navigator.words, desk.navigator.on_text
    assert words is not None
    assert words.title == "Cancel this appointment and all that follow?"
    assert "Dana Levi" in words.text
    assert words.text.endswith("The later ones go.")
    assert on_text is not None
    on_text("")
    desk.settle()
    assert starts(desk) == ["24.11 14:00", "01.12 14:00"]
    assert desk.navigator.toasts == ["Series ended; what was moved by itself or is near is cancelled"]


@pytest.mark.parametrize("scope", [Scope.FOLLOWING, Scope.ALL])
@pytest.mark.parametrize("by", list(Canceller))
def test_given_one_in_three_hours_when_its_series_is_cancelled_then_it_stands_there_with_reason_and_undo(
    desk: Desk, series: AppointmentId, scope: Scope, by: Canceller
) -> None:
    desk.pane.actions_["cancel"].trigger()
    answer(desk, scope)
    is_client = by is Canceller.CLIENT
    on_answer = desk.navigator.on_text if is_client else desk.navigator.on_second
    assert on_answer is not None
    on_answer("Moves away")
    desk.settle()
    assert starts(desk) == ["24.11 14:00"]
    who = "by the client late, 3 h 20 min before" if is_client else "by the practice"
    assert desk.pane.details.cancellation.text() == f"Cancelled {who}: Moves away"
    missed = desk.house.practice.cancellations.missed(desk.house.dana.id)
    assert [each.late for each in missed] == [1] * is_client
    assert desk.navigator.undo is not None
    desk.navigator.undo()
    desk.settle()
    assert len(starts(desk)) == 8
    assert desk.house.practice.appointments.get(series).status is AppointmentStatus.SCHEDULED


@pytest.mark.parametrize("scope", list(Scope))
def test_given_a_reason_begun_before_a_crash_then_the_question_comes_back_for_as_much_of_the_series(
    desk: Desk, series: AppointmentId, scope: Scope
) -> None:
    desk.pane.actions_["cancel"].trigger()
    answer(desk, scope)
    (asked,) = desk.navigator.asked
    kind, before = asked[1], desk.navigator.words
    assert kind in desk.screen.sentences
    desk.navigator.words = None
    desk.screen.ask_again(QuestionSubject(str(kind), series), lambda: None)
    desk.settle()
    assert desk.navigator.words == before
    assert desk.navigator.asked == [asked, asked]


def test_given_the_cancel_button_when_this_is_answered_then_one_is_cancelled(
    desk: Desk, series: AppointmentId
) -> None:
    desk.pane.details.status_wanted.emit(AppointmentStatus.CANCELLED)
    answer(desk, Scope.THIS)
    assert desk.navigator.on_text is not None
    desk.navigator.on_text("Flu")
    desk.settle()
    row = desk.house.practice.appointments.get(series)
    assert (row.status, row.cancellation_reason) == (AppointmentStatus.CANCELLED, "Flu")
    assert len(starts(desk)) == 8


def test_given_an_occurrence_when_marked_as_completed_then_nothing_is_asked(
    desk: Desk, series: AppointmentId
) -> None:
    desk.pane.details.status_wanted.emit(AppointmentStatus.COMPLETED)
    desk.settle()
    assert desk.house.practice.appointments.get(series).status is AppointmentStatus.COMPLETED


def test_given_an_edit_when_following_is_answered_then_the_rest_changes_from_there(
    desk: Desk, series: AppointmentId
) -> None:
    desk.pane.entry_actions.edit_selected()
    desk.settle()
    desk.pane.booking.set_start("15:00")
    desk.pane.form.save()
    answer(desk, Scope.FOLLOWING)
    assert starts(desk)[:2] == ["24.11 15:00", "01.12 15:00"]
    assert len(starts(desk)) == 8


@pytest.mark.parametrize("modifier", [Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier])
@pytest.mark.parametrize("field", ["start", "end", "reason"])
def test_given_an_edit_when_saved_by_enter_in_a_line_then_it_is_asked_once(
    desk: Desk, series: AppointmentId, qtbot: QtBot, field: str, modifier: Qt.KeyboardModifier
) -> None:
    desk.house.book(24, "16:00", client=desk.house.noam)
    desk.pane.entry_actions.edit_selected()
    desk.pane.booking.set_start("16:00")
    desk.settle()
    form = desk.pane.form
    form.reason.set_text("both can take place")
    editor = getattr(form, field).editor
    editor.setFocus()
    qtbot.keyClick(editor, Qt.Key.Key_Return, modifier)  # type: ignore[no-untyped-call]
    assert len(desk.screen.window().findChildren(ScopeQuestion)) == 1
    answer(desk, Scope.THIS)
    assert starts(desk)[:2] == ["24.11 16:00", "24.11 16:00"]


def test_given_an_edit_when_it_is_moved_past_the_last_day_then_the_series_still_shows_when_it_ends(
    desk: Desk, series: AppointmentId
) -> None:
    desk.pane.entry_actions.edit_selected()
    desk.settle()
    desk.pane.booking.set_day(date(2027, 3, 2))
    repeat, last = desk.pane.form.repeat, DAY + 7 * WEEK
    assert repeat.until.editor.date().toPython() == desk.pane.booking.form.repeat.until == last
    repeat.end.set_value(End.NEVER)
    repeat.end.editor.activated.emit(0)
    repeat.end.set_value(End.UNTIL)
    repeat.end.editor.activated.emit(2)
    shown = repeat.until.editor.date().toPython()
    assert desk.pane.booking.form.repeat.until == shown == date(2027, 3, 2)


def test_given_an_edit_when_the_repetition_changes_then_it_goes_on_otherwise(
    desk: Desk, series: AppointmentId
) -> None:
    desk.pane.entry_actions.edit_selected()
    desk.settle()
    assert desk.pane.form.repeat.isVisibleTo(desk.pane.form)
    desk.pane.booking.set_repeat(RepeatForm(Unit.WEEK, 2, end=End.TIMES, times=3))
    desk.pane.form.save()
    assert list(question(desk).buttons) == [Scope.FOLLOWING, Scope.ALL]
    answer(desk, Scope.ALL)
    assert starts(desk) == ["24.11 14:00", "08.12 14:00", "22.12 14:00"]


@pytest.mark.parametrize("scope", [Scope.FOLLOWING, Scope.ALL])
def test_given_a_taken_time_of_a_colleague_when_the_form_moves_the_series_there_then_they_treat(
    desk: Desk, series: AppointmentId, scope: Scope
) -> None:
    other = desk.house.practice.team.add("Second Person", Role.THERAPIST).value.id
    start = local(24, "14:00")
    taken = AppointmentDraft(
        client_id=desk.house.noam.id,
        scheduled_start=start,
        scheduled_end=start + timedelta(minutes=50),
        practitioner_user_id=other,
    )
    desk.house.practice.appointments.book(taken, "both can take place")
    entry = desk.pane.presenter.entry
    assert entry is not None
    desk.pane.presenter.drop(Ghost(GestureKind.MOVE, entry.start, entry.end, entry, other))
    answer(desk, scope)
    desk.pane.booking.save("both can take place")
    answer(desk, scope)
    begin = local(22, "00:00")
    rows = [row.appointment for row in desk.house.practice.appointments.between(begin, begin + 10 * WEEK)]
    assert [row.practitioner_user_id for row in rows if row.series_id] == [other] * 8


def test_given_a_single_appointment_when_deleted_then_nothing_is_asked(desk: Desk) -> None:
    single = desk.house.book(24, "08:00")
    desk.reload()
    desk.pane.presenter.open(single.id)
    desk.pane.entry_actions.delete()
    desk.settle()
    assert starts(desk) == []


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (Rule(frequency=Frequency.DAILY), "Every day"),
        (Rule(frequency=Frequency.DAILY, interval=3), "Every 3 days"),
        (TUESDAYS, "Every Tuesday"),
        (
            Rule(frequency=Frequency.WEEKLY, interval=2, weekdays=(0, 2, 4)),
            "Every 2 weeks on Monday, Wednesday and Friday",
        ),
        (Rule(frequency=Frequency.MONTHLY, month_day=24), "Every month on day 24"),
        (Rule(frequency=Frequency.MONTHLY, month_day=LAST), "Every month on its last day"),
        (Rule(frequency=Frequency.MONTHLY, nth=4, weekdays=(1,)), "Every month on the fourth Tuesday"),
        (
            Rule(frequency=Frequency.MONTHLY, interval=2, nth=LAST, weekdays=(1,)),
            "Every 2 months on the last Tuesday",
        ),
        (Rule(frequency=Frequency.YEARLY), "Every year on 24 November"),
    ],
)
def test_rules_are_said_in_plain_words(rule: Rule, words: str) -> None:
    assert rule_words(rule, DAY) == words


def test_summaries_are_said_in_a_line() -> None:
    assert summary_text(SeriesSummary(TUESDAYS, "2026-11-24T10:00")) == "Every Tuesday, 10:00 · no end"
    assert summary_text(SeriesSummary(None, "2026-11-24T10:00")).startswith("Repeats in a way")


@pytest.mark.parametrize(
    "day", [date(2026, 11, 24), date(2026, 11, 30), date(2026, 2, 28), date(2024, 2, 29)]
)
def test_every_choice_of_a_day_falls_on_it_and_is_said_and_read_back(day: date) -> None:
    for unit in units_for(day)[1:]:
        form = RepeatForm(unit, 2, (6,) if unit is Unit.WEEK and day.weekday() != 6 else ())
        repeat = repeat_of(form, day, week_start=6)
        assert repeat is not None
        assert preview(form, day, week_start=6)[0] == day
        assert unit_text(unit, day)
        if repeat.rule.week_start == 0:
            assert form_of(SeriesSummary(repeat.rule, ""), day) == form
