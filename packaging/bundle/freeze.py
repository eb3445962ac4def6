"""Make this system's one-folder bundle in build/installers, from tracked files and pinned wheels alone."""

import os
import re
import shutil
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import contents
import licences
import sbom
from telling import Problem, need_programs, run, step

WORK = contents.ROOT / "build/installers"
ENVIRONMENT = WORK / "env"
PYTHON = ENVIRONMENT / "bin/python"
REQUIREMENTS = contents.ROOT / "packaging/requirements/freeze.txt"
BUNDLE = WORK / "frozen/pazpaz"
_SITE = WORK / "site"


def freeze() -> Path:
    """The folder of the bundle: launcher `pazpaz` and its contents in `lib`."""
    need_programs({"git": "git", "strip": "binutils", "objdump": "binutils"})
    step("Environment that freezes")
    prepare_environment()
    step("Our own packages")
    _unpack_own()
    step("Freezing")
    _run_pyinstaller()
    step("Stripping")
    strip(BUNDLE)
    step("Licences and bill of materials")
    complete(BUNDLE / "lib")
    return BUNDLE


def prepare_environment() -> None:
    """The pinned libraries and PyInstaller, in an environment of their own; nothing when nothing changed."""
    stamp = ENVIRONMENT / "prepared"
    wanted = sys.version + REQUIREMENTS.read_text(encoding="utf-8")
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    shutil.rmtree(ENVIRONMENT, ignore_errors=True)
    run([sys.executable, "-m", "venv", str(ENVIRONMENT)])
    pip = [str(PYTHON), "-m", "pip", "-q", "--disable-pip-version-check"]
    run([*pip, "install", "--require-hashes", "--only-binary=:all:", "-r", str(REQUIREMENTS)])
    stamp.write_text(wanted, encoding="utf-8")


def _unpack_own() -> None:
    """As a wheel holds them: what is not tracked is not in it, and the program knows its own version."""
    shutil.rmtree(_SITE, ignore_errors=True)
    source, wheels = WORK / "source", WORK / "wheel"
    for folder in (source, wheels):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    own = ["pyproject.toml", "README.md", "LICENSE"]
    for name in [*contents.tracked(), *own]:
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(contents.ROOT / name, source / name)
    build = [str(contents.ROOT / ".venv/bin/python"), "-m", "pip", "-q", "wheel", "--no-deps"]
    run([*build, "--no-build-isolation", "-w", str(wheels), str(source)])
    (wheel,) = wheels.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(_SITE)


def _run_pyinstaller() -> None:
    shutil.rmtree(BUNDLE.parent, ignore_errors=True)
    command = [str(PYTHON), "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level=WARN"]
    command += ["--distpath", str(BUNDLE.parent), "--workpath", str(WORK / "pyinstaller")]
    environment = {
        **os.environ,
        "PAZPAZ_SITE": str(_SITE),
        "PYTHONPATH": str(_SITE),
        "PYTHONHASHSEED": "1",
        "SOURCE_DATE_EPOCH": str(moment()),
    }
    run([*command, str(contents.ROOT / "packaging/bundle/pazpaz.spec")], environment=environment)


def moment() -> int:
    """Seconds since 1970 of the last commit: the time that everything made of it bears."""
    command = ["git", "log", "-1", "--format=%ct"]
    told = subprocess.run(command, cwd=contents.ROOT, capture_output=True, text=True, check=True)
    return int(told.stdout)


def is_elf(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def elf_files(folder: Path) -> list[Path]:
    return sorted(
        path for path in folder.rglob("*") if path.is_file() and not path.is_symlink() and is_elf(path)
    )


def strip(folder: Path) -> None:
    """Debug symbols go; the launcher is left alone, because the program is appended to it."""
    libraries = [path for path in elf_files(folder) if ".so" in path.name]
    for path in libraries:
        path.chmod(0o644 | stat.S_IWUSR)
        run(["strip", "--strip-unneeded", str(path)])


def complete(folder: Path) -> None:
    """Puts licence texts and the bill of materials beside the packages."""
    parts = licences.parts(site_packages(), folder)
    licences.write(parts, folder / contents.LICENCES)
    sbom.write(parts, folder / contents.SBOM, moment())


def site_packages() -> Path:
    (found,) = ENVIRONMENT.glob("lib/python3*/site-packages")
    return found


def own_archive_modules(bundle: Path) -> set[str]:
    """Names of our modules in the launcher's archive, as PyInstaller's own reader lists them."""
    script = (
        "import sys; from PyInstaller.archive.readers import CArchiveReader as C\n"
        "a = C(sys.argv[1]); [print(name) for k in a.toc if k.endswith('.pyz')"
        " for name in a.open_embedded_archive(k).toc]"
    )
    command = [str(PYTHON), "-c", script, str(bundle / "pazpaz")]
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    names = re.findall(r"^\S+$", told.stdout, re.MULTILINE)
    return {name for name in names if name.split(".")[0] in contents.OWN}


def main() -> int:
    try:
        check_modules(freeze())
    except Problem as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


def check_modules(bundle: Path) -> None:
    """Raises Problem when a tracked module, or a data file of ours or of a library, is not in the bundle."""
    files = contents.tracked()
    absent = set(contents.modules(files)) - own_archive_modules(bundle)
    absent |= {name for name in contents.data(files) if not (bundle / "lib" / name).is_file()}
    absent |= {
        f"{name}/{pattern}"
        for name, some in contents.DATA.items()
        for pattern in some or ["*"]
        if not any((bundle / "lib" / name).glob(pattern))
    }
    if absent:
        raise Problem(f"The bundle lacks {', '.join(sorted(absent))}.")


if __name__ == "__main__":
    sys.exit(main())
