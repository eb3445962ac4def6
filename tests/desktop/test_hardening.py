"""No program of ours leaves keys to core dumps or to other programs of the same user."""

import ast
import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.desktop.terminal.conftest import PASSPHRASE, Terminal

ROOT = Path(__file__).resolve().parents[2]
LOOK = "import sys; print(len(open(f'/proc/{sys.argv[1]}/environ','rb').read()) > 0)"
"""Allowed by the same rule as reading another process's memory."""
PLAIN = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] if os.geteuid() == 0 else []
"""As a user without privileges, whom the rule is about; the administrator may read everything anyway."""
STARTERS = {
    "core/store/vault/device_identity.py",  # asks macOS for the computer's number
    "desktop/files/decoder_process.py",  # this program again, to make pixels of a stranger's file
    "desktop/session/relaunch.py",  # the same, from its first line
    "desktop/session/sync_process/link.py",  # the same, to sync
    "desktop/shell/successor.py",  # the same, while this one still stands
    "desktop/spelling/dictionary_process.py",  # the same, to hold a dictionary
    "migrations/operate/embedded.py",  # PostgreSQL
    "migrations/operate/os_user.py",  # the same, as another user
}
"""Modules that start a program. Whoever starts one of ours sees to it that it calls `forbid_dumps` first."""
BEGINNINGS = {
    *("subprocess", "multiprocessing", "pty", "QProcess", "ProcessPoolExecutor", "fork", "forkpty"),
    *("posix_spawn", "posix_spawnp", "execv", "execve", "execl", "execle", "execlp", "execvp", "execvpe"),
}

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


def neighbour(pid: int) -> subprocess.CompletedProcess[str]:
    """What another program of the same user, without any privilege, gets to see of a process."""
    command = [*PLAIN, sys.executable, "-c", LOOK, str(pid)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def core_limit(pid: int) -> list[str]:
    lines = Path(f"/proc/{pid}/limits").read_text(encoding="ascii").splitlines()
    return next(line for line in lines if line.startswith("Max core file size")).split()[4:6]


@contextmanager
def running(command: Sequence[str], ready: str) -> Iterator[int]:
    """A real process that has said `ready` on stdout and waits on stdin; as its parent may dump."""
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    child = subprocess.Popen(
        [*PLAIN, *command],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env=environment,
        text=True,
    )
    with child:
        assert child.stdout is not None
        assert child.stdout.readline() == f"{ready}\n"
        try:
            yield child.pid
        finally:
            child.send_signal(signal.SIGKILL)


WAITING = """
import runpy, sys
place = sys.argv.pop(1)
def stop(frame, event, _):
    if event == "call" and f"{frame.f_globals.get('__name__')}.{frame.f_code.co_name}" == place:
        sys.settrace(None)
        print("here", flush=True)
        sys.stdin.read()
sys.settrace(stop)
runpy.run_module("desktop", run_name="__main__", alter_sys=True)
"""
"""Runs the program and stops it where a function begins, as a debugger would."""


@pytest.fixture(name="home", scope="module")
def _home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    laptop = Terminal(tmp_path_factory.mktemp("laptop"))
    laptop.new_practice()
    return laptop.folder


ENTRIES = {
    "the first line": ("desktop.session.start.wants_window", []),
    "a command": ("core.crypto.kdf.stretch", ["doctor"]),
    "sync": ("core.crypto.kdf.stretch", ["sync"]),
    "export": ("core.crypto.kdf.stretch", ["export", "--to", "{laptop}/export"]),
    "a new practice": ("core.crypto.slots.new_umk", ["new-practice", "--name", "P", "--therapist", "T"]),
    "the demo": ("desktop.demo.stage.set_up", ["demo", "--tour"]),
    "the window": ("desktop.session.start.read_arguments", []),
}


@pytest.mark.parametrize("entry", ENTRIES)
def test_given_an_entry_point_when_it_reaches_a_key_then_it_neither_dumps_nor_can_be_read(
    entry: str, home: Path
) -> None:
    place, told = ENTRIES[entry]
    arguments = [each.format(laptop=home) for each in told]
    options = ["--home", str(home / "home")]
    if arguments:
        options += ["--passphrase-file", str(home / "passphrase")]
    with running([sys.executable, "-c", WAITING, place, *options, *arguments], "here") as pid:
        assert core_limit(pid) == ["0", "0"]
        assert "Permission denied" in neighbour(pid).stderr


def test_given_any_other_program_when_it_waits_then_the_neighbour_reads_it() -> None:
    """Else the test above would hold for everybody."""
    with running([sys.executable, "-c", "print('here'); input()"], "here") as pid:
        seen = neighbour(pid)
        assert (seen.stdout.strip(), seen.stderr) == ("True", "")
        if resource.getrlimit(resource.RLIMIT_CORE)[1] != 0:
            assert core_limit(pid) != ["0", "0"]


def test_given_the_installed_command_when_it_asks_for_a_passphrase_then_it_is_closed_already(
    home: Path,
) -> None:
    command = shutil.which("pazpaz", path=str(Path(sys.executable).parent))
    assert command is not None
    child = subprocess.Popen(
        [*PLAIN, command, "--home", str(home / "home"), "--passphrase-file", "-", "doctor"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with child:
        assert child.stdin is not None
        # Larger than a pipe: once it is taken, the command is reading.
        child.stdin.write(f"{PASSPHRASE}\n" + "x" * 200_000)
        child.stdin.flush()
        assert core_limit(child.pid) == ["0", "0"]
        assert "Permission denied" in neighbour(child.pid).stderr
        child.stdin.close()
        assert child.stdout is not None
        child.stdout.read()
    assert child.returncode == 0


def test_given_the_program_when_read_then_nothing_else_starts_programs_and_main_begins_with_it() -> None:
    found = set()
    for package in ("core", "sync", "desktop", "migrations", "resources"):
        for path in sorted((ROOT / package).rglob("*.py")):
            if _starts_programs(ast.parse(path.read_text(encoding="utf-8"))):
                found.add(path.relative_to(ROOT).as_posix())
    assert found == STARTERS
    tree = ast.parse((ROOT / "desktop/__main__.py").read_text(encoding="utf-8"))
    assert [alias.name for node in tree.body if isinstance(node, ast.Import) for alias in node.names] == [
        "sys"
    ]
    main = next(node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "main")
    assert [ast.unparse(line) for line in main.body[:2]] == [
        "from desktop.session.hardening import forbid_dumps",
        "forbid_dumps()",
    ]


def _starts_programs(tree: ast.AST) -> bool:
    return any(name.split(".")[0] in BEGINNINGS for node in ast.walk(tree) for name in _names(node))


def _names(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [node.module or "", *(alias.name for alias in node.names)]
    if isinstance(node, ast.Attribute):
        return [node.attr]
    return [node.id] if isinstance(node, ast.Name) else []
