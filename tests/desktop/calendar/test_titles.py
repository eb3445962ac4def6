"""What stands above the days of the calendar, in as many words as there is room for."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtWidgets import QApplication

from desktop.calendar.pages import CalendarPage, PageKind
from desktop.calendar.texts import title_texts
from desktop.kit.hours import Hours


@pytest.mark.parametrize(
    ("day", "titles"),
    [
        (
            date(2026, 11, 24),
            ("November 2026 · Week 48", "Nov 2026 · Week 48", "Nov 2026 · W48", "Nov 2026", "Nov 2026"),
        ),
        (
            date(2026, 11, 30),
            (
                "November – December 2026 · Week 49",
                "Nov – Dec 2026 · Week 49",
                "Nov – Dec 2026 · W49",
                "Nov – Dec 2026",
                "Nov – Dec",
            ),
        ),
        (
            date(2027, 1, 1),
            (
                "December 2026 – January 2027 · Week 53",
                "Dec 2026 – Jan 2027 · Week 53",
                "Dec 2026 – Jan 2027 · W53",
                "Dec 2026 – Jan 2027",
                "Dec – Jan",
            ),
        ),
    ],
)
def test_given_a_week_when_there_is_little_room_then_no_month_of_it_is_left_out(
    qapp: QApplication, day: date, titles: tuple[str, ...]
) -> None:
    page = CalendarPage(PageKind.WEEK, day, Hours(), ZoneInfo("Europe/Berlin"))
    assert title_texts(page) == titles
