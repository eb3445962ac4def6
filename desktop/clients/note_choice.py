"""Which of a client's notes go on paper together. No Qt."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from core.domain.ids import NoteId
from core.domain.notes import SOAP
from core.domain.records import Appointment, SessionNote

_BEGINNING = 200


@dataclass(frozen=True, slots=True)
class NoteChoice:
    """One note as a person knows it again: its day in the practice's zone and how it begins."""

    id: NoteId
    day: date
    is_draft: bool
    beginning: str


def choices(rows: Iterable[Appointment | SessionNote], now: datetime) -> list[NoteChoice]:
    """The notes among a client's rows, in the order in which they are printed: oldest first."""
    notes = [row for row in rows if isinstance(row, SessionNote) and row.deleted_at is None]
    # By id as well: two notes of one moment stand in the same order each time.
    ordered = sorted(notes, key=lambda note: (note.session_date, note.id))
    return [_choice(note, now) for note in ordered]


def within(notes: Sequence[NoteChoice], first: date, last: date) -> set[NoteId]:
    """All notes of these days, the last one included."""
    return {note.id for note in notes if first <= note.day <= last}


def file_name(notes: Sequence[NoteChoice]) -> str:
    """Says which days, and nothing of the client."""
    first, last = notes[0].day, notes[-1].day
    return f"notes-{first:%Y-%m-%d}.pdf" if first == last else f"notes-{first:%Y-%m-%d}-{last:%Y-%m-%d}.pdf"


def _choice(note: SessionNote, now: datetime) -> NoteChoice:
    texts = (" ".join((getattr(note, name) or "").split()) for name in SOAP)
    beginning = next((text[:_BEGINNING] for text in texts if text), "")
    day = note.session_date.astimezone(now.tzinfo).date()
    return NoteChoice(note.id, day, note.finalized_at is None, beginning)
