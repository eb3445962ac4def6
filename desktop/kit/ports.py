"""What presenters need of the program around them, free of Qt so that they can be tested without it."""

from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar

from core.domain.changes import Changed
from core.domain.errors import UserError

T = TypeVar("T")


class Runner(Protocol):
    """Runs work on the store worker, in the order it was asked for; answers on the calling thread."""

    def run(
        self,
        work: Callable[[], T],
        on_done: Callable[[T], None] | None = None,
        on_error: Callable[[UserError], None] | None = None,
    ) -> object:
        """`on_done` gets what `work` returns.

        A `UserError` goes to `on_error`, or to the window where that is None.
        """
        ...


class Publisher(Protocol):
    """Tells every screen which rows changed."""

    def publish(self, changed: Iterable[Changed]) -> None:
        """Called where the change was made; whoever shows one of the rows reads it again."""
        ...
