"""Numbers that are taken of a client: what a number is, and what a measure needs.

Numbers are decimals of at most six digits and three more behind the point, and kept as text: 7.5 stays 7.5.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from core.domain.errors import RuleBroken

PAIN, MOTION, OWN = "PAIN", "MOTION", "OWN"
"""Kinds: the pain that everybody is asked about, a range of motion, and whatever else somebody counts."""
NAME_LIMIT = 80
UNIT_LIMIT = 20
REMARK_LIMIT = 500
NUMBER = r"[+-]?\d{1,6}(?:[.,]\d{1,3})?"
_NUMBER = re.compile(NUMBER, re.ASCII)


def number(text: str | None) -> Decimal | None:
    """What a person typed, with a point or a comma; None for anything that is not a plain decimal."""
    typed = (text or "").strip()
    return Decimal(typed.replace(",", ".")) if _NUMBER.fullmatch(typed) else None


def number_text(value: Decimal) -> str:
    """As it is kept: no zeros behind, a point, no exponent."""
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    # A decimal keeps the sign of nothing, which nobody measured.
    return "0" if text in {"-0", ""} else text


def kept_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a measure as they are kept; RuleBroken for one that says nothing."""
    kept = {name: (values.get(name) or "").strip() or None for name in ("name", "unit", "value", "note")}
    _check_texts(kept["name"], kept["unit"], kept["note"])
    low, high = _end(values.get("low")), _end(values.get("high"))
    value = number(kept["value"])
    if value is None:
        raise RuleBroken(
            "That is no number; nothing was changed. Write digits, such as 6 or 7.5.", code="number"
        )
    if low is not None and high is not None and low >= high:
        raise RuleBroken(
            "A scale ends above where it begins; nothing was changed. Set a greater end.", code="ends"
        )
    _check_within(value, low, high)
    numbers = {"value": value, "low": low, "high": high}
    texts = {name: None if each is None else number_text(each) for name, each in numbers.items()}
    return {**values, **kept, **texts}


def _check_texts(name: str | None, unit: str | None, remark: str | None) -> None:
    if name is None:
        raise RuleBroken("A measure needs a name; nothing was changed.", code="name_missing")
    for text, limit, word in ((name, NAME_LIMIT, "name"), (unit, UNIT_LIMIT, "unit")):
        if len(text or "") > limit:
            raise RuleBroken(
                f"The {word} of a measure has at most {limit} characters; nothing was changed. Shorten it.",
                code=f"{word}_too_long",
            )
    if len(remark or "") > REMARK_LIMIT:
        raise RuleBroken(
            f"A remark has at most {REMARK_LIMIT} characters; nothing was changed. Shorten it.",
            code="note_too_long",
        )


def _end(text: str | None) -> Decimal | None:
    found = number(text)
    if found is None and (text or "").strip():
        raise RuleBroken("An end of the scale is no number; nothing was changed.", code="number")
    return found


def _check_within(value: Decimal, low: Decimal | None, high: Decimal | None) -> None:
    if (low is not None and value < low) or (high is not None and value > high):
        ends = " to ".join("any" if end is None else number_text(end) for end in (low, high))
        raise RuleBroken(
            f"This scale goes from {ends}; nothing was changed. Choose a number on it.", code="off_scale"
        )
