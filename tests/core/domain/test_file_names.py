"""Names of files: the ending is apart from the words, and stays when a file gets another name."""

import pytest

from core.domain.file_names import ending_of, is_device_name, stem_of, with_ending_of


@pytest.mark.parametrize(
    ("name", "stem", "ending"),
    [
        ("knee.png", "knee", ".png"),
        ("הפניה.pdf", "הפניה", ".pdf"),
        ("plan.tar.gz", "plan.tar", ".gz"),
        ("Letter of Dr. Brandt", "Letter of Dr. Brandt", ""),
        (".bashrc", ".bashrc", ""),
        ("knee.", "knee.", ""),
        ("knee", "knee", ""),
        ("scan." + "x" * 11, "scan." + "x" * 11, ""),
        ("", "", ""),
    ],
)
def test_given_a_name_then_its_words_and_its_ending_are_apart(name: str, stem: str, ending: str) -> None:
    assert (stem_of(name), ending_of(name)) == (stem, ending)


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("Left knee", "Left knee.PDF"),
        ("Left knee.pdf", "Left knee.PDF"),
        (" Left knee .pdf ", "Left knee.PDF"),
        ("knee.png", "knee.png.PDF"),
        ("MRI 3/4/2026", "MRI 3-4-2026.PDF"),
        ("C:\\knee", "C:-knee.PDF"),
        ("", ""),
        (" .. ", ""),
        (".pdf", ""),
    ],
)
def test_given_words_for_a_file_when_it_is_named_by_them_then_its_ending_stays(
    typed: str, named: str
) -> None:
    assert with_ending_of("scan.PDF", typed) == named


def test_given_a_file_without_an_ending_when_it_is_named_then_what_was_typed_is_its_whole_name() -> None:
    assert with_ending_of("scan", "knee.png") == "knee.png"


@pytest.mark.parametrize("name", ["con", "NUL", "aux.txt", "LPT1.tar.gz", "com¹", "prn .txt"])
def test_given_the_name_of_a_device_then_it_is_known_with_any_ending(name: str) -> None:
    assert is_device_name(name)


@pytest.mark.parametrize("name", ["console", "com", "lpt10.txt", "my con.txt", ""])
def test_given_a_name_that_only_resembles_a_device_then_it_is_none(name: str) -> None:
    assert not is_device_name(name)
