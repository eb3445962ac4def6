"""One seed from beginning to end, in a folder of its own, on one thread."""

import shutil
import tempfile
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self
from unittest import mock

from sqlalchemy import Engine
from typing_extensions import override

from core.domain.clock import FixedClock
from core.store.database.connections import pooled
from tests.memory import memory
from tests.sync.laptops import START, new_store
from tests.sync.oracles.finding import Finding
from tests.sync.sim.clinic import Clinic
from tests.sync.sim.plan import Plan
from tests.sync.sim.verdict import findings


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a run; `crash` is a traceback of the program, which no fault excuses."""

    plan: Plan
    findings: tuple[Finding, ...]
    trace: tuple[str, ...]
    crash: str = ""

    @property
    def good(self) -> bool:
        return not self.findings and not self.crash

    @property
    def verdict(self) -> str:
        """One word for what went wrong, so that a shrunk list can be seen to fail alike."""
        if self.crash:
            return "crash: " + self.crash.strip().splitlines()[-1].split(":")[0]
        return self.findings[0].oracle.value if self.findings else "good"


class Inline:
    """The executor of the pull phase, without its thread: a run must repeat itself."""

    def __init__(self, *_args: Any, **_options: Any) -> None:
        pass

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def submit(self, call: Callable[..., Any], *args: Any) -> "Future[Any]":
        future: Future[Any] = Future()
        try:
            future.set_result(call(*args))
        except Exception as error:  # noqa: BLE001 - as an executor: it is raised where the result is taken
            future.set_exception(error)
        return future


class Compiled(dict[Any, Any]):
    """Compiled statements of all stores: without the dialect, of which each engine has one of its own."""

    @override
    def get(self, key: tuple[Any, ...], default: Any = None) -> Any:
        return super().get(key[1:], default)

    @override
    def __setitem__(self, key: tuple[Any, ...], compiled: Any) -> None:
        super().__setitem__(key[1:], compiled)


_COMPILED = Compiled()


class OneThread:
    """For the length of a run: nothing is pulled ahead, and statements are compiled once for all stores."""

    def __init__(self) -> None:
        def make_engine(connect: Callable[[], Any], *, alone: bool) -> Engine:
            return pooled(connect, alone=alone).execution_options(compiled_cache=_COMPILED)

        self._patches = (
            mock.patch("sync.rows.pull.ThreadPoolExecutor", Inline),
            mock.patch("core.store.database.engine.pooled", make_engine),
        )

    def __enter__(self) -> None:
        for patch in self._patches:
            patch.start()

    def __exit__(self, *_: object) -> None:
        for patch in self._patches:
            patch.stop()


def run(plan: Plan, template: Path, bugs: tuple[str, ...] = ()) -> Report:
    """Runs a plan. `template` is the empty store, see `workplace`."""
    folder = Path(tempfile.mkdtemp(dir=template.parent))
    clinic: Clinic | None = None
    try:
        with OneThread():
            for number in range(2):
                (folder / str(number)).mkdir()
                (folder / str(number) / "empty.db").symlink_to(template)
            clinic = Clinic(plan, folder, bugs)
            clinic.run(plan.steps)
            return Report(plan, tuple(findings(clinic)), tuple(clinic.trace))
    except Exception:  # noqa: BLE001 - any error that is not a UserError is what we look for
        return Report(plan, (), tuple(clinic.trace if clinic else ()), traceback.format_exc())
    finally:
        if clinic is not None:
            clinic.close()
        shutil.rmtree(folder)


@contextmanager
def workplace() -> Iterator[Path]:
    """Where runs keep their stores: in memory where the system has such a place."""
    folder = Path(tempfile.mkdtemp(prefix="pazpaz-sim-", dir=memory()))
    try:
        new_store(folder / "first.db", folder / "empty.db", FixedClock(START)).close()
        yield folder / "empty.db"
    finally:
        shutil.rmtree(folder)
