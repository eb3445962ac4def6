"""A client with a marked session before and a draft now, on a real store, and the chart that shows them."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from core.domain.ids import NoteId
from core.domain.new_rows import BodyMarkDraft
from core.domain.records import BodyMark, Client, SessionNote
from desktop.body_chart.chart import BodyChart
from tests.desktop.records_room import Room, practice, room

__all__ = ["practice", "room"]

Mark = Callable[..., BodyMark]


@pytest.fixture
def mark(room: Room) -> Mark:
    """Puts one into the store, later than all before."""

    def put(note_id: NoteId, kind: str, place: str, intensity: str | None = None) -> BodyMark:
        room.clock.advance(timedelta(seconds=1))
        draft = BodyMarkDraft(session_id=note_id, kind=kind, place=place, intensity=intensity)
        return room.practice.body_marks.add(draft).value

    return put


@pytest.fixture
def mira(room: Room) -> Client:
    return room.add("Mira", "Talbot")


@pytest.fixture
def earlier(room: Room, mira: Client, mark: Mark) -> SessionNote:
    """Two weeks ago, signed."""
    day = room.clock.now() - timedelta(days=14)
    note = room.practice.notes.start(mira.id, session_date=day).value
    mark(note.id, "PAIN", "BACK 250 205", "8")
    mark(note.id, "TENSION", "BACK 560 185", "5")
    room.practice.notes.save_draft(note.id, plan="Rest.")
    return room.practice.notes.finalize(note.id).value


@pytest.fixture
def note(room: Room, mira: Client) -> SessionNote:
    return room.draft(mira, plan="Rest.")


@pytest.fixture
def chart(room: Room, earlier: SessionNote, note: SessionNote) -> BodyChart:
    made = room.show(BodyChart(room.context), 380, 820)
    made.show_note(note.client_id, note.id)
    room.settle()
    room.settle()
    return made
