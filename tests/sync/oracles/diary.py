"""What people did, noted as they did it: each word typed, each removed by someone who saw it, each delete."""

import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from core.domain.registry import BY_NAME
from sync.rows.merge import UNITS
from tests.sync.oracles.drawn import drawn_before
from tests.sync.oracles.eye import WORDS, Eye, Key, Seen, table_of

LETTERS = "bcdfghjklmnpqrstvwxz"
CONFLICTS = BY_NAME["conflicts"].no
Piece = str | tuple[Key, str]
"""What can be lost: a word, or a day that a row left out."""
_SENTENCE = re.compile(r"\n|(?<=[.!?])[ ]+")


class Edit(NamedTuple):
    """A person changed one field; `settled`: by choosing between the sides of a conflict; `made`: with a new
    row."""

    device: bytes
    before: Any
    after: Any
    settled: bool = False
    made: bool = False


class Delete(NamedTuple):
    device: bytes
    seen: frozenset[str]
    fields: dict[str, Any]


@dataclass
class Diary:
    """The truth that oracles compare with; one for a practice, whatever devices it has.

    Wrap what a person does in `watching`. `lost_with_a_disk` is for what no machine holds any more.
    """

    typed: set[str] = field(default_factory=set)
    by_device: dict[bytes, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Words by the device on which they were typed, or chosen when a question was settled."""
    removed: set[str] = field(default_factory=set)
    excused: set[Piece] = field(default_factory=set)
    """What no machine holds any more; a day until somebody leaves it out again."""
    sentences: set[str] = field(default_factory=set)
    edits: dict[tuple[Key, str], list[Edit]] = field(default_factory=lambda: defaultdict(list))
    units: dict[tuple[Key, tuple[str, ...]], set[tuple[Any, ...]]] = field(
        default_factory=lambda: defaultdict(set)
    )
    """What columns that mean something only together said once somebody had changed one of them."""
    made: dict[Key, bytes] = field(default_factory=dict)
    deletes: dict[Key, list[Delete]] = field(default_factory=lambda: defaultdict(list))
    undeleted: set[Key] = field(default_factory=set)
    purged: set[Key] = field(default_factory=set)
    """Rows that the server was told to forget."""
    refused: set[Key] = field(default_factory=set)
    """Rows of which the server refused a change for the role of whoever made it: what it took away came
    back."""
    restored: bool = False
    """A server or a store went back in time: then what was agreed before is unknown to somebody."""
    put_back: bool = False
    """The server went back under the epoch that it had: laptops miss links of its audit chain, and say so."""

    def word(self, rnd: random.Random) -> str:
        """A word that nobody typed before."""
        return "".join(rnd.choice(LETTERS) for _ in range(10)).capitalize()

    @contextmanager
    def watching(self, device: bytes, eye: Eye) -> Iterator[None]:
        """Notes what the block changes in the store; nothing when it ends in an error."""
        before = eye.look()
        yield
        self.note(device, before, eye.look())

    def note(self, device: bytes, before: Seen, after: Seen) -> None:
        """What a person at a device did between two looks."""
        shown = self._shown(before, after)
        for key, row in after.rows.items():
            if row != before.rows.get(key):
                self._words(device, key, before, after, shown.get(key))
                if key not in before.rows:
                    self.made[key] = device
                if key[0] != CONFLICTS:
                    self._row(device, key, before, after, settled=bool(shown))
                elif key not in before.rows:
                    self._asked(device, key, after)

    def _asked(self, device: bytes, key: Key, after: Seen) -> None:
        """Typed, and put into a question at once because another device had written in the field."""
        about = after.value(key, "table_no"), after.value(key, "row_id")
        name = after.value(key, "field")
        if after.value(key, "their_device_id") is not None:
            edit = Edit(device, after.value(key, "base"), after.value(key, "ours"))
            self.edits[about, name].append(edit)
            self.sentences |= sentences(edit.after)

    def _shown(self, before: Seen, after: Seen) -> dict[Key, set[str]]:
        """Rows that were settled through a conflict: only its texts were before the person's eyes."""
        shown: dict[Key, set[str]] = {}
        for key in after.of("conflicts"):
            if (
                key in before.rows
                and after.value(key, "resolved_at")
                and not before.value(key, "resolved_at")
            ):
                about = (after.value(key, "table_no"), after.value(key, "row_id"))
                shown.setdefault(about, set()).update(WORDS.findall(after.text(key)))
        return shown

    def _words(self, device: bytes, key: Key, before: Seen, after: Seen, shown: set[str] | None) -> None:
        was, is_now = _words(before.fields(key)), _words(after.fields(key))
        self.by_device[device] |= (is_now - was - self.typed) | (shown or set())
        self.typed |= is_now - was
        gone = was - is_now
        if key[0] == CONFLICTS and self.made.get(key) != device:
            return  # a question that sync raised: nobody takes a text out of it
        reason = before.fields(key).get("deleted_reason") or ""  # goes with the deletion, whoever lifts that
        self.removed |= gone if shown is None else gone & (shown | set(WORDS.findall(reason)))

    def _row(self, device: bytes, key: Key, before: Seen, after: Seen, *, settled: bool) -> None:
        old, new = before.fields(key), after.fields(key)
        began = old or drawn_before(before, key, new)
        for name, value in new.items():
            if began.get(name) != value:
                self.edits[key, name].append(Edit(device, began.get(name), value, settled, not old))
                self.sentences |= sentences(value)
                if name == "exceptions":  # left out once more: from here on it is not lost any more
                    self.excused -= {(key, day) for day in days(value) - days(began.get(name))}
        for unit in UNITS.get(table_of(key).name, ()):
            if not old or any(old[name] != new[name] for name in unit):
                self.units[key, unit].add(tuple(new[name] for name in unit))
        if not old:
            return
        if after.is_deleted(key) and not before.is_deleted(key):
            self.deletes[key].append(Delete(device, frozenset(_words(old) | _words(new)), new))
        elif before.is_deleted(key) and not after.is_deleted(key):
            self.undeleted.add(key)

    def lost_with_a_disk(self, pieces: set[Piece]) -> None:
        """A store was replaced by an older copy, or a server by an older dump, and nobody else had these."""
        self.excused |= pieces


def days(stored: object) -> set[str]:
    """The days that a row leaves out, as its store has them."""
    return set(json.loads(stored)) if isinstance(stored, str) else set()


def sentences(value: Any) -> set[str]:
    """The sentences of a text."""
    return (
        {part.strip() for part in _SENTENCE.split(value) if part.strip()} if isinstance(value, str) else set()
    )


def _words(fields: dict[str, Any]) -> set[str]:
    return {word for value in fields.values() if isinstance(value, str) for word in WORDS.findall(value)}
