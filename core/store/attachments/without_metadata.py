"""A file on its way in, without what a picture or a PDF tells beside what it shows."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from core.domain.errors import RuleBroken
from core.picture_file.damage import Damaged
from core.picture_file.stripping import Metadata, is_strippable, is_telling, strip
from core.store.attachments.source_file import (
    LARGEST,
    FileSource,
    check_wanted,
    read_beginning,
    read_whole,
    size_of,
)

StripPdf = Callable[[bytes, threading.Event], bytes]
"""Gives the same bytes where nothing is to go; raises Damaged where the file is to stay as it is.

Called on the worker. It ends soon once the event is set, with whatever it has.
"""
_PDF_MARK = b"%PDF-"
_LOOK_AT = 1024
"""So many first bytes tell what a file is: readers of PDF look for its mark in them."""


@dataclass(frozen=True, slots=True)
class Stripping:
    """What is taken off. `pdf` None: a PDF stays as it is, as here nothing opens files of strangers.

    A PDF of more than `most_pdf_bytes` is left, and never read into memory. `asks`: a picture of a kind from
    which nothing can be taken off, such as HEIC, is refused (TELLING), so that a person may say whether it is
    to be kept as it is.
    """

    pictures: bool = True
    pdf: StripPdf | None = None
    most_pdf_bytes: int = LARGEST
    asks: bool = False


AS_IT_IS = Stripping(pictures=False)
TELLING = "telling_picture"


@dataclass(frozen=True, slots=True)
class BareFile:
    """`metadata`: what became of it; `is_pdf`: whether that is said of a PDF or a picture."""

    source: FileSource
    metadata: Metadata = Metadata.NONE
    is_pdf: bool = False


def without_metadata(source: FileSource, stripping: Stripping, cancel: threading.Event) -> BareFile:
    """In memory where something can be taken off, else as it was given. Raises BadInput, RuleBroken,
    Cancelled."""
    beginning = read_beginning(source, _LOOK_AT)
    if stripping.pictures and is_strippable(beginning):
        # One byte too many is refused later: it grew since it was measured.
        return BareFile(*strip(read_whole(source, LARGEST + 1, cancel), partial(check_wanted, cancel)))
    if stripping.pictures and is_telling(beginning):
        if stripping.asks:
            raise RuleBroken(
                "This picture tells camera and place, and that cannot be taken off it; nothing was added. "
                "Save it as a JPEG, and add that.",
                code=TELLING,
            )
        return BareFile(source, Metadata.LEFT)
    if stripping.pdf is not None and _PDF_MARK in beginning:
        return _bare_pdf(source, stripping.pdf, stripping.most_pdf_bytes, cancel)
    return BareFile(source)


def _bare_pdf(source: FileSource, strip_pdf: StripPdf, most: int, cancel: threading.Event) -> BareFile:
    left = BareFile(source, Metadata.LEFT, is_pdf=True)
    if size_of(source) > most:
        return left
    content = read_whole(source, most + 1, cancel)
    # It may have grown since it was measured, and this is then a part of it alone.
    if len(content) > most:
        return left
    try:
        stripped = strip_pdf(content, cancel)
    except Damaged:
        return left
    return BareFile(stripped, Metadata.NONE if stripped == content else Metadata.STRIPPED, is_pdf=True)
