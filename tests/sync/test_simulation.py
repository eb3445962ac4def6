"""Clinics from seeds: runs repeat themselves, failures shrink, and each planted bug is noticed in time."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.sync.sim.__main__ import one
from tests.sync.sim.bugs import BUGS, Bug, hunt, table
from tests.sync.sim.many import many
from tests.sync.sim.once import run, workplace
from tests.sync.sim.plan import DISKS, JOINING, MACHINES, NETWORK, PURGES, RESTORES, TYPING, plan
from tests.sync.sim.shrink import shrink

ROOT = Path(__file__).parents[2]
FEW = range(700, 708)
"""Very many run in `make sim`; these tell that it works."""
LOSING = next(bug for bug in BUGS if bug.name == "last_writer_wins")


@pytest.fixture(scope="module")
def template() -> Iterator[Path]:
    with workplace() as place:
        yield place


def test_given_a_few_seeds_when_run_then_every_promise_holds(template: Path) -> None:
    reports = [run(plan(seed), template) for seed in FEW]

    assert {each.plan.seed: (each.verdict, each.crash) for each in reports if not each.good} == {}


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
def test_given_a_planted_bug_when_hunted_then_it_is_noticed_within_its_budget(
    bug: Bug, template: Path
) -> None:
    assert hunt(bug, template).seeds is not None


def test_given_many_seeds_when_planned_then_they_hold_everything_that_can_happen() -> None:
    plans = [plan(seed) for seed in range(300)]
    kinds = {step.kind for each in plans for step in each.steps}

    assert kinds == {*TYPING, *MACHINES, *NETWORK, *JOINING, *PURGES, *DISKS, *RESTORES}
    assert all(40 <= len(each.steps) <= 400 for each in plans)
    assert max(len(each.steps) for each in plans) > 200
    assert {sum(each.devices) for each in plans} == {2, 3, 4, 5}


def test_given_one_seed_when_run_in_two_processes_then_each_step_is_the_same() -> None:
    code = (
        "from tests.sync.sim.once import run, workplace\n"
        "from tests.sync.sim.plan import plan\n"
        "with workplace() as place:\n"
        "    report = run(plan(3), place)\n"
        "print(report.verdict, *report.trace, sep='\\n')\n"
    )
    told = [
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": salt},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for salt in ("1", "2")
    ]

    assert told[0] == told[1]
    assert told[0].count("\n") > 40


def test_given_a_failing_list_when_shrunk_then_only_what_matters_is_left() -> None:
    assert shrink(range(40), lambda steps: {7, 31} <= {*steps}) == [7, 31]


def test_given_a_list_that_always_fails_when_shrunk_then_it_ends_empty_and_soon() -> None:
    tried: list[int] = []

    def fails(steps: Sequence[int]) -> bool:
        tried.append(len(steps))
        return True

    assert not shrink(range(40), fails)
    assert len(tried) < 50


def test_given_a_failing_seed_when_asked_for_then_its_steps_are_told_and_shrunk(
    template: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert LOSING.plant is not None
    LOSING.plant(monkeypatch)

    assert one(0, template) == 1

    told = capsys.readouterr().out
    whole, shrunk = told.split("Shrunk to ")
    assert "verdict: " in whole
    assert "verdict: good" not in told
    assert 0 < shrunk.count("device ") < whole.count("device ")


def test_given_a_good_seed_when_asked_for_then_its_steps_and_verdict_are_told(
    template: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert one(FEW[0], template) == 0
    assert "verdict: good" in capsys.readouterr().out


def test_given_some_seeds_when_run_on_two_processes_then_the_rate_is_told(
    template: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert many(FEW[:2], template) == 0
    assert "2 seeds in " in capsys.readouterr().out


def test_given_a_bug_that_nobody_notices_when_the_table_is_told_then_it_says_so(
    template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    harmless = Bug("harmless", "nothing", 1, lambda _: None)
    monkeypatch.setattr("tests.sync.sim.bugs.BUGS", (harmless,))
    told: list[str] = []

    assert not table(template, told.append)
    assert "NOT of 1" in told[-1]
