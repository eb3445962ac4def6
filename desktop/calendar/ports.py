"""What the calendar's presenters ask of the practice; fulfilled by core.store.practice.Practice."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from core.domain.records import Appointment, Client, Location, Service


class Row(Protocol):
    """One appointment with what a calendar shows beside it."""

    @property
    def appointment(self) -> Appointment: ...
    @property
    def client_name(self) -> str: ...
    @property
    def service(self) -> Service | None: ...
    @property
    def location(self) -> Location | None: ...
    @property
    def has_note(self) -> bool: ...


class Found(Protocol):
    """A client that a search found."""

    @property
    def client(self) -> Client: ...


class Reader(Protocol):
    """What the timeline reads from, on the store worker."""

    def between(self, start: datetime, end: datetime) -> Sequence[Row]: ...
