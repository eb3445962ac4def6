"""Which client an event of another calendar is about, told only where there is no doubt."""

import re
import uuid
from collections.abc import Sequence

from core.calendar_file.events import Attendee
from core.calendar_file.publishing import client_code
from core.domain.clients import folded, full_name
from core.domain.ids import ClientId
from core.store.database.tables import SYNCED
from core.store.practice.practice import Practice

_PARTS = re.compile(r"[:;()/|]|\s[-–—]\s")


class ClientNames:
    """All living clients by what may stand for one of them, folded as in every search of the program."""

    def __init__(self, practice: Practice) -> None:
        c = SYNCED["clients"].c
        columns = (c.id, c.first_name, c.last_name, c.preferred_name, c.email)
        query = practice.desk.select("clients").with_only_columns(*columns)
        self._ids: dict[str, set[uuid.UUID]] = {}
        self._names: dict[uuid.UUID, str] = {}
        with practice.desk.read() as db:
            for row in db.execute(query):
                self._names[row.id] = full_name(row.first_name, row.last_name)
                for text in _texts(row.first_name, row.last_name, row.preferred_name, row.email):
                    self._ids.setdefault(folded(text), set()).add(row.id)
                self._ids.setdefault(folded(client_code(row.id)), set()).add(row.id)

    def name(self, client_id: uuid.UUID) -> str:
        """Empty for one that is not here."""
        return self._names.get(client_id, "")

    def certain(self, summary: str, attendees: Sequence[Attendee]) -> ClientId | None:
        """The one client whose whole name, e-mail address or code stands there; None for none or several."""
        told = [text for part in (summary, *_PARTS.split(summary)) for text in _spellings(part)]
        told += [text for each in attendees for text in (each.name, each.email)]
        found = {one for text in told if text.strip() for one in self._ids.get(folded(text), ())}
        return ClientId(found.pop()) if len(found) == 1 else None


def _spellings(part: str) -> list[str]:
    """A comma stands within a name, last name first, or beside it."""
    return [part, part.replace(",", " "), *part.split(",")]


def _texts(first: str, last: str, preferred: str | None, email: str | None) -> list[str]:
    names = [(first, last), (last, first), (preferred or "", last)]
    whole = [f"{one} {other}" for one, other in names if one.strip() and other.strip()]
    return [*whole, email] if email else whole
