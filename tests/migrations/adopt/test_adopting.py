"""A whole takeover on PostgreSQL 16 and 18, up to two laptops that hold the same."""

from migrations.operate.adopting.adopt import look
from tests.migrations.adopt.conftest import PLAN, Case
from tests.migrations.adopt.old_database import small_practice


def test_given_a_small_practice_when_adopted_then_everything_reads_back(case: Case) -> None:
    small_practice(case.old)
    case.old.flush()
    before = case.old.content()
    seen = look(case.old.url, PLAN)
    done = case.adopt()
    assert done.counts == seen.counts
    assert case.old.content() == before
