"""What the palette finds in the practice."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.domain.clients import full_name
from core.domain.ids import AppointmentId, NoteId
from core.domain.records import Client
from core.store.practice.practice import Practice, SearchHit, Unsearched
from desktop.kit.context import NotePlace
from desktop.kit.dates import day_text
from desktop.kit.i18n import tr
from desktop.palette.bookings import booking_entries
from desktop.palette.presenter import PaletteEntry

if TYPE_CHECKING:
    from datetime import datetime

    from core.domain.clock import Clock
    from desktop.kit.context import Navigator

_MOST_CLIENTS = 6


class PracticeFinder:
    """Called on the store worker; the entries run on the GUI thread. `clock` is the practice's wall clock."""

    def __init__(self, practice: Practice, navigator: "Navigator", clock: "Clock") -> None:
        self._practice, self._go, self._clock = practice, navigator, clock

    def __call__(self, text: str, limit: int) -> Sequence[PaletteEntry]:
        clients = self._practice.clients.find(text, limit=_MOST_CLIENTS)
        found = [*booking_entries(self._practice, self._go, self._clock.now(), text)]
        found += [self._client(summary.client) for summary in clients]
        unsearched = self._practice.search.unsearched()
        hits = self._practice.search.everything(text, limit)
        now = self._clock.now()
        found += [self._hit(hit, now) for hit in hits if hit.kind != "client"]
        if unsearched is None:
            return found[:limit]
        return [*found[: limit - 1], self._older(text, unsearched, now)]

    def _older(self, text: str, left: Unsearched, now: "datetime") -> PaletteEntry:
        """Where older notes may have it that no search finds yet: to the list, which grows by itself."""
        day = day_text(left.newest.astimezone(now.tzinfo).date(), now.date())
        return PaletteEntry(
            tr("Palette", "Search the notes for “{wanted}”", wanted=text),
            lambda: self._go.search_notes(text),
            second=tr("Palette", "Notes up to {day} are still being made ready for search.", day=day),
            icon="search",
            group=tr("Palette", "Older notes"),
        )

    def _client(self, client: Client) -> PaletteEntry:
        name = full_name(client.first_name, client.last_name)
        group = tr("Palette", "Clients")
        return PaletteEntry(name, lambda: self._go.open_client(client.id), icon="client", group=group)

    def _hit(self, hit: SearchHit, now: "datetime") -> PaletteEntry:
        at = hit.at.astimezone(now.tzinfo)
        day = day_text(at.date(), now.date())
        if hit.kind == "note":
            note_id = NoteId(hit.id)
            return PaletteEntry(
                hit.title,
                lambda: self._go.open_note(note_id, NotePlace(hit.terms)),
                second=hit.snippet,
                terms=hit.terms,
                icon="notes",
                keys=day,
                group=tr("Palette", "Notes"),
            )
        appointment_id = AppointmentId(hit.id)
        return PaletteEntry(
            hit.title,
            lambda: self._go.open_calendar(at.date(), appointment_id),
            second=hit.snippet,
            terms=hit.terms,
            icon="calendar",
            keys=day,
            group=tr("Palette", "Appointments"),
        )
