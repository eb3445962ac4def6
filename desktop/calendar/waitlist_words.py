"""Who waits, since when and for what, in words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from PySide6.QtCore import QLocale

from core.domain.clients import full_name, initials
from core.domain.day_part import DayPart
from core.domain.ids import LocationId, ServiceId, UserId
from core.domain.records import Client, WaitlistEntry
from core.domain.waitlist import ALL_DAYS, URGENT, days_of, part_of
from desktop.kit.dates import day_text
from desktop.kit.i18n import one_line, plural, tr


@dataclass(frozen=True, slots=True)
class WishNames:
    """What ids of services, places and people stand for; `people` only where there are several."""

    services: Mapping[ServiceId, str] = field(default_factory=dict)
    locations: Mapping[LocationId, str] = field(default_factory=dict)
    people: Mapping[UserId, str] = field(default_factory=dict)


def client_text(client: Client, *, blurred: bool) -> str:
    """The name; initials alone while names are hidden."""
    names = client.first_name, client.last_name
    return initials(*names) if blurred else full_name(*names)


def wish_text(entry: WaitlistEntry, names: WishNames, today: date) -> str:
    """Such as "Urgent · Massage · 50 min · Mon, Wed · mornings · from 3 Mar"."""
    said = [
        tr("Waitlist", "Urgent") if entry.urgency == URGENT else "",
        names.services.get(entry.service_id, "") if entry.service_id else "",
        tr("Dates", "{minutes} min", minutes=entry.duration_minutes),
        _days_words(days_of(entry.weekdays)),
        _part_words(part_of(entry.day_part)),
        _range_words(entry, today),
        names.people.get(entry.practitioner_user_id, "") if entry.practitioner_user_id else "",
        names.locations.get(entry.location_id, "") if entry.location_id else "",
    ]
    return one_line(said)


def since_text(entry: WaitlistEntry, now: datetime) -> str:
    """How long somebody waits, in days or weeks; `now` is in the practice's zone."""
    days = (now.date() - entry.waiting_since.astimezone(now.tzinfo).date()).days
    if days < 1:
        return tr("Waitlist", "since today")
    if days < 14:
        return plural("Waitlist", "since yesterday", "for {n} days", days)
    return plural("Waitlist", "for {n} week", "for {n} weeks", days // 7)


def _days_words(days: frozenset[int]) -> str:
    if days == ALL_DAYS:
        return ""
    names = QLocale()
    # Qt counts them from Monday = 1.
    return ", ".join(names.dayName(day + 1, QLocale.FormatType.ShortFormat) for day in sorted(days))


def _part_words(part: DayPart) -> str:
    return {
        DayPart.ANY: "",
        DayPart.MORNING: tr("Waitlist", "mornings"),
        DayPart.AFTERNOON: tr("Waitlist", "afternoons"),
        DayPart.EVENING: tr("Waitlist", "evenings"),
    }[part]


def _range_words(entry: WaitlistEntry, today: date) -> str:
    first = day_text(entry.earliest, today) if entry.earliest and entry.earliest > today else ""
    last = day_text(entry.latest, today) if entry.latest else ""
    if first and last:
        return tr("Waitlist", "{first} to {last}", first=first, last=last)
    if first:
        return tr("Waitlist", "from {day}", day=first)
    return tr("Waitlist", "until {day}", day=last) if last else ""
