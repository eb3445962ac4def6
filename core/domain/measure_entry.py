"""A measure in one line, as it is typed beside a note: "pain 6", "shoulder flexion 140°", "stress 3/5"."""

import re
from collections.abc import Mapping
from decimal import Decimal

from core.domain.errors import RuleBroken
from core.domain.measure_scales import DEGREES, Scale, motion_scale
from core.domain.measures import NUMBER, OWN, number

_LINE = re.compile(
    rf"(?P<name>.*[^\s/])\s+(?P<value>{NUMBER})\s*(?:/\s*(?P<high>{NUMBER})|(?P<unit>[^\s\d/.,+-][^\s\d]*))?",
    re.ASCII,
)


def read_entry(line: str, known: Mapping[str, Scale]) -> tuple[Scale, str]:
    """The scale and the number as it was typed. `known` are the client's scales by their shown names in small
    letters (casefold); any other name is a new scale.

    A new one is in degrees where the sign of them stands, goes up to what stands behind a stroke, and is open
    otherwise. Raises RuleBroken for a line without a name or a number, and for another scale of a known name.
    """
    found = _LINE.fullmatch(line.strip())
    if found is None:
        raise RuleBroken("Write what it is and the number, such as: pain 6. Nothing was added.", code="entry")
    # "pain: 6" and "pain = 6" are typed, too.
    name, high, unit = found["name"].rstrip(":="), number(found["high"]), found["unit"]
    scale = known.get(name.casefold()) or _new(name, high, unit)
    if (high or scale.high) != scale.high or (unit or scale.unit) != scale.unit:
        raise RuleBroken(
            "This client's measures of that name are on another scale. Nothing was added. "
            "Leave out what stands behind the number, or choose another name.",
            code="other_scale",
        )
    return scale, found["value"]


def _new(name: str, high: Decimal | None, unit: str | None) -> Scale:
    if unit == DEGREES:
        return motion_scale(name)
    if high is not None:
        return Scale(OWN, name, None, Decimal(0), high)
    return Scale(OWN, name, unit)
