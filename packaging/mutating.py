"""Tries the mutants of one group, inside a copy of the program that `mutants.py` made.

The tests are collected once, and run once as they are, to learn which test runs which line. Then a process is
forked for each mutant, which runs the tests of its line until one fails: those first that noticed the most in
the same function, then the quickest. What may stay unnoticed for a written reason is not tried.
"""

import ast
import contextlib
import difflib
import gc
import json
import os
import resource
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, TextIO

import coverage
import pytest
from mutmut.mutation.file_mutation import mutate_file_contents
from mutmut.mutation.trampoline import set_mutant_under_test
from reasons import explains

MOST_MEMORY = 3 * 2**30
ENDLESS_S, STUCK_S = 5, 120
"""A test never ends that computes ten times as long as it did and this much more, or that waits so long."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """`name` is `package.module.function__mutmut_number`; `removed` and `added` are the lines that differ."""

    name: str
    path: str
    first: int
    last: int
    removed: tuple[str, ...]
    added: tuple[str, ...]

    @property
    def function(self) -> str:
        return self.name.rpartition("__mutmut_")[0]


@dataclass(slots=True)
class Reached:
    """What one test ran, in the files that are changed."""

    took_s: float = 0.0
    lines: set[tuple[str, int]] = field(default_factory=set)


def main() -> int:
    job = json.loads(Path("job.json").read_text(encoding="utf-8"))
    mutants = [mutant for path in job["paths"] for mutant in write_mutants(Path(path))]
    set_mutant_under_test("")
    return pytest.main(job["arguments"], plugins=[Trial(mutants, job)])


def write_mutants(path: Path) -> list[Mutant]:
    """Puts every mutant of a file into it, beside the original; which of them runs is chosen later."""
    mutated = mutate_file_contents(str(path), path.read_text(encoding="utf-8"))
    path.write_text(mutated.code, encoding="utf-8")
    functions = {
        node.name: node
        for node in ast.walk(ast.parse(mutated.code))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and "__mutmut_" in node.name
    }
    lines = mutated.code.splitlines()
    module = ".".join(path.with_suffix("").parts)
    return [_mutant(module, path, name, functions, lines) for name in mutated.mutant_names]


def _mutant(
    module: str,
    path: Path,
    name: str,
    functions: dict[str, ast.FunctionDef | ast.AsyncFunctionDef],
    lines: list[str],
) -> Mutant:
    original = functions[name.rpartition("__mutmut_")[0] + "__mutmut_orig"]
    changed = functions[name]
    before = lines[original.lineno - 1 : original.end_lineno]
    after = lines[changed.lineno - 1 : changed.end_lineno]
    after[0] = after[0].replace(name, original.name)
    changes = [
        change
        for change in difflib.SequenceMatcher(None, before, after, False).get_opcodes()
        if change[0] != "equal"
    ]
    start, end = statement(
        original, original.lineno + changes[0][1], original.lineno + max(changes[-1][2] - 1, changes[0][1])
    )
    return Mutant(
        f"{module}.{name}",
        str(path),
        start,
        end,
        tuple(line.strip() for _, first, last, _, _ in changes for line in before[first:last]),
        tuple(line.strip() for _, _, _, first, last in changes for line in after[first:last]),
    )


def statement(function: ast.AST, first: int, last: int) -> tuple[int, int]:
    """The smallest statement around these lines; of one with a body only its head, if that has them."""
    around = [
        node
        for node in ast.walk(function)
        if isinstance(node, ast.stmt) and node.lineno <= first and (node.end_lineno or 0) >= last
    ]
    smallest = min(around, key=lambda node: (node.end_lineno or 0) - node.lineno)
    body = getattr(smallest, "body", None)
    if smallest is not function and body and last < body[0].lineno:
        return smallest.lineno, body[0].lineno - 1
    return smallest.lineno, smallest.end_lineno or smallest.lineno


class Trial:
    """Takes over once pytest has collected the tests."""

    def __init__(self, mutants: Sequence[Mutant], job: dict[str, Any]) -> None:
        self._mutants, self._job = mutants, job
        self._noticed: dict[str, Counter[str]] = {}
        self._failed = ""
        self._files = Path(job["files"])

    def pytest_configure(self) -> None:
        """An example that fails need not be made smaller, and the same ones are tried each time."""
        import hypothesis  # noqa: PLC0415 - only now does pytest rewrite it

        hypothesis.settings.register_profile(
            "mutants",
            derandomize=True,
            database=None,
            phases=(hypothesis.Phase.explicit, hypothesis.Phase.generate),
            deadline=None,
        )
        hypothesis.settings.load_profile("mutants")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if session.testsfailed:
            raise session.Interrupted("the tests could not be collected")
        reached = self._learn(session)
        gc.freeze()
        running: dict[int, Mutant] = {}
        began = said = time.monotonic()
        settled = {mutant.name: self._settled(mutant) for mutant in self._mutants}
        left = [mutant for mutant in self._mutants if not settled[mutant.name]]
        with Path(self._job["results"]).open("w", encoding="utf-8") as results:
            for mutant in self._mutants:
                if settled[mutant.name]:
                    _note(results, mutant, settled[mutant.name])
            for number, mutant in enumerate(left):
                chosen = self._chosen(session.items, reached, mutant)
                if not chosen:
                    _note(results, mutant, "no tests")
                    continue
                if len(running) == self._job["children"]:
                    self._reap(running, results)
                running[self._fork(session, mutant, chosen)] = mutant
                if time.monotonic() - said > 60:
                    said = time.monotonic()
                    print(f"\n{number} of {len(left)} after {(said - began) / 60:.0f} min", flush=True)
            while running:
                self._reap(running, results)
        return True

    def _settled(self, mutant: Mutant) -> str:
        """What becomes of it, where nothing need be tried to know."""
        rules = self._job["accepted"]
        if any(explains(rule, mutant.function, mutant.removed, mutant.added) for rule in rules):
            return "reason"
        change = json.dumps([mutant.function, mutant.removed, mutant.added])
        if change not in self._job["noticed"]:
            return ""
        self._job["noticed"].remove(change)
        return "killed"

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self._failed = report.nodeid

    def _learn(self, session: pytest.Session) -> dict[str, Reached]:
        """What each test reaches; here, so that what a process makes once is made before it forks."""
        paths = {str(Path(mutant.path).resolve()): mutant.path for mutant in self._mutants}
        learnt: dict[str, Reached] = {}
        self._give_place(session)
        recorder = coverage.Coverage(data_file=None, config_file=False, include=sorted(paths))
        recorder.start()
        for item, following in zip(session.items, [*session.items[1:], None], strict=True):
            recorder.switch_context(item.nodeid)
            began_s = time.process_time()
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            learnt[item.nodeid] = Reached(time.process_time() - began_s)
            if self._failed:
                raise session.Interrupted(f"{self._failed} fails as it is")
        recorder.stop()
        for full, path in paths.items():
            for line, tests in recorder.get_data().contexts_by_lineno(full).items():
                for test in tests:
                    if test in learnt:
                        learnt[test].lines.add((path, line))
        return learnt

    def _chosen(
        self, items: Sequence[pytest.Item], reached: dict[str, Reached], mutant: Mutant
    ) -> list[tuple[pytest.Item, float]]:
        wanted = {(mutant.path, line) for line in range(mutant.first, mutant.last + 1)}
        found = [
            (item, reached[item.nodeid].took_s)
            for item in items
            if not wanted.isdisjoint(reached[item.nodeid].lines)
        ]
        noticed = self._noticed.get(mutant.function, Counter())
        return sorted(found, key=lambda each: (-noticed[each[0].nodeid], each[1]))

    def _fork(
        self, session: pytest.Session, mutant: Mutant, chosen: Sequence[tuple[pytest.Item, float]]
    ) -> int:
        pid = os.fork()
        if pid == 0:
            self._leave(lambda: self._try(session, mutant, chosen))
        return pid

    def _try(
        self, session: pytest.Session, mutant: Mutant, chosen: Sequence[tuple[pytest.Item, float]]
    ) -> None:
        resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        own = self._give_place(session)
        set_mutant_under_test(mutant.name)
        followers = [*(item for item, _ in chosen[1:]), None]
        for (item, took_s), following in zip(chosen, followers, strict=True):
            limit_s = int(time.process_time() + 10 * took_s) + ENDLESS_S
            resource.setrlimit(resource.RLIMIT_CPU, (limit_s, resource.RLIM_INFINITY))
            signal.setitimer(signal.ITIMER_REAL, STUCK_S)
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if self._failed:
                (own / "noticed").write_text(self._failed, encoding="utf-8")
                os._exit(1)

    def _give_place(self, session: pytest.Session) -> Path:
        """A folder of this process for all files of its tests."""
        own = self._files / str(os.getpid())
        own.mkdir()
        session.config._tmp_path_factory._basetemp = own  # type: ignore[attr-defined] # noqa: SLF001
        return own

    def _leave(self, work: Any) -> None:
        """Ends the forked process, whatever its work raises."""
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - the process ends here
            print(repr(error), file=sys.stderr, flush=True)
            os._exit(1)
        os._exit(0)

    def _reap(self, running: dict[int, Mutant], results: TextIO) -> None:
        pid, status = os.wait()
        mutant = running.pop(pid)
        code = os.waitstatus_to_exitcode(status)
        by_time = code in {-signal.SIGALRM, -signal.SIGXCPU, -signal.SIGKILL}
        _note(results, mutant, "survived" if code == 0 else "timeout" if by_time else "killed")
        with contextlib.suppress(OSError):
            by = (self._files / str(pid) / "noticed").read_text(encoding="utf-8")
            self._noticed.setdefault(mutant.function, Counter())[by] += 1
        shutil.rmtree(self._files / str(pid), ignore_errors=True)


def _note(results: TextIO, mutant: Mutant, status: str) -> None:
    results.write(json.dumps({**asdict(mutant), "status": status}) + "\n")
    results.flush()


if __name__ == "__main__":
    sys.exit(main())
