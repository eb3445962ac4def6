"""Very many seeds on two processes, with progress, and a clean end on Ctrl-C."""

import gc
import multiprocessing
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from tests.sync.sim.once import run
from tests.sync.sim.plan import plan

PROCESSES = 2
TELL_EVERY_S = 10.0


def many(seeds: Sequence[int], template: Path) -> int:
    """Progress on standard error, failures and the rate on standard output; Ctrl-C ends it cleanly."""
    began_s, done, failed = time.monotonic(), 0, {}
    told_s = began_s
    try:
        for seed, verdict in _all(seeds, template):
            done += 1
            if verdict != "good":
                failed[seed] = verdict
                print(f"seed {seed}: {verdict} (make sim SEED={seed})", flush=True)
            if time.monotonic() - told_s > TELL_EVERY_S:
                told_s = time.monotonic()
                rate = done / (told_s - began_s)
                print(f"{done} of {len(seeds)}, {rate:.1f}/s, {len(failed)} failed", file=sys.stderr)
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
    took_s = time.monotonic() - began_s
    print(f"{done} seeds in {took_s:.0f} s, {done / max(took_s, 1e-9):.1f}/s, {len(failed)} failed")
    return 1 if failed or done < len(seeds) else 0


def _all(seeds: Sequence[int], template: Path) -> Iterator[tuple[int, str]]:
    with multiprocessing.get_context("spawn").Pool(PROCESSES, _begin) as pool:
        yield from pool.imap_unordered(partial(_verdict, template=template), seeds, chunksize=4)


def _begin() -> None:
    """Ctrl-C is the parent's to hear; what was imported is never garbage."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


def _verdict(seed: int, template: Path) -> tuple[int, str]:
    return seed, run(plan(seed), template).verdict
