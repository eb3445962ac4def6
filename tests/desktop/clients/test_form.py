"""What the form makes of what was typed."""

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from core.domain.ids import ClientId, WorkspaceId
from core.domain.records import Client
from desktop.clients.form import (
    FormValues,
    WrongField,
    changed_fields,
    moved_fields,
    parse_birth,
    split_name,
    to_fields,
    values_of,
)

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
CLIENT = Client(
    id=ClientId(uuid.UUID(int=4)),
    workspace_id=WorkspaceId(uuid.UUID(int=1)),
    created_at=NOW,
    updated_at=NOW,
    first_name="Mira",
    last_name="Talbot",
    phone="030 5550",
    date_of_birth=date(1985, 4, 3),
    tags=("neck",),
)


@pytest.mark.parametrize(
    "text",
    ["1985-04-03", "3.4.1985", "03/04/1985", " 3 4 1985 ", "3. 4. 1985", "3-4-1985", "3.4.85", "03/04/85"],
)
def test_given_a_date_in_any_usual_form_then_it_is_understood(text: str) -> None:
    assert parse_birth(text, NOW.date()) == date(1985, 4, 3)


@pytest.mark.parametrize(
    ("text", "year"), [("2.3.25", 2025), ("1.3.26", 2026), ("3.3.26", 1926), ("29.2.00", 2000)]
)
def test_given_two_digits_of_a_year_then_the_last_such_day_that_is_over_is_meant(
    text: str, year: int
) -> None:
    born = parse_birth(text, NOW.date())
    assert born is not None
    assert born.year == year


@pytest.mark.parametrize("text", ["April", "31.2.1985", "29.2.85", "3.4/85", "2.3.2026", "1985"])
def test_given_no_date_or_one_ahead_then_the_field_is_named(text: str) -> None:
    with pytest.raises(WrongField) as caught:
        parse_birth(text, NOW.date())
    assert caught.value.field == "date_of_birth"


def test_given_a_birth_on_a_day_that_no_calendar_has_then_that_is_said() -> None:
    with pytest.raises(WrongField, match="No calendar has this day"):
        parse_birth("29.2.1985", NOW.date())


def test_given_a_missing_name_then_the_field_is_named() -> None:
    with pytest.raises(WrongField) as caught:
        to_fields(FormValues(first_name="Mira", last_name=" "), NOW)
    assert caught.value.field == "last_name"


def test_given_nothing_changed_then_nothing_is_saved() -> None:
    assert changed_fields(CLIENT, values_of(CLIENT), NOW) == {}


def test_given_one_change_then_only_that_field_is_saved() -> None:
    values = replace(values_of(CLIENT), phone="")
    assert changed_fields(CLIENT, values, NOW) == {"phone": None}


@pytest.mark.parametrize(
    ("stored", "mending"),
    [
        ({"last_name": ""}, {"last_name": "Talbot"}),
        ({"date_of_birth": date(2062, 4, 3)}, {"date_of_birth": "3.4.1962"}),
    ],
    ids=["no last name", "born in days to come"],
)
def test_given_a_stored_client_who_breaks_a_rule_when_that_is_mended_then_it_is_saved(
    stored: dict[str, Any], mending: dict[str, Any]
) -> None:
    (field,) = stored
    broken = replace(CLIENT, **stored)
    with pytest.raises(WrongField) as caught:
        changed_fields(broken, replace(values_of(broken), phone=""), NOW)
    assert caught.value.field == field
    mended = changed_fields(broken, replace(values_of(broken), **mending), NOW)
    assert mended == {field: date(1962, 4, 3) if field == "date_of_birth" else mending[field]}


def test_given_consent_then_its_time_is_kept_and_stays_when_withdrawn() -> None:
    given = changed_fields(CLIENT, replace(values_of(CLIENT), consent_status=True), NOW)
    assert given == {"consent_status": True, "consent_at": NOW}
    agreed = replace(CLIENT, consent_status=True, consent_at=NOW)
    taken = changed_fields(agreed, replace(values_of(agreed), consent_status=False), NOW)
    assert taken == {"consent_status": False, "consent_at": NOW}


def test_given_another_device_changed_the_same_field_then_it_is_named() -> None:
    present = replace(CLIENT, phone="040 1", tags=("neck", "back"))
    assert moved_fields(CLIENT, present, {"phone": "050 2", "email": "m@example.org"}) == ["phone"]
    assert moved_fields(CLIENT, present, {"phone": "040 1"}) == []


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [("Mira Talbot", "Mira", "Talbot"), ("Mira", "Mira", ""), ("Ana Maria Lopez", "Ana Maria", "Lopez")],
)
def test_given_a_typed_name_then_the_form_begins_with_it(typed: str, first: str, last: str) -> None:
    values = split_name(typed)
    assert (values.first_name, values.last_name) == (first, last)
