"""How every server chains audit events, and keeps what devices saw of the chain."""

import os

from core.crypto.witnesses import first_hash, next_hash
from core.domain.enums import Role
from core.domain.ids import DeviceId
from sync.remote import AuditHead, AuditLink, AuditWitness
from tests.sync.contract.conftest import Writer


def event(owner: Writer) -> None:
    owner.push(owner.op("audit_events", event_type="x", action="READ", client_time=1))


def links(owner: Writer, after: int = 0, limit: int = 100) -> list[AuditLink]:
    return list(owner.remote.audit_links(owner.practice.workspace_id, owner.practice.epoch, after, limit))


def head(owner: Writer) -> AuditHead:
    hello = owner.remote.hello()
    (found,) = [each for each in hello.heads if each.workspace_id == owner.practice.workspace_id]
    assert found.audit is not None
    return found.audit


def witness(owner: Writer, seen: AuditHead) -> bool:
    device_id = DeviceId(owner.remote.hello().device_id)
    signed = AuditWitness(device_id, seen, os.urandom(64))
    return owner.remote.witness_audit(owner.practice.workspace_id, owner.practice.epoch, signed)


def test_given_no_event_when_asked_then_the_chain_has_its_start_alone(owner: Writer) -> None:
    assert head(owner) == AuditHead(0, first_hash(owner.practice.workspace_id))
    assert links(owner) == []


def test_given_events_when_followed_then_each_link_leads_to_the_next_and_the_last_is_the_head(
    owner: Writer,
) -> None:
    for _ in range(5):
        event(owner)

    found = [*links(owner, 0, 2), *links(owner, 2, 2), *links(owner, 4, 2)]

    digest = first_hash(owner.practice.workspace_id)
    for number, link in enumerate(found, start=1):
        digest = next_hash(digest, link.said)
        assert (link.chain_no, link.hash) == (number, digest)
    assert head(owner) == AuditHead(5, digest)


def test_given_a_refused_group_when_it_had_an_event_then_the_chain_does_not_grow(owner: Writer) -> None:
    event(owner)
    before = head(owner)
    owner.push(
        owner.op("audit_events", event_type="x", action="READ", client_time=1, group=7),
        owner.op("services", name="Massage", default_duration_minutes=0, group=7),
    )
    assert head(owner) == before


def test_given_a_head_of_the_chain_when_witnessed_then_it_is_kept_once(owner: Writer) -> None:
    event(owner)
    assert witness(owner, head(owner))
    assert not witness(owner, head(owner))
    (kept,) = owner.remote.audit_witnesses(owner.practice.workspace_id, owner.practice.epoch)
    assert kept.head == head(owner)


def test_given_a_hash_that_never_stood_in_the_chain_when_witnessed_then_it_is_not_kept(
    owner: Writer,
) -> None:
    event(owner)
    assert not witness(owner, AuditHead(1, b"x" * 32))
    assert not witness(owner, AuditHead(2, head(owner).hash))
    assert list(owner.remote.audit_witnesses(owner.practice.workspace_id, owner.practice.epoch)) == []


def test_given_a_reader_when_it_witnesses_then_it_is_kept_beside_the_owners(owner: Writer) -> None:
    event(owner)
    reader = Writer(owner.practice, owner.practice.enrol(Role.READONLY))
    assert witness(owner, head(owner))
    assert witness(reader, head(reader))
    assert len(owner.remote.audit_witnesses(owner.practice.workspace_id, owner.practice.epoch)) == 2
