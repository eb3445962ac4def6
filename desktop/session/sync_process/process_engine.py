"""The engine of sync as the window has it: the work is done in a process of its own."""

import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from desktop.session.open_practice import OpenPractice
from desktop.session.sync_process.event_lines import event_of
from desktop.session.sync_process.lending import Lending
from desktop.session.sync_process.link import Link
from desktop.session.sync_process.opening import Opening
from desktop.session.sync_process.time_limit import TimeLimit
from sync.backoff import Backoff
from sync.engine import SyncEngine
from sync.events import Listener, RowsChanged, SyncFailed, SyncFinished

ENDED = "sync_ended"
"""Code of a failure: the process ended without being told to."""
_KILL_S = 2.0
"""Of the time that somebody waits for the end, what is left to a process that has to be killed."""
_READY_S = 120.0
"""Until a process that never gets ready is ended: a program half replaced by an update may ask a person."""
_LENT_S = 300.0
"""Far above the longest transaction: a process that stands still within one would hold up every save."""
_STEADY_S = 60.0
"""A process that worked so long is started again at once, and one that always ends soon ever later."""


class ProcessEngine:
    """As `SyncEngine`: every method returns at once but `stop_and_join`; events arrive on its own thread.

    A process that ends by itself is told as a failure and started again, later after each time. Where none
    can be started or none can open the store, the engine that `in_place` makes works in this process instead.
    """

    def __init__(
        self,
        opened: OpenPractice,
        listener: Listener,
        in_place: Callable[[], SyncEngine],
        *,
        command: Sequence[str] | None = None,
        backoff: Backoff | None = None,
    ) -> None:
        """`command`: another program to start."""
        self._opened, self._listener, self._in_place = opened, listener, in_place
        self._command, self._backoff = command, backoff or Backoff()
        self._lending = Lending(opened.store)
        self._stop, self._wake, self._running = threading.Event(), threading.Event(), threading.Event()
        self._running.set()
        self._turn = threading.Lock()
        self.link: Link | None = None
        """To the process that works just now."""
        self._instead: SyncEngine | None = None
        self._limit = TimeLimit(self._kill)
        self._thread = threading.Thread(target=self._run, name="sync", daemon=True)

    def start(self) -> None:
        """Begins the process, once, and with it the first pass."""
        self._thread.start()

    def wake(self) -> None:
        """Asks for a pass now: something was typed, or a connection came back."""
        self._wake.set()
        self._say("wake", lambda engine: engine.wake())

    def pause(self) -> None:
        """No further pass begins; one under way goes on."""
        self._running.clear()
        self._say("pause", lambda engine: engine.pause())

    def resume(self) -> None:
        """Passes go on, the next one at once."""
        self._running.set()
        self._wake.set()
        self._say("resume", lambda engine: engine.resume())

    @property
    def is_paused(self) -> bool:
        """Whether no further pass begins; one may still be under way."""
        return not self._running.is_set()

    def stop_and_join(self, timeout_s: float = 30.0) -> bool:
        """Ends the process at its next safe point, or by killing it shortly before the time is over."""
        self._stop.set()
        self._running.set()
        self._wake.set()
        self._say("stop", lambda _: None)
        if self._thread.is_alive():
            self._thread.join(max(0.0, timeout_s - _KILL_S))
        if self._instead is not None:
            return self._instead.stop_and_join(timeout_s)
        if self._thread.is_alive():
            self._kill()
            self._thread.join(_KILL_S)
        return not self._thread.is_alive()

    def _say(self, word: str, otherwise: Callable[[SyncEngine], None]) -> None:
        with self._turn:
            if self._instead is not None:
                otherwise(self._instead)
            elif self.link is not None:
                self.link.say(word)

    def _kill(self) -> None:
        with self._turn:
            if self.link is not None:
                self.link.kill()

    def _run(self) -> None:
        while not self._stop.is_set():
            began = time.monotonic()
            link = self._begin()
            if link is None or not self._follow(link):
                self._work_in_place()
                return
            if time.monotonic() - began > _STEADY_S:
                self._backoff.reset()
            # What was asked of the one that has ended does not hurry the next, which begins with a pass.
            self._wake.clear()
            if self._stop.is_set():
                return
            self._wake.wait(self._failed())
            self._running.wait()

    def _begin(self) -> Link | None:
        store = self._opened.store
        if store.is_alone or not store.is_in_place:
            return None
        try:
            # Outside the lock: a system that is slow to start it must not hold up a word of the window.
            link = Link(self._command)
        except OSError:
            return None
        with self._turn:
            self.link = link
        return link

    def _open(self, link: Link) -> None:
        """What was asked for before is asked for now."""
        vault, store = self._opened.vault, self._opened.store
        with self._turn:
            if self._stop.is_set():
                link.kill()
                return
            link.open(Opening(self._opened.home, vault.id, store.path, vault.db_key))
            if self.is_paused:
                link.say("pause")

    def _follow(self, link: Link) -> bool:
        """Until the process ends. False when it did so before it was ready to work."""
        was_ready = False
        self._limit.begin(_READY_S)
        try:
            for line in link.heard():
                was_ready = was_ready or line == ["ready"]
                self._hear(link, line)
        except (KeyError, TypeError, ValueError):  # what no process of ours says
            link.kill()
        finally:
            self._limit.end()
            with self._turn:
                self.link = None
            link.close()
            self._lending.take_back()
        return was_ready

    def _hear(self, link: Link, line: list[Any]) -> None:
        match line:
            case ["listens"]:
                self._open(link)
            case ["ready"]:
                self._limit.end()
            case ["turn"]:
                is_lent = self._lending.lend()
                if is_lent:
                    self._limit.begin(_LENT_S)
                link.say("given" if is_lent else "refused")
            case ["touches", dict(touched)]:
                self._lending.announce(touched)
            case ["done"]:
                self._limit.end()
                self._lending.take_back()
            case _:
                self._tell(line)

    def _tell(self, line: list[Any]) -> None:
        event = event_of(line)
        if isinstance(event, RowsChanged):
            self._lending.tell(event)
        if isinstance(event, SyncFinished | SyncFailed):
            self._lending.tell_all()
        self._listener(event)

    def _failed(self) -> float:
        """What it wrote and had no time to tell comes first. Returns the seconds until the next try."""
        untold = self._lending.untold()
        if untold is not None:
            self._listener(untold)
        delay_s = self._backoff.next_s()
        sentence = "The part of the program that syncs has ended. Nothing is lost; it is started again."
        self._listener(SyncFailed(ENDED, sentence, delay_s))
        return delay_s

    def _work_in_place(self) -> None:
        with self._turn:
            if self._stop.is_set():
                return
            self._instead = self._in_place()
            if self.is_paused:
                self._instead.pause()
            self._instead.start()
