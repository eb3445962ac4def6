"""The AppDir of an AppImage, squashed; the runtime before it is added at a release, pinned by hash.

`appimage.py --runtime FILE --sha256 HEX` joins a runtime that was fetched from the AppImage project, and
whose hash was compared with what it publishes, with the squashed AppDir of the last `make installers`.
"""

import argparse
import hashlib
import shutil
import sys
from pathlib import Path

import contents
import tree
from freeze import WORK, moment
from telling import Problem, run, step

OF_EVERY_DESKTOP = (
    "libEGL",
    "libGL",
    "libX11",
    "libcom_err.so.2",
    "libexpat",
    "libfontconfig",
    "libfreetype",
    "libfribidi",
    "libgcc_s",
    "libgpg-error",
    "libharfbuzz",
    "libp11-kit",
    "libstdc++",
    "libthai",
    "libuuid",
    "libxcb.so.1",
    "libz.so",
)
"""Left to the system: they belong to its drivers and fonts, or its other libraries need newer ones."""
SQUASHED = WORK / "appimage/pazpaz.squashfs"
_ROOT = WORK / "appimage/PazPaz.AppDir"


def build(bundle: Path, version: str, *, quick: bool = False) -> Path:
    """The squashed AppDir."""
    step("AppDir of the AppImage")
    shutil.rmtree(_ROOT, ignore_errors=True)
    top = _ROOT / "usr/lib" / tree.NAME
    shutil.copytree(bundle, top, symlinks=True)
    for path in sorted((top / "lib").glob("lib*")):
        if path.name.startswith(OF_EVERY_DESKTOP) and path.name in tree.system_libraries(bundle):
            path.unlink()
    share = WORK / "deb" / version / "usr/share"
    for name in (f"applications/{tree.ID}.desktop", f"icons/hicolor/scalable/apps/{tree.ID}.svg"):
        shutil.copyfile(share / name, _ROOT / Path(name).name)
    metainfo = _ROOT / "usr/share/metainfo"
    metainfo.mkdir(parents=True)
    shutil.copyfile(share / f"metainfo/{tree.ID}.metainfo.xml", metainfo / f"{tree.ID}.metainfo.xml")
    (_ROOT / ".DirIcon").symlink_to(f"{tree.ID}.svg")
    tree.starter(top, f'"$(dirname "$(readlink -f "$0")")/usr/lib/{tree.NAME}"', _ROOT / "AppRun")
    tree.settle(_ROOT)
    (_ROOT / "AppRun").chmod(0o755)
    step("Squashing the AppDir")
    SQUASHED.unlink(missing_ok=True)
    options = [
        "-noappend",
        "-all-root",
        "-no-progress",
        *(["-comp", "gzip", "-Xcompression-level", "1"] if quick else ["-comp", "xz"]),
    ]
    when = str(moment())
    times = ["-mkfs-time", when, "-all-time", when]
    run(["mksquashfs", str(_ROOT), str(SQUASHED), *options, *times])
    return SQUASHED


def prove(squashed: Path) -> None:
    """Mounted, the program in it starts and answers. Needs root."""
    step("Mounting the AppDir")
    place = WORK / "appimage/mounted"
    place.mkdir(exist_ok=True)
    run(["mount", "-t", "squashfs", "-o", "loop,ro", str(squashed), str(place)])
    try:
        home = WORK / "appimage/home"
        told = run([str(place / "AppRun"), "--home", str(home), "doctor"])
        if "program" not in told:
            raise Problem(f"The program of the AppDir says: {told}")
    finally:
        run(["umount", str(place)])


def join(runtime: Path, sha256: str, squashed: Path, target: Path) -> None:
    """The AppImage. Raises Problem, and writes nothing, when the runtime is not the pinned one."""
    content = runtime.read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if found != sha256.lower():
        raise Problem(f"{runtime.name} is not the runtime that was pinned: its SHA-256 is {found}.")
    target.write_bytes(content + squashed.read_bytes())
    target.chmod(0o755)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--runtime", type=Path, required=True)
    parser.add_argument("--sha256", required=True)
    asked = parser.parse_args()
    try:
        join(asked.runtime, asked.sha256, SQUASHED, WORK / f"PazPaz-{contents.version()}-x86_64.AppImage")
    except Problem as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
