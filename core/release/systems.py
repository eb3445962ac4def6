"""For which operating system and processor a file of a release is."""

import os
import platform
import shutil
import sys
from dataclasses import dataclass

from core.domain.errors import BadInput
from core.release.manifest import ReleaseFile

_OSES = {"win32": "windows", "darwin": "macos", "linux": "linux"}
_ARCHES = {"amd64": "x86_64", "x64": "x86_64", "x86_64": "x86_64", "arm64": "arm64", "aarch64": "arm64"}
_ENDINGS = {
    ".exe": "windows",
    ".msi": "windows",
    ".dmg": "macos",
    ".deb": "linux",
    ".rpm": "linux",
    ".appimage": "linux",
    ".flatpak": "linux",
}
_TOOLS = (("dpkg", ".deb"), ("rpm", ".rpm"))


@dataclass(frozen=True, slots=True)
class System:
    """`os` and `arch` in the words of a manifest; another word for what we make no files for."""

    os: str
    arch: str

    def takes(self, file: ReleaseFile) -> bool:
        """Windows on ARM runs programs of x86_64."""
        emulated = self == System("windows", "arm64") and file.arch == "x86_64"
        return file.os == self.os and (file.arch == self.arch or emulated)


def this_system() -> System:
    """The computer on which this process runs, and a 64-bit word for its processor where we make files for
    it."""
    machine = platform.machine().lower()
    return System(_OSES.get(sys.platform, sys.platform), _ARCHES.get(machine, machine))


def usual_ending(system: System) -> str:
    """The kind of file with which this copy of the program was probably installed."""
    if system.os == "windows":
        return ".msi" if "program files" in sys.executable.lower() else ".exe"
    if system.os != "linux":
        return ".dmg"
    # Its runtime sets this for the program inside.
    if "APPIMAGE" in os.environ:
        return ".appimage"
    return next((ending for tool, ending in _TOOLS if shutil.which(tool)), ".appimage")


def system_of(name: str) -> System:
    """From an installer's name, for whoever makes a release. Raises BadInput when the name does not say."""
    lower = name.lower()
    name_of_os = next((each for ending, each in _ENDINGS.items() if lower.endswith(ending)), None)
    arches = {arch for word, arch in _ARCHES.items() if word in lower}
    if name_of_os is None or len(arches) != 1:
        raise BadInput(
            f"{name} does not say in its name for which system and processor it is; nothing was signed. "
            "Name it as packaging does, such as pazpaz-desktop_1.2.0_amd64.deb."
        )
    return System(name_of_os, arches.pop())
