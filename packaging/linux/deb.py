"""The .deb for Debian 12, Ubuntu 24.04 and later: what it depends on is computed from its own files."""

import gzip
import re
import shutil
import subprocess
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

import contents
import tree
from freeze import WORK, elf_files, moment
from telling import Problem, run, step

MAINTAINER = "The PazPaz project <pazpaz@example.invalid>"
BY_NAME = ("libegl1", "libgl1")
"""What Qt loads by name, and no header of a file tells."""
RECOMMENDED = (
    "fonts-dejavu-core | fonts-noto-core",
    "gnome-keyring | kwalletmanager | keepassxc",
    "hunspell-he",
)
MOST_INSTALLED_MB, MOST_DOWNLOAD_MB = 160, 55
_OVERRIDES = """\
# Qt, ICU and libpq stand in the program's own folder, as the pinned wheels bring them.
pazpaz-desktop: embedded-library *
# Wheels are built elsewhere, with other flags than Debian's.
pazpaz-desktop: hardening-no-bindnow *
# As above.
pazpaz-desktop: hardening-no-fortify-functions *
# As above, and for PyInstaller's launcher.
pazpaz-desktop: hardening-no-pie *
# As above.
pazpaz-desktop: hardening-no-relro *
# Libraries of a wheel find each other by their own place, wherever the program's folder stands.
pazpaz-desktop: custom-library-search-path *
# Modules of Python use functions of the process that loads them, the C library's among them.
pazpaz-desktop: library-not-linked-against-libc *
# Modules of Python are found by Python, and have no other library's names to ask for.
pazpaz-desktop: shared-library-lacks-prerequisites *
# The program is appended to its launcher, which strip would cut off.
pazpaz-desktop: unstripped-binary-or-object [usr/lib/pazpaz-desktop/pazpaz]
# The licence of each library is shown in the program, and so has to be in its folder.
pazpaz-desktop: extra-license-file *
# The program's folder is private to it; /usr/bin/pazpaz starts what is in it.
pazpaz-desktop: executable-in-usr-lib *
# Words in libraries of others.
pazpaz-desktop: spelling-error-in-binary *
# There is no bug of Debian's that this package could close: it is published by its makers.
pazpaz-desktop: initial-upload-closes-no-bugs *
"""
_DESCRIPTION = """\
Description: calendar and session notes for therapists
 Calendar, clients and session notes (SOAP) for therapists in private practice
 and small clinics. Everything works on the laptop alone, in an encrypted
 store; whenever there is a connection, changes are exchanged with the
 clinic's own PostgreSQL.
"""


def build(bundle: Path, version: str, *, quick: bool = False) -> Path:
    """The package. `quick`: not compressed, for a package that only tests install."""
    root = WORK / "deb" / version
    step(f"Files of the .deb {version}")
    tree.make(bundle, root, version)
    _documents(root, version)
    step("What the .deb depends on")
    needed = depends(root)
    control = root / "DEBIAN"
    control.mkdir()
    (control / "control").write_text(_control(version, needed, tree.size_kb(root)), encoding="utf-8")
    (control / "md5sums").write_text(_sums(root), encoding="utf-8")
    tree.settle(root)
    target = WORK / f"{tree.NAME}_{version}_amd64.deb"
    step(f"Packing {target.name}")
    how = ["-Znone"] if quick else ["-Zxz", "-z6", "--threads-max=2"]
    environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "SOURCE_DATE_EPOCH": str(moment())}
    run(["dpkg-deb", "--root-owner-group", *how, "--build", str(root), str(target)], environment=environment)
    return target


def depends(root: Path) -> list[str]:
    """Debian packages with the versions that the files need, as dpkg-shlibdeps tells them."""
    top = root / "usr/lib" / tree.NAME
    source = WORK / "deb/shlibs"
    shutil.rmtree(source, ignore_errors=True)
    (source / "debian").mkdir(parents=True)
    (source / "debian/control").write_text(
        f"Source: {tree.NAME}\nMaintainer: {MAINTAINER}\n\nPackage: {tree.NAME}\nArchitecture: amd64\n"
        "Description: x\n",
        encoding="utf-8",
    )
    folders = sorted({path.parent for path in top.rglob("*.so*")})
    command = ["dpkg-shlibdeps", "-O", "--ignore-missing-info", "--warnings=0"]
    command += [f"-l{folder}" for folder in folders] + [f"-e{path}" for path in elf_files(top)]
    told = run(command, cwd=source)
    found = re.search(r"shlibs:Depends=(.*)", told)
    if found is None:
        raise Problem("dpkg-shlibdeps did not tell what the package depends on.")
    return sorted({*re.split(r",\s*", found[1]), *BY_NAME})


def _control(version: str, needed: list[str], kilobytes: int) -> str:
    return (
        f"Package: {tree.NAME}\nVersion: {version}\nArchitecture: amd64\nMaintainer: {MAINTAINER}\n"
        f"Section: misc\nPriority: optional\nInstalled-Size: {kilobytes}\n"
        f"Depends: {', '.join(needed)}\nRecommends: {', '.join(RECOMMENDED)}\n{_DESCRIPTION}"
    )


def _sums(root: Path) -> str:
    """What `dpkg -V` compares."""
    files = sorted(str(path.relative_to(root)) for path in (root / "usr").rglob("*") if _is_plain(path))
    told = subprocess.run(["md5sum", "--", *files], cwd=root, capture_output=True, text=True, check=True)
    return told.stdout


def _is_plain(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _documents(root: Path, version: str) -> None:
    folder = root / "usr/share/doc" / tree.NAME
    (folder / "copyright").write_text(_copyright(), encoding="utf-8")
    when = format_datetime(datetime.fromtimestamp(moment(), UTC))
    log = (
        f"{tree.NAME} ({version}) stable; urgency=medium\n\n  * What is new is told in CHANGELOG.md.gz.\n\n"
        f" -- {MAINTAINER}  {when}\n"
    )
    (folder / "changelog.gz").write_bytes(gzip.compress(log.encode(), mtime=0))
    overrides = root / "usr/share/lintian/overrides" / tree.NAME
    overrides.parent.mkdir(parents=True)
    overrides.write_text(_OVERRIDES, encoding="utf-8")


def _copyright() -> str:
    texts = f"/usr/lib/{tree.NAME}/lib/{contents.LICENCES}"
    return (
        "PazPaz Desktop\n\nCopyright: 2026 The PazPaz project\nLicense: Apache-2.0\n"
        "On Debian systems, its text is in /usr/share/common-licenses/Apache-2.0.\n\n"
        f"The libraries in /usr/lib/{tree.NAME} are their authors', each under its own licence.\n"
        f"Which they are, and the text of each licence, is listed in\n{texts}/index.json.\n"
    )
