"""Workspace keys and the directory: fetched when needed, believed only with a chain to the root."""

import pytest

from core.crypto.manifests import KeyManifest
from core.crypto.wrap import wrap_key
from core.domain.clock import to_micros
from core.domain.enums import Role
from core.domain.errors import ServerRefused
from core.store.attachments.workspace_keys import load_keys
from sync.keys.keychain import Keychain
from sync.keys.manifest import KeyList, write_papers
from sync.remote import WrappedKey
from tests.sync.laptops import CELL_KEY, INDEX_KEY, NEVER, START, Laptop, Practice


def wrap_for(practice: Practice, signer: Laptop, receiver: Laptop, *numbers: int) -> None:
    for no in numbers:
        key = INDEX_KEY if no == 0 else bytes([no]) * 32 if no > 1 else CELL_KEY
        me = receiver.identity
        blob = wrap_key(
            key, me.keys.hpke_pub, practice.workspace_id, no, me.device_id, signer.identity.keys.sign
        )
        practice.head().keys.append(WrappedKey(no, me.device_id, blob, signer.me.device_id))


def announce(practice: Practice, signer: Laptop, key_no: int, generation: int = 1) -> None:
    """The signed list that goes with a rotation, for all devices of the directory."""
    me, head = signer.identity, practice.head()
    everybody = {entry.device_id: entry.hpke_pub for entry in head.devices}
    listed = KeyList(workspace_id=practice.workspace_id, recipients=everybody)
    manifest = KeyManifest(
        workspace_id=practice.workspace_id,
        generation=generation,
        current_key_no=key_no,
        issued_at=to_micros(START),
        issuer_device_id=me.device_id,
        recipients=listed.digest(),
    )
    head.papers = write_papers(me.keys.sign, manifest, listed)
    head.generation, head.current_key_no = generation, key_no


def keychain(laptop: Laptop) -> Keychain:
    return Keychain(laptop.store, laptop.remote, laptop.identity)


def test_a_new_device_fetches_its_keys_and_keeps_them(practice: Practice) -> None:
    one, two = practice.enrol(), practice.enrol(with_keys=False)
    wrap_for(practice, one, two, 0, 1)
    assert keychain(two).ring().numbers == {0, 1}
    with two.store.read() as db:
        assert load_keys(db) == {0: INDEX_KEY, 1: CELL_KEY}
    two.remote.calls.clear()
    assert keychain(two).ring().numbers == {0, 1}
    assert two.remote.calls == []


def test_without_keys_it_says_what_to_do(practice: Practice) -> None:
    laptop = practice.enrol(with_keys=False)
    with pytest.raises(ServerRefused, match="approve"):
        keychain(laptop).ring()


def test_a_key_wrapped_by_a_stranger_or_damaged_is_left_aside(practice: Practice) -> None:
    one, two = practice.enrol(), practice.enrol(with_keys=False)
    wrap_for(practice, one, two, 0)
    wrap_for(practice, two, two, 1)
    stranger = practice.head().keys[-1]
    practice.head().keys[-1] = WrappedKey(1, two.me.device_id, stranger.blob, one.me.device_id)
    with pytest.raises(ServerRefused):
        keychain(two).ring()


def test_a_key_of_a_later_rotation_is_fetched_when_a_cell_names_it(practice: Practice) -> None:
    one, two = practice.enrol(), practice.enrol()
    one.sync()
    two.sync()
    wrap_for(practice, one, one, 2)
    wrap_for(practice, one, two, 2)
    announce(practice, one, 2)
    chain = keychain(one)
    chain.refresh()
    assert chain.ring().current == 2
    client = one.add_client("After the rotation")
    one.sync()
    two.sync()
    assert two.value("clients", client, "first_name") == "After the rotation"
    assert two.told("notices") == []


def test_a_row_under_a_key_that_this_device_was_not_given_waits_and_is_no_alarm(practice: Practice) -> None:
    one, two = practice.enrol(), practice.enrol()
    one.sync()
    two.sync()
    wrap_for(practice, one, one, 2)
    announce(practice, one, 2)
    client = one.add_client("Under the second key")
    one.sync()
    wrap_for(practice, one, two, 3)
    announce(practice, one, 3, generation=2)
    mine = two.add_client("Typed meanwhile")
    with pytest.raises(ServerRefused, match="approve"):
        two.sync()
    assert two.told("notices") == []
    assert client not in two.rows("clients")
    assert mine in practice_rows(practice)
    wrap_for(practice, one, two, 2)
    assert two.sync().waiting == 0
    assert two.value("clients", client, "first_name") == "Under the second key"


def practice_rows(practice: Practice) -> set[object]:
    return {row_id for _, row_id in practice.head().rows}


def test_a_device_that_joined_later_is_looked_up(practice: Practice) -> None:
    one = practice.enrol()
    one.add_client("First")
    session = one.session()
    session.run_once(one.events.append, NEVER)
    late = practice.enrol()
    late.sync()
    client = late.add_client("Late")
    late.sync()
    session.run_once(one.events.append, NEVER)
    assert client in one.rows("clients")


def test_a_key_that_no_signed_list_announces_is_left_aside(practice: Practice) -> None:
    one, two = practice.enrol(), practice.enrol()
    wrap_for(practice, one, two, 2)
    chain = keychain(two)
    chain.refresh()
    assert chain.ring().current == 1


def test_a_key_wrapped_by_a_device_that_is_no_owners_is_left_aside(practice: Practice) -> None:
    helper, two = practice.enrol(Role.THERAPIST), practice.enrol(with_keys=False)
    wrap_for(practice, helper, two, 0, 1)
    with pytest.raises(ServerRefused, match="approve"):
        keychain(two).ring()
