"""The server of our own: starts in a second, keeps what it holds, and lets nobody else in."""

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from core.domain.errors import ServerRefused
from migrations.operate import embedded, os_user
from migrations.operate.connection import operator
from migrations.operate.embedded import EmbeddedServer, EmbeddedServerError
from tests.plugins_pg import server_folder


@pytest.fixture
def folder() -> Iterator[Path]:
    """A place that the server's OS user may enter, unlike pytest's own."""
    made = server_folder()
    yield made
    shutil.rmtree(made)


@pytest.fixture(params=[16, 18])
def server(folder: Path, request: pytest.FixtureRequest) -> Iterator[EmbeddedServer]:
    made = EmbeddedServer(folder / "data", major=request.param, fast=True)
    yield made
    made.destroy()


def _run(server: EmbeddedServer, statement: str) -> object:
    with operator(server.url()) as db:
        result = db.execute(sa.text(statement))
        return result.scalar() if result.returns_rows else None


def test_given_nothing_when_started_then_it_answers_and_starting_again_changes_nothing(
    server: EmbeddedServer,
) -> None:
    assert not server.status().running

    first = server.start()

    assert first == server.start() == server.status()
    assert first.running
    assert str(_run(server, "SHOW server_version")).startswith(str(server.major))


def test_given_rows_when_stopped_and_started_then_they_are_there_at_the_same_address(
    server: EmbeddedServer,
) -> None:
    port = server.start().port
    with operator(server.url(), autocommit=True) as db:
        db.execute(sa.text("CREATE DATABASE kept"))
    server.stop()
    server.stop()
    assert (server.status().running, server.port) == (False, 0)

    again = EmbeddedServer(server.data_dir, major=server.major, fast=True).start()

    assert again.port == port
    assert _run(server, "SELECT count(*) FROM pg_database WHERE datname = 'kept'") == 1


def test_given_a_starter_that_was_killed_when_looked_at_then_the_server_goes_on(
    server: EmbeddedServer,
) -> None:
    program = (
        "import os, signal, sys; from pathlib import Path;"
        "from migrations.operate.embedded import EmbeddedServer;"
        "EmbeddedServer(Path(sys.argv[1]), major=int(sys.argv[2]), fast=True).start();"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run(
        [sys.executable, "-c", program, str(server.data_dir), str(server.major)],
        check=False,
        cwd=Path(__file__).parents[3],
    )

    assert server.status().running
    assert _run(server, "SELECT 1") == 1


def test_given_a_first_start_that_was_cut_short_when_started_then_it_is_made_anew(
    server: EmbeddedServer,
) -> None:
    server.start()
    server.stop()
    secrets = server.data_dir.with_name("data.secrets.json")
    secrets.write_text('{"pz_super": "x", "pz_operator": "y"}', encoding="utf-8")

    server.start()

    assert _run(server, "SELECT 1") == 1


def test_given_a_cluster_without_its_passwords_when_started_then_nothing_is_removed(
    server: EmbeddedServer,
) -> None:
    server.start()
    secrets = server.data_dir.with_name("data.secrets.json")
    kept = secrets.read_bytes()
    secrets.unlink()

    with pytest.raises(EmbeddedServerError):
        server.start()
    secrets.write_bytes(kept)
    assert _run(server, "SELECT 1") == 1


def test_given_a_server_when_looked_at_from_outside_then_it_is_private(server: EmbeddedServer) -> None:
    server.start()
    secrets = server.data_dir.with_name("data.secrets.json")

    assert stat.S_IMODE(secrets.stat().st_mode) == 0o600
    assert stat.S_IMODE(server.cluster_dir.stat().st_mode) == 0o700
    assert _run(server, "SHOW listen_addresses") == "127.0.0.1"
    assert _run(server, "SHOW log_statement") == "none"
    with operator(server.url(superuser=True)) as db:
        methods = db.scalars(sa.text("SELECT DISTINCT auth_method FROM pg_hba_file_rules")).all()
    assert methods == ["scram-sha-256"]
    with pytest.raises(ServerRefused), operator(server.url().set(password="guess")):
        pass


def test_given_the_operator_role_when_inspected_then_it_is_an_ordinary_one(server: EmbeddedServer) -> None:
    server.start()

    with operator(server.url()) as db:
        row = db.execute(
            sa.text(
                "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb"
                " FROM pg_roles WHERE rolname = current_user"
            )
        ).one()

    assert tuple(row) == (False, False, True, True)


def test_given_haste_was_not_asked_for_when_started_then_it_survives_a_power_cut(folder: Path) -> None:
    server = EmbeddedServer(folder / "data")
    try:
        server.start()
        assert (
            _run(server, "SELECT current_setting('fsync') || current_setting('full_page_writes')") == "onon"
        )
    finally:
        server.destroy()


def test_given_an_unknown_version_when_asked_for_then_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(EmbeddedServerError):
        EmbeddedServer(tmp_path / "data", major=15)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root needs another place")
def test_given_a_place_its_user_cannot_enter_when_started_by_root_then_it_lives_elsewhere(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os_user, "_OWN_PLACES", folder / "own")
    (tmp_path / "closed").mkdir(mode=0o700)
    server = EmbeddedServer(tmp_path / "closed" / "data", fast=True)
    try:
        assert server.start().running
        assert server.cluster_dir.is_relative_to(folder)
    finally:
        server.destroy()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root needs a copy")
def test_given_programs_its_user_cannot_enter_when_started_by_root_then_a_copy_of_them_runs(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os_user, "_OWN_PLACES", folder / "own")
    installed = embedded._install_dir(18).parent
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    shutil.copytree(installed / "pginstall18", closed / installed.name / "pginstall18", symlinks=True)
    shutil.copytree(installed.with_name(f"{installed.name}.libs"), closed / f"{installed.name}.libs")
    monkeypatch.setattr(embedded, "_install_dir", lambda _major: closed / installed.name / "pginstall18")
    server = EmbeddedServer(folder / "data", major=18, fast=True)
    try:
        assert server.start().running
        assert _run(server, "SELECT 1") == 1
        assert len(list((folder / "own").iterdir())) == 1
    finally:
        server.destroy()
