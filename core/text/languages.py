"""What merging knows of languages: their words stand in resources/languages, one file each."""

import json
from functools import cache
from importlib import resources


def words(kind: str) -> tuple[str, ...]:
    """All words of one kind, of every language, in the order of the files' names."""
    return tuple(word for language in _languages() for word in language[kind])


def any_of(kind: str) -> str:
    """The same as one part of a regular expression; the words are parts of such themselves."""
    return "|".join(words(kind))


@cache
def _languages() -> tuple[dict[str, list[str]], ...]:
    folder = resources.files("resources").joinpath("languages")
    found = sorted(
        (path for path in folder.iterdir() if path.name.endswith(".json")), key=lambda path: path.name
    )
    return tuple(json.loads(path.read_text(encoding="utf-8")) for path in found)
