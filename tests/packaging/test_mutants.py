"""`make mutants`: what survived is told apart from what was noticed, and needs a reason that fits."""

import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.packaging.scripts import ROOT, script

SETTINGS = tomllib.loads((ROOT / "packaging/mutants.toml").read_text(encoding="utf-8"))
WORDING = [rule for rule in SETTINGS["accepted"] if rule.get("wording")]
CASE_OF_SQL = [rule for rule in SETTINGS["accepted"] if rule.get("case_of_sql")]


@pytest.fixture(scope="module")
def reasons() -> ModuleType:
    return script("reasons")


def fits(reasons: ModuleType, rules: list[dict[str, Any]], removed: str, added: str) -> bool:
    return any(reasons.explains(rule, "core.a.x_f", [removed], [added]) for rule in rules)


def test_given_results_when_reported_then_only_what_nobody_noticed_is_printed_and_counted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    tried = [
        {"name": f"core.a.x_f__mutmut_{number}", "status": status, "removed": ["a"], "added": ["b"]}
        for number, status in enumerate(["survived", "killed", "timeout", "no tests", "reason"])
    ]

    assert script("mutants").report("group", tried, 0.0) == 2
    told = capsys.readouterr().out
    assert [line for line in told.splitlines() if "mutmut" in line] == [
        "core.a.x_f__mutmut_0",
        "core.a.x_f__mutmut_3",
    ]
    assert "5 mutants, 2 noticed, 1 with a written reason, 2 without" in told


def test_given_other_words_of_a_sentence_then_the_reason_for_words_fits(reasons: ModuleType) -> None:
    assert fits(reasons, WORDING, 'raise Bad("Not so.")', 'raise Bad("XXNot so.XX")')


@pytest.mark.parametrize(
    ("removed", "added"),
    [
        ('code = "no_name"', 'code = "NO_NAME"'),
        ("if start < end:", "if start <= end:"),
        ('raise Bad("Not so.", code="x")', 'raise Bad("Not so.", code=None)'),
        ('db.run("DELETE FROM outbox")', 'db.run("XXDELETE FROM outboxXX")'),
        ('signed = b"a form of old/%d" % form', 'signed = b"A FORM OF OLD/%d" % form'),
        ('" ".join(words)', '"XX XX".join(words)'),
        ('raise Bad("Not so.", "x")', 'raise Bad("x")'),
        ('text = SIGNS.sub("", line)', "text = SIGNS.sub(, line)"),
        ('raise Bad(f"Not {name} so.")', 'raise Bad(f"Not {None} so.")'),
        ('told = {"row": row, "size": size}', 'told = {"row": None, "size": size}'),
        ('"UPDATE journal SET base = ?",', "None,"),
        ('sql = f"{_ALL} WHERE id IN ({marks(many)})"', 'sql = f"{_ALL} WHERE id IN ({marks(None)})"'),
    ],
)
def test_given_another_code_rule_or_statement_then_no_general_reason_fits(
    removed: str, added: str, reasons: ModuleType
) -> None:
    everywhere = [rule for rule in SETTINGS["accepted"] if rule["where"] == "*"]

    assert not fits(reasons, everywhere, removed, added)


def test_given_a_statement_in_other_letters_then_the_reason_for_sql_fits_but_not_to_its_values(
    reasons: ModuleType,
) -> None:
    assert fits(reasons, CASE_OF_SQL, 'db.run("DELETE FROM outbox")', 'db.run("delete from outbox")')
    assert not fits(reasons, CASE_OF_SQL, 'get(db, "cursor")', 'get(db, "CURSOR")')


def test_given_a_reason_for_one_place_then_it_does_not_fit_elsewhere(reasons: ModuleType) -> None:
    rule = {"where": "core.a.*", "line": "<=", "reason": "On the line itself both are right."}

    assert reasons.explains(rule, "core.a.x_f", ["if a < b:"], ["if a <= b:"])
    assert not reasons.explains(rule, "core.b.x_f", ["if a < b:"], ["if a <= b:"])


def test_given_the_list_of_reasons_then_each_is_written_and_each_path_exists() -> None:
    paths = [path for group in SETTINGS["group"] for path in group["modules"] + group["tests"]]

    assert all(len(rule["reason"]) > 20 for rule in SETTINGS["accepted"])
    assert [path for path in paths if not any(ROOT.glob(path))] == []


def test_given_the_options_of_a_run_when_pytest_reads_them_then_it_knows_each() -> None:
    command = [
        sys.executable,
        "-m",
        "pytest",
        *script("mutants").OPTIONS,
        "--collect-only",
        str(Path(__file__)),
    ]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
