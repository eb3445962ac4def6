"""For whom each event of a calendar file is, and what becomes of it then. No Qt."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from core.domain.clients import folded, full_name
from core.store.transfer.import_calendar import CalendarPreview, PreviewRow
from core.store.transfer.take_calendar import NewClient, Who
from desktop.kit.form_drafts import Content

# A dash parts only with spaces around it: many first names have one.
_PARTS = re.compile(r"[:;()/|]|\s[-–—]\s")


class Fate(StrEnum):
    """What becomes of an event as things stand."""

    NEW = "new"
    """It is booked."""
    OPEN = "open"
    """Nobody was chosen yet, so it is left out."""
    SKIPPED = "skipped"
    """A person leaves it out."""
    DOUBLE = "double"
    """The client has an appointment at that time already, so it is left out."""
    HERE = "here"
    """It is here already, so it is left out."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Of the events that are booked, `taken` collide with something; `left_out` are all others."""

    new: int
    taken: int
    open: int
    left_out: int


class CalendarChoices:
    """Begins with the clients that are certain. A choice holds for every event that says the same."""

    def __init__(self, preview: CalendarPreview) -> None:
        self.preview = preview
        self._who: dict[str, Who | None] = {}
        self._names: dict[str, str] = {}
        self._typed: dict[str, str] = {}
        for place, row in enumerate(preview.rows):
            if row.client_id is not None and not row.is_here:
                self._who[self._key(place)] = row.client_id
                self._names[self._key(place)] = preview.names.name(row.client_id)
        self._certain = dict(self._who)
        places = range(len(preview.rows))
        self.open = [place for place in places if self.fate(place) is Fate.OPEN]
        """Places of events of whom nobody was certain; the order stays while a person chooses."""
        self.ready = [place for place in places if self.fate(place) is Fate.NEW]
        self.here = [place for place in places if self.fate(place) in {Fate.HERE, Fate.DOUBLE}]

    def row(self, place: int) -> PreviewRow:
        """By its place in the preview."""
        return self.preview.rows[place]

    def name(self, place: int) -> str:
        """Whom it is for; empty where nobody was chosen."""
        return self._names.get(self._key(place), "")

    def choose(self, place: int, who: Who, name: str = "") -> None:
        """For this event and all that say the same; `name` of a client who is here."""
        self._who[self._key(place)] = who
        self._typed.pop(self._key(place), None)
        if isinstance(who, NewClient):
            name = full_name(who.first_name, who.last_name)
        self._names[self._key(place)] = name

    def skip(self, place: int) -> None:
        """Leaves out this event and all that say the same."""
        self._who[self._key(place)] = None
        self._names.pop(self._key(place), None)
        self._typed.pop(self._key(place), None)

    def typed(self, place: int) -> str:
        """What was typed to find whose it is, while nobody is chosen yet."""
        return self._typed.get(self._key(place), "")

    def type_name(self, place: int, text: str) -> None:
        """For this event and all that say the same."""
        self._typed[self._key(place)] = text

    @property
    def content(self) -> Content:
        """What a person chose and typed, as JSON; empty while that is nothing."""
        # None cannot stand for what is not there: it means that a person left the event out.
        unknown = object()
        chosen = {key: who for key, who in self._who.items() if who != self._certain.get(key, unknown)}
        kept: Content = {"chosen": {key: _to_json(who) for key, who in chosen.items()}, "typed": self._typed}
        return {name: dict(values) for name, values in kept.items() if values}

    def take_up(self, content: Content) -> None:
        """Goes on with what `content` held. Who is not here any more is nobody's choice."""
        keys = {self._key(place): place for place, row in enumerate(self.preview.rows) if not row.is_here}
        for key, text in content.get("typed", {}).items():
            if key in keys:
                self.type_name(keys[key], text)
        for key, told in content.get("chosen", {}).items():
            who = _from_json(told) if told else None
            name = self.preview.names.name(who) if isinstance(who, UUID) else ""
            if key not in keys or (isinstance(who, UUID) and not name):
                continue
            if who is None:
                self.skip(keys[key])
            else:
                self.choose(keys[key], who, name)

    def is_new_client(self, place: int) -> bool:
        """Whether a client is added for it."""
        return isinstance(self._who.get(self._key(place)), NewClient)

    def fate(self, place: int) -> Fate:
        """As things stand."""
        row, key = self.row(place), self._key(place)
        if row.is_here:
            return Fate.HERE
        who = self._who.get(key)
        if who is None:
            return Fate.SKIPPED if key in self._who else Fate.OPEN
        is_double = isinstance(who, UUID) and self.preview.is_double(row, who)
        return Fate.DOUBLE if is_double else Fate.NEW

    @property
    def chosen(self) -> dict[int, Who]:
        """For whom each event is that is booked, by its place."""
        found = {place: self._who.get(self._key(place)) for place in self._booked}
        return {place: who for place, who in found.items() if who is not None}

    @property
    def counts(self) -> Counts:
        """As things stand."""
        booked = self._booked
        unchosen = sum(self.fate(place) is Fate.OPEN for place in range(len(self.preview.rows)))
        others = len(self.preview.rows) - len(booked) - unchosen + len(self.preview.left_out)
        return Counts(len(booked), sum(self.row(place).is_taken for place in booked), unchosen, others)

    @property
    def _booked(self) -> Sequence[int]:
        return [place for place in range(len(self.preview.rows)) if self.fate(place) is Fate.NEW]

    def _key(self, place: int) -> str:
        """What says nothing stands for itself, by the name that its file gives it: in another file of one
        calendar it may stand in another place."""
        booking = self.row(place).booking
        return folded(booking.summary) or f"#{booking.uid}"


def _to_json(who: Who | None) -> dict[str, str] | None:
    if isinstance(who, NewClient):
        return {"first_name": who.first_name, "last_name": who.last_name}
    return None if who is None else {"client_id": str(who)}


def _from_json(told: Mapping[str, str]) -> Who:
    if "client_id" in told:
        return UUID(told["client_id"])
    return NewClient(told["first_name"], told["last_name"])


def proposed_name(summary: str) -> str:
    """What of an event's words is most likely a name, first name first; all of them where nothing is."""
    for part in _PARTS.split(summary):
        words, *others = (each.strip() for each in part.split(","))
        if len(words.split()) > 1:
            return words
        if words and len(others) == 1 and len(others[0].split()) == 1:
            return f"{others[0]} {words}"
    return summary
