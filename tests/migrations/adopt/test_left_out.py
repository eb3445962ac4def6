"""What a takeover leaves in the old database is named: views, and tables of other schemas."""

from pathlib import Path

from migrations.operate.adopting.adopt import look
from tests.migrations.adopt.conftest import PLAN, Case
from tests.migrations.adopt.old_database import small_practice
from tests.migrations.adopt.test_odd_documents import typed

EXTRA = """
CREATE SCHEMA reporting; CREATE SCHEMA "Old Things";
CREATE TABLE reporting.visits (id int); CREATE TABLE "Old Things"."Plan of care" (id int);
CREATE TABLE reporting.parts (id int) PARTITION BY RANGE (id);
CREATE VIEW reporting.totals AS SELECT count(*) FROM public.clients;
CREATE VIEW public.people AS SELECT id FROM public.clients;
CREATE MATERIALIZED VIEW public.sums AS SELECT count(*) AS n FROM public.sessions;
CREATE TEMPORARY TABLE passing (id int)
"""
LEFT = [
    "Old Things.Plan of care (table)",
    "public.people (view)",
    "public.sums (materialized view)",
    "reporting.parts (table)",
    "reporting.totals (view)",
    "reporting.visits (table)",
]


def test_given_views_and_tables_of_other_schemas_when_looked_at_then_each_is_named_as_left_out(
    case: Case, tmp_path: Path
) -> None:
    small_practice(case.old)
    case.old.flush()
    assert look(case.old.url, PLAN).left_out == []
    case.old.run(EXTRA)
    before = case.old.content()

    said = typed(case, tmp_path)
    assert said.status == 0, said.err
    assert all(f"  {name}\n" in said.out for name in LEFT)
    assert "Not taken over, they stay in the old database:" in said.out
    told = typed(case, tmp_path, "--json").document
    assert sorted(told["left_out"]) == sorted(LEFT)
    assert sum(case.adopt().counts.values()) > 10
    assert case.old.content() == before


def test_given_an_obstacle_when_looked_at_then_what_is_left_out_is_named_too(case18: Case) -> None:
    small_practice(case18.old)
    case18.old.flush()
    case18.old.run(EXTRA + "; UPDATE appointments SET scheduled_end = 'infinity'")
    assert sorted(look(case18.old.url, PLAN).left_out) == sorted(LEFT)
