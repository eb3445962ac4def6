"""What the launchers run: the program's own status, or the one that the launcher turns into a sentence."""

import os
import subprocess
import sys
from importlib.util import MAGIC_NUMBER
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
START = ROOT / "packaging/windows/start.py"
INCOMPLETE = 3


def status(folder: Path) -> tuple[int, str]:
    """How it ends, and what it says, where `folder` holds all that there is of the program."""
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    command = [sys.executable, "-S", str(START)]  # without site there is no other copy of the program
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    return done.returncode, done.stdout + done.stderr


def write(folder: Path, text: str) -> None:
    (folder / "desktop").mkdir()
    (folder / "desktop/__init__.py").touch()
    (folder / "desktop/__main__.py").write_text(text, encoding="utf-8")


def test_given_a_whole_program_when_started_then_its_own_status_is_the_end(tmp_path: Path) -> None:
    write(tmp_path, "def main():\n    return 2\n")
    assert status(tmp_path) == (2, "")


@pytest.mark.parametrize(
    "text",
    [
        "def main():\n    import a_part_that_is_gone\n",
        "def main():\n    return (0",
        "def main():\n    import cut_short\n",
    ],
)
def test_given_a_part_that_is_missing_or_cut_short_when_started_then_the_launcher_is_told_and_nothing_is_said(
    tmp_path: Path, text: str
) -> None:
    write(tmp_path, text)
    (tmp_path / "cut_short.pyc").write_bytes(MAGIC_NUMBER + bytes(12))
    assert status(tmp_path) == (INCOMPLETE, "")


def test_given_no_program_at_all_when_started_then_the_launcher_is_told(tmp_path: Path) -> None:
    assert status(tmp_path) == (INCOMPLETE, "")


@pytest.mark.parametrize("fault", ["RuntimeError", "EOFError"])
def test_given_a_fault_of_the_program_when_started_then_it_is_not_called_an_installation(
    tmp_path: Path, fault: str
) -> None:
    write(tmp_path, f"def main():\n    raise {fault}\n")
    ended, said = status(tmp_path)
    assert ended == 1
    assert fault in said


def test_given_the_launchers_source_then_it_and_the_script_mean_the_same_status() -> None:
    source = (ROOT / "packaging/windows/launcher.c").read_text(encoding="utf-8")
    assert f"#define INCOMPLETE {INCOMPLETE}" in source
    assert f"INCOMPLETE = {INCOMPLETE}" in START.read_text(encoding="utf-8")
