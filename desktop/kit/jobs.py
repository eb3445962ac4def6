"""A worker: one thread for what touches the store, one for large files; results on the GUI thread."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, Qt, Signal

from core.domain.errors import UserError
from core.runtime.yielding import FOREGROUND

T = TypeVar("T")


class Job:
    """One piece of work. After `cancel` its result is dropped, and it is skipped if it had not begun."""

    def __init__(
        self,
        work: Callable[[], Any],
        on_done: Callable[[Any], None] | None,
        on_error: Callable[[UserError], None] | None,
    ) -> None:
        self._work: Callable[[], Any] | None = work
        self._on_done, self._on_error = on_done, on_error
        self._cancelled = False
        self._result: Any = None
        self._error: BaseException | None = None

    def cancel(self) -> None:
        """GUI thread only. For reads; a write that was asked for always runs."""
        self._cancelled = True

    def do(self) -> None:
        """On the other thread, which keeps what came for `deliver`."""
        if self._work is not None and not self._cancelled:
            try:
                self._result = self._work()
            except BaseException as error:  # noqa: BLE001 - carried to the GUI thread and raised there
                self._error = error

    def deliver(self, refuse: Callable[[UserError], None] | None = None) -> None:
        """GUI thread, once: call who asked. `refuse` takes a `UserError` that nobody else takes.

        The other thread may be the last to let go of this object, and whatever it held last would be
        destroyed there; Qt forbids that of widgets and timers. So it holds nothing from here on.
        """
        on_done, on_error, result, error = self._on_done, self._on_error, self._result, self._error
        self._work = self._on_done = self._on_error = self._result = self._error = None
        if self._cancelled:
            return
        if error is None:
            if on_done is not None and _alive(on_done):
                on_done(result)
            return
        take = on_error or refuse
        if take is None or not isinstance(error, UserError):
            raise error
        if _alive(take):
            take(error)


class Jobs(QObject):
    """Runs work in the order in which it was asked for. Make and call it on the GUI thread.

    Callbacks run on the GUI thread, and not at all when they belong to a widget that is gone. A `UserError`
    goes to `on_error`, or to the signal `refused`; any other exception is a bug, raised on the GUI thread.
    """

    refused = Signal(object)
    busy_changed = Signal(bool)
    _finished = Signal(object)

    def __init__(self, parent: QObject | None = None, name: str = "store") -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._pending = 0
        self._closed = False
        self._finished.connect(self._on_finished, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether anything was asked for whose callback has not run yet."""
        return self._pending > 0

    def run(
        self,
        work: Callable[[], T],
        on_done: Callable[[T], None] | None = None,
        on_error: Callable[[UserError], None] | None = None,
    ) -> Job:
        """`work` runs on the thread after all that was asked for before; `on_done` gets what it returns.

        After `close` nothing is run, and the job that is returned counts as cancelled.
        """
        job = Job(work, on_done, on_error)
        if self._closed:
            job.cancel()
            return job
        self._pending += 1
        if self._pending == 1:
            self.busy_changed.emit(True)
        self._pool.submit(self._work, job)
        return job

    def wait(self) -> None:
        """Return when nothing is under way and every callback has run. For shutdown and tests."""
        loop = QEventLoop()
        while self.busy:
            loop.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    def close(self) -> None:
        """Finish what was asked for, deliver it, and end the thread. What answers ask for then is not done:

        a screen that hears of the last save would read again what nobody sees any more.
        """
        self._closed = True
        self._pool.shutdown(wait=True)
        # The last answers wait as events of this thread, whose loop may never run again.
        QCoreApplication.sendPostedEvents(self, QEvent.Type.MetaCall)

    def _work(self, job: Job) -> None:
        job.do()
        self._finished.emit(job)

    def _on_finished(self, job: Job) -> None:
        # What screens do with the answer is the window's work: loops of other threads stand still meanwhile.
        with FOREGROUND:
            self._pending -= 1
            if self._pending == 0:
                self.busy_changed.emit(False)
            job.deliver(self.refused.emit)


def while_here(owner: QObject, callback: Callable[[T], None]) -> Callable[[T], None]:
    """The callback for as long as its owner lives; afterwards nothing is called."""

    def call(answer: T) -> None:
        if shiboken6.isValid(owner):
            callback(answer)

    return call


def _alive(callback: Callable[..., object]) -> bool:
    owner = getattr(callback, "__self__", None)
    # Qt may have destroyed the widget while Python still holds its shell.
    return not isinstance(owner, QObject) or shiboken6.isValid(owner)
