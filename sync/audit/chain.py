"""Reads the clinic's audit chain link by link; what does not hold is said by number."""

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from core.crypto.witnesses import first_hash, is_head_signed, next_hash
from core.domain.ids import WorkspaceId
from core.domain.registry import BY_NAME
from sync.keys.keychain import Keychain
from sync.remote import AuditHead, AuditLink, AuditWitness, Remote

AUDIT = BY_NAME["audit_events"]
PAGE = 1000
_NUMBER, _EVENT, _MAC_FROM_END = 2, 3, -2
"""Where the server's array of what an event says has the link's number, the event's id and its digest."""


_UNREADABLE = (ValueError, TypeError, LookupError, AttributeError, RecursionError)
"""What an array fails with that some server made up."""


class Broken(Exception):
    """The chain does not hold at `chain_no`."""

    def __init__(self, chain_no: int) -> None:
        super().__init__(chain_no)
        self.chain_no = chain_no


@dataclass(frozen=True, slots=True)
class Event:
    """What one link says of its event."""

    head: AuditHead
    row_id: uuid.UUID | None
    """None where it says what nobody can read: the link holds, and the row itself is refused as it comes."""
    mac: bytes


def start(workspace_id: WorkspaceId) -> AuditHead:
    """Before the first event."""
    return AuditHead(0, first_hash(workspace_id))


def follow(
    remote: Remote, workspace_id: WorkspaceId, epoch: uuid.UUID, seen: AuditHead
) -> Iterator[list[Event]]:
    """Pages of the events after `seen`, each with the head that it leads to. Raises Broken."""
    while links := remote.audit_links(workspace_id, epoch, seen.chain_no, PAGE):
        events = []
        for link in links:
            events.append(_event(workspace_id, seen, link))
            seen = events[-1].head
        yield events


def _event(workspace_id: WorkspaceId, seen: AuditHead, link: AuditLink) -> Event:
    head = AuditHead(seen.chain_no + 1, next_hash(seen.hash, link.said))
    # Reckoned here from the link before: what the server says of number and hash is only compared.
    if (link.chain_no, link.hash) != (head.chain_no, head.hash):
        raise Broken(head.chain_no)
    try:
        said = json.loads(link.said)
        told = uuid.UUID(said[1]), said[_NUMBER]
        event = Event(head, uuid.UUID(said[_EVENT]), bytes.fromhex(said[_MAC_FROM_END]))
    except _UNREADABLE:
        return Event(head, None, b"")
    if told != (workspace_id, head.chain_no):
        raise Broken(head.chain_no)
    return event


def proven(keychain: Keychain, workspace_id: WorkspaceId, witness: AuditWitness) -> bool:
    """Whether a trusted device signed it."""
    key = keychain.signing_key(witness.device_id)
    head = witness.head
    return key is not None and is_head_signed(
        key, witness.signature, workspace_id, witness.device_id, head.chain_no, head.hash
    )
