"""Rows that come in: which are believed, and when the server is asked again."""

from dataclasses import replace
from typing import Any

import pytest

from core.domain.enums import Role
from core.domain.errors import ServerRefused
from core.domain.registry import BY_NAME
from core.store.outbox.adoption import Adoption
from core.store.outbox.feed_store import FeedRow
from sync.keys.keychain import Keychain
from sync.remote import RemoteRow
from sync.rows.codec import Bad, Codec
from tests.sync.laptops import Laptop, Practice
from tests.sync.test_keys import announce, wrap_for

Two = tuple[Laptop, Laptop]
CLIENTS = BY_NAME["clients"].no


@pytest.fixture
def row(practice: Practice, laptops: Two) -> RemoteRow:
    """A client as the server has it, written on the first laptop."""
    client = laptops[0].add_client(alerts="Latex.")
    laptops[0].sync()
    return practice.head().rows[CLIENTS, client]


@pytest.fixture
def codec(laptops: Two, row: RemoteRow) -> Codec:
    """The second laptop's, which has its keys and the directory."""
    two = laptops[1]
    made = Codec(two.identity, Keychain(two.store, two.remote, two.identity))
    made.decode([row])
    two.remote.calls.clear()
    return made


def test_given_a_row_that_was_changed_when_its_keys_and_signer_are_known_then_the_server_is_not_asked_again(
    laptops: Two, codec: Codec, row: RemoteRow
) -> None:
    changed = replace(row, version=row.version + 1)
    assert codec.role is None
    assert codec.decode([changed]) == [Bad(CLIENTS, row.row_id, row.seq)]
    assert laptops[1].remote.calls == []
    assert codec.role is Role.OWNER


def test_given_a_row_of_a_table_that_this_program_does_not_know_then_it_is_left_out(
    codec: Codec, row: RemoteRow
) -> None:
    (opened,) = codec.decode([replace(row, table_no=99), row])
    assert isinstance(opened, FeedRow)
    assert (opened.row.row_id, opened.seq, opened.mac, opened.origin) == (
        row.row_id,
        row.seq,
        row.mac,
        row.sealed_by,
    )


LIES: dict[str, dict[str, Any]] = {
    "another version": {"version": 7},
    "a plain value left out": {"plain": {}},
    "a cell left out": {"cells": {}},
    "a deletion": {"deleted_at": 5},
    "no mac": {"mac": None},
    "no seal": {"seal": None},
    "no signer": {"sealed_by": None},
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES.keys())
@pytest.mark.parametrize("standing", Adoption)
def test_given_a_row_that_is_not_as_it_was_sealed_then_it_is_bad_and_nothing_of_it_is_shown(
    codec: Codec, row: RemoteRow, standing: Adoption, lie: dict[str, Any]
) -> None:
    codec._keychain.set_standing(standing)
    assert codec.decode([replace(row, **lie)]) == [Bad(CLIENTS, row.row_id, row.seq, unsealed=None)]


@pytest.mark.parametrize("standing", Adoption)
def test_given_a_whole_row_without_seal_then_it_is_taken_only_from_a_practice_that_is_being_adopted(
    codec: Codec, row: RemoteRow, standing: Adoption
) -> None:
    codec._keychain.set_standing(standing)
    (sealed,) = codec.decode([row])
    assert isinstance(sealed, FeedRow)
    bare = replace(sealed, origin=None)
    expected = {
        Adoption.TOLD: bare,
        Adoption.HELD: Bad(CLIENTS, row.row_id, row.seq, unsealed=bare),
    }
    found = codec.decode([replace(row, seal=None, sealed_by=None)])
    assert found == [expected.get(standing, Bad(CLIENTS, row.row_id, row.seq))]


@pytest.mark.parametrize("standing", Adoption)
def test_given_a_row_without_seal_that_was_changed_then_it_is_bad_even_in_a_practice_that_is_being_adopted(
    codec: Codec, row: RemoteRow, standing: Adoption
) -> None:
    codec._keychain.set_standing(standing)
    changed = replace(row, seal=None, sealed_by=None, cells={})
    assert codec.decode([changed]) == [Bad(CLIENTS, row.row_id, row.seq)]


def test_given_a_cell_under_an_older_key_that_is_missing_here_then_the_row_waits_and_is_no_alarm(
    practice: Practice, laptops: Two, codec: Codec, row: RemoteRow
) -> None:
    under_second = rewritten_under_second_key(practice, laptops[0], row)
    wrap_for(practice, laptops[0], laptops[1], 3)
    announce(practice, laptops[0], 3, generation=2)
    with pytest.raises(ServerRefused, match="approve"):
        codec.decode([under_second])


def test_given_a_cell_under_a_key_that_was_never_announced_then_the_row_is_bad(
    practice: Practice, laptops: Two, codec: Codec, row: RemoteRow
) -> None:
    under_second = rewritten_under_second_key(practice, laptops[0], row)
    practice.head().papers = None
    assert codec.decode([under_second]) == [Bad(CLIENTS, row.row_id, under_second.seq)]


def rewritten_under_second_key(practice: Practice, one: Laptop, row: RemoteRow) -> RemoteRow:
    wrap_for(practice, one, one, 2)
    announce(practice, one, 2)
    one.edit("clients", row.row_id, alerts="Latex and dust.")
    one.sync()
    return practice.head().rows[CLIENTS, row.row_id]


def test_given_a_row_of_a_device_that_came_later_then_the_directory_is_read_once_and_the_row_is_taken(
    practice: Practice, laptops: Two, codec: Codec
) -> None:
    three = practice.enrol()
    client = three.add_client("Of the third")
    three.sync()
    (opened,) = codec.decode([practice.head().rows[CLIENTS, client]])
    assert isinstance(opened, FeedRow)
    assert laptops[1].remote.calls.count("directory") == 1


def test_given_a_batch_when_encoded_then_each_op_says_what_was_staged_and_seals_its_next_version(
    laptops: Two, row: RemoteRow
) -> None:
    one = laptops[0]
    one.edit("clients", row.row_id, alerts=None, phone="2", is_active=False)
    new = one.add_client("New")
    with one.store.write() as db:
        batch = one.journal.stage(db, 9, 100_000)
    ops = Codec(one.identity, Keychain(one.store, one.remote, one.identity)).encode(batch)
    assert [(op.op_no, op.op_id, op.group, op.row_id, op.base_version, op.deleted, op.bad) for op in ops] == [
        (sent.op_no, sent.op_id, sent.group, sent.row_id, sent.base_version, None, False) for sent in batch
    ]
    edited, made = ops
    no = {name: column.no for name, column in BY_NAME["clients"].by_name.items()}
    assert edited.plain == {no["is_active"]: False}
    assert edited.cells.keys() == {no["alerts"], no["phone"]}
    assert (edited.cells[no["alerts"]], made.row_id) == (None, new)
    assert made.plain.keys().isdisjoint(made.cells)


def test_given_a_deletion_when_encoded_then_its_op_is_one(laptops: Two, row: RemoteRow) -> None:
    one = laptops[0]
    one.delete("clients", row.row_id)
    with one.store.write() as db:
        batch = one.journal.stage(db, 9, 100_000)
    (op,) = Codec(one.identity, Keychain(one.store, one.remote, one.identity)).encode(batch)
    assert (op.deleted, op.plain, op.cells) == (True, {}, {})


def test_given_versions_that_another_laptop_may_have_offered_when_two_do_not_hold_then_it_is_asked_once(
    practice: Practice, laptops: Two, codec: Codec
) -> None:
    """Each page asks anew: somebody may have joined since."""
    one, table = laptops[0], BY_NAME["session_versions"].no
    note = one.add_note(one.add_client())
    made = [one.add("session_versions", session_id=note, version_number=number) for number in (1, 2)]
    one.sync()
    spoilt = [replace(practice.head().rows[table, version], version=7) for version in made]
    for pages in (1, 2):
        assert codec.decode(spoilt) == [Bad(table, each.row_id, each.seq) for each in spoilt]
        assert laptops[1].remote.calls.count("directory") == pages
    codec.decode([replace(each, seal=None) for each in spoilt])
    assert laptops[1].remote.calls.count("directory") == 2
