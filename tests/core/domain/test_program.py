"""The program's version is the one its distribution was built with."""

import tomllib
from pathlib import Path

from core.domain.program import program_version


def test_the_version_is_that_of_the_project() -> None:
    settings = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text(encoding="utf-8"))
    program_version.cache_clear()
    assert program_version() == settings["project"]["version"]
