"""The tables of `make installers`: every kind has what builds it, and what cannot be done is said."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def installers(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.setattr(sys, "path", [str(ROOT / "packaging"), *sys.path])
    import installers as found  # noqa: PLC0415 - the line above finds it

    return found


def test_given_the_systems_that_get_an_installer_then_each_kind_is_in_the_table(
    installers: ModuleType,
) -> None:
    built = {name for name, kind in installers.KINDS.items() if kind.make is not None}
    assert built == {"deb", "rpm", "appimage", "macos", "windows"}
    assert all(kind.make or kind.prove for kind in installers.KINDS.values())


def test_given_a_kind_that_is_made_of_another_then_that_stands_before_it_with_its_tools(
    installers: ModuleType,
) -> None:
    names = list(installers.KINDS)
    for name, kind in installers.KINDS.items():
        for before in kind.after:
            assert names.index(before) < names.index(name)
            needed = installers.needed(name, proving=False)
            assert installers.KINDS[before].builds_with.items() <= needed.items()


def test_given_a_tool_that_cannot_be_had_when_all_are_wanted_then_only_its_kinds_are_left_out_with_a_word(
    installers: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def without_wixl(packages: Mapping[str, str]) -> None:
        if "wixl" in packages:
            raise installers.Problem("wixl missing here.")

    monkeypatch.setattr(installers, "need_programs", without_wixl)
    monkeypatch.setattr(installers.os, "geteuid", lambda: 0)
    assert installers.ready([], proving=False) == ["deb", "rpm", "appimage", "macos"]
    assert "Left out windows: wixl missing here." in capsys.readouterr().out
    assert installers.ready(["rpm"], proving=True) == ["rpm"]
    with pytest.raises(installers.Problem, match="wixl"):
        installers.ready(["windows"], proving=False)


def test_given_nobody_with_rights_when_all_are_proved_then_what_needs_them_is_left_out_with_a_word(
    installers: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(installers, "need_programs", lambda _packages: None)
    monkeypatch.setattr(installers.os, "geteuid", lambda: 1000)
    assert "deb" not in installers.ready([], proving=True)
    assert "Left out deb: its proof installs or mounts, which needs root" in capsys.readouterr().out


def test_given_a_kind_that_there_is_not_when_asked_for_then_a_sentence_names_those_that_there_are() -> None:
    command = [sys.executable, str(ROOT / "packaging/installers.py"), "build", "floppy"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("No such kind: floppy. There are repeat, deb")
    assert len(done.stderr.splitlines()) == 1
