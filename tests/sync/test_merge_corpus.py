"""Hand-made edits of clinical texts on two devices, with what a careful colleague would want of each.

A case of tests/data/merge/text says `result` (merged, nobody asked), `ask = true` (both whole) or
`mine` and `other` (what is put before a person, the rest merged in both). `{long}` is 1,500 lines.
"""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from core.domain.registry import BY_NAME, Table
from core.text.merge import TextMerge, merge_text
from sync.rows.merge import Merged, RowSide, merge_row

DATA = Path(__file__).parents[1] / "data" / "merge"
LONG = "\n".join(f"Visit {number}: exercises as planned." for number in range(1500))
Case = dict[str, Any]


def read(folder: str) -> list[Any]:
    """The cases of all themes of a folder; each is known by its theme and story."""
    paths = sorted((DATA / folder).glob("*.toml"))
    themes = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in paths}
    return [
        pytest.param(case, id=f"{theme}: {case['name']}")
        for theme, content in themes.items()
        for case in content["case"]
    ]


TEXTS, ROWS = read("text"), read("rows")
THEMES = (
    ("doses", "hebrew_doses"),
    ("sides", "hebrew_sides"),
    ("negations_allergies", "hebrew_negations"),
    ("lists", "hebrew_lists"),
    ("moved", "hebrew_moved"),
    ("identical", "hebrew_identical"),
    ("appends", "hebrew_appends"),
    ("deletions", "hebrew_deletions"),
)


def versions(case: Case) -> tuple[str, str, str]:
    base, ours, theirs = (case[name].replace("{long}", LONG) for name in ("base", "ours", "theirs"))
    return base, ours, theirs


def expected(case: Case) -> TextMerge:
    if case.get("ask"):
        return TextMerge(case["ours"], case["theirs"])
    return TextMerge(_said(case, "mine"), _said(case, "other"))


def _said(case: Case, name: str) -> str:
    return str(case[name] if name in case else case["result"])


def wrote(*texts: str) -> set[str]:
    """The sentences by a cut of its own, finer than the one that merges."""
    pieces = {piece.strip() for text in texts for piece in re.split(r"(?<=[.!?;:…׃])\s+|\n", text)}
    return pieces - {""}


def tokens(*texts: str) -> set[str]:
    return {token for text in texts for token in text.split()}


def test_the_corpus_is_large_and_its_stories_are_told_once() -> None:
    assert len(TEXTS) >= 300
    for cases in (TEXTS, ROWS):
        assert len({case.id for case in cases}) == len(cases)


@pytest.mark.parametrize("themes", THEMES)
def test_each_theme_is_told_in_both_languages(themes: tuple[str, str]) -> None:
    english, hebrew = ([case for case in TEXTS if str(case.id).startswith(f"{theme}: ")] for theme in themes)
    assert min(len(english), len(hebrew)) >= 6
    assert all(re.search("[א-ת]", case.values[0]["theirs"] + case.values[0]["base"]) for case in hebrew)


@pytest.mark.parametrize("case", TEXTS)
def test_a_clinical_text_merges_as_a_careful_colleague_would(case: Case) -> None:
    hoped = expected(case)
    hoped = TextMerge(hoped.ours.replace("{long}", LONG), hoped.theirs.replace("{long}", LONG))
    base, ours, theirs = versions(case)
    assert merge_text(base, ours, theirs) == hoped
    assert merge_text(base, theirs, ours) == TextMerge(hoped.theirs, hoped.ours)


@pytest.mark.parametrize("case", TEXTS)
def test_nothing_appears_that_nobody_wrote(case: Case) -> None:
    merged = merge_text(*versions(case))
    assert wrote(merged.ours, merged.theirs) <= wrote(*versions(case))


@pytest.mark.parametrize("case", TEXTS)
def test_every_token_typed_is_in_the_result_or_before_a_person(case: Case) -> None:
    base, ours, theirs = versions(case)
    merged = merge_text(base, ours, theirs)
    assert tokens(ours, theirs) - tokens(base) <= tokens(merged.ours, merged.theirs)


@pytest.mark.parametrize("case", TEXTS)
def test_one_device_alone_or_both_alike_are_never_asked(case: Case) -> None:
    base, ours, theirs = versions(case)
    for text in (ours, theirs):
        alone = TextMerge(text, text)
        assert merge_text(base, text, base) == merge_text(base, base, text) == alone
        assert merge_text(base, text, text) == alone


# whole rows


def side(table: Table, case: Case, name: str) -> RowSide:
    values = {table.by_name[column].no: value for column, value in case[name].items()}
    return RowSide(values, case.get("deleted", "") in {name, "both"})


def named(table: Table, merged: Merged) -> dict[str, Any]:
    return {table.by_no[no].name: value for no, value in merged.fields.items()}


def asked(merged: Merged) -> list[list[str]]:
    return [[each.field, each.reason, each.ours or "", each.theirs or ""] for each in merged.conflicts]


def told(merged: Merged) -> list[str]:
    return [each.kind + (f" {each.field}" if each.field else "") for each in merged.notices]


@pytest.mark.parametrize("case", ROWS)
def test_a_row_merges_as_a_careful_colleague_would(case: Case) -> None:
    table = BY_NAME[case["table"]]
    merged = merge_row(table, *(side(table, case, name) for name in ("base", "ours", "theirs")))
    assert named(table, merged) == case["row"]
    assert asked(merged) == case.get("asked", [])
    assert told(merged) == case.get("told", [])
    assert merged.deleted == case.get("gone", False)


@pytest.mark.parametrize("case", ROWS)
def test_a_row_merged_on_the_other_device_asks_and_keeps_the_same(case: Case) -> None:
    table = BY_NAME[case["table"]]
    merged = merge_row(table, *(side(table, case, name) for name in ("base", "theirs", "ours")))
    hoped = [row if row[1] == "AMENDMENT" else [*row[:2], row[3], row[2]] for row in case.get("asked", [])]
    open_fields = {name for row in hoped if row[1] != "AMENDMENT" for name in row[0].split(",")}
    settled = {name: value for name, value in case["row"].items() if name not in open_fields}
    assert asked(merged) == hoped
    assert {k: v for k, v in named(table, merged).items() if k not in open_fields} == settled
    assert merged.deleted == case.get("gone", False)
    assert sorted(told(merged)) == sorted(case.get("told", []))


@pytest.mark.parametrize("case", ROWS)
def test_every_word_typed_into_a_row_is_kept_somewhere(case: Case) -> None:
    table = BY_NAME[case["table"]]
    base, ours, theirs = (side(table, case, name) for name in ("base", "ours", "theirs"))
    merged = merge_row(table, base, ours, theirs)
    kept = [str(value) for value in merged.fields.values()]
    kept += [str(text) for each in merged.conflicts for text in (each.ours, each.theirs)]
    kept += [str(text) for each in merged.history for text in (each.ours, each.theirs)]
    typed = [str(value) for each in (ours, theirs) for value in each.fields.values()]
    known = tokens(*(str(value) for value in base.fields.values()))
    said = "\n".join(kept).casefold()
    assert all(token.casefold() in said for token in tokens(*typed) - known)
