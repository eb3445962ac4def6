"""What the page about updates knows and does. No Qt."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Protocol, TypeVar

from core.domain.changes import Changed
from core.domain.errors import Cancelled, Tampered, UserError
from core.domain.records import Workspace
from core.release.clinic import Carried, Published
from core.release.manifest import ReleaseFile
from core.release.updates import Offer, Updates
from core.runtime.progress import OnProgress
from core.store.unit_of_work.repository import Done
from desktop.kit.i18n import tr
from desktop.kit.ports import Publisher, Runner

T = TypeVar("T")


class OfferOrigin(Enum):
    """From where an update was offered."""

    FILE = "file"
    ONLINE = "online"
    CLINIC = "clinic"


@dataclass(frozen=True, slots=True)
class State:
    """What is shown. `busy`: words of what is under way; `news`: how a search ended; `error`: a refusal."""

    has_keys: bool = True
    address: str = ""
    may_give: bool = False
    busy: str = ""
    news: str = ""
    error: str = ""
    offer: Offer | None = None
    origin: OfferOrigin = OfferOrigin.FILE
    carried: Carried | None = None

    @property
    def can_check(self) -> bool:
        """An address is set, this build can verify what comes from it, and nothing is under way."""
        return bool(self.address) and self.has_keys and not self.busy

    @property
    def can_fetch(self) -> bool:
        """An installer for this system is known of and not here yet."""
        known = self.offer is not None and self.offer.path is None and bool(self.offer.files)
        on_its_way = self.carried is not None and self.carried.wanted and not self.carried.is_here
        given = self.origin is OfferOrigin.ONLINE or self.carried is not None
        return known and given and not on_its_way and not self.busy

    @property
    def can_take_back(self) -> bool:
        """What is offered came from the clinic, and this person may give it things."""
        return (
            self.may_give and self.origin is OfferOrigin.CLINIC and self.offer is not None and not self.busy
        )


@dataclass(frozen=True, slots=True)
class _Read:
    """What stands in the store just now."""

    address: str
    may_give: bool
    offer: Offer | None = None
    published: Published | None = None
    carried: Carried | None = None
    refused: str = ""


class OnlineSource(Protocol):
    """The one address that is asked; `desktop/updates/download.py`. Blocks, so only on `line`."""

    def texts(self, cancel: threading.Event) -> tuple[bytes, bytes]:
        """The manifest and its signature, neither of them verified."""
        ...

    def file(self, file: ReleaseFile, target: Path, progress: OnProgress, cancel: threading.Event) -> None:
        """Writes the installer to `target`, not verified. Raises Cancelled when it was stopped."""
        ...


class NetworkRunner(Protocol):
    """Runs what waits for a network; `desktop.kit.background`."""

    def run(
        self, work: Callable[[], T], on_done: Callable[[T], None], on_error: Callable[[UserError], None]
    ) -> None:
        """One piece of work at a time: what was under way is forgotten. Answers come on the GUI thread."""
        ...

    def forget(self) -> None:
        """The answer of what is under way is dropped when it comes."""
        ...


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the presenter needs around it. `jobs` touch the store, `slow` large files, `line` the network."""

    jobs: Runner
    slow: Runner
    line: NetworkRunner
    publisher: Publisher
    source: Callable[[str], OnlineSource]
    fetch_files: Callable[[], None]
    """Wakes the queue of files."""
    is_connected: Callable[[], bool]
    """Whether the practice has a clinic's server."""
    downloads: Path


class UpdatesPresenter:
    """Call it on the GUI thread; `show` is called with every new state."""

    def __init__(self, updates: Updates, around: Surroundings, show: Callable[[State], None]) -> None:
        self._updates, self._around, self._show = updates, around, show
        self._stop = threading.Event()
        self._published: Published | None = None
        self.state = State(has_keys=updates.has_keys)

    def refresh(self) -> None:
        """Read again what the settings say, and what the clinic was given."""
        self._around.jobs.run(self._read, self._on_read)

    def set_address(self, address: str) -> None:
        """Empty for none. A refused one shows as the state's error, and the old one stays."""
        work = self._updates.set_address
        self._around.jobs.run(lambda: work(address), self._on_address, self._on_refused)

    def _on_address(self, _: None) -> None:
        self.refresh()

    def check(self) -> None:
        """Asks the one address. Only ever after a click."""
        if self.state.can_check:
            stop = self._begin(tr("Updates", "Asking for an update"))
            source = self._around.source(self.state.address)
            self._around.line.run(lambda: source.texts(stop), self._on_texts, self._on_refused)

    def look_at(self, path: Path) -> None:
        """A file from a stick."""
        stop = self._begin(tr("Updates", "Verifying the file"))
        work = self._updates.from_file
        self._around.slow.run(lambda: work(path, None, stop), self._on_file, self._on_refused)

    def fetch(self) -> None:
        """The installer of the offer, from where it was offered, into the folder of downloads."""
        offer = self.state.offer
        if offer is None or not self.state.can_fetch:
            return
        if self.state.origin is OfferOrigin.ONLINE:
            self._download(offer, offer.files[0])
        elif self.state.carried is not None and self.state.carried.is_here:
            self._take(offer)
        else:
            self._want(offer)

    def give(self) -> None:
        """Puts the installers that lie beside the one that was chosen into the clinic."""
        offer = self.state.offer
        if offer is None or offer.path is None:
            return
        stop, folder = self._begin(tr("Updates", "Sealing the files for the clinic")), offer.path.parent
        work = self._updates.give_to_clinic
        self._around.slow.run(lambda: work(offer, folder, None, stop), self._on_given, self._on_refused)

    def take_back(self) -> None:
        """Off the list of every laptop."""
        self._around.jobs.run(self._updates.clinic.withdraw, self._on_taken_back, self._on_refused)

    def cancel(self) -> None:
        """At a lock, or when a person stops it: nothing is waited for."""
        self._stop.set()
        self._around.line.forget()
        if self.state.busy:
            self._set(replace(self.state, busy=""))

    def _begin(self, words: str) -> threading.Event:
        # A new one each time: the last may have been set by a person who stopped.
        self._stop = threading.Event()
        self._set(replace(self.state, busy=words, news="", error=""))
        return self._stop

    def _set(self, state: State) -> None:
        self.state = state
        self._show(state)

    def _read(self) -> "_Read":
        """On the worker. What the clinic was given may be refused as anything else is.

        That it is older than what runs here is no news to anybody; that somebody changed it is.
        """
        updates, connected = self._updates, self._around.is_connected()
        may_give = connected and updates.clinic.may_publish
        read = _Read(updates.address, may_give)
        try:
            found = updates.from_clinic() if connected and updates.has_keys else None
        except Tampered as error:
            return replace(read, refused=error.sentence)
        except UserError:
            return read
        if found is None:
            return read
        carried = updates.carried(*found)
        return replace(read, offer=found[0], published=found[1], carried=carried[1] if carried else None)

    def _on_read(self, read: "_Read") -> None:
        state = replace(self.state, address=read.address, may_give=read.may_give)
        if read.refused and not state.error and not state.busy:
            state = replace(state, error=read.refused)
        self._published = read.published
        if state.origin is OfferOrigin.CLINIC and read.offer is None:
            state = replace(state, offer=None, carried=None)
        if read.offer is not None and read.offer.is_news and self._may_show_clinics(state):
            offer = state.offer if _is_same(state.offer, read.offer) else read.offer
            state = replace(state, offer=offer, origin=OfferOrigin.CLINIC, carried=read.carried)
        self._set(state)

    def _may_show_clinics(self, state: State) -> bool:
        """What a person looks at just now stays."""
        return not state.busy and (state.offer is None or state.origin is OfferOrigin.CLINIC)

    def _on_texts(self, texts: tuple[bytes, bytes]) -> None:
        work = self._updates.examine
        self._around.jobs.run(lambda: work(*texts), self._on_online, self._on_refused)

    def _on_online(self, offer: Offer) -> None:
        self._offer(offer, OfferOrigin.ONLINE)

    def _on_file(self, offer: Offer) -> None:
        self._offer(offer, OfferOrigin.FILE)

    def _offer(self, offer: Offer, origin: OfferOrigin) -> None:
        state = replace(self.state, busy="", error="", origin=origin, carried=None)
        if not offer.is_news:
            news = tr("Updates", "This is the newest version: {version}.", version=offer.release.version)
            may_pass_on = offer.path is not None and state.may_give
            self._set(replace(state, news=news, offer=offer if may_pass_on else None))
            return
        self._set(replace(state, news="", offer=offer))

    def _download(self, offer: Offer, file: ReleaseFile) -> None:
        stop = self._begin(tr("Updates", "Fetching {file}", file=file.name))
        source, target = self._around.source(self.state.address), self._around.downloads / file.name
        begun = target.with_name(f".{file.name}.part")

        def work() -> Path:
            source.file(file, begun, lambda _done, _total: None, stop)
            return begun

        def verify(path: Path) -> None:
            self._around.slow.run(
                lambda: self._kept(offer, path, target, stop), self._on_online, self._on_refused
            )

        self._around.line.run(work, verify, self._on_refused)

    def _kept(self, offer: Offer, begun: Path, target: Path, stop: threading.Event) -> Offer:
        """Under its own name once it is verified, and not at all before."""
        try:
            self._updates.with_file(offer, begun, None, stop)
            begun.replace(target)
        finally:
            begun.unlink(missing_ok=True)
        return replace(offer, path=target)

    def _want(self, offer: Offer) -> None:
        published = self._published
        if published is not None:
            name = next(file.name for file in offer.files if file.name in published.blobs)
            work = self._updates.clinic.want
            self._around.jobs.run(lambda: work(published, name), self._on_wanted, self._on_refused)

    def _on_wanted(self, _changed: object) -> None:
        self._around.fetch_files()
        self.refresh()

    def _take(self, offer: Offer) -> None:
        published, folder = self._published, self._around.downloads
        if published is not None:
            self._begin(tr("Updates", "Verifying the file"))
            work = self._updates.take_from_clinic
            self._around.slow.run(lambda: work(offer, published, folder), self._on_taken, self._on_refused)

    def _on_taken(self, offer: Offer) -> None:
        self._set(replace(self.state, busy="", error="", offer=offer))

    def _on_given(self, given: tuple[tuple[str, ...], tuple[Changed, ...]]) -> None:
        names, changed = given
        self._around.publisher.publish(changed)
        words = tr("Updates", "Given to the clinic: {files}. Laptops are offered it.", files=", ".join(names))
        self._set(replace(self.state, busy="", error="", news=words))
        self._around.fetch_files()

    def _on_taken_back(self, done: Done[Workspace]) -> None:
        self._around.publisher.publish(done.changed)
        words = tr("Updates", "Taken back: no laptop is offered it any more.")
        self._set(replace(self.state, offer=None, carried=None, error="", news=words))

    def _on_refused(self, error: UserError) -> None:
        stopped = isinstance(error, Cancelled)
        self._set(replace(self.state, busy="", error="" if stopped else error.sentence))


def _is_same(one: Offer | None, other: Offer) -> bool:
    return one is not None and one.manifest == other.manifest
