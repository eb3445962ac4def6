"""The whole audit chain from its first link: its hashes, this laptop's record, what devices signed."""

import threading
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from core.domain.errors import Cancelled, VersionMismatch
from core.store.database.engine import Store
from core.store.unit_of_work.audit import macs_in_clinic
from sync.audit.chain import Broken, Event, follow, proven, start
from sync.keys.keychain import Identity, Keychain
from sync.remote import AuditHead, Remote


@dataclass(slots=True)
class Checked:
    """What a check of the chain found. Numbers are those of links, from 1."""

    links: int = 0
    witnesses: int = 0
    broken_at: int | None = None
    """The first link that is missing or does not hold; what comes after it was not read."""
    differs: list[int] = field(default_factory=list)
    """Links that speak of an event otherwise than this laptop holds it."""
    missing: int = 0
    """Events that this laptop had from the clinic and the chain does not have."""
    unlike: list[int] = field(default_factory=list)
    """Heads that devices signed and that do not stand in the chain."""

    def is_whole(self) -> bool:
        """Whether nothing was found that speaks against the chain."""
        return self.broken_at is None and not (self.differs or self.missing or self.unlike)


def check_audit(
    store: Store,
    remote: Remote,
    identity: Identity,
    told: Callable[[int, int], None],
    stop: threading.Event,
) -> Checked:
    """Reads every link; `told(done, total)` as it goes. Raises Cancelled, and the `UserError`s of Remote."""
    ws, (epoch, end) = identity.workspace_id, _end(remote, identity)
    keychain = Keychain(store, remote, identity)
    signed = [each.head for each in remote.audit_witnesses(ws, epoch) if proven(keychain, ws, each)]
    # Before the chain is read: what a sync brings meanwhile is in the chain by then.
    held, checked = _held(store), Checked(witnesses=len(signed))
    digests: dict[int, bytes] = {}
    seen: set[uuid.UUID] = set()
    try:
        for events in follow(remote, ws, epoch, start(ws)):
            checked.links += len(events)
            checked.differs += _differing(events, held)
            seen.update(each.row_id for each in events if each.row_id)
            digests.update((each.head.chain_no, each.head.hash) for each in events)
            # Others go on adding to it while it is read.
            told(checked.links, max(end.chain_no, checked.links))
            if stop.is_set():
                raise Cancelled("The check was stopped; it changed nothing.")
        # The greeting told of more links than are shown.
        if checked.links < end.chain_no:
            raise Broken(checked.links + 1)
        checked.missing = len(held.keys() - seen)
    except Broken as broken:
        checked.broken_at = broken.chain_no
    # Heads beyond the break were not read, so nothing is said of them.
    read = [each for each in signed if checked.broken_at is None or each.chain_no < checked.broken_at]
    checked.unlike = sorted(each.chain_no for each in read if digests.get(each.chain_no) != each.hash)
    return checked


def _end(remote: Remote, identity: Identity) -> tuple[uuid.UUID, AuditHead]:
    for head in remote.hello().heads:
        if head.workspace_id == identity.workspace_id and head.audit is not None:
            return head.epoch, head.audit
    raise VersionMismatch(
        "The clinic's server does not tell its audit trail yet. Ask whoever looks after it to run "
        "`pazpaz server upgrade`."
    )


def _held(store: Store) -> dict[uuid.UUID, bytes | None]:
    """Events that the clinic has shown, those of this laptop among them."""
    with store.read() as db:
        return macs_in_clinic(db)


def _differing(events: list[Event], held: Mapping[uuid.UUID, bytes | None]) -> list[int]:
    """Links that speak of an event otherwise than it stands here."""
    told = ((each, held.get(each.row_id) if each.row_id else None) for each in events)
    return [each.head.chain_no for each, mac in told if mac is not None and mac != each.mac]
