"""The month on paper: one page across, with every appointment in its day, in both directions of writing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.enums import AppointmentStatus
from core.domain.new_rows import TimeBlockDraft
from desktop.calendar.pages import PageKind
from desktop.paper.month import MonthCell, MonthLine, MonthSheet, month_sheet
from desktop.paper.month_drawing import bar_colour, draw_month
from desktop.paper.month_rows import LINE_MM, SMALLEST_LINE_MM, month_rows
from desktop.paper.record_words import words_of
from tests.desktop.calendar.written_page import Written, written_by
from tests.desktop.paper.pdf_bytes import pdf_of

if TYPE_CHECKING:
    from tests.desktop.calendar.conftest import Desk

NOVEMBER = date(2026, 11, 1)


def sheet(desk: "Desk") -> MonthSheet:
    return month_sheet(desk.house.practice, NOVEMBER)


def cell(made: MonthSheet, day: date) -> MonthCell:
    return next(each for week in made.weeks for each in week.cells if each.day == day)


def test_given_a_month_then_it_is_whole_weeks_with_numbers_and_every_day_tells_who_comes_when(
    desk: "Desk",
) -> None:
    desk.house.book(24, "12:00", client=desk.house.noam)
    desk.house.book(24, "10:00")
    gone = desk.house.book(24, "14:00")
    desk.house.practice.appointments.set_status(gone.id, AppointmentStatus.CANCELLED)
    late = desk.house.book(30, "23:30", 60)
    made = sheet(desk)
    assert (made.title, made.practice) == ("November 2026", "Invented")
    assert [week.number for week in made.weeks] == [45, 46, 47, 48, 49]
    assert [len(week.cells) for week in made.weeks] == [7] * 5
    assert cell(made, date(2026, 11, 24)).lines == [
        MonthLine("10:00", "Dana Levi", "blue"),
        MonthLine("12:00", "Noam Peretz", "blue"),
    ]
    assert cell(made, date(2026, 11, 30)).lines == [MonthLine("23:30", "Dana Levi", "blue")]
    assert late.scheduled_end.date() == date(2026, 11, 30)
    assert not cell(made, date(2026, 12, 1)).is_inside
    assert cell(made, date(2026, 12, 1)).lines == ()


def test_given_closed_days_and_blocked_times_then_they_are_told_on_each_of_their_days(desk: "Desk") -> None:
    practice = desk.house.practice
    desk.house.book(25, "09:00")
    lunch = {"start_local": "2026-11-25T12:00", "duration_minutes": 60, "user_id": practice.me.user_id}
    practice.blocks.add(TimeBlockDraft(title="Lunch", **lunch))  # type: ignore[arg-type]
    away = {"start_local": "2026-11-24T00:00", "duration_minutes": 2880, "is_all_day": True}
    practice.blocks.add(TimeBlockDraft(title="Fair", **away))  # type: ignore[arg-type]
    made = sheet(desk)
    fair = MonthLine("", "Fair · closed", is_block=True)
    assert cell(made, date(2026, 11, 24)).lines == [fair]
    assert cell(made, date(2026, 11, 25)).lines == [
        fair,
        MonthLine("09:00", "Dana Levi", "blue"),
        MonthLine("12:00", "Lunch · blocked", is_block=True),
    ]
    assert [cell(made, date(2026, 11, day)).is_closed for day in (26, 27, 28, 29)] == [
        False,
        True,
        True,
        False,
    ]


def test_given_the_month_in_front_when_saved_then_it_is_one_page_and_recorded_without_a_name(
    desk: "Desk", tmp_path: Path
) -> None:
    desk.house.book(24, "10:00")
    desk.pane.presenter.set_kind(PageKind.MONTH)
    desk.settle()
    source = desk.pane.paper._source()
    made = source.read()
    assert isinstance(made, MonthSheet)
    assert made.title == "November 2026"
    desk.pane.paper.out.save_to(source, tmp_path / "month.pdf")
    desk.settle()
    content = (tmp_path / "month.pdf").read_bytes()
    assert content.startswith(b"%PDF")
    assert content.count(b"/Type /Page\n") == 1
    (event,) = (each for each in desk.house.practice.audit.list() if each.event_type == "calendar.export")
    assert "Dana" not in str(event.metadata)


def written(made: MonthSheet, monkeypatch: pytest.MonkeyPatch) -> Written:
    found, is_across = written_by(lambda writer: draw_month(writer, made), monkeypatch)
    assert is_across
    return found


@pytest.mark.parametrize(("locale", "is_mirrored"), [("en", False), ("he", True)])
def test_given_a_language_then_the_week_begins_at_the_side_where_its_writing_does(
    desk: "Desk", monkeypatch: pytest.MonkeyPatch, locale: str, is_mirrored: bool
) -> None:
    desk.house.book(24, "10:00")
    words = words_of(locale)
    found = dict(written(replace(sheet(desk), words=words), monkeypatch))
    sunday, monday = found[words.weekdays[6]], found[words.weekdays[0]]
    assert (sunday.x() > monday.x()) == is_mirrored
    time, name = found["10:00"], found["Dana Levi"]
    assert (name.right() < time.right()) if is_mirrored else (name.x() > time.x())
    assert (found["48"].x() > monday.x()) == is_mirrored


def test_given_more_than_a_page_holds_then_the_rest_is_counted_and_nothing_is_written_over_another(
    desk: "Desk", monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [MonthLine(f"{8 + at // 6:02}:{at % 6 * 10:02}", f"N{at}") for at in range(70)]
    made = sheet(desk)
    weeks = [replace(week, cells=[replace(each, lines=lines) for each in week.cells]) for week in made.weeks]
    found = written(replace(made, weeks=weeks), monkeypatch)
    names = [box for text, box in found if text.startswith("N")]
    more = [box for text, box in found if text.startswith("+")]
    assert len(more) == 35
    assert all(not a.intersects(b.adjusted(1, 1, -1, -1)) for a in more for b in names)


def test_given_a_service_then_its_colour_is_that_of_the_light_screen_and_a_block_has_none() -> None:
    assert bar_colour(MonthLine("10:00", "A", "blue")).name() == "#1d4ed8"
    assert bar_colour(MonthLine("10:00", "A")).name() == bar_colour(MonthLine("10:00", "A", "teal")).name()
    assert bar_colour(MonthLine("", "A", is_block=True)).name() == "#cdc9c2"


def test_given_a_pdf_then_it_comes_last_after_how_far_it_is(desk: "Desk") -> None:
    told, made = pdf_of(sheet(desk))
    assert not isinstance(told, bytes)
    assert isinstance(made, bytes)


@given(st.lists(st.integers(0, 60), min_size=4, max_size=6), st.floats(150, 190))
def test_weeks_fill_the_page_and_lines_shrink_only_where_they_must(
    counts: Sequence[int], room: float
) -> None:
    made = month_rows(counts, room, 6.0)
    assert sum(made.heights) == pytest.approx(room)
    assert SMALLEST_LINE_MM <= made.line_mm <= LINE_MM
    for height, most, count in zip(made.heights, made.most, counts, strict=True):
        assert height >= 6.0 + most * made.line_mm - 1e-6
        assert most >= count or made.line_mm == SMALLEST_LINE_MM


def test_the_last_day_of_a_month_is_in_it_and_the_year_turns(desk: "Desk") -> None:
    for first in (date(2026, 12, 1), date(2027, 2, 1), date(2028, 2, 1)):
        made = month_sheet(desk.house.practice, first)
        inside = [each.day for week in made.weeks for each in week.cells if each.is_inside]
        assert inside[0] == first
        assert (inside[-1] + timedelta(days=1)).day == 1
        assert len(inside) == inside[-1].day
