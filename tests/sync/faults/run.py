"""Many seeds on PostgreSQL behind the fault proxy: `make faults SEEDS=1000`, `make faults SEED=7`."""

import argparse
import functools
import multiprocessing
import os
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from migrations.operate.embedded import EmbeddedServer
from tests import draws
from tests.sync.faults.ground import Ground
from tests.sync.faults.month import month

MAJORS = (16, 18)
"""An even seed runs on the first, an odd one on the second."""
EVERY = 20


class Ended(NamedTuple):
    seed: int
    findings: list[str]
    met: Counter[str]
    trace: list[str]


class Worker:
    """One process: a database of its own on each server."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / str(os.getpid())
        self._folder.mkdir()
        servers = [EmbeddedServer(folder / f"data{major}", major=major, fast=True) for major in MAJORS]
        self._grounds = [Ground(server) for server in servers]

    def run(self, seed: int) -> Ended:
        findings, made = month(self._grounds[seed % 2], seed, self._folder)
        return Ended(seed, [str(finding) for finding in findings], made.met, made.trace)

    def close(self) -> None:
        for ground in self._grounds:
            ground.close()


worker = functools.cache(Worker)
"""That of this process; made when it is first asked for, so that what goes wrong then is told."""


def run(folder: Path, seed: int) -> Ended:
    return worker(folder).run(seed)


@contextmanager
def servers() -> Iterator[Path]:
    """A folder with both servers running."""
    folder = Path(tempfile.mkdtemp(prefix="pazpaz-faults-"))
    folder.chmod(0o711)  # the servers run as an OS user of their own
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder)
        for major in MAJORS:
            server = EmbeddedServer(folder / f"data{major}", major=major, fast=True)
            server.start()
            stack.callback(server.destroy)
            Ground(server).close()  # so that the template that every process copies is there
        yield folder


def many(chosen: Sequence[int]) -> int:
    """Runs seeds on all processors; returns how many failed."""
    failed, met, began_s = 0, Counter[str](), time.monotonic()
    context = multiprocessing.get_context("spawn")
    with servers() as folder, context.Pool() as pool:
        seeds = pool.imap_unordered(functools.partial(run, folder), chosen)
        for done, ended in enumerate(seeds, start=1):
            met += ended.met
            if ended.findings:
                failed += 1
                print(
                    f"seed {ended.seed} failed (make faults SEED={ended.seed}):", *ended.findings, sep="\n  "
                )
            if done % EVERY == 0 or done == len(chosen):
                rate = done / (time.monotonic() - began_s)
                print(f"{done} of {len(chosen)} seeds, {rate:.1f} per second, {failed} failed", flush=True)
    print(*(f"{times:7} {what}" for what, times in sorted(met.items())), sep="\n")
    return failed


def one(seed: int) -> int:
    """Runs a seed and tells each step; returns how many promises were broken."""
    with servers() as folder:
        ended = run(folder, seed)
        worker(folder).close()
    print(*ended.trace, *ended.findings, f"{len(ended.findings)} findings", sep="\n")
    return len(ended.findings)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=200)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--fresh", type=int, default=100, help="beside them, so many fresh ones")
    parser.add_argument("--seed", type=int, help="this one only, step by step")
    asked = parser.parse_args()
    if asked.seed is not None:
        sys.exit(bool(one(asked.seed)))
    print(draws.told(), flush=True)
    fixed = range(asked.first, asked.first + asked.seeds)
    sys.exit(bool(many([*draws.failed("faults"), *draws.fresh(asked.fresh), *fixed])))


if __name__ == "__main__":
    main()
