"""What the palette finds in the practice."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.domain.clients import full_name
from core.domain.ids import AppointmentId, NoteId
from core.domain.records import Client
from core.store.practice import Practice, SearchHit
from desktop.dates import day_text
from desktop.i18n import tr
from desktop.palette.presenter import Entry

if TYPE_CHECKING:
    from datetime import date

    from core.domain.clock import Clock
    from desktop.context import Navigator

_MOST_CLIENTS = 6


class PracticeFinder:
    """Called on the store worker; the entries run on the GUI thread."""

    def __init__(self, practice: Practice, navigator: "Navigator", clock: "Clock") -> None:
        self._practice, self._go, self._clock = practice, navigator, clock

    def __call__(self, text: str, limit: int) -> Sequence[Entry]:
        clients = self._practice.clients.find(text, limit=_MOST_CLIENTS)
        found = [self._client(summary.client) for summary in clients]
        hits = self._practice.search.everything(text, limit)
        today = self._clock.now().astimezone().date()
        found += [self._hit(hit, today) for hit in hits if hit.kind != "client"]
        return found[:limit]

    def _client(self, client: Client) -> Entry:
        name = full_name(client.first_name, client.last_name)
        group = tr("Palette", "Clients")
        return Entry(name, lambda: self._go.open_client(client.id), icon="client", group=group)

    def _hit(self, hit: SearchHit, today: "date") -> Entry:
        at = hit.at.astimezone()
        day = day_text(at.date(), today)
        if hit.kind == "note":
            note_id = NoteId(hit.id)
            return Entry(
                hit.title,
                lambda: self._go.open_note(note_id),
                second=hit.snippet,
                icon="notes",
                keys=day,
                group=tr("Palette", "Notes"),
            )
        appointment_id = AppointmentId(hit.id)
        return Entry(
            hit.title,
            lambda: self._go.open_calendar(at.date(), appointment_id),
            second=hit.snippet,
            icon="calendar",
            keys=day,
            group=tr("Palette", "Appointments"),
        )
