"""What is signed, hashed and sealed keeps its form: rows, keys and files of today are read in ten years.

Each form is built a second time here, from its description and not by the code under test. Purposes that
stand first in what is signed keep one kind of signature from being taken for another.
"""

import hashlib
import hmac
from uuid import UUID

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from core.crypto import seals, slots
from core.crypto.certs import DeviceCert, issue
from core.crypto.chunks import ChunkPlace, ChunkSeal
from core.crypto.inventory import RowInventory
from core.crypto.keys import DeviceKeys
from core.crypto.manifests import KeyManifest, recipients_digest, sign_manifest, sign_wipe_order
from core.crypto.recovery import Paper, new_code, personal_key
from core.crypto.seals import SealVerifier, leaf, seal_batch
from core.crypto.signatures import is_signed
from core.crypto.wrap import unwrap_key, wrap_key
from core.domain.enums import Role
from core.domain.errors import Tampered
from core.domain.ids import DeviceId, UserId, WorkspaceId
from tests.hpke_by_hand import open_base

WORKSPACE = WorkspaceId(UUID(int=1))
ROW = UUID(int=2)
DEVICE, OTHER = DeviceId(UUID(int=3)), DeviceId(UUID(int=4))
KEYS = DeviceKeys.from_seeds(bytes(range(32)), bytes(range(32, 64)))
UMK = bytes(range(64, 96))


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"pazpaz/node/1\0" + left + right).digest()


def by_hand(path: list[bytes], index: int, row: bytes) -> bytes:
    """The seal of a leaf whose siblings up to the root are given."""
    root, at = row, index
    for sibling in path:
        root = node(sibling, root) if at & 1 else node(root, sibling)
        at >>= 1
    signature = KEYS.sign.sign(b"pazpaz/seal/1\0" + DEVICE.bytes + root)
    return b"\x01" + signature + index.to_bytes(2) + b"".join(path)


def test_the_leaf_of_a_row_is_its_place_version_and_mac() -> None:
    packed = WORKSPACE.bytes + (3).to_bytes(2) + ROW.bytes + (7).to_bytes(4) + b"\x01" + UMK

    assert leaf(WORKSPACE, 3, ROW, 7, True, UMK) == hashlib.sha256(b"pazpaz/leaf/1\0" + packed).digest()
    assert len(leaf(WORKSPACE, 3, ROW, 0, False, UMK)) == 32


def test_a_seal_is_a_signature_over_the_root_of_a_padded_tree() -> None:
    one, two, three = (bytes([n]) * 32 for n in (1, 2, 3))
    right = node(three, bytes(32))

    assert seal_batch(KEYS.sign, DEVICE, [one, two, three]) == [
        by_hand([two, right], 0, one),
        by_hand([one, right], 1, two),
        by_hand([bytes(32), node(one, two)], 2, three),
    ]


def test_a_seal_among_many_thousands_holds_and_a_path_beyond_the_largest_batch_does_not() -> None:
    verifier = SealVerifier({DEVICE: KEYS.sign_pub})
    row = bytes(32)

    verifier.check(DEVICE, row, by_hand([bytes([n]) * 32 for n in range(16)], 40_000, row))
    for longer in (by_hand([bytes(32)] * 17, 5, row), by_hand([bytes(32)] * 2, 5, row)):
        with pytest.raises(Tampered):
            verifier.check(DEVICE, row, longer)


def test_a_path_that_was_cut_within_a_hash_is_refused() -> None:
    seal = by_hand([bytes(32)] * 3, 0, bytes(32))

    with pytest.raises(Tampered):
        SealVerifier({DEVICE: KEYS.sign_pub}).check(DEVICE, bytes(32), seal[:-1])


def test_the_largest_batch_is_sealed_and_one_row_more_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seals, "MAX_BATCH", 4)

    assert len(seal_batch(KEYS.sign, DEVICE, [bytes(32)] * 4)) == 4
    with pytest.raises(ValueError, match="too many"):
        seal_batch(KEYS.sign, DEVICE, [bytes(32)] * 5)


def test_a_list_of_keys_and_an_order_to_wipe_are_signed_for_their_purpose_alone() -> None:
    entries = sorted((DEVICE.bytes + KEYS.hpke_pub, OTHER.bytes + KEYS.hpke_pub))
    digest = recipients_digest({OTHER: KEYS.hpke_pub, DEVICE: KEYS.hpke_pub})
    manifest = sign_manifest(
        KEYS.sign,
        KeyManifest(
            workspace_id=WORKSPACE,
            generation=0,
            current_key_no=1,
            issued_at=1,
            issuer_device_id=DEVICE,
            recipients=digest,
        ),
    )
    order = sign_wipe_order(KEYS.sign, WORKSPACE, OTHER, 9, DEVICE)

    assert digest == hashlib.sha256(b"pazpaz/recipients/1\0" + b"".join(entries)).digest()
    assert is_signed(KEYS.sign_pub, manifest[-64:], b"pazpaz/manifest/1\0" + manifest[:-64])
    assert is_signed(KEYS.sign_pub, order[-64:], b"pazpaz/wipe/1\0" + order[:-64])


@pytest.mark.parametrize(("issuer", "by"), [(None, b"\x00" + bytes(16)), (OTHER, b"\x01" + OTHER.bytes)])
def test_a_certificate_says_who_may_do_what_and_who_says_so(issuer: DeviceId | None, by: bytes) -> None:
    blob = issue(
        KEYS.sign,
        DeviceCert(
            workspace_id=WORKSPACE,
            user_id=UserId(UUID(int=5)),
            device_id=DEVICE,
            role=Role.THERAPIST,
            sign_pub=KEYS.sign_pub,
            hpke_pub=KEYS.hpke_pub,
            issued_at=6,
            issuer_device_id=issuer,
        ),
    )
    body = b"\x01" + WORKSPACE.bytes + UUID(int=5).bytes + DEVICE.bytes + b"\x02"
    body += KEYS.sign_pub + KEYS.hpke_pub + (6).to_bytes(8) + by

    assert blob == body + KEYS.sign.sign(b"pazpaz/cert/1\0" + body)


def test_a_workspace_key_is_wrapped_for_one_device_and_number() -> None:
    blob = wrap_key(UMK, KEYS.hpke_pub, WORKSPACE, 7, DEVICE, KEYS.sign)
    info = b"pazpaz/wk/1\0" + WORKSPACE.bytes + (7).to_bytes(4) + DEVICE.bytes

    assert open_base(KEYS.hpke, blob[1:-64], info, b"", aead=2) == UMK
    assert unwrap_key(blob, KEYS.hpke, WORKSPACE, 7, DEVICE, KEYS.sign_pub) == UMK


def test_a_recovery_slot_is_sealed_to_the_paper_and_bound_to_its_head() -> None:
    code = new_code(Paper.PERSONAL)
    key: X25519PrivateKey = personal_key(code)
    slot = slots.create_recovery_slot(UMK, code)
    head = b"\x01" + key.public_key().public_bytes_raw()

    assert slot[:33] == head
    assert open_base(key, slot[33:], b"pazpaz/recovery/1\0" + head, b"", aead=2) == UMK


def test_a_keyring_slot_is_sealed_under_the_secret_and_bound_to_its_expiry() -> None:
    secret, head = bytes(32), b"\x01" + (1000).to_bytes(8)
    slot = slots.create_keyring_slot(UMK, secret, expires_at=1000)
    key = HKDFExpand(hashes.SHA256(), 32, b"pazpaz/keyring/1\0" + head).derive(secret)

    assert slot[:9] == head
    assert AESGCM(key).decrypt(slot[9:21], slot[21:], head) == UMK
    assert slots.open_keyring_slot(slot, secret, now=999) == UMK


def test_the_mac_of_a_key_file_is_keyed_for_it_alone() -> None:
    key = HKDFExpand(hashes.SHA256(), 32, b"pazpaz/slots/1").derive(UMK)

    assert slots.vault_mac(UMK, b"content") == hmac.digest(key, b"content", "sha256")


def test_what_an_adoption_wrote_is_a_keyed_sum_over_its_rows_and_their_number() -> None:
    rows = [(3, ROW, 0, bytes([1]) * 32), (4, ROW, (1 << 32) - 1, bytes([2]) * 32)]
    inventory = RowInventory(UMK, WORKSPACE)
    total = 0
    for table_no, row_id, version, mac in rows:
        inventory.add(table_no, row_id, version, mac)
        told = b"pazpaz/adopted/row/1\0" + table_no.to_bytes(2) + row_id.bytes + version.to_bytes(4) + mac
        total += int.from_bytes(hmac.digest(UMK, told, "sha256"))
    summed = WORKSPACE.bytes + len(rows).to_bytes(4) + (total % 2**256).to_bytes(32)

    assert inventory.proof() == hmac.digest(UMK, b"pazpaz/adopted/1\0" + summed, "sha256")


def test_a_chunk_at_rest_is_bound_to_its_place() -> None:
    place = ChunkPlace(UMK, 2, 5)
    sealed = ChunkSeal(bytes(32)).seal(b"", place)
    aad = b"pazpaz/file/1\0" + UMK + (2).to_bytes(4) + (5).to_bytes(4)

    assert AESGCM(bytes(32)).decrypt(sealed[:12], sealed[12:], aad) == b""
    assert ChunkSeal(bytes(32)).open(sealed, place) == b""


def test_a_file_of_more_chunks_than_are_counted_has_no_place() -> None:
    with pytest.raises(ValueError, match="a number below"):
        ChunkPlace(UMK, 0, 1 << 32).packed()
