"""Signed releases of invented installers, by keys that live as long as a test."""

import hashlib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.release.manifest import MANIFEST, SIGNATURE, Release, ReleaseFile
from core.release.minisign import PublicKey, sign
from core.release.systems import System, this_system
from core.release.verify import Judge, Seen

LINUX, WINDOWS, MAC = System("linux", "x86_64"), System("windows", "x86_64"), System("macos", "arm64")
INSTALLERS = {
    "pazpaz-desktop_9.1.0_amd64.deb": (LINUX, b"invented package for Debian" * 90_000),
    "PazPaz-9.1.0-x64.exe": (WINDOWS, b"invented installer for Windows" * 40_000),
    "PazPaz-9.1.0-arm64.dmg": (MAC, b"invented image for macOS" * 50_000),
}
"""By name: for which system, and the content. The first is longer than two of the parts that travel."""


@dataclass
class Maker:
    """Who makes releases. A new one has a new key."""

    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)

    @property
    def public(self) -> PublicKey:
        return PublicKey.of(self.key.public_key())

    def judge(self, installed: str = "9.0.0", system: System = LINUX, seen: Seen | None = None) -> Judge:
        return Judge((Maker().public, self.public), installed, system, seen)

    def put(self, folder: Path, release: Release) -> Path:
        """The two small files and every installer, as on a stick."""
        for name, (_, content) in INSTALLERS.items():
            (folder / name).write_bytes(content)
        (folder / MANIFEST).write_bytes(release.text())
        (folder / SIGNATURE).write_text(sign(release.text(), self.key, "invented"), encoding="utf-8")
        return folder


def release(version: str = "9.1.0", day: date = date(2027, 3, 1), minimum_schema: int = 1) -> Release:
    files = tuple(_file(name, system, content) for name, (system, content) in INSTALLERS.items())
    notes = {"en": "Appointments remember their room.", "he": "התורים זוכרים את החדר שלהם."}
    return Release(version, day, minimum_schema, notes, files)


def for_this_system() -> Release:
    """The Debian package's content stands for whatever this computer would take."""
    made, here = release(), this_system()
    first = made.files[0]
    return Release(
        made.version,
        made.date,
        made.minimum_schema,
        made.notes,
        (ReleaseFile(first.name, here.os, here.arch, first.size, first.sha256), *made.files[1:]),
    )


def _file(name: str, system: System, content: bytes) -> ReleaseFile:
    return ReleaseFile(name, system.os, system.arch, len(content), hashlib.sha256(content).hexdigest())
