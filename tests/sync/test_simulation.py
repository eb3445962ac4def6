"""Clinics from seeds: runs repeat themselves, failures shrink, and each planted bug is noticed in time."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from core.domain.enums import Role
from sync.rows import questions
from tests import draws
from tests.sync.sim.__main__ import chosen, one
from tests.sync.sim.bugs import BUGS, Bug, hunt, is_noticed, table
from tests.sync.sim.many import many
from tests.sync.sim.once import _COMPILED, run, workplace
from tests.sync.sim.plan import (
    ASSISTED,
    BARRED,
    BLOCKED,
    BLOCKS,
    BROUGHT,
    BULK,
    CROSSING,
    DISKS,
    FROM_THE_START,
    GATHERED,
    JOINING,
    LATER,
    LIMITED,
    LIVE,
    MACHINES,
    MARKED,
    MARKS,
    MEASURED,
    MEASURES,
    NETWORK,
    NOTE_TEXTS,
    ODD,
    ODDITIES,
    PURGES,
    QUIET,
    READERS,
    REPEATED,
    RESTORES,
    ROOMED,
    ROOMS,
    SERIES,
    STAFF,
    STAFFED,
    TOGETHER,
    TREATING,
    TYPING,
    WAITED,
    WAITLIST,
    WORDED,
    plan,
)
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


def test_given_a_seed_that_ran_when_run_again_then_new_stores_compile_nothing_anew(template: Path) -> None:
    run(plan(FEW[0]), template)
    compiled = len(_COMPILED)
    run(plan(FEW[0]), template)

    assert len(_COMPILED) == compiled > 0


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
def test_given_a_planted_bug_when_hunted_then_it_is_noticed_within_its_budget(
    bug: Bug, template: Path
) -> None:
    assert is_noticed(bug, template)


def test_given_a_plant_that_only_ends_the_program_when_hunted_then_it_is_no_catch(template: Path) -> None:
    def plant(patch: pytest.MonkeyPatch) -> None:
        patch.setattr(questions, "question", None)

    with pytest.raises(AssertionError, match="NoneType"):
        hunt(Bug("no_questions", "nobody can be asked", 10, plant), template)


def test_given_many_seeds_when_planned_then_they_hold_everything_that_can_happen() -> None:
    plans = [plan(seed) for seed in range(300)]
    kinds = {step.kind for each in plans for step in each.steps}

    assert kinds == {*TYPING, *MACHINES, *NETWORK, *JOINING, *PURGES, *DISKS, *RESTORES}
    assert all(40 <= len(each.steps) <= 400 for each in plans)
    assert max(len(each.steps) for each in plans) > 200
    assert {sum(each.devices) for each in plans} == {2, 3, 4, 5}


PLANS = {
    0: "9703f78843ade821",
    7: "41a1683ca5ae880f",
    1999: "c9eba54220217d9f",
    24072704: "5303b188cc0ae707",
    71001670: "8a3a2a314d87294c",
    999999999: "21c45dff8d171f92",
}


@pytest.mark.parametrize("seed", PLANS)
def test_given_a_seed_of_the_first_generation_when_planned_then_it_is_what_it_always_was(seed: int) -> None:
    """A seed that failed once is worth something only for as long as it means the same."""
    made = plan(seed)
    steps = [tuple(step) for step in made.steps]
    told = repr((made.seed, made.devices, made.page_rows, made.batch_ops, made.faults, steps))

    assert hashlib.sha256(told.encode()).hexdigest()[:16] == PLANS[seed]
    assert (set(made.roles), made.full_disk) == ({Role.OWNER}, 0)


def test_given_seeds_of_the_second_generation_when_planned_then_they_hold_what_outsiders_did() -> None:
    plans = [plan(LATER + seed) for seed in range(100)]
    kinds = {step.kind for each in plans for step in each.steps}

    assert kinds >= {*LIVE, *ODD, *BULK, *CROSSING}
    assert {role for each in plans for role in each.roles} == {Role.OWNER, Role.THERAPIST, Role.ASSISTANT}
    assert {each.full_disk > 0 for each in plans} == {True, False}


def test_given_a_few_seeds_of_the_second_generation_when_run_then_every_promise_holds(template: Path) -> None:
    reports = [run(plan(LATER + seed), template) for seed in FEW]

    assert {each.plan.seed: (each.verdict, each.crash) for each in reports if not each.good} == {}
    trace = "\n".join(line for each in reports for line in each.trace)
    for told in ("types live in", "brings in ", "disk_full", "tags client"):
        assert told in trace


def test_given_a_few_seeds_of_the_third_generation_when_run_then_two_write_at_once_and_every_promise_holds(
    template: Path,
) -> None:
    reports = [run(plan(TOGETHER + seed), template) for seed in FEW]

    assert {each.plan.seed: (each.verdict, each.crash) for each in reports if not each.good} == {}
    assert any("two write at once" in line for each in reports for line in each.trace)


def test_given_seeds_of_the_fourth_generation_when_planned_then_they_hold_what_servers_refuse_and_hide() -> (
    None
):
    plans = [plan(BARRED + seed) for seed in range(100)]
    kinds = {step.kind for each in plans for step in each.steps}

    assert kinds >= {*READERS, *LIMITED, *QUIET, *DISKS, *RESTORES, *LIVE}
    assert {each.limits is None for each in plans} == {True, False}
    assert {each.people for each in plans} == {True, False}
    assert all((Role.READONLY in each.roles) <= each.people for each in plans)
    for each in plans:
        told = {step.kind for step in each.steps}
        assert told.isdisjoint(DISKS) or "put the server back unannounced" not in told


BARRED_PLANS = {
    5000000000: "bf41758d05295530",
    5000000095: "cfb6ffa7f0cda696",
    5000000201: "51d659a29c8c9b27",
    5783511586: "0838ebd5cfc9b38b",
}


@pytest.mark.parametrize("seed", BARRED_PLANS)
def test_given_a_seed_of_the_fourth_generation_when_planned_then_it_is_what_it_always_was(seed: int) -> None:
    made = plan(seed)
    roles, steps = [role.value for role in made.roles], [tuple(step) for step in made.steps]
    first = (made.seed, made.devices, made.page_rows, made.batch_ops, made.faults, steps)
    told = repr((*first, roles, made.full_disk, made.people, made.limits))

    assert hashlib.sha256(told.encode()).hexdigest()[:16] == BARRED_PLANS[seed]


def test_given_a_few_seeds_of_the_fourth_generation_when_run_then_it_happens_and_every_promise_holds(
    template: Path,
) -> None:
    reports = [run(plan(BARRED + seed), template) for seed in FEW]

    assert {each.plan.seed: (each.verdict, each.crash) for each in reports if not each.good} == {}
    trace = "\n".join(line for each in reports for line in each.trace)
    for told in ("put back unannounced", "READONLY", ": role", "shortens "):
        assert told in trace


def test_given_seeds_of_the_fifth_generation_when_planned_then_all_roles_are_there_and_change() -> None:
    plans = [plan(STAFFED + seed) for seed in range(60)]
    kinds = {step.kind for each in plans for step in each.steps}

    assert kinds >= {*STAFF}
    assert kinds.isdisjoint({*DISKS, *RESTORES, *PURGES})
    assert {role for each in plans for role in each.roles} == {*Role}
    assert all(each.people and each.staffed and each.devices[0] >= 2 for each in plans)


def test_given_a_few_seeds_of_the_fifth_generation_when_run_then_each_role_holds_what_it_may(
    template: Path,
) -> None:
    reports = [run(plan(STAFFED + seed), template) for seed in FEW]

    assert {each.plan.seed: (each.verdict, each.crash) for each in reports if not each.good} == {}
    trace = "\n".join(line for each in reports for line in each.trace)
    for told in ("ASSISTANT", "READONLY", "readers read what is clinical", ": role"):
        assert told in trace


def test_given_seeds_of_the_sixth_generation_when_planned_then_texts_are_written_from_the_start() -> None:
    plans = [plan(WORDED + seed) for seed in range(60)]

    assert {step.kind for each in plans for step in each.steps} >= {*NOTE_TEXTS}
    assert all({"add a template", "add a snippet"} <= {step.kind for step in each.steps} for each in plans)
    assert {each.staffed for each in plans} == {True, False}


def test_given_a_few_seeds_of_the_sixth_generation_when_run_then_templates_and_snippets_keep_every_promise(
    template: Path,
) -> None:
    reports = [run(plan(WORDED + seed), template) for seed in FEW]

    assert {each.plan.seed: (each.verdict, each.crash) for each in reports if not each.good} == {}
    trace = "\n".join(line for each in reports for line in each.trace)
    for told in ("adds template", "adds snippet", " of template ", " of snippet "):
        assert told in trace


def test_given_seeds_of_the_seventh_generation_when_planned_then_appointments_repeat() -> None:
    plans = [plan(REPEATED + seed) for seed in range(60)]
    kinds = {step.kind for each in plans for step in each.steps}

    assert kinds >= {*SERIES}
    assert kinds.isdisjoint({*DISKS, *RESTORES, *PURGES})
    assert all(each.devices[0] >= 2 for each in plans)


def test_given_a_few_seeds_of_the_seventh_generation_when_run_then_series_are_touched_and_every_promise_holds(
    template: Path,
) -> None:
    reports = [run(plan(REPEATED + seed), template) for seed in FEW]

    assert {each.plan.seed: (each.verdict, each.crash) for each in reports if not each.good} == {}
    trace = "\n".join(line for each in reports for line in each.trace)
    for told in (
        "books series",
        "moves occurrence",
        "deletes occurrence",
        "changes following",
        "ends a series",
    ):
        assert told in trace


def test_given_seeds_of_the_eighth_generation_when_planned_then_time_is_blocked_from_the_start() -> None:
    plans = [plan(BLOCKED + seed) for seed in range(60)]

    assert {step.kind for each in plans for step in each.steps} >= {*BLOCKS, *SERIES, *NOTE_TEXTS, *STAFF}
    assert all("block time" in {step.kind for step in each.steps[:8]} for each in plans)


def test_given_a_few_seeds_of_the_eighth_generation_when_run_then_blocks_keep_every_promise(
    template: Path,
) -> None:
    reports = [run(plan(BLOCKED + seed), template) for seed in FEW]

    assert {each.plan.seed: (each.verdict, each.crash) for each in reports if not each.good} == {}
    trace = "\n".join(line for each in reports for line in each.trace)
    for told in ("blocks time", "of block ", "leaves out", "deletes block"):
        assert told in trace


def test_given_a_few_seeds_of_the_ninth_generation_when_run_then_measures_keep_every_promise(
    template: Path,
) -> None:
    reports = [run(plan(MEASURED + seed), template) for seed in FEW]

    assert {each.plan.seed: (each.verdict, each.crash) for each in reports if not each.good} == {}
    trace = "\n".join(line for each in reports for line in each.trace)
    for told in ("measures ", "value of measure", "deletes measure"):
        assert told in trace


def test_given_a_few_seeds_of_the_tenth_generation_when_run_then_the_waitlist_keeps_every_promise(
    template: Path,
) -> None:
    reports = [run(plan(WAITED + seed), template) for seed in FEW]

    assert {each.plan.seed: (each.verdict, each.crash) for each in reports if not each.good} == {}
    trace = "\n".join(line for each in reports for line in each.trace)
    for told in ("on the waitlist", "of the wish", "off the waitlist", "books who waits"):
        assert told in trace


def test_given_a_few_seeds_of_the_eleventh_generation_when_run_then_body_charts_keep_every_promise(
    template: Path,
) -> None:
    reports = [run(plan(MARKED + seed), template) for seed in FEW]

    assert {each.plan.seed: (each.verdict, each.crash) for each in reports if not each.good} == {}
    trace = "\n".join(line for each in reports for line in each.trace)
    for told in ("marks ", "of mark", "place of mark", "takes mark"):
        assert told in trace


def test_given_seeds_of_the_twelfth_generation_when_planned_then_they_hold_what_comes_from_outside() -> None:
    kinds = {step.kind for seed in range(30) for step in plan(BROUGHT + seed).steps}

    assert kinds >= {*ODDITIES}


def test_given_a_few_seeds_of_the_twelfth_generation_when_run_then_odd_values_keep_every_promise(
    template: Path,
) -> None:
    reports = [run(plan(BROUGHT + seed), template) for seed in FEW]

    assert {each.plan.seed: (each.verdict, each.crash) for each in reports if not each.good} == {}
    trace = "\n".join(line for each in reports for line in each.trace)
    for told in ("of the practice to", "pastes ", "oddly: ", "odd lines, ", "wants to set odd numbers"):
        assert told in trace


def test_given_a_few_seeds_of_the_thirteenth_generation_when_run_then_rooms_and_languages_keep_every_promise(
    template: Path,
) -> None:
    reports = [run(plan(ROOMED + seed), template) for seed in FEW]

    assert {each.plan.seed: (each.verdict, each.crash) for each in reports if not each.good} == {}
    trace = "\n".join(line for each in reports for line in each.trace)
    for told in ("opens room ", "closes room ", "makes block ", "chooses language "):
        assert told in trace


def test_given_seeds_of_the_fourteenth_generation_when_planned_then_all_meets_and_pasts_cross() -> None:
    plans = [plan(GATHERED + seed) for seed in range(60)]
    kinds = {step.kind for each in plans for step in each.steps}

    assert kinds >= {*SERIES, *TREATING, *BLOCKS, *ROOMS, *WAITLIST, *NOTE_TEXTS, *MARKS, *MEASURES}
    assert kinds >= {*CROSSING, *PURGES, *QUIET, *READERS}
    assert sum({*FROM_THE_START} <= {step.kind for step in each.steps} for each in plans) > 10
    assert all({step.kind for step in each.steps} & {*CROSSING, *QUIET} for each in plans)
    assert all(each.devices[0] >= 2 and each.faults for each in plans)
    assert {each.people for each in plans} == {True, False}


def test_given_a_few_seeds_of_the_fourteenth_generation_when_run_then_every_promise_holds(
    template: Path,
) -> None:
    reports = [run(plan(GATHERED + seed), template) for seed in FEW[2:5]]

    assert {each.plan.seed: (each.verdict, each.crash) for each in reports if not each.good} == {}
    trace = "\n".join(line for each in reports for line in each.trace)
    for told in ("over to ", "restored from its backup", "tombstones", "old disk back", "killed", "series"):
        assert told in trace


def test_given_seeds_of_the_fifteenth_generation_when_planned_then_any_role_is_where_pasts_cross() -> None:
    plans = [plan(ASSISTED + seed) for seed in range(60)]
    kinds = {step.kind for each in plans for step in each.steps}

    assert kinds >= {*STAFF, *CROSSING, *PURGES, *QUIET, *SERIES, *MEASURES}
    assert all({step.kind for step in each.steps} & {*RESTORES, *QUIET, *DISKS} for each in plans)
    assert {role for each in plans for role in each.roles} == {*Role}
    assert all(each.people and each.staffed and each.devices[0] >= 2 for each in plans)


def test_given_a_few_seeds_of_the_fifteenth_generation_when_run_then_each_role_holds_what_it_may(
    template: Path,
) -> None:
    reports = [run(plan(ASSISTED + seed), template) for seed in (702, 705, 706)]

    assert {each.plan.seed: (each.verdict, each.crash) for each in reports if not each.good} == {}
    trace = "\n".join(line for each in reports for line in each.trace)
    for told in ("restored from its backup", "old disk back", "copied to", "sees the owner make", ": role"):
        assert told in trace


def test_given_the_seeds_of_a_run_when_chosen_then_all_that_ever_failed_and_fresh_ones_go_along(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(draws.OFFSET, "300000000")

    seeds = chosen(first=0, fixed=3, fresh=14)

    kept = draws.failed("sim")
    assert seeds == [
        *kept,
        *(300000000 + start for start in (0, LATER, TOGETHER, BARRED, STAFFED, WORDED)),
        *(300000000 + start for start in (REPEATED, BLOCKED, MEASURED, WAITED, MARKED, BROUGHT)),
        *(300000000 + start for start in (ROOMED, GATHERED)),
        *(0, 1, 2),
    ]
    assert {71001670, 71001014, 71001479, 71001259, 71000372, 71000522, 24072704} <= {*kept}
    assert draws.told().startswith("fresh seeds begin at 300000000")


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
