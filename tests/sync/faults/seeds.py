"""What each version of PostgreSQL is put through in a test run."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from migrations.operate.embedded import EmbeddedServer
from tests import draws
from tests.fault_proxy import Kind, Side
from tests.sync.faults.ground import Ground
from tests.sync.faults.month import LATE, month
from tests.sync.oracles.finding import Finding

SEEDS, FRESH = 80, 60
"""On both versions together, fixed and drawn anew; `make faults SEEDS=1000` runs more."""
STRIKES = {*(f"{kind} {side}" for kind in Kind for side in Side), LATE}
"""What a run must really have met."""


def drawn(parity: int) -> list[int]:
    """All that ever failed and fresh ones, of one version's seeds: the even or the odd ones."""
    return [seed for seed in (*draws.failed("faults"), *draws.fresh(FRESH)) if seed % 2 == parity]


def findings(
    server: EmbeddedServer, folder: Path, seeds: Iterable[int], met: Counter[str]
) -> Iterator[tuple[int, Finding]]:
    """Of one seed after the other; counts in `met` what happened to them."""
    with closing(Ground(server)) as ground:
        for seed in seeds:
            found, made = month(ground, seed, folder)
            met.update(made.met)
            yield from ((seed, each) for each in found)
