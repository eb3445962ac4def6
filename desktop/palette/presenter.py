"""What the palette lists for what was typed. No Qt."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from desktop.ports import Runner

MOST_FOUND = 12


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: choosing it calls `run`. `words` are further words that find it; `keys` is its shortcut."""

    title: str
    run: Callable[[], None] = field(compare=False)
    second: str = ""
    icon: str = "arrow-right"
    keys: str = ""
    words: str = ""
    group: str = ""


class Finder(Protocol):
    """Reads the store; called on the store worker."""

    def __call__(self, text: str, limit: int) -> Sequence[Entry]: ...


class PalettePresenter:
    """Actions answer at once, found rows a moment later; an answer to older text is dropped."""

    def __init__(
        self,
        runner: Runner,
        actions: Sequence[Entry],
        find: Finder,
        show: Callable[[Sequence[Entry]], None],
    ) -> None:
        self._runner = runner
        self._actions = actions
        self._find = find
        self._show = show
        self._text = ""

    def type(self, text: str) -> None:
        self._text = text
        actions = matching(self._actions, text)
        self._show(actions)
        if text:
            self._runner.run(lambda: self._find(text, MOST_FOUND), lambda found: self._on_found(text, found))

    def _on_found(self, text: str, found: Sequence[Entry]) -> None:
        if text == self._text:
            self._show([*found, *matching(self._actions, text)])


def matching(entries: Sequence[Entry], text: str) -> list[Entry]:
    """Entries in which every typed word begins some word, those whose title begins with the text first."""
    typed = text.casefold().split()
    hits = [entry for entry in entries if _fits(entry, typed)]
    return sorted(hits, key=lambda entry: not entry.title.casefold().startswith(text.casefold()))


def _fits(entry: Entry, typed: list[str]) -> bool:
    words = f"{entry.title} {entry.words}".casefold().split()
    return all(any(word.startswith(part) for word in words) for part in typed)
