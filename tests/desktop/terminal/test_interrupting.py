"""Ctrl-C and faults of our own: one sentence, and nothing half done."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import pytest
from typing_extensions import override

from core.domain.clock import SystemClock
from core.store.vault.listing import list_vaults
from desktop.session.console import Console
from desktop.terminal import new_practice
from tests.desktop.terminal.conftest import Terminal, everything_under


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


def interrupt_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C comes when a recovery code is about to be told."""
    note, result = Console.note, Console.result

    def cut_note(self: Console, line: str) -> None:
        _cut(line)
        note(self, line)

    def cut_result(self: Console, document: Mapping[str, object], lines: Sequence[str]) -> None:
        _cut(*lines)
        result(self, document, lines)

    monkeypatch.setattr(Console, "note", cut_note)
    monkeypatch.setattr(Console, "result", cut_result)


def _cut(*lines: str) -> None:
    if any("recovery code" in line.lower() for line in lines):
        raise KeyboardInterrupt


@pytest.mark.parametrize("command", ["new-practice", "join"])
def test_given_ctrl_c_when_the_code_of_a_new_vault_is_told_then_nothing_is_left(
    laptop: Terminal, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    interrupt_codes(monkeypatch)
    said = laptop.new_practice() if command == "new-practice" else laptop("join")
    assert (said.status, said.err.splitlines()[-1][:9]) == (1, "Cancelled")
    assert everything_under(laptop.home) == {}


def test_given_ctrl_c_when_the_code_of_the_practice_is_told_then_the_next_call_tells_one(
    laptop: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop.new_practice()
    with monkeypatch.context() as patched:
        interrupt_codes(patched)
        assert laptop("connect").status == 1
    assert "workspace_code" in laptop("connect", "--json").document


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
