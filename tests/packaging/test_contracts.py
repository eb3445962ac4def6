"""The import contracts hold, and each fails on a planted violation."""

import shutil
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("core", "sync", "migrations", "desktop", "resources")

PLANTED = {
    "layers": ("sync/planted.py", "import desktop.jobs\n"),
    "core": ("core/domain/planted.py", "import core.store.engine\n"),
    "domain": ("core/domain/planted.py", "import sqlalchemy\n"),
    "qt": ("sync/planted.py", "import PySide6.QtCore\n"),
    "psycopg": ("desktop/planted.py", "import psycopg\n"),
}


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
    planted.write_text(text)
    try:
        after = _lint(copied, contract)
    finally:
        planted.unlink()
    assert after.returncode == 1
    assert "BROKEN" in after.stdout


def test_no_other_installed_distribution_claims_our_import_names() -> None:
    owners = packages_distributions()
    for package in PACKAGES:
        assert set(owners.get(package, ["pazpaz-desktop"])) == {"pazpaz-desktop"}
