"""Pin what pyproject.toml allows into packaging/requirements/, with hashes and for every system.

Needs the command `uv`, which is used for nothing else.
"""

import subprocess
import sys
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
    for name, group in (("runtime", []), ("dev", ["--group", "dev"])):
        target = ROOT / f"packaging/requirements/{name}.txt"
        command = ["uv", "pip", "compile", *OPTIONS, "pyproject.toml", *group, "-o", str(target)]
        subprocess.run(command, cwd=ROOT, check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
