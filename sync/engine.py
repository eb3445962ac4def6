"""The sync thread: passes on a timer or when woken, pauses, backs off, and stops when told."""

import logging
import threading
from collections.abc import Callable
from typing import Generic, Protocol

from typing_extensions import TypeVar

from core.domain.clock import Clock, SystemClock
from core.domain.errors import Cancelled, DeviceRevoked, UserError, VersionMismatch
from sync.backoff import Backoff, PollPace
from sync.events import Listener, PassOutcome, SyncFailed, SyncFinished, SyncStarted
from sync.remote import Remote

log = logging.getLogger(__name__)

ASKING = frozenset({"wipe_out", "restored_copy"})
"""Codes that another try cannot cure, as a revoked device and another version cannot: wait for the person."""


R = TypeVar("R", bound=Remote, default=Remote)


class PassSession(Protocol):
    """One pass over one connection (sync/rows/run.py)."""

    def run_once(self, listener: Listener, stop: threading.Event) -> PassOutcome:
        """On the sync thread. Raises the UserError that ended it early, Cancelled once `stop` is set."""
        ...


class SyncEngine(Generic[R]):
    """Owns the sync thread. Every method returns at once but `stop_and_join`; events arrive on the thread.

    `connect` and `session_for` run on the sync thread; both may raise `UserError`.
    """

    def __init__(
        self,
        connect: Callable[[], R],
        session_for: Callable[[R], PassSession],
        listener: Listener,
        *,
        name: str = "sync",
        clock: Clock | None = None,
        backoff: Backoff | None = None,
    ) -> None:
        self._connect, self._session_for, self._listener = connect, session_for, listener
        self._clock = clock or SystemClock()
        self._backoff, self._pace = backoff or Backoff(), PollPace()
        self._stop, self._wake = threading.Event(), threading.Event()
        self._running = threading.Event()
        self._running.set()
        # A daemon: a call that hangs must not keep the program from ending.
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._remote: R | None = None
        self._session: PassSession | None = None

    def start(self) -> None:
        """Begins the thread, once, and with it the first pass."""
        self._thread.start()

    def wake(self) -> None:
        """Asks for a pass now: something was typed, or a connection came back."""
        self._wake.set()

    def pause(self) -> None:
        """No further pass begins; one under way goes on."""
        self._running.clear()

    def resume(self) -> None:
        """Passes go on, the next one at once."""
        self._running.set()
        self.wake()

    @property
    def is_paused(self) -> bool:
        """Whether no further pass begins; one may still be under way."""
        return not self._running.is_set()

    def stop_and_join(self, timeout_s: float = 30.0) -> bool:
        """Ends the thread at its next safe point. False when it still hangs in a call after the time."""
        self._stop.set()
        self._running.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while not self._stop.is_set():
            # Before the pass: what is typed while it runs asks for the next one at once.
            self._wake.clear()
            delay_s = self._pass()
            self._wake.wait(delay_s)
            self._running.wait()
        self._disconnect()

    def _pass(self) -> float | None:
        """One pass; how long to wait after it, None until woken."""
        try:
            outcome = self._try()
        except Cancelled:
            return None
        except UserError as error:
            return self._failed(error)
        except Exception as error:  # noqa: BLE001 - the thread must live; the type alone is safe to log
            log.error("sync pass ended by %s", type(error).__name__)  # noqa: TRY400 - no text, it may hold data
            sentence = "Syncing stopped because of a fault in the program. Nothing is lost."
            return self._failed(UserError(sentence, code="internal"))
        self._backoff.reset()
        self._listener(SyncFinished(outcome, self._clock.now()))
        return self._pace.next_s(busy=bool(outcome.pushed or outcome.pulled))

    def _try(self) -> PassOutcome:
        self._listener(SyncStarted())
        if self._session is None:
            self._remote = self._connect()
            self._session = self._session_for(self._remote)
        return self._session.run_once(self._listener, self._stop)

    def _failed(self, error: UserError) -> float | None:
        # The next try is on a connection of its own: what became of a call on this one is not always known.
        self._disconnect()
        is_final = error.code in ASKING or isinstance(error, DeviceRevoked | VersionMismatch)
        delay_s = None if is_final else self._backoff.next_s()
        self._listener(SyncFailed(error.code, error.sentence, delay_s))
        return delay_s

    def _disconnect(self) -> None:
        remote, self._remote, self._session = self._remote, None, None
        if remote is not None:
            remote.close()
