"""Words are marked for reading; the texts themselves come back whole."""

from hypothesis import given
from hypothesis import strategies as st

from core.text.word_diff import Mark, Piece, added, compare, removed, words

TEXT = st.text(st.sampled_from("ab c\n.,1אב"), max_size=60)


@given(TEXT)
def test_given_any_text_then_its_words_join_back_to_it(text: str) -> None:
    assert "".join(words(text)) == text


@given(TEXT, TEXT)
def test_given_two_texts_then_the_pieces_give_both_back(old: str, new: str) -> None:
    pieces = compare(old, new)
    assert "".join(piece.text for piece in removed(pieces)) == old
    assert "".join(piece.text for piece in added(pieces)) == new


def test_given_a_changed_number_then_only_its_word_is_marked() -> None:
    assert compare("600 mg twice daily", "400 mg twice daily") == [
        Piece(Mark.REMOVED, "600 "),
        Piece(Mark.ADDED, "400 "),
        Piece(Mark.SAME, "mg twice daily"),
    ]


def test_given_a_very_long_text_then_lines_are_compared() -> None:
    old = "\n".join(f"{n} a b c" for n in range(2000))
    assert compare(old, old + "\nmore")[-1].mark is Mark.ADDED
