"""Identities: one NewType per kind of row, and the sources that make new ones."""

import os
import uuid
from collections.abc import Callable
from functools import lru_cache
from typing import NewType, Protocol

from core.domain.clock import Clock, SystemClock

WorkspaceId = NewType("WorkspaceId", uuid.UUID)
UserId = NewType("UserId", uuid.UUID)
ClientId = NewType("ClientId", uuid.UUID)
ServiceId = NewType("ServiceId", uuid.UUID)
LocationId = NewType("LocationId", uuid.UUID)
AppointmentId = NewType("AppointmentId", uuid.UUID)
SeriesId = NewType("SeriesId", uuid.UUID)
NoteId = NewType("NoteId", uuid.UUID)
NoteVersionId = NewType("NoteVersionId", uuid.UUID)
AttachmentId = NewType("AttachmentId", uuid.UUID)
NoteTemplateId = NewType("NoteTemplateId", uuid.UUID)
TextSnippetId = NewType("TextSnippetId", uuid.UUID)
TimeBlockId = NewType("TimeBlockId", uuid.UUID)
MeasureId = NewType("MeasureId", uuid.UUID)
WaitlistEntryId = NewType("WaitlistEntryId", uuid.UUID)
BodyMarkId = NewType("BodyMarkId", uuid.UUID)
ConflictId = NewType("ConflictId", uuid.UUID)
DeviceId = NewType("DeviceId", uuid.UUID)
RowKey = tuple[int, uuid.UUID]
"""A row of whatever table: its table's number and its id."""


@lru_cache(maxsize=8192)
def uuid_of(raw: bytes) -> uuid.UUID:
    """From its 16 bytes (ValueError for others). Remembered: a row's id is read ten times on its way through
    a sync, and to make it anew takes as long as to look the row up."""
    return uuid.UUID(bytes=raw)


class IdSource(Protocol):
    """Makes identities; injected so that a simulation can repeat itself."""

    def new(self) -> uuid.UUID:
        """A UUID that no other device makes."""
        ...


class Uuid7Source:
    """RFC 9562 version 7: 48 bits of milliseconds, then random bits, so inserts stay local in an index."""

    def __init__(self, clock: Clock | None = None, random_bytes: Callable[[int], bytes] = os.urandom) -> None:
        self._clock = clock or SystemClock()
        self._random_bytes = random_bytes

    def new(self) -> uuid.UUID:
        """Its first 48 bits are the clock's milliseconds, and 74 are random."""
        millis = int(self._clock.now().timestamp() * 1000) & ((1 << 48) - 1)
        tail = int.from_bytes(self._random_bytes(10))
        value = (millis << 80) | tail
        # RFC 9562: bits 76 to 79 say the version, 7, and bits 62 and 63 the variant, binary 10.
        value = (value & ~(0xF << 76)) | (0x7 << 76)
        value = (value & ~(0x3 << 62)) | (0x2 << 62)
        return uuid.UUID(int=value)
