"""Whether a release may be offered, and whether a file is the one that it names; each refusal a sentence."""

import hashlib
import threading
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO

from core.domain.errors import BadInput, Cancelled, RuleBroken, Tampered
from core.release.manifest import LARGEST_FILE, Release, ReleaseFile, read_release, version_key
from core.release.minisign import BadSignature, PublicKey, verify
from core.release.systems import System, usual_ending
from core.runtime.progress import OnProgress
from core.store.database.given_files import open_given

_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Seen:
    """The newest release that this practice's program has verified: nothing older is taken after it."""

    version: str
    date: date


@dataclass(frozen=True, slots=True)
class Judge:
    """What a release is measured by. `installed`: this program's version; `seen`: None before the first."""

    keys: tuple[PublicKey, ...]
    installed: str
    system: System
    seen: Seen | None = None

    def release(self, manifest: bytes, signature: bytes) -> Release:
        """The release, verified; perhaps the one that is installed. Raises RuleBroken, Tampered, BadInput.

        Nothing of the manifest is looked at before its signature holds.
        """
        if not self.keys:
            raise RuleBroken(
                "This build of PazPaz has no release key, so it can verify no update. Nothing was changed. "
                "Get the program from where you got it before, or ask whoever set it up.",
                code="no_release_key",
            )
        # A parser is only given what the makers signed.
        self._check_signature(manifest, signature)
        release = read_release(manifest)
        self._check_age(release)
        return release

    def _check_signature(self, manifest: bytes, signature: bytes) -> None:
        try:
            verify(manifest, signature.decode(), self.keys)
        except (BadSignature, UnicodeDecodeError):
            raise Tampered(
                "This update is not signed by the makers of PazPaz, or was changed since. Nothing was "
                "installed and nothing was changed. Do not open it; get it once more from where you trust.",
                code="release_signature",
            ) from None

    def _check_age(self, release: Release) -> None:
        if version_key(release.version) < version_key(self.installed):
            raise RuleBroken(
                f"This update is version {release.version}, older than the {self.installed} that runs here. "
                "Nothing was changed; keep what you have.",
                code="release_older",
            )
        seen = self.seen
        if seen is not None and (
            version_key(release.version) < version_key(seen.version) or release.date < seen.date
        ):
            raise RuleBroken(
                f"This computer has seen a newer release, {seen.version} of {seen.date:%Y-%m-%d}; an older "
                "one is not taken after it. Nothing was changed. Get the newest one.",
                code="release_replayed",
            )

    def is_news(self, release: Release) -> bool:
        """Whether it is newer than the program that runs; a genuine release may also be the one that is
        installed."""
        return version_key(release.version) > version_key(self.installed)

    def files(self, release: Release) -> tuple[ReleaseFile, ...]:
        """Those for this system, of the kind that is installed here first; there may be none."""
        usual = usual_ending(self.system)
        found = [file for file in release.files if self.system.takes(file)]
        return tuple(sorted(found, key=lambda file: not file.name.lower().endswith(usual)))

    def file(
        self,
        release: Release,
        path: Path,
        progress: OnProgress | None = None,
        cancel: threading.Event | None = None,
    ) -> ReleaseFile:
        """As `genuine`, and RuleBroken for the file of another system."""
        found = self.genuine(release, path, progress, cancel)
        if not self.system.takes(found):
            raise RuleBroken(
                f"{found.name} is genuine, but for another system ({found.os}, {found.arch}). Nothing was "
                f"changed. Choose the file for {self.system.os}, {self.system.arch}.",
                code="release_other_system",
            )
        return found

    def named(
        self, release: Release, file: ReleaseFile, path: Path, cancel: threading.Event | None = None
    ) -> None:
        """Whether `path` is this very file of the release. Raises as `genuine`."""
        if self.genuine(release, path, None, cancel) != file:
            raise _not_genuine(release, file.name, file.size)

    def genuine(
        self,
        release: Release,
        path: Path,
        progress: OnProgress | None = None,
        cancel: threading.Event | None = None,
    ) -> ReleaseFile:
        """The entry of the release whose content this file has, whatever its name.

        Raises Tampered for what is none of them (altered, cut), BadInput for what cannot be read, Cancelled.
        """
        size, digest = _measured(path, progress, cancel)
        found = next((each for each in release.files if (each.size, each.sha256) == (size, digest)), None)
        if found is None:
            raise _not_genuine(release, path.name, size)
        return found


def _not_genuine(release: Release, name: str, size: int) -> Tampered:
    meant = next((each for each in release.files if each.name == name), None)
    if meant is not None and size < meant.size:
        return Tampered(
            "This file is cut short: it was not copied or fetched whole. Nothing was installed. Get it once "
            "more.",
            code="release_cut",
        )
    return Tampered(
        "This file is not what the makers of PazPaz signed. Nothing was installed. Do not open it; get it "
        "once more from where you trust.",
        code="release_altered",
    )


def _measured(path: Path, progress: OnProgress | None, cancel: threading.Event | None) -> tuple[int, str]:
    try:
        with open_given(path) as file:
            return _digest(file, progress or _silent, cancel or threading.Event())
    except OSError:
        raise BadInput(
            "This file cannot be read; nothing was changed. Plug the stick in once more, or copy the file "
            "to this computer first.",
            code="release_unreadable",
        ) from None


def _digest(file: BinaryIO, progress: OnProgress, cancel: threading.Event) -> tuple[int, str]:
    """Reads no further than the largest file that a release may have."""
    found, size = hashlib.sha256(), 0
    while piece := file.read(_BLOCK):
        if cancel.is_set():
            raise Cancelled("Stopped; nothing was changed.")
        found.update(piece)
        size += len(piece)
        progress(size, LARGEST_FILE)
        if size > LARGEST_FILE:
            break
    return size, found.hexdigest()


def _silent(_done: int, _total: int) -> None:
    """Nobody watches."""
