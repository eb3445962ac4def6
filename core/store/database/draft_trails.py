"""The trails of drafts, as facts of this laptop: they never travel, and end when the note is signed."""

from sqlalchemy import Connection

from core.domain.draft_trail import Step, Trail, stepped
from core.domain.ids import NoteId
from core.store.database.facts import get_json, set_json

_FACT = "undo/"
_AFTER = "undo0"
"""The first name behind all that begin with `_FACT`."""


def leave_step(db: Connection, note_id: NoteId, field: str, texts: tuple[str, str], at: int) -> None:
    """A draft's field says the second text from now on; undo leads back to the first."""
    trail = stepped(_read(db, note_id, field), *texts, at)
    steps = [[step.start, step.length, step.text, step.at] for step in trail.steps]
    set_json(db, _name(note_id, field), {"digest": trail.digest, "steps": steps})


def steps_to(db: Connection, note_id: NoteId, field: str, text: str) -> tuple[Step, ...]:
    """The steps that lead to this text, oldest first; empty where none do."""
    trail = _read(db, note_id, field)
    return trail.steps if trail is not None and trail.leads_to(text) else ()


def wrote_last(db: Connection, note_id: NoteId, field: str, text: str) -> bool:
    """Whether this store itself says so: not where the text came back by sync after an old disk or backup."""
    trail = _read(db, note_id, field)
    return trail is not None and trail.leads_to(text)


def forget_trails(db: Connection, note_id: NoteId) -> None:
    """Of all fields of a note."""
    # A tilde sorts behind the letters of any field.
    _delete_between(db, _name(note_id, ""), _name(note_id, "~"))


def forget_all_trails(db: Connection) -> None:
    """Of all notes."""
    _delete_between(db, _FACT, _AFTER)


def forget_ended_trails(db: Connection) -> None:
    """Of notes that are signed, deleted or gone, whichever laptop did it."""
    db.exec_driver_sql(
        "DELETE FROM facts WHERE name > ? AND name < ? AND substr(name, ?, 32) NOT IN"
        " (SELECT lower(hex(id)) FROM sessions WHERE is_draft AND deleted_at IS NULL)",
        (_FACT, _AFTER, len(_FACT) + 1),
    )


def _delete_between(db: Connection, first: str, last: str) -> None:
    db.exec_driver_sql("DELETE FROM facts WHERE name > ? AND name < ?", (first, last))


def _read(db: Connection, note_id: NoteId, field: str) -> Trail | None:
    told = get_json(db, _name(note_id, field))
    return None if told is None else Trail(told["digest"], tuple(Step(*step) for step in told["steps"]))


def _name(note_id: NoteId, field: str) -> str:
    return f"{_FACT}{note_id.hex}/{field}"
