"""The .app for Apple silicon and macOS 13 or later, laid out and signed ad hoc on any system.

What stands in it here: the launcher of PyInstaller's wheel for macOS, the pinned wheels for Apple silicon,
the icon, both languages, licences and bill of materials. What does not: CPython for macOS, which only a Mac
has. So this app has the form of the one that packaging/macos/build.sh makes on a Mac, and cannot be started.
"""

import plistlib
import shutil
import stat
import sys
import zipfile
from pathlib import Path

import codesign
import contents
import icns
import licences
import sbom
from freeze import PYTHON, WORK, moment, prepare_environment
from information import IDENTIFIER, LANGUAGES, PROGRAM, information
from telling import Problem, run, step

PYTHON_VERSION = "3.13"
_PLATFORMS = ("macosx_13_0_arm64", "macosx_13_0_universal2", "macosx_11_0_arm64", "macosx_10_13_universal2")
_MAC = WORK / "macos"
_WHEELS = _MAC / "wheels"
_SITE = _MAC / "site"
_NOT_OF_A_MAC = ("jeepney", "secretstorage")


def build(version: str) -> Path:
    """The app, signed and checked. Raises Problem when a wheel cannot be had or a signature is not right."""
    step("Wheels for Apple silicon")
    prepare_environment()
    _fetch()
    step("Layout of PazPaz.app")
    app = _MAC / "PazPaz.app"
    shutil.rmtree(app, ignore_errors=True)
    resources, frameworks = app / "Contents/Resources", app / "Contents/Frameworks"
    for folder in (resources, frameworks, app / "Contents/MacOS"):
        folder.mkdir(parents=True)
    document = plistlib.dumps(information(version), sort_keys=True)
    (app / "Contents/Info.plist").write_bytes(document)
    (app / "Contents/PkgInfo").write_bytes(b"APPL????")
    _languages(resources)
    _icon(resources / "pazpaz.icns")
    _own(resources)
    _libraries(frameworks)
    _launcher(app / "Contents/MacOS" / PROGRAM)
    step("Signing PazPaz.app ad hoc")
    codesign.sign_app(app, PROGRAM, IDENTIFIER)
    codesign.check_app(app, PROGRAM)
    return app


def _languages(resources: Path) -> None:
    for language, backup in LANGUAGES.items():
        folder = resources / f"{language}.lproj"
        folder.mkdir()
        text = f'"CFBundleDisplayName" = "PazPaz";\n"PazPaz backup" = "{backup}";\n'
        (folder / "InfoPlist.strings").write_text(text, encoding="utf-16")


def _icon(target: Path) -> None:
    folder = _MAC / "icons"
    folder.mkdir(parents=True, exist_ok=True)
    script = str(contents.ROOT / "packaging/icon/draw.py")
    run([str(PYTHON), script, str(folder), *(str(size) for size in icns.KINDS)])
    icns.write({size: folder / f"pazpaz-{size}.png" for size in icns.KINDS}, target)


def _fetch() -> None:
    """By the hashes of the lock, so a wheel that is not the pinned one is refused."""
    stamp, wanted = _MAC / "fetched", contents.ROOT / "packaging/requirements/freeze.txt"
    text = wanted.read_text(encoding="utf-8")
    if stamp.exists() and stamp.read_text(encoding="utf-8") == text:
        return
    shutil.rmtree(_WHEELS, ignore_errors=True)
    command = [
        str(PYTHON),
        "-m",
        "pip",
        "-q",
        "download",
        "--no-deps",
        "--only-binary=:all:",
        "--require-hashes",
    ]
    command += [f"--platform={name}" for name in _PLATFORMS]
    run([*command, "--python-version", PYTHON_VERSION, "-r", str(wanted), "-d", str(_WHEELS)])
    stamp.write_text(text, encoding="utf-8")


def _own(resources: Path) -> None:
    for name in contents.tracked():
        target = resources / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(contents.ROOT / name, target)


def _libraries(frameworks: Path) -> None:
    """Code for Apple silicon alone stands below Frameworks, as the rules of a signature want it."""
    shutil.rmtree(_SITE, ignore_errors=True)
    for wheel in sorted(_WHEELS.glob("*.whl")):
        with zipfile.ZipFile(wheel) as packed:
            packed.extractall(_SITE)
    tools = {"PyInstaller", "_pyinstaller_hooks_contrib", "altgraph", "macholib", "setuptools", "packaging"}
    tools |= {"_distutils_hack", "pkg_resources"}
    for path in sorted(_SITE.rglob("*")):
        place = path.relative_to(_SITE)
        top = licences.normal(place.parts[0].split("-")[0])
        is_metadata = place.parts[0].endswith((".dist-info", ".pth"))
        if path.is_dir() or place.parts[0] in tools or top in _NOT_OF_A_MAC or is_metadata:
            continue
        if contents.is_wanted(place.as_posix(), "macos") and not _is_tool(place):
            target = frameworks / place
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    parts = licences.parts(_SITE, frameworks, leave=_NOT_OF_A_MAC)
    resources = frameworks.parent / "Resources"
    licences.write(parts, resources / contents.LICENCES)
    sbom.write(parts, resources / contents.SBOM, moment())


def _is_tool(place: Path) -> bool:
    """Of Qt's wheel: programs for developers, and parts that the program does not use."""
    unwanted = {
        "Assistant.app",
        "Designer.app",
        "Linguist.app",
        "include",
        "glue",
        "typesystems",
        "scripts",
        "doc",
    }
    if "PySide6" not in place.parts:
        return False
    framework = next((part for part in place.parts if part.endswith(".framework")), "")
    used = {f"Qt{name}.framework" for name in _QT}
    return bool(unwanted & set(place.parts)) or (bool(framework) and framework not in used)


_QT = ("Core", "DBus", "Gui", "Network", "PrintSupport", "Svg", "Test", "Widgets")


def _launcher(target: Path) -> None:
    found = _SITE / "PyInstaller/bootloader/Darwin-64bit/runw"
    if not found.is_file():
        raise Problem("PyInstaller's wheel for macOS brings no launcher.")
    target.write_bytes(codesign.thin(found.read_bytes()))
    target.chmod(target.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)


def main() -> int:
    try:
        print(build(contents.version()))
    except (Problem, codesign.BadCode) as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
