"""The list of tests that wine does not run names real ones, and says of each why."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
LIST = ROOT / "tests/wine/not_here.toml"


def test_given_what_does_not_run_under_wine_when_listed_then_every_name_is_a_test_and_stands_there_once() -> (
    None
):
    listed = tomllib.loads(LIST.read_text(encoding="utf-8"))
    names = [name for group in listed.values() for name in group]
    assert len(names) == len(set(names))
    for name in names:
        file, _, test = name.partition("::")
        path = ROOT / file
        assert path.exists(), name
        assert file.startswith(("tests/core", "tests/desktop")), name
        if test:
            assert re.search(rf"^def {test}\(", path.read_text(encoding="utf-8"), re.MULTILINE), name


def test_given_the_tests_that_windows_alone_runs_then_they_are_not_on_the_list() -> None:
    listed = tomllib.loads(LIST.read_text(encoding="utf-8"))
    names = {name.partition("::")[0] for group in listed.values() for name in group}
    own = {"tests/desktop/system/test_signals.py", "tests/core/store/test_replacing.py"}
    assert names.isdisjoint(own)
