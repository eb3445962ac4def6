"""What people do about rooms that close and the language of clients, of which other steps know nothing."""

from collections.abc import Callable
from typing import Any

from core.domain.enums import LocationType
from core.domain.ids import ClientId, LocationId, TimeBlockId, UserId
from core.domain.new_rows import LocationDraft, TimeBlockDraft
from tests.sync.sim.blocks import DAILY, _times
from tests.sync.sim.people import Person, _id, _short


def open_a_room(person: Person) -> str:
    draft = LocationDraft(name=person.word(), location_type=LocationType.CLINIC, address=person.word())
    made = person.machine.facade.locations.add(draft).value
    return f"opens room {_short(made.id)}"


def close_a_room(person: Person) -> str:
    room = LocationId(_id(person.pick("locations")))
    draft = TimeBlockDraft(
        location_id=room,
        title=person.word() if person.rnd.random() < 0.8 else None,
        rrule=DAILY if person.rnd.random() < 0.5 else None,
        timezone="UTC",
        **_times(person),
    )
    made = person.machine.facade.blocks.add(draft).value
    return f"closes room {_short(room)} with block {_short(made.id)}"


def change_whose_block(person: Person) -> str:
    """A room's, a person's or the whole practice's: as the form does, which changes both."""
    block, room = person.pick("time_blocks"), person.pick("locations")
    users = sorted(person.machine.eye.look(("users",)).of("users"))
    fields: dict[str, Any] = {"user_id": None, "location_id": None}
    whose = person.rnd.choice(("room", "person", "practice") if users else ("room", "practice"))
    if whose == "room":
        fields["location_id"] = LocationId(_id(room))
    if whose == "person":
        fields["user_id"] = UserId(_id(person.rnd.choice(users)))
    person.machine.facade.blocks.edit(TimeBlockId(_id(block)), **fields)
    return f"makes block {_short(_id(block))} a {whose}'s"


def choose_a_language(person: Person) -> str:
    client, language = person.pick("clients"), person.rnd.choice((None, "en", "he"))
    person.machine.facade.clients.edit(ClientId(_id(client)), preferred_language=language)
    return f"chooses language {language} of client {_short(_id(client))}"


DO_ROOMS: dict[str, Callable[[Person], str]] = {
    "open a room": open_a_room,
    "close a room": close_a_room,
    "change whose block": change_whose_block,
    "choose a language": choose_a_language,
}
