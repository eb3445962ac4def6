"""What the unlock page's process has imported, and when: the page first, the rest while nobody waits."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from core.crypto.kdf import KdfParams
from core.domain.clock import FixedClock
from desktop.session.late_backend import LateBackend
from desktop.session.open_practice import PracticeDetails, create_practice
from desktop.session.ports import UnlockBackend
from tests.desktop.conftest import NOW
from tests.desktop.unlock.unlocking_process import LIBRARIES

ROOT = Path(__file__).resolve().parents[3]
PHRASE = "seven paper lanterns hum quietly"
STORE = tuple(f"core.store.{name}" for name in ("practice", "outbox", "unit_of_work", "transfer"))
SCREENS = tuple(f"desktop.{name}" for name in ("calendar", "clients", "notes", "inbox", "today", "settings"))
BEHIND = (*STORE, *SCREENS, "core.text.", "desktop.palette", "sync", "migrations")
WORDS = {"core.text.direction"}
"""A page that speaks needs it."""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    home = tmp_path_factory.mktemp("late")
    details = PracticeDetails(name="Lindenhof", therapist="Ruth Amsel", timezone="Europe/Berlin")
    made, _ = create_practice(home, PHRASE, details, FixedClock(NOW), kdf=KdfParams.FAST_FOR_TESTS)
    made.close()
    command = [sys.executable, "-m", "tests.desktop.unlock.unlocking_process", str(home), PHRASE]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT, timeout=120)
    return {when: set(names) for when, names in json.loads(done.stdout).items()}


def test_given_a_vault_when_the_unlock_page_is_painted_then_nothing_behind_it_was_imported(
    told: dict[str, set[str]],
) -> None:
    painted = told["painted"]
    assert painted & LIBRARIES == set()
    assert [name for name in painted - WORDS if name.startswith(BEHIND)] == []


def test_given_the_painted_page_when_nobody_has_typed_yet_then_all_that_unlocking_needs_is_there(
    told: dict[str, set[str]],
) -> None:
    assert {"desktop.app.behind_door", "sqlalchemy", "sqlcipher3", "cryptography"} <= told["typed"]


def test_given_a_practice_of_one_laptop_when_it_is_open_then_the_server_s_driver_was_never_imported(
    told: dict[str, set[str]],
) -> None:
    assert "psycopg" not in told["unlocked"]


def test_given_all_was_loaded_before_when_a_practice_is_unlocked_then_nothing_of_weight_is_imported_then(
    told: dict[str, set[str]],
) -> None:
    """So unlocking takes no longer than it did when everything was imported at the start."""
    late = told["unlocked"] - told["typed"]
    assert late & LIBRARIES == set()
    assert [name for name in late if not name.startswith("desktop.system")] == []


def test_given_all_was_imported_when_a_practice_is_open_then_no_source_of_it_is_kept_in_memory(
    told: dict[str, set[str]],
) -> None:
    assert len(told["sources kept"]) < 20


@pytest.mark.parametrize("method", sorted(name for name in vars(UnlockBackend) if not name.startswith("_")))
def test_given_a_door_that_loads_late_then_it_has_every_method_of_the_one_behind_it(method: str) -> None:
    assert callable(getattr(LateBackend, method))
