"""The newest schema that the clinic's server takes, as it told at the last pass: a fact of this device."""

from sqlalchemy import Connection

from core.store.database.facts import get_json, set_json

_FACT = "server.newest_schema"


def server_schema(db: Connection) -> int | None:
    """None before the first pass, and in a practice of one laptop."""
    found = get_json(db, _FACT)
    return found if isinstance(found, int) else None


def note_server_schema(db: Connection, newest: int) -> None:
    """What the server's greeting told at this pass."""
    set_json(db, _FACT, newest)
