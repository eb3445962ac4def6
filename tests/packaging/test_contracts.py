"""The import contracts hold, and SQL stands where its table lives; each fails on a planted violation."""

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("core", "sync", "migrations", "desktop", "resources")

PLANTED = {
    "layers": ("sync/planted.py", "import desktop.kit.jobs\n"),
    "core": ("core/domain/planted.py", "import core.store.database.engine\n"),
    "domain": ("core/domain/planted.py", "import sqlalchemy\n"),
    "qt": ("sync/planted.py", "import PySide6.QtCore\n"),
    "psycopg": ("sync/rows/planted.py", "import psycopg\n"),
    "text": ("core/text/planted.py", "import core.domain.ids\n"),
    "store": ("core/store/database/planted.py", "import core.store.practice.practice\n"),
    "sync": ("sync/postgres/planted.py", "import sync.rows.run\n"),
    "settle": ("sync/rows/planted.py", "import core.store.unit_of_work.writer\n"),
    "desktop": ("desktop/calendar/planted.py", "import desktop.notes.screen\n"),
    "circles": (
        "desktop/calendar/arrow_keys.py",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import desktop.calendar.grid\n",
    ),
    "session": ("desktop/session/planted.py", "import PySide6.QtCore\n"),
    "presenters": ("desktop/paper/presenter.py", "import PySide6.QtCore\n"),
    "terminal": ("desktop/session/planted.py", "import desktop.terminal.command\n"),
    "pypdf": ("desktop/files/planted.py", "import pypdf\n"),
    "pdfium": ("desktop/files/planted.py", "import pypdfium2\n"),
    "hunspell": ("desktop/spelling/planted.py", "import hunspell\n"),
}


OUTBOX_TABLES = ("journal", "outbox", "feed", "refused", "notices", "history")
OUTBOX_SQL = re.compile(rf"\b(FROM|JOIN|INTO|UPDATE|TABLE)\s+({'|'.join(OUTBOX_TABLES)})\b")
OWNERS = ("core/store/outbox/", "core/store/database/", "migrations/")
"""Who may name those tables: what keeps them, what declares them, and what makes them."""
SQL = re.compile(r"\b(SELECT\b.*\bFROM|INSERT INTO|UPDATE \S+ SET|DELETE FROM)\b", re.DOTALL)
CONFLICTS = "core/store/unit_of_work/conflicts.py"
"""The only file that writes conflicts."""
DRIVER = frozenset({"execute", "exec_driver_sql"})

PLANTED_SQL = {
    "a select": ("desktop/notes/planted.py", 'db.exec_driver_sql("SELECT 1 FROM journal")\n'),
    "a formatted one": ("core/store/practice/planted.py", 'f"UPDATE outbox SET {name} = 1"\n'),
    "a join": ("core/store/transfer/planted.py", '"""SELECT 1 FROM clients c\n  JOIN history h"""\n'),
    "a table": ("core/store/practice/planted.py", "from core.store.database.tables import SYNCED, NOTICES\n"),
    "all tables": ("sync/rows/planted.py", "from core.store.database import tables\ntables.FEED\n"),
    "a conflict": ("core/store/practice/planted.py", 'writer.insert("conflicts", values)\n'),
    "an answer": ("sync/rows/planted.py", 'ground.writer(db).update("conflicts", row_id, values)\n'),
    "a query in sync": ("sync/keys/planted.py", "from sqlalchemy import Connection, select\n"),
    "a statement in sync": ("sync/rows/planted.py", 'sql = f"SELECT id FROM {table} WHERE id = ?"\n'),
    "a call in sync": ("sync/files/planted.py", "db.exec_driver_sql(sql)\n"),
}


def _strings(tree: ast.AST) -> Iterator[str]:
    """Texts of the code, formatted ones with a mark for what is filled in."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "?" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _imported(tree: ast.AST, module: str) -> set[str]:
    """Names that are taken from a module."""
    found = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module == module)
    return {alias.name for node in found for alias in node.names}


def _attributes(tree: ast.AST) -> set[str]:
    return {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}


def _written_tables(tree: ast.AST) -> Iterator[str]:
    """Tables whose rows are written by their name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            first = node.args[0]
            if node.func.attr in {"insert", "update", "delete"} and isinstance(first, ast.Constant):
                yield str(first.value)


def _misplaced(name: str, tree: ast.AST) -> Iterator[str]:
    """What a file says of a table that is not its own."""
    if not name.startswith(OWNERS):
        yield from (text for text in _strings(tree) if OUTBOX_SQL.search(text))
        tables = {table.upper() for table in OUTBOX_TABLES}
        yield from tables & _imported(tree, "core.store.database.tables")
        if "tables" in _imported(tree, "core.store.database"):
            yield from tables & _attributes(tree)
    if name != CONFLICTS:
        yield from (table for table in _written_tables(tree) if table == "conflicts")
    if name.startswith("sync/") and not name.startswith("sync/postgres/"):
        yield from _imported(tree, "sqlalchemy") - {"Connection"}
        yield from DRIVER & _attributes(tree)
        yield from (text for text in _strings(tree) if SQL.search(text))


def _all_misplaced(folder: Path) -> list[str]:
    paths = sorted(path for package in PACKAGES for path in (folder / package).rglob("*.py"))
    named = ((path.relative_to(folder).as_posix(), ast.parse(path.read_text())) for path in paths)
    return [f"{name}: {found}" for name, tree in named for found in _misplaced(name, tree)]


def test_given_the_program_when_scanned_then_sql_stands_where_its_table_lives() -> None:
    assert _all_misplaced(ROOT) == []


@pytest.mark.parametrize("what", PLANTED_SQL)
def test_given_planted_sql_when_scanned_then_it_is_found(what: str, tmp_path: Path) -> None:
    name, text = PLANTED_SQL[what]
    planted = tmp_path / name
    planted.parent.mkdir(parents=True)
    planted.write_text(text)

    assert any(found.startswith(name) for found in _all_misplaced(tmp_path))


def _lint(folder: Path, contract: str) -> subprocess.CompletedProcess[str]:
    script = "import sys; from importlinter.cli import lint_imports_command; lint_imports_command()"
    return subprocess.run(
        [sys.executable, "-P", "-c", script, "--contract", contract, "--no-cache"],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("copy")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


@pytest.mark.parametrize("contract", PLANTED)
def test_given_a_planted_import_when_linted_then_the_contract_fails(contract: str, copied: Path) -> None:
    name, text = PLANTED[contract]
    planted = copied / name
    before = _lint(copied, contract)
    assert before.returncode == 0, before.stdout
    kept = planted.read_text() if planted.exists() else ""
    planted.write_text(kept + text)
    try:
        after = _lint(copied, contract)
    finally:
        if kept:
            planted.write_text(kept)
        else:
            planted.unlink()
    assert after.returncode == 1
    assert "BROKEN" in after.stdout


def test_no_other_installed_distribution_claims_our_import_names() -> None:
    owners = packages_distributions()
    for package in PACKAGES:
        assert set(owners.get(package, ["pazpaz-desktop"])) == {"pazpaz-desktop"}
