"""The Hebrew catalogue: nothing is missing or lost, and what is compiled is what is written."""

import ast
import re
import unicodedata
from pathlib import Path

import pytest

from tests.packaging.scripts import script

translations = script("translations")
HEBREW: dict[tuple[str, str], str] = translations.read(translations.SOURCE)


def values(text: str) -> list[str]:
    return sorted(re.findall(r"\{\w+\}", text))


def words(text: str) -> str:
    return re.sub(r"\{\w+\}", "", text)


def test_given_the_window_when_its_texts_are_collected_then_each_has_its_translation() -> None:
    collected = translations.collect()
    assert len(collected) > 2000
    assert [key for key in collected if not HEBREW.get(key)] == []
    assert set(HEBREW) == set(collected), "run make translations"


def test_given_a_note_that_is_signed_when_told_of_then_every_text_has_that_word_for_it() -> None:
    assert [key for key in translations.collect() if "finaliz" in key[1].casefold()] == []


def test_given_a_translation_when_values_are_filled_in_then_none_is_lost() -> None:
    """A singular may say "one" where English has a number."""
    wrong = {
        key: text
        for key, text in HEBREW.items()
        if values(text) != values(key[1]) and [*values(text), "{n}"] != values(key[1])
    }
    assert wrong == {}


def test_given_a_command_or_a_key_in_a_text_when_translated_then_it_is_still_there() -> None:
    kept = re.compile(r"`[^`]+`|Ctrl\+[A-Z]\b|\bEsc\b|\bF9\b|\.pazpaz\b|\.jsonl\b")
    wrong = {key: text for key, text in HEBREW.items() if set(kept.findall(key[1])) - set(kept.findall(text))}
    assert wrong == {}


def test_given_a_translation_when_it_is_read_then_it_is_hebrew() -> None:
    """Or, as a pattern of a day or a sign, has no word at all."""
    hebrew = re.compile("[\u05d0-\u05ea]")
    strange = {
        key: text
        for key, text in HEBREW.items()
        if not hebrew.search(text) and text != key[1] and words(text)
    }
    assert strange == {}


def test_given_signs_of_direction_in_a_translation_then_each_is_closed() -> None:
    for text in HEBREW.values():
        opened = sum(text.count(sign) for sign in "\u2066\u2067\u2068")
        assert opened == text.count("\u2069")
        assert not [letter for letter in text if unicodedata.bidirectional(letter) in {"LRE", "RLE", "PDF"}]


def test_given_the_texts_when_compiled_again_then_the_program_has_the_same(tmp_path: Path) -> None:
    translations.compile_catalogue(translations.SOURCE, tmp_path / "he.qm")
    assert (tmp_path / "he.qm").read_bytes() == (translations.FOLDER / "he.qm").read_bytes()
    told = translations.templates(translations.collect())
    assert (translations.FOLDER / "sentences.txt").read_text("utf-8") == told


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('raise NotFound("It went; nothing was changed.")', {"It went; nothing was changed."}),
        ('raise NotFound(f"{name} went at {time:%H}.")', {"{0} went at {1}."}),
        ('_WENT = "It went away."\ndef f(x):\n    raise NotFound(_WENT)', {"It went away."}),
        ('raise NotFound("Both went." if both else "One went.")', {"Both went.", "One went."}),
        (
            'class Gone(NotFound):\n    def __init__(self):\n        super().__init__("Now gone.")',
            {"Now gone."},
        ),
        ('raise ValueError("No person sees this.")', set()),
        ('raise NotFound(f"{a}: {b}")', set()),
    ],
)
def test_given_an_error_in_the_source_when_collected_then_its_sentence_is_found(
    source: str, found: set[str]
) -> None:
    tree = ast.parse(f"class NotFound(UserError): ...\n{source}")
    assert translations.error_sentences([tree]) == found
