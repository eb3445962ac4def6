"""The server guide works as told: each command of docs/server.md is run, in its order."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from cryptography import x509

from desktop.terminal.main import build_parser, main
from migrations.operate.connection import operator
from migrations.operate.doctor import doctor
from migrations.operate.embedded import EmbeddedServer
from tests.docs.guide import GUIDE, Administrator, Step, promised, steps, write_passphrases
from tests.plugins_pg import server_folder

ROOT = Path(__file__).parents[2]


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
    write_passphrases()
    # This server is on this computer, without TLS, on a port of its own.
    elsewhere = {
        " --host db.clinic.example --ca ca.pem": "",
        "db.clinic.example:5432": f"{server.host}:{server.port}",
    }
    administrator = Administrator(server.url(superuser=True), elsewhere)

    for step in steps():
        if step.kind != "sh" or shutil.which("openssl") is not None:
            administrator.follow(step)

    assert [line for line in administrator.typed if not line.endswith("--json")] == promised()
    _certificates_fit(tmp_path)


def _certificates_fit(folder: Path) -> None:
    if not (folder / "server.crt").exists():
        return
    authority = x509.load_pem_x509_certificate((folder / "ca.pem").read_bytes())
    own = x509.load_pem_x509_certificate((folder / "server.crt").read_bytes())
    own.verify_directly_issued_by(authority)
    assert own.extensions.get_extension_for_class(x509.BasicConstraints).value.ca is False
    assert authority.extensions.get_extension_for_class(x509.BasicConstraints).value.ca is True
    names = own.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["db.clinic.example"]


UNITS = [step for step in steps() if step.kind == "ini"]
_STARTED = re.compile(r"^ExecStart=(?:/bin/sh -c 'exec )?/usr/bin/(pazpaz [^\n']*)'?$", re.MULTILINE)


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.lines[1])
def test_given_a_unit_of_the_page_when_read_then_what_it_starts_is_a_command_of_the_program(
    unit: Step,
) -> None:
    text = "\n".join(unit.lines)
    started = _STARTED.findall(text)
    assert len(started) == text.count("ExecStart=") == (0 if "[Timer]" in text else 1)
    for line in started:
        assert callable(build_parser().parse_args(shlex.split(line.replace("$(date +%%u)", "1"))[1:]).run)


def test_given_the_units_of_the_page_when_systemd_looks_then_it_has_nothing_to_say(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd is not installed")
    written = []
    for unit in UNITS:
        text = "\n".join(unit.lines)
        kind = "timer" if "[Timer]" in text else "service"
        name = "pazpaz-guard" if "server guard" in text else "pazpaz-backup"
        written.append(tmp_path / f"{name}.{kind}")
        written[-1].write_text(text.replace("/usr/bin/pazpaz", sys.executable) + "\n", encoding="utf-8")
    command = ["systemd-analyze", "verify", "--recursive-errors=no", *map(str, written)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert [line for line in done.stderr.splitlines() if "pazpaz" in line] == []
    assert len(written) == 3


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
