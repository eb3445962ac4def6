"""The benches run: every case, with a handful of rows. How fast anything is, is no matter here."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
CASES = (
    "full-notes",
    "short-notes",
    "changed-rows",
    "no-op",
    "week",
    "clients",
    "notes",
    "start",
    "memory",
    "policies",
)
RUN = [sys.executable, str(ROOT / "packaging/bench/run.py"), "--json", "--scale", "0.0001"]


@pytest.fixture(scope="module")
def figures() -> list[dict[str, Any]]:
    """All cases in one run, because they share their server."""
    command = [*RUN, *(word for case in CASES for word in ("--only", case))]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_given_a_few_rows_when_every_case_runs_then_each_figure_stands_against_a_floor(
    figures: list[dict[str, Any]],
) -> None:
    assert len(figures) >= len(CASES)
    for figure in figures:
        assert figure["ours"] > 0, figure
        assert figure["floor"] > 0, figure


def test_given_a_few_rows_when_every_case_runs_then_no_op_sync_is_one_round_trip(
    figures: list[dict[str, Any]],
) -> None:
    trips = [figure["ours"] for figure in figures if figure["name"] == "no-op sync, round trips"]
    assert trips == [1.0]


def test_given_the_list_of_cases_then_this_file_runs_all_of_them() -> None:
    told = subprocess.run([*RUN[:2], "--help"], capture_output=True, text=True, check=True).stdout
    assert ", ".join(CASES) in " ".join(told.split())
