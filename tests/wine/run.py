"""Runs the tests that need no server and no Linux with Windows's Python, under wine.

    python tests/wine/run.py [FILES]

Without FILES: every file of tests/core and tests/desktop but those that tests/wine/not_here.toml names, each
with the reason why it cannot run there.
"""

import shutil
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "packaging"), str(ROOT / "packaging/bundle"), str(ROOT)]

import contents  # noqa: E402 - their folders are on the path first
from windows import assemble, pinned  # noqa: E402

from tests.wine.prefix import Prefix, windows_path  # noqa: E402
from tests.wine.screen import screen  # noqa: E402

WORK = ROOT / "build/wine"
NOT_HERE = Path(__file__).with_name("not_here.toml")
DEV = ROOT / "packaging/requirements/dev.txt"
TESTERS = frozenset(
    {
        "colorama",
        "hypothesis",
        "iniconfig",
        "packaging",
        "pluggy",
        "pygments",
        "pytest",
        "pytest-qt",
        "sortedcontainers",
    }
)
"""What runs the tests, beside the program's own libraries."""


def main(arguments: Sequence[str]) -> int:
    python = prepared(WORK / "python")
    left_out = [f"--ignore={name}" for name in not_here() if "::" not in name]
    left_out += [f"--deselect={name}" for name in not_here() if "::" in name]
    wanted = list(arguments) or ["tests/core", "tests/desktop", *left_out]
    options = ["-q", "-p", "no:cacheprovider", "-p", "tests.wine.lacking", f"--rootdir={windows_path(ROOT)}"]
    with screen() as seen:  # wine makes no window at all without one
        prefix = Prefix(WORK / "prefix", seen.display)
        prefix.prepare()
        try:
            return _run(prefix, [str(python / "python.exe"), "-m", "pytest", *options, *wanted])
        finally:
            prefix.stop()


def _run(prefix: Prefix, command: Sequence[str]) -> int:
    """Passes on each line as it comes."""
    process = prefix.start(command[0], *command[1:])
    assert process.stdout is not None
    for line in process.stdout:
        sys.stdout.buffer.write(line.replace(b"\r\n", b"\n"))
        sys.stdout.flush()
    return process.wait()


def not_here() -> dict[str, str]:
    """A file, or a test in it, to the reason why it does not run under wine."""
    document = tomllib.loads(NOT_HERE.read_text(encoding="utf-8"))
    return {name: reason for reason, names in document.items() for name in names}


def prepared(folder: Path) -> Path:
    """Windows's Python with the pinned libraries, and with what runs tests. Made once."""
    if (folder / "ready").exists():
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "lib").mkdir(parents=True)
    python, downloads = pinned.pinned_python(), WORK / "downloads"
    pinned.unpack_python(pinned.fetch_python(python, downloads / "python"), python, folder)
    pinned.unpack_wheels(pinned.fetch_wheels(python, downloads / "wheels"), folder / "lib")
    pinned.unpack_wheels(pinned.fetch_wheels(python, downloads / "testers", DEV, TESTERS), folder / "lib")
    assemble.write_facts(folder / "lib", contents.version())
    path = [f"python{python.series}.zip", ".", "lib", windows_path(ROOT), windows_path(ROOT / "tests")]
    (folder / f"python{python.series}._pth").write_text("\n".join(path) + "\n", encoding="utf-8")
    (folder / "ready").touch()
    return folder


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
