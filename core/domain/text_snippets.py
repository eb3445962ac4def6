"""Rules of text snippets: what one needs, and which one an abbreviation means."""

import re
from collections.abc import Iterable

from core.domain.errors import RuleBroken
from core.domain.notes import FIELD_LIMIT
from core.domain.records import TextSnippet

ABBREVIATION_LIMIT = 20
_ABBREVIATION = re.compile(r"[\w-]+")


def without_lead(abbreviation: str) -> str:
    """As it is kept."""
    return abbreviation.strip().removeprefix(";")


def check_snippet(abbreviation: str, text: str) -> None:
    """Refuses (RuleBroken) an abbreviation that cannot be typed as one, and a text that is none."""
    if not abbreviation:
        raise RuleBroken("A snippet needs an abbreviation; nothing was changed.", code="name_missing")
    if len(abbreviation) > ABBREVIATION_LIMIT or not _ABBREVIATION.fullmatch(abbreviation):
        raise RuleBroken(
            f"An abbreviation is one word of at most {ABBREVIATION_LIMIT} letters, digits, - and _; "
            "nothing was changed.",
            code="abbreviation",
        )
    if not text.strip():
        raise RuleBroken("A snippet needs a text; nothing was changed.", code="blank")
    if len(text) > FIELD_LIMIT:
        raise RuleBroken(
            f"A snippet has at most {FIELD_LIMIT:,} characters; nothing was changed. Shorten it first.",
            code="too_long",
        )


def same_abbreviation(one: str, other: str) -> bool:
    """However they are written: capital letters are often typed by the program or by mistake."""
    return one.casefold() == other.casefold()


def find(snippets: Iterable[TextSnippet], abbreviation: str) -> TextSnippet | None:
    """The first of this abbreviation; two laptops may have made two."""
    return next((each for each in snippets if same_abbreviation(each.abbreviation, abbreviation)), None)
