"""The program as a script sees it: arguments in; exit status, stdout and stderr out."""

import io
import json
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from core.crypto.kdf import KdfParams
from core.domain.clock import Clock, SystemClock
from core.store.practice.practice import ClientDraft
from desktop.session.console import Console
from desktop.session.open_practice import OpenPractice, find_vault, open_practice
from desktop.terminal.main import main
from migrations.operate.embedded import EmbeddedServer

PASSPHRASE = "purple kettles drift past the harbour"


@dataclass(frozen=True, slots=True)
class Said:
    """What one command answered."""

    status: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.out)
        return found

    @property
    def documents(self) -> list[dict[str, Any]]:
        """One for each line: a result, then perhaps why the command failed."""
        return [json.loads(line) for line in self.out.splitlines()]

    def refusal(self) -> str:
        """The sentence of a command that refused; fails the test when there is more or less than that."""
        assert self.status == 1, (self.out, self.err)
        assert "Traceback" not in self.err
        lines = self.err.strip().splitlines()
        assert len(lines) == 1, self.err
        assert lines[0].endswith((".", "?"))
        return lines[0]


class Terminal:
    """One computer: its home folder, its passphrase file, and `pazpaz` on it."""

    def __init__(self, folder: Path, clock: Clock | None = None) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.home = folder / "home"
        self.folder = folder
        self.clock = clock or SystemClock()
        self.secret = folder / "passphrase"
        self.secret.write_text(PASSPHRASE + "\n", encoding="utf-8")

    def __call__(self, *argv: str | Path, asked: str = "", secret: Path | str | None = None) -> Said:
        """Runs a command with this computer's home and passphrase file."""
        options = ["--home", str(self.home), "--passphrase-file", str(secret or self.secret)]
        return self.bare(*options, *argv, asked=asked)

    def bare(self, *argv: str | Path, asked: str = "") -> Said:
        out, err = io.StringIO(), io.StringIO()
        console = Console(out, err, io.StringIO(asked))
        status = main(
            [str(one) for one in argv], console=console, clock=self.clock, kdf=KdfParams.FAST_FOR_TESTS
        )
        return Said(status, out.getvalue(), err.getvalue())

    def new_practice(self, *more: str) -> Said:
        return self(
            "new-practice", "--name", "Demo Practice", "--therapist", "Dana Demoson", "--timezone",
            "Europe/Berlin", *more,
        )  # fmt: skip

    def open(self) -> OpenPractice:
        return open_practice(find_vault(self.home, None).path, PASSPHRASE, self.clock)

    def file(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path


def everything_under(folder: Path) -> dict[str, bytes]:
    """All files with their bytes, but the lock files, which say nothing."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith((".lock", "-shm", "-wal"))
    }


@pytest.fixture
def laptop(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path / "laptop")


@pytest.fixture
def other_laptop(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path / "other")


@dataclass
class Operator:
    """The one who runs the server; has an address file and no practice."""

    terminal: Terminal
    address: Path
    url: sa.URL

    def __call__(self, command: str, *argv: str | Path) -> Said:
        return self.terminal.bare("server", command, "--url-file", self.address, *argv)


@pytest.fixture
def operator(pg18: EmbeddedServer, tmp_path: Path) -> Operator:
    terminal = Terminal(tmp_path / "operator")
    url = pg18.url(f"clinic_{uuid.uuid4().hex[:12]}")
    address = terminal.file("address", url.render_as_string(hide_password=False))
    made = Operator(terminal, address, url)
    assert made("init", "--create-database").status == 0
    return made


def words_of(said: Said) -> str:
    """The six words as the person reads them aloud."""
    return next(line.strip() for line in said.err.splitlines() if line.startswith("  "))


def connect(laptop: Terminal, operator: Operator) -> None:
    request = laptop.folder / "request.json"
    answer = laptop.folder / "answer.json"
    asked = laptop("connect", "--to", request, "--device-name", "Laptop A")
    assert asked.status == 0, asked.err
    approved = operator("approve", request, "--words", words_of(asked), "--to", answer)
    assert approved.status == 0, approved.err
    assert laptop("connect", "--answer", answer).status == 0


@pytest.fixture
def owner(laptop: Terminal, operator: Operator) -> Terminal:
    """A connected laptop with two clients that the clinic has."""
    laptop.new_practice()
    with laptop.open() as opened:
        opened.practice.clients.add(ClientDraft(first_name="Fern", last_name="Sampleton"))
        opened.practice.clients.add(ClientDraft(first_name="רקפת", last_name="נסיוני"))
    connect(laptop, operator)
    assert laptop("sync").status == 0
    return laptop


def answered(owner: Terminal, other: Terminal, *how: str) -> tuple[Path, Path]:
    """The request of a second laptop, and its answer, which it has not taken yet. `how`: of `join`."""
    request, answer = other.folder / "request.json", other.folder / "answer.json"
    asked = other("join", *how, "--to", request)
    assert asked.status == 0, asked.err
    assert owner("approve", request, "--words", words_of(asked), "--to", answer).status == 0
    return request, answer


def join(owner: Terminal, other: Terminal) -> Said:
    """The whole way of a second laptop; returns what completing said."""
    _, answer = answered(owner, other, "--device-name", "Laptop B")
    return other("join", "--answer", answer)


def names(laptop: Terminal) -> set[str]:
    with laptop.open() as opened:
        return {one.client.first_name for one in opened.practice.clients.list()}
