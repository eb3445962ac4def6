"""Two texts cut into passages: nothing is left out, equal passages stand at one height."""

from hypothesis import given
from hypothesis import strategies as st

from core.text.word_diff import Mark
from desktop.inbox.aligned_passages import MANY, Block, blocks, ends, value_block

LINES = st.lists(
    st.sampled_from(["Rest.", "Ice 5 min.", "Ice 7 min.", "כאב בברך.", "", "Gait normal."]), max_size=9
)


def said(block: Block, *, is_left: bool) -> str:
    return "".join(piece.text for piece in (block.left if is_left else block.right))


@given(LINES, LINES)
def test_each_column_holds_its_whole_text(left: list[str], right: list[str]) -> None:
    found = blocks("\n".join(left), "\n".join(right))
    for text, is_left in ((left, True), (right, False)):
        shown = "\n".join(said(block, is_left=is_left) for block in found)
        assert shown.split() == " ".join(text).split()


@given(LINES, LINES)
def test_only_what_differs_is_marked(left: list[str], right: list[str]) -> None:
    for block in blocks("\n".join(left), "\n".join(right)):
        marks = {piece.mark for piece in (*block.left, *block.right)}
        assert (marks <= {Mark.SAME}) is (said(block, is_left=True) == said(block, is_left=False))
        assert not block.alike or block.left == block.right


def test_changed_lines_of_one_number_stand_beside_each_other() -> None:
    found = blocks("A 1.\nB 1.\nC.", "A 2.\nB 2.\nC.")
    assert [(said(one, is_left=True), said(one, is_left=False)) for one in found] == [
        ("A 1.", "A 2."),
        ("B 1.", "B 2."),
        ("C.", "C."),
    ]


def test_a_long_passage_alike_folds_to_its_ends() -> None:
    lines = [f"Line {number}" for number in range(20)]
    (block,) = blocks("\n".join(lines), "\n".join(lines))
    assert (block.lines, block.hidden) == (20, 16)
    assert ends(block) == ("Line 0\nLine 1", "Line 18\nLine 19")


def test_few_lines_alike_are_not_folded() -> None:
    (block,) = blocks("A\nB\nC\nD\nE", "A\nB\nC\nD\nE")
    assert block.hidden == 0


def test_a_page_never_holds_thousands_of_passages() -> None:
    left = "\n".join(f"{number} same\nold {number}" for number in range(MANY))
    found = blocks(left, left.replace("old", "new"))
    assert len(found) == MANY
    assert said(found[-1], is_left=True).endswith(f"old {MANY - 1}")


def test_a_value_keeps_its_label() -> None:
    assert value_block("Yes", "Yes", "Consent") == Block(
        value_block("Yes", "Yes").left, value_block("Yes", "Yes").right, True, "Consent"
    )
    assert not value_block("Yes", "No", "Consent").alike
