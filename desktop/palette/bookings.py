"""What a line that is a booking offers: each client whom its words fit, and how it was understood."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from core.domain.clients import full_name
from core.domain.people_search import plain
from core.domain.records import Client, Service
from core.store.practice.practice import Practice
from desktop.kit.booking_line import BookingLine, present_words
from desktop.kit.dates import day_text
from desktop.kit.i18n import one_line, plural, tr
from desktop.kit.typed_booking import (
    Misfit,
    TypedBooking,
    booking_meant,
    bookings_of_names,
    misfit,
    name_alone,
)
from desktop.palette.presenter import PaletteEntry

if TYPE_CHECKING:
    from desktop.kit.context import Navigator

_MOST = 3


def booking_entries(practice: Practice, go: "Navigator", now: datetime, text: str) -> Sequence[PaletteEntry]:
    """Choosing one opens the form, filled; nothing is booked unseen. On the store worker; `now` local.

    Archived clients are offered where no other fits; somebody new can be booked there too.
    """
    services = practice.services.list()
    typed = booking_meant(text, now, present_words(), services)
    named = _of_names(practice, go, now, text, services)
    if typed is None:
        return named or _unclear(practice, go, text, misfit(text, now, present_words(), services))
    told = _told(typed, now)
    found = practice.clients.find(typed.who, limit=_MOST)
    if found or named:
        return [*named, *(_booking(go, each.client, typed, told) for each in found)]
    archived = practice.clients.find(typed.who, limit=_MOST, include_archived=True)
    entries = [entry for each in archived for entry in _of_archived(go, each.client, typed, told)]
    return [*entries, _new_client(go, BookingLine(text, now, typed.who), told)]


def _of_names(
    practice: Practice, go: "Navigator", now: datetime, text: str, services: Sequence[Service]
) -> Sequence[PaletteEntry]:
    """For each client who is called as a word that means a day: a mere beginning of a name is none."""
    return [
        _booking(go, each.client, typed, _told(typed, now))
        for word, typed in bookings_of_names(text, now, present_words(), services)
        for each in practice.clients.find(typed.who, limit=_MOST)
        if plain(word) in plain(f"{each.client.first_name} {each.client.last_name}").split()
    ]


def _unclear(practice: Practice, go: "Navigator", text: str, missed: Misfit | None) -> Sequence[PaletteEntry]:
    """One line that says what is not understood and shows forms that are; the text stays to be mended.

    Where no hour was written the words may be of any search: only with a client's name are they a booking.
    """
    if missed is None or not (missed.is_timed or practice.clients.find(missed.who, limit=1)):
        return ()
    if missed.words:
        title = tr("Palette", "Not understood in this booking: {words}", words=missed.words)
    else:
        title = tr("Palette", "Add an hour to book {name}", name=missed.who)
    forms = tr("Palette", "Such as: {name} tue 10:30 60m, or {name} 3.12. 14-15", name=missed.who)
    return (PaletteEntry(title, partial(go.search, text), forms, "calendar", group=tr("Palette", "Book")),)


def _booking(go: "Navigator", client: Client, typed: TypedBooking, told: str) -> PaletteEntry:
    return PaletteEntry(
        tr("Palette", "Book {name}", name=full_name(client.first_name, client.last_name)),
        partial(go.book, client.id, typed),
        second=told,
        icon="plus",
        group=tr("Palette", "Book"),
    )


def _of_archived(
    go: "Navigator", client: Client, typed: TypedBooking, told: str
) -> tuple[PaletteEntry, PaletteEntry]:
    """Somebody who comes back keeps their record; restoring them is one button there."""
    archived = tr("Palette", "archived")
    opening = PaletteEntry(
        tr("Palette", "Open {name} to restore them", name=full_name(client.first_name, client.last_name)),
        partial(go.open_client, client.id),
        second=archived,
        icon="client",
        group=tr("Palette", "Book"),
    )
    return _booking(go, client, typed, one_line((archived, told))), opening


def new_client_entries(
    practice: Practice, go: "Navigator", now: datetime, text: str
) -> Sequence[PaletteEntry]:
    """For a name alone that nobody has. As `booking_entries`."""
    who = name_alone(text, now, present_words(), practice.services.list())
    is_new = bool(who) and not practice.clients.find(who, limit=1, include_archived=True)
    return [_new_client(go, BookingLine(text, now, who))] if is_new else ()


def _new_client(go: "Navigator", line: BookingLine, told: str = "") -> PaletteEntry:
    """`told`: how the line was understood; empty for a name alone."""
    return PaletteEntry(
        tr("Palette", "Book {name} as a new client", name=line.who),
        partial(go.new_client, line.who, line),
        second=told or tr("Palette", "Add the client, then choose a free time"),
        icon="plus",
        group=tr("Palette", "Book"),
        is_last=not told,
    )


def _told(typed: TypedBooking, now: datetime) -> str:
    """ "Tue 1 Dec, 10:00–11:00 · Massage · every week, 8 times"."""
    day, hours = day_text(typed.day, now.date()), f"{typed.start:%H:%M}"
    minutes = typed.minutes or (typed.service.default_duration_minutes if typed.service else 0)
    if minutes:
        end = datetime.combine(typed.day, typed.start) + timedelta(minutes=minutes)
        hours += f"–{end:%H:%M}"
    parts = [tr("Dates", "{day}, {time}", day=day, time=hours), typed.service.name if typed.service else ""]
    return one_line((*parts, _repeated(typed)))


def _repeated(typed: TypedBooking) -> str:
    if typed.every is None:
        return ""
    number, unit = typed.every
    often = {
        "day": plural("Palette", "every day", "every {n} days", number),
        "week": plural("Palette", "every week", "every {n} weeks", number),
        "month": plural("Palette", "every month", "every {n} months", number),
        "year": plural("Palette", "every year", "every {n} years", number),
    }[unit]
    if typed.times is None:
        return often
    times = plural("Palette", "once", "{n} times", typed.times)
    return tr("Palette", "{often}, {times}", often=often, times=times)
