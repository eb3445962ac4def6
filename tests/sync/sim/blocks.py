"""What people do with blocks of time: make one, change it, leave out one of its days, delete it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from core.domain.ids import TimeBlockId, UserId
from core.domain.new_rows import TimeBlockDraft
from core.domain.recurrence import Frequency, Rule, rule_text
from core.domain.series import wall_text
from core.domain.timegrid import DAY_MINUTES
from tests.sync.laptops import START
from tests.sync.sim.people import Nothing, Person, _id, _short

DAILY = rule_text(Rule(frequency=Frequency.DAILY))
SHOWN = timedelta(weeks=2)


def block_time(person: Person) -> str:
    users = sorted(person.machine.eye.look(("users",)).of("users"))
    draft = TimeBlockDraft(
        user_id=UserId(_id(person.rnd.choice(users))) if users and person.rnd.random() < 0.6 else None,
        title=person.word() if person.rnd.random() < 0.8 else None,
        rrule=DAILY if person.rnd.random() < 0.7 else None,
        timezone="UTC",
        **_times(person),
    )
    made = person.machine.facade.blocks.add(draft).value
    return f"blocks time {_short(made.id)} from {draft.start_local}"


def change_a_block(person: Person) -> str:
    block = person.pick("time_blocks")
    fields: dict[str, Any] = person.rnd.choice(
        ({"title": person.word()}, {"title": None}, {"user_id": None}, _times(person))
    )
    person.machine.facade.blocks.edit(TimeBlockId(_id(block)), **fields)
    return f"sets {', '.join(fields)} of block {_short(_id(block))}"


def leave_out_a_day(person: Person) -> str:
    """One of few, so that two people choose the same."""
    found = person.machine.facade.blocks.between(START, START + SHOWN)
    drawn = [each for each in found if each.block.rrule is not None][:6]
    if not drawn:
        raise Nothing
    span = person.rnd.choice(drawn)
    person.machine.facade.blocks.skip(span.block.id, span.day)
    return f"leaves out {span.day:%d.%m} of block {_short(span.block.id)}"


def delete_a_block(person: Person) -> str:
    block = person.pick("time_blocks")
    person.machine.facade.blocks.delete(TimeBlockId(_id(block)))
    return f"deletes block {_short(_id(block))}"


def _times(person: Person) -> dict[str, Any]:
    """The length comes with the hour: two people who choose the same hour choose all the same."""
    start = person._time()
    if person.rnd.random() < 0.3:
        midnight = start.replace(hour=0, minute=0)
        local = wall_text(midnight.date(), midnight.time())
        return {"start_local": local, "duration_minutes": DAY_MINUTES, "is_all_day": True}
    local = wall_text(start.date(), start.time())
    return {"start_local": local, "duration_minutes": 30 * (1 + start.hour % 2), "is_all_day": False}


DO_BLOCKS: dict[str, Callable[[Person], str]] = {
    "block time": block_time,
    "change a block": change_a_block,
    "leave out a day": leave_out_a_day,
    "delete a block": delete_a_block,
}
