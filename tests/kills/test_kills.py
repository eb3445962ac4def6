"""A process killed at any moment, 500 times: the store is whole, and what was typed is there.

`make kills N=5000` kills more often and prints what each batch met.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests import draws
from tests.kills.plants import PLANTS

KILLS = int(os.environ.get("PAZPAZ_KILLS", "500"))
BATCHES = 10
BUDGET = 80
"""Kills within which a planted fault must come to light."""


DRAWN = 30
"""Kills by each seed that is drawn anew, or once failed."""
EDITOR_KILLS = KILLS // 50
"""Those of them that hit the real editor; each takes a person's time."""


def campaign(folder: Path, seed: int, kills: int, *kind: str) -> dict[str, Any]:
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-m", "tests.kills.campaign", str(folder), str(seed), str(kills), *kind],
        capture_output=True,
        text=True,
        check=False,
        cwd=root,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert done.returncode == 0, done.stderr
    tally: dict[str, Any] = json.loads(done.stdout)
    return tally


@pytest.mark.parametrize("batch", range(BATCHES))
def test_given_kills_at_any_moment_when_opened_again_then_nothing_older_than_a_second_is_lost(
    batch: int, tmp_path: Path
) -> None:
    total = KILLS - EDITOR_KILLS
    kills = (batch + 1) * total // BATCHES - batch * total // BATCHES
    tally = campaign(tmp_path, batch, kills, "commands")
    print(json.dumps(tally))
    assert (tally["kills"], tally["findings"]) == (kills, [])


def test_given_kills_of_the_open_editor_when_opened_again_then_nothing_older_than_a_second_is_lost(
    tmp_path: Path,
) -> None:
    tally = campaign(tmp_path, 0, EDITOR_KILLS, "editor")
    print(json.dumps(tally))
    assert (tally["kills"], tally["findings"]) == (EDITOR_KILLS, [])


@pytest.mark.parametrize(("life", "kills"), [("commands", DRAWN), ("editor", DRAWN // 10)])
def test_given_kills_drawn_anew_when_opened_again_then_nothing_older_than_a_second_is_lost(
    life: str, kills: int, tmp_path: Path
) -> None:
    for seed in (*draws.failed("kills"), draws.draw()):
        folder = tmp_path / str(seed)
        folder.mkdir()
        tally = campaign(folder, seed, kills, life)
        print(json.dumps(tally))
        assert tally["findings"] == [], f"make kills SEED={seed} begins at the same words"


@pytest.mark.parametrize("name", PLANTS)
def test_given_a_planted_fault_when_killed_then_it_comes_to_light(name: str, tmp_path: Path) -> None:
    assert campaign(tmp_path, 7, BUDGET, "commands", name)["findings"]
