"""One file in a process of its own, as the window sees it: pixels or a PDF come back, and nothing else is
believed."""

import contextlib
import subprocess
import threading
from collections.abc import Iterator, Sequence
from typing import IO

from desktop.files.pixels import (
    BYTES_A_PIXEL,
    DRAWN,
    MOST_BYTES,
    MOST_GROWTH,
    MOST_PAGES,
    OPENED,
    OPENING,
    SIZE,
    STRIPPED,
    WISH,
    Kind,
    PageSize,
    Pixels,
    Reason,
    Refused,
    bounded,
    exactly,
)
from desktop.session.relaunch import own_command
from desktop.session.start import DECODER

ANSWER_S = 20.0
"""How long it may take; measured are 0.2 s to begin, 0.1 s for a page, 3 s to write a PDF of 18 MB anew."""


class DecoderProcess:
    """Begins with `open` or `strip`. They and `draw` wait for the process: not on the GUI thread; `close`
    anywhere."""

    def __init__(self, command: Sequence[str] | None = None, answer_s: float = ANSWER_S) -> None:
        """`command`: another program to ask."""
        self._command, self._answer_s = command, answer_s
        self._beginning = threading.Lock()
        self._asking = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = self._overdue = False

    def open(self, kind: Kind, content: bytes) -> list[PageSize]:
        """Sizes of the pages, of which there is one at least. Raises Refused."""
        if len(content) > MOST_BYTES:
            raise Refused(Reason.TOO_LARGE)
        with self._asking:
            self._begin()
            with self._exchange() as (wishes, answers):
                _send(wishes, kind, content)
                reason, count = OPENED.unpack(exactly(answers, OPENED.size))
                _heed(reason)
                if not 0 < count <= MOST_PAGES:
                    raise Refused(Reason.LOST)
                sizes = [PageSize(*SIZE.unpack(exactly(answers, SIZE.size))) for _ in range(count)]
        if not all(size.is_sound for size in sizes):
            raise Refused(Reason.LOST)
        return sizes

    def draw(self, page: int, width: float, height: float) -> Pixels:
        """A page in about so many pixels, fewer where that is too many. Raises Refused."""
        across, down = bounded(width, height)
        with self._asking, self._exchange() as (wishes, answers):
            wishes.write(WISH.pack(page, across, down))
            wishes.flush()
            reason, *drawn = DRAWN.unpack(exactly(answers, DRAWN.size))
            _heed(reason)
            if drawn != [across, down]:
                raise Refused(Reason.LOST)
            return Pixels(across, down, exactly(answers, across * down * BYTES_A_PIXEL))

    def strip(self, content: bytes) -> bytes:
        """A PDF without what it tells about its author; the same where it tells nothing. Raises Refused.

        It is a stranger's file as it was before: what comes back is kept and never opened in the window.
        """
        if len(content) > MOST_BYTES:
            raise Refused(Reason.TOO_LARGE)
        with self._asking:
            self._begin()
            with self._exchange() as (wishes, answers):
                _send(wishes, Kind.PDF_TO_STRIP, content)
                reason, length = STRIPPED.unpack(exactly(answers, STRIPPED.size))
                _heed(reason)
                if length > 2 * len(content) + MOST_GROWTH:
                    raise Refused(Reason.LOST)
                return exactly(answers, length) or content

    def close(self) -> None:
        """Ends it, whatever it does; whoever waits for an answer is refused at once."""
        with self._beginning:
            was_closed, self._closed = self._closed, True
        if self._process is not None and not was_closed:
            self._process.kill()
            # Elsewhere: until the process has ended, whoever closes would wait, which may be the window.
            threading.Thread(target=self._tidy, name="decoder", daemon=True).start()

    def _begin(self) -> None:
        with self._beginning:
            if self._closed:
                raise Refused(Reason.LOST)
            try:
                self._process = subprocess.Popen(
                    list(self._command or (*own_command(), DECODER)),
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    # Windows would open a console for it.
                    creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
                )
            except OSError:
                raise Refused(Reason.LOST) from None

    @contextlib.contextmanager
    def _exchange(self) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
        """The libraries cannot be interrupted, the process can be ended."""
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            raise Refused(Reason.LOST)
        watch = threading.Timer(self._answer_s, self._on_overdue)
        watch.daemon = True
        watch.start()
        try:
            yield process.stdin, process.stdout
        except (OSError, EOFError, ValueError):
            raise Refused(Reason.TOO_SLOW if self._overdue else Reason.LOST) from None
        finally:
            watch.cancel()

    def _on_overdue(self) -> None:
        self._overdue = True
        self.close()

    def _tidy(self) -> None:
        with self._asking:  # whoever waits for an answer reads the end of the pipe now
            process = self._process
            if process is None:
                return
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with contextlib.suppress(OSError):  # what could not be sent any more
                        pipe.close()
            process.wait()


def _send(wishes: IO[bytes], kind: Kind, content: bytes) -> None:
    wishes.write(OPENING.pack(kind, len(content)))
    wishes.write(content)
    wishes.flush()


def _heed(reason: int) -> None:
    if reason:
        known = {each.value for each in Reason}
        raise Refused(Reason(reason) if reason in known else Reason.LOST)
