"""What a change must pass runs every test: those that cover, and all that they leave out."""

import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.packaging.scripts import ROOT, script

TESTS = "def test_one(): pass\n"


@pytest.fixture(scope="module")
def cover() -> ModuleType:
    return script("cover")


def collected(folder: Path, *arguments: str) -> set[str]:
    """The tests that pytest would run there."""
    command = [sys.executable, "-m", "pytest", "-q", "--collect-only", "-p", "no:cacheprovider"]
    told = subprocess.run([*command, *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return {line for line in told.stdout.splitlines() if "::" in line}


def test_given_tests_that_cover_when_the_others_are_run_then_together_they_are_all_and_none_twice(
    tmp_path: Path, cover: ModuleType
) -> None:
    for name in ("tests/core/test_a.py", "tests/desktop/test_b.py", "tests/desktop/test_c.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(TESTS)
    covering = ["tests/core", "tests/desktop/test_b.py"]
    first = collected(tmp_path, *covering)
    others = collected(tmp_path, *cover.left_out(covering))
    assert first | others == collected(tmp_path)
    assert (len(first), len(others)) == (2, 1)


def test_given_a_change_when_it_is_tried_then_the_tests_are_run_as_the_readme_says() -> None:
    commands = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert re.search(r"^make test\b(?! \w+=)", commands, re.MULTILINE)
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "packaging/cover.py --others\n" in makefile.partition("\ntest:")[2].partition("\n\n")[0] + "\n"


def test_given_the_list_of_what_is_covered_then_each_path_of_it_exists(cover: ModuleType) -> None:
    listed = cover.whole()
    modules = [ROOT / name.replace(".", "/") for name in listed["modules"]]
    assert [path for path in modules if not path.is_dir() and not path.with_suffix(".py").is_file()] == []
    assert [path for path in listed["tests"] if not (ROOT / path).exists()] == []
