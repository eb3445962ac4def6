"""The practice's waitlist as the calendar asks for it. Methods run on the store worker."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.domain.ids import ClientId, WaitlistEntryId
from core.domain.new_rows import WaitlistDraft
from core.domain.records import Client, Location, Service, WaitlistEntry
from core.store.practice.waitlist import Waiting
from core.store.unit_of_work.repository import Done
from desktop.calendar.ports import CommandOutcome

if TYPE_CHECKING:
    from core.store.practice.practice import Practice


@dataclass(frozen=True, slots=True)
class WishChoices:
    """What a wish can name; a client where the form is about one already."""

    services: Sequence[Service]
    locations: Sequence[Location]
    client: Client | None = None


class WaitlistDesk:
    """Each command is one transaction, and UserError says why nothing was changed."""

    def __init__(self, practice: "Practice") -> None:
        self._practice = practice

    def who_waits(self) -> list[Waiting]:
        """The longest first."""
        return self._practice.waitlist.who_waits()

    def choices(self, client_id: ClientId | None = None, entry: WaitlistEntry | None = None) -> WishChoices:
        """What is offered, and what `entry` names though it is hidden by now. NotFound without the client."""
        return WishChoices(
            self._practice.services.list(also=entry.service_id if entry else None),
            self._practice.locations.list(also=entry.location_id if entry else None),
            self._practice.clients.get(client_id) if client_id else None,
        )

    def get(self, entry_id: WaitlistEntryId) -> WaitlistEntry:
        """NotFound once the client was taken off."""
        return self._practice.waitlist.get(entry_id)

    def add(self, client_id: ClientId, values: Mapping[str, Any]) -> CommandOutcome:
        """Since now; `values` are columns."""
        return _outcome(lambda: self._practice.waitlist.add(WaitlistDraft(client_id=client_id, **values)))

    def edit(self, entry_id: WaitlistEntryId, values: Mapping[str, Any]) -> CommandOutcome:
        """Changes the named columns; since when the client waits stays."""
        return _outcome(lambda: self._practice.waitlist.edit(entry_id, **values))

    def take_off(self, entry_id: WaitlistEntryId) -> CommandOutcome:
        """Can be taken back."""
        return _outcome(lambda: self._practice.waitlist.take_off(entry_id))


def _outcome(command: Callable[[], Done[WaitlistEntry]]) -> CommandOutcome:
    done = command()
    return CommandOutcome(done.value.id, done.changed, done.undo)
