"""Only an owner's device says which keys are current, and only another owner's device orders a wipe."""

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.crypto.certs import DeviceCert
from core.crypto.keys import DeviceKeys
from core.crypto.manifests import (
    KeyManifest,
    is_wipe_order,
    open_manifest,
    owners,
    recipients_digest,
    sign_manifest,
    sign_wipe_order,
)
from core.domain.enums import Role
from core.domain.errors import Tampered
from core.domain.ids import DeviceId, UserId, WorkspaceId

WORKSPACE, ELSEWHERE = WorkspaceId(UUID(int=1)), WorkspaceId(UUID(int=2))
OWNER, THERAPIST = DeviceId(UUID(int=11)), DeviceId(UUID(int=12))
KEYS = {OWNER: DeviceKeys.generate(), THERAPIST: DeviceKeys.generate()}
ROLES = {OWNER: Role.OWNER, THERAPIST: Role.THERAPIST}
DEVICES = {
    device_id: DeviceCert(
        workspace_id=WORKSPACE,
        user_id=UserId(UUID(int=5)),
        device_id=device_id,
        role=ROLES[device_id],
        sign_pub=keys.sign_pub,
        hpke_pub=keys.hpke_pub,
        issued_at=1,
    )
    for device_id, keys in KEYS.items()
}
MANIFEST = KeyManifest(
    workspace_id=WORKSPACE,
    generation=4,
    current_key_no=2,
    issued_at=1_790_000_000_000_000,
    issuer_device_id=OWNER,
    recipients=recipients_digest({device_id: keys.hpke_pub for device_id, keys in KEYS.items()}),
)
BLOB = sign_manifest(KEYS[OWNER].sign, MANIFEST)
ORDER = sign_wipe_order(KEYS[OWNER].sign, WORKSPACE, THERAPIST, 9, OWNER)


def test_an_owners_manifest_opens() -> None:
    assert open_manifest(BLOB, WORKSPACE, DEVICES) == MANIFEST
    assert open_manifest(BLOB, WORKSPACE, DEVICES, at_least=4) == MANIFEST
    assert list(owners(DEVICES)) == [OWNER]


def test_an_older_manifest_is_refused() -> None:
    with pytest.raises(Tampered, match="older"):
        open_manifest(BLOB, WORKSPACE, DEVICES, at_least=5)


def test_a_manifest_by_anybody_else_is_refused() -> None:
    by_therapist = replace(MANIFEST, issuer_device_id=THERAPIST)
    forged = [
        sign_manifest(KEYS[THERAPIST].sign, by_therapist),
        sign_manifest(KEYS[THERAPIST].sign, MANIFEST),
        sign_manifest(KEYS[OWNER].sign, replace(MANIFEST, workspace_id=ELSEWHERE)),
        BLOB + b"\0",
    ]
    for blob in forged:
        with pytest.raises(Tampered):
            open_manifest(blob, WORKSPACE, DEVICES)


@given(st.integers(0, len(BLOB) - 1), st.integers(0, 7), st.binary(max_size=150))
def test_any_flip_cut_or_garbage_is_refused(position: int, bit: int, garbage: bytes) -> None:
    flipped = bytearray(BLOB)
    flipped[position] ^= 1 << bit
    for wrong in (bytes(flipped), BLOB[:position], garbage):
        with pytest.raises(Tampered):
            open_manifest(wrong, WORKSPACE, DEVICES)


def test_recipients_are_named_with_their_keys() -> None:
    own = {OWNER: b"a" * 32, THERAPIST: b"b" * 32}
    swapped = {OWNER: b"b" * 32, THERAPIST: b"a" * 32}
    assert recipients_digest(own) == recipients_digest(dict(reversed(own.items())))
    assert len({recipients_digest(own), recipients_digest(swapped), recipients_digest({})}) == 3
    with pytest.raises(ValueError, match="digest"):
        sign_manifest(KEYS[OWNER].sign, replace(MANIFEST, recipients=b""))


def test_an_owners_order_is_obeyed_by_its_target_alone() -> None:
    assert is_wipe_order(ORDER, WORKSPACE, THERAPIST, DEVICES)
    assert not is_wipe_order(ORDER, WORKSPACE, OWNER, DEVICES)
    assert not is_wipe_order(ORDER, ELSEWHERE, THERAPIST, DEVICES)


def test_a_self_signed_or_unauthorised_order_is_not_obeyed() -> None:
    own = sign_wipe_order(KEYS[OWNER].sign, WORKSPACE, OWNER, 9, OWNER)
    by_therapist = sign_wipe_order(KEYS[THERAPIST].sign, WORKSPACE, OWNER, 9, THERAPIST)
    posing = sign_wipe_order(KEYS[THERAPIST].sign, WORKSPACE, THERAPIST, 9, OWNER)
    assert not is_wipe_order(own, WORKSPACE, OWNER, DEVICES)
    assert not is_wipe_order(by_therapist, WORKSPACE, OWNER, DEVICES)
    assert not is_wipe_order(posing, WORKSPACE, THERAPIST, DEVICES)


@given(st.integers(0, len(ORDER) - 1), st.integers(0, 7), st.binary(max_size=150))
def test_a_changed_order_is_not_obeyed(position: int, bit: int, garbage: bytes) -> None:
    flipped = bytearray(ORDER)
    flipped[position] ^= 1 << bit
    for wrong in (bytes(flipped), ORDER[:position], ORDER + b"\0", garbage):
        assert not is_wipe_order(wrong, WORKSPACE, THERAPIST, DEVICES)


def test_the_first_manifest_opens_where_none_was_seen_before() -> None:
    first = replace(MANIFEST, generation=0)
    assert open_manifest(sign_manifest(KEYS[OWNER].sign, first), WORKSPACE, DEVICES) == first
