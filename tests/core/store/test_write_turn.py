"""Who writes asks for the turn first, tells before the commit what it touches, and gives the turn back."""

import threading
from collections.abc import Sequence
from pathlib import Path

import pytest
from typing_extensions import override

from core.domain.clock import FixedClock
from core.domain.errors import UserError
from core.store.database.engine import Store
from core.store.database.facts import get_fact, set_fact
from core.store.database.watching import TouchedRows, touch
from core.store.database.write_turn import WriteTurn
from tests.core.store.conftest import KEY


class Heard(WriteTurn):
    """Writes down what is asked of it, and what another connection sees of the store meanwhile."""

    def __init__(self, path: Path, clock: FixedClock, *, gives: bool = True) -> None:
        super().__init__()
        self.said: list[tuple[str, bytes | None]] = []
        self._beside, self._gives = Store.open(path, KEY, clock, create=False), gives

    @override
    def take(self, within_s: float) -> bool:
        self._note("taken")
        return self._gives and super().take(within_s)

    @override
    def announce(self, touched: TouchedRows) -> None:
        self._note(f"announced {touched.by_table}")

    @override
    def give_back(self) -> None:
        self._note("given back")
        super().give_back()

    def _note(self, word: str) -> None:
        with self._beside.read() as db:
            self.said.append((word, get_fact(db, "name")))

    def close(self) -> None:
        self._beside.close()


def heard_of(store: Store, clock: FixedClock, *, gives: bool = True) -> Heard:
    made = Heard(store.path, clock, gives=gives)
    store.turn = made
    return made


def write(store: Store, ids: Sequence[bytes], error: Exception | None = None) -> None:
    with store.write() as db:
        set_fact(db, "name", b"new")
        touch(db, "clients", ids)
        if error is not None:
            raise error


def test_given_a_write_when_made_then_its_rows_are_announced_before_the_commit_and_the_turn_ends_after_it(
    store: Store, clock: FixedClock
) -> None:
    turn = heard_of(store, clock)
    write(store, [b"a"])
    assert turn.said == [
        ("taken", None),
        ("announced {'clients': {b'a'}}", None),
        ("given back", b"new"),
    ]
    turn.close()


def test_given_a_write_that_fails_when_undone_then_nothing_is_announced_and_the_turn_is_free(
    store: Store, clock: FixedClock
) -> None:
    turn = heard_of(store, clock)
    with pytest.raises(KeyError):
        write(store, [b"a"], KeyError("planted"))
    assert turn.said == [("taken", None), ("given back", None)]
    write(store, [])
    turn.close()


def test_given_a_turn_that_does_not_come_when_writing_then_the_store_is_busy_and_nothing_changed(
    store: Store, clock: FixedClock
) -> None:
    turn = heard_of(store, clock, gives=False)
    with pytest.raises(UserError, match="busy; nothing was changed") as refused:
        write(store, [])
    assert refused.value.code == "store_busy"
    assert turn.said == [("taken", None)]
    turn.close()


def test_given_a_turn_that_is_lent_when_somebody_else_writes_then_that_waits_for_it(store: Store) -> None:
    """Whoever lends it to a process beside this one holds up every writer here, and nobody who reads."""
    assert store.turn.take(1.0)
    done = threading.Event()

    def save() -> None:
        write(store, [])
        done.set()

    saving = threading.Thread(target=save)
    saving.start()
    with store.read() as db:
        assert get_fact(db, "name") is None
    assert not done.is_set()
    store.turn.give_back()
    saving.join(20.0)
    assert done.is_set()
