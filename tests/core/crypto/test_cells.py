"""Cells open in their own place alone, and PazPaz cells only while its keys are given."""

import json
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from core.crypto.cells import KeyRing, new_key
from core.domain.errors import Tampered
from core.domain.ids import WorkspaceId

DATA = Path(__file__).parents[2] / "data"
WORKSPACE = WorkspaceId(UUID(int=0xA1))
ROW = UUID(int=0xB2)
KEYS = {0: bytes([0]) * 32, 1: bytes([1]) * 32, 2: bytes([2]) * 32}
RING = KeyRing(WORKSPACE, KEYS)
OTHER_PLACES = [(3, UUID(int=0xB3), 10), (4, ROW, 10), (3, ROW, 11)]


def pazpaz_vectors() -> Iterator[tuple[bytes, bytes, bytes]]:
    """Key, blob in each of both forms, plaintext."""
    for vector in json.loads((DATA / "pazpaz_cells.json").read_text(encoding="utf-8")):
        key, plaintext = bytes.fromhex(vector["key_hex"]), vector["plaintext"].encode()
        yield key, bytes.fromhex(vector["blob_legacy_hex"]), plaintext
        yield key, bytes.fromhex(vector["blob_v1_prefixed_hex"]), plaintext


@given(st.binary(max_size=300), st.integers(0, 0xFFFF), st.uuids(), st.integers(0, 0xFFFF))
def test_a_cell_opens_where_it_was_sealed(text: bytes, table_no: int, row: UUID, column_no: int) -> None:
    assert RING.open(RING.seal(text, table_no, row, column_no), table_no, row, column_no) == text


def test_a_cell_names_the_current_key_and_never_repeats_a_nonce() -> None:
    cells = {RING.seal(b"same", 3, ROW, 10) for _ in range(50)}
    assert len(cells) == 50
    assert all(cell.startswith(b"v2:") and len(cell) == 3 + 12 + 4 + 16 for cell in cells)
    assert {RING.key_no(cell) for cell in cells} == {2}


def test_a_cell_under_an_older_key_still_opens() -> None:
    older = KeyRing(WORKSPACE, {1: KEYS[1]}).seal(b"text", 3, ROW, 10)
    assert RING.open(older, 3, ROW, 10) == b"text"


@pytest.mark.parametrize("place", OTHER_PLACES)
def test_a_cell_moved_to_another_place_is_refused(place: tuple[int, UUID, int]) -> None:
    cell = RING.seal(b"no known allergy", 3, ROW, 10)
    with pytest.raises(Tampered):
        RING.open(cell, *place)


@pytest.mark.parametrize("place", OTHER_PLACES)
def test_a_moved_cell_is_refused_even_while_its_key_also_counts_as_legacy(
    place: tuple[int, UUID, int],
) -> None:
    ring = KeyRing(WORKSPACE, KEYS, legacy=[KEYS[2]])
    with pytest.raises(Tampered):
        ring.open(ring.seal(b"no known allergy", 3, ROW, 10), *place)


def test_a_cell_of_another_workspace_is_refused() -> None:
    elsewhere = KeyRing(WorkspaceId(UUID(int=0xA2)), KEYS)
    with pytest.raises(Tampered):
        elsewhere.open(RING.seal(b"text", 3, ROW, 10), 3, ROW, 10)


def test_a_relabelled_cell_is_refused() -> None:
    cell = RING.seal(b"text", 3, ROW, 10)
    same_keys = KeyRing(WORKSPACE, {1: KEYS[2], 2: KEYS[2]})
    for label in (b"v1:", b"v3:", b"v02:", b"v2", b"", b"v123456789:"):
        with pytest.raises(Tampered):
            same_keys.open(label + cell[3:], 3, ROW, 10)


@given(st.data())
def test_any_flipped_bit_is_refused(data: st.DataObject) -> None:
    cell = bytearray(RING.seal(data.draw(st.binary(max_size=40)), 3, ROW, 10))
    cell[data.draw(st.integers(0, len(cell) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(Tampered):
        RING.open(bytes(cell), 3, ROW, 10)


@given(st.integers(0, 42), st.binary(max_size=4))
def test_a_cut_or_lengthened_cell_is_refused(length: int, tail: bytes) -> None:
    cell = RING.seal(b"twelve bytes", 3, ROW, 10)
    for wrong in (cell[:length], cell + b"\0" + tail):
        with pytest.raises(Tampered):
            RING.open(wrong, 3, ROW, 10)


@given(st.binary(max_size=200) | st.binary(max_size=200).map(lambda tail: b"v1:" + tail))
def test_garbage_is_refused(garbage: bytes) -> None:
    for ring in (RING, KeyRing(WORKSPACE, KEYS, legacy=[bytes(32)])):
        with pytest.raises(Tampered):
            ring.open(garbage, 3, ROW, 10)


@pytest.mark.parametrize(("key", "blob", "plaintext"), list(pazpaz_vectors()))
def test_pazpaz_cells_open_while_their_key_is_given(key: bytes, blob: bytes, plaintext: bytes) -> None:
    assert KeyRing(WORKSPACE, KEYS, legacy=[new_key(), key]).open(blob, 3, ROW, 10) == plaintext


@pytest.mark.parametrize(("key", "blob", "plaintext"), list(pazpaz_vectors()))
def test_pazpaz_cells_are_refused_without_the_legacy_flag(key: bytes, blob: bytes, plaintext: bytes) -> None:
    for ring in (RING, KeyRing(WORKSPACE, {0: new_key(), 1: key})):
        with pytest.raises(Tampered):
            ring.open(blob, 3, ROW, 10)


@pytest.mark.parametrize("nonce_start", [b"v1:", b"v12:", b"v0:", b"v99999999999:"])
def test_a_legacy_nonce_that_looks_like_a_label_is_read_as_a_nonce(nonce_start: bytes) -> None:
    from_pazpaz = pazpaz_like(bytes(32), (nonce_start + bytes(12))[:12], b"plain")
    ring = KeyRing(WORKSPACE, KEYS, legacy=[bytes(32)])
    assert ring.open(from_pazpaz, 3, ROW, 10) == b"plain"


def test_a_legacy_key_never_seals() -> None:
    ring = KeyRing(WORKSPACE, {0: KEYS[0]}, legacy=[bytes(32)])
    with pytest.raises(ValueError, match="no cell key"):
        ring.seal(b"text", 3, ROW, 10)


@pytest.mark.parametrize(
    "vector", json.loads((DATA / "gcm_256.json").read_text()), ids=lambda v: str(v["name"])
)
def test_the_published_gcm_vectors_open_with_our_reader(vector: dict[str, str]) -> None:
    blob = bytes.fromhex(vector["nonce"] + vector["ciphertext"] + vector["tag"])
    ring = KeyRing(WORKSPACE, {}, legacy=[bytes.fromhex(vector["key"])])
    if vector["aad"]:
        with pytest.raises(Tampered):
            ring.open(blob, 3, ROW, 10)
    else:
        assert ring.open(blob, 3, ROW, 10) == bytes.fromhex(vector["plaintext"])


def test_the_form_of_cells_is_frozen() -> None:
    """Made once from the description of the form, not by this code."""
    cell = bytes.fromhex(
        "76313a000102030405060708090a0bf5c9f40a009f6a159b1880ad4349bccc8ea81e7e8631fb170a8d0e19351db754bf42e661e4"
    )
    assert RING.open(cell, 3, ROW, 10) == b"Noa, allergic to nuts"


@pytest.mark.parametrize("keys", [{1: bytes(31)}, {-1: bytes(32)}, {100_000_000: bytes(32)}])
def test_impossible_keys_are_a_bug(keys: dict[int, bytes]) -> None:
    with pytest.raises(ValueError, match="workspace key"):
        KeyRing(WORKSPACE, keys)


def test_a_ring_tells_its_numbers_and_hides_its_keys() -> None:
    assert RING.current == 2
    assert RING.numbers == {0, 1, 2}
    assert RING.index_key == KEYS[0]
    assert RING.key_no(b"unlabelled") is None
    assert repr(RING) == "KeyRing(current=2)"


def pazpaz_like(key: bytes, nonce: bytes, plaintext: bytes) -> bytes:
    """As a PazPaz installation wrote it: no label, no associated data."""
    return nonce + AESGCM(key).encrypt(nonce, plaintext, None)


@given(st.dictionaries(st.integers(0, 0xFFFF), st.binary(max_size=40), max_size=5))
def test_the_cells_of_a_row_open_together_as_they_do_one_by_one(texts: dict[int, bytes]) -> None:
    cells = {no: RING.seal(text, 3, ROW, no) for no, text in texts.items()}
    assert RING.open_row(cells, 3, ROW) == texts


@pytest.mark.parametrize(
    "wrong", [b"", b"v2:", b"v2:short", b"v9:" + bytes(40), b"no label at all" + bytes(40)]
)
def test_a_row_with_a_cell_that_does_not_open_is_refused(wrong: bytes) -> None:
    with pytest.raises(Tampered):
        RING.open_row({10: RING.seal(b"text", 3, ROW, 10), 11: wrong}, 3, ROW)


@pytest.mark.parametrize("place", [(4, ROW), (3, UUID(int=0xB3))])
def test_a_row_of_cells_that_were_moved_is_refused(place: tuple[int, UUID]) -> None:
    cells = {10: RING.seal(b"no known allergy", 3, ROW, 10)}
    with pytest.raises(Tampered):
        RING.open_row(cells, *place)


@pytest.mark.parametrize(("key", "blob", "plaintext"), list(pazpaz_vectors()))
def test_a_row_may_hold_pazpaz_cells_beside_ours(key: bytes, blob: bytes, plaintext: bytes) -> None:
    ring = KeyRing(WORKSPACE, KEYS, legacy=[key])
    cells = {10: ring.seal(b"ours", 3, ROW, 10), 11: blob}
    assert ring.open_row(cells, 3, ROW) == {10: b"ours", 11: plaintext}


def test_a_ring_tells_its_workspace_and_index_key_and_an_empty_one_seals_nothing() -> None:
    ring, empty = KeyRing(WORKSPACE, KEYS), KeyRing(WORKSPACE, {})

    assert (ring.workspace_id, ring.index_key, ring.current) == (WORKSPACE, KEYS[0], 2)
    assert empty.current == 0
    with pytest.raises(ValueError, match="no cell key"):
        empty.seal(b"text", 3, ROW, 10)


def test_the_largest_key_number_has_eight_digits() -> None:
    ring = KeyRing(WORKSPACE, {49_999_999: KEYS[1], 99_999_999: KEYS[2]})

    sealed = ring.seal(b"text", 3, ROW, 10, clinical=True)
    assert sealed.startswith(b"v99999999:")
    assert ring.open_row({10: sealed}, 3, ROW) == {10: b"text"}
    with pytest.raises(ValueError, match="eight digits"):
        KeyRing(WORKSPACE, {100_000_000: KEYS[1]})
