"""Which of the lists of keys that a server shows counts: the newest that an owner signed for its place.

The server cannot tell signed lists from others, so whoever has an owner's login can put anything on top. That
is passed over: it may neither stop laptops that hold the list below it nor the owner who puts it right.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.crypto.certs import DeviceCert
from core.domain.errors import ServerRefused, Tampered
from core.domain.ids import DeviceId, WorkspaceId
from sync.keys.manifest import KeyPapers, open_papers
from sync.remote import ListedKeys, Remote

FALSE_KEYS = "false_keys"


@dataclass(frozen=True, slots=True)
class ShownKeys:
    """`papers` None before the first rotation. `newest` is what stands on top, whatever it is worth."""

    papers: KeyPapers | None = None
    newest: ListedKeys | None = None
    is_spoiled: bool = False
    """Something that no owner signed stands on top."""

    def next_generation(self) -> int:
        """The number that the server takes for the next list."""
        return max(self._papers_generation(), self._top()[0]) + 1

    def next_key_no(self) -> int:
        """Above every key that was ever told of, signed or not."""
        return max(self.current_key_no(), self._top()[1]) + 1

    def current_key_no(self) -> int:
        """By the genuine list, whatever stands above it; 1 before the first rotation."""
        return self.papers.manifest.current_key_no if self.papers else 1

    def _papers_generation(self) -> int:
        return self.papers.manifest.generation if self.papers else 0

    def _top(self) -> tuple[int, int]:
        return (self.newest.generation, self.newest.key_no) if self.newest else (0, 1)


def shown_keys(
    remote: Remote, workspace_id: WorkspaceId, trusted: Mapping[DeviceId, DeviceCert], seen: int
) -> ShownKeys:
    """Asks for lists, newest first, until one holds. `seen` is the newest that this device knows.

    Raises Tampered when the server shows an older list than that, or none any more.
    """
    newest: ListedKeys | None = None
    for listed in _listed(remote, workspace_id):
        newest = newest or listed
        # The newest come first: nothing from the number that was seen on has held.
        if listed.generation < seen:
            raise Tampered("The server shows an older list of the practice's keys than it did before.")
        papers = genuine(listed, workspace_id, trusted)
        if papers is not None:
            return ShownKeys(papers, newest, is_spoiled=listed is not newest)
    if seen:
        raise Tampered("The server no longer shows the list of the practice's keys that it showed before.")
    return ShownKeys(newest=newest, is_spoiled=newest is not None)


def newest_genuine(
    lists: Sequence[ListedKeys], workspace_id: WorkspaceId, trusted: Mapping[DeviceId, DeviceCert]
) -> KeyPapers | None:
    """Of lists with the newest first."""
    return next(filter(None, (genuine(listed, workspace_id, trusted) for listed in lists)), None)


def genuine(
    listed: ListedKeys, workspace_id: WorkspaceId, trusted: Mapping[DeviceId, DeviceCert]
) -> KeyPapers | None:
    """None for what no owner signed, and for a list that was signed for another place than this one."""
    try:
        papers = open_papers(listed.papers, workspace_id, trusted)
    except Tampered:
        return None
    return papers if papers.manifest.generation == listed.generation else None


def false_keys() -> ServerRefused:
    """What was typed cannot go: the server wants a key that nobody has."""
    return ServerRefused(
        "Somebody with an owner's login put a false list of keys on the clinic's server, so nothing can be "
        "sent until an owner removes that laptop, which changes the keys as well (Settings, Team and "
        "devices; in a terminal, `pazpaz revoke`, or `pazpaz rotate-key` for the keys alone). What comes "
        "from the clinic still arrives, and what you wrote is safe here.",
        code=FALSE_KEYS,
    )


def _listed(remote: Remote, workspace_id: WorkspaceId) -> Iterator[ListedKeys]:
    below: int | None = None
    while lists := remote.key_lists(workspace_id, below):
        if below is not None and lists[0].generation >= below:
            return  # no server of ours answers that
        yield from lists
        below = lists[-1].generation
