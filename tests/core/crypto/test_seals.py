"""Row seals hold for exactly one content, row, version and device."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.crypto import seals
from core.crypto.keys import DeviceKeys
from core.crypto.seals import SealVerifier, leaf, row_mac, seal_batch
from core.crypto.signatures import is_signed
from core.domain.errors import Tampered
from core.domain.ids import DeviceId, WorkspaceId

WORKSPACE = WorkspaceId(UUID(int=1))
ROW = UUID(int=2)
DEVICE = DeviceId(UUID(int=3))
STRANGER = DeviceId(UUID(int=4))
KEYS = DeviceKeys.generate()
INDEX_KEY = bytes(range(32))
FIELDS = {10: b"Noa", 11: b"", 300: b"{}"}


def verifier() -> SealVerifier:
    return SealVerifier({DEVICE: KEYS.sign_pub})


def leaves(count: int) -> list[bytes]:
    return [leaf(WORKSPACE, 3, UUID(int=n), 1, False, bytes(32)) for n in range(count)]


def test_the_form_of_row_macs_is_frozen() -> None:
    """Made once from the description of the form, not by this code."""
    expected = "a92f97dd16a43a526a8cc29ae5af778ad2df1ee77dee01a7352c63e1863386f9"
    assert row_mac(INDEX_KEY, WORKSPACE, 3, ROW, False, FIELDS).hex() == expected


def test_the_order_in_which_fields_come_does_not_matter() -> None:
    backwards = dict(reversed(FIELDS.items()))
    assert row_mac(INDEX_KEY, WORKSPACE, 3, ROW, False, FIELDS) == row_mac(
        INDEX_KEY, WORKSPACE, 3, ROW, False, backwards
    )


def test_a_row_mac_changes_with_everything_that_it_covers() -> None:
    variants = [
        row_mac(INDEX_KEY, WORKSPACE, 3, ROW, False, FIELDS),
        row_mac(bytes(32), WORKSPACE, 3, ROW, False, FIELDS),
        row_mac(INDEX_KEY, WorkspaceId(UUID(int=9)), 3, ROW, False, FIELDS),
        row_mac(INDEX_KEY, WORKSPACE, 4, ROW, False, FIELDS),
        row_mac(INDEX_KEY, WORKSPACE, 3, UUID(int=9), False, FIELDS),
        row_mac(INDEX_KEY, WORKSPACE, 3, ROW, True, FIELDS),
        row_mac(INDEX_KEY, WORKSPACE, 3, ROW, False, {**FIELDS, 12: b""}),
        row_mac(INDEX_KEY, WORKSPACE, 3, ROW, False, {10: b"", 11: b"Noa", 300: b"{}"}),
        row_mac(INDEX_KEY, WORKSPACE, 3, ROW, False, {}),
    ]
    assert len(set(variants)) == len(variants)


def test_a_leaf_changes_with_everything_that_it_covers() -> None:
    mac = bytes(32)
    variants = [
        leaf(WORKSPACE, 3, ROW, 1, False, mac),
        leaf(WorkspaceId(UUID(int=9)), 3, ROW, 1, False, mac),
        leaf(WORKSPACE, 4, ROW, 1, False, mac),
        leaf(WORKSPACE, 3, UUID(int=9), 1, False, mac),
        leaf(WORKSPACE, 3, ROW, 2, False, mac),
        leaf(WORKSPACE, 3, ROW, 1, True, mac),
        leaf(WORKSPACE, 3, ROW, 1, False, b"\1" * 32),
    ]
    assert len(set(variants)) == len(variants)


@pytest.mark.parametrize(
    ("version", "mac"), [(1, bytes(31)), (1, bytes(33)), (-1, bytes(32)), (1 << 32, bytes(32))]
)
def test_a_leaf_from_impossible_values_is_refused(version: int, mac: bytes) -> None:
    with pytest.raises(Tampered):
        leaf(WORKSPACE, 3, ROW, version, False, mac)


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 5, 8, 9, 33])
def test_every_row_of_a_batch_verifies(count: int) -> None:
    batch = leaves(count)
    sealed = seal_batch(KEYS.sign, DEVICE, batch)
    check = verifier()
    for one, seal in zip(batch, sealed, strict=True):
        check.check(DEVICE, one, seal)
        verifier().check(DEVICE, one, seal)


def test_a_batch_costs_one_signature_to_verify(monkeypatch: pytest.MonkeyPatch) -> None:
    batch = leaves(20)
    sealed = seal_batch(KEYS.sign, DEVICE, batch)
    asked: list[bytes] = []

    def counted(public_key: bytes, signature: bytes, message: bytes) -> bool:
        asked.append(signature)
        return is_signed(public_key, signature, message)

    monkeypatch.setattr(seals, "is_signed", counted)
    check = verifier()
    for one, seal in zip(batch, sealed, strict=True):
        check.check(DEVICE, one, seal)
    assert len(asked) == 1


def test_a_root_that_held_does_not_vouch_for_another_signature() -> None:
    [seal] = seal_batch(KEYS.sign, DEVICE, leaves(1))
    check = verifier()
    check.check(DEVICE, leaves(1)[0], seal)
    with pytest.raises(Tampered):
        check.check(DEVICE, leaves(1)[0], seal[:1] + bytes(64) + seal[65:])


def test_the_memory_of_roots_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seals, "_REMEMBERED", 2)
    check = verifier()
    for one in leaves(7):
        check.check(DEVICE, one, seal_batch(KEYS.sign, DEVICE, [one])[0])
    assert len(check._known) <= 2


@given(st.integers(1, 9), st.data())
def test_a_seal_holds_for_its_own_row_alone(count: int, data: st.DataObject) -> None:
    batch = leaves(count + 1)
    sealed = seal_batch(KEYS.sign, DEVICE, batch)
    one, other = data.draw(st.permutations(range(count + 1)))[:2]
    with pytest.raises(Tampered):
        verifier().check(DEVICE, batch[one], sealed[other])


@given(st.integers(1, 6), st.data())
def test_any_flipped_bit_or_cut_of_a_seal_is_refused(count: int, data: st.DataObject) -> None:
    batch = leaves(count)
    seal = seal_batch(KEYS.sign, DEVICE, batch)[count - 1]
    flipped = bytearray(seal)
    flipped[data.draw(st.integers(0, len(seal) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    cut = seal[: data.draw(st.integers(0, len(seal) - 1))]
    for wrong in (bytes(flipped), cut, seal + bytes(32), seal + b"\0"):
        with pytest.raises(Tampered):
            verifier().check(DEVICE, batch[count - 1], wrong)


@given(st.binary(max_size=200))
def test_garbage_is_refused(garbage: bytes) -> None:
    with pytest.raises(Tampered):
        verifier().check(DEVICE, leaves(1)[0], garbage)


def test_a_seal_of_an_untrusted_device_is_refused() -> None:
    [seal] = seal_batch(KEYS.sign, STRANGER, leaves(1))
    with pytest.raises(Tampered):
        verifier().check(STRANGER, leaves(1)[0], seal)


def test_a_seal_claimed_for_another_trusted_device_is_refused() -> None:
    [seal] = seal_batch(KEYS.sign, DEVICE, leaves(1))
    both = SealVerifier({DEVICE: KEYS.sign_pub, STRANGER: KEYS.sign_pub})
    both.check(DEVICE, leaves(1)[0], seal)
    with pytest.raises(Tampered):
        both.check(STRANGER, leaves(1)[0], seal)


def test_more_rows_than_an_index_can_number_are_a_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seals, "MAX_BATCH", 3)
    with pytest.raises(ValueError, match="too many"):
        seal_batch(KEYS.sign, DEVICE, leaves(4))


def test_given_a_place_outside_its_own_tree_then_a_seal_does_not_hold() -> None:
    first, _ = leaves(2)
    seal = seal_batch(KEYS.sign, DEVICE, leaves(2))[0]
    outside = seal[:65] + (2).to_bytes(2) + seal[67:]
    with pytest.raises(Tampered):
        verifier().check(DEVICE, first, outside)


@given(st.data(), st.integers(1, 40))
def test_given_a_batch_half_checked_when_another_seal_is_damaged_then_it_is_refused_as_by_a_fresh_verifier(
    data: st.DataObject, count: int
) -> None:
    told = leaves(count)
    sealed = seal_batch(KEYS.sign, DEVICE, told)
    seasoned = verifier()
    for number in data.draw(st.lists(st.integers(0, count - 1), max_size=count)):
        seasoned.check(DEVICE, told[number], sealed[number])
    number = data.draw(st.integers(0, count - 1))
    seal = bytearray(sealed[number])
    for place in data.draw(st.lists(st.integers(0, len(seal) - 1), max_size=2)):
        seal[place] ^= data.draw(st.integers(0, 255))
    asked = data.draw(st.sampled_from(told)), bytes(seal)
    assert seasoned.holds(DEVICE, *asked) == verifier().holds(DEVICE, *asked)


def test_given_a_batch_when_each_row_is_checked_then_it_costs_about_two_hashes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = leaves(1024)
    made: list[bytes] = []
    sealed = seal_batch(KEYS.sign, DEVICE, told)
    original = seals._node

    def node(left: bytes, right: bytes) -> bytes:
        made.append(left)
        return original(left, right)

    monkeypatch.setattr(seals, "_node", node)
    checking = verifier()
    for each, seal in zip(told, sealed, strict=True):
        checking.check(DEVICE, each, seal)
    assert len(made) < 2.1 * len(told)


def test_given_more_ways_than_are_remembered_when_checked_then_all_hold_as_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(seals, "_REMEMBERED", 2)
    told = leaves(64)
    checking = verifier()
    for each, seal in zip(told, seal_batch(KEYS.sign, DEVICE, told), strict=True):
        checking.check(DEVICE, each, seal)
    with pytest.raises(Tampered):
        checking.check(DEVICE, told[0], seal)
