"""`make sim`: one seed told step by step, very many seeds (fixed, once failed, fresh), or planted bugs."""

import argparse
import sys
from pathlib import Path

from tests import draws
from tests.sync.sim.bugs import table
from tests.sync.sim.many import many
from tests.sync.sim.once import Report, run, workplace
from tests.sync.sim.plan import (
    BARRED,
    BLOCKED,
    BROUGHT,
    GATHERED,
    LATER,
    MARKED,
    MEASURED,
    REPEATED,
    ROOMED,
    STAFFED,
    TOGETHER,
    WAITED,
    WORDED,
    plan,
)
from tests.sync.sim.shrink import shrink


def main() -> int:
    args = _arguments()
    with workplace() as template:
        if args.bugs:
            return 0 if table(template, print) else 1
        if args.seed is not None:
            return one(args.seed, template)
        print(draws.told(), flush=True)
        return many(chosen(args.first, args.seeds, args.fresh), template)


def chosen(first: int, fixed: int, fresh: int) -> list[int]:
    """What ever failed comes first, then fresh ones of all generations in turns, for runs that end early."""
    # Of ASSISTED, fresh ones are asked for by `--first`: one in about a hundred still finds something.
    younger = (REPEATED, BLOCKED, MEASURED, WAITED, MARKED, BROUGHT, ROOMED, GATHERED)
    generations = (0, LATER, TOGETHER, BARRED, STAFFED, WORDED, *younger)
    drawn = [start + seed for seed in draws.fresh(fresh) for start in generations]
    return [*draws.failed("sim"), *drawn[:fresh], *range(first, first + fixed)]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make sim", description=__doc__)
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--seed", type=int, help="run one seed, tell its steps, and shrink them when it fails")
    what.add_argument("--seeds", type=int, default=2000, help="run so many fixed seeds on two processes")
    what.add_argument("--bugs", action="store_true", help="plant each bug, and tell which oracle caught it")
    parser.add_argument("--first", type=int, default=0, help="the first of --seeds")
    parser.add_argument("--fresh", type=int, default=500, help="beside them, so many fresh ones")
    return parser.parse_args()


def one(seed: int, template: Path) -> int:
    report = run(plan(seed), template)
    _tell(report)
    if report.good:
        return 0
    steps = shrink(
        report.plan.steps,
        lambda fewer: run(report.plan.with_steps(fewer), template).verdict == report.verdict,
    )
    print(f"\nShrunk to {len(steps)} of {len(report.plan.steps)} steps:\n")
    _tell(run(report.plan.with_steps(steps), template))
    return 1


def _tell(report: Report) -> None:
    made = report.plan
    print(f"seed {made.seed}: {made.devices} devices, {made.page_rows} rows a page, faults {made.faults}")
    print("\n".join(report.trace))
    print(f"verdict: {report.verdict}")
    print("\n".join(str(finding) for finding in report.findings), end=report.crash)
    print()


if __name__ == "__main__":
    sys.exit(main())
