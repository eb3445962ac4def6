"""Builds Setup.exe and .msi for 64-bit Windows on Linux, signed and verified.

    python packaging/windows/build.py --to dist

Needs nsis, wixl, mingw-w64 and osslsigncode. Without a certificate it signs with one of its own, named so
that nobody takes it for more than a proof.
"""

import argparse
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "packaging"), str(ROOT / "packaging/bundle")]

import contents  # noqa: E402 - their folders are on the path first
from windows import assemble, pinned, signing  # noqa: E402
from windows.launchers import TERMINAL, WINDOW, numbers  # noqa: E402
from windows.msi import build_msi  # noqa: E402
from windows.nsis import build_setup  # noqa: E402

TOOLS = {
    "makensis": "nsis",
    "wixl": "wixl",
    "x86_64-w64-mingw32-gcc": "gcc-mingw-w64-x86-64",
    "osslsigncode": "osslsigncode",
    "openssl": "openssl",
}
"""Programs and the Debian packages that bring them."""


def main(arguments: Sequence[str]) -> int:
    asked = read(arguments)
    missing = sorted({package for tool, package in TOOLS.items() if shutil.which(tool) is None})
    if missing:
        print(f"These are missing here; install them, then try again: {' '.join(missing)}", file=sys.stderr)
        return 1
    asked.to.mkdir(parents=True, exist_ok=True)
    for made in build(asked):
        print(f"{made}  {made.stat().st_size:,} bytes")
    return 0


def build(asked: argparse.Namespace) -> list[Path]:
    """Everything, in order: download, assemble, sign the programs, pack, sign the installers, verify all."""
    python, version = pinned.pinned_python(), asked.version or contents.version()
    signer = _signer(asked)
    wheels = pinned.fetch_wheels(python, asked.cache / "wheels")
    if asked.python:
        zip_file = pinned.given_python(asked.python, asked.python_sha256)
    else:
        zip_file = pinned.fetch_python(python, asked.cache / "python")
    program = assemble.assemble(python, zip_file, wheels, asked.work, version)
    for path in signing.programs(program):
        if path.name not in {WINDOW, TERMINAL}:
            signing.check_foreign(path, python.signers)
    launchers = [program / WINDOW, program / TERMINAL]
    interpreter = assemble.matching_interpreter(python.series)
    if interpreter is None:
        print(f"No Python {python.version[:4]} here: the program compiles itself at its first start.")
    else:
        assemble.compile_modules(program, interpreter)
    for path in launchers:
        signing.sign(path, signer)
    icon = asked.work / "pazpaz.ico"
    name = f"PazPaz-{version}-x64"
    setup = asked.to / f"{name}-setup.exe"
    made = [build_setup(program, icon, version, asked.work / "setup", setup, small=asked.small)]
    if not asked.only_setup:
        made.append(build_msi(program, icon, version, asked.work / "msi", asked.to / f"{name}.msi"))
    for path in made:
        signing.sign(path, signer)
    for path in (*launchers, *made):
        signing.verify(path, signer)
    return made


def _signer(asked: argparse.Namespace) -> signing.Signer:
    if asked.certificate:
        return signing.Signer(asked.certificate, asked.key, asked.time_stamp)
    return signing.test_signer(asked.work / "signing")


def read(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Build the installers for Windows.")
    where = ROOT / "build/windows"
    parser.add_argument("--to", type=Path, default=ROOT / "dist", help="folder of the finished installers")
    parser.add_argument("--work", type=Path, default=where, help="folder of what is made on the way")
    parser.add_argument("--cache", type=Path, default=where / "downloads", help="folder of downloads")
    parser.add_argument("--version", type=_version, help="instead of pyproject's, to try an upgrade")
    parser.add_argument("--small", action="store_true", help="pack as small as for a release; takes minutes")
    parser.add_argument("--only-setup", action="store_true", help="no .msi")
    parser.add_argument("--python", type=Path, metavar="ZIP", help="the embeddable package to take")
    parser.add_argument("--python-sha256", default="", metavar="HEX", help="its SHA-256")
    parser.add_argument("--certificate", type=Path, help="PEM file; without it, one that only proves the way")
    parser.add_argument("--key", type=Path, help="PEM file of its key")
    parser.add_argument("--time-stamp", default="", metavar="URL", help="server that stamps the time")
    asked = parser.parse_args(list(arguments))
    if bool(asked.certificate) != bool(asked.key):
        parser.error("--certificate and --key belong together")
    asked.to, asked.work, asked.cache = (path.absolute() for path in (asked.to, asked.work, asked.cache))
    return asked


def _version(text: str) -> str:
    numbers(text)
    return text


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
