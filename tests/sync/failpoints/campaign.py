"""Runs one sync again and again and strikes at its points, or at pairs of points of two attempts.

It strikes at one of so many as the environment's `PAZPAZ_EVERY` says, chosen anew in each run; at each of
them where that is 1, and where a fault is planted.

`python -m tests.sync.failpoints.campaign FOLDER SERVER MAJOR WHAT [PLANT]` prints a tally as JSON; WHAT is a
name of `RUNS`, or seeds with commas between, each of which draws a row of strikes. It is a process of its own
with one thread, because only such a one may fork; each attempt is a process again.
"""

import gc
import json
import math
import os
import random
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path
from signal import SIGKILL
from typing import Any

import pytest

from core.domain.errors import UserError
from migrations.operate.embedded import EmbeddedServer
from tests import draws
from tests.sync.failpoints.looking import State
from tests.sync.failpoints.meeting import Meeting
from tests.sync.failpoints.plants import PLANTS
from tests.sync.failpoints.points import (
    LOCAL,
    NETWORK,
    Point,
    Points,
    Strike,
    cut,
    fill_if_it_writes,
    fill_the_disk,
    kill,
)
from tests.sync.file_bench import Bench

EVERY = int(os.environ.get("PAZPAZ_EVERY", "3"))
BLOWS: tuple[Strike, ...] = (kill, kill, cut, fill_if_it_writes)
MOST_FINDINGS = 5
"""A run ends after so many; with a planted fault after one."""


@dataclass(slots=True)
class Start:
    """Where attempts begin: the laptops' files, and the name under which the server's rows are kept."""

    folder: Path
    kept: str
    state: State


@dataclass
class Tally:
    points: Counter[str] = field(default_factory=Counter)
    """Points of one undisturbed sync by kind."""
    strikes: int = 0
    pairs: int = 0
    states: int = 0
    """Different states in which strikes left both ends; each was brought to its end and compared."""
    seconds: float = 0.0
    findings: list[str] = field(default_factory=list)

    def told(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


class Campaign:
    """All strikes on one meeting. Attempts that leave the same state behind are brought to their end once."""

    def __init__(self, server: EmbeddedServer, folder: Path, every: int) -> None:
        self._folder, self._meeting = folder, Meeting(server, folder)
        self._every, self._rnd = every, random.Random(draws.draw())  # noqa: S311 - a run that repeats itself
        self._names = (f"s{number}" for number in count())
        self._ended: set[State] = set()
        self.tally = Tally()
        folder = self._meeting.copy(folder, "start")
        self.start = self._kept(folder, self._meeting.look(folder))
        self._server_stands = self.start.state.there
        self._expected = self._end(self._begin(self.start))

    def _kept(self, folder: Path, state: State) -> Start:
        name = next(self._names)
        self._meeting.keep_server(name)
        return Start(self._meeting.copy(folder, name), name, state)

    def _begin(self, start: Start) -> Path:
        if self._server_stands != start.state.there:
            self._meeting.put_server_back(start.kept)
            self._server_stands = start.state.there
        return self._meeting.copy(start.folder, "attempt")

    # attempts

    def points(self, start: Start) -> list[Point]:
        """Of a sync that nothing disturbs."""
        told, _ = in_child(partial(self._undisturbed, self._begin(start), start.kept))
        self._server_stands = ""
        return [Point(*each) for each in told]

    def _undisturbed(self, folder: Path, attempt: str) -> list[Point]:
        points = Points()
        with self._meeting.second(folder, attempt, points) as bench:
            _sync(bench)
        return points.passed

    def strike(self, start: Start, at: int, strike: Strike) -> State:
        """One attempt with a strike, and where it left both ends."""
        folder = self._begin(start)
        told, status = in_child(partial(self._struck, folder, start.kept, Points(at, strike)))
        if strike is kill and status != SIGKILL:
            self._note(f"{at} was not reached: {told}")
        elif strike is not kill and told is not True:
            self._note(f"{strike.__name__} at {at}: {told}")
        state = self._meeting.look(folder)
        self._server_stands = state.there
        self.tally.strikes += 1
        return state

    def _struck(self, folder: Path, attempt: str, points: Points) -> Any:
        """True when the program told a sentence and could go on in the same process."""
        with self._meeting.second(folder, attempt, points) as bench:
            try:
                _sync(bench)
            except UserError:
                _sync(bench)
            return True

    def look_at_end(self, state: State, what: str) -> None:
        """Lets everyone sync on from where the last attempt stopped; all must end as if undisturbed."""
        if state in self._ended:
            return
        self._ended.add(state)
        self.tally.states += 1
        ended = self._end(self._folder / "attempt")
        if not isinstance(ended, list):
            self._note(f"{what}: {ended}")
        elif ended != self._expected:
            wrong = [*(Counter(ended) - Counter(self._expected)), *(Counter(self._expected) - Counter(ended))]
            self._note(f"{what}: {wrong[:3]}")

    def _end(self, folder: Path) -> Any:
        told, _ = in_child(partial(self._meeting.finish, folder))
        self._server_stands = ""
        return told

    def _note(self, finding: str) -> None:
        self.tally.findings.append(finding)

    def close(self) -> None:
        self._meeting.close()

    # what a run does

    def each(self, strike: Strike, kinds: tuple[str, ...]) -> Iterator[None]:
        points = self.points(self.start)
        self.tally.points.update(point.kind for point in points)
        for at in self._some([at for at, point in enumerate(points) if point.kind in kinds]):
            self.look_at_end(
                self.strike(self.start, at, strike), f"{strike.__name__} at {points[at].kind} {at}"
            )
            yield

    def _some(self, struck: Sequence[int]) -> list[int]:
        """One of `every` points, by chance: points of one kind follow each other in turns."""
        return sorted(self._rnd.sample(struck, math.ceil(len(struck) / self._every)))

    def pairs(self) -> Iterator[None]:
        """Killed twice while pushing: at every point of a first attempt, then at points of the second.

        A second attempt depends on the first one only through the state that it left.
        """
        first: dict[State, tuple[Start, int]] = {}
        for at, point in enumerate(self.points(self.start)):
            if point.pushes:
                self.tally.points[point.kind] += 1
                state = self.strike(self.start, at, kill)
                known, times = first.get(state) or (self._kept(self._folder / "attempt", state), 0)
                first[state] = known, times + 1
                yield
        for start, times in first.values():
            points = self.points(start)
            for at in self._some([at for at, point in enumerate(points) if point.pushes]):
                self.tally.pairs += times
                what = f"after {start.kept} at {points[at].kind} {at}"
                self.look_at_end(self.strike(start, at, kill), what)
                yield

    def drawn(self, seeds: Sequence[int]) -> Iterator[None]:
        """By each seed two to four strikes of any kind, at any point, on one sync that is begun again."""
        most = len(self.points(self.start))
        for seed in seeds:
            rnd = random.Random(seed)  # noqa: S311 - a run that repeats itself
            blows = [(rnd.choice(BLOWS), rnd.randrange(most)) for _ in range(rnd.randrange(2, 5))]
            what = f"seed {seed}: " + ", ".join(f"{strike.__name__} at {at}" for strike, at in blows)
            folder = self._begin(self.start)
            for turn, (strike, at) in enumerate(blows):
                points = Points(at, strike)
                told, status = in_child(partial(self._struck, folder, f"{seed} {turn}", points))
                self.tally.strikes += 1
                if status != SIGKILL and told is not True:
                    self._note(f"{what}: {told}")
            state = self._meeting.look(folder)
            self._server_stands = state.there
            self.look_at_end(state, what)
            yield


def _sync(bench: Bench) -> None:
    """Rows and files; the program has a thread for each."""
    bench.laptop.sync()
    bench.carry()


def in_child(work: Callable[[], Any]) -> tuple[Any, int]:
    """What `work` returns in a process of its own, and the signal that ended it (0: none)."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            answer = work()
        except BaseException:  # noqa: BLE001 - whatever it is, the parent tells it
            answer = traceback.format_exc()
        with os.fdopen(writing, "w", encoding="utf-8") as pipe:
            json.dump(answer, pipe)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as pipe:
        raw = pipe.read()
    _, status = os.waitpid(child, 0)
    return (json.loads(raw) if raw else None), os.WTERMSIG(status)


RUNS: dict[str, Callable[[Campaign], Iterator[None]]] = {
    "kills": lambda campaign: campaign.each(kill, (*NETWORK, *LOCAL)),
    "cuts": lambda campaign: campaign.each(cut, NETWORK),
    "full disk": lambda campaign: campaign.each(fill_the_disk, ("write", "commit")),
    "pairs": Campaign.pairs,
}


def main() -> None:
    folder, data, major, what, *plants = sys.argv[1:]
    began_s = time.monotonic()
    server = EmbeddedServer(Path(data), major=int(major), fast=True)
    campaign = Campaign(server, Path(folder), every=1 if plants else EVERY)
    gc.freeze()  # what all children share is not touched, so it need not be copied
    for plant in plants:
        PLANTS[plant](pytest.MonkeyPatch())
    run = RUNS[what](campaign) if what in RUNS else campaign.drawn([int(seed) for seed in what.split(",")])
    for _ in run:
        if len(campaign.tally.findings) >= (1 if plants else MOST_FINDINGS):
            break
    campaign.close()
    campaign.tally.seconds = round(time.monotonic() - began_s, 1)
    print(json.dumps(campaign.tally.told()))


if __name__ == "__main__":
    main()
