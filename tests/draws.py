"""Seeds of a campaign beside its fixed ones: all that ever failed, and fresh ones from a drawn offset."""

import os
import random
from pathlib import Path

OFFSET = "PAZPAZ_OFFSET"
"""Environment: where fresh seeds begin, to repeat a run's draws."""
_FRESH = range(2 * 10**8, 10**9)
_KEPT = Path(__file__).parent / "data" / "seeds"


def draw() -> int:
    """Where this run's fresh seeds begin: drawn once, the same in every process that it starts."""
    if OFFSET not in os.environ:
        os.environ[OFFSET] = str(random.SystemRandom().choice(_FRESH))
    return int(os.environ[OFFSET])


def told() -> str:
    """For before the run, so that one that ends early can be repeated as well."""
    return f"fresh seeds begin at {draw()}; {OFFSET}={draw()} draws the same ones"


def fresh(count: int) -> range:
    return range(draw(), draw() + count)


def failed(campaign: str) -> list[int]:
    """Every seed that ever failed, in the order in which they were found."""
    lines = (_KEPT / f"{campaign}.txt").read_text(encoding="utf-8").splitlines()
    return [int(seed) for line in lines if (seed := line.partition("#")[0].strip())]
