"""Reminders of appointments: how a client was told of a time, and whether that still holds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum, StrEnum
from typing import Any

from core.domain.ids import UserId
from core.domain.records import AuditEvent

REMIND, UNREMIND = "appointment.remind", "appointment.unremind"
"""Events of the audit, about an appointment. They can only be added, so the later one of the two holds."""


class Channel(StrEnum):
    """By what way a client was told, in the audit, where the server can read it."""

    EMAIL = "email"
    SMS = "sms"
    WHATSAPP = "whatsapp"
    OTHER = "other"
    """Copied and pasted, said on the telephone, or a way that a newer program knows."""


class Standing(Enum):
    """Whether somebody still has to tell the client."""

    OPEN = "open"
    MOVED = "moved"
    """Told of another time than the appointment has now."""
    REMINDED = "reminded"


@dataclass(frozen=True, slots=True)
class Reminded:
    """A client was told that the appointment begins at `start`: when, how, and by whom."""

    start: datetime
    channel: Channel
    at: datetime
    by: UserId | None


def marks_of(start: datetime, channel: Channel) -> dict[str, object]:
    """For the audit: what a client was told. `start` is aware; kept in UTC, to the microsecond."""
    return {"start": start.astimezone(UTC).isoformat(), "channel": channel.value}


def last_told(events: Iterable[AuditEvent]) -> Reminded | None:
    """What holds of the events of one appointment, in any order; others than reminders are passed over."""
    about = [event for event in events if event.event_type in {REMIND, UNREMIND}]
    # By id where two are of one moment, so that every laptop reads the same.
    last = max(about, key=lambda event: (event.client_time, event.id.bytes), default=None)
    return None if last is None or last.event_type == UNREMIND else _told(last)


def standing(start: datetime, told: Reminded | None) -> Standing:
    """Of an appointment that begins at `start`. A reminder holds for the time that it told."""
    if told is None:
        return Standing.OPEN
    return Standing.REMINDED if told.start == start else Standing.MOVED


def _told(event: AuditEvent) -> Reminded | None:
    """None where the event does not say of which time, as one of another program may."""
    said: Mapping[str, Any] = event.metadata or {}
    start = _moment(said.get("start"))
    if start is None:
        return None
    return Reminded(start, _channel(said.get("channel")), event.client_time, event.user_id)


def _moment(text: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return None if moment is None or moment.tzinfo is None else moment


def _channel(word: object) -> Channel:
    return next((each for each in Channel if each == word), Channel.OTHER)
