"""Opening one object of the old installation, and checking that it is what its record says."""

import re
from enum import StrEnum

from core.store.attachments.attachments import type_of
from core.store.attachments.source_file import LARGEST as LARGEST_FILE
from migrations.operate.adopting.files.objects import Objects, UnreadableObjectError
from migrations.operate.adopting.files.records import OldFile
from migrations.operate.adopting.legacy import LegacyCells

LARGEST = min(64 << 20, LARGEST_FILE)
"""Bytes of one object: it is opened as a whole, in memory. The old program took files of at most 10 MB."""
# Nonce and tag of AES-GCM.
_SEAL = 12 + 16
_LABEL = len(b"v12345678:")
_MEDIA_TYPE = re.compile(r"[A-Za-z0-9][\w.+-]{0,48}/[A-Za-z0-9][\w.+-]{0,48}", re.ASCII)
_BEGINNINGS: dict[str, re.Pattern[bytes]] = {
    "image/jpeg": re.compile(rb"\xff\xd8\xff"),
    "image/png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "image/gif": re.compile(rb"GIF8[79]a"),
    "image/webp": re.compile(rb"RIFF.{4}WEBP", re.DOTALL),
    # Readers take a header within the first 1,024 bytes (PDF Reference 1.7, appendix H).
    "application/pdf": re.compile(rb".{0,1024}%PDF-", re.DOTALL),
}
"""How content of these kinds begins."""


class Refusal(StrEnum):
    """Why an object was not brought in."""

    UNREADABLE = "unreadable"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    OTHER_SIZE = "other_size"
    NOT_OPENED = "not_opened"
    NOT_ENCRYPTED = "not_encrypted"
    OTHER_TYPE = "other_type"
    NO_NOTE = "no_note"


REASONS = {
    Refusal.UNREADABLE: "the object cannot be read",
    Refusal.EMPTY: "the file is empty",
    Refusal.TOO_LARGE: f"larger than {LARGEST >> 20} MB; attach it by hand",
    Refusal.OTHER_SIZE: "the object does not have the size that was recorded",
    Refusal.NOT_OPENED: "no key that was given opens it",
    Refusal.NOT_ENCRYPTED: "not encrypted by the old program; with --plain such files are taken as they are",
    Refusal.OTHER_TYPE: "its content is not of the kind that was recorded",
    Refusal.NO_NOTE: "its session note is not on this computer; sync first",
}


class RefusedObjectError(Exception):
    """This one object is not brought in."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.value)
        self.reason = reason


class Opener:
    """Opens objects with the old installation's keys; `plain`: also those that the program did not encrypt.

    The old program seals with AES-256-GCM and no place, as it did its cells; most installations let the store
    encrypt, which then gives plain content to whoever may read it. Of such content nothing proves that it is
    genuine, so it is taken only where somebody said so.
    """

    def __init__(self, cells: LegacyCells, *, plain: bool) -> None:
        self._cells, self._plain = cells, plain

    def open(self, objects: Objects, old: OldFile, listed: int) -> bytes:
        """The content, whole and checked; `listed` is the object's size. Raises RefusedObjectError."""
        _check_size(old, listed)
        # A seal makes it longer, so the size alone tells.
        is_plain = listed == old.size
        if is_plain and not self._plain:
            raise RefusedObjectError(Refusal.NOT_ENCRYPTED)
        try:
            # One byte more than was listed shows an object that grew meanwhile.
            raw = objects.read(old.key, listed + 1)
        except UnreadableObjectError:
            raise RefusedObjectError(Refusal.UNREADABLE) from None
        if len(raw) != listed:
            raise RefusedObjectError(Refusal.OTHER_SIZE)
        content = raw if is_plain else self._opened(raw)
        if len(content) != old.size:
            raise RefusedObjectError(Refusal.OTHER_SIZE)
        expected = _BEGINNINGS.get(old.media_type.lower())
        if expected is not None and not expected.match(content):
            raise RefusedObjectError(Refusal.OTHER_TYPE)
        return content

    def _opened(self, raw: bytes) -> bytes:
        content = self._cells.open(raw)
        if content is None:
            raise RefusedObjectError(Refusal.NOT_OPENED)
        return content


def _check_size(old: OldFile, listed: int) -> None:
    """Before anything is read: a hostile object may be as large as it likes."""
    if old.size <= 0 or not listed:
        raise RefusedObjectError(Refusal.EMPTY)
    if old.size > LARGEST:
        raise RefusedObjectError(Refusal.TOO_LARGE)
    if listed != old.size and not old.size + _SEAL <= listed <= old.size + _SEAL + _LABEL:
        raise RefusedObjectError(Refusal.OTHER_SIZE)


def media_type(old: OldFile, name: str) -> str:
    """As recorded, where it is one; else what the name's ending stands for."""
    return old.media_type if _MEDIA_TYPE.fullmatch(old.media_type) else type_of(name)
