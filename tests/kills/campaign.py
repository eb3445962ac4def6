"""Kills one process after another while it writes to one store, and looks at the store each time.

Run as `python -m tests.kills.campaign FOLDER SEED KILLS LIFE [PLANT]`; prints what was found as JSON. It is a
process of its own, because only one with a single thread may fork.
"""

import json
import os
import random
import select
import shutil
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

import pytest

from core.store.database.engine import Store
from core.store.outbox.sent_op import read_sent
from tests.kills.checks import Witness, findings, unsaved
from tests.kills.clinic import Clinic
from tests.kills.plants import PLANTS
from tests.kills.ui_driver import live, told
from tests.kills.window import live_in_the_editor

Life = Callable[[Clinic, int, int, int], None]
LIVES: dict[str, tuple[Life, float, int]] = {
    "commands": (live, 0.03, 50),
    "editor": (live_in_the_editor, 0.4, 200),
}
"""What the process does, and when it is killed: so many seconds after it began, or after it told so much.

Counted in what it told, a life is as long on a busy computer as on an idle one.
"""
_AFTER_WORDS_S = 0.02
_LONGEST_LIFE_S = 60.0


@dataclass
class Tally:
    """What all kills together met."""

    kills: int = 0
    typed: int = 0
    unsaved: int = 0
    """Keys that a kill took, all younger than a second."""
    pushed: int = 0
    unanswered: int = 0
    """Ops that were under way at a kill."""
    findings: list[str] = field(default_factory=list)


class Campaign:
    """Kills of one kind of life, all on one store."""

    def __init__(self, folder: Path, seed: int, life: str) -> None:
        self._folder, self._rnd = folder, random.Random(seed)  # noqa: S311 - repeatable moments
        self._live, self._opening_s, self._most_told = LIVES[life]
        self._clinic = Clinic(folder, seed)
        self._began_ms = 0
        self.tally = Tally()

    def run(self, kills: int, *, until_found: bool = False) -> Tally:
        for number in range(kills):
            if until_found and self.tally.findings:
                return self.tally
            witness = self._one()
            found = self._look(witness)
            self.tally.findings += [f"kill {number}: {each}" for each in found]
            self.tally.kills += 1
            self._began_ms = max(self._began_ms, witness.at_ms) + 10_000
        self._end()
        return self.tally

    def _one(self) -> Witness:
        """One life and its end."""
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            self._live(self._clinic, self._rnd.getrandbits(60), self._began_ms, writing)
        os.close(writing)
        raw = self._watch(reading)
        os.kill(child, signal.SIGKILL)
        while piece := os.read(reading, 1 << 20):
            raw += piece
        os.close(reading)
        _, status = os.waitpid(child, 0)
        return self._heard(bytes(raw), status)

    def _watch(self, reading: int) -> bytearray:
        """Reads along until the moment has come."""
        raw = bytearray()
        opening = self._rnd.random() < 0.15
        due = time.monotonic() + (self._rnd.uniform(0, self._opening_s) if opening else _LONGEST_LIFE_S)
        enough, late = self._rnd.randrange(self._most_told), self._rnd.uniform(0, _AFTER_WORDS_S)
        is_enough = opening
        while (left := due - time.monotonic()) > 0 and select.select([reading], [], [], left)[0]:
            piece = os.read(reading, 1 << 20)
            raw += piece
            if not piece:
                break
            if not is_enough and len(told(bytes(raw))) > enough:
                due, is_enough = time.monotonic() + late, True
        return raw

    def _heard(self, raw: bytes, status: int) -> Witness:
        witness = Witness()
        if os.WTERMSIG(status) != signal.SIGKILL:
            witness.failed.append("its own end")
        for message in told(raw):
            if message[0] == "pushed":
                self._clinic.hear(message[1])
                self.tally.pushed += len(message[1])
            else:
                witness.hear(message)
        self.tally.typed += sum(len(texts) for texts in witness.typed.values())
        return witness

    def _look(self, witness: Witness) -> list[str]:
        """At a copy, so that the next process meets the files just as the kill left them."""
        store = self._copy()
        try:
            broken = self._clinic.learn(store)
            self.tally.unsaved += unsaved(store, witness)
            with store.read() as db:
                self.tally.unanswered += len(read_sent(db))
            return broken or findings(self._clinic, store, witness)
        finally:
            store.close()

    def _copy(self) -> Store:
        copy = self._folder / "copy.db"
        for end in ("", "-wal", "-shm"):
            Path(f"{copy}{end}").unlink(missing_ok=True)
        for end in ("", "-wal"):
            if Path(f"{self._clinic.path}{end}").exists():
                shutil.copy(f"{self._clinic.path}{end}", f"{copy}{end}")
        return self._clinic.open_store(copy)

    def _end(self) -> None:
        """The last process dies no more: everything reaches the server and a second laptop."""
        laptop, other = self._clinic.laptop, self._clinic.room.enrol()
        laptop.store = self._clinic.open_store(self._clinic.path)
        waiting = [laptop.sync().waiting, other.sync().waiting]
        if waiting != [0, 0] or laptop.content() != other.content():
            self.tally.findings.append("the laptops do not end alike")
        self._clinic.room.close()


def main() -> None:
    folder, seed, kills, life, *plant = sys.argv[1:]
    campaign = Campaign(Path(folder), int(seed), life)
    for name in plant:
        PLANTS[name](pytest.MonkeyPatch())
    print(json.dumps(asdict(campaign.run(int(kills), until_found=bool(plant)))))


if __name__ == "__main__":
    main()
