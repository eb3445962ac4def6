"""What people do about the waitlist: put somebody on it, change the wish, take them off, book them."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from core.domain.enums import WaitStatus
from core.domain.ids import ClientId, ServiceId, WaitlistEntryId
from core.domain.new_rows import AppointmentDraft, WaitlistDraft
from core.domain.waitlist import URGENT
from tests.sync.sim.people import Person, _id, _short


def put_on_the_waitlist(person: Person) -> str:
    draft = WaitlistDraft(
        client_id=ClientId(_id(person.pick("clients"))),
        duration_minutes=person.rnd.choice((30, 50)),
        remark=f"{person.word()}." if person.rnd.random() < 0.5 else None,
        day_part=person.rnd.choice((None, "MORNING")),
    )
    made = person.machine.facade.waitlist.add(draft).value
    return f"puts {_short(made.id)} on the waitlist"


def change_a_wish(person: Person) -> str:
    key = person.pick("waitlist_entries")
    rnd = person.rnd
    fields: dict[str, Any] = rnd.choice(
        (
            {"weekdays": rnd.choice((None, "MO", "MO,WE", "FR"))},
            {"day_part": rnd.choice((None, "MORNING", "EVENING"))},
            {"earliest": date(2026, rnd.randrange(1, 6), 1)},
            {"latest": date(2026, rnd.randrange(6, 12), 1)},
            {"urgency": rnd.choice((None, URGENT)), "duration_minutes": rnd.choice((30, 50, 80))},
            {"remark": f"{person.word()}. {person.word()}."},
        )
    )
    if rnd.random() < 0.1:
        fields = {"service_id": ServiceId(_id(person.pick("services")))}
    person.machine.facade.waitlist.edit(WaitlistEntryId(_id(key)), **fields)
    return f"sets {', '.join(fields)} of the wish {_short(_id(key))}"


def take_off_the_waitlist(person: Person) -> str:
    key = person.pick("waitlist_entries")
    person.machine.facade.waitlist.take_off(WaitlistEntryId(_id(key)))
    return f"takes {_short(_id(key))} off the waitlist"


def book_who_waits(person: Person) -> str:
    key = person.pick("waitlist_entries")
    entry = person.machine.facade.waitlist.get(WaitlistEntryId(_id(key)))
    start = person._time()
    draft = AppointmentDraft(
        client_id=entry.client_id,
        scheduled_start=start,
        scheduled_end=start + timedelta(minutes=entry.duration_minutes),
        timezone="UTC",
        waitlist_entry_id=entry.id,
        practitioner_user_id=person.who_treats(),
    )
    person.machine.facade.appointments.book(draft, book_anyway_reason=person.word())
    person.set(key, "status", WaitStatus.BOOKED)
    return f"books who waits {_short(entry.id)}"


DO_WAITLIST: dict[str, Callable[[Person], str]] = {
    "put on the waitlist": put_on_the_waitlist,
    "change a wish": change_a_wish,
    "take off the waitlist": take_off_the_waitlist,
    "book who waits": book_who_waits,
}
