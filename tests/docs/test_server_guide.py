"""The server guide works as told: each command of docs/server.md is run, in its order."""

import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import sqlalchemy as sa
from cryptography import x509

from core.crypto.kdf import KdfParams
from desktop.terminal.console import Console
from desktop.terminal.main import main
from migrations.operate.connection import operator
from migrations.operate.doctor import doctor
from migrations.operate.embedded import EmbeddedServer
from tests.plugins_pg import server_folder

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "server.md"
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)

ELSEWHERE = {
    " --host db.clinic.example --ca ca.pem": "",
    "db.clinic.example:5432": "{host}:{port}",
}
"""What differs from the page: the test's server is on this computer, without TLS, on a port of its own."""
OTHER_SERVER = {"new-server.txt": "clinic_elsewhere"}
"""Files with addresses that the page takes for granted, and the database that stands for that server."""


@dataclass
class Step:
    """One block of the page: what kind it is, and its lines."""

    kind: str
    lines: list[str] = field(default_factory=list)


def steps() -> list[Step]:
    found = _BLOCK.findall(GUIDE.read_text(encoding="utf-8"))
    return [Step(kind, [line for line in body.splitlines() if line.strip()]) for kind, body in found]


class Administrator:
    """Types what the page says, carrying words and ids over as a person does."""

    def __init__(self, server: EmbeddedServer) -> None:
        self._server = server
        self._words, self._device = "", ""
        self.typed: list[str] = []

    def follow(self, step: Step) -> None:
        if step.kind == "sql":
            self._sql(step.lines)
        elif step.kind == "text":
            text = "\n".join(self._here(line) for line in step.lines)
            Path("operator.txt").write_text(text + "\n", encoding="utf-8")
        elif step.kind == "sh":
            for line in step.lines:
                subprocess.run(shlex.split(line), check=True, capture_output=True)
        elif step.kind == "":
            for line in step.lines:
                self._pazpaz(line)

    def _here(self, line: str) -> str:
        for there, here in ELSEWHERE.items():
            line = line.replace(there, here.format(host=self._server.host, port=self._server.port))
        return line

    def _sql(self, lines: list[str]) -> None:
        told = lines[0].removeprefix("-- as the ")
        url = self._server.url(superuser=True)
        if told.startswith("operator"):
            url = sa.make_url(Path("operator.txt").read_text(encoding="utf-8").strip()).set(
                database="postgres"
            )
        with operator(url, autocommit=True) as db:
            for statement in "\n".join(lines[1:]).split(";"):
                if statement.strip():
                    db.exec_driver_sql(statement)

    def _pazpaz(self, line: str) -> None:
        if " server demo" in line:
            return
        if "$DEVICE" in line:
            listed = json.loads(self._run("pazpaz server devices --url-file operator.txt --json")[0])
            self._device = listed["devices"][1]["device_id"]
        self._run(line)

    def _run(self, line: str) -> tuple[str, str]:
        typed = self._here(line).replace("$WORDS", self._words).replace("$DEVICE", self._device)
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
        return out.getvalue(), err.getvalue()


@pytest.fixture
def server() -> Iterator[EmbeddedServer]:
    """Crash safe, as a clinic's is, so that `doctor` has nothing to complain of."""
    folder = server_folder()
    made = EmbeddedServer(folder / "data")
    made.start()
    yield made
    made.destroy()
    shutil.rmtree(folder)


def test_given_the_guide_when_followed_from_top_to_bottom_then_every_command_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: EmbeddedServer
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("passphrase.txt").write_text("purple kettles drift past the harbour\n", encoding="utf-8")
    Path("other.txt").write_text("seventeen lanterns under a quiet bridge\n", encoding="utf-8")
    administrator = Administrator(server)

    for step in steps():
        if step.kind == "sh" and shutil.which("openssl") is None:
            continue
        administrator.follow(step)
        if step.kind == "text":
            _write_other_addresses()

    promised = [
        line for step in steps() if step.kind == "" for line in step.lines if " server demo" not in line
    ]
    assert administrator.typed[-1] == promised[-1]
    assert [line for line in administrator.typed if not line.endswith("--json")] == promised
    _certificates_fit(tmp_path)


def _write_other_addresses() -> None:
    url = sa.make_url(Path("operator.txt").read_text(encoding="utf-8").strip())
    for name, database in OTHER_SERVER.items():
        text = url.set(database=database).render_as_string(hide_password=False)
        Path(name).write_text(text, encoding="utf-8")


def _certificates_fit(folder: Path) -> None:
    if not (folder / "server.crt").exists():
        return
    authority = x509.load_pem_x509_certificate((folder / "ca.pem").read_bytes())
    own = x509.load_pem_x509_certificate((folder / "server.crt").read_bytes())
    own.verify_directly_issued_by(authority)
    names = own.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["db.clinic.example"]


def test_given_what_doctor_may_find_when_looked_up_then_the_guide_tells_how_to_mend_each(
    pg18: EmbeddedServer, tmp_path: Path
) -> None:
    url = pg18.url("clinic_template")
    with operator(pg18.url(), autocommit=True) as db:
        known = db.scalar(sa.text("SELECT count(*) FROM pg_database WHERE datname = 'clinic_template'"))
    if not known:
        assert main(["server", "init", "--create-database", "--url", url.render_as_string(False)]) == 0
    told = set(re.findall(r"^\| ([a-z: ]+) \|", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)) - {
        "finding"
    }

    assert {finding.name for finding in doctor(url)} <= told


def test_given_the_command_behind_the_figures_when_run_small_then_it_prints_every_part() -> None:
    small = ["--databases", "1", "--roles", "0", "--records", "500", "--seconds", "0.05"]
    small += ["--laptops", "3"]
    command = [sys.executable, str(ROOT / "packaging" / "bench" / "growth.py"), *small]
    folder = server_folder()
    environment = {**os.environ, "TMPDIR": str(folder)}
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT, env=environment)
    shutil.rmtree(folder)

    parts = (
        "hello (the poll)",
        "push:",
        "backup:",
        "restore into",
        "on disk, each",
        "laptops connected at once",
    )
    for part in (*parts, "let a device in"):
        assert part in done.stdout
