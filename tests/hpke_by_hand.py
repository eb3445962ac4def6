"""RFC 9180, base mode, DHKEM(X25519, HKDF-SHA256), written from the RFC: a second reader of wrapped keys."""

import hmac

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_KEM = b"KEM" + (0x0020).to_bytes(2)
_KEY_BYTES = {0x0001: 16, 0x0002: 32}


def open_base(private: X25519PrivateKey, sealed: bytes, info: bytes, aad: bytes, aead: int) -> bytes:
    """`sealed` is the encapsulated key and the first ciphertext of the context."""
    suite = b"HPKE" + (0x0020).to_bytes(2) + (0x0001).to_bytes(2) + aead.to_bytes(2)
    secret = _decap(private, sealed[:32])
    context = b"\0" + _extract(suite, b"", b"psk_id_hash", b"") + _extract(suite, b"", b"info_hash", info)
    schedule = _extract(suite, secret, b"secret", b"")
    key = _expand(suite, schedule, b"key", context, _KEY_BYTES[aead])
    nonce = _expand(suite, schedule, b"base_nonce", context, 12)
    return AESGCM(key).decrypt(nonce, sealed[32:], aad)


def _decap(private: X25519PrivateKey, encapsulated: bytes) -> bytes:
    shared = private.exchange(X25519PublicKey.from_public_bytes(encapsulated))
    context = encapsulated + private.public_key().public_bytes_raw()
    prk = _extract(_KEM, b"", b"eae_prk", shared)
    return _expand(_KEM, prk, b"shared_secret", context, 32)


def _extract(suite: bytes, salt: bytes, label: bytes, material: bytes) -> bytes:
    return hmac.digest(salt or bytes(32), b"HPKE-v1" + suite + label + material, "sha256")


def _expand(suite: bytes, prk: bytes, label: bytes, info: bytes, length: int) -> bytes:
    labelled = length.to_bytes(2) + b"HPKE-v1" + suite + label + info
    return hmac.digest(prk, labelled + b"\1", "sha256")[:length]
