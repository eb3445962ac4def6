"""The page about syncing names tests that are there, and figures that the program has."""

import ast
import re
from pathlib import Path

import pytest

from core.store.outbox import feed_store
from sync import backoff
from sync.postgres import timeouts
from sync.rows import pull, push, run, verify

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "sync.md").read_text(encoding="utf-8")
NAMED = re.findall(r"`([\w/]+\.py)::(\w+)(?:\[(\w+)\])?`", TEXT)


@pytest.mark.parametrize(("file", "name", "case"), NAMED, ids=[name for _, name, _ in NAMED])
def test_given_a_test_that_the_page_names_when_looked_up_then_it_is_there(
    file: str, name: str, case: str
) -> None:
    source = (ROOT / "tests" / file).read_text(encoding="utf-8")
    tree = ast.parse(source)

    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    assert not case or case in {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}


def test_given_the_table_of_faults_when_read_then_every_row_names_a_test() -> None:
    table = TEXT.split("## Faults")[1].split("\n## ")[0]
    rows = [line for line in table.splitlines() if line.startswith("| ")][1:]

    assert len(rows) > 30
    assert all("`" in row for row in rows)


def test_given_the_figures_of_the_page_when_compared_then_the_program_has_them() -> None:
    figures = {
        f"{push.FIRST_OPS} ops or {push.FIRST_BYTES // 1024} kB at first": True,
        f"up to {push.MOST_OPS:,} ops or {push.MOST_BYTES // 1024**2} MB": True,
        f"pages of {pull.PAGE_ROWS:,} rows": True,
        f"ranges of {verify.RANGE:,}": True,
        f"every {backoff.POLL_SHORTEST_S:.0f} to {backoff.POLL_LONGEST_S:.0f} seconds": True,
        f"4 ... {backoff.LONGEST_S:.0f} seconds": True,
        f"on the wire for {timeouts.SILENCE_LIMIT_S:.0f} seconds": True,
        "up to six rounds": run.MOST_ROUNDS == 6,
        "more than 50 rows and more than a fifth": not feed_store.WipeOut(50, 51).suspicious
        and not feed_store.WipeOut(51, 255).suspicious
        and feed_store.WipeOut(52, 255).suspicious,
    }
    flat = " ".join(TEXT.split())

    assert {words for words, holds in figures.items() if not holds or words not in flat} == set()
