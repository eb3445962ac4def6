"""vault.json: what is written in the clear about a vault, and the slots that open it."""

import hashlib
import hmac
import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from core.crypto.slot_format import recovery_slot_key
from core.domain.errors import NotAStore, StoreDamaged, Tampered, VersionMismatch
from core.store.database.private_files import read_limited, write_atomically

if TYPE_CHECKING:
    from core.crypto.slots import Secret

VAULTS = "vaults"
STORE_NAME = "store.db"
FILE_NAME = "vault.json"
VERSION = 1
_FORMAT = "pazpaz vault"
LONGEST = 64 * 1024
"""The one in tests/data/frozen has 846; whoever has the folder can write one of any length."""
WAY_BACK = (
    "What you wrote lies encrypted beside it and was not changed: keep the folder. A backup of this practice "
    "holds the key file too, so bring it back from there; without one, all that reached the clinic is on "
    "your other laptops, and this one can join again. The recovery paper alone cannot replace the file."
)
DAMAGED_KEY = f"The key file of this practice is damaged, and nothing opens without it. {WAY_BACK}"
MISSING_KEY = f"The key file of this practice is missing, and nothing opens without it. {WAY_BACK}"
STRANGE_KEY = f"The key file here belongs to another practice, and opens nothing. {WAY_BACK}"
_LONGEST_INITIALS = 12
"""Three letters, each of which may become several as a capital."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VaultDocument:
    """Content of vault.json. Nothing in it is proven before the master key has checked the MAC."""

    id: UUID
    initials: str
    generation: int
    """Grows with every change, so that an older file put back can be noticed from inside the store."""
    passphrase_slot: bytes = field(repr=False)
    recovery_slot: bytes = field(repr=False)
    keyring_slot: bytes | None = field(default=None, repr=False)
    keyring_name: str | None = None
    mac: bytes = field(default=b"", repr=False)

    @property
    def recovery_name(self) -> str:
        """Which paper opens the recovery slot: in the clear there, and another for each paper."""
        return recovery_slot_key(self.recovery_slot).hex()

    def authenticated(self, umk: "Secret") -> "VaultDocument":
        """The document with a MAC that fits it."""
        return replace(self, mac=_mac(umk, self._content()))

    def check(self, umk: "Secret") -> None:
        """Raises Tampered when something without the master key has written this file."""
        if not hmac.compare_digest(self.mac, _mac(umk, self._content())):
            raise Tampered(f"The key file was changed by something else, so nothing was opened. {WAY_BACK}")

    def _content(self) -> dict[str, Any]:
        return {
            "format": _FORMAT,
            "version": VERSION,
            "id": str(self.id),
            "initials": self.initials,
            "generation": self.generation,
            "passphrase_slot": self.passphrase_slot.hex(),
            "recovery_slot": self.recovery_slot.hex(),
            "keyring_slot": None if self.keyring_slot is None else self.keyring_slot.hex(),
            "keyring_name": self.keyring_name,
        }

    def write(self, folder: Path) -> None:
        """Replaces the folder's vault.json."""
        content = self._content() | {"mac": self.mac.hex()}
        content["checksum"] = _checksum(content)
        text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
        write_atomically(folder / FILE_NAME, text.encode())


def read_document(folder: Path) -> VaultDocument:
    """Reads vault.json. Raises NotAStore, StoreDamaged or VersionMismatch."""
    return parse_document(read_limited(folder / FILE_NAME, LONGEST), folder)


def parse_document(raw: bytes | None, folder: Path) -> VaultDocument:
    """`raw` None: it is longer than any. Raises as `read_document`."""
    if raw is None:
        raise NotAStore(f"{folder} does not hold a practice of this program.")
    content = _parse(raw, folder)
    if not isinstance(content.get("version"), int):
        raise StoreDamaged(DAMAGED_KEY)
    if content["version"] > VERSION:
        raise VersionMismatch("This practice was made by a newer version of the program. Update the program.")
    # The checksum tells an accident from a wrong passphrase; only the MAC tells an attack.
    if content.pop("checksum", None) != _checksum(content):
        raise StoreDamaged(DAMAGED_KEY)
    try:
        return _from_content(content)
    # Python's JSON knows Infinity, which as a whole number is an OverflowError.
    except (ArithmeticError, AttributeError, KeyError, TypeError, ValueError):
        raise StoreDamaged(DAMAGED_KEY) from None


def _parse(raw: bytes, folder: Path) -> dict[str, Any]:
    try:
        content = json.loads(raw)
    except (ValueError, RecursionError):
        content = None
    if isinstance(content, dict) and content.get("format") == _FORMAT:
        return content
    # Empty or zeros is what a power cut can make of a file, and what bears our mark was ours; all else never
    # was.
    if not raw.strip(b"\0 \n") or _FORMAT.encode() in raw:
        raise StoreDamaged(DAMAGED_KEY)
    raise NotAStore(f"{folder} does not hold a practice of this program.")


def _from_content(content: dict[str, Any]) -> VaultDocument:
    keyring_slot = content["keyring_slot"]
    return VaultDocument(
        id=UUID(content["id"]),
        initials=_initials(content["initials"]),
        generation=int(content["generation"]),
        passphrase_slot=bytes.fromhex(content["passphrase_slot"]),
        recovery_slot=bytes.fromhex(content["recovery_slot"]),
        keyring_slot=None if keyring_slot is None else bytes.fromhex(keyring_slot),
        keyring_name=content["keyring_name"],
        mac=bytes.fromhex(content["mac"]),
    )


def _initials(told: object) -> str:
    """What a tile can show; half a character, which JSON may hold, no font can draw."""
    if not isinstance(told, str) or len(told) > _LONGEST_INITIALS:
        raise ValueError
    told.encode()
    return told


def _canonical(content: dict[str, Any]) -> bytes:
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def _mac(umk: "Secret", content: dict[str, Any]) -> bytes:
    # Who only lists vaults, as the unlock page does, needs none of the cryptography that this loads.
    from core.crypto.slots import vault_mac  # noqa: PLC0415 - see above

    return vault_mac(umk, _canonical(content))


def _checksum(content: dict[str, Any]) -> str:
    return hashlib.sha256(_canonical(content)).hexdigest()
