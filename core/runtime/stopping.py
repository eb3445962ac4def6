"""Long work that goes over many pieces, and asks at each whether it is still wanted."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")
Check = Callable[[], None]
"""Called on the thread that works; what it raises ends the work."""


def go_on() -> None:
    """Nobody stops it."""


def checked(pieces: Iterable[T], check: Check) -> Iterator[T]:
    """The same pieces, each after a question."""
    for piece in pieces:
        check()
        yield piece
