"""A worker: one thread for what touches the store, one for large files; results on the GUI thread."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, Qt, Signal

from core.domain.errors import UserError
from core.domain.foreground import FOREGROUND

T = TypeVar("T")


class Job:
    """One piece of work. After `cancel` its result is dropped, and it is skipped if it had not begun."""

    def __init__(
        self,
        work: Callable[[], Any],
        on_done: Callable[[Any], None] | None,
        on_error: Callable[[UserError], None] | None,
    ) -> None:
        self.work = work
        self.on_done = on_done
        self.on_error = on_error
        self.cancelled = False
        self.result: Any = None
        self.error: BaseException | None = None

    def cancel(self) -> None:
        """GUI thread only. For reads; a write that was asked for always runs."""
        self.cancelled = True


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
        return self._pending > 0

    def run(
        self,
        work: Callable[[], T],
        on_done: Callable[[T], None] | None = None,
        on_error: Callable[[UserError], None] | None = None,
    ) -> Job:
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
        QCoreApplication.sendPostedEvents(self, QEvent.Type.MetaCall)

    def _work(self, job: Job) -> None:
        if not job.cancelled:
            try:
                job.result = job.work()
            except BaseException as error:  # noqa: BLE001 - carried to the GUI thread and raised there
                job.error = error
        self._finished.emit(job)

    def _on_finished(self, job: Job) -> None:
        with FOREGROUND:
            self._deliver(job)

    def _deliver(self, job: Job) -> None:
        self._pending -= 1
        if self._pending == 0:
            self.busy_changed.emit(False)
        if job.cancelled:
            return
        if job.error is not None:
            self._fail(job, job.error)
        elif job.on_done is not None and _alive(job.on_done):
            job.on_done(job.result)

    def _fail(self, job: Job, error: BaseException) -> None:
        if not isinstance(error, UserError):
            raise error
        if job.on_error is None:
            self.refused.emit(error)
        elif _alive(job.on_error):
            job.on_error(error)


def _alive(callback: Callable[..., object]) -> bool:
    owner = getattr(callback, "__self__", None)
    return not isinstance(owner, QObject) or shiboken6.isValid(owner)
