"""What the palette finds in the practice."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from core.domain.clients import full_name
from core.domain.ids import AppointmentId, ClientId, NoteId
from core.domain.records import Client
from core.store.practice.practice import Practice, SearchHit, Unsearched
from core.store.practice.search import HitKind
from desktop.kit.context import NotePlace
from desktop.kit.dates import day_text
from desktop.kit.i18n import tr
from desktop.palette.bookings import booking_entries, new_client_entries
from desktop.palette.presenter import PaletteEntry

if TYPE_CHECKING:
    from datetime import date, datetime

    from core.domain.clock import Clock
    from desktop.kit.context import Navigator

_MOST_CLIENTS = 6
_KINDS: tuple[HitKind, ...] = ("note", "file", "appointment")
"""Besides clients, who are found as in every list."""


class PracticeFinder:
    """Called on the store worker; the entries run on the GUI thread. `clock` is the practice's wall clock."""

    def __init__(self, practice: Practice, navigator: "Navigator", clock: "Clock") -> None:
        self._practice, self._go, self._clock = practice, navigator, clock

    def __call__(self, text: str, limit: int) -> Sequence[PaletteEntry]:
        now = self._clock.now()
        clients = self._practice.clients.find(text, limit=_MOST_CLIENTS)
        unsearched = self._practice.search.unsearched()
        found = self._practice.search.everything(text, limit)
        groups: list[Sequence[PaletteEntry]] = [
            list(booking_entries(self._practice, self._go, now, text)),
            [self._client(summary.client) for summary in clients],
            *([self._hit(hit, now) for hit in found.hits if hit.kind == kind] for kind in _KINDS),
        ]
        if not any(groups):  # what notes speak of is rarely meant as the name of somebody new
            groups = [new_client_entries(self._practice, self._go, now, text)]
        if found.back_to is not None:
            return [*shared(groups, limit - 1), self._rest(text, found.back_to, now)]
        if unsearched is None:
            return shared(groups, limit)
        return [*shared(groups, limit - 1), self._older(text, unsearched, now)]

    def _older(self, text: str, left: Unsearched, now: "datetime") -> PaletteEntry:
        """Where older notes may have it that no search finds yet: to the list, which grows by itself."""
        day = day_text(left.newest.astimezone(now.tzinfo).date(), now.date())
        second = tr("Palette", "Notes up to {day} are still being made ready for search.", day=day)
        return self._to_list(text, second)

    def _rest(self, text: str, back_to: "datetime", now: "datetime") -> PaletteEntry:
        """For a phrase, which the list goes on looking for in older notes."""
        day = day_text(back_to.astimezone(now.tzinfo).date(), now.date())
        return self._to_list(
            text, tr("Palette", "So far only notes back to {day} were looked through.", day=day)
        )

    def _to_list(self, text: str, second: str) -> PaletteEntry:
        return PaletteEntry(
            tr("Palette", "Search the notes for “{wanted}”", wanted=text),
            lambda: self._go.search_notes(text),
            second=second,
            icon="search",
            group=tr("Palette", "Older notes"),
        )

    def _client(self, client: Client) -> PaletteEntry:
        name = full_name(client.first_name, client.last_name)
        group = tr("Palette", "Clients")
        return PaletteEntry(name, lambda: self._go.open_client(client.id), icon="client", group=group)

    def _hit(self, hit: SearchHit, now: "datetime") -> PaletteEntry:
        at = hit.at.astimezone(now.tzinfo)
        group, icon = _look(hit.kind)
        return PaletteEntry(
            hit.title,
            partial(self._open, hit, at.date()),
            second=hit.snippet,
            terms=hit.terms,
            icon=icon,
            keys=day_text(at.date(), now.date()),
            group=group,
        )

    def _open(self, hit: SearchHit, day: "date") -> None:
        if hit.kind == "note":
            self._go.open_note(NoteId(hit.id), NotePlace(hit.terms))
        elif hit.kind == "appointment":
            self._go.open_calendar(day, AppointmentId(hit.id))
        elif hit.note_id is not None:
            self._go.open_note(hit.note_id, NotePlace(file_id=hit.id))
        else:
            self._go.open_client(ClientId(hit.client_id))


def shared(groups: Sequence[Sequence[PaletteEntry]], places: int) -> list[PaletteEntry]:
    """The first of each group; what one does not need goes to the others, so that none keeps another out."""
    counts = [0] * len(groups)
    while places > 0 and any(count < len(group) for count, group in zip(counts, groups, strict=True)):
        for number, group in enumerate(groups):
            if places > 0 and counts[number] < len(group):
                counts[number] += 1
                places -= 1
    return [entry for count, group in zip(counts, groups, strict=True) for entry in group[:count]]


def _look(kind: HitKind) -> tuple[str, str]:
    """The group's name, and the icon."""
    if kind == "note":
        return tr("Palette", "Notes"), "notes"
    if kind == "file":
        return tr("Palette", "Files"), "attach"
    return tr("Palette", "Appointments"), "calendar"
