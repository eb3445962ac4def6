"""What a new booking takes from its client's habit, in fields that the person leaves alone. Free of Qt."""

from collections.abc import Callable, Collection
from datetime import timedelta
from enum import StrEnum
from typing import Any

from core.domain.ids import ClientId
from core.domain.usual_booking import UsualBooking
from desktop.calendar.ports import CalendarGateway
from desktop.kit.ports import Runner


class Proposed(StrEnum):
    """A field that may be proposed; its value is kept with a form that is left unfinished."""

    SERVICE = "service"
    LOCATION = "location"
    LENGTH = "length"
    TREATS = "treats"


class Proposal:
    """Of one form at a time. GUI thread; the habit is read on the store worker.

    A field is proposed until the person says what it holds. A client without a habit gets what the form began
    with: no service, no location, the usual length of the practice.
    """

    def __init__(
        self,
        desk: CalendarGateway,
        runner: Runner,
        on_usual: Callable[[UsualBooking | None], None],
    ) -> None:
        self._desk, self._runner, self._on_usual = desk, runner, on_usual
        self._open = frozenset[Proposed]()
        """Fields that nobody touched."""
        self._length = timedelta()
        self._asked = 0

    def begin(self, length: timedelta, touched: Collection[str] = ()) -> None:
        """For a new booking that is so long while nobody says anything else."""
        self.stop()
        self._open, self._length = frozenset(Proposed) - set(touched), length

    def stop(self) -> None:
        """Nothing is proposed any more, also not by an answer that is under way."""
        self._open = frozenset()
        self._asked += 1

    def touch(self, field: Proposed) -> None:
        """The person said what this field holds."""
        self._open -= {field}

    @property
    def touched(self) -> list[str]:
        """As JSON can hold it, for `begin`."""
        return sorted(set(Proposed) - self._open)

    def ask(self, client_id: ClientId) -> None:
        """Proposes what this client usually has, as soon as it is read."""
        self._asked += 1
        asked = self._asked
        if self._open:
            self._runner.run(
                lambda: self._desk.usual_booking(client_id),
                lambda usual: self._on_usual(usual) if asked == self._asked else None,
                lambda _unreadable: None,
            )

    def choices(self, usual: UsualBooking | None) -> dict[str, Any]:
        """The fields of a `Form` that are chosen from a list and may be filled, as arguments of `replace`."""
        found = {
            Proposed.SERVICE: ("service_id", usual.service_id if usual else None),
            Proposed.LOCATION: ("location_id", usual.location_id if usual else None),
        }
        return dict(value for field, value in found.items() if field in self._open)

    def length(self, usual: UsualBooking | None) -> timedelta | None:
        """How long the booking may be made; None where the person said it."""
        if Proposed.LENGTH not in self._open:
            return None
        return usual.length if usual else self._length

    @property
    def says_who_treats(self) -> bool:
        """Whether the habit may say it, for neither the person nor their own role did."""
        return Proposed.TREATS in self._open
