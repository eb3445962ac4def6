"""What the palette lists for what was typed. No Qt."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from core.text.terms import Term
from desktop.kit.ports import Runner

MOST_FOUND = 12


@dataclass(frozen=True, slots=True)
class PaletteEntry:
    """One line: choosing it calls `run`. `words` are further words that find it; `keys` is its shortcut."""

    title: str
    run: Callable[[], None] = field(compare=False)
    second: str = ""
    icon: str = "arrow-right"
    keys: str = ""
    words: str = ""
    group: str = ""
    is_quiet: bool = False
    """Listed only where it is typed for."""
    is_last: bool = False
    """Found below all others, and only where no action was meant."""
    terms: tuple[Term, ...] = ()
    """What of the second line was searched for."""


class Finder(Protocol):
    """Reads the store; called on the store worker."""

    def __call__(self, text: str, limit: int) -> Sequence[PaletteEntry]: ...


class PalettePresenter:
    """Actions answer at once, found rows a moment later; an answer to older text is dropped."""

    def __init__(
        self,
        runner: Runner,
        actions: Sequence[PaletteEntry],
        find: Finder,
        show: Callable[[Sequence[PaletteEntry]], None],
        told: Callable[[str], Sequence[PaletteEntry]] = lambda _text: (),
    ) -> None:
        self._runner = runner
        self._actions = actions
        self._find = find
        self._show = show
        self._told = told
        """What a text means by itself, such as a day: it comes first, and at once."""
        self._text = ""

    def type(self, text: str) -> None:
        """Lists what is known at once, then asks the store. An empty text lists what is not `is_quiet`."""
        self._text = text
        self._show(self._at_once(text))
        if text:
            self._runner.run(lambda: self._find(text, MOST_FOUND), lambda found: self._on_found(text, found))

    def _on_found(self, text: str, found: Sequence[PaletteEntry]) -> None:
        if text == self._text:
            told, actions = self._told(text), matching(self._actions, text)
            last = [] if told or actions else [entry for entry in found if entry.is_last]
            self._show([*told, *(entry for entry in found if not entry.is_last), *actions, *last])

    def _at_once(self, text: str) -> list[PaletteEntry]:
        if not text:
            return [entry for entry in self._actions if not entry.is_quiet]
        return [*self._told(text), *matching(self._actions, text)]


def matching(entries: Sequence[PaletteEntry], text: str) -> list[PaletteEntry]:
    """Entries in which every typed word begins some word, those whose title begins with the text first."""
    typed = text.casefold().split()
    hits = [entry for entry in entries if _fits(entry, typed)]
    return sorted(hits, key=lambda entry: not entry.title.casefold().startswith(text.casefold()))


def _fits(entry: PaletteEntry, typed: list[str]) -> bool:
    words = f"{entry.title} {entry.words}".casefold().split()
    return all(any(word.startswith(part) for word in words) for part in typed)
