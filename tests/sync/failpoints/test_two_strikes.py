"""A sync that is killed while it pushes, started again, and killed again: pairs of points."""

from pathlib import Path

from migrations.operate.embedded import EmbeddedServer
from tests.sync.failpoints.campaign import EVERY
from tests.sync.failpoints.test_one_strike import campaign


def test_given_two_kills_at_any_two_points_of_pushing_when_started_again_then_it_ends_well(
    pg18: EmbeddedServer, tmp_path: Path
) -> None:
    tally = campaign(pg18, tmp_path, "pairs")

    assert tally["findings"] == []
    first = sum(tally["points"].values())
    assert first > 80
    assert (
        tally["pairs"] * EVERY > first * first / 2
    )  # the second attempt has less to push when the first got far
    assert tally["states"] > 20
