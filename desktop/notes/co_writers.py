"""Who else writes in an open note, told from what was synced of late. No Qt."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from core.domain.notes import SOAP

WRITING_FOR = timedelta(minutes=2)
"""Laptops that both are in reach sync every few seconds: whose words stopped coming has stopped writing."""
FRESH = timedelta(minutes=3)
"""Words that were saved longer ago only arrived now, from a laptop that was out of reach."""


@dataclass(frozen=True, slots=True)
class Companion:
    """`device` is "" where nobody knows what the laptop is called."""

    device: str
    fields: tuple[str, ...]


@dataclass(slots=True)
class Company:
    """Of one open note."""

    _seen: dict[str, dict[str, datetime]] = field(default_factory=dict)

    def saw(self, device: str, fields: Iterable[str], saved_at: datetime | None, now: datetime) -> None:
        """Words of another laptop came into these fields."""
        # The clock of that laptop may be ahead of this one's.
        if saved_at is not None and abs(now - saved_at) <= FRESH:
            self._seen.setdefault(device, {}).update(dict.fromkeys(fields, now))

    def present(self, now: datetime) -> tuple[Companion, ...]:
        """Those who write now, each with the fields in their order."""
        found = []
        for device, fields in sorted(self._seen.items()):
            recent = {name for name, at in fields.items() if abs(now - at) <= WRITING_FOR}
            if recent:
                found.append(Companion(device, tuple(name for name in SOAP if name in recent)))
        return tuple(found)
