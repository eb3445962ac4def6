"""A phrase in a text: every place, in the text's own characters."""

import pytest

from core.text.finding import spans


@pytest.mark.parametrize(
    ("text", "phrase", "found"),
    [
        ("Knee, KNEE.", "knee", ["Knee", "KNEE"]),
        ("Flexión left", "flexion", ["Flexión"]),
        ("Flexio\u0301n left", "flexion", ["Flexio\u0301n"]),
        ("כְּאֵב גב", "כאב", ["כְּאֵב"]),
        ("left\nknee", "left  knee", ["left\nknee"]),
        ("🙂 ok 🙂 ok", "ok", ["ok", "ok"]),
        ("Straße", "strasse", ["Straße"]),
        ("aaa", "aa", ["aa"]),
        ("Knee", "", []),
        ("Knee", " ", []),
        ("Knee", "hip", []),
    ],
)
def test_given_a_text_when_a_phrase_is_looked_for_then_each_place_is_found(
    text: str, phrase: str, found: list[str]
) -> None:
    assert [text[start:end] for start, end in spans(text, phrase)] == found
