"""What Linux is told about the program: manual page, completion, desktop entry, and the starting script."""

import hashlib
import importlib
import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from desktop.terminal.main import GROUPS, build_parser

ROOT = Path(__file__).resolve().parents[2]
SHARE = ROOT / "packaging/linux/share"
Load = Callable[[str], Any]


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch) -> Load:
    """A module of packaging/, whose folders hold scripts."""
    for folder in ("bundle", "linux"):
        monkeypatch.syspath_prepend(ROOT / "packaging" / folder)
    return importlib.import_module


def test_given_the_parsers_when_the_manual_is_made_then_every_command_and_option_is_in_it(load: Load) -> None:
    page = load("manual").manual(build_parser(), "1.2.3", "2026-01-31")
    for name in (command for names in GROUPS.values() for command in names):
        assert f".SS {name}".replace("-", r"\-") in page
    assert r"\-\-passphrase\-file FILE" in page
    assert r".SS server demo" in page
    assert "1.2.3" in page
    assert "%(" not in page
    assert not re.search(r"^'", page, re.MULTILINE)


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        (["pazpaz", "doc"], {"doctor"}),
        (["pazpaz", "server", "ad"], {"adopt"}),
        (["pazpaz", "backup", "--t"], {"--to"}),
        (["pazpaz", "--home", "x", "sync", "--js"], {"--json"}),
    ],
)
def test_given_the_completion_when_somebody_types_then_bash_offers_what_the_program_knows(
    load: Load, tmp_path: Path, typed: list[str], offered: set[str]
) -> None:
    script = tmp_path / "pazpaz"
    script.write_text(load("manual").completion(build_parser()), encoding="utf-8")
    words = " ".join(f'"{word}"' for word in typed)
    at = f"COMP_WORDS=({words}); COMP_CWORD={len(typed) - 1}"
    asking = f'source "{script}"; {at}; _pazpaz; echo "${{COMPREPLY[@]}}"'
    told = subprocess.run(["bash", "-c", asking], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert offered <= set(told.stdout.split())


def test_given_a_double_click_on_a_backup_then_its_type_leads_to_the_program_with_that_file() -> None:
    entry = (SHARE / "org.pazpaz.Desktop.desktop").read_text(encoding="utf-8")
    assert "Exec=pazpaz %f\n" in entry
    assert "MimeType=application/x-pazpaz-backup;" in entry
    assert "Name[he]" in entry or "GenericName[he]" in entry
    mime = ET.parse(SHARE / "org.pazpaz.Desktop.xml").getroot()  # noqa: S314 - our own file
    spaces = {"m": "http://www.freedesktop.org/standards/shared-mime-info"}
    kind = mime.find("m:mime-type", spaces)
    assert kind is not None
    assert kind.get("type") == "application/x-pazpaz-backup"
    glob = kind.find("m:glob", spaces)
    assert glob is not None
    assert glob.get("pattern") == "*.pazpaz"


@pytest.fixture
def started(load: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Runs the starting script over a small program that says hello; `glibc` is what the system has."""
    tree = load("tree")
    top = tmp_path / "top"
    (top / "lib/a").mkdir(parents=True)
    files = {"pazpaz": "#!/bin/sh\necho hello $1\n", "lib/base_library.zip": "x", "lib/libpython3.so": "y"}
    files["lib/a/x.so"] = "\x7fELF of somebody"
    for name, text in files.items():
        (top / name).write_text(text, encoding="utf-8")
    (top / "pazpaz").chmod(0o755)
    monkeypatch.setattr(tree, "needed_glibc", lambda _top: "2.36")
    tree.starter(top, str(top), tmp_path / "run")
    (tmp_path / "bin").mkdir()

    def run(glibc: str = "2.36") -> subprocess.CompletedProcess[str]:
        fake = tmp_path / "bin/getconf"
        fake.write_text(f"#!/bin/sh\necho glibc {glibc}\n", encoding="utf-8")
        fake.chmod(0o755)
        environment = {"PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}"}
        command = [str(tmp_path / "run"), "doctor"]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    return run


@pytest.mark.parametrize("glibc", ["2.36", "2.41", "2.100"])
def test_given_a_whole_installation_when_started_then_the_program_runs_with_its_arguments(
    started: Callable[..., Any], glibc: str
) -> None:
    done = started(glibc)
    assert (done.returncode, done.stdout, done.stderr) == (0, "hello doctor\n", "")


@pytest.mark.parametrize("glibc", ["2.31", "2.9"])
def test_given_a_too_old_system_when_started_then_one_sentence_says_so(
    started: Callable[..., Any], glibc: str
) -> None:
    done = started(glibc)
    (line,) = done.stderr.splitlines()
    assert done.returncode == 1
    assert "too old" in line
    assert "not touched" in line


@pytest.mark.parametrize(
    "name", ["pazpaz", "lib/base_library.zip", "lib/libpython3.so", "lib/a/x.so", "sizes"]
)
@pytest.mark.parametrize("harm", ["gone", "cut"])
def test_given_a_damaged_installation_when_started_then_one_sentence_says_so_and_nothing_runs(
    started: Callable[..., Any], tmp_path: Path, name: str, harm: str
) -> None:
    path = tmp_path / "top" / name
    if harm == "gone":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:-1])
    done = started()
    (line,) = done.stderr.splitlines()
    assert done.returncode == 1
    assert "not installed completely" in line
    assert not done.stdout


def test_given_a_runtime_that_is_not_the_pinned_one_when_an_appimage_is_joined_then_it_is_refused(
    load: Load, tmp_path: Path
) -> None:
    appimage, problem = load("appimage"), load("telling").Problem
    runtime, squashed, target = tmp_path / "runtime", tmp_path / "squashed", tmp_path / "made"
    runtime.write_bytes(b"runtime")
    squashed.write_bytes(b"squashed")
    with pytest.raises(problem, match="not the runtime that was pinned"):
        appimage.join(runtime, "0" * 64, squashed, target)
    assert not target.exists()
    pinned = hashlib.sha256(b"runtime").hexdigest()
    appimage.join(runtime, pinned, squashed, target)
    assert target.read_bytes() == b"runtimesquashed"
    assert os.access(target, os.X_OK)


def test_given_what_lintian_is_told_to_pass_over_then_a_reason_stands_above_each(load: Load) -> None:
    lines = load("deb")._OVERRIDES.splitlines()
    overrides = [number for number, line in enumerate(lines) if not line.startswith("#")]
    assert overrides
    for number in overrides:
        assert re.match(r"pazpaz-desktop: [a-z-]+ ", lines[number]), "lintian knows no patterns of its names"
        assert lines[number - 1].startswith("# "), lines[number]


def test_given_files_links_and_folders_when_their_room_is_told_then_each_counts_in_whole_kilobytes(
    load: Load, tmp_path: Path
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder/small").write_bytes(b"x")
    (tmp_path / "folder/large").write_bytes(bytes(2049))
    (tmp_path / "folder/empty").touch()
    (tmp_path / "link").symlink_to("folder")
    assert load("tree").size_kb(tmp_path) == 1 + 1 + 3 + 0 + 1
