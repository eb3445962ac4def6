"""Day, work week, week, month and agenda on the real screen: which is in front, by keys and by mouse."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from core.domain.clock import FixedClock
from core.domain.enums import Role
from core.domain.ids import UserId
from core.domain.new_rows import AppointmentDraft
from core.domain.records import Appointment
from desktop.calendar.geometry import Box
from desktop.calendar.pages import PageKind
from desktop.calendar.pane import CalendarPane
from desktop.calendar.screen import CalendarScreen
from desktop.kit.context import ScreenContext
from desktop.kit.jobs import Jobs
from desktop.kit.theme import Theme
from desktop.widgets.two_line import RowRole
from tests.desktop.calendar.conftest import local

if TYPE_CHECKING:
    from tests.desktop.calendar.conftest import Desk, House

Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton


StartAgain = Callable[..., CalendarPane]


def press(desk: "Desk", key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    front = desk.pane.views.front
    QTest.keyClick(front.focusProxy() or front, key, modifier)
    desk.settle()


def click(desk: "Desk", widget: QWidget, box: Box) -> None:
    QTest.mouseClick(widget, LEFT, pos=QPoint(int(box.x + box.width / 2), int(box.y + box.height / 2)))
    desk.settle()


def colleague(desk: "Desk") -> UserId:
    done = desk.house.practice.team.add("Second Person", Role.THERAPIST)
    desk.bus.publish(done.changed)
    desk.settle()
    return done.value.id


def book_with(house: "House", who: UserId, day: int, at: str) -> Appointment:
    start = local(day, at)
    draft = AppointmentDraft(
        client_id=house.noam.id,
        scheduled_start=start,
        scheduled_end=start + timedelta(minutes=50),
        practitioner_user_id=who,
    )
    return house.practice.appointments.book(draft, "both can take place").value


def many(desk: "Desk", day: int, count: int) -> list[Appointment]:
    made = [desk.house.book(day, f"{8 + number // 4}:{number % 4 * 15:02}", 15) for number in range(count)]
    desk.reload()
    return made


def day_kind(desk: "Desk") -> None:
    press(desk, Key.Key_D)


# which view is in front


@pytest.mark.parametrize(
    ("key", "modifier", "kind", "days"),
    [
        (Key.Key_D, Qt.KeyboardModifier.NoModifier, PageKind.DAY, 1),
        (Key.Key_W, SHIFT, PageKind.WORK_WEEK, 5),
        (Key.Key_W, Qt.KeyboardModifier.NoModifier, PageKind.WEEK, 7),
        (Key.Key_M, SHIFT, PageKind.MONTH, 35),
        (Key.Key_A, Qt.KeyboardModifier.NoModifier, PageKind.AGENDA, 14),
    ],
)
def test_given_any_view_when_a_key_is_pressed_then_that_view_has_the_keys_and_the_day_stays(
    desk: "Desk", key: Qt.Key, modifier: Qt.KeyboardModifier, kind: PageKind, days: int
) -> None:
    for start in (Key.Key_A, Key.Key_D):
        press(desk, start)
        press(desk, key, modifier)
        page = desk.pane.presenter.page
        assert (page.kind, len(page.days)) == (kind, days)
        assert date(2026, 11, 24) in page.days
        assert desk.pane.toolbar.kinds.value is kind
        front = desk.pane.views.front
        assert (front.focusProxy() or front).hasFocus()
        assert front.isVisible()


def test_given_the_toolbar_when_month_is_clicked_then_the_month_is_in_front(desk: "Desk") -> None:
    (button,) = [one for one in desk.pane.toolbar.kinds.findChildren(QWidget) if one.text() == "Month"]  # type: ignore[attr-defined]
    QTest.mouseClick(button, LEFT)
    assert desk.pane.views.front is desk.pane.views.month
    assert desk.pane.views.month.isVisible()


@pytest.fixture
def start_again(
    desk: "Desk", house: "House", jobs: Jobs, theme: Theme, clock: FixedClock, qtbot: QtBot
) -> StartAgain:
    """The calendar is left, and some days later a new one of the same size begins on the same device."""

    def start(days: int = 0) -> CalendarPane:
        desk.screen.flush()
        desk.settle()
        clock.advance(timedelta(days=days))
        again = CalendarScreen(ScreenContext(house.practice, jobs, desk.bus, theme, desk.navigator, clock))
        qtbot.addWidget(again)
        again.resize(desk.screen.size())
        with qtbot.waitExposed(again):
            again.show()
        again.activate()
        jobs.wait()
        assert again.pane is not None
        return again.pane

    return start


def test_given_a_view_a_day_and_a_place_when_started_again_then_they_are_found_again(
    desk: "Desk", house: "House", start_again: StartAgain
) -> None:
    house.book(31 - 21, "17:30")
    desk.screen.open_calendar(date(2026, 11, 10))
    press(desk, Key.Key_D)
    desk.pane.grid.scroll_to_minute(14 * 60)
    kept = desk.pane.grid.first_minute
    pane = start_again()
    page = pane.presenter.page
    assert (page.kind, page.anchor) == (PageKind.DAY, date(2026, 11, 10))
    assert pane.grid.first_minute == pytest.approx(kept, abs=1)


def test_given_a_place_late_in_the_day_when_started_again_in_the_morning_then_now_is_in_sight(
    desk: "Desk", house: "House", start_again: StartAgain
) -> None:
    house.book(24, "21:00")
    desk.reload()
    desk.pane.grid.scroll_to_minute(20 * 60)
    assert not desk.pane.grid.shows_now()
    pane = start_again()
    assert pane.grid.shows_now()


def test_given_todays_page_when_started_on_another_day_then_that_day_is_today(
    desk: "Desk", start_again: StartAgain
) -> None:
    press(desk, Key.Key_D)
    pane = start_again(3)
    assert pane.presenter.page.anchor == date(2026, 11, 27)


# a day with several practitioners


def test_given_two_who_treat_when_a_day_is_shown_then_each_has_a_column(desk: "Desk") -> None:
    other = colleague(desk)
    mine, theirs = desk.house.book(24, "10:00"), book_with(desk.house, other, 24, "10:00")
    desk.reload()
    press(desk, Key.Key_D)
    columns = {tile.entry.id: tile.piece.column for tile in desk.pane.grid.scene.tiles}
    names = [one.name for one in desk.pane.presenter.page.practitioners]
    assert names == ["Owner Person", "Second Person"]
    assert columns == {mine.id: 0, theirs.id: 1}
    assert {tile.piece.lane.count for tile in desk.pane.grid.scene.tiles} == {1}


@pytest.fixture
def clinic(desk: "Desk") -> tuple["Desk", UserId]:
    """A day with a column for the owner and one for a colleague."""
    other = colleague(desk)
    press(desk, Key.Key_D)
    return desk, other


def test_given_columns_when_the_second_is_clicked_then_the_booking_is_for_that_practitioner(
    clinic: tuple["Desk", UserId],
) -> None:
    desk, other = clinic
    grid = desk.pane.grid
    start = local(24, "15:00")
    box = grid.to_viewport(grid.scene.boxes(start, start + timedelta(minutes=30), other)[0])
    QTest.mouseClick(grid.viewport(), LEFT, pos=box.center().toPoint())
    desk.settle()
    desk.pane.booking.choose_client(desk.house.dana)
    desk.pane.form.save()
    desk.settle()
    (tile,) = grid.scene.tiles
    assert (tile.entry.practitioner_id, tile.piece.column) == (other, 1)
    stored = desk.house.practice.appointments.get(tile.entry.id)
    assert stored.practitioner_user_id == other


def test_given_columns_when_right_is_pressed_then_the_cursor_goes_to_the_colleague_and_then_a_day_on(
    clinic: tuple["Desk", UserId],
) -> None:
    desk, other = clinic
    first = desk.pane.presenter.practitioner
    press(desk, Key.Key_Right)
    assert (desk.pane.presenter.practitioner, desk.pane.presenter.cursor_day) == (other, date(2026, 11, 24))
    press(desk, Key.Key_Right)
    assert (desk.pane.presenter.practitioner, desk.pane.presenter.cursor_day) == (first, date(2026, 11, 25))
    press(desk, Key.Key_Left)
    assert (desk.pane.presenter.practitioner, desk.pane.presenter.cursor_day) == (other, date(2026, 11, 24))


def test_given_an_appointment_when_moved_by_keys_to_the_other_column_then_the_colleague_treats(
    clinic: tuple["Desk", UserId],
) -> None:
    desk, other = clinic
    mine = desk.house.book(24, "10:00")
    desk.reload()
    desk.pane.presenter.select(mine.id)
    press(desk, Key.Key_M)
    press(desk, Key.Key_Right)
    press(desk, Key.Key_Return)
    stored = desk.house.practice.appointments.get(mine.id)
    assert (stored.practitioner_user_id, stored.scheduled_start) == (other, mine.scheduled_start)
    assert [tile.piece.column for tile in desk.pane.grid.scene.tiles] == [1]


def test_given_an_appointment_when_dragged_to_the_other_column_then_the_colleague_treats_and_undo_returns_it(
    clinic: tuple["Desk", UserId],
) -> None:
    desk, other = clinic
    mine = desk.house.book(24, "12:00")
    desk.reload()
    grid = desk.pane.grid
    (tile,) = grid.scene.tiles
    origin = grid.to_viewport(tile.rect).center().toPoint()
    goal = QPoint(origin.x() + int(grid.scene.geometry.column_px(0)), origin.y())
    QTest.mousePress(grid.viewport(), LEFT, pos=origin)
    QTest.mouseMove(grid.viewport(), origin + QPoint(20, 0))
    QTest.mouseMove(grid.viewport(), goal)
    QTest.mouseRelease(grid.viewport(), LEFT, pos=goal)
    desk.settle()
    appointments = desk.house.practice.appointments
    assert appointments.get(mine.id).practitioner_user_id == other
    desk.pane.actions_["undo"].trigger()
    desk.settle()
    assert appointments.get(mine.id).practitioner_user_id == mine.practitioner_user_id


def test_given_a_form_for_a_colleague_when_it_was_left_unfinished_then_it_comes_back_for_that_one(
    clinic: tuple["Desk", UserId],
) -> None:
    desk, other = clinic
    pane = desk.pane
    pane.presenter.choose(local(24, "15:00"), other)
    pane.booking.type_client("Dana")
    content = pane.form.content()
    assert content is not None
    pane.form.dismiss()
    pane.presenter.choose(local(24, "16:00"))
    pane.take_up(content)
    pane.booking.choose_client(desk.house.dana)
    pane.form.save()
    desk.settle()
    (tile,) = pane.grid.scene.tiles
    assert tile.entry.practitioner_id == other


def test_given_a_taken_time_when_moved_onto_it_then_the_form_keeps_the_column_and_a_reason_moves(
    clinic: tuple["Desk", UserId],
) -> None:
    desk, other = clinic
    mine = desk.house.book(24, "10:00")
    book_with(desk.house, other, 24, "10:00")
    desk.reload()
    desk.pane.presenter.select(mine.id)
    press(desk, Key.Key_M)
    press(desk, Key.Key_Right)
    press(desk, Key.Key_Return)
    assert desk.pane.form.isVisible()
    assert desk.house.practice.appointments.get(mine.id).practitioner_user_id == mine.practitioner_user_id
    desk.pane.booking.save("both can take place")
    desk.settle()
    assert desk.house.practice.appointments.get(mine.id).practitioner_user_id == other


def test_given_a_colleague_who_left_when_a_day_has_an_appointment_of_theirs_then_it_is_shown(
    desk: "Desk",
) -> None:
    other = colleague(desk)
    theirs = book_with(desk.house, other, 24, "10:00")
    desk.bus.publish(desk.house.practice.team.edit(other, is_active=False).changed)
    desk.settle()
    desk.reload()
    press(desk, Key.Key_D)
    assert [tile.entry.id for tile in desk.pane.grid.scene.tiles] == [theirs.id]
    press(desk, Key.Key_N)
    assert desk.pane.presenter.page.practitioners == ()


# a wide day says more


def test_given_a_wide_day_then_alert_status_and_remark_stand_beside_the_name(desk: "Desk") -> None:
    made = desk.house.book(24, "10:00", 60)
    desk.house.practice.clients.edit(desk.house.dana.id, alerts="Pacemaker")
    desk.house.practice.appointments.edit(made.id, notes="Bring the scans")
    desk.reload()
    press(desk, Key.Key_D)
    (tile,) = desk.pane.grid.scene.tiles
    texts = [line.text.text() for line in tile.art.lines]
    assert texts[0] == "Dana Levi"
    assert {"! Pacemaker", "Scheduled", "Bring the scans"} <= set(texts)
    right = {line.text.text(): line.at.x() for line in tile.art.lines}
    assert right["! Pacemaker"] > right["Dana Levi"] + 100
    desk.bus.set_blurred(True)
    (tile,) = desk.pane.grid.scene.tiles
    assert not {"! Pacemaker", "Bring the scans"} & {line.text.text() for line in tile.art.lines}


def test_given_a_short_appointment_in_a_week_then_its_times_carry_the_sign_of_an_alert(desk: "Desk") -> None:
    desk.house.book(24, "10:00", 45)
    desk.house.practice.clients.edit(desk.house.dana.id, alerts="Pacemaker")
    desk.reload()
    (tile,) = desk.pane.grid.scene.tiles
    name, times = tile.art.lines
    assert times.text.text().split() == ["!", "\u200e10:00–10:45"]
    assert times.colour == desk.pane.grid.scene.inks.alert != name.colour


# month


def month(desk: "Desk") -> None:
    press(desk, Key.Key_M, SHIFT)


def number(desk: "Desk", day: date) -> int:
    return desk.pane.presenter.page.days.index(day)


def test_given_a_month_when_more_is_clicked_then_the_day_opens(desk: "Desk") -> None:
    many(desk, 26, 30)
    month(desk)
    view = desk.pane.views.month
    at = number(desk, date(2026, 11, 26))
    day = view.days[at]
    assert day.hidden == 30 - len(day.shown) > 0
    click(desk, view, view.geometry_.row_box(at, len(day.shown)))
    page = desk.pane.presenter.page
    assert (page.kind, page.anchor) == (PageKind.DAY, date(2026, 11, 26))
    assert len(desk.pane.grid.scene.tiles) == 30


def test_given_a_month_when_an_appointment_is_clicked_then_its_details_open(desk: "Desk") -> None:
    made = desk.house.book(26, "10:00")
    desk.reload()
    month(desk)
    view = desk.pane.views.month
    click(desk, view, view.geometry_.row_box(number(desk, date(2026, 11, 26)), 0))
    assert desk.pane.details.isVisible()
    assert desk.pane.presenter.selected == made.id


def test_given_a_month_when_arrows_are_pressed_then_days_and_weeks_pass_and_enter_opens_the_day(
    desk: "Desk",
) -> None:
    month(desk)
    press(desk, Key.Key_Right)
    press(desk, Key.Key_Down)
    assert desk.pane.presenter.cursor_day == date(2026, 12, 2)
    assert desk.pane.presenter.page.anchor.month == 11
    press(desk, Key.Key_Down)
    assert desk.pane.presenter.page.anchor.month == 12
    press(desk, Key.Key_Return)
    assert desk.pane.presenter.page.days == (date(2026, 12, 9),)


def test_given_a_mirrored_month_when_left_is_pressed_then_it_is_the_next_day(desk: "Desk") -> None:
    month(desk)
    view = desk.pane.views.month
    plain = view.geometry_.day_box(0)
    view.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    press(desk, Key.Key_Left)
    assert desk.pane.presenter.cursor_day == date(2026, 11, 25)
    assert view.geometry_.day_box(6).x == pytest.approx(view.width() - plain.x - 7 * plain.width)


def test_given_a_month_when_an_appointment_is_moved_by_keys_then_it_is_on_another_day_at_its_hour(
    desk: "Desk",
) -> None:
    made = desk.house.book(24, "10:00")
    desk.reload()
    month(desk)
    desk.pane.presenter.select(made.id)
    press(desk, Key.Key_M)
    press(desk, Key.Key_Down)
    press(desk, Key.Key_Return)
    stored = desk.house.practice.appointments.get(made.id)
    assert stored.scheduled_start == made.scheduled_start + timedelta(days=7)


def test_given_a_month_and_an_agenda_when_pages_turn_then_by_month_and_by_two_weeks(desk: "Desk") -> None:
    month(desk)
    press(desk, Key.Key_N)
    assert desk.pane.presenter.page.anchor == date(2026, 12, 24)
    press(desk, Key.Key_T)
    press(desk, Key.Key_A)
    press(desk, Key.Key_N)
    assert desk.pane.presenter.page.days[0] == date(2026, 12, 6)


def test_given_a_day_when_clicked_beside_everything_then_the_cursor_is_there_and_b_books_on_it(
    desk: "Desk",
) -> None:
    month(desk)
    view = desk.pane.views.month
    at = number(desk, date(2026, 11, 26))
    click(desk, view, view.geometry_.row_box(at, view.geometry_.rows - 1))
    assert desk.pane.presenter.cursor_day == date(2026, 11, 26)
    press(desk, Key.Key_B)
    assert desk.pane.form.isVisible()
    assert desk.pane.booking.form.day == date(2026, 11, 26)


@pytest.mark.parametrize("moves", [False, True])
def test_given_a_month_when_its_cursor_or_a_move_is_painted_then_the_corners_are_smooth(
    desk: "Desk", moves: bool
) -> None:
    desk.house.book(24, "10:00")
    desk.reload()
    month(desk)
    view = desk.pane.views.month
    if moves:
        press(desk, Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
        press(desk, Key.Key_M)
        press(desk, Key.Key_Right)
    assert view.hasFocus()
    box = view.geometry_.day_box(number(desk, date(2026, 11, 25 if moves else 24)))
    x, y, image = int(box.x) + 2, int(box.y) + 2, view.grab().toImage()
    corner = {image.pixelColor(x + right, y + down).name() for right in range(6) for down in range(6)}
    assert len(corner) > 3  # not the ground and the frame alone


# agenda


def agenda_texts(desk: "Desk") -> list[str]:
    model = desk.pane.views.agenda.model
    return [str(model.index(row).data()) for row in range(model.rowCount())]


def test_given_an_agenda_then_days_are_headings_and_an_empty_day_has_none(desk: "Desk") -> None:
    desk.house.book(24, "10:00")
    desk.house.book(26, "9:00", client=desk.house.noam)
    desk.reload()
    press(desk, Key.Key_A)
    assert agenda_texts(desk) == [
        "Today · Tuesday, 24 November · 1 appointment",
        "Dana Levi",
        "Thursday, 26 November · 1 appointment",
        "Noam Peretz",
    ]


def test_given_an_agenda_when_down_and_enter_are_pressed_then_the_appointment_opens(desk: "Desk") -> None:
    first, second = desk.house.book(24, "10:00"), desk.house.book(24, "12:00")
    desk.reload()
    press(desk, Key.Key_A)
    desk.pane.presenter.select(first.id)
    press(desk, Key.Key_Down)
    assert desk.pane.presenter.selected == second.id
    press(desk, Key.Key_Return)
    assert desk.pane.details.isVisible()


def test_given_an_agenda_when_m_is_pressed_then_the_week_shows_where_it_would_go(desk: "Desk") -> None:
    made = desk.house.book(24, "10:00")
    desk.reload()
    press(desk, Key.Key_A)
    desk.pane.presenter.select(made.id)
    press(desk, Key.Key_M)
    assert desk.pane.presenter.page.kind is PageKind.WEEK
    press(desk, Key.Key_Down)
    press(desk, Key.Key_Return)
    stored = desk.house.practice.appointments.get(made.id)
    assert stored.scheduled_start == made.scheduled_start + timedelta(minutes=15)


def test_given_several_who_treat_then_a_row_of_the_agenda_names_them_and_its_tip_has_all(
    desk: "Desk",
) -> None:
    book_with(desk.house, colleague(desk), 24, "10:00")
    desk.reload()
    press(desk, Key.Key_A)
    index = desk.pane.views.agenda.model.index(1)
    assert "Second Person" in index.data(RowRole.SECOND)
    tip = index.data(Qt.ItemDataRole.ToolTipRole)
    assert all(words in tip for words in ("Noam", "10:00", "Second Person"))
    desk.bus.set_blurred(True)
    assert "Noam" not in index.data(Qt.ItemDataRole.ToolTipRole)


def test_given_two_weeks_without_appointments_then_the_agenda_says_what_to_do(desk: "Desk") -> None:
    press(desk, Key.Key_A)
    assert desk.pane.views.agenda.empty.isVisible()
    assert "Press B" in desk.pane.views.agenda.empty.text()


def test_given_changes_then_the_agendas_model_keeps_the_rules_of_models(
    desk: "Desk", qtmodeltester: ModelTester
) -> None:
    qtmodeltester.check(desk.pane.views.agenda.model)  # type: ignore[no-untyped-call]
    press(desk, Key.Key_A)
    made = many(desk, 24, 9)
    desk.bus.publish(desk.house.practice.appointments.delete(made[0].id).changed)
    desk.settle()
    assert len(agenda_texts(desk)) == 9
    qtmodeltester.check(desk.pane.views.agenda.model)  # type: ignore[no-untyped-call]


def test_blurred_no_view_shows_a_name(desk: "Desk") -> None:
    desk.house.book(24, "10:00")
    desk.reload()
    desk.bus.set_blurred(True)
    press(desk, Key.Key_A)
    assert "D.L." in agenda_texts(desk)
    assert "Dana Levi" not in agenda_texts(desk)


# titles


@pytest.mark.parametrize(
    ("key", "modifier", "title"),
    [
        (Key.Key_D, Qt.KeyboardModifier.NoModifier, "Tuesday, 24 November 2026 · Week 48"),
        (Key.Key_W, Qt.KeyboardModifier.NoModifier, "November 2026 · Week 48"),
        (Key.Key_M, SHIFT, "November 2026"),
    ],
)
def test_titles_tell_week_and_weekday(
    desk: "Desk", key: Qt.Key, modifier: Qt.KeyboardModifier, title: str
) -> None:
    desk.screen.resize(1500, 760)
    press(desk, key, modifier)
    assert desk.pane.toolbar.title.text() == title


def test_given_a_narrow_window_then_the_views_are_in_a_menu_and_the_title_is_short(desk: "Desk") -> None:
    desk.screen.resize(600, 400)
    QApplication.processEvents()
    press(desk, Key.Key_D)
    toolbar = desk.pane.toolbar
    assert toolbar.kinds.isHidden()
    assert toolbar.kinds_button.isVisible()
    assert toolbar.title.text() in {"Tue 24 Nov · W48", "Tue 24 Nov"}


def test_given_any_width_then_no_part_of_the_toolbar_is_narrower_than_its_words(desk: "Desk") -> None:
    toolbar = desk.pane.toolbar
    parts = [toolbar.today, toolbar.kinds, toolbar.kinds_button, toolbar.book, toolbar.filter]
    cut = []
    for width in range(720, 1300, 30):
        desk.screen.resize(width, 760)
        desk.settle()
        cut += [
            (width, part) for part in parts if part.isVisible() and part.width() < part.sizeHint().width()
        ]
    assert cut == []


# nothing is asked while painting


def test_given_any_view_when_it_is_painted_then_nothing_is_read(
    desk: "Desk", monkeypatch: pytest.MonkeyPatch
) -> None:
    many(desk, 24, 12)
    asked: list[str] = []
    monkeypatch.setattr(desk.jobs, "run", lambda *_args, **_more: asked.append("a job"))
    for kind in PageKind:
        desk.pane.presenter.set_kind(kind)
        asked.clear()
        picture = desk.pane.grab()
        desk.pane.views.front.repaint()
        assert not picture.isNull()
        assert asked == []
