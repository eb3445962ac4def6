"""The frozen program against the checkout: how soon its unlock page is painted, cold and warm."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from big import Big
from harness import Figure, Taken, in_turns, timed
from stage import Stage

_ROOT = Path(__file__).resolve().parents[2]
BUNDLE = _ROOT / "build/installers/frozen/pazpaz"
_TELLS = "PAZPAZ_DOOR_TELLS"
"""As `desktop.shell.successor` sets it for a process whose door it waits for."""
_NOTE = "the checkout, fresh process"
_LONGEST_S = 300


def start(stage: Stage) -> list[Figure]:
    """Nothing, and a sentence, where no bundle was made."""
    if not (BUNDLE / "pazpaz").exists():
        sys.stderr.write("No bundle was started, for none is built here; `make installers` builds one.\n")
        return []
    practice = Big(stage.folder / "door", 0, 0)
    practice.close()
    home, rounds = str(practice.home), stage.scale.rounds
    frozen = [str(BUNDLE / "pazpaz"), "--home", home]
    checkout = [sys.executable, "-m", "desktop", "--home", home]
    with stage.phase("start of the bundle"):
        until_painted(frozen)
        until_painted(checkout)
        warm = in_turns(lambda: until_painted(frozen), lambda: until_painted(checkout), rounds)
        cold = in_turns(_cold(frozen, [BUNDLE]), _cold(checkout, _folders_of_the_checkout()), rounds)
    return [
        _figure("bundle: start to the unlock page, warm", *warm),
        _figure("bundle: start to the unlock page, files not in memory", *cold),
    ]


def _figure(name: str, ours: Taken, floor: Taken) -> Figure:
    # The work is done by the children: this process's CPU says nothing.
    return timed(name, "ms", Taken(ours.wall_s, 0), Taken(floor.wall_s, 0), _NOTE)


def _folders_of_the_checkout() -> list[Path]:
    libraries = next(Path(path) for path in sys.path if path.endswith("site-packages"))
    return [libraries, *(_ROOT / name for name in ("core", "desktop", "migrations", "resources", "sync"))]


def _cold(command: list[str], folders: Sequence[Path]) -> Callable[[], None]:
    def run() -> None:
        for folder in folders:
            forget(folder)
        until_painted(command)

    return run


def until_painted(command: Sequence[str]) -> None:
    """Runs the window until it says that its door is painted. Raises RuntimeError if it never does."""
    environment = {**os.environ, _TELLS: "1", "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(_ROOT)}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=environment, cwd=_ROOT, text=True, stdin=pipe, stdout=pipe) as process:
        assert process.stdin is not None  # noqa: S101 - asked for in the line above
        assert process.stdout is not None  # noqa: S101 - as above
        stuck = threading.Timer(_LONGEST_S, process.kill)
        stuck.start()
        with suppress(BrokenPipeError), process.stdin as question:
            question.write("{}\n")
        told = process.stdout.readline()
        stuck.cancel()
        process.kill()
    if told.strip() != "ready":
        raise RuntimeError(f"{Path(command[0]).name} showed no unlock page")


def forget(folder: Path) -> None:
    """Asks the system to drop the folder's files from memory: the next start reads them from the disk."""
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            with suppress(OSError), path.open("rb") as file:
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
