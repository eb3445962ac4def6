"""Run the tests of what must never be wrong, and hold those modules to full line and branch coverage.

The list is `[tool.pazpaz.whole]` in pyproject.toml: modules join it, none leaves. With `--others` all other
tests are run afterwards, so that each test runs once.
"""

import json
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
_COVERING = ("--cov=core", "--cov=desktop", "--cov=sync", "--cov-branch")


def main() -> int:
    settings = whole()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "coverage.json"
        status = run_tests([*settings["tests"], *_COVERING, f"--cov-report=json:{report}"])
        files = json.loads(report.read_text(encoding="utf-8"))["files"] if report.exists() else {}
    gaps = [gap for module in settings["modules"] for gap in gaps_of(module, files)]
    # A test that failed may have left lines out: they would be told beside their cause.
    if not status:
        print(
            "\n".join(gaps) or f"{len(settings['modules'])} modules and packages are covered whole.",
            flush=True,
        )
    if "--others" in sys.argv[1:]:
        status = run_tests([*left_out(settings["tests"]), "--no-loadscope-reorder"]) or status
    return status or bool(gaps)


def whole() -> dict[str, list[str]]:
    """`modules`, and the `tests` that cover them."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    settings: dict[str, list[str]] = told["tool"]["pazpaz"]["whole"]
    return settings


def left_out(tests: list[str]) -> list[str]:
    """Arguments with which pytest runs every test but these."""
    return [f"--ignore={path}" for path in tests]


def run_tests(arguments: list[str]) -> int:
    """Exit status of pytest, in two processes; `arguments` choose its tests."""
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadfile", *arguments]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def gaps_of(module: str, files: Mapping[str, Any]) -> list[str]:
    """A line for each file of the module (or package) that is not covered whole, or that no test loaded."""
    path = module.replace(".", "/")
    found = {
        name: told for name, told in files.items() if name == f"{path}.py" or name.startswith(f"{path}/")
    }
    if not found:
        return [f"{module}: no test loaded it"]
    return [
        f"{name}: lines {told['missing_lines']}, branches {told['missing_branches']} are not covered"
        for name, told in found.items()
        if told["missing_lines"] or told["missing_branches"]
    ]


if __name__ == "__main__":
    sys.exit(main())
