"""Pin what pyproject.toml allows into packaging/requirements/, with hashes and for every system.

Needs the command `uv`, which is used for nothing else.
"""

import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Extras stay in the names: pip checks hashes before it knows that a pin without its extra is meant,
# and refuses the whole file as soon as a newer release of that package appears.
OPTIONS = (
    "--quiet",
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-annotate",
    "--no-header",
    "--no-strip-extras",
)


def main() -> int:
    # What is installed beside the tests must agree with them on every version.
    same = ["--constraints", "packaging/requirements/dev.txt"]
    groups = {
        "runtime": [],
        "dev": ["--extra", "demo", "--extra", "s3", "--group", "dev"],
        "s3": ["--extra", "s3", *same],
        "mutants": ["--extra", "demo", "--group", "mutants", *same],
        # What an installer is made with stands beside what it holds.
        "freeze": ["--group", "freeze", "--constraints", "packaging/requirements/runtime.txt"],
    }
    for name, group in groups.items():
        target = ROOT / f"packaging/requirements/{name}.txt"
        command = ["uv", "pip", "compile", *OPTIONS, "pyproject.toml", *group, "-o", str(target)]
        subprocess.run(command, cwd=ROOT, check=True)
    list_wheels()
    return 0


def list_wheels() -> None:
    """Which wheels there are of what the program needs, so that a test can tell for which systems."""
    pins = ROOT / "packaging/requirements/runtime.txt"
    with tempfile.TemporaryDirectory() as folder:
        lock = Path(folder, "pylock.toml")
        options = ["--quiet", "--universal", "--python-version=3.11", "--format=pylock.toml"]
        command = [
            "uv",
            "pip",
            "compile",
            *options,
            "--constraints",
            str(pins),
            "pyproject.toml",
            "-o",
            str(lock),
        ]
        subprocess.run(command, cwd=ROOT, check=True)
        packages = tomllib.loads(lock.read_text(encoding="utf-8"))["packages"]
    lines = sorted(
        f"{wheel['hashes']['sha256']}  {wheel['url'].rsplit('/', 1)[-1]}"
        for package in packages
        for wheel in package.get("wheels", ())
    )
    target = ROOT / "packaging/requirements/wheels.txt"
    target.write_text("\n".join(sorted(lines, key=lambda line: line.split()[1])) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
