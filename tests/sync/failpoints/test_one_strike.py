"""One sync of rows and files on PostgreSQL, killed, cut and without room on the disk at any point of it.

It always ends as if undisturbed: nothing lost, nothing doubled, every version right, nobody asked twice.

A run of all tests strikes at some of the points, chosen anew each time; `make failpoints` at every one, and
prints what each run met.
"""

import json
import math
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from migrations.operate.embedded import EmbeddedServer
from tests.sync.failpoints.campaign import EVERY
from tests.sync.failpoints.plants import PLANTS
from tests.sync.failpoints.points import LOCAL, NETWORK


def campaign(server: EmbeddedServer, folder: Path, *what: str) -> dict[str, Any]:
    """Its tally; printed, so that `pytest -rP` shows it."""
    arguments = [str(folder), str(server.data_dir), str(server.major), *what]
    done = subprocess.run(
        [sys.executable, "-m", "tests.sync.failpoints.campaign", *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[3],
    )
    assert done.returncode == 0, done.stderr
    print(done.stdout)
    tally: dict[str, Any] = json.loads(done.stdout)
    return tally


def struck(tally: dict[str, Any], *kinds: str) -> int:
    points: dict[str, int] = tally["points"]
    return math.ceil(sum(points[kind] for kind in kinds) / EVERY)


def test_given_a_kill_at_any_statement_send_receive_or_commit_when_started_again_then_it_ends_well(
    pg18: EmbeddedServer, tmp_path: Path
) -> None:
    tally = campaign(pg18, tmp_path, "kills")

    assert tally["findings"] == []
    assert tally["points"].keys() == {*NETWORK, *LOCAL}
    assert tally["strikes"] == struck(tally, *NETWORK, *LOCAL)
    assert tally["states"] > 5


def test_given_a_cut_at_any_send_or_receive_when_tried_again_then_it_ends_well(
    pg18: EmbeddedServer, tmp_path: Path
) -> None:
    tally = campaign(pg18, tmp_path, "cuts")

    assert tally["findings"] == []
    assert tally["strikes"] == struck(tally, *NETWORK)


def test_given_a_full_disk_at_any_write_or_commit_when_tried_again_then_it_ends_well(
    pg18: EmbeddedServer, tmp_path: Path
) -> None:
    tally = campaign(pg18, tmp_path, "full disk")

    assert tally["findings"] == []
    assert tally["strikes"] == struck(tally, "write", "commit")


@pytest.mark.parametrize("name", PLANTS)
def test_given_a_planted_fault_when_killed_everywhere_then_it_comes_to_light(
    name: str, pg18: EmbeddedServer, tmp_path: Path
) -> None:
    assert campaign(pg18, tmp_path, "kills", name)["findings"]
