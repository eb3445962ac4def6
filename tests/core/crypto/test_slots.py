"""Each slot gives the master key to whoever holds its secret, and nothing to anybody else."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.crypto import kdf, slots
from core.crypto.kdf import KdfParams
from core.crypto.recovery import Paper, new_code, personal_key
from core.crypto.slot_format import keyring_slot_expiry, recovery_slot_key, slot_params
from core.crypto.slots import (
    create_keyring_slot,
    create_passphrase_slot,
    create_recovery_slot,
    new_umk,
    open_keyring_slot,
    open_passphrase_slot,
    open_recovery_slot,
    reseal_recovery_slot,
    vault_mac,
)
from core.crypto.wrap import seal_to
from core.domain.errors import BadInput, Tampered, WrongPassphrase

FAST = KdfParams.FAST_FOR_TESTS
UMK = bytearray(range(32))
PHRASE = "acorn meadow violin"
SECRET = bytes(range(100, 132))


@dataclass(frozen=True)
class CheapArgon2id:
    """Stands in where a property tries hundreds of slots; what is tested does not depend on the cost."""

    salt: bytes
    length: int
    iterations: int
    lanes: int
    memory_cost: int

    def derive(self, secret: bytes) -> bytes:
        material = repr((self.salt, self.iterations, self.lanes, self.memory_cost, secret)).encode()
        return kdf.expand(bytes(32), material, self.length)


@pytest.fixture(name="cheap")
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kdf, "Argon2id", CheapArgon2id)


def test_a_passphrase_slot_opens_with_its_passphrase_alone() -> None:
    slot = create_passphrase_slot(UMK, PHRASE, FAST)
    assert open_passphrase_slot(slot, PHRASE) == UMK
    assert slot_params(slot) == FAST
    with pytest.raises(WrongPassphrase):
        open_passphrase_slot(slot, PHRASE + ".")


def test_the_form_of_passphrase_slots_is_frozen() -> None:
    """Made once from the description of the form, not by this code."""
    slot = bytes.fromhex(
        "01000100000000000300000001000102030405060708090a0b0c0d0e0fa150a21468be1366c15a62531df04159"
        "b027860239425be4d90e82a5fc83a59a32333435363738393a3b3c3d51d5b91543f4b01a3aa548cc61c503a136"
        "dbd457b0db37fdd85bae939a4a600ec3142bd5a7b9563f28863087b62236a2"
    )
    assert open_passphrase_slot(slot, PHRASE) == UMK


@pytest.mark.usefixtures("cheap")
def test_no_two_slots_are_alike() -> None:
    assert create_passphrase_slot(UMK, PHRASE, FAST) != create_passphrase_slot(UMK, PHRASE, FAST)
    assert new_umk() != new_umk()


def mangled(slot: bytes, data: st.DataObject) -> bytes:
    """The slot with a bit flipped, cut or lengthened."""
    position = data.draw(st.integers(0, len(slot) - 1))
    flipped = bytearray(slot)
    flipped[position] ^= 1 << data.draw(st.integers(0, 7))
    return data.draw(st.sampled_from([bytes(flipped), slot[:position], slot + b"\0"]))


def refuses(open_slot: Callable[[bytes], bytearray], slot: bytes) -> None:
    with pytest.raises((Tampered, WrongPassphrase)):
        open_slot(slot)


@settings(max_examples=200)
@given(st.data())
def test_any_change_to_a_passphrase_slot_is_refused(data: st.DataObject) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kdf, "Argon2id", CheapArgon2id)
        slot = create_passphrase_slot(UMK, PHRASE, FAST)
        refuses(lambda changed: open_passphrase_slot(changed, PHRASE), mangled(slot, data))


@pytest.mark.usefixtures("cheap")
def test_lowered_cost_is_refused_before_the_passphrase_is_used() -> None:
    slot = create_passphrase_slot(UMK, PHRASE, KdfParams.DEFAULT)
    lowered = slot[:1] + KdfParams(8, 1, 1).pack() + slot[13:]
    with pytest.raises(Tampered, match="cost settings"):
        open_passphrase_slot(lowered, PHRASE)
    with pytest.raises(Tampered, match="cost settings"):
        slot_params(lowered)


@pytest.mark.usefixtures("cheap")
def test_cost_lowered_to_the_floor_does_not_open() -> None:
    slot = create_passphrase_slot(UMK, PHRASE, KdfParams.DEFAULT)
    with pytest.raises(WrongPassphrase):
        open_passphrase_slot(slot[:1] + FAST.pack() + slot[13:], PHRASE)


@pytest.mark.usefixtures("cheap")
def test_a_damaged_body_under_a_right_commitment_is_tampering() -> None:
    slot = create_passphrase_slot(UMK, PHRASE, FAST)
    with pytest.raises(Tampered):
        open_passphrase_slot(slot[:-1] + bytes([slot[-1] ^ 1]), PHRASE)


def test_the_cost_of_half_a_slot_is_refused() -> None:
    with pytest.raises(Tampered):
        slot_params(b"\1\0\0")


def test_a_recovery_slot_opens_with_its_paper_alone() -> None:
    code = new_code(Paper.PERSONAL)
    slot = create_recovery_slot(UMK, code)
    assert open_recovery_slot(slot, code.lower()) == UMK
    with pytest.raises(WrongPassphrase) as refused:
        open_recovery_slot(slot, new_code(Paper.PERSONAL))
    assert refused.value.code == "wrong_code"
    with pytest.raises(BadInput):
        open_recovery_slot(slot, code[:-1])


def test_a_recovery_slot_is_resealed_without_the_paper() -> None:
    code, fresh = new_code(Paper.PERSONAL), new_umk()
    slot = reseal_recovery_slot(fresh, create_recovery_slot(UMK, code))
    assert open_recovery_slot(slot, code) == fresh


CODE = new_code(Paper.PERSONAL)
RECOVERY_SLOT = create_recovery_slot(UMK, CODE)


@given(st.data())
def test_any_change_to_a_recovery_slot_is_refused(data: st.DataObject) -> None:
    refuses(lambda changed: open_recovery_slot(changed, CODE), mangled(RECOVERY_SLOT, data))


def test_a_recovery_slot_with_a_key_of_another_length_is_refused() -> None:
    header = RECOVERY_SLOT[:33]
    short = header + seal_to(header[1:], b"short", slots._recovery_info(header))
    with pytest.raises(Tampered):
        open_recovery_slot(short, CODE)


KEYRING_SLOT = create_keyring_slot(UMK, SECRET, expires_at=1000)


def test_a_keyring_slot_opens_until_it_expires() -> None:
    assert keyring_slot_expiry(KEYRING_SLOT) == 1000
    assert open_keyring_slot(KEYRING_SLOT, SECRET, now=999) == UMK
    with pytest.raises(WrongPassphrase, match="expired") as refused:
        open_keyring_slot(KEYRING_SLOT, SECRET, now=1000)
    assert refused.value.code == "quick_unlock_over"


def test_a_keyring_slot_refuses_another_secret_and_a_later_expiry() -> None:
    later = KEYRING_SLOT[:1] + (2000).to_bytes(8) + KEYRING_SLOT[9:]
    for slot, secret in ((KEYRING_SLOT, bytes(32)), (later, SECRET)):
        with pytest.raises(Tampered):
            open_keyring_slot(slot, secret, now=999)


@given(st.data())
def test_any_change_to_a_keyring_slot_is_refused(data: st.DataObject) -> None:
    refuses(lambda changed: open_keyring_slot(changed, SECRET, now=0), mangled(KEYRING_SLOT, data))


@given(st.binary(max_size=160))
def test_garbage_is_refused(garbage: bytes) -> None:
    refuses(lambda slot: open_passphrase_slot(slot, PHRASE), garbage)
    refuses(lambda slot: open_recovery_slot(slot, CODE), garbage)
    refuses(lambda slot: open_keyring_slot(slot, SECRET, now=0), garbage)


def test_the_mac_changes_with_key_and_content() -> None:
    macs = {vault_mac(UMK, b"a"), vault_mac(UMK, b"b"), vault_mac(bytes(32), b"a")}
    assert len(macs) == 3


def test_a_recovery_slot_tells_the_public_key_of_its_paper() -> None:
    slot = slots.create_recovery_slot(UMK, CODE)
    assert recovery_slot_key(slot) == personal_key(CODE).public_key().public_bytes_raw()
