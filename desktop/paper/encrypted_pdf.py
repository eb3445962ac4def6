"""A PDF of ours under a password, which every PDF program asks for: AES-256, revision 6 of its lock."""

import io
import logging
import stringprep
import unicodedata
from collections.abc import Callable
from typing import Any

from typing_extensions import override

LONGEST_BYTES = 127
"""Of a password, as the format has it; programs pass over what comes after them."""
_VERSION, _LEVEL = "/1.7", 8
"""Revision 6 came with PDF 2.0; written as 1.7 with this extension it is opened by older programs too."""


def is_steady(password: str) -> bool:
    """Whether every program makes the same bytes of it.

    Some change letters such as "²" before they look at the password, as the format wants it, and some do not.
    """
    return unicodedata.normalize("NFKC", password) == unicodedata.normalize("NFC", password) and not any(
        stringprep.in_table_b1(letter) or stringprep.in_table_c12(letter) or not letter.isprintable()
        for letter in password
    )


def fits(password: str) -> bool:
    """Whether all of it counts."""
    return len(unicodedata.normalize("NFC", password).encode()) <= LONGEST_BYTES


class _Stoppable(io.BytesIO):
    """Asks before each piece whether to go on: the library takes ten seconds for a large record."""

    def __init__(self, check: Callable[[], None], content: bytes = b"") -> None:
        super().__init__(content)
        self._check = check

    @override
    def read(self, size: int | None = -1, /) -> bytes:
        self._check()
        return super().read(size)

    @override
    def write(self, data: Any, /) -> int:
        self._check()
        return super().write(data)


def encrypted(pdf: bytes, password: str, check: Callable[[], None] = lambda: None) -> bytes:
    """All in memory. `pdf` is one that this program drew: files of others are opened elsewhere.

    `check` is called often, and ends it by what it raises.
    """
    # Loading it takes a quarter of a second, which nobody waits for who saves no PDF.
    from pypdf import PdfWriter  # noqa: PLC0415 - see above
    from pypdf.generic import DictionaryObject, NameObject, NumberObject  # noqa: PLC0415 - see above

    # It warns of passwords with letters of two directions, and that would be told of every one in Hebrew.
    logging.getLogger("pypdf").setLevel(logging.ERROR)
    writer = PdfWriter(clone_from=_Stoppable(check, pdf), keep_initial_header=True)
    level = DictionaryObject(
        {
            NameObject("/BaseVersion"): NameObject(_VERSION),
            NameObject("/ExtensionLevel"): NumberObject(_LEVEL),
        }
    )
    writer.root_object[NameObject("/Version")] = NameObject(_VERSION)
    writer.root_object[NameObject("/Extensions")] = DictionaryObject({NameObject("/ADBE"): level})
    writer.encrypt(unicodedata.normalize("NFC", password), algorithm="AES-256")
    buffer = _Stoppable(check)
    writer.write(buffer)
    return buffer.getvalue()
