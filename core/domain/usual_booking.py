"""What a client usually has: which service, where and for how long, told by the last few appointments."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from core.domain.ids import LocationId, ServiceId, UserId

T = TypeVar("T")
LOOKED_AT = 5
"""So many appointments tell what is usual: enough to pass over an exception, few enough to follow a
change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UsualBooking:
    """None where the appointments name no service or no place, or one that is not offered any more."""

    service_id: ServiceId | None = None
    location_id: LocationId | None = None
    length: timedelta
    practitioner_id: UserId | None = None
    """None where the appointments name nobody who treats now."""


@dataclass(frozen=True, slots=True)
class BookedBefore:
    """What one appointment says of the client's habit."""

    start: datetime
    end: datetime
    service_id: ServiceId | None = None
    location_id: LocationId | None = None
    practitioner_id: UserId | None = None


def usual_booking(newest_first: Sequence[BookedBefore]) -> UsualBooking | None:
    """The service that most of the first few have, then the place and the length that most of these have.

    Who treats is told by all of these. Of two that are equally frequent it is the one of the newer
    appointment. None without any appointment.
    """
    few = newest_first[:LOOKED_AT]
    if not few:
        return None
    service = _most_frequent([one.service_id for one in few])
    with_it = [one for one in few if one.service_id == service]
    treated = [one.practitioner_id for one in few if one.practitioner_id is not None]
    return UsualBooking(
        service_id=service,
        location_id=_most_frequent([one.location_id for one in with_it]),
        length=_most_frequent([one.end - one.start for one in with_it]),
        practitioner_id=_most_frequent(treated) if treated else None,
    )


def _most_frequent(newest_first: Sequence[T]) -> T:
    # A Counter keeps the order in which it met its items, and `max` takes the first of several.
    counts = Counter(newest_first)
    return max(counts, key=counts.__getitem__)
