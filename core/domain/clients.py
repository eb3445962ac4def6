"""Rules of clients: names, initials, duplicates, computed fields, as pure functions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from core.domain.enums import AppointmentStatus
from core.domain.errors import RuleBroken
from core.domain.people_search import plain, same_number
from core.domain.records import Appointment, Client
from core.domain.reminder_text import LANGUAGES


@dataclass(frozen=True, slots=True)
class Visits:
    """Computed for a client: earliest SCHEDULED ahead, latest COMPLETED, count of living appointments."""

    next_appointment: datetime | None
    last_appointment: datetime | None
    appointment_count: int


def full_name(first_name: str, last_name: str) -> str:
    """Both names with a space between; without one where a name is empty."""
    return f"{first_name} {last_name}".strip()


def initials(first_name: str, last_name: str) -> str:
    """First letters of both names, for warnings and the privacy blur."""
    return "".join(f"{name.strip()[0].upper()}." for name in (first_name, last_name) if name.strip())


def check_names(first_name: str, last_name: str) -> None:
    """Refuses a client without both names (RuleBroken)."""
    if not first_name.strip() or not last_name.strip():
        raise RuleBroken("A client needs a first and a last name; nothing was changed.", code="name_missing")


def check_birth(born: date | None, today: date) -> None:
    """Refuses a date of birth that is not in the past (RuleBroken)."""
    if born is not None and born >= today:
        raise RuleBroken("The date of birth must be in the past; nothing was changed.", code="birth")


def check_language(language: str | None) -> None:
    """Refuses a language in which no message can be written (RuleBroken)."""
    if language is not None and language not in LANGUAGES:
        raise RuleBroken(
            "Messages cannot be written in this language; nothing was changed. Choose another.",
            code="language",
        )


def folded(text: str) -> str:
    """For comparing, as the finder does: no case, no diacritics, no Hebrew points, single spaces."""
    if text.isascii() and text.isprintable() and "  " not in text:  # most names, in a fifth of the time
        return text.strip().lower()
    return " ".join(plain(text).split())


def list_place(names: str) -> str:
    """What the list of clients is sorted by; `names`: the first, the last and the preferred one."""
    return folded(names)


def digits(text: str | None) -> str:
    """The digits of a phone number, whatever stands between them."""
    return "".join(char for char in text or "" if char.isdigit())


def likely_same(a: Client, b: Client) -> bool:
    """Duplicate hint: the same name, and nothing known of both (birth, phone, e-mail) that speaks against it.

    The same name alone is a hint only where one record has nothing else to compare.
    """
    if folded(full_name(a.first_name, a.last_name)) != folded(full_name(b.first_name, b.last_name)):
        return False
    pairs = (
        (a.date_of_birth, b.date_of_birth),
        ((a.email or "").casefold(), (b.email or "").casefold()),
    )
    known = [left == right for left, right in pairs if left and right]
    if digits(a.phone) and digits(b.phone):
        known.append(same_number(a.phone, b.phone))
    return any(known) or not known


def visits(appointments: Iterable[Appointment], now: datetime) -> Visits:
    """The rule behind the store's query, over the appointments of one client."""
    living = [appointment for appointment in appointments if appointment.deleted_at is None]
    ahead = [
        appointment.scheduled_start
        for appointment in living
        if appointment.status is AppointmentStatus.SCHEDULED and appointment.scheduled_start > now
    ]
    done = [
        appointment.scheduled_start
        for appointment in living
        if appointment.status is AppointmentStatus.COMPLETED
    ]
    return Visits(min(ahead, default=None), max(done, default=None), len(living))
