"""A store on disk, brought up to date, and a practice in it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from core.domain.clock import FixedClock
from core.domain.ids import DeviceId, UserId, Uuid7Source, WorkspaceId
from core.domain.new_rows import PracticeDraft
from core.store.database.engine import Store
from core.store.database.me import Me
from core.store.practice.practice import Practice, found_practice
from tests.kept_stores import new_store

KEY = bytes(range(32))


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime(2026, 3, 2, 9, 0, tzinfo=UTC))


@pytest.fixture
def ids(clock: FixedClock) -> Uuid7Source:
    return Uuid7Source(clock)


@pytest.fixture
def me() -> Me:
    return Me(WorkspaceId(UUID(int=1)), UserId(UUID(int=2)), DeviceId(UUID(int=3)))


@pytest.fixture
def store(tmp_path: Path, clock: FixedClock) -> Iterator[Store]:
    opened = new_store(tmp_path / "store.db", KEY, clock)
    yield opened
    opened.close()


@pytest.fixture
def practice(store: Store, clock: FixedClock, ids: Uuid7Source) -> Practice:
    draft = PracticeDraft(name="Invented practice", timezone="Asia/Jerusalem", owner_name="Dana Demo")
    mine = found_practice(store, clock, ids, DeviceId(UUID(int=3)), draft)
    return Practice(store, mine, clock, ids)
