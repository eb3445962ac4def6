"""Prints our sync beside other programs' sync, all measured in this run; none of them is needed for anything.

Each peer is installed into a folder of its own below `.peers`, which git ignores, when it is first asked for.
"""

import argparse
import json
import os
import subprocess
import sys
import venv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from clinic import ignore
from edits import NEVER, Rounds
from harness import Figure, as_json, check_count, medians, table, taken
from scale import Scale, share_of
from stage import EDITED, SHORT_NOTES, Stage

_HERE = Path(__file__).parent
CACHE = _HERE / ".peers"
_ANKI = "anki==26.9.3"
_POUCHDB = ("pouchdb-node@9.0.0", "express-pouchdb@4.2.0", "express@4.21.2")
_INSTALL_S, _RUN_S = 300, 1200


class LeftOut(Exception):
    """A peer that cannot be measured here; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds of each case; `rows` came in the initial pull, `changed` went each way."""

    name: str
    rows: int
    changed: int
    initial_s: float
    push_s: float
    pull_s: float
    no_op_s: float


Run = Callable[[Scale], Measured]


def anki(cache: Path) -> Run:
    """Its library brings client and server; the first sync copies a whole file, nothing is encrypted."""
    folder = cache / "anki"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not (folder / "ready").exists():
        venv.create(folder, with_pip=True, clear=True)
        command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", _ANKI]
        _install("Anki", command, folder)
    return lambda scale: _measure("Anki", [str(python), str(_HERE / "peers/anki_peer.py")], {}, scale)


def pouchdb(cache: Path) -> Run:
    """PouchDB on LevelDB, and express-pouchdb as its server; nothing is encrypted."""
    folder = cache / "pouchdb"
    if not (folder / "ready").exists():
        folder.mkdir(parents=True, exist_ok=True)
        folder.joinpath("package.json").write_text("{}", encoding="utf-8")
        quiet = ("--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error")
        _install("PouchDB", ["npm", "install", *quiet, *_POUCHDB], folder)
    found = {"NODE_PATH": str(folder / "node_modules")}
    return lambda scale: _measure("PouchDB", ["node", str(_HERE / "peers/pouch_peer.js")], found, scale)


PEERS: Mapping[str, Callable[[Path], Run]] = {"anki": anki, "pouchdb": pouchdb}


def _install(name: str, command: Sequence[str], folder: Path) -> None:
    """Marks the folder as ready at the end, so that an install that was cut short is done anew."""
    try:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, check=False, timeout=_INSTALL_S
        )
    except (OSError, subprocess.TimeoutExpired):
        raise LeftOut(f"{name} was left out: {command[0]} is not here or did not come to an end.") from None
    if done.returncode:
        raise LeftOut(f"{name} was left out: its packages could not be fetched.")
    (folder / "ready").touch()


def _measure(name: str, command: Sequence[str], more: Mapping[str, str], scale: Scale) -> Measured:
    numbers = (scale.of(SHORT_NOTES), scale.of(EDITED), scale.rounds)
    try:
        done = subprocess.run(
            [*command, *map(str, numbers)],
            env={**os.environ, **more},
            stdout=subprocess.PIPE,
            text=True,
            check=False,
            timeout=_RUN_S,
        )
    except (OSError, subprocess.TimeoutExpired):
        raise LeftOut(f"{name} was left out: {command[0]} is not here or did not come to an end.") from None
    if done.returncode:
        raise LeftOut(f"{name} was left out: it did not run to its end.")
    told: dict[str, Any] = json.loads(done.stdout)
    measured = Measured(**told)
    check_count(f"rows of {name}", measured.rows, numbers[0])
    check_count(f"changed rows of {name}", measured.changed, numbers[1])
    return measured


def _ours(stage: Stage) -> Measured:
    with stage.short_notes.fresh_laptop() as laptop:
        initial = taken(laptop.sync)
        rows = laptop.count("sessions") + laptop.count("clients")
    clinic = stage.clients
    with clinic.fresh_laptop() as other:
        other.sync()
        rounds = Rounds(clinic, other)
        for _ in range(stage.scale.rounds):
            rounds.run()
        session = clinic.a.session()
        session.run_once(ignore, NEVER)
        idle = [taken(lambda: session.run_once(ignore, NEVER)) for _ in range(stage.scale.rounds)]
    return Measured(
        name="PazPaz",
        rows=rows,
        changed=len(rounds.ids),
        initial_s=initial.wall_s,
        push_s=medians(rounds.pushes).wall_s,
        pull_s=medians(rounds.pulls).wall_s,
        no_op_s=medians(idle).wall_s,
    )


def _figures(ours: Sequence[Measured], peer: Measured) -> list[Figure]:
    """Ours is measured before and after each peer: the median stands for all of the run."""
    initial = median(one.rows / one.initial_s for one in ours)
    push, pull = (median(one.changed / getattr(one, way) for one in ours) for way in ("push_s", "pull_s"))
    no_op = median(one.no_op_s for one in ours)
    rates = (
        ("initial pull, rows of 1 kB", initial, peer.rows / peer.initial_s),
        ("push of changed rows", push, peer.changed / peer.push_s),
        ("pull of changed rows", pull, peer.changed / peer.pull_s),
    )
    told = [
        Figure(name=name, unit="rows/s", ours=mine, floor=theirs, note=peer.name)
        for name, mine, theirs in rates
    ]
    return [
        *told,
        Figure(name="no-op sync", unit="ms", ours=no_op * 1e3, floor=peer.no_op_s * 1e3, note=peer.name),
    ]


def _ready(names: Sequence[str], cache: Path) -> list[Run]:
    runs = []
    for name in names:
        try:
            runs.append(PEERS[name](cache))
        except LeftOut as why:
            sys.stderr.write(f"{why}\n")
    return runs


def _compare(stage: Stage, runs: Sequence[Run]) -> list[Figure]:
    ours, peers = [_ours(stage)], []
    for run in runs:
        try:
            with stage.phase("a peer"):
                peers.append(run(stage.scale))
        except LeftOut as why:
            sys.stderr.write(f"{why}\n")
            continue
        ours.append(_ours(stage))
    return [figure for peer in peers for figure in _figures(ours, peer)]


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="make bench-peers", description=__doc__)
    parser.add_argument("--only", action="append", choices=PEERS, metavar="PEER", help=", ".join(PEERS))
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--scale", type=share_of, default=1.0, help="full (by default), small, or a share")
    parser.add_argument("--cache", type=Path, default=CACHE, help="where peers are installed")
    asked = parser.parse_args(arguments)
    runs = _ready(asked.only or list(PEERS), asked.cache)
    figures: list[Figure] = []
    if runs:
        with Stage(Scale(asked.scale), quiet=asked.json) as stage:
            figures = _compare(stage, runs)
    if figures:
        sys.stdout.write((as_json(figures) if asked.json else table(figures, "peer")) + "\n")
    else:
        sys.stderr.write("No peer could be measured here; nothing was compared.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
