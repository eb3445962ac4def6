"""What docs/server.md has typed on the server's own computer, line for line."""

import os
import re
import shutil
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.docs.guide import GUIDE, Step, steps
from tests.plugins_pg import TestClinic, TestDevice
from tests.server.hostile.cases import HELLO
from tests.server.raw import Raw

ROOT = Path(__file__).parents[2]
TYPED = [step for step in steps() if step.kind == "console"]
UNITS = Path("etc/systemd/system")
_ENDED = {"57P01", "lost"}


def _block(beginning: str) -> Step:
    (found,) = [step for step in TYPED if step.lines[0].startswith(beginning)]
    return found


def _typed(line: str, **others: str) -> str:
    done = subprocess.run(
        ["/bin/sh", "-euc", line], capture_output=True, text=True, check=False, env={**os.environ, **others}
    )
    assert done.returncode == 0, (line, done.stdout, done.stderr)
    return done.stdout


def _needs(*programs: str) -> None:
    for program in programs:
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")


def test_given_the_blocks_that_are_typed_on_the_server_when_counted_then_a_test_below_types_each() -> None:
    assert [_block("ps "), _block("useradd ")] == TYPED


def test_given_a_connection_that_nobody_else_can_end_when_its_process_is_killed_then_it_alone_is_gone(
    clinic: TestClinic, owner: TestDevice
) -> None:
    _needs("ps")
    looking, killing = _block("ps ").lines
    with closing(Raw(owner)) as held, closing(Raw(owner)) as other:
        # As in a terminal of the usual width, where `ps` leaves out the rest of a line.
        processes = {line.split()[0]: line for line in _typed(looking, COLUMNS="80").splitlines()}

        found = processes[str(held.connection.info.backend_pid)]
        assert re.search(rf"^ *\d+ +\d+ postgres: {owner.login.role} {clinic.database} ", found)
        _typed(killing.replace("PROCESS", found.split()[0]))

        assert held.state(HELLO) in _ENDED
        assert other.state(HELLO) == "00000"


def _units(folder: Path) -> None:
    """Where the page says, by the names that it says."""
    text = GUIDE.read_text("utf-8")
    names = re.findall(r"`(?:/etc/systemd/system/)?(pazpaz-[a-z]+\.(?:service|timer))`", text)
    written = [step for step in steps() if step.kind == "ini"]
    assert len(set(names)) == len(written) == 3
    (folder / UNITS).mkdir(parents=True)
    for name, unit in zip(dict.fromkeys(names), written, strict=True):
        (folder / UNITS / name).write_text("\n".join(unit.lines) + "\n", encoding="utf-8")


_ELSEWHERE = """cp -a /etc etc.real && cp -a etc/systemd etc.real/
mount --bind etc.real /etc
systemctl() {
  case "$*" in
    daemon-reload) ;;
    "enable --now "*) shift 2; command systemctl --root=/ --quiet enable "$@" ;;
    "start "* | "status "*) test -f "/etc/systemd/system/$2" ;;
    *) exit 1 ;;
  esac
}
as() {
  name=$1; shift
  setpriv --reuid="$name" --regid="$(id -g "$name")" --clear-groups "$@"
}
refused() { if "$@" 2>/dev/null; then exit 1; fi; }
"""
"""In a place of its own: what is written to /etc stays there, and nothing is started."""
_ASKED = """
readlink /etc/systemd/system/multi-user.target.wants/pazpaz-guard.service
readlink /etc/systemd/system/timers.target.wants/pazpaz-backup.timer
as pazpaz cat /etc/pazpaz/operator.txt
refused as nobody cat /etc/pazpaz/operator.txt
refused as pazpaz touch /etc/pazpaz/operator.txt
getent passwd pazpaz
"""


def test_given_a_server_without_the_units_user_when_the_block_is_typed_then_it_alone_reads_the_address(
    tmp_path: Path,
) -> None:
    _needs("useradd", "systemctl", "unshare", "setpriv")
    if subprocess.run(["unshare", "--mount", "true"], check=False, capture_output=True).returncode:
        pytest.skip("this account may make no place of its own")
    _units(tmp_path)
    (tmp_path / "operator.txt").write_text("an address\n", encoding="utf-8")
    script = f"cd {tmp_path}\n{_ELSEWHERE}" + "\n".join(_block("useradd ").lines) + _ASKED
    (tmp_path / "script").write_text(script, encoding="utf-8")
    before = Path("/etc/passwd").read_bytes()

    told = _typed(f"exec unshare --mount sh -eu {tmp_path / 'script'}").splitlines()

    assert told[:3] == [
        "/etc/systemd/system/pazpaz-guard.service",
        "/etc/systemd/system/pazpaz-backup.timer",
        "an address",
    ]
    assert told[3].endswith(":/var/lib/pazpaz:/usr/sbin/nologin")
    assert Path("/etc/passwd").read_bytes() == before


def test_given_the_unit_of_the_backup_when_what_it_starts_is_run_then_a_file_of_today_is_there(
    clinic18: TestClinic, tmp_path: Path
) -> None:
    (started,) = re.findall(r"^ExecStart=(/bin/sh .* backup .*)$", GUIDE.read_text("utf-8"), re.MULTILINE)
    address = clinic18.url.set(drivername="postgresql").render_as_string(hide_password=False)
    (tmp_path / "operator.txt").write_text(address, encoding="utf-8")
    here = {
        "/usr/bin/pazpaz": f"{sys.executable} -m desktop",
        "/etc/pazpaz": str(tmp_path),
        "/var/lib/pazpaz": str(tmp_path),
        "%%": "%",  # as systemd reads it
    }
    for there, place in here.items():
        started = started.replace(there, place)
    before = time.strftime("%u")

    _typed(started, PYTHONPATH=str(ROOT))

    written = {each.name for each in tmp_path.glob("*.backup")}
    assert written in ({f"{day}.backup"} for day in (before, time.strftime("%u")))  # it may be midnight
