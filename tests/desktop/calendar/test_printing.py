"""The calendar on paper: the days in front, each appointment with its hours, and nothing cancelled."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QBuffer, Qt
from PySide6.QtGui import QPdfWriter, QTextTable
from PySide6.QtTest import QTest

from core.domain.enums import AppointmentStatus, Role
from core.domain.new_rows import TimeBlockDraft
from desktop.calendar.pages import PageKind
from desktop.paper.days import record_of_days
from desktop.paper.record import Part, Record
from desktop.paper.record_drawing import _Sheet
from desktop.paper.record_words import words_of
from tests.desktop.paper.pdf_bytes import pdf_of

if TYPE_CHECKING:
    from tests.desktop.calendar.conftest import Desk

TUESDAY = date(2026, 11, 24)


def parts(desk: "Desk", first: date = TUESDAY, last: date = TUESDAY) -> list[Part]:
    (section,) = record_of_days(desk.house.practice, first, last).sections()
    return list(section.parts)


def test_given_appointments_when_a_day_is_printed_then_each_stands_with_hours_name_and_place(
    desk: "Desk",
) -> None:
    practice = desk.house.practice
    first = desk.house.book(24, "10:00")
    practice.appointments.edit(first.id, location_id=desk.house.room.id, notes="Bring\nthe X-ray")
    missed = desk.house.book(24, "09:00", 30, desk.house.noam)
    practice.appointments.set_status(missed.id, AppointmentStatus.NO_SHOW)
    gone = desk.house.book(24, "12:00")
    practice.appointments.set_status(gone.id, AppointmentStatus.CANCELLED)
    (day,) = parts(desk)
    assert day.heading == "Tuesday, 24.11.2026"
    assert day.rows == [
        ("09:00–09:30", "Noam Peretz", "Massage · not attended"),
        ("10:00–10:50", "Dana Levi", "Massage · Room 1 · Bring the X-ray"),
    ]


def test_given_a_week_when_it_is_printed_then_every_day_has_its_part_and_empty_ones_say_so(
    desk: "Desk",
) -> None:
    desk.house.book(24, "10:00")
    found = parts(desk, date(2026, 11, 22), date(2026, 11, 28))
    assert [part.heading.split(",")[0] for part in found][:3] == ["Sunday", "Monday", "Tuesday"]
    assert [bool(part.rows) for part in found] == [False, False, True, False, False, False, False]
    assert found[0].text == "No appointments"


def test_given_blocked_time_when_printed_then_it_stands_on_each_of_its_days_with_what_it_is(
    desk: "Desk",
) -> None:
    practice = desk.house.practice
    desk.house.book(24, "10:00")
    lunch = {"start_local": "2026-11-24T12:00", "duration_minutes": 60, "user_id": practice.me.user_id}
    practice.blocks.add(TimeBlockDraft(title="Lunch", **lunch))  # type: ignore[arg-type]
    away = {"start_local": "2026-11-24T00:00", "duration_minutes": 2880, "is_all_day": True}
    practice.blocks.add(TimeBlockDraft(title="Holiday", **away))  # type: ignore[arg-type]
    tuesday, wednesday = parts(desk, TUESDAY, date(2026, 11, 25))
    assert tuesday.rows == [
        ("all day", "Holiday", "closed"),
        ("10:00–10:50", "Dana Levi", "Massage"),
        ("12:00–13:00", "Lunch", "blocked"),
    ]
    assert wednesday.rows == [("all day", "Holiday", "closed")]


def test_given_several_who_treat_when_printed_then_each_line_says_who(desk: "Desk") -> None:
    desk.house.practice.team.add("Colleague Person", Role.THERAPIST)
    desk.house.book(24, "10:00")
    assert parts(desk)[0].rows[0][2] == "Massage · Owner Person"


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        (PageKind.DAY, "Tuesday, 24 November 2026"),
        (PageKind.WEEK, "22–28 November 2026"),
        (PageKind.AGENDA, "Appointments, 22.11.2026 – 05.12.2026"),
    ],
)
def test_given_a_page_when_ctrl_p_is_pressed_then_it_is_asked_for_just_its_days(
    desk: "Desk", kind: PageKind, title: str
) -> None:
    desk.pane.presenter.set_kind(kind)
    desk.settle()
    QTest.keyClick(desk.pane.views.front, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert desk.navigator.on_yes is not None
    made = desk.pane.paper._source().read()
    assert (made.client if isinstance(made, Record) else made.title) == title


def test_given_a_page_when_saved_as_pdf_then_the_file_is_there_and_is_recorded_without_a_name(
    desk: "Desk", tmp_path: Path
) -> None:
    desk.house.book(24, "10:00")
    source = desk.pane.paper._source()
    assert source.file_name == "calendar-2026-11-22.pdf"
    desk.pane.paper.out.save_to(source, tmp_path / "week.pdf")
    desk.settle()
    assert (tmp_path / "week.pdf").read_bytes().startswith(b"%PDF")
    (event,) = (each for each in desk.house.practice.audit.list() if each.event_type == "calendar.export")
    assert event.resource_id is None
    assert "Dana" not in str(event.metadata)


def test_given_a_full_week_when_drawn_then_it_goes_over_pages(desk: "Desk") -> None:
    for hour in range(8, 19):
        for day in (22, 23, 24, 25, 26):
            desk.house.book(day, f"{hour:02}:00")
    record = record_of_days(desk.house.practice, date(2026, 11, 22), date(2026, 11, 28))
    *_, made = pdf_of(record)
    assert isinstance(made, bytes)
    assert made.count(b"/Type /Page\n") > 1


@pytest.mark.parametrize(("locale", "column"), [("en", 0), ("he", 2)])
def test_given_the_practices_language_when_drawn_then_hours_stand_at_the_side_where_it_begins(
    desk: "Desk", locale: str, column: int
) -> None:
    desk.house.book(24, "10:00")
    record = replace(record_of_days(desk.house.practice, TUESDAY, TUESDAY), words=words_of(locale))
    (section,) = record.sections()
    buffer = QBuffer()
    writer = QPdfWriter(buffer)
    document = _Sheet(writer, record).laid_out(section)
    table = document.rootFrame().childFrames()[0]
    assert isinstance(table, QTextTable)
    assert table.cellAt(0, column).firstCursorPosition().block().text() == "10:00–10:50"
