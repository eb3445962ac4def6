"""The other half of the seeds, on PostgreSQL 18, and faults of the program that they must bring to light."""

from collections import Counter
from pathlib import Path

import pytest

from migrations.operate.embedded import EmbeddedServer
from tests.sync.faults.seeds import SEEDS, STRIKES, drawn, findings
from tests.sync.test_traps import TRAPS

BUDGET = 40
"""Seeds within which a planted fault must be noticed."""
PLANTS = ("op_forgotten_before_its_answer", "cursor_before_its_rows", "answer_clears_newer_typing")


def test_given_a_network_that_breaks_in_every_way_when_devices_sync_through_it_then_every_promise_holds(
    pg18: EmbeddedServer, tmp_path: Path
) -> None:
    met = Counter[str]()

    assert list(findings(pg18, tmp_path, range(1, SEEDS, 2), met)) == []

    print(met)
    assert met.keys() >= STRIKES


def test_given_a_network_that_breaks_as_drawn_anew_when_devices_sync_through_it_then_every_promise_holds(
    pg18: EmbeddedServer, tmp_path: Path
) -> None:
    found = list(findings(pg18, tmp_path, drawn(1), Counter()))

    assert found == [], "make faults SEED=n repeats the seed that it names"


@pytest.mark.parametrize("name", PLANTS)
def test_given_a_planted_fault_when_devices_sync_through_it_then_it_comes_to_light(
    name: str, pg18: EmbeddedServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    TRAPS[name].plant(monkeypatch)

    assert next(findings(pg18, tmp_path, range(1, 2 * BUDGET, 2), Counter()), None)
