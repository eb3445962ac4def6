"""A PDF on its way in, rewritten by the process that opens files of strangers; for window and terminal."""

import threading
from collections.abc import Callable

from core.picture_file.damage import Damaged
from core.store.attachments.without_metadata import AS_IT_IS, Stripping
from desktop.files.decoder_process import DecoderProcess
from desktop.files.pixels import MOST_BYTES, Refused

_LOOK_S = 0.1


def stripping(*, strips: bool, asks: bool = False) -> Stripping:
    """What window and terminal take off files that are added, or nothing where the original is wanted."""
    return Stripping(pdf=strip_pdf, most_pdf_bytes=MOST_BYTES, asks=asks) if strips else AS_IT_IS


def strip_pdf(
    content: bytes, cancel: threading.Event, start: Callable[[], DecoderProcess] | None = None
) -> bytes:
    """Fulfils `StripPdf`: what takes too long stays as it is. `start`: makes another process to ask."""
    decoder = (start or DecoderProcess)()
    over = threading.Event()
    watch = threading.Thread(target=_end_when, args=(cancel, over, decoder), name="stripping", daemon=True)
    watch.start()
    try:
        return decoder.strip(content)
    except Refused:
        raise Damaged from None
    finally:
        over.set()
        decoder.close()


def _end_when(cancel: threading.Event, over: threading.Event, decoder: DecoderProcess) -> None:
    """Whoever asked no longer waits: the process is ended, and `strip` with it."""
    while not over.wait(_LOOK_S):
        if cancel.is_set():
            decoder.close()
            return
