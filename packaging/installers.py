"""`make installers` and `make installers-test`: everything that this machine can build, and the proof of it.

`installers.py build|test [KIND ...]`; without kinds all of them. Each step is told as it begins. A kind whose
tools are missing, and cannot be installed, is left out with a sentence, unless it was asked for by name.
"""

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), *(str(ROOT / "packaging" / folder) for folder in ("", "bundle", "linux", "macos"))]

import appimage  # noqa: E402 - found by the line above
import contents  # noqa: E402
import deb  # noqa: E402
import freeze  # noqa: E402
import layout  # noqa: E402
import prove_deb  # noqa: E402
import prove_share  # noqa: E402
import repeat  # noqa: E402
import rpm  # noqa: E402
import tree  # noqa: E402
from codesign import BadCode  # noqa: E402
from telling import Problem, need_programs, step  # noqa: E402
from windows import build as windows_build  # noqa: E402
from windows import prove as windows_prove  # noqa: E402
from windows.signing import BadSignature  # noqa: E402

FREEZING = {"git": "git", "strip": "binutils", "objdump": "binutils"}
DISPLAY = {"Xvfb": "xvfb"}
DIST = ROOT / "dist"
VERSION = contents.version()
QUICK = bool(os.environ.get("PAZPAZ_QUICK"))


@dataclass(frozen=True, slots=True)
class Kind:
    """What is built and proved under one name; both tables are of programs and their Debian packages.

    `make` returns the files that people download; None where this kind only proves. `after` names kinds that
    must be made before.
    """

    make: Callable[[], Sequence[Path]] | None
    builds_with: Mapping[str, str]
    prove: Callable[[], None] | None = None
    proves_with: Mapping[str, str] = field(default_factory=dict)
    after: Sequence[str] = ()
    needs_root: bool = False


@cache
def bundle() -> Path:
    """Linux's, which several kinds are made of; frozen once."""
    made = freeze.freeze()
    freeze.check_modules(made)
    return made


def _prove_repeat() -> None:
    bundle()
    repeat.prove()


def _windows() -> Sequence[Path]:
    step("Setup.exe and .msi for Windows")
    small = [] if QUICK else ["--small"]
    return windows_build.build(windows_build.read(small))


def _prove_windows() -> None:
    step("Windows under wine")
    name = f"PazPaz-{VERSION}-x64"
    windows_prove.main(["--setup", str(DIST / f"{name}-setup.exe"), "--msi", str(DIST / f"{name}.msi")])


KINDS: Mapping[str, Kind] = {
    "repeat": Kind(None, FREEZING, _prove_repeat),
    "deb": Kind(
        lambda: [deb.build(bundle(), VERSION, quick=QUICK)],
        {**FREEZING, "dpkg-shlibdeps": "dpkg-dev"},
        lambda: prove_deb.prove(freeze.WORK / f"{tree.NAME}_{VERSION}_amd64.deb", VERSION),
        {**DISPLAY, "debootstrap": "debootstrap", "matchbox-window-manager": "matchbox-window-manager"},
        needs_root=True,
    ),
    "share": Kind(
        None,
        {},
        lambda: prove_share.prove(VERSION),
        {
            "appstreamcli": "appstream",
            "desktop-file-validate": "desktop-file-utils",
            "flatpak-builder": "flatpak-builder",
            "lintian": "lintian",
            "man": "man-db",
        },
        after=("deb",),
    ),
    "rpm": Kind(
        lambda: [rpm.build(bundle(), VERSION, quick=QUICK)],
        {**FREEZING, "rpmbuild": "rpm"},
        lambda: rpm.inspect(freeze.WORK / f"{tree.NAME}-{VERSION}-1.x86_64.rpm", VERSION),
    ),
    "appimage": Kind(
        lambda: [appimage.build(bundle(), VERSION, quick=QUICK)],
        {**FREEZING, "mksquashfs": "squashfs-tools"},
        lambda: appimage.prove(appimage.SQUASHED),
        after=("deb",),
        needs_root=True,
    ),
    "macos": Kind(lambda: [layout.build(VERSION)], {"git": "git"}),
    "windows": Kind(_windows, windows_build.TOOLS, _prove_windows, {**DISPLAY, **windows_prove.TOOLS}),
}
"""In the order in which they are built; `repeat` and `share` only prove."""


def ready(asked: Sequence[str], *, proving: bool) -> list[str]:
    """The kinds that this machine can do, after a try to install what they need.

    Raises Problem for one that was asked for by name and cannot be done; says so of others.
    """
    found = []
    for name, kind in KINDS.items():
        if (asked and name not in asked) or (kind.make is None and not proving):
            continue
        try:
            need_programs(needed(name, proving=proving))
            if proving and kind.needs_root and os.geteuid() != 0:
                raise Problem("its proof installs or mounts, which needs root: sudo make installers-test.")
        except Problem as problem:
            if asked:
                raise
            step(f"Left out {name}: {problem}")
            continue
        found.append(name)
    return found


def needed(name: str, *, proving: bool) -> dict[str, str]:
    kind, found = KINDS[name], dict[str, str]()
    for one in (*kind.after, name):
        found |= KINDS[one].builds_with
    return found | dict(kind.proves_with) if proving else found


def build(names: Iterable[str]) -> None:
    DIST.mkdir(exist_ok=True)
    done = set[str]()
    for name in names:
        for one in (*KINDS[name].after, name):
            if one not in done:
                done.add(one)
                _build(one)


def _build(name: str) -> None:
    make = KINDS[name].make
    for made in make() if make else ():
        if made.is_file() and made.parent != DIST:
            shutil.copyfile(made, DIST / made.name)
        size = f", {made.stat().st_size / 1_000_000:.1f} MB" if made.is_file() else ""
        step(f"Made {made.name}{size}")


def prove(names: Iterable[str]) -> None:
    for name in names:
        proof = KINDS[name].prove
        if proof is not None:
            proof()
            step(f"Proved {name}")


def main() -> int:
    if platform.system() != "Linux":
        print("This builds on Linux; on a Mac run packaging/macos/build.sh.", file=sys.stderr)
        return 1
    wanted, asked = sys.argv[1], sys.argv[2:]
    unknown = sorted(set(asked) - set(KINDS))
    if unknown:
        print(f"No such kind: {', '.join(unknown)}. There are {', '.join(KINDS)}.", file=sys.stderr)
        return 1
    try:
        names = ready(asked, proving=wanted == "test")
        build(names)
        if wanted == "test":
            prove(names)
    except subprocess.SubprocessError as error:
        print(f"A tool failed: {error}", file=sys.stderr)
        return 1
    except (Problem, BadCode, BadSignature, windows_prove.NotProved, TimeoutError) as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
