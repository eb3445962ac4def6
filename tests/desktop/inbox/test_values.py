"""Values of a question as a person says them."""

from datetime import UTC, datetime
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from core.domain.registry import BY_NAME
from desktop.inbox.values import value_words

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("table", "field", "value", "expected"),
    [
        ("clients", "date_of_birth", "1985-04-03", "3 April 1985"),
        ("clients", "consent_status", False, "No"),
        ("clients", "tags", '["neck","כתף"]', "neck, כתף"),
        ("clients", "tags", "[]", "(empty)"),
        ("clients", "tags", "no list", "no list"),
        ("clients", "phone", None, "(empty)"),
        ("appointments", "status", "NO_SHOW", "No-show"),
        ("appointments", "location_type", "HOME", "home"),
        ("workspaces", "settings", {"slot_minutes": 15, "week_start": 0}, "Slot minutes: 15\nWeek start: 0"),
        (
            "workspaces",
            "settings",
            {"working_hours": {"0": [["09:00", "12:00"], ["13:00", "17:00"]]}},
            "Working hours: Monday: 09:00–12:00, 13:00–17:00",
        ),
    ],
)
def test_a_value_is_told_in_words(
    qapp: QApplication, table: str, field: str, value: Any, expected: str
) -> None:
    told = value_words(BY_NAME[table].by_name[field], value, {}, NOW)
    assert expected.casefold() in told.casefold()
