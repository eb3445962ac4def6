"""Oracles about what the server refused: it stays where it was typed, and its person is told why."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from core.domain.registry import BY_NO
from core.store.outbox.refused import deletion_of, row_of
from core.store.practice.inbox import Inbox
from desktop.inbox.texts import refusal_text
from tests.sync.oracles.agreement import MOST
from tests.sync.oracles.eye import Eye, Key, Seen, name_of
from tests.sync.oracles.finding import Finding, Oracle

_SEAL_BYTES = 100
"""What a cell is longer than its text, at most."""
_UNKNOWN = refusal_text("?").partition("?")[0]


def without_refused(eye: Eye, seen: Seen) -> Seen:
    """Without rows that stand on this device alone because the server takes them not at all.

    Only new ones that no server ever accepted, that do not wait, and of which the inbox has each word.
    """
    waiting = _keys(eye, "journal")
    gone = {
        key
        for key in _refused_new(eye) & seen.rows.keys()
        if key not in waiting and not seen.value(key, "version") and seen.value(key, "seq") is None
    }
    return Seen({key: row for key, row in seen.rows.items() if key not in gone})


def told_in_words(inbox: Inbox, eye: Eye) -> Iterator[Finding]:
    """(m) Whatever was refused and not dealt with is listed, and says why in words."""
    listed = {change.id.bytes: change for change in inbox.refused()}
    for each in eye.local("refused"):
        what = name_of((each["table_no"], each["row_id"]))
        if each["dismissed_at"] is None and each["id"] not in listed:
            yield Finding(Oracle.TOLD, f"{what} was refused, and is not in the inbox")
    for change in list(listed.values())[:MOST]:
        if refusal_text(change.code).startswith(_UNKNOWN):
            yield Finding(Oracle.TOLD, f"a change of {change.table} was refused: {change.code} is no word")


def only_large_is_too_large(eye: Eye, cell_bytes: int) -> Iterator[Finding]:
    """(m) Nothing small was given up together with what is too large."""
    for each in eye.local("refused"):
        row = row_of(each["payload"])
        texts = (value.encode() for value in row.fields.values() if isinstance(value, str))
        if each["code"] == "too_large" and max(map(len, texts), default=0) < cell_bytes - _SEAL_BYTES:
            what = name_of((each["table_no"], each["row_id"]))
            yield Finding(Oracle.TOLD, f"{what} was refused as too large, and is not")


def deletions(eyes: Sequence[Eye]) -> set[Key]:
    """Records whose deletion was refused: each is back as the clinic has it, and the inbox says so."""
    return {
        (each["table_no"], each["row_id"]) for each in _not_dealt_with(eyes) if deletion_of(each["payload"])
    }


def lists(eyes: Sequence[Eye], key: Key, name: str) -> list[set[str]]:
    """The items of one column, tags for instance, in each refused change of it: the row has others again."""
    number = BY_NO[key[0]].by_name[name].no
    return [
        _items(row_of(each["payload"]).fields.get(number))
        for each in _not_dealt_with(eyes)
        if (each["table_no"], each["row_id"]) == key and number in json.loads(each["payload"])["changed"]
    ]


def _items(value: object) -> set[str]:
    """A sealed list stands as its JSON text."""
    return set(value if isinstance(value, list) else json.loads(str(value or "[]")))


def _not_dealt_with(eyes: Sequence[Eye]) -> Iterator[dict[str, Any]]:
    for eye in eyes:
        yield from (each for each in eye.local("refused") if each["dismissed_at"] is None)


def _refused_new(eye: Eye) -> set[Key]:
    return {
        (each["table_no"], each["row_id"])
        for each in eye.local("refused")
        if row_of(each["payload"]).version == 0
    }


def _keys(eye: Eye, table: str) -> set[Key]:
    return {(each["table_no"], each["row_id"]) for each in eye.local(table)}
