"""The README keeps its word: its commands are run by tests, its links and its picture are there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
WALKED = (ROOT / "docs" / "terminal.md").read_text(encoding="utf-8")
"""The terminal's page is typed from top to bottom by `test_readme_commands`."""

TESTED_ELSEWHERE = {
    "make run": "tests/desktop/demo/test_tour.py",
    "make test": ".ci/run",
    "pazpaz": "tests/desktop/unlock/test_door_window.py",
}


def _commands() -> list[str]:
    blocks = re.findall(r"^```\w*\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    return [line.strip() for block in blocks for line in block.splitlines() if line.strip()]


def test_every_command_of_the_readme_is_run_by_a_test() -> None:
    for command in _commands():
        elsewhere = TESTED_ELSEWHERE.get(command)
        assert (ROOT / elsewhere).exists() if elsewhere else command in WALKED.splitlines(), command


def test_make_run_starts_the_demo_that_the_tour_tests_play() -> None:
    assert "\trun: prepare" not in README
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "run: prepare\n\t$(BIN)/pazpaz --home demo demo\n" in makefile
    assert "make test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_every_file_that_the_readme_links_to_is_there() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
