"""What a laptop saw of the audit chain stays in it, or is missed at its next sync."""

import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from core.crypto.witnesses import first_hash, next_hash, sign_head
from core.domain.enums import AuditAction
from core.domain.errors import ServerChanged
from sync.remote import AuditHead, AuditLink, AuditWitness
from sync.rows.audit_witness import BROKEN_CHAIN, BROUGHT_BACK_EARLIER, seen_head
from tests.sync.laptops import Laptop, Practice, person


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Practice]:
    made = Practice(tmp_path, random.SystemRandom().getrandbits(30))
    yield made
    made.close()


@pytest.fixture
def laptop(clinic: Practice) -> Laptop:
    """It has made three events, and has followed the chain to their end."""
    made = clinic.enrol()
    events(made, 3)
    made.sync()
    return made


def events(laptop: Laptop, count: int) -> None:
    for _ in range(count):
        person(laptop).audit.record(AuditAction.READ, "client.view")


def alarms(laptop: Laptop) -> int:
    return sum(notice["kind"] == BROKEN_CHAIN for notice in laptop.told("notices"))


def chained(clinic: Practice, links: list[AuditLink]) -> list[AuditLink]:
    """The links put together anew, as whoever owns the server can."""
    head, found = AuditHead(0, first_hash(clinic.workspace_id)), []
    for link in links:
        number = head.chain_no + 1
        said = link.said.replace(f", {link.chain_no},", f", {number},")
        found.append(AuditLink(number, next_hash(head.hash, said), said))
        head = AuditHead(number, found[-1].hash)
    return found


def test_given_a_followed_chain_when_nothing_changed_then_one_round_trip_is_all(laptop: Laptop) -> None:
    laptop.sync()
    laptop.remote.calls.clear()
    laptop.sync()
    assert laptop.remote.calls == ["hello"]
    assert alarms(laptop) == 0


def test_given_a_followed_chain_when_it_grows_honestly_then_it_is_followed_to_its_end(
    clinic: Practice, laptop: Laptop
) -> None:
    other = clinic.enrol()
    events(other, 2)
    other.sync()
    laptop.sync()
    with laptop.store.read() as db:
        assert seen_head(db) == clinic.head().audit_head()
    assert (alarms(laptop), alarms(other)) == (0, 0)


def test_given_a_followed_chain_when_its_end_is_cut_off_then_it_is_told_once(
    clinic: Practice, laptop: Laptop
) -> None:
    del clinic.head().chain[-1:]
    laptop.sync()
    laptop.sync()
    assert alarms(laptop) == 1


def test_given_a_followed_chain_when_it_is_built_anew_with_fewer_and_grows_past_then_it_is_told(
    clinic: Practice, laptop: Laptop
) -> None:
    clinic.head().chain = chained(clinic, clinic.head().chain[1:])
    other = clinic.enrol()
    events(other, 5)
    other.sync()
    laptop.sync()
    assert alarms(laptop) == 1


@pytest.mark.parametrize("said", ["[]", "{}", "[" * 5000, "1" * 5000, "\ud800", '["model", 5, 5, 5, 5, 5]'])
def test_given_a_link_that_says_nothing_readable_when_its_hash_holds_then_sync_goes_on_without_alarm(
    clinic: Practice, laptop: Laptop, said: str
) -> None:
    head = clinic.head().audit_head()
    clinic.head().chain.append(AuditLink(head.chain_no + 1, next_hash(head.hash, said), said))
    client = laptop.add_client()
    laptop.sync()
    assert alarms(laptop) == 0
    assert laptop.dirty() == 0
    assert client in laptop.rows("clients")


def test_given_a_link_that_speaks_of_our_event_otherwise_when_followed_then_it_is_told(
    clinic: Practice, laptop: Laptop
) -> None:
    ours, head = clinic.head().chain[0], clinic.head().audit_head()
    mac = ours.said.split('"')[-2]
    said = ours.said.replace(mac, "00" * 32).replace(f", {ours.chain_no},", f", {head.chain_no + 1},")
    clinic.head().chain.append(AuditLink(head.chain_no + 1, next_hash(head.hash, said), said))
    laptop.sync()
    assert alarms(laptop) == 1


def told_earlier(laptop: Laptop) -> int:
    return sum(notice["kind"] == BROUGHT_BACK_EARLIER for notice in laptop.told("notices"))


def test_given_a_restored_server_when_others_went_on_before_what_it_lost_came_back_then_it_is_told_once(
    clinic: Practice, laptop: Laptop
) -> None:
    other = clinic.enrol()
    before = clinic.server.snapshot()
    events(laptop, 2)
    laptop.sync()
    clinic.server.restore(before, clinic.ids.new())
    events(other, 1)
    other.sync()
    laptop.sync()
    laptop.sync()
    assert (alarms(laptop), told_earlier(laptop)) == (0, 1)
    assert (alarms(other), told_earlier(other)) == (0, 0)


def test_given_a_server_that_was_restored_properly_when_it_lacks_events_then_nobody_is_alarmed(
    clinic: Practice, laptop: Laptop
) -> None:
    before = clinic.server.snapshot()
    events(laptop, 2)
    laptop.sync()
    clinic.server.restore(before, clinic.ids.new())
    laptop.sync()
    laptop.sync()
    assert alarms(laptop) == 0
    with laptop.store.read() as db:
        assert seen_head(db) == clinic.head().audit_head()


@pytest.mark.parametrize("more", [0, 2])
def test_given_another_life_of_the_server_when_all_that_was_seen_stands_in_it_then_nobody_is_told(
    clinic: Practice, laptop: Laptop, more: int
) -> None:
    other = clinic.enrol()
    events(other, more)
    other.sync()
    clinic.server.restore(clinic.server.snapshot(), clinic.ids.new())
    laptop.sync()
    assert (alarms(laptop), told_earlier(laptop)) == (0, 0)


def test_given_a_laptop_that_saw_nothing_of_a_chain_when_the_server_was_restored_then_it_is_not_told(
    clinic: Practice, laptop: Laptop
) -> None:
    before = clinic.server.snapshot()
    events(laptop, 2)
    laptop.sync()
    clinic.server.restore(before, clinic.ids.new())
    new = clinic.enrol()
    new.sync()
    assert (alarms(new), told_earlier(new)) == (0, 0)


def test_given_a_server_that_was_put_back_without_a_word_when_it_lacks_events_then_it_is_told(
    clinic: Practice, laptop: Laptop
) -> None:
    before = clinic.server.snapshot()
    events(laptop, 2)
    laptop.sync()
    clinic.server.restore(before, None)
    laptop.sync()
    assert alarms(laptop) == 1


def test_given_a_server_that_stops_telling_its_chain_when_it_told_it_before_then_it_is_told(
    laptop: Laptop,
) -> None:
    laptop.practice.server.tells_audit = False
    laptop.sync()
    laptop.sync()
    assert alarms(laptop) == 1


def test_given_a_new_laptop_when_the_chain_lacks_what_another_signed_then_it_is_told_there(
    clinic: Practice, laptop: Laptop
) -> None:
    clinic.head().chain = chained(clinic, clinic.head().chain[1:])
    new = clinic.enrol()
    new.sync()
    assert alarms(new) == 1


def test_given_a_new_laptop_when_another_goes_on_during_its_first_sync_then_nobody_is_alarmed(
    clinic: Practice, laptop: Laptop
) -> None:
    new = clinic.enrol()

    def meanwhile(step: str) -> None:
        if step == "audit_witnesses.request":
            new.remote.fault = lambda _: None
            events(laptop, 64)
            laptop.sync()

    new.remote.fault = meanwhile
    new.sync()
    assert alarms(new) == 0
    with new.store.read() as db:
        assert seen_head(db) == clinic.head().audit_head()


def test_given_a_server_that_is_restored_during_a_sync_when_the_chain_is_followed_then_nobody_is_alarmed(
    clinic: Practice, laptop: Laptop
) -> None:
    before = clinic.server.snapshot()
    events(laptop, 2)
    laptop.sync()

    def meanwhile(step: str) -> None:
        if step == "audit_links.request":
            laptop.remote.fault = lambda _: None
            clinic.server.restore(before, clinic.ids.new())

    events(laptop, 1)
    laptop.remote.fault = meanwhile
    with pytest.raises(ServerChanged):
        laptop.sync()
    laptop.sync()
    assert alarms(laptop) == 0


def test_given_a_new_laptop_when_a_stranger_signed_another_head_then_nobody_is_alarmed(
    clinic: Practice, laptop: Laptop
) -> None:
    forged = AuditHead(1, b"x" * 32)
    stranger = clinic.identify()
    signature = sign_head(
        laptop.identity.keys.sign, clinic.workspace_id, stranger.device_id, forged.chain_no, forged.hash
    )
    clinic.head().witnesses = {stranger.device_id: AuditWitness(stranger.device_id, forged, signature)}
    new = clinic.enrol()
    new.sync()
    assert alarms(new) == 0


def test_given_a_busy_hour_when_the_chain_grows_then_a_head_is_signed_once_and_again_an_hour_later(
    clinic: Practice, laptop: Laptop
) -> None:
    signed = clinic.head().witnesses[laptop.me.device_id].head.chain_no
    events(laptop, 1)
    laptop.sync()
    assert clinic.head().witnesses[laptop.me.device_id].head.chain_no == signed
    clinic.clock.advance(timedelta(hours=2))
    events(laptop, 1)
    laptop.sync()
    assert clinic.head().witnesses[laptop.me.device_id].head == clinic.head().audit_head()


def test_given_a_day_of_many_events_when_64_are_new_then_the_head_is_signed_at_once(
    clinic: Practice, laptop: Laptop
) -> None:
    events(laptop, 64)
    laptop.sync()
    assert clinic.head().witnesses[laptop.me.device_id].head == clinic.head().audit_head()
