"""Asks one https address for a release, and fetches an installer of it. No Qt; blocks: not on the GUI thread.

What is sent is the request and nothing else: no version, no name, no cookie. Nothing is followed to another
host. Time and size are limited, whatever the other side does. The content is trusted no more than a
stranger's stick: whoever calls verifies it.
"""

import http.client
import socket
import ssl
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from urllib.parse import SplitResult, urljoin, urlsplit

from core.domain.errors import BadInput, Cancelled, DiskFull, NotAStore, RuleBroken, ServerUnreachable
from core.release.manifest import LONGEST_MANIFEST, LONGEST_SIGNATURE, ReleaseFile
from core.runtime.progress import OnProgress
from core.store.database.private_files import private_replacement, write_all

_BLOCK = 64 * 1024
_MOST_REDIRECTS = 3
_MACS_AUTHORITIES = Path("/etc/ssl/cert.pem")
"""Where macOS keeps what it trusts for programs that bring no list of their own."""
Sink = Callable[[bytes], None]


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds: of silence, of the two small files together, and of one installer."""

    silence_s: float = 10
    texts_s: float = 30
    file_s: float = 3600


class ReleaseSource:
    """One address of a `release.json`, checked before (core/release/address.py). Use from one thread."""

    def __init__(
        self, address: str, trust: ssl.SSLContext | None = None, limits: Limits | None = None
    ) -> None:
        self._address = address
        self._trust = trust or own_trust()
        self._limits = limits or Limits()

    def texts(self, cancel: threading.Event) -> tuple[bytes, bytes]:
        """Manifest and signature. Raises ServerUnreachable, RuleBroken, BadInput, Cancelled."""
        found = []
        with _Watch(self._limits.texts_s, cancel) as watch:
            for address, most in (
                (self._address, LONGEST_MANIFEST),
                (f"{self._address}.minisig", LONGEST_SIGNATURE),
            ):
                pieces: list[bytes] = []
                self._get(address, most, pieces.append, watch)
                found.append(b"".join(pieces))
        return found[0], found[1]

    def file(self, file: ReleaseFile, target: Path, progress: OnProgress, cancel: threading.Event) -> None:
        """Writes what lies under the file's name beside the manifest; `target` is new. Raises as `texts`, and
        DiskFull; what was begun is taken away again."""
        done = 0
        with _Watch(self._limits.file_s, cancel) as watch, _fresh(target) as descriptor:

            def write(piece: bytes) -> None:
                nonlocal done
                # Said here: outside, an OSError is a line that broke.
                try:
                    write_all(descriptor, piece)
                except OSError:
                    raise _no_room() from None
                done += len(piece)
                progress(done, file.size)

            self._get(urljoin(self._address, file.name), file.size, write, watch)

    def _get(self, address: str, most: int, sink: Sink, watch: "_Watch") -> None:
        with _plain_errors(watch):
            for _ in range(_MOST_REDIRECTS + 1):
                further = self._ask(urlsplit(address), most, sink, watch)
                if further is None:
                    return
                address = self._same_host(address, further)
        raise _away()

    def _ask(self, at: SplitResult, most: int, sink: Sink, watch: "_Watch") -> str | None:
        """None when the content went into `sink`; else where the other side says that it is."""
        watch.check()
        line = http.client.HTTPSConnection(
            at.hostname or "", at.port, timeout=self._limits.silence_s, context=self._trust
        )
        try:
            # Connected before it is asked, so that the watch has a socket to cut whatever follows.
            line.connect()
            watch.hold(line.sock)
            line.request("GET", at.path)
            with line.getresponse() as answer:
                if 300 <= answer.status < 400:
                    return answer.getheader("Location", "")
                _check(answer, most)
                _read(answer, most, sink, watch)
                return None
        finally:
            watch.let_go()
            line.close()

    def _same_host(self, address: str, further: str) -> str:
        there, here = urlsplit(urljoin(address, further)), urlsplit(self._address)
        if (there.scheme, there.netloc) != (here.scheme, here.netloc):
            raise _away()
        # By a query whoever answers could mark who asks.
        return there._replace(query="", fragment="").geturl()


class _Watch:
    """Ends what is under way when its time is over or somebody stops it: also a read that waits."""

    def __init__(self, seconds: float, cancel: threading.Event) -> None:
        self._cancel, self._seconds = cancel, seconds
        self._ends_at = time.monotonic() + seconds
        self._socket: socket.socket | None = None
        self._over = threading.Event()

    def __enter__(self) -> Self:
        threading.Thread(target=self._run, name="update-watch", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()

    def hold(self, line: socket.socket) -> None:
        self._socket = line
        self.check()

    def let_go(self) -> None:
        self._socket = None

    def check(self) -> None:
        if self._cancel.is_set():
            raise Cancelled("Stopped; nothing was changed.")
        if time.monotonic() >= self._ends_at:
            raise TimeoutError

    def _run(self) -> None:
        while not self._over.wait(0.2):
            if self._cancel.is_set() or time.monotonic() >= self._ends_at:
                line = self._socket
                if line is not None:
                    # Below TLS: its own shutdown would wait for the other side.
                    with suppress(OSError):
                        socket.socket.shutdown(line, socket.SHUT_RDWR)
                return


def own_trust() -> ssl.SSLContext:
    """The authorities that this computer trusts."""
    trust = ssl.create_default_context()
    if sys.platform == "darwin" and not trust.get_ca_certs() and _MACS_AUTHORITIES.exists():
        trust.load_verify_locations(_MACS_AUTHORITIES)
    return trust


def _check(answer: http.client.HTTPResponse, most: int) -> None:
    if answer.status != http.client.OK:
        raise BadInput(
            f"There is no update at that address (answer {answer.status}); nothing was changed. Compare the "
            "address with what you were told.",
            code="update_not_there",
        )
    if (answer.length or 0) > most:
        raise _too_large()


def _read(answer: http.client.HTTPResponse, most: int, sink: Sink, watch: _Watch) -> None:
    # Taken first: `length` counts down while the content is read.
    told, size = answer.length, 0
    # `read` would wait until a whole block is there, and a stop with it.
    while piece := answer.read1(_BLOCK):
        watch.check()
        size += len(piece)
        if size > most:
            raise _too_large()
        sink(piece)
    watch.check()
    if told is not None and size < told:
        raise ConnectionError


@contextmanager
def _plain_errors(watch: _Watch) -> Iterator[None]:
    """A line that was cut because somebody stopped is a stop, however it shows."""
    try:
        yield
    except ssl.SSLCertVerificationError:
        raise RuleBroken(
            "That address does not prove who it is, so nothing was asked of it. Nothing was changed. Use a "
            "stick, or ask whoever gave you the address.",
            code="update_certificate",
        ) from None
    except (OSError, http.client.HTTPException, ValueError):
        _tell_stop(watch)
        raise ServerUnreachable(
            "The address for updates cannot be reached just now. Nothing was changed, and everything else "
            "goes on. Try again later, or use a stick.",
            code="update_unreachable",
        ) from None


def _tell_stop(watch: _Watch) -> None:
    with suppress(TimeoutError):
        watch.check()


@contextmanager
def _fresh(target: Path) -> Iterator[int]:
    """Takes the place of what stands there only when all of it has come, and follows no link."""
    try:
        with private_replacement(target) as descriptor:
            yield descriptor
    except (DiskFull, NotAStore):
        raise _no_room() from None


def _no_room() -> DiskFull:
    return DiskFull("The update cannot be written to this computer; nothing was changed. Make room first.")


def _too_large() -> BadInput:
    return BadInput(
        "What lies at that address is larger than an update is; it was not fetched. Nothing was changed.",
        code="update_too_large",
    )


def _away() -> RuleBroken:
    return RuleBroken(
        "The address for updates points to another place, and none but the one that was set is asked. "
        "Nothing was changed. Use a stick, or ask whoever gave you the address.",
        code="update_redirect",
    )
