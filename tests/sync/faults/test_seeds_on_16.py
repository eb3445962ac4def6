"""Half of the seeds, on PostgreSQL 16; a file of its own, so that both halves run side by side."""

from collections import Counter
from pathlib import Path

from migrations.operate.embedded import EmbeddedServer
from tests.sync.faults.seeds import SEEDS, STRIKES, drawn, findings


def test_given_a_network_that_breaks_in_every_way_when_devices_sync_through_it_then_every_promise_holds(
    pg16: EmbeddedServer, tmp_path: Path
) -> None:
    met = Counter[str]()

    assert list(findings(pg16, tmp_path, range(0, SEEDS, 2), met)) == []

    print(met)
    assert met.keys() >= STRIKES


def test_given_a_network_that_breaks_as_drawn_anew_when_devices_sync_through_it_then_every_promise_holds(
    pg16: EmbeddedServer, tmp_path: Path
) -> None:
    found = list(findings(pg16, tmp_path, drawn(0), Counter()))

    assert found == [], "make faults SEED=n repeats the seed that it names"
