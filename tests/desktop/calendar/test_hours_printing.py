"""Days by their hours on paper: what the screen shows, in both directions of writing."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from core.domain.enums import AppointmentStatus, Role
from core.domain.new_rows import TimeBlockDraft
from core.domain.records import Location
from desktop.calendar.entry_filter import EntryFilter
from desktop.calendar.pages import PageKind
from desktop.paper.hours_drawing import box_colours, draw_hours
from desktop.paper.hours_sheet import HoursBox, HoursSheet
from desktop.paper.record import Record
from desktop.paper.record_words import words_of
from tests.desktop.calendar.test_closed_rooms import second
from tests.desktop.calendar.written_page import Written, written_by

__all__ = ["second"]

if TYPE_CHECKING:
    from tests.desktop.calendar.conftest import Desk


def printed(desk: "Desk", kind: PageKind = PageKind.WEEK) -> HoursSheet:
    desk.pane.presenter.set_kind(kind)
    desk.settle()
    made = desk.pane.paper._source().read()
    assert isinstance(made, HoursSheet)
    return made


def block(
    desk: "Desk", title: str, start: str, minutes: int, *, whole: bool = False, mine: bool = False
) -> None:
    practice = desk.house.practice
    who = practice.me.user_id if mine else None
    draft = TimeBlockDraft(
        title=title, start_local=start, duration_minutes=minutes, is_all_day=whole, user_id=who
    )
    practice.blocks.add(draft)


def test_given_a_week_when_printed_then_each_appointment_stands_at_its_hours_with_all_it_says(
    desk: "Desk",
) -> None:
    practice = desk.house.practice
    first = desk.house.book(24, "10:00")
    practice.appointments.edit(first.id, location_id=desk.house.room.id, notes="Bring\nthe X-ray")
    gone = desk.house.book(24, "12:00")
    practice.appointments.set_status(gone.id, AppointmentStatus.CANCELLED)
    made = printed(desk)
    assert (made.title, made.practice) == ("22–28 November 2026", "Invented")
    assert [column.title for column in made.columns][:3] == ["Sunday 22", "Monday 23", "Tuesday 24"]
    (box,) = made.columns[2].boxes
    assert (box.start, box.end, box.hours, box.name) == (600, 650, "10:00–10:50", "Dana Levi")
    assert (box.rest, box.colour) == (["Massage", "Room 1", "Bring the X-ray"], "blue")
    assert [len(column.boxes) for column in made.columns] == [0, 0, 1, 0, 0, 0, 0]


def test_given_blocks_and_late_hours_when_printed_then_they_are_told_and_the_page_reaches_them(
    desk: "Desk",
) -> None:
    desk.house.book(24, "23:30", 60)
    block(desk, "Lunch", "2026-11-24T12:00", 60, mine=True)
    block(desk, "Fair", "2026-11-25T00:00", 1440, whole=True)
    made = printed(desk)
    tuesday, wednesday, thursday = made.columns[2:5]
    assert [(each.name, each.rest) for each in tuesday.boxes if each.is_block] == [("Lunch", ["blocked"])]
    assert [(each.start, each.end) for each in tuesday.boxes if not each.is_block] == [(1410, 1440)]
    assert [(each.start, each.end) for each in wednesday.boxes] == [(0, 30)]
    assert (list(wednesday.whole), list(thursday.whole)) == (["Fair · closed"], [])
    assert (made.first_hour, made.last_hour) == (0, 24)
    assert made.columns[5].closed == [(0, 1440)]


def test_given_a_filter_when_printed_then_what_the_screen_hides_is_not_on_paper(desk: "Desk") -> None:
    desk.house.book(24, "10:00")
    missed = desk.house.book(24, "12:00", client=desk.house.noam)
    desk.house.practice.appointments.set_status(missed.id, AppointmentStatus.NO_SHOW)
    desk.reload()
    desk.pane.presenter.set_filter(EntryFilter(statuses=frozenset({AppointmentStatus.NO_SHOW})))
    assert [box.name for box in printed(desk).columns[2].boxes] == ["Dana Levi"]
    mine = frozenset({desk.house.practice.me.user_id})
    desk.pane.presenter.set_filter(EntryFilter(practitioners=mine))
    assert printed(desk).columns[2].boxes == []


@pytest.mark.parametrize("kind", [PageKind.WEEK, PageKind.MONTH, PageKind.AGENDA])
def test_given_a_filter_when_any_view_is_printed_then_only_what_it_shows_is_on_paper(
    desk: "Desk", second: Location, kind: PageKind
) -> None:
    ben, me = desk.hire("Ben Invented"), desk.house.practice.me.user_id
    desk.house.book(24, "10:00")
    of_ben = desk.house.book(24, "10:00", client=desk.house.noam)
    desk.house.practice.appointments.edit(of_ben.id, practitioner_user_id=ben)
    for title, whose, place in (("Mine", me, None), ("Bens", ben, None), ("Second", None, second.id)):
        draft = TimeBlockDraft(
            title=title,
            start_local="2026-11-24T12:00",
            duration_minutes=60,
            user_id=whose,
            location_id=place,
        )
        desk.house.practice.blocks.add(draft)
    desk.reload()
    told = ["Dana Levi", "Noam Peretz", "Mine", "Bens", "Second"]
    assert on_paper(desk, kind, told) == told
    desk.pane.presenter.set_filter(
        EntryFilter(practitioners=frozenset({ben}), locations=frozenset({second.id}))
    )
    assert on_paper(desk, kind, told) == ["Dana Levi", "Mine"]


def on_paper(desk: "Desk", kind: PageKind, told: list[str]) -> list[str]:
    """Which of these words are on the page, whatever view it is of."""
    desk.pane.presenter.set_kind(kind)
    desk.settle()
    made = desk.pane.paper._source().read()
    said: object = made
    if isinstance(made, Record):
        said = [list(section.parts) for section in made.sections()]
    return [word for word in told if word in repr(said)]


def test_given_a_day_of_several_people_when_printed_then_each_has_a_column(desk: "Desk") -> None:
    desk.bus.publish(desk.house.practice.team.add("Colleague Person", Role.THERAPIST).changed)
    desk.settle()
    desk.house.book(24, "10:00")
    made = printed(desk, PageKind.DAY)
    assert made.title == "Tuesday, 24 November 2026"
    assert [(column.title, len(column.boxes)) for column in made.columns] == [
        ("Colleague Person", 0),
        ("Owner Person", 1),
    ]
    assert made.columns[1].boxes[0].rest == ["Massage"]


def written(made: HoursSheet, monkeypatch: pytest.MonkeyPatch) -> tuple[Written, bool]:
    return written_by(lambda writer: draw_hours(writer, made), monkeypatch)


@pytest.mark.parametrize(("locale", "is_mirrored"), [("en", False), ("he", True)])
def test_given_a_language_when_drawn_then_hours_and_days_begin_at_the_side_where_its_writing_does(
    desk: "Desk", monkeypatch: pytest.MonkeyPatch, locale: str, is_mirrored: bool
) -> None:
    desk.house.book(24, "10:00")
    made = printed(desk)
    columns = [replace(column, title=f"day {at}") for at, column in enumerate(made.columns)]
    told, is_across = written(replace(made, words=words_of(locale), columns=columns), monkeypatch)
    found = dict(told)
    assert is_across
    assert (found["day 0"].x() > found["day 1"].x()) == is_mirrored
    assert (found["10:00"].x() > found["day 2"].x()) == is_mirrored
    assert found["Dana Levi"].intersects(found["day 2"].adjusted(0, 0, 0, 10_000))


def test_given_a_full_day_when_drawn_then_no_line_is_written_over_another(
    desk: "Desk", monkeypatch: pytest.MonkeyPatch
) -> None:
    for hour in range(8, 19):
        desk.house.book(24, f"{hour:02}:00", 30)
        desk.house.book(24, f"{hour:02}:15", 45, desk.house.noam)
    told, is_across = written(printed(desk, PageKind.DAY), monkeypatch)
    assert not is_across
    boxes = [place for text, place in told if text not in {"Tuesday, 24 November 2026", "Invented"}]
    for at, place in enumerate(boxes):
        assert not any(place.adjusted(1, 1, -1, -1).intersects(other) for other in boxes[at + 1 :])


def test_given_a_short_box_when_drawn_then_its_one_line_has_time_and_name(
    desk: "Desk", monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.house.book(24, "10:00", 5)
    told, _ = written(printed(desk), monkeypatch)
    assert "10:00 Dana Levi" in dict(told)


def test_given_a_blocked_time_then_it_has_the_colours_of_rules_and_a_service_its_own(desk: "Desk") -> None:
    desk.house.book(24, "10:00")
    block(desk, "Lunch", "2026-11-24T12:00", 60, mine=True)
    boxes: list[HoursBox] = list(printed(desk).columns[2].boxes)
    (bar, _), (rule, _) = (box_colours(box) for box in sorted(boxes, key=lambda each: each.start))
    assert bar.name() == "#1d4ed8"
    assert rule != bar


def test_given_a_week_in_front_when_saved_then_it_is_one_page_and_recorded_without_a_name(
    desk: "Desk", tmp_path: Path
) -> None:
    desk.house.book(24, "10:00")
    source = desk.pane.paper._source()
    desk.pane.paper.out.save_to(source, tmp_path / "week.pdf")
    desk.settle()
    assert (tmp_path / "week.pdf").read_bytes().count(b"/Type /Page\n") == 1
    (event,) = (each for each in desk.house.practice.audit.list() if each.event_type == "calendar.export")
    assert "Dana" not in str(event.metadata)


def test_given_a_week_over_two_months_or_years_then_the_title_names_both(desk: "Desk") -> None:
    titles = []
    for day in (date(2026, 12, 1), date(2026, 12, 29)):
        desk.pane.presenter.go_to(day)
        desk.settle()
        titles.append(printed(desk).title)
    assert titles == ["29 November – 5 December 2026", "27 December 2026 – 2 January 2027"]
