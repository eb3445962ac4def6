"""What a printed PDF holds, with how far it was on the way."""

import tempfile
from collections.abc import Iterator

from desktop.paper.printable import Printable, encrypted_pdf, write_pdf
from desktop.paper.record_drawing import Progress


def pdf_of(pages: Printable, password: str = "") -> Iterator[Progress | bytes]:
    """Tells of each piece, then gives the whole file."""
    if password:
        yield from encrypted_pdf(pages, password)
        return
    with tempfile.TemporaryFile() as file:
        yield from write_pdf(pages, file.fileno())
        file.seek(0)
        yield file.read()
