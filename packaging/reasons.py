"""Why a change of the code may stay unnoticed: what mutants.toml says, and whether it fits a change."""

import fnmatch
import re
from collections.abc import Sequence
from typing import Any

STRING = re.compile(r"""(?<!\w)([bfr]*)(["'])(?:(?!\2)[^\\]|\\.)*\2""")
SQL = re.compile(
    r"[bfr]*[\"']\s*(SELECT|INSERT|UPDATE|DELETE|WHERE|VALUES|FROM|AND|ON CONFLICT|ORDER BY)\b", re.IGNORECASE
)
WORDS = re.compile(r"f?[\"'](?:[A-Z]\S* |.* .* )")
"""A sentence or a part of one, for a person: no code, no bytes, no blank between words."""


def is_wording(removed: Sequence[str], added: Sequence[str]) -> bool:
    """Whether only the words of a sentence differ."""
    before, after = "\n".join(removed), "\n".join(added)
    strings, others = _strings(before), _strings(after)
    if STRING.sub("", before) != STRING.sub("", after) or len(strings) != len(others):
        return False
    pairs = zip(strings, others, strict=True)
    return all(was == now or _says_the_same(was, now) for was, now in pairs)


def _strings(line: str) -> list[str]:
    return [found[0] for found in STRING.finditer(line)]


def _says_the_same(was: str, now: str) -> bool:
    """Whether it is for a person, and what is filled in stayed."""
    filled_in = re.findall(r"{.*?}", was) == re.findall(r"{.*?}", now)
    return filled_in and WORDS.match(was) is not None and SQL.match(was) is None


def is_case_of_sql(removed: Sequence[str], added: Sequence[str]) -> bool:
    """Whether a statement is only written in larger or smaller letters."""
    return [_small_sql(line) for line in removed] == [_small_sql(line) for line in added]


def _small_sql(line: str) -> str:
    return STRING.sub(lambda found: found[0].lower() if SQL.match(found[0]) else found[0], line)


def explains(rule: dict[str, Any], name: str, removed: Sequence[str], added: Sequence[str]) -> bool:
    """Whether a rule of mutants.toml fits a change of the function of this name."""
    if not fnmatch.fnmatch(name, rule["where"]):
        return False
    if "was" in rule and not all(re.search(rule["was"], line) for line in removed):
        return False
    if rule.get("wording"):
        return is_wording(removed, added)
    if rule.get("case_of_sql"):
        return is_case_of_sql(removed, added)
    return any(re.search(rule["line"], line) for line in added or ("",))
