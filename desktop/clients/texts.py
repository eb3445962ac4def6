"""Clients and their timeline as words."""

from collections.abc import Sequence
from datetime import datetime

from core.domain.cancellations import MissedInYear
from core.domain.clients import full_name, initials
from core.domain.enums import AppointmentStatus
from core.domain.records import Client
from core.store.practice.practice import ClientSummary
from desktop.kit.client_words import missed_counts
from desktop.kit.dates import day_text, day_within, time_text
from desktop.kit.i18n import tr
from desktop.widgets.rows import ListRow

_BEGINNING = 120
_MISSED_YEARS = 3


def name_text(client: Client, *, blurred: bool) -> str:
    """With the preferred name in brackets; initials alone where `blurred`."""
    if blurred:
        return initials(client.first_name, client.last_name)
    name = full_name(client.first_name, client.last_name)
    return f"{name} ({client.preferred_name})" if client.preferred_name else name


def list_row(summary: ClientSummary, now: datetime, *, blurred: bool) -> ListRow:
    """A client in the list: name and next visit, then tags or phone and the number of visits."""
    client = summary.client
    return ListRow(
        first=name_text(client, blurred=blurred),
        second="" if blurred else _second(client),
        trailing=_next(summary, now),
        trailing_second="" if client.is_active else tr("Clients", "Archived"),
        mark=initials(client.first_name, client.last_name).replace(".", ""),
        tone="accent",
        faint=not client.is_active,
    )


def _second(client: Client) -> str:
    return ", ".join(client.tags) or client.phone or client.email or tr("Clients", "No phone or e-mail yet")


def _next(summary: ClientSummary, now: datetime) -> str:
    if summary.next_appointment is None:
        return ""
    return day_text(summary.next_appointment.astimezone(now.tzinfo).date(), now.date())


def visit_text(moment: datetime | None, now: datetime) -> str:
    """Day and time, such as "Tue 3 Mar, 14:05"; a word for none at all."""
    if moment is None:
        return tr("Clients", "None")
    day = day_text(moment.astimezone(now.tzinfo).date(), now.date())
    return tr("Clients", "{day}, {time}", day=day, time=time_text(moment, now))


def missed_text(missed: Sequence[MissedInYear]) -> str:
    """Such as "2026: 1 no-show, 2 cancelled late"; a line for each of the latest years."""
    return "\n".join(_missed_in(each) for each in missed[:_MISSED_YEARS])


def _missed_in(missed: MissedInYear) -> str:
    return tr("Clients", "{year}: {what}", year=missed.year, what=missed_counts(missed))


def consent_text(client: Client, now: datetime) -> str:
    """What was consented to and when, or that it was withdrawn."""
    today = now.date()
    when = day_within(client.consent_at.astimezone(now.tzinfo).date(), today) if client.consent_at else ""
    if client.consent_status:
        return tr("Clients", "Given {day}", day=when) if when else tr("Clients", "Given")
    return tr("Clients", "Withdrawn") if when else tr("Clients", "Not given yet")


def status_text(status: AppointmentStatus) -> str:
    """The appointment's status in a word."""
    return {
        AppointmentStatus.SCHEDULED: tr("Clients", "Scheduled"),
        AppointmentStatus.COMPLETED: tr("Clients", "Completed"),
        AppointmentStatus.CANCELLED: tr("Clients", "Cancelled"),
        AppointmentStatus.NO_SHOW: tr("Clients", "No-show"),
    }[status]


def nobody_words(text: str, total: int, found: int) -> tuple[str, str]:
    """Title and sentence where nobody is in front: of `total` clients `found` fit the typed `text`."""
    if not total:
        return tr("Clients", "No clients yet"), tr("Clients", "Add the first one: a name is enough.")
    if text and not found:
        return (
            tr("Clients", "No match for “{wanted}”", wanted=text),
            tr("Clients", "Try fewer letters, a part of the phone number, or add a new client."),
        )
    return (
        tr("Clients", "Choose a client"),
        tr("Clients", "Press / to search, the arrow keys to choose, Enter to open."),
    )
