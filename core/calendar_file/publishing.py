"""Appointments as a calendar file for other programs: when they are, and of whom no more than was chosen.

Times are in UTC: Google, Outlook, Apple, Thunderbird, Nextcloud and KOrganizer all read that alike, and there
is no description of a zone that one of them could misread. Series are written as their occurrences.
"""

import hashlib
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from core.calendar_file.content import closing, event, opening

# Frozen: other programs know an appointment again by what is made with it.
_UIDS = uuid.UUID("7c0a2f0e-43a6-5a55-b3a5-0f0c1a8f3a11")
# Frozen as well, so that a client keeps their code.
_CODES = b"pazpaz calendar file: code of a client\x00"
# Without I, L, O and U, which pass for others when they are read aloud or typed (Crockford's Base32).
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE_LETTERS = 6
# RFC 2606 keeps .invalid for names that lead nowhere.
_HOST = "pazpaz.invalid"


class Naming(StrEnum):
    """What an event says of its client."""

    BUSY = "busy"
    """Nothing: that the time is taken."""
    INITIALS = "initials"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class PublishedEvent:
    """One taken time. `start` and `end` are aware."""

    appointment_id: uuid.UUID
    start: datetime
    end: datetime
    summary: str


def published_uid(appointment_id: uuid.UUID) -> str:
    """The same in every file that is written of an appointment, so that a program knows it again.

    The id itself tells when it was booked, so it is not in it.
    """
    return f"{uuid.uuid5(_UIDS, appointment_id.hex)}@{_HOST}"


def client_code(client_id: uuid.UUID) -> str:
    """Six characters that always stand for one client, such as "K7Q-2MX", and tell nothing else.

    Two of a thousand clients share one in 1 of 2,000 practices.
    """
    number = int.from_bytes(hashlib.sha256(_CODES + client_id.bytes).digest())
    letters = "".join(_LETTERS[(number >> (5 * place)) & 31] for place in range(_CODE_LETTERS))
    return f"{letters[:3]}-{letters[3:]}"


def pieces(events: Iterable[PublishedEvent], stamp: datetime) -> Iterator[bytes]:
    """A whole file, an event at a time, in the order given. `stamp` says when it was written."""
    yield opening()
    for one in events:
        yield event(
            published_uid(one.appointment_id),
            one.start.astimezone(UTC),
            one.end.astimezone(UTC),
            one.summary,
            stamp.astimezone(UTC),
        )
    yield closing()
