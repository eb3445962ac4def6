"""Make .venv ready: pinned packages, the program itself, and the system libraries that Qt needs.

Runs with any Python 3.11 or later and the standard library alone. Does nothing when nothing changed.
"""

import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
REQUIREMENTS = ROOT / "packaging/requirements/dev.txt"
STAMP = VENV / "prepared"

DEBIAN_PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libGLX.so.0": "libglx0",
    "libOpenGL.so.0": "libopengl0",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xinerama.so.0": "libxcb-xinerama0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
FONT_PACKAGE = "fonts-dejavu-core"
"""Covers Latin and Hebrew; needed where a machine has no font at all."""

TEST_PROGRAMS = {
    "dbus-run-session": "dbus",
    "gnome-keyring-daemon": "gnome-keyring",
    "pgbouncer": "pgbouncer",
    "psql": "postgresql-client",
    "Xvfb": "xvfb",
    "matchbox-window-manager": "matchbox-window-manager",
    "/usr/libexec/at-spi-bus-launcher": "at-spi2-core",
}
"""What some tests run, by name on the PATH or by place; without them those tests are skipped, and say so."""

QT_PARTS = (
    "lib/libQt6Widgets.so.6",
    "lib/libQt6Svg.so.6",
    "lib/libQt6PrintSupport.so.6",
    "plugins/platforms/libqoffscreen.so",
    "plugins/platforms/libqxcb.so",
)


def main() -> int:
    wanted = fingerprint()
    if STAMP.exists() and STAMP.read_text() == wanted:
        return 0
    install()
    if not libraries_ready():
        return 1
    install_test_programs()
    STAMP.write_text(wanted)
    return 0


def fingerprint() -> str:
    """Changes whenever what has to be installed does."""
    digest = hashlib.sha256(sys.version.encode())
    for path in (REQUIREMENTS, ROOT / "pyproject.toml", Path(__file__)):
        digest.update(path.read_bytes())
    digest.update(str(ROOT).encode())
    return digest.hexdigest()


def install() -> None:
    print("Setting up .venv (once; a few minutes at most) ...", flush=True)
    if not PYTHON.exists():
        venv.create(VENV, with_pip=True)
    pip("install", "--require-hashes", "-r", str(REQUIREMENTS))
    pip("install", "--no-deps", "--no-build-isolation", "-e", str(ROOT))


def pip(*arguments: str) -> None:
    command = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "-q", *arguments]
    subprocess.run(command, check=True)


def libraries_ready() -> bool:
    """Whether Qt can load; on Debian and Ubuntu as root, installs what is missing first."""
    if platform.system() != "Linux":
        return True
    missing = missing_packages()
    if missing and can_install():
        apt_install(missing)
        missing = missing_packages()
    if missing:
        print(
            "Qt needs system libraries that are missing here. Install them, then try again:\n"
            f"  sudo apt-get install {' '.join(missing)}",
            file=sys.stderr,
        )
    return not missing


def install_test_programs() -> None:
    """On Debian and Ubuntu as root; elsewhere nobody needs them to work on the program."""
    missing = sorted({package for name, package in TEST_PROGRAMS.items() if shutil.which(name) is None})
    if missing and platform.system() == "Linux" and can_install():
        apt_install(missing)


def missing_packages() -> list[str]:
    """Names of Debian packages for every shared library that Qt's parts cannot find."""
    qt = Path(qt_folder())
    packages: set[str] = set()
    for part in QT_PARTS:
        listing = subprocess.run(["ldd", str(qt / part)], capture_output=True, text=True, check=False)
        packages |= packages_for(listing.stdout)
    if not any(Path("/usr/share/fonts").rglob("*.[to]tf")) and not Path.home().joinpath(".fonts").exists():
        packages.add(FONT_PACKAGE)
    return sorted(packages)


def packages_for(listing: str) -> set[str]:
    """Packages of the libraries that a listing of `ldd` says are missing; an unknown one by its own name."""
    names = re.findall(r"^\s*(\S+) => not found", listing, re.MULTILINE)
    return {DEBIAN_PACKAGES.get(name, name) for name in names}


def qt_folder() -> str:
    script = "import PySide6, pathlib; print(pathlib.Path(PySide6.__file__).parent / 'Qt')"
    answer = subprocess.run([str(PYTHON), "-c", script], capture_output=True, text=True, check=True)
    return answer.stdout.strip()


def can_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt_install(packages: list[str]) -> None:
    print(f"Installing system packages: {' '.join(packages)}", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-q"],
        ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages],
    ):
        subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False)


if __name__ == "__main__":
    sys.exit(main())
