"""Oracles about a field that somebody types in: what stands at the caret, and half a sentence."""

import re
from collections.abc import Iterator

from tests.sync.oracles.eye import Key, Seen, name_of
from tests.sync.oracles.finding import Finding, Oracle

_BEGUN = re.compile(r"[A-Z][a-z]{4,}")
"""Enough of a word of the diary's to be no other's."""
_SENTENCE_END = re.compile(r"[.!?]\s|\n")


def around(text: str, caret: int) -> tuple[str, str]:
    """The line up to the caret, and what stands behind it up to the end of its sentence."""
    ahead = text[caret:]
    end = _SENTENCE_END.search(ahead)
    return text[:caret].rpartition("\n")[2], ahead[: end.start()] if end else ahead


def stands(before: tuple[str, int], after: tuple[str, int], what: str) -> Iterator[Finding]:
    """(l) What stood under the caret still stands there. Both are a text and the caret's place in it."""
    was, is_now = around(*before), around(*after)
    if was != is_now:
        yield Finding(Oracle.CARET, f"{what}: {was!r} stood at the caret, and now {is_now!r}")


def nowhere_else(seen: Seen, note: Key, name: str, half: str) -> Iterator[Finding]:
    """(l) Half a sentence, while it is typed, stands neither in its note nor in a question about it."""
    texts = {name_of(note): seen.value(note, name)} if note in seen.rows else {}
    for key in seen.of("conflicts"):
        if seen.value(key, "row_id") == note[1] and seen.value(key, "field") == name:
            texts[name_of(key)] = f"{seen.value(key, 'ours')}\n{seen.value(key, 'theirs')}"
    for place, text in texts.items():
        for word in _BEGUN.findall(half):
            if word in str(text or ""):
                yield Finding(Oracle.CARET, f"{word!r} is half typed, and stands in {place}")
