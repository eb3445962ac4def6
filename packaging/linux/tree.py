"""What .deb and .rpm install below /usr, made from the bundle; the system brings its own libraries."""

import ast
import gzip
import os
import re
import shutil
import stat
from datetime import UTC, datetime
from pathlib import Path

import contents
from freeze import PYTHON, WORK, elf_files, moment
from telling import run

NAME = "pazpaz-desktop"
ID = "org.pazpaz.Desktop"
SHARE = Path(__file__).resolve().parent / "share"
SITE = WORK / "site"
SYSTEMS = "Debian 12, Ubuntu 24.04 or Fedora 38"
"""Named where a system is too old: the first of each with the C library that the bundle was made on."""
_OURS = ("libpython", "libQt6", "libicu", "libpyside6", "libshiboken6")
_COLLECTED = WORK / "pyinstaller/pazpaz/COLLECT-00.toc"


def make(bundle: Path, root: Path, version: str) -> None:
    """Fills `root` anew."""
    shutil.rmtree(root, ignore_errors=True)
    top = root / "usr/lib" / NAME
    shutil.copytree(bundle, top, symlinks=True)
    for name in system_libraries(bundle):
        (top / "lib" / name).unlink()
    _share(root / "usr/share", version)
    (root / "usr/bin").mkdir(parents=True)
    starter(top, f"/usr/lib/{NAME}", root / "usr/bin/pazpaz")
    settle(root)


def system_libraries(bundle: Path) -> list[str]:
    """Libraries beside Python's that PyInstaller took from the system: it knows them, and mends them."""
    collected = ast.literal_eval(_COLLECTED.read_text(encoding="utf-8"))[0]
    found = []
    for name, source, _kind in collected:
        place = Path(name)
        of_system = str(source).startswith(("/lib/", "/usr/lib/", "/lib64/", "/usr/lib64/"))
        if len(place.parts) <= 2 and of_system and not place.name.startswith(_OURS):
            found.append(place.name)
    return sorted(name for name in found if (bundle / "lib" / name).is_file())


def starter(top: Path, installed_at: str, target: Path) -> None:
    """The script that starts the program in `top`, or says why it cannot; and `top`/sizes, which it reads."""
    core = {top / "pazpaz", top / "lib/base_library.zip", *top.glob("lib/libpython3*"), *elf_files(top)}
    lines = [f"{path.stat().st_size} {path.relative_to(top)}\n" for path in sorted(core)]
    (top / "sizes").write_text("".join(lines), encoding="utf-8")
    values = {"TOP": installed_at, "GLIBC": needed_glibc(top), "SYSTEMS": SYSTEMS}
    text = (SHARE / "pazpaz.sh").read_text(encoding="utf-8")
    target.write_text(re.sub(r"@(\w+)@", lambda found: values[found[1]], text), encoding="utf-8")
    target.chmod(0o755)


def needed_glibc(top: Path) -> str:
    """The newest version of the C library that any of our files asks for."""
    told = run(["objdump", "-T", *(str(path) for path in elf_files(top))])
    versions = {tuple(map(int, found.split("."))) for found in re.findall(r"GLIBC_(\d+\.\d+)\b", told)}
    return ".".join(map(str, max(versions)))


def _share(share: Path, version: str) -> None:
    date = f"{datetime.fromtimestamp(moment(), UTC):%Y-%m-%d}"
    for name, folder in (("desktop", "applications"), ("xml", "mime/packages"), ("metainfo.xml", "metainfo")):
        target = share / folder / f"{ID}.{name}"
        target.parent.mkdir(parents=True, exist_ok=True)
        text = (SHARE / target.name).read_text(encoding="utf-8")
        target.write_text(text.replace("@VERSION@", version).replace("@DATE@", date), encoding="utf-8")
    _icons(share / "icons/hicolor")
    _manual(share, version, date)
    documents = share / "doc" / NAME
    documents.mkdir(parents=True)
    shutil.copyfile(contents.ROOT / "CHANGELOG.md", documents / "CHANGELOG.md")
    _pack(documents / "CHANGELOG.md")


def _icons(folder: Path) -> None:
    drawing = contents.ROOT / "packaging/icon"
    target = folder / "scalable/apps" / f"{ID}.svg"
    target.parent.mkdir(parents=True)
    shutil.copyfile(drawing / "pazpaz.svg", target)
    sizes = ("48", "128")
    pictures = WORK / "icons"
    pictures.mkdir(exist_ok=True)
    run([str(PYTHON), str(drawing / "draw.py"), str(pictures), *sizes])
    for size in sizes:
        target = folder / f"{size}x{size}/apps" / f"{ID}.png"
        target.parent.mkdir(parents=True)
        shutil.copyfile(pictures / f"pazpaz-{size}.png", target)


def _manual(share: Path, version: str, date: str) -> None:
    made = WORK / "manual"
    made.mkdir(exist_ok=True)
    script = str(Path(__file__).resolve().with_name("manual.py"))
    run([str(PYTHON), script, str(made), version, date], environment={**os.environ, "PYTHONPATH": str(SITE)})
    page = share / "man/man1/pazpaz.1"
    page.parent.mkdir(parents=True)
    shutil.copyfile(made / "pazpaz.1", page)
    _pack(page)
    completion = share / "bash-completion/completions/pazpaz"
    completion.parent.mkdir(parents=True)
    shutil.copyfile(made / "pazpaz.bash", completion)


def _pack(path: Path) -> None:
    """Compressed without its name and time, so that builds repeat."""
    path.with_name(path.name + ".gz").write_bytes(gzip.compress(path.read_bytes(), mtime=0))
    path.unlink()


def settle(root: Path) -> None:
    """Rights and times that do not depend on who builds, and when."""
    when = moment()
    programs = {"pazpaz"}
    for path in [root, *root.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.name in programs else 0o644)
        os.utime(path, (when, when), follow_symlinks=False)
    completion = root / "usr/share/bash-completion/completions/pazpaz"
    if completion.exists():
        completion.chmod(0o644)


def size_kb(root: Path) -> int:
    """As dpkg-gencontrol counts: each file and link in whole kilobytes, and one for each folder, whatever the
    blocks of the file system are that it is made on."""
    found = [path.lstat() for path in root.rglob("*")]
    return sum(1 if stat.S_ISDIR(each.st_mode) else -(-each.st_size // 1024) for each in found)
