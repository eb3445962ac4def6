"""What one seed stands for: a clinic and a list of steps, each of which decides by a seed of its own.

So a step does the same whether or not the steps before it are left out, and a failing list can be shrunk.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from core.domain.enums import Role

TYPING = {
    "write a note": 5,
    "type in a note": 14,
    "change a dose": 6,
    "edit a client": 6,
    "tag a client": 4,
    "book": 5,
    "move an appointment": 3,
    "set a status": 2,
    "add a service": 2,
    "rename a service": 1,
    "finalize": 3,
    "amend": 2,
    "delete": 4,
    "restore": 1,
    "resolve": 6,
}
"""What people do, and how often."""
MACHINES = {"sync": 36, "nap": 1, "set the clock": 1}
NETWORK = {"repeat an old request": 1}
JOINING = {"join": 1}
PURGES = {"forget tombstones": 2}
DISKS = {"back up a laptop": 2, "restore a laptop": 1, "swap a disk": 1, "copy a laptop": 1}
RESTORES = {"back up the server": 2, "restore the server": 1}
"""Going back in time; such a run is not calm, and oracles that need a common past leave it alone."""
LATER = 10**9
"""From here on seeds are plans of a second generation; those before it stay what they always were."""
TOGETHER = 3 * 10**9
"""From here on two people also write in one note at once: a third generation."""
BARRED = 5 * 10**9
"""From here on some may only read, the server takes only so much, or goes back unannounced: a fourth one."""
STAFFED = 7 * 10**9
"""From here on each laptop is another person's, of any role, and what is clinical has keys of its own: a
fifth."""
WORDED = 9 * 10**9
"""From here on people also keep templates of notes and text snippets: a sixth generation."""
REPEATED = 11 * 10**9
"""From here on appointments repeat: a seventh."""
BLOCKED = 13 * 10**9
"""From here on people also block time: an eighth generation."""
MEASURED = 15 * 10**9
"""From here on people also take measures: a ninth generation."""
WAITED = 16 * 10**9
"""From here on clients also wait for a time: a tenth generation."""
MARKED = 17 * 10**9
"""From here on people also mark body charts: an eleventh generation."""
BROUGHT = 18 * 10**9
"""From here on odd numbers and odd texts also come from outside: a twelfth generation."""
ROOMED = 19 * 10**9
"""From here on rooms also close, and clients have a language: a thirteenth generation."""
GATHERED = 20 * 10**9
"""From here on all that is above meets in one run that goes back in time: a fourteenth generation."""
ASSISTED = 21 * 10**9
"""From here on there are people of any role where pasts cross: a fifteenth generation."""
AT_ONCE = "write at once"
LIVE = {"type live": 6}
ODD = {"write oddly": 6, "tag oddly": 2}
BULK = {"bring in many": 1, "write at length": 2}
SERIES = {"book a series": 3, "touch an occurrence": 8, "change a series": 4, "end a series": 1}
BLOCKS = {"block time": 3, "change a block": 8, "leave out a day": 6, "delete a block": 2}
MEASURES = {"measure": 6, "change a measure": 8, "delete a measure": 2}
WAITLIST = {"put on the waitlist": 5, "change a wish": 8, "take off the waitlist": 2, "book who waits": 3}
MARKS = {"mark the body": 6, "change a mark": 8, "take a mark off": 2}
ODDITIES = {"set odd numbers": 4, "paste odd text": 6, "measure oddly": 3, "bring in odd lines": 5}
TREATING = {"hand over": 8, "hand over a series": 3}
ROOMS = {"open a room": 2, "close a room": 5, "change whose block": 8, "choose a language": 6}
CROSSING = {**DISKS, **RESTORES}
"""Server, laptop and disk go back in one run, so that their pasts cross."""
READERS = {"change a role": 3, "try again": 4}
NOTE_TEXTS = {
    "add a template": 3,
    "change a template": 8,
    "add a snippet": 3,
    "change a snippet": 8,
    "delete a text": 2,
}
GATHERING = ({**SERIES, **TREATING}, {**BLOCKS, **ROOMS}, WAITLIST, NOTE_TEXTS, MARKS, MEASURES)
FROM_THE_START = (
    *("book a series", "book a series", "block time", "open a room", "put on the waitlist"),
    *("add a template", "add a snippet", "measure", "mark the body"),
)
"""What a run of the fourteenth generation begins with, as far as it has such a group."""
STAFF = {"change any role": 3, "try again": 1, "let readers read": 1}
LIMITED = {"write many pages": 4, "bring in many": 1, "shorten": 3, "try again": 3}
QUIET = {"back up the server": 2, "put the server back unannounced": 2}
"""A backup that somebody put back with tools that know nothing of epochs.

Then no store goes back or is copied: it would share what the server showed its original, and only the digests
tell, which is soon but not at once.
"""


class Step(NamedTuple):
    """`who` picks a device among those that are there."""

    kind: str
    who: int
    seed: int


@dataclass(frozen=True, slots=True)
class Plan:
    """One run. `devices` of each practice at its beginning; `faults`: how often things break, 0 to 1."""

    seed: int
    devices: tuple[int, int]
    page_rows: int
    batch_ops: int
    faults: float
    steps: tuple[Step, ...]
    roles: tuple[Role, ...] = (Role.OWNER,)
    """Of each practice's devices, in turns."""
    full_disk: float = 0.0
    """How often a pass finds no room, 0 to 1."""
    people: bool = False
    """Whether each laptop is another person's, whose role its owner may change."""
    staffed: bool = False
    """Whether what is clinical has keys of its own, and everybody has any role."""
    limits: tuple[int, int] | None = None
    """How many ops of a call and how many bytes of a cell the server takes; None: as many as a real one."""

    def with_steps(self, steps: Sequence[Step]) -> "Plan":
        return replace(self, steps=tuple(steps))


def plan(seed: int) -> Plan:
    """The same for the same seed, on every computer."""
    generations = {
        LATER: _first,
        TOGETHER: _later,
        BARRED: _together,
        STAFFED: _barred,
        WORDED: _staffed,
        REPEATED: _worded,
        BLOCKED: _repeated,
        MEASURED: _blocked,
        WAITED: _measured,
        MARKED: _waited,
        BROUGHT: _marked,
        ROOMED: _brought,
        GATHERED: _roomed,
        ASSISTED: _gathered,
    }
    return next((made for end, made in generations.items() if seed < end), _assisted)(seed)


def _assisted(seed: int) -> Plan:
    """As a plan of the fifth or fourteenth generation, with people whose roles change while pasts cross."""
    rnd = random.Random(f"assisted {seed}")  # noqa: S311 - a run that repeats itself
    made = rnd.choice((_staffed, _gathered))(seed)
    steps = list(made.steps)
    _strew(rnd, steps, STAFF, rnd.randrange(3, 9))
    is_quiet = any(step.kind == "put the server back unannounced" for step in steps)
    _strew(rnd, steps, RESTORES if is_quiet else CROSSING, rnd.randrange(3, 9))
    _strew(rnd, steps, PURGES, rnd.randrange(2))
    return _with_staff(rnd, replace(made, steps=tuple(steps)))


def _gathered(seed: int) -> Plan:
    """As a plan of the first four generations, with what came later all at once, and with pasts that cross.

    Some leave out groups and much of what was before, so that the others meet more often. Whoever treats may
    be another one than who typed: mostly each laptop is another person's.
    """
    rnd = random.Random(f"gathered {seed}")  # noqa: S311 - a run that repeats itself
    made = rnd.choice((_first, _later, _together, _barred))(seed)
    groups = rnd.sample(GATHERING, rnd.choice((2, 4, len(GATHERING))))
    is_dense = len(groups) < len(GATHERING)
    steps = [step for step in made.steps if step.kind == "sync" or not is_dense or rnd.random() < 0.5]
    for group in groups:
        _strew(rnd, steps, group, rnd.randrange(3, 9) + (4 if is_dense else 0))
    is_quiet = any(step.kind == "put the server back unannounced" for step in steps)
    _strew(rnd, steps, RESTORES if is_quiet else CROSSING, rnd.randrange(3, 9))
    _strew(rnd, steps, PURGES, rnd.randrange(3))
    for kind in FROM_THE_START:
        if any(kind in group for group in groups):
            steps.insert(rnd.randrange(2, 14), Step(kind, rnd.randrange(1000), rnd.getrandbits(48)))
    if not made.people and rnd.random() < 0.8:
        staff = tuple(rnd.choice((Role.OWNER, Role.THERAPIST, Role.THERAPIST)) for _ in range(4))
        made = replace(made, roles=(Role.OWNER, *staff), people=True)
    devices = max(2, made.devices[0]), made.devices[1]
    return replace(made, steps=tuple(steps), devices=devices, faults=rnd.choice((0.3, 0.6, 1.0)))


def _roomed(seed: int) -> Plan:
    """As a plan of any generation before, with rooms from the start."""
    rnd = random.Random(f"roomed {seed}")  # noqa: S311 - a run that repeats itself
    olds = (_first, _later, _together, _barred, _staffed, _worded, _repeated, _blocked, _measured, _waited)
    made = rnd.choice((*olds, _marked, _brought))(seed)
    steps = list(made.steps)
    _strew(rnd, steps, ROOMS, rnd.randrange(8, 25))
    for kind in ("open a room", "open a room", "close a room"):
        steps.insert(rnd.randrange(2, 8), Step(kind, rnd.randrange(1000), rnd.getrandbits(48)))
    return replace(made, steps=tuple(steps))


def _brought(seed: int) -> Plan:
    """As a plan of any generation before, with what comes from outside from the start."""
    rnd = random.Random(f"brought {seed}")  # noqa: S311 - a run that repeats itself
    olds = (_first, _later, _together, _barred, _staffed, _worded, _repeated, _blocked, _measured, _waited)
    made = rnd.choice((*olds, _marked))(seed)
    steps = list(made.steps)
    _strew(rnd, steps, ODDITIES, rnd.randrange(8, 25))
    return replace(made, steps=tuple(steps))


def _waited(seed: int) -> Plan:
    """As a plan of any generation before, with a waitlist from the start."""
    rnd = random.Random(f"waited {seed}")  # noqa: S311 - a run that repeats itself
    before = (_first, _later, _together, _barred, _staffed, _worded, _repeated, _blocked, _measured)
    made = rnd.choice(before)(seed)
    steps = list(made.steps)
    _strew(rnd, steps, WAITLIST, rnd.randrange(8, 25))
    for _ in range(2):
        step = Step("put on the waitlist", rnd.randrange(1000), rnd.getrandbits(48))
        steps.insert(rnd.randrange(2, 8), step)
    return replace(made, steps=tuple(steps))


def _marked(seed: int) -> Plan:
    """As a plan of any generation before, with body charts from the start."""
    rnd = random.Random(f"marked {seed}")  # noqa: S311 - a run that repeats itself
    before = (_first, _later, _together, _barred, _staffed, _worded, _repeated, _blocked, _measured, _waited)
    made = rnd.choice(before)(seed)
    steps = list(made.steps)
    _strew(rnd, steps, MARKS, rnd.randrange(8, 25))
    for _ in range(2):
        steps.insert(rnd.randrange(2, 8), Step("mark the body", rnd.randrange(1000), rnd.getrandbits(48)))
    return replace(made, steps=tuple(steps))


def _measured(seed: int) -> Plan:
    """As a plan of any generation before, with measures from the start."""
    rnd = random.Random(f"measured {seed}")  # noqa: S311 - a run that repeats itself
    made = rnd.choice((_first, _later, _together, _barred, _staffed, _worded, _repeated, _blocked))(seed)
    steps = list(made.steps)
    _strew(rnd, steps, MEASURES, rnd.randrange(8, 25))
    for _ in range(2):
        steps.insert(rnd.randrange(2, 8), Step("measure", rnd.randrange(1000), rnd.getrandbits(48)))
    return replace(made, steps=tuple(steps))


def _blocked(seed: int) -> Plan:
    """As a plan of any generation before, with blocks of time from the start."""
    rnd = random.Random(f"blocked {seed}")  # noqa: S311 - a run that repeats itself
    made = rnd.choice((_first, _later, _together, _barred, _staffed, _worded, _repeated))(seed)
    steps = list(made.steps)
    _strew(rnd, steps, BLOCKS, rnd.randrange(8, 25))
    for _ in range(2):
        steps.insert(rnd.randrange(6), Step("block time", rnd.randrange(1000), rnd.getrandbits(48)))
    return replace(made, steps=tuple(steps))


def _worded(seed: int) -> Plan:
    """As a plan of any generation before, with what people write again and again."""
    rnd = random.Random(f"worded {seed}")  # noqa: S311 - a run that repeats itself
    made = rnd.choice((_first, _later, _together, _barred, _staffed))(seed)
    steps = list(made.steps)
    _strew(rnd, steps, NOTE_TEXTS, rnd.randrange(8, 25))
    for kind in ("add a template", "add a snippet"):
        steps.insert(rnd.randrange(6), Step(kind, rnd.randrange(1000), rnd.getrandbits(48)))
    return replace(made, steps=tuple(steps))


def _repeated(seed: int) -> Plan:
    """As a plan of the first generation in which nothing goes back in time, with series."""
    rnd = random.Random(f"repeated {seed}")  # noqa: S311 - a run that repeats itself
    made = _first(seed)
    gone = {*DISKS, *RESTORES, *PURGES}
    steps = [step for step in made.steps if step.kind not in gone]
    for _ in range(2):
        steps.insert(rnd.randrange(4), Step("book a series", rnd.randrange(1000), rnd.getrandbits(48)))
    _strew(rnd, steps, SERIES, rnd.randrange(8, 25))
    return replace(made, steps=tuple(steps), devices=(max(2, made.devices[0]), made.devices[1]))


def _staffed(seed: int) -> Plan:
    """As a plan of the first or third generation, with people whose roles change. Nothing goes back in
    time."""
    rnd = random.Random(f"staffed {seed}")  # noqa: S311 - a run that repeats itself
    made = rnd.choice((_first, _together))(seed)
    gone = {*DISKS, *RESTORES, *PURGES}
    steps = [step for step in made.steps if step.kind not in gone]
    _strew(rnd, steps, STAFF, rnd.randrange(3, 9))
    return _with_staff(rnd, replace(made, steps=tuple(steps)))


def _with_staff(rnd: random.Random, made: Plan) -> Plan:
    """Whose laptops are different people's, of any role."""
    roles = [Role.THERAPIST, Role.ASSISTANT, Role.READONLY, Role.THERAPIST, Role.ASSISTANT]
    rnd.shuffle(roles)
    devices = max(2, made.devices[0]), made.devices[1]
    return replace(made, devices=devices, roles=(Role.OWNER, *roles), people=True, staffed=True)


def _barred(seed: int) -> Plan:
    """As a plan of one of the generations before, with what servers refuse and with what nobody announces."""
    rnd = random.Random(f"barred {seed}")  # noqa: S311 - a run that repeats itself
    made = rnd.choice((_first, _later, _together))(seed)
    groups = [group for group in (READERS, LIMITED, QUIET) if rnd.random() < 0.5] or [
        rnd.choice((READERS, LIMITED, QUIET))
    ]
    steps = [step for step in made.steps if QUIET not in groups or step.kind not in DISKS]
    # Pages of one line over and over take minutes to align while two people type in them.
    steps = [
        step._replace(kind="write many pages") if step.kind == "write at length" else step for step in steps
    ]
    for group in groups:
        _strew(rnd, steps, group, rnd.randrange(4, 11))
    if READERS in groups:
        staff = tuple(rnd.choice((Role.READONLY, Role.READONLY, Role.THERAPIST)) for _ in range(4))
        made = replace(made, roles=(Role.OWNER, *staff), people=True)
    if LIMITED in groups:
        made = replace(made, limits=(rnd.choice((20, 1000)), rnd.choice((10_000, 30_000))))
    return replace(made, steps=tuple(steps))


def _strew(rnd: random.Random, steps: list[Step], group: dict[str, int], count: int) -> None:
    kinds, shares = list(group), list(group.values())
    for _ in range(count):
        (kind,) = rnd.choices(kinds, shares)
        step = Step(kind, rnd.randrange(1000), rnd.getrandbits(48))
        steps.insert(rnd.randrange(len(steps) + 1), step)


def _together(seed: int) -> Plan:
    """As a plan of the first or second generation, with a few notes that two people write in at once."""
    rnd = random.Random(f"together {seed}")  # noqa: S311 - a run that repeats itself
    made = rnd.choice((_first, _later))(seed)
    steps = list(made.steps)
    for _ in range(rnd.randrange(1, 4)):
        step = Step(AT_ONCE, rnd.randrange(1000), rnd.getrandbits(48))
        steps.insert(rnd.randrange(len(steps) + 1), step)
    return replace(made, steps=tuple(steps))


def _later(seed: int) -> Plan:
    """As a plan of the first generation, with steps of what outsiders found strewn in."""
    made = _first(seed)
    rnd = random.Random(f"later {seed}")  # noqa: S311 - a run that repeats itself
    groups = [group for group in (LIVE, ODD, BULK, CROSSING) if rnd.random() < 0.5]
    steps = list(made.steps)
    for group in groups or [LIVE]:
        _strew(rnd, steps, group, rnd.randrange(2, 9))
    staff = tuple(rnd.choice((Role.OWNER, Role.THERAPIST, Role.ASSISTANT)) for _ in range(3))
    return replace(
        made,
        steps=tuple(steps),
        roles=(Role.OWNER, *staff),
        full_disk=rnd.choice((0.0, 0.0, 0.3)),
    )


def _first(seed: int) -> Plan:
    rnd = random.Random(f"plan {seed}")  # noqa: S311 - a run that repeats itself
    devices = rnd.choice(
        ((1, 1), (2, 0), (2, 0), (2, 0), (2, 0), (2, 0), (2, 1), (3, 0), (3, 0), (3, 1), (4, 0), (4, 1))
    )
    count = 40 + int(361 * rnd.random() ** 12)
    return Plan(
        seed=seed,
        devices=devices,
        page_rows=rnd.choice((3, 7, 20, 1000)),
        batch_ops=rnd.choice((2, 5, 200)),
        faults=rnd.choice((0.0, 0.3, 0.6, 1.0)),
        steps=tuple(_steps(rnd, count, sum(devices))),
    )


def _steps(rnd: random.Random, count: int, devices: int) -> list[Step]:
    weights = _weights(rnd)
    offline = _offline(rnd, count, devices)
    kinds, shares = list(weights), list(weights.values())
    steps = []
    for at in range(count):
        (kind,) = rnd.choices(kinds, shares)
        step = Step(kind, rnd.randrange(1000), rnd.getrandbits(48))
        if kind == "sync" and at in offline.get(step.who % devices, ()):
            step = step._replace(kind="type in a note")
        steps.append(step)
    return steps


def _weights(rnd: random.Random) -> dict[str, int]:
    """Each run leaves some things out, so that the others meet more often."""
    weights = dict(MACHINES)
    weights.update({kind: share for kind, share in TYPING.items() if rnd.random() < 0.75})
    weights["write a note"] = TYPING["write a note"]
    for group, chance in ((NETWORK, 0.3), (JOINING, 0.2), (PURGES, 0.25), (DISKS, 0.25), (RESTORES, 0.25)):
        if rnd.random() < chance:
            weights.update(group)
    return weights


def _offline(rnd: random.Random, count: int, devices: int) -> dict[int, range]:
    """Some devices are away for a long while."""
    away = {}
    for device in range(devices):
        if rnd.random() < 0.3:
            start = rnd.randrange(count)
            away[device] = range(start, start + rnd.randrange(10, count))
    return away
