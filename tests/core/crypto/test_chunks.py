"""Chunks of files: only an untouched chunk in its own place opens, and only the same file has its address."""

import dataclasses
import hmac
import uuid

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import given
from hypothesis import strategies as st

from core.crypto.cells import KeyRing
from core.crypto.chunks import CHUNK, Address, ChunkPlace, ChunkSeal
from core.domain.errors import Tampered
from core.domain.ids import WorkspaceId

WS, OTHER = WorkspaceId(uuid.UUID(int=7)), WorkspaceId(uuid.UUID(int=8))
KEYS = {0: b"i" * 32, 1: b"a" * 32, 2: b"b" * 32}
RING = KeyRing(WS, KEYS)
PLACE = ChunkPlace(b"k" * 32, 1, 3)
ELSEWHERE = [
    dataclasses.replace(PLACE, blob_key=b"l" * 32),
    dataclasses.replace(PLACE, number=0),
    dataclasses.replace(PLACE, count=4),
]


def test_given_a_chunk_when_opened_by_hand_then_its_form_is_the_documented_one() -> None:
    cell = RING.seal_chunk(b"pixels", PLACE)

    assert cell.startswith(b"v2:")
    nonce, sealed = cell[3:15], cell[15:]
    bound = b"pazpaz/chunk/1\0" + WS.bytes + b"k" * 32 + bytes.fromhex("00000001 00000003 00000002")
    assert AESGCM(KEYS[2]).decrypt(nonce, sealed, bound) == b"pixels"


def test_given_chunks_of_two_devices_under_two_keys_when_mixed_then_both_open() -> None:
    before = KeyRing(WS, {0: KEYS[0], 1: KEYS[1]}).seal_chunk(b"pixels", PLACE)
    assert [RING.open_chunk(cell, PLACE) for cell in (before, RING.seal_chunk(b"pixels", PLACE))] == [
        b"pixels",
        b"pixels",
    ]


@pytest.mark.parametrize("place", ELSEWHERE)
def test_given_a_chunk_when_moved_to_another_place_then_it_does_not_open(place: ChunkPlace) -> None:
    with pytest.raises(Tampered):
        RING.open_chunk(RING.seal_chunk(b"pixels", PLACE), place)
    seal = ChunkSeal(b"f" * 32)
    with pytest.raises(Tampered):
        seal.open(seal.seal(b"pixels", PLACE), place)


def test_given_a_chunk_of_another_practice_when_opened_then_it_does_not() -> None:
    with pytest.raises(Tampered):
        KeyRing(OTHER, KEYS).open_chunk(RING.seal_chunk(b"pixels", PLACE), PLACE)


def test_given_a_field_of_a_row_when_passed_off_as_a_chunk_then_it_does_not_open() -> None:
    with pytest.raises(Tampered):
        RING.open_chunk(RING.seal(b"text", 10, uuid.UUID(int=1), 13), PLACE)


@pytest.mark.parametrize("cell", [b"", b"v2:", b"v9:" + bytes(40), bytes(60), b"v2:" + bytes(27)])
def test_given_rubbish_when_opened_then_it_is_refused(cell: bytes) -> None:
    with pytest.raises(Tampered):
        RING.open_chunk(cell, PLACE)


@given(at=st.integers(0, 33), bit=st.integers(0, 7))
def test_given_a_chunk_at_rest_when_a_bit_is_turned_then_it_does_not_open(at: int, bit: int) -> None:
    seal = ChunkSeal(b"f" * 32)
    sealed = bytearray(seal.seal(b"pixels", PLACE))
    assert seal.open(bytes(sealed), PLACE) == b"pixels"
    sealed[at] ^= 1 << bit
    with pytest.raises(Tampered):
        seal.open(bytes(sealed), PLACE)


@pytest.mark.parametrize("sealed", [b"", bytes(27)])
def test_given_a_chunk_that_was_cut_off_when_opened_then_it_is_refused(sealed: bytes) -> None:
    with pytest.raises(Tampered):
        ChunkSeal(b"f" * 32).open(sealed, PLACE)


def test_given_a_ring_without_cell_keys_when_a_chunk_is_to_be_sealed_then_that_is_a_bug() -> None:
    with pytest.raises(ValueError, match="no cell key"):
        KeyRing(WS, {0: KEYS[0]}).seal_chunk(b"pixels", PLACE)


@pytest.mark.parametrize(
    "place", [ChunkPlace(b"short", 0, 1), ChunkPlace(b"k" * 32, 3, 3), ChunkPlace(b"k" * 32, -1, 3)]
)
def test_given_no_place_at_all_when_packed_then_that_is_a_bug(place: ChunkPlace) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        place.packed()


def test_given_a_file_when_its_address_is_computed_by_hand_then_it_is_the_documented_one() -> None:
    key = HKDF(hashes.SHA256(), 32, None, b"pazpaz/blob/1\0" + WS.bytes).derive(KEYS[0])
    address = Address(KEYS[0], WS).update(b"pix").update(b"els")
    assert (address.digest(), address.size) == (hmac.digest(key, b"pixels", "sha256"), 6)


def test_given_one_file_in_two_practices_or_under_two_keys_when_addressed_then_nothing_tells_that() -> None:
    found = {
        Address(key, ws).update(b"pixels").digest() for key in (b"i" * 32, b"j" * 32) for ws in (WS, OTHER)
    }
    assert len(found) == 4


@pytest.mark.parametrize(("size", "count"), [(1, 1), (CHUNK, 1), (CHUNK + 1, 2)])
def test_given_a_size_when_counted_then_the_last_chunk_may_be_short(size: int, count: int) -> None:
    address = Address(KEYS[0], WS)
    address.size = size
    assert address.count() == count
