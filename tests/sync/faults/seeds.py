"""What each version of PostgreSQL is put through in a test run."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from migrations.operate.embedded import EmbeddedServer
from tests.fault_proxy import Kind, Side
from tests.sync.faults.ground import Ground
from tests.sync.faults.month import LATE, month
from tests.sync.oracles.finding import Finding

SEEDS = 200
"""On both versions together; `make faults SEEDS=1000` runs more."""
STRIKES = {*(f"{kind} {side}" for kind in Kind for side in Side), LATE}
"""What a run must really have met."""


def findings(
    server: EmbeddedServer, folder: Path, seeds: Iterable[int], met: Counter[str]
) -> Iterator[tuple[int, Finding]]:
    """Of one seed after the other; counts in `met` what happened to them."""
    with closing(Ground(server)) as ground:
        for seed in seeds:
            found, made = month(ground, seed, folder)
            met.update(made.met)
            yield from ((seed, each) for each in found)
