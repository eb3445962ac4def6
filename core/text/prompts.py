"""Prompts in a text, such as {side}, and the abbreviation that somebody typed before the caret."""

import re

LEAD = ";"
"""Typed before an abbreviation, so that no word of a sentence is one."""
_TYPED = re.compile(rf"{LEAD}([\w-]+)\Z")
_PROMPT = re.compile(r"\{[^{}\n]{1,60}\}")


def abbreviation_before(text: str) -> str | None:
    """The abbreviation that a text ends with, such as "rom" of "Shoulder ;rom"; None without one."""
    found = _TYPED.search(text)
    return found.group(1) if found else None


def prompts(text: str) -> list[tuple[int, int]]:
    """Where each prompt begins and ends, its braces included, in characters."""
    return [found.span() for found in _PROMPT.finditer(text)]


def prompt_words(text: str) -> list[str]:
    """What is asked for, each once, in the order of the text."""
    return list(dict.fromkeys(found.group()[1:-1].strip() for found in _PROMPT.finditer(text)))
