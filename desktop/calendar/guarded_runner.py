"""A runner whose answers are dropped once the widget that asked is gone."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject

from core.domain.errors import UserError
from desktop.kit.jobs import while_here
from desktop.kit.ports import Runner

T = TypeVar("T")


class GuardedRunner:
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
        """As `Jobs.run`: an error for which there is no `on_error` is still told by `Jobs.refused`."""
        owner = self._owner
        # None must stay None: it is what makes the jobs tell of an error themselves.
        return self._runner.run(
            work, on_done and while_here(owner, on_done), on_error and while_here(owner, on_error)
        )
