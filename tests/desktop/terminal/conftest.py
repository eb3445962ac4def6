"""The program as a script sees it: arguments in; exit status, stdout and stderr out."""

import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from core.crypto.kdf import KdfParams
from core.domain.clock import Clock, SystemClock
from desktop.terminal.console import Console
from desktop.terminal.main import main
from desktop.terminal.practices import OpenPractice, find_vault, open_practice

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
