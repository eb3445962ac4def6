"""Puts the program's folder together: Python, libraries, our packages and both launchers."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.append(str(ROOT / "packaging/bundle"))

import contents  # noqa: E402 - their folder is on the path first
import licences  # noqa: E402
import sbom  # noqa: E402
from freeze import moment  # noqa: E402
from windows import layout  # noqa: E402
from windows.icon import write_icon  # noqa: E402
from windows.launchers import compile_launchers  # noqa: E402
from windows.pinned import Python, unpack_python, unpack_wheels  # noqa: E402


def assemble(python: Python, zip_file: Path, wheels: list[Path], work: Path, version: str) -> Path:
    """The finished folder, `work`/program. What was there before is gone."""
    whole, program = work / "whole", work / "program"
    for folder in (whole, program):
        shutil.rmtree(folder, ignore_errors=True)
        (folder / layout.LIB).mkdir(parents=True)
    unpack_python(zip_file, python, whole)
    unpack_wheels(wheels, whole / layout.LIB)
    copy_kept(whole, program)
    _copy_own(program / layout.LIB, version)
    write_licences(whole / layout.LIB, program)
    shutil.rmtree(whole)
    (program / f"python{python.series}._pth").write_text(layout.search_path(python.series), encoding="utf-8")
    shutil.copyfile(ROOT / "LICENSE", program / "LICENSE-PazPaz.txt")
    icon = write_icon(work / "pazpaz.ico")
    compile_launchers(version, python.series, icon, work / "launchers", program)
    return program


def copy_kept(source: Path, target: Path) -> None:
    for path in files_below(source):
        name = path.relative_to(source).as_posix()
        if layout.is_kept(name):
            _copy(path, target / name)


def write_licences(site: Path, program: Path) -> None:
    """The texts of all that is in `program`, and the bill of materials; `site` holds its wheels whole."""
    found = licences.parts(site, program, made_with=())
    licences.write(found, program / layout.LIB / contents.LICENCES)
    sbom.write(found, program / layout.LIB / contents.SBOM, moment())


def _copy_own(lib: Path, version: str) -> None:
    for name in contents.tracked():
        _copy(ROOT / name, lib / name)
    _copy(HERE / "start.py", lib / "start.py")
    write_facts(lib, version)


def write_facts(lib: Path, version: str) -> None:
    """What an installed distribution says of itself; the program asks it for its version."""
    facts = lib / f"pazpaz_desktop-{version}.dist-info"
    facts.mkdir()
    text = f"Metadata-Version: 2.1\nName: pazpaz-desktop\nVersion: {version}\n"
    (facts / "METADATA").write_text(text, encoding="utf-8")


def compile_modules(program: Path, interpreter: Path) -> None:
    """Byte code beside the sources, checked against them by hash, so that a source can still be replaced.

    Without it a program below Program Files, where it may not write, compiles itself at every start.
    """
    lib = program / layout.LIB
    options = ["-q", "-j", "2", "--invalidation-mode", "checked-hash", "-s", str(program), "-p", "PazPaz"]
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    subprocess.run([interpreter, "-m", "compileall", *options, str(lib)], env=environment, check=True)


def matching_interpreter(series: str) -> Path | None:
    """A Python of this computer whose byte code the program's Python takes; any patch release does."""
    name = f"python{series[0]}.{series[1:]}"
    found = os.environ.get("PAZPAZ_BYTECODE_PYTHON") or shutil.which(name)
    if found is None:
        return None
    test = [found, "-c", f"import sys; sys.exit(sys.version_info[:2] != ({series[0]}, {series[1:]}))"]
    works = subprocess.run(test, capture_output=True, check=False).returncode == 0
    return Path(found) if works else None


def files_below(folder: Path) -> Iterable[Path]:
    """In an order that is the same everywhere."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
