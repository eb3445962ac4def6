"""The ways in which an update comes to this program: files beside each other, two texts, the clinic's server.

Each ends in an `Offer`, or in a refusal. Nothing is ever installed from here.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from core.domain.changes import Changed
from core.domain.errors import BadInput, NotFound
from core.domain.program import program_version
from core.release.address import checked_address
from core.release.clinic import Carried, ClinicReleases, Published
from core.release.keys import release_keys
from core.release.manifest import (
    LONGEST_MANIFEST,
    LONGEST_SIGNATURE,
    MANIFEST,
    SIGNATURE,
    Release,
    ReleaseFile,
    version_key,
)
from core.release.minisign import PublicKey
from core.release.server_schema import server_schema
from core.release.systems import System, this_system
from core.release.verify import Judge, Seen
from core.runtime.progress import OnProgress
from core.store.database.given_files import open_given
from core.store.practice.practice import Practice

SEEN, ADDRESS = "release_seen", "update_address"
"""This device's own settings: the newest release that was verified, and the https address that is asked."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A verified release. `files`: those for this system. `path`: a verified installer, where one is here."""

    release: Release
    manifest: bytes
    signature: bytes
    is_news: bool
    files: tuple[ReleaseFile, ...]
    server_schema: int | None
    path: Path | None = None

    @property
    def server_is_too_old(self) -> bool:
        """After this update nothing would sync until the clinic's server is upgraded."""
        return self.server_schema is not None and self.server_schema < self.release.minimum_schema


class Updates:
    """Over one practice. Called on a worker; refuses with `UserError`."""

    def __init__(
        self,
        practice: Practice,
        keys: Callable[[], tuple[PublicKey, ...]] = release_keys,
        system: System | None = None,
        installed: str | None = None,
    ) -> None:
        self._practice, self._keys = practice, keys
        self._system, self._installed = system or this_system(), installed or program_version()
        self.clinic = ClinicReleases(practice.desk)

    @property
    def has_keys(self) -> bool:
        """False in a build whose release keys are empty: it can verify no update."""
        return bool(self._keys())

    @property
    def address(self) -> str:
        """Empty: nobody is ever asked."""
        return str(self._practice.settings.local(ADDRESS, ""))

    def set_address(self, address: str) -> None:
        """Empty for none. Raises RuleBroken for what is no https address of a release.json."""
        self._practice.settings.set_local(ADDRESS, checked_address(address) if address else "")

    def examine(self, manifest: bytes, signature: bytes) -> Offer:
        """Verifies, and remembers the newest that was ever verified."""
        judge = self._judge()
        release = judge.release(manifest, signature)
        self._note_seen(release)
        with self._practice.desk.read() as db:
            newest = server_schema(db)
        return Offer(release, manifest, signature, judge.is_news(release), judge.files(release), newest)

    def from_file(
        self, path: Path, progress: OnProgress | None = None, cancel: threading.Event | None = None
    ) -> Offer:
        """An installer, or the `release.json`, from a stick: the two small files lie beside the installer."""
        offer = self.examine(*beside(path))
        if path.name != MANIFEST:
            return self.with_file(offer, path, progress, cancel)
        here = [path.with_name(file.name) for file in offer.files]
        found = next((each for each in here if each.is_file()), None)
        return offer if found is None else self.with_file(offer, found, progress, cancel)

    def with_file(
        self,
        offer: Offer,
        path: Path,
        progress: OnProgress | None = None,
        cancel: threading.Event | None = None,
    ) -> Offer:
        """The offer with this installer, once its content is verified."""
        self._judge().file(offer.release, path, progress, cancel)
        return _with_path(offer, path)

    def from_clinic(self) -> tuple[Offer, Published] | None:
        """What the practice's owner gave to all laptops; None when that is nothing."""
        published = self.clinic.published()
        if published is None:
            return None
        return self.examine(published.manifest, published.signature), published

    def carried(self, offer: Offer, published: Published) -> tuple[ReleaseFile, Carried] | None:
        """The first file for this system that the clinic was given."""
        for file in offer.files:
            carried = self.clinic.carried(published, file.name)
            if carried is not None:
                return file, carried
        return None

    def take_from_clinic(self, offer: Offer, published: Published, folder: Path) -> Offer:
        """Writes the fetched installer into `folder` under its own name, and verifies it there."""
        found = self.carried(offer, published)
        if found is None:
            raise NotFound("The clinic has no file of this update for this system; nothing was changed.")
        target = folder / found[0].name
        self.clinic.save(published, found[0].name, target)
        try:
            return self.with_file(offer, target)
        except Exception:
            # What does not hold must not lie there to be clicked on.
            target.unlink(missing_ok=True)
            raise

    def give_to_clinic(
        self,
        offer: Offer,
        folder: Path,
        progress: OnProgress | None = None,
        cancel: threading.Event | None = None,
    ) -> tuple[tuple[str, ...], tuple[Changed, ...]]:
        """Every installer of the release that lies in `folder`, verified; their names, and what to redraw."""
        sources = [
            (file, folder / file.name) for file in offer.release.files if (folder / file.name).is_file()
        ]
        if not sources:
            raise NotFound("There is no file of this release in that folder; nothing was changed.")
        judge = self._judge()
        for file, path in sources:
            judge.named(offer.release, file, path, cancel)
        done = self.clinic.publish(offer.manifest, offer.signature, sources, progress, cancel)
        return tuple(file.name for file, _ in sources), done.changed

    def _judge(self) -> Judge:
        return Judge(self._keys(), self._installed, self._system, self._seen())

    def _seen(self) -> Seen | None:
        found = self._practice.settings.local(SEEN)
        return None if found is None else Seen(found["version"], date.fromisoformat(found["date"]))

    def _note_seen(self, release: Release) -> None:
        seen = self._seen()
        told = (version_key(release.version), release.date)
        if seen is None or told != (version_key(seen.version), seen.date):
            value = {"version": release.version, "date": release.date.isoformat()}
            self._practice.settings.set_local(SEEN, value)


def beside(path: Path) -> tuple[bytes, bytes]:
    """Manifest and signature from the folder of an installer. Raises BadInput."""
    return (
        _small(path.with_name(MANIFEST), LONGEST_MANIFEST),
        _small(path.with_name(SIGNATURE), LONGEST_SIGNATURE),
    )


def _small(path: Path, most: int) -> bytes:
    """One byte more than it may have, so that a longer one is refused and not cut."""
    try:
        with open_given(path) as file:
            return file.read(most + 1)
    except OSError:
        raise BadInput(
            f"The file {path.name} is not beside this one, so nobody can tell whether it is genuine. Nothing "
            f"was changed. Copy {MANIFEST} and {SIGNATURE} into the same folder, then try again.",
            code="release_incomplete",
        ) from None


def _with_path(offer: Offer, path: Path) -> Offer:
    return Offer(
        offer.release,
        offer.manifest,
        offer.signature,
        offer.is_news,
        offer.files,
        offer.server_schema,
        path,
    )
