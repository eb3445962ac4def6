"""A client with a note on a real store, and what shows their measures."""

from datetime import timedelta

import pytest

from core.domain.measures import MOTION, PAIN
from core.domain.new_rows import MeasureDraft
from core.domain.records import Client, SessionNote
from desktop.measures.client_section import ClientMeasures
from desktop.measures.note_card import NoteMeasures
from tests.desktop.records_room import Room, practice, room

__all__ = ["practice", "room"]


def measure(room: Room, client: Client, days_ago: int, value: str, **odd: str) -> None:
    """Of pain, unless told otherwise."""
    scale = {"kind": PAIN, "name": "Pain", "low": "0", "high": "10", **odd}
    taken_at = room.clock.now() - timedelta(days=days_ago)
    room.practice.measures.add(
        MeasureDraft(client_id=client.id, taken_at=taken_at, value=value, **scale)  # type: ignore[arg-type]
    )


@pytest.fixture
def mira(room: Room) -> Client:
    """Whose pain falls, and whose shoulder moves further."""
    client = room.add("Mira", "Talbot")
    for days_ago, value in ((21, "8"), (14, "6.5"), (7, "3")):
        measure(room, client, days_ago, value)
    for days_ago, value in ((14, "90"), (7, "120")):
        measure(room, client, days_ago, value, kind=MOTION, name="Flexion", unit="°", high="360")
    return client


@pytest.fixture
def note(room: Room, mira: Client) -> SessionNote:
    return room.draft(mira, plan="Rest.")


@pytest.fixture
def card(room: Room, note: SessionNote) -> NoteMeasures:
    made = room.show(NoteMeasures(room.context), 360, 420)
    made.show_note(note.client_id, note.id)
    room.settle()
    room.settle()
    return made


@pytest.fixture
def section(room: Room, mira: Client) -> ClientMeasures:
    made = room.show(ClientMeasures(room.context), 760, 720)
    made.show_client(mira.id)
    room.settle()
    room.settle()
    return made
