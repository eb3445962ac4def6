"""A runner whose answers are dropped once the widget that asked is gone."""

from collections.abc import Callable
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject

from core.domain.errors import UserError
from desktop.ports import Runner

T = TypeVar("T")


class OwnedRunner:
    """For presenters, whose callbacks do not know that their view is gone. The work itself always runs."""

    def __init__(self, runner: Runner, owner: QObject) -> None:
        self._runner = runner
        self._owner = owner

    def run(
        self,
        work: Callable[[], T],
        on_done: Callable[[T], None] | None = None,
        on_error: Callable[[UserError], None] | None = None,
    ) -> object:
        return self._runner.run(work, self._guarded(on_done), self._guarded(on_error))

    def _guarded(self, callback: Callable[[Any], None] | None) -> Callable[[Any], None] | None:
        if callback is None:
            return None

        def deliver(answer: Any) -> None:
            if shiboken6.isValid(self._owner):
                callback(answer)

        return deliver
