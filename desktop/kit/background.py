"""Work that may wait for long, on a thread that nobody waits for when the program ends or locks."""

import threading
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from core.domain.errors import UserError
from desktop.kit.jobs import Job, while_here

T = TypeVar("T")


class Background(QObject):
    """One piece of work at a time; make and call it on the GUI thread, where the answers come too.

    `Jobs` is joined before the program ends; a name server that does not answer would hold up a lock. Never
    give it work that touches the store. Nothing is called once this object is gone.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._job: Job | None = None

    def run(
        self,
        work: Callable[[], T],
        on_done: Callable[[T], None],
        on_error: Callable[[UserError], None] | None = None,
    ) -> None:
        """What was under way is forgotten. An error that `on_error` does not take is raised."""
        self.forget()
        self._job = job = Job(work, while_here(self, on_done), on_error and while_here(self, on_error))
        args = (job, _answers())
        # A daemon: for every other thread Python waits at the end.
        threading.Thread(target=_do, args=args, name="background", daemon=True).start()

    def forget(self) -> None:
        """Its answer is dropped when it comes."""
        if self._job is not None:
            self._job.cancel()
        self._job = None


class _Answers(QObject):
    """Brings answers to the GUI thread, for as long as the process lives.

    A signal of what waits for the answer would need that object on the other thread, which could then be
    the last to hold it.
    """

    came = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.came.connect(self._on_came, Qt.ConnectionType.QueuedConnection)

    def _on_came(self, job: Job) -> None:
        job.deliver()


@cache
def _answers() -> _Answers:
    return _Answers()


def _do(job: Job, answers: _Answers) -> None:
    job.do()
    with suppress(RuntimeError):  # the program ended meanwhile
        answers.came.emit(job)
