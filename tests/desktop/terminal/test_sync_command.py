"""`pazpaz sync` as a process of its own: watched, interrupted, resumed; and no Qt in the terminal."""

import json
import signal
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from core.domain.clock import SystemClock
from core.store.practice.practice import ClientDraft
from migrations.operate.connection import operator
from migrations.operate.embedded import EmbeddedServer
from migrations.operate.init import init, install
from sync.enrolment import identity_store
from sync.enrolment.answers import answer_first, first_device
from sync.enrolment.completion import complete
from sync.enrolment.identity_store import ServerPlace
from sync.enrolment.requests import ask_to_connect
from tests.desktop.terminal.conftest import Terminal

ROOT = Path(__file__).parents[3]


@pytest.fixture
def database(pg18: EmbeddedServer, laptop: Terminal) -> sa.URL:
    """A database where the laptop's practice is connected and nothing was sent yet."""
    url = pg18.url(f"clinic_{uuid.uuid4().hex[:12]}")
    install(url, create_database=True)
    laptop.new_practice()
    with laptop.open() as opened:
        with opened.store.write() as db:
            request, _ = ask_to_connect(db, "Laptop A", SystemClock())
        init(url, first_device(request))
        place = ServerPlace(host=pg18.host, port=pg18.port, dbname=url.database or "")
        complete(opened.store, answer_first(request, place), identity_store.remote_at)
    return url


def add_clients(laptop: Terminal, count: int) -> None:
    with laptop.open() as opened:
        for number in range(count):
            opened.practice.clients.add(ClientDraft(first_name=f"Demo{number}", last_name="Sampleton"))


def clients_on(url: sa.URL, server: EmbeddedServer) -> int:
    with operator(server.url(url.database or "", superuser=True)) as db:
        return int(db.scalar(sa.text("SELECT count(*) FROM pz.clients")) or 0)


@contextmanager
def running(laptop: Terminal, *argv: str) -> Iterator["subprocess.Popen[str]"]:
    options = ["--home", str(laptop.home), "--passphrase-file", str(laptop.secret)]
    process = subprocess.Popen(
        [sys.executable, "-m", "desktop", *options, *argv],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")
def test_watching_reports_each_pass_until_ctrl_c(
    laptop: Terminal, database: sa.URL, pg18: EmbeddedServer
) -> None:
    add_clients(laptop, 3)
    with running(laptop, "--json", "sync", "--watch") as process:
        assert process.stdout is not None
        first = json.loads(process.stdout.readline())
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
    assert first["pushed"] > 3
    assert first["waiting"] == 0
    assert clients_on(database, pg18) == 3


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")
def test_a_killed_first_sync_goes_on_where_it_was(
    laptop: Terminal, database: sa.URL, pg18: EmbeddedServer
) -> None:
    add_clients(laptop, 400)
    with laptop.open() as opened:
        waiting = opened.practice.waiting()

    with running(laptop, "sync") as process, operator(pg18.url("postgres")):
        while clients_on(database, pg18) == 0 and process.poll() is None:
            pass
        process.kill()
        process.wait(30)

    with laptop.open() as opened:
        left = opened.practice.waiting()
    assert left <= waiting
    assert laptop("sync", "--json").document["waiting"] == 0
    assert clients_on(database, pg18) == 400
    again = laptop("sync", "--json").document
    assert (again["pushed"], again["pulled"]) == (0, 0)


def test_an_unreachable_server_is_one_sentence_and_nothing_is_lost(
    laptop: Terminal, database: sa.URL
) -> None:
    add_clients(laptop, 2)
    with laptop.open() as opened:
        waiting = opened.practice.waiting()
        with opened.store.write() as db:
            place = ServerPlace(host="127.0.0.1", port=1, dbname="clinic")
            identity_store.write_facts(db, {identity_store.SERVER: identity_store.place_fact(place)})
    refused = laptop("sync", "--json")
    assert refused.document["code"] == "server_unreachable"
    assert "does not answer" in refused.refusal()
    with laptop.open() as opened:
        assert opened.practice.waiting() == waiting


def test_the_terminal_never_loads_qt() -> None:
    code = (
        "import sys; from desktop.terminal.main import main;"
        " main(['doctor', '--list', '--home', sys.argv[1]]);"
        " sys.exit(any(name.startswith(('PySide6', 'shiboken6')) for name in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "nowhere"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "none yet" in done.stdout


@pytest.mark.parametrize("argv", [["frobnicate"], ["sync", "--bogus"], ["export"], ["server"], ["approve"]])
def test_wrong_usage_ends_with_two(argv: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "desktop", *argv], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert "usage: pazpaz" in done.stderr
