"""Names that came from anywhere, as they are shown and proposed for a copy."""

from pathlib import Path, PureWindowsPath

import pytest

from desktop.files.naming import name_for_copy, plain_name

TRICKS = (
    "../../.bashrc",
    "/etc/passwd",
    "C:\\Windows\\notepad.exe",
    "letter.txt:stream",
    "..",
    ". .",
    "",
    "\u202egnp.exe",
    "line\nbreak.txt",
    "~",
    "what?.pdf. ",
)


@pytest.mark.parametrize("name", TRICKS)
def test_given_a_name_with_tricks_when_a_copy_is_proposed_then_it_stays_in_the_folder(
    name: str, tmp_path: Path
) -> None:
    proposed = name_for_copy(name)
    assert (tmp_path / proposed).parent == tmp_path
    assert (tmp_path / proposed).resolve() == (tmp_path / proposed)
    assert PureWindowsPath(proposed).name == proposed
    assert ":" not in proposed
    assert proposed == proposed.strip(". ")
    assert proposed.isprintable()


@pytest.mark.parametrize(
    ("name", "proposed"),
    [
        ("knee.png", "knee.png"),
        ("הפניה.pdf", "הפניה.pdf"),
        ("../../.bashrc", "bashrc"),
        ("2026: what next?.txt", "2026_ what next_.txt"),
        ("..", "File"),
        ("con.txt", "_con.txt"),
        ("LPT1", "_LPT1"),
    ],
)
def test_given_a_name_when_a_copy_is_proposed_then_it_is_as_near_as_can_be(name: str, proposed: str) -> None:
    assert name_for_copy(name) == proposed


@pytest.mark.parametrize("ending", [".pdf", "." + "x" * 300, ""])
def test_given_a_very_long_hebrew_name_when_a_copy_is_proposed_then_a_disk_can_hold_it(
    ending: str, tmp_path: Path
) -> None:
    proposed = name_for_copy("הפניה" * 40 + ending)
    (tmp_path / f".{proposed}.{'0' * 32}.new").touch()
    assert proposed.startswith("הפניה")
    assert proposed.endswith(".pdf") is (ending == ".pdf")


def test_given_a_name_that_turns_the_reading_direction_when_shown_then_its_ending_is_the_true_one() -> None:
    assert plain_name("scan\u202egnp.exe") == "scangnp.exe"
    assert plain_name("\u200b") == "File"
