"""A new secret and a new link on a copy of the tree: both chains and all numbers follow by one command."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
_COPIED = (
    "core",
    "sync",
    "desktop",
    "migrations",
    "resources",
    "packaging",
    "tests",
    "pyproject.toml",
    "docs",
)
_LAST = '        secret(29, "preferred_language"),\n'
_NEW = '        secret(98, "referred_by"),\n        link(99, "treats_id", "users"),\n'
_FIELD = "    email_digest: bytes | None = field(default=None, repr=False)\n"
_MORE = "    referred_by: str | None = field(default=None, repr=False)\n    treats_id: UserId | None = None\n"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """The project with two more columns in the registry and in the record: all that is written by hand."""
    for name in _COPIED:
        source = ROOT / name
        if source.is_dir():
            ignored = shutil.ignore_patterns("__pycache__", "frozen")
            shutil.copytree(source, tmp_path / name, ignore=ignored)
        else:
            shutil.copy(source, tmp_path / name)
    table = tmp_path / "core/domain/registry_records.py"
    change(table, _LAST, _LAST + _NEW)
    change(tmp_path / "core/domain/records.py", _FIELD, _FIELD + _MORE)
    return tmp_path


def change(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1
    path.write_text(text.replace(before, after), encoding="utf-8")


def run(tree: Path, *argv: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *argv],
        cwd=tree,
        env={"PYTHONPATH": str(tree), "PATH": "/usr/bin:/bin", "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_given_one_more_encrypted_column_and_a_link_when_the_migrations_are_written_then_both_stores_have_it(
    tree: Path,
) -> None:
    before = run(tree, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/core/domain/test_registry.py")
    assert before.returncode == 1
    assert "must be frozen" in before.stdout

    made = run(tree, "packaging/new_migration.py", "referrals")

    assert made.returncode == 0, made.stderr
    assert "2 new column(s)" in made.stdout
    checked = ("tests/core/domain/test_registry.py", "tests/migrations/test_local_chain.py")
    server = ("tests/migrations/server/test_chain.py", "-k", "compared_with_the and not pg16")
    after = run(tree, "-m", "pytest", "-q", "-p", "no:cacheprovider", *checked, *server)
    assert after.returncode == 0, after.stdout


def test_given_a_name_that_is_no_file_name_when_asked_for_then_nothing_is_written(tree: Path) -> None:
    said = run(tree, "packaging/new_migration.py", "What It Does")
    assert said.returncode == 2
    assert "small letters" in said.stderr
    assert not list(tree.glob("migrations/*/versions/*What*"))
