"""What one seed stands for: a clinic and a list of steps, each of which decides by a seed of its own.

So a step does the same whether or not the steps before it are left out, and a failing list can be shrunk.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

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

    def with_steps(self, steps: Sequence[Step]) -> "Plan":
        return replace(self, steps=tuple(steps))


def plan(seed: int) -> Plan:
    """The same for the same seed, on every computer."""
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
