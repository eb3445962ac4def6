"""An administrator who types what docs/server.md says, block after block."""

import io
import json
import re
import shlex
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa

from core.crypto.kdf import KdfParams
from desktop.session.console import Console
from desktop.terminal.main import main
from migrations.operate.connection import operator

GUIDE = Path(__file__).parents[2] / "docs" / "server.md"
OTHER_SERVER = {"new-server.txt": "clinic_elsewhere"}
"""Files with addresses that the page takes for granted, and the database that stands for that server."""
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)


@dataclass
class Step:
    """One block of the page: what kind it is, and its lines."""

    kind: str
    lines: list[str] = field(default_factory=list)


def steps() -> list[Step]:
    found = _BLOCK.findall(GUIDE.read_text(encoding="utf-8"))
    return [Step(kind, [line for line in body.splitlines() if line.strip()]) for kind, body in found]


def promised() -> list[str]:
    """Every `pazpaz` line that is to be typed, but for the one that tries the demo."""
    lines = [line for step in steps() if step.kind == "" for line in step.lines]
    return [line for line in lines if " server demo" not in line]


class Administrator:
    """Carries words and ids over as a person does. `elsewhere`: what is other here than on the page."""

    def __init__(self, superuser: sa.URL, elsewhere: Mapping[str, str]) -> None:
        self._superuser = superuser
        self._elsewhere = elsewhere
        self._words, self._device = "", ""
        self.typed: list[str] = []
        self.told: dict[str, str] = {}
        """What each line answered, the last time that it was typed."""

    def follow(self, step: Step) -> None:
        lines = [self.here(line) for line in step.lines]
        if step.kind == "sql":
            self.sql(lines)
        elif step.kind == "text":
            Path("operator.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
            _write_other_addresses()
        elif step.kind == "sh":
            for line in lines:
                self.shell(line)
        elif step.kind == "":
            for line in step.lines:
                self._pazpaz(line)

    def here(self, line: str) -> str:
        for there, here in self._elsewhere.items():
            line = line.replace(there, here)
        return line

    def shell(self, line: str) -> None:
        """Makes certificates; putting them in place needs a server that is set up as the page says."""
        if line.startswith("openssl"):
            subprocess.run(shlex.split(line), check=True, capture_output=True)

    def sql(self, lines: list[str]) -> None:
        url = self._superuser
        if lines[0].startswith("-- as the operator"):
            url = operators_address().set(database="postgres")
        with operator(url, autocommit=True) as db:
            for statement in "\n".join(lines[1:]).split(";"):
                if statement.strip():
                    db.exec_driver_sql(statement)

    def _pazpaz(self, line: str) -> None:
        if " server demo" in line:
            return
        if "$DEVICE" in line:
            listed = json.loads(self._run("pazpaz server devices --url-file operator.txt --json"))
            self._device = listed["devices"][1]["device_id"]
        self._run(line)

    def _run(self, line: str) -> str:
        typed = self.here(line).replace("$WORDS", self._words).replace("$DEVICE", self._device)
        out, err = io.StringIO(), io.StringIO()
        argv = shlex.split(typed)[1:]
        status = main(argv, console=Console(out, err, io.StringIO()), kdf=KdfParams.FAST_FOR_TESTS)
        assert status == 0, (line, out.getvalue(), err.getvalue())
        code = re.search(r"recovery code: (\S.*)", err.getvalue())
        if code:  # the practice's, as its owner writes it down
            Path("recovery.txt").write_text(code[1] + "\n", encoding="utf-8")
        shown = [each.strip() for each in err.getvalue().splitlines() if each.startswith("  ")]
        self._words = shown[0] if shown else self._words
        self.typed.append(line)
        self.told[line] = out.getvalue()
        return out.getvalue()


def operators_address() -> sa.URL:
    return sa.make_url(Path("operator.txt").read_text(encoding="utf-8").strip())


def write_passphrases() -> None:
    """Those that the page's commands read."""
    Path("passphrase.txt").write_text("purple kettles drift past the harbour\n", encoding="utf-8")
    Path("other.txt").write_text("seventeen lanterns under a quiet bridge\n", encoding="utf-8")


def _write_other_addresses() -> None:
    for name, database in OTHER_SERVER.items():
        text = operators_address().set(database=database).render_as_string(hide_password=False)
        Path(name).write_text(text, encoding="utf-8")
