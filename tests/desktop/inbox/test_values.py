"""Values of a question as a person says them."""

import json
import uuid
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from core.domain.enums import ConflictReason, Resolution
from core.domain.ids import ConflictId
from core.domain.registry import BY_NAME
from desktop.inbox.conflict import Case, ConflictSide
from desktop.inbox.values import value_parts, value_words
from desktop.kit.field_texts import is_for_people

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def question(table: str, fields: tuple[str, ...], ours: str, theirs: str) -> Case:
    return Case(
        id=ConflictId(uuid.UUID(int=3)),
        reason=ConflictReason.VALUE,
        table=table,
        row_id=uuid.UUID(int=4),
        fields=fields,
        left=ConflictSide(ours, Resolution.MINE, here=True),
        right=ConflictSide(theirs, Resolution.THEIRS, here=False),
        base=None,
        noticed_at=NOW,
    )


@pytest.mark.parametrize(
    ("table", "field", "value", "expected"),
    [
        ("clients", "date_of_birth", "1985-04-03", "3 April 1985"),
        ("clients", "consent_status", False, "No"),
        ("clients", "tags", '["neck","כתף"]', "neck, כתף"),
        ("clients", "tags", "[]", "(empty)"),
        ("clients", "tags", "no list", "no list"),
        ("clients", "phone", None, "(empty)"),
        ("clients", "preferred_language", "he", "Hebrew"),
        ("clients", "preferred_language", "xx", "xx"),
        ("clients", "preferred_language", None, "As the name is written"),
        ("appointments", "status", "NO_SHOW", "No-show"),
        ("appointments", "location_type", "HOME", "home"),
        ("appointment_series", "rrule", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "Every 2 weeks on Tuesday"),
        ("appointment_series", "rrule", "FREQ=YEARLY", "Every year"),
        ("appointment_series", "rrule", "FREQ=LUNAR", "FREQ=LUNAR"),
        ("appointment_series", "start_local", "2026-11-24T10:00", "24 November 2026, 10:00"),
        ("appointment_series", "start_local", "soon", "soon"),
        ("appointment_series", "until", "2027-01-05", "5 January 2027"),
        ("time_blocks", "start_local", "2026-11-24T12:00", "24 November 2026, 12:00"),
        ("time_blocks", "is_all_day", True, "Yes"),
        ("time_blocks", "user_id", None, "The whole practice"),
        ("time_blocks", "title", None, "(empty)"),
        ("waitlist_entries", "weekdays", "MO,WE", "Monday, Wednesday"),
        ("waitlist_entries", "day_part", "MORNING", "Mornings"),
        ("waitlist_entries", "urgency", "URGENT", "Urgent"),
        ("waitlist_entries", "status", "BOOKED", "Was given an appointment"),
        ("body_marks", "place", "BACK 250 205", "left shoulder (back)"),
        ("body_marks", "place", "of a newer program", "of a newer program"),
        ("body_marks", "kind", "TRIGGER_POINT", "Trigger point"),
        ("body_marks", "intensity", None, "(empty)"),
        ("measures", "kind", "PAIN", "Pain"),
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


@pytest.mark.parametrize(
    ("table", "shown", "hidden"),
    [
        (
            "sessions",
            ("plan", "session_date", "deleted_reason"),
            ("permanent_delete_after", "is_draft", "id"),
        ),
        ("time_blocks", ("title", "rrule", "is_all_day", "duration_minutes"), ("user_id", "id")),
        ("appointments", ("scheduled_start", "status"), ("edited_at", "edit_count", "client_id")),
        ("clients", ("consent_at", "consent_status", "tags"), ("email_digest",)),
    ],
)
def test_given_a_records_columns_when_words_are_kept_then_stamps_and_counts_of_the_program_are_left_out(
    table: str, shown: tuple[str, ...], hidden: tuple[str, ...]
) -> None:
    told = {column.name for column in BY_NAME[table].columns if is_for_people(BY_NAME[table], column)}
    assert told >= set(shown)
    assert told.isdisjoint(hidden)


def test_given_a_room_against_a_person_when_a_block_is_asked_about_then_the_room_is_not_the_whole_practice(
    qapp: QApplication,
) -> None:
    dana, room = str(uuid.UUID(int=1)), str(uuid.UUID(int=2))
    theirs = json.dumps({"user_id": dana, "location_id": None})
    ours = json.dumps({"user_id": None, "location_id": room})
    names = {dana: "Dana Levi", room: "Room 2"}
    case = replace(question("time_blocks", ("user_id", "location_id"), ours, theirs), names=names)
    assert not case.can_edit
    assert value_parts(case, ours, NOW) == {"user_id": "(empty)", "location_id": "Room 2"}
    assert value_parts(case, theirs, NOW) == {"user_id": "Dana Levi", "location_id": "(empty)"}
    nobody = json.dumps({"user_id": None, "location_id": None})
    assert value_parts(case, nobody, NOW)["user_id"] == "The whole practice"


@pytest.mark.parametrize(
    ("table", "name", "may"),
    [
        ("clients", "preferred_name", True),
        ("clients", "preferred_language", False),
        ("waitlist_entries", "day_part", False),
        ("body_marks", "place", False),
    ],
)
def test_given_a_cell_that_holds_a_code_when_asked_about_then_nobody_writes_words_of_their_own(
    table: str, name: str, may: bool
) -> None:
    assert question(table, (name,), "he", "en").can_edit is may
