"""A place that is closed for a time: warned of where an appointment takes that place, and nowhere else."""

import json
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from core.domain.enums import LocationType
from core.domain.errors import BadInput, NotFound
from core.domain.ids import ClientId, LocationId
from core.domain.new_rows import AppointmentDraft, ClientDraft, LocationDraft, TimeBlockDraft
from core.domain.recurrence import Frequency, Rule
from core.domain.series import Repeat
from core.store.practice.practice import Practice, SlotTaken
from core.store.transfer.import_lines import import_files

NOON = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
"""Twelve in Jerusalem, on a Tuesday."""
HOUR = timedelta(hours=1)
WEEKLY = Repeat(rule=Rule(frequency=Frequency.WEEKLY, weekdays=(1,)), times=4)


@pytest.fixture
def client_id(practice: Practice) -> ClientId:
    return practice.clients.add(ClientDraft(first_name="Ada", last_name="Invented")).value.id


@pytest.fixture
def rooms(practice: Practice) -> tuple[LocationId, LocationId]:
    """The first one is closed on two Tuesdays, for renovation."""
    first, second = (
        practice.locations.add(LocationDraft(name=name, location_type=LocationType.CLINIC, address="Elm 1"))
        for name in ("Room 1", "Room 2")
    )
    closed = TimeBlockDraft(
        title="Renovation",
        location_id=first.value.id,
        start_local="2026-03-03T00:00",
        duration_minutes=8 * 1440,
        is_all_day=True,
    )
    practice.blocks.add(closed)
    return first.value.id, second.value.id


def draft(client_id: ClientId, **more: Any) -> AppointmentDraft:
    return AppointmentDraft(client_id=client_id, scheduled_start=NOON, scheduled_end=NOON + HOUR, **more)


def titles(found: Any) -> list[str | None]:
    return [span.block.title for span in found]


def test_given_a_closed_room_when_booked_into_it_then_it_is_named_and_a_reason_books_anyway(
    practice: Practice, client_id: ClientId, rooms: tuple[LocationId, LocationId]
) -> None:
    wish = draft(client_id, location_id=rooms[0])
    assert titles(practice.appointments.blocked(wish)) == ["Renovation"]
    with pytest.raises(SlotTaken) as caught:
        practice.appointments.book(wish)
    assert titles(caught.value.blocks) == ["Renovation"]
    seen = practice.appointments.blocked(wish)
    booked = practice.appointments.book(wish, "The painters are late.", shown=seen).value
    assert booked.location_id == rooms[0]


def test_given_a_closed_room_when_booked_elsewhere_or_online_then_nothing_is_said(
    practice: Practice, client_id: ClientId, rooms: tuple[LocationId, LocationId]
) -> None:
    assert practice.appointments.blocked(draft(client_id)) == []
    assert practice.appointments.blocked(draft(client_id, location_id=rooms[1])) == []
    online = draft(client_id, location_id=rooms[0], location_type=LocationType.ONLINE)
    assert practice.appointments.blocked(online) == []
    booked = practice.appointments.book(draft(client_id, location_id=rooms[1])).value
    with pytest.raises(SlotTaken):
        practice.appointments.edit(booked.id, location_id=rooms[0])


def test_given_a_closed_room_when_a_series_is_booked_into_it_then_its_days_are_named(
    practice: Practice, client_id: ClientId, rooms: tuple[LocationId, LocationId]
) -> None:
    wish = draft(client_id, location_id=rooms[0])
    found = practice.series.blocked(wish, WEEKLY)
    assert titles(found) == ["Renovation"]
    with pytest.raises(SlotTaken):
        practice.series.book(wish, WEEKLY)
    assert practice.series.blocked(draft(client_id, location_id=rooms[1]), WEEKLY) == []
    practice.series.book(wish, WEEKLY, "On purpose.", found)


def test_given_a_place_that_is_not_here_when_it_is_closed_then_it_is_refused_and_one_that_went_can_stay(
    practice: Practice, rooms: tuple[LocationId, LocationId]
) -> None:
    stranger = LocationId(uuid.uuid4())
    once = {"start_local": "2026-03-03T15:00", "duration_minutes": 60}
    with pytest.raises(NotFound):
        practice.blocks.add(TimeBlockDraft(location_id=stranger, **once))  # type: ignore[arg-type]
    (span,) = practice.blocks.between(NOON, NOON + HOUR)
    with pytest.raises(NotFound):
        practice.blocks.edit(span.block.id, location_id=stranger)
    practice.locations.delete(rooms[0])
    assert practice.blocks.edit(span.block.id, title="Painters").value.location_id == rooms[0]
    moved = practice.blocks.edit(span.block.id, location_id=rooms[1])
    assert moved.undo is not None
    practice.undo(moved.undo)
    assert practice.blocks.get(span.block.id).location_id == rooms[0]


def test_given_what_is_no_language_when_imported_then_it_is_refused_and_one_of_a_newer_program_is_kept(
    practice: Practice, tmp_path: Path
) -> None:
    line = {"table": "clients", "first_name": "Ada", "last_name": "Invented", "preferred_language": "<en>"}
    source = tmp_path / "lines.jsonl"
    source.write_text(json.dumps(line), encoding="utf-8")
    with pytest.raises(BadInput):
        import_files(practice, source)
    for language in ("en", "fr"):
        source.write_text(json.dumps({**line, "preferred_language": language}), encoding="utf-8")
        assert import_files(practice, source).created == 1
