"""What an open form holds, kept in this device's encrypted store over a lock, a crash or the end. No Qt."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields
from enum import Enum
from functools import partial
from typing import Any, Protocol, TypeVar

from core.domain.errors import UserError
from desktop.kit.ports import Runner

Content = dict[str, Any]
Without = Callable[[Content], Content | None]
"""Leaves out of a content what some work took over."""
E = TypeVar("E", bound=Enum)
T = TypeVar("T")


def known_fields(record: type[Any], content: Mapping[str, Any]) -> Content:
    """What the dataclass `record` has fields for: another version of the program may have kept more."""
    names = {each.name for each in fields(record)}
    return {name: value for name, value in content.items() if name in names}


def known_value(default: E, value: object) -> E:
    """The member that was kept by its value; `default` for one that only another version knows."""
    members = {member.value: member for member in type(default)}
    return members.get(value, default)


class LocalSettings(Protocol):
    """The practice's settings of this device, which never travel; called on the store worker."""

    def local(self, name: str, default: Any = None) -> Any:
        """The value as JSON gives it back; `default` where none was set."""
        ...

    def set_local(self, name: str, value: Any) -> None:
        """`value` is anything that JSON can hold. Raises UserError when it could not be stored."""
        ...


@dataclass
class _UnderWay:
    """Work that takes over a part of the content. `is_done` is set and read on the worker alone."""

    without: Without
    is_done: bool = False


class FormDrafts:
    """One form's content as JSON. `keep` it at every pause in typing, with None once the form is closed."""

    def __init__(self, settings: LocalSettings, runner: Runner, name: str) -> None:
        self._settings, self._runner, self._name = settings, runner, f"unfinished_{name}"
        self._asked: Content | None = None
        """What was given to the worker last. What it stored last may be older, and differ from a new content
        that the store is to have in the end: a form that is closed while its last words are on their way."""
        self._is_given = False
        self._under_way: dict[Hashable, _UnderWay] = {}
        self.failed = False
        """Whether the last content could not be stored: closing now would lose it."""

    def keep(self, content: Content | None) -> None:
        """Hands the content to the worker where the last one was another, or could not be stored.

        An empty form says nothing before `look` has its answer: what was left in the store stays there.
        """
        if content == self._asked and not self.failed:
            return
        self._asked, self._is_given = content, True
        store = partial(self._store, content, list(self._under_way.values()))
        self._runner.run(store, self._on_kept, self._on_failed)

    def taking(self, key: Hashable, work: Callable[[], T], without: Without) -> Callable[[], T]:
        """The job of a work that takes over a part of the content, such as a signature.

        Once it is done the store is without that part, also where the program ends before the answer, and
        whatever is kept until then. Where it fails, the store has all. Say `answered` with the answer.
        """
        self._under_way[key] = mine = _UnderWay(without)
        # Taken on the thread of the form, which goes on changing both.
        content, under_way = self._asked, list(self._under_way.values())

        def both() -> T:
            done = work()
            mine.is_done = True
            with suppress(UserError):  # `keep` tries again
                self._store(content, under_way)
            return done

        return both

    def is_under_way(self, key: Hashable) -> bool:
        """Whether the answer of this work is awaited."""
        return key in self._under_way

    def answered(self, key: Hashable) -> None:
        """The work is done or was refused: what is typed from now on is none of it."""
        self._under_way.pop(key, None)

    def _store(self, content: Content | None, under_way: Sequence[_UnderWay]) -> None:
        """On the worker, where it is known what is done by now."""
        for each in under_way:
            if each.is_done and content is not None:
                content = each.without(content)
        self._settings.set_local(self._name, content)

    def look(self, on_found: Callable[[Content], None]) -> None:
        """Tells what was kept, if anything."""
        self._runner.run(
            lambda: self._settings.local(self._name), lambda found: self._on_looked(found, on_found)
        )

    def _on_looked(self, found: Content | None, on_found: Callable[[Content], None]) -> None:
        if found:
            # What was given since then stands in the store instead: the same words are given again.
            if not self._is_given:
                self._asked = found
            on_found(found)

    def _on_kept(self, _: None) -> None:
        self.failed = False

    def _on_failed(self, _error: UserError) -> None:
        self.failed = True
