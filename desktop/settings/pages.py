"""The pages of Settings: each is made when it is first wanted, for together they are half of the window."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

from desktop.settings.section import Section


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A page in the list. `make` is called once; it names the class of the page."""

    title: str
    icon: str
    make: partial[Any]

    @property
    def kind(self) -> type[Section]:
        """What the page will be."""
        return cast("type[Section]", self.make.func)


class Pages:
    """By their numbers in the list."""

    def __init__(self, entries: Sequence[PageEntry], on_made: Callable[[Section], None]) -> None:
        """`on_made` has each page before anybody else."""
        self.entries = tuple(entries)
        self._on_made = on_made
        self._made: dict[int, Section] = {}

    @property
    def made(self) -> Sequence[Section]:
        """Those that somebody wanted; whatever is typed stands in one of them."""
        return [self._made[number] for number in sorted(self._made)]

    def is_made(self, number: int) -> bool:
        """Whether it stands there already."""
        return number in self._made

    def page(self, number: int) -> Section:
        """Made now, if it is wanted for the first time."""
        if number not in self._made:
            made = self.entries[number].make()
            self._made[number] = made
            self._on_made(made)
        return self._made[number]

    def number(self, name: str) -> int | None:
        """Of the page whose class has this name; None where this window has none."""
        return next((at for at, each in enumerate(self.entries) if each.kind.__name__ == name), None)
