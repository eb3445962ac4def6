"""Only certificates that lead to the pinned root count, and only owners' devices may issue."""

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.crypto.certs import DeviceCert, issue, newest_certs, read_cert, six_words, verify_chain
from core.crypto.keys import DeviceKeys
from core.crypto.words import word_list
from core.domain.enums import Role
from core.domain.errors import Tampered
from core.domain.ids import DeviceId, UserId, WorkspaceId

WORKSPACE = WorkspaceId(UUID(int=1))
ROOT, OWNER_KEYS, OTHER_KEYS, LATER_KEYS, HOSTILE = (DeviceKeys.generate() for _ in range(5))
OWNER, OTHER, LATER = (DeviceId(UUID(int=n)) for n in (11, 12, 13))


def cert(device: DeviceId, keys: DeviceKeys, role: Role, issuer: DeviceId | None) -> DeviceCert:
    return DeviceCert(
        workspace_id=WORKSPACE,
        user_id=UserId(UUID(int=5)),
        device_id=device,
        role=role,
        sign_pub=keys.sign_pub,
        hpke_pub=keys.hpke_pub,
        issued_at=1_790_000_000_000_000,
        issuer_device_id=issuer,
    )


FIRST = cert(OWNER, OWNER_KEYS, Role.OWNER, None)
FIRST_BLOB = issue(ROOT.sign, FIRST)


def test_a_certificate_reads_back() -> None:
    second = cert(OTHER, OTHER_KEYS, Role.READONLY, OWNER)
    assert read_cert(FIRST_BLOB) == FIRST
    assert read_cert(issue(OWNER_KEYS.sign, second)) == second


def test_a_chain_from_the_root_through_owners_holds() -> None:
    second = cert(OTHER, OTHER_KEYS, Role.OWNER, OWNER)
    third = cert(LATER, LATER_KEYS, Role.THERAPIST, OTHER)
    blobs = {
        LATER: issue(OTHER_KEYS.sign, third),
        OTHER: issue(OWNER_KEYS.sign, second),
        OWNER: FIRST_BLOB,
    }
    assert verify_chain(blobs, ROOT.sign_pub) == {OWNER: FIRST, OTHER: second, LATER: third}
    assert verify_chain(blobs, ROOT.sign_pub, WORKSPACE).keys() == blobs.keys()


@pytest.mark.parametrize("role", [Role.THERAPIST, Role.ASSISTANT, Role.READONLY])
def test_what_another_role_issues_does_not_count(role: Role) -> None:
    second = cert(OTHER, OTHER_KEYS, role, OWNER)
    third = cert(LATER, LATER_KEYS, Role.THERAPIST, OTHER)
    blobs = {
        OWNER: FIRST_BLOB,
        OTHER: issue(OWNER_KEYS.sign, second),
        LATER: issue(OTHER_KEYS.sign, third),
    }
    assert verify_chain(blobs, ROOT.sign_pub).keys() == {OWNER, OTHER}


def test_a_server_cannot_add_itself() -> None:
    blobs = {
        OWNER: FIRST_BLOB,
        OTHER: issue(HOSTILE.sign, cert(OTHER, HOSTILE, Role.OWNER, None)),
        LATER: issue(HOSTILE.sign, cert(LATER, HOSTILE, Role.OWNER, OWNER)),
    }
    assert verify_chain(blobs, ROOT.sign_pub).keys() == {OWNER}


def test_devices_that_vouch_for_each_other_or_themselves_do_not_count() -> None:
    blobs = {
        OTHER: issue(LATER_KEYS.sign, cert(OTHER, OTHER_KEYS, Role.OWNER, LATER)),
        LATER: issue(OTHER_KEYS.sign, cert(LATER, LATER_KEYS, Role.OWNER, OTHER)),
        OWNER: issue(HOSTILE.sign, cert(OWNER, HOSTILE, Role.OWNER, OWNER)),
    }
    assert verify_chain(blobs, ROOT.sign_pub) == {}


def test_a_certificate_with_a_substituted_key_does_not_count() -> None:
    swapped = issue(ROOT.sign, replace(FIRST, hpke_pub=HOSTILE.hpke_pub))[:-64] + FIRST_BLOB[-64:]
    assert verify_chain({OWNER: swapped}, ROOT.sign_pub) == {}


def test_a_certificate_filed_under_another_device_does_not_count() -> None:
    assert verify_chain({OTHER: FIRST_BLOB}, ROOT.sign_pub) == {}


def test_a_certificate_of_another_workspace_does_not_count() -> None:
    assert verify_chain({OWNER: FIRST_BLOB}, ROOT.sign_pub, WorkspaceId(UUID(int=2))) == {}


def test_an_owner_of_one_workspace_does_not_issue_in_another() -> None:
    elsewhere = replace(cert(OTHER, OTHER_KEYS, Role.OWNER, OWNER), workspace_id=WorkspaceId(UUID(int=2)))
    blobs = {OWNER: FIRST_BLOB, OTHER: issue(OWNER_KEYS.sign, elsewhere)}
    assert verify_chain(blobs, ROOT.sign_pub).keys() == {OWNER}


def test_another_root_proves_nothing() -> None:
    assert verify_chain({OWNER: FIRST_BLOB}, HOSTILE.sign_pub) == {}
    assert verify_chain({OWNER: FIRST_BLOB}, b"short") == {}


@given(st.integers(0, len(FIRST_BLOB) - 1), st.integers(0, 7))
def test_any_flipped_bit_makes_it_not_count(position: int, bit: int) -> None:
    blob = bytearray(FIRST_BLOB)
    blob[position] ^= 1 << bit
    assert verify_chain({OWNER: bytes(blob)}, ROOT.sign_pub) == {}


@given(st.binary(max_size=300) | st.binary(min_size=len(FIRST_BLOB), max_size=len(FIRST_BLOB)))
def test_garbage_is_refused(garbage: bytes) -> None:
    assert verify_chain({OWNER: garbage}, ROOT.sign_pub) == {}
    for wrong in (garbage, FIRST_BLOB[:-1], b"\2" + FIRST_BLOB[1:]):
        with pytest.raises(Tampered):
            read_cert(wrong)


def test_a_key_of_another_length_is_a_bug() -> None:
    for wrong in (replace(FIRST, sign_pub=b""), replace(FIRST, hpke_pub=bytes(33))):
        with pytest.raises(ValueError, match="32 bytes"):
            issue(ROOT.sign, wrong)


def test_six_words_are_frozen_and_differ_with_the_request() -> None:
    words = six_words(b'{"request":1}')
    assert " ".join(words) == "ridge child tackle many agent fast"
    assert words != six_words(b'{"request":2}')
    assert set(words) <= set(word_list())


def test_a_certificate_with_an_unknown_role_or_issuer_is_not_read() -> None:
    role_at, by_at = 1 + 3 * 16, 1 + 3 * 16 + 1 + 2 * 32 + 8
    for at in (role_at, by_at):
        changed = bytearray(FIRST_BLOB)
        changed[at] = 9
        with pytest.raises(Tampered):
            read_cert(bytes(changed))


def test_one_unreadable_certificate_keeps_none_of_the_others_away() -> None:
    assert verify_chain({OTHER: b"garbage", OWNER: FIRST_BLOB}, ROOT.sign_pub) == {OWNER: FIRST}


def test_given_rubbish_above_certificates_when_chosen_then_the_newest_that_holds_counts() -> None:
    first = issue(OWNER_KEYS.sign, cert(OTHER, OTHER_KEYS, Role.THERAPIST, OWNER))
    later = issue(OWNER_KEYS.sign, cert(OTHER, OTHER_KEYS, Role.ASSISTANT, OWNER))
    forged = issue(HOSTILE.sign, cert(OTHER, HOSTILE, Role.OWNER, OWNER))
    filed = {OWNER: [b"", b"x" * 300, FIRST_BLOB], OTHER: [forged, FIRST_BLOB, later, first], LATER: [b"x"]}

    found = newest_certs(filed, ROOT.sign_pub, WORKSPACE)

    assert found.newest == {OWNER: FIRST_BLOB, OTHER: later}
    assert found.genuine == {FIRST_BLOB, first, later}
    assert newest_certs({OTHER: [first]}, ROOT.sign_pub, WORKSPACE).newest == {}
    assert newest_certs(filed, ROOT.sign_pub, WorkspaceId(UUID(int=2))).newest == {}


def test_given_an_owners_certificate_when_another_comes_after_it_then_it_stays() -> None:
    """Others were let in by it: neither a lesser role nor owners who vouch for each other take that away."""
    was = issue(OWNER_KEYS.sign, cert(OTHER, OTHER_KEYS, Role.THERAPIST, OWNER))
    risen = issue(OWNER_KEYS.sign, cert(OTHER, OTHER_KEYS, Role.OWNER, OWNER))
    fallen = issue(OWNER_KEYS.sign, cert(OTHER, OTHER_KEYS, Role.THERAPIST, OWNER))
    by_other = issue(OTHER_KEYS.sign, cert(LATER, LATER_KEYS, Role.THERAPIST, OTHER))
    in_a_ring = issue(OTHER_KEYS.sign, cert(OWNER, OWNER_KEYS, Role.OWNER, OTHER))
    filed = {OWNER: [in_a_ring, FIRST_BLOB], OTHER: [fallen, risen, was], LATER: [by_other]}

    found = newest_certs(filed, ROOT.sign_pub, WORKSPACE)

    assert found.newest == {OWNER: FIRST_BLOB, OTHER: risen, LATER: by_other}
    assert newest_certs(filed | {OTHER: [was]}, ROOT.sign_pub, WORKSPACE).newest.keys() == {OWNER, OTHER}
