"""Ctrl-C and faults of our own: one sentence, and nothing half done."""

from datetime import datetime

import pytest
from typing_extensions import override

from core.domain.clock import SystemClock
from core.store.vault.listing import list_vaults
from desktop.terminal import new_practice
from tests.desktop.terminal.conftest import Terminal


class InterruptingClock(SystemClock):
    """Ctrl-C comes when it is asked for the time once too often; every command asks many times."""

    def __init__(self) -> None:
        self.left = 1_000_000

    @override
    def now(self) -> datetime:
        self.left -= 1
        if self.left == 0:
            raise KeyboardInterrupt
        return super().now()


@pytest.mark.parametrize("calls", [1, 2, 3, 5])
def test_an_interrupted_new_practice_leaves_nothing(laptop: Terminal, calls: int) -> None:
    clock = InterruptingClock()
    laptop.clock, clock.left = clock, calls
    said = laptop.new_practice()
    assert "Cancelled" in said.refusal()
    assert list_vaults(laptop.home) == []
    assert list((laptop.home / "vaults").iterdir()) == []


@pytest.mark.parametrize("calls", [2, 30, 60])
def test_an_interrupted_import_changes_nothing(laptop: Terminal, calls: int) -> None:
    clock = InterruptingClock()
    laptop.clock = clock
    laptop.new_practice()
    line = '{"table": "clients", "first_name": "Fern", "last_name": "Sampleton"}\n'
    file = laptop.file("rows.jsonl", line * 200)

    clock.left = calls
    assert "Cancelled" in laptop("import", file).refusal()

    clock.left = 1_000_000
    with laptop.open() as opened:
        assert opened.practice.clients.list() == []
    assert laptop("import", file).status == 0


def test_a_fault_is_one_sentence_without_what_was_worked_on(
    laptop: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError("Fern Sampleton")

    monkeypatch.setattr(new_practice, "create_practice", broken)
    said = laptop.new_practice("--json")
    assert said.document["code"] == "internal"
    assert "KeyError at test_interrupting.py" in said.refusal()
    assert "Fern" not in said.out + said.err
