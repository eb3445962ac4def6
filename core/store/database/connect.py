"""Opening one SQLCipher connection, with everything that must hold on it asserted."""

import hmac
from pathlib import Path
from types import NoneType
from typing import Any

from sqlcipher3 import dbapi2 as sqlcipher

from core.domain.errors import NotAStore, WrongPassphrase
from core.store.database.driver_errors import damaged
from core.store.database.private_files import open_own

MAGIC = b"PazPaz\x00\x01"
_ATTACH = sqlcipher.SQLITE_ATTACH
_OK, _DENY = sqlcipher.SQLITE_OK, sqlcipher.SQLITE_DENY
# `temp_store`: what SQLite sorts or sets aside would else lie in temporary files outside the vault.
_SETTINGS = (
    ("temp_store", "MEMORY", "2"),
    # What is deleted is overwritten, and does not lie in free pages until somebody needs them.
    ("secure_delete", "ON", "1"),
    ("foreign_keys", "ON", "1"),
    ("busy_timeout", "5000", "5000"),
    # 16 MB. With 64 the window over 100,000 rows took 14 MB more, and pulls took the same processor time.
    ("cache_size", "-16384", "-16384"),
    ("journal_mode", "WAL", "wal"),
    # Else the log keeps the size that one first pull gave it.
    ("journal_size_limit", "67108864", "67108864"),
)


def _null(value: None) -> None:
    """NULL as it is."""
    return value


# The driver looks for an adapter of every value that is no int, float or str, and raises and drops an
# exception where it finds none: with these two a row of 25 columns is bound in a fifth of the time.
sqlcipher.register_adapter(bytes, bytes)
sqlcipher.register_adapter(NoneType, _null)


def salt_for(key: bytes) -> bytes:
    """The file's first 16 bytes, which SQLCipher keeps in the clear: our mark, then a check of the key.

    The key is 32 random bytes, so its salt need not be random, and 8 bytes of an HMAC tell nothing about
    it. So a wrong key, a foreign file and a damaged file can be told apart, which SQLCipher cannot.
    """
    return MAGIC + hmac.digest(key, b"pazpaz/store/1", "sha256")[:8]


def check_header(path: Path, key: bytes) -> None:
    """Refuses a file that is empty, not ours, or another vault's.

    Its length says nothing: a power cut may tear the last page, which the write-ahead log still holds.
    """
    with open_own(path) as file:
        head = file.read(16)
    if not head:
        raise damaged()
    if head[:8] != MAGIC:
        raise NotAStore("This file is not a PazPaz store. It was not changed; choose another one.")
    if head != salt_for(key):
        raise WrongPassphrase("This key does not open this store. Nothing was changed.")


class AttachGuard:
    """SQLite authorizer that refuses ATTACH, but for the one file a sealed copy is being written to.

    An attached file without a key would take health data in the clear.
    """

    def __init__(self) -> None:
        self.allowed: str | None = None

    def __call__(self, action: int, first: str | None, *_rest: str | None) -> int:
        if action != _ATTACH:
            return int(_OK)
        return int(_OK if self.allowed is not None and first == self.allowed else _DENY)


def open_connection(
    path: Path, key: bytes, *, wipe_memory: bool = False, alone: bool = False
) -> tuple[Any, AttachGuard]:
    """A connection that may move between threads but is used by one at a time.

    `alone`: no other connection can be open, and no index of the log is made beside the file: so a store
    can be read on a disk that has not even room for that (32 kB).
    `wipe_memory` is SQLCipher's cipher_memory_security, for the whole process and for good once it is on:
    it locks and wipes every buffer, and inserting rows takes 3 to 7 times as long.
    """
    # Without an isolation level the driver begins no transaction by itself: its own would begin at the first
    # write, after what was read for it.
    raw = sqlcipher.connect(
        str(path), isolation_level=None, check_same_thread=False, cached_statements=512, timeout=5.0
    )
    try:
        _unlock(raw, key, alone=alone)
        _settle(raw, ("cipher_memory_security", "ON", "1") if wipe_memory else None)
    except BaseException:
        raw.close()
        raise
    guard = AttachGuard()
    raw.set_authorizer(guard)
    return raw, guard


def _unlock(raw: Any, key: bytes, *, alone: bool) -> None:
    # The key comes before anything else; a library without encryption would ignore it silently.
    # 96 digits are key and salt as they stand: SQLCipher stretches only what is a passphrase.
    raw.execute(f"PRAGMA key = \"x'{key.hex()}{salt_for(key).hex()}'\"")
    # SQLCipher would write to standard error what it thinks of a page.
    raw.execute("PRAGMA cipher_log_level = NONE")
    if not raw.execute("PRAGMA cipher_version").fetchall():
        raise RuntimeError("the SQLite library has no encryption")
    raw.enable_load_extension(False)
    if alone:
        raw.execute("PRAGMA locking_mode = EXCLUSIVE")
    try:
        raw.execute("SELECT count(*) FROM sqlite_master").fetchall()
    except sqlcipher.DatabaseError as error:
        # SQLITE_CORRUPT and SQLITE_NOTADB. The header has shown that the key is right, so the page is not.
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in (11, 26):
            raise damaged() from None
        raise


def _settle(raw: Any, extra: tuple[str, str, str] | None) -> None:
    for name, wanted, read_back in (*_SETTINGS, *([extra] if extra else ())):
        raw.execute(f"PRAGMA {name} = {wanted}").fetchall()
        # SQLite passes over a pragma that it does not know or cannot obey, without a word.
        found = raw.execute(f"PRAGMA {name}").fetchone()
        if found is None or str(found[0]) != read_back:
            raise RuntimeError(f"the store's connection refused {name}")
