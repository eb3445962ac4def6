"""Strikes drawn anew in each run, beside those at every point: two to four of any kind on one sync."""

from pathlib import Path

from migrations.operate.embedded import EmbeddedServer
from tests import draws
from tests.sync.failpoints.plants import PLANTS
from tests.sync.failpoints.test_one_strike import campaign

DRAWN = 40


def test_given_strikes_of_any_kind_at_drawn_points_when_started_again_then_it_ends_well(
    pg18: EmbeddedServer, tmp_path: Path
) -> None:
    seeds = [*draws.failed("failpoints"), *draws.fresh(DRAWN)]

    tally = campaign(pg18, tmp_path, ",".join(map(str, seeds)))

    assert tally["findings"] == [], "make failpoints SEED=n repeats the seed that it names"
    assert tally["strikes"] >= 2 * len(seeds)
    assert tally["states"] > 5


def test_given_a_planted_fault_when_struck_at_drawn_points_then_it_comes_to_light(
    pg18: EmbeddedServer, tmp_path: Path
) -> None:
    name, *_ = PLANTS

    assert campaign(pg18, tmp_path, ",".join(map(str, range(5 * DRAWN))), name)["findings"]
