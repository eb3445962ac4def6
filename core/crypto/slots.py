"""Key slots: each seals the same user master key (UMK) to one way of opening a vault."""

import hmac
from os import urandom

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from core.crypto.kdf import SALT_BYTES, KdfParams, expand, stretch
from core.crypto.recovery import personal_key
from core.crypto.slot_format import (
    CHANGED_SLOT,
    EXPIRY,
    FORMAT,
    KEYRING_HEADER,
    NONCE,
    SEALED,
    UMK_BYTES,
    keyring_slot_expiry,
)
from core.crypto.wrap import open_sealed, seal_to
from core.domain.errors import Tampered, WrongPassphrase

_COMMITMENT = 32
_PASSPHRASE_HEADER = 1 + KdfParams.SIZE + SALT_BYTES

Secret = bytes | bytearray


def new_umk() -> bytearray:
    """A master key of 32 random bytes, in a bytearray so that closing the vault can overwrite them."""
    return bytearray(urandom(UMK_BYTES))


def create_passphrase_slot(umk: Secret, passphrase: str, params: KdfParams) -> bytes:
    """Seals the UMK under a passphrase. As slow as the parameters ask for."""
    header = FORMAT + params.pack() + urandom(SALT_BYTES)
    key, commitment = _passphrase_keys(header, passphrase)
    return header + commitment + _seal(key, umk, header)


def open_passphrase_slot(slot: bytes, passphrase: str) -> bytearray:
    """The UMK. Raises WrongPassphrase, or Tampered when the slot cannot be right under any passphrase.

    The commitment binds the slot to one key: without it AES-GCM would let a crafted slot open under many
    passphrases at once, so that each answer told an attacker about many guesses.
    """
    if len(slot) != _PASSPHRASE_HEADER + _COMMITMENT + SEALED or slot[:1] != FORMAT:
        raise Tampered(CHANGED_SLOT)
    header, rest = slot[:_PASSPHRASE_HEADER], slot[_PASSPHRASE_HEADER:]
    key, commitment = _passphrase_keys(header, passphrase)
    if not hmac.compare_digest(commitment, rest[:_COMMITMENT]):
        raise WrongPassphrase("The passphrase is not right. Nothing was changed; try again.")
    return _open(key, rest[_COMMITMENT:], header)


def create_recovery_slot(umk: Secret, code: str) -> bytes:
    """Seals the UMK to the public half of the code's key."""
    return reseal_recovery_slot(umk, FORMAT + personal_key(code).public_key().public_bytes_raw())


def reseal_recovery_slot(umk: Secret, slot: bytes) -> bytes:
    """The slot for the same paper with this UMK; needs the public key in the slot, not the paper."""
    # A byte of the format, and a public key of 32.
    header = slot[:33]
    return header + seal_to(header[1:], bytes(umk), _recovery_info(header))


def open_recovery_slot(slot: bytes, code: str) -> bytearray:
    """The UMK. Raises BadInput (typing mistake), WrongPassphrase (another vault's code) or Tampered."""
    key = personal_key(code)
    header, sealed = slot[:33], slot[33:]
    if header[:1] != FORMAT or len(header) != 33:
        raise Tampered(CHANGED_SLOT)
    if not hmac.compare_digest(key.public_key().public_bytes_raw(), header[1:]):
        raise WrongPassphrase(
            "This recovery code is not the one of this practice, or a newer one replaced it.",
            code="wrong_code",
        )
    return _open_recovery(key, sealed, header)


def create_keyring_slot(umk: Secret, secret: bytes, expires_at: int) -> bytes:
    """Seals the UMK under a random secret that the system's keyring holds, until `expires_at` (micros)."""
    header = FORMAT + EXPIRY.pack(expires_at)
    return header + _seal(_keyring_key(secret, header), umk, header)


def open_keyring_slot(slot: bytes, secret: bytes, now: int) -> bytearray:
    """The UMK. Raises WrongPassphrase once expired, Tampered when the slot or the secret is another's."""
    if now >= keyring_slot_expiry(slot):
        raise WrongPassphrase("Quick unlock has expired. Type the passphrase.", code="quick_unlock_over")
    # The seal covers the header, so whoever sets the expiry later makes the slot useless.
    header = slot[:KEYRING_HEADER]
    return _open(_keyring_key(secret, header), slot[KEYRING_HEADER:], header)


def vault_mac(umk: Secret, content: bytes) -> bytes:
    """Over everything in vault.json: 32 bytes that only who can open the vault can make."""
    return hmac.digest(expand(umk, b"pazpaz/slots/1"), content, "sha256")


def _passphrase_keys(header: bytes, passphrase: str) -> tuple[bytes, bytes]:
    params = KdfParams.unpack(header[1 : 1 + KdfParams.SIZE])
    stretched = stretch(passphrase, header[1 + KdfParams.SIZE :], params)
    # The header is part of the purpose: with another salt or a lowered cost there is another key, and nothing
    # opens.
    material = expand(stretched, b"pazpaz/slot/1\0" + header, 64)
    return material[:32], material[32:]


def _keyring_key(secret: bytes, header: bytes) -> bytes:
    return expand(secret, b"pazpaz/keyring/1\0" + header)


def _recovery_info(header: bytes) -> bytes:
    return b"pazpaz/recovery/1\0" + header


def _open_recovery(key: X25519PrivateKey, sealed: bytes, header: bytes) -> bytearray:
    return _checked(bytearray(open_sealed(key, sealed, _recovery_info(header))))


def _seal(key: bytes, umk: Secret, header: bytes) -> bytes:
    nonce = urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, bytes(umk), header)


def _open(key: bytes, sealed: bytes, header: bytes) -> bytearray:
    try:
        return _checked(bytearray(AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], header)))
    except InvalidTag:
        raise Tampered(CHANGED_SLOT) from None


def _checked(umk: bytearray) -> bytearray:
    if len(umk) != UMK_BYTES:
        raise Tampered(CHANGED_SLOT)
    return umk
