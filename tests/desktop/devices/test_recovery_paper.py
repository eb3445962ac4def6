"""No enrolled device is left: the recovery paper lets a new one in, on a real PostgreSQL."""

import io
import re
from pathlib import Path

import pytest
from typing_extensions import override

from core.crypto.recovery import Paper, new_code
from core.domain.errors import RuleBroken
from core.store.practice.practice import ClientDraft
from desktop.session.console import Console
from desktop.terminal import enrolment
from desktop.terminal.command import CommandContext
from migrations.operate.connection import operator as operator_of
from tests.desktop.terminal.conftest import Operator, Terminal, names, operator, words_of  # noqa: F401 - fixture

CODE = re.compile(r"recovery code: (\S.*)")


@pytest.fixture
def paper(tmp_path: Path, operator: Operator) -> Path:  # noqa: F811 - the fixture
    """Of a practice whose only laptop is lost; its keys were changed once."""
    laptop = Terminal(tmp_path / "lost")
    laptop.new_practice()
    with laptop.open() as opened:
        opened.practice.clients.add(ClientDraft(first_name="Fern", last_name="Sampleton"))
    request, answer = laptop.folder / "request.json", laptop.folder / "answer.json"
    asked = laptop("connect", "--to", request)
    assert operator("approve", request, "--words", words_of(asked), "--to", answer).status == 0
    assert laptop("connect", "--answer", answer).status == 0
    assert laptop("sync").status == 0
    assert laptop("rotate-key").status == 0
    assert laptop("sync").status == 0
    found = CODE.search(asked.err)
    assert found is not None
    return laptop.file("paper.txt", found[1] + "\n")


def test_the_paper_lets_a_new_laptop_in_and_it_reads_everything(
    paper: Path,
    tmp_path: Path,
    operator: Operator,  # noqa: F811 - the fixture
) -> None:
    fresh = Terminal(tmp_path / "fresh")
    request, answer = fresh.folder / "request.json", fresh.folder / "answer.json"
    asked = fresh("join", "--to", request)
    options = ("--words", words_of(asked), "--recovery-code", paper, "--to", answer)

    said = operator("approve", request, *options)

    assert said.status == 0, said.err
    assert fresh("join", "--answer", answer).status == 0
    assert fresh("sync").status == 0
    assert names(fresh) == {"Fern"}
    assert "1 device" not in fresh("rotate-key").out  # the lost one is still in, and gets the key as well


def test_a_mistyped_code_another_paper_and_planted_keys_let_nobody_in(
    paper: Path,
    tmp_path: Path,
    operator: Operator,  # noqa: F811 - the fixture
) -> None:
    fresh = Terminal(tmp_path / "fresh")
    request = fresh.folder / "request.json"
    words = words_of(fresh("join", "--to", request))

    def approve(code: Path) -> str:
        return operator("approve", request, "--words", words, "--recovery-code", code).refusal()

    letters = paper.read_text()
    swapped = letters.replace(letters[0], "A" if letters[0] != "A" else "B", 1)
    assert "typing mistake" in approve(fresh.file("typo.txt", swapped))
    assert "No practice" in approve(fresh.file("other.txt", _another_code()))
    _plant(operator)
    assert "not what its owner signed" in approve(paper)


class _Typing(io.StringIO):
    """Somebody sits there."""

    @override
    def isatty(self) -> bool:
        return True


def _type_back(tmp_path: Path, code: str, typed: str) -> str:
    said = _Typing()
    enrolment._type_back(CommandContext(tmp_path, Console(io.StringIO(), said, _Typing(typed))), code)
    return said.getvalue()


def test_the_code_is_typed_back_until_it_is_right(tmp_path: Path) -> None:
    code = _another_code()
    assert "another code" not in _type_back(tmp_path, code, code.lower() + "\n")
    assert "another code" in _type_back(tmp_path, code, f"nonsense\n{code}\n")
    with pytest.raises(RuleBroken, match="not typed back"):
        _type_back(tmp_path, code, f"nonsense\n\n{_another_code()}\n")


def _another_code() -> str:
    return new_code(Paper.WORKSPACE)


def _plant(operator: Operator) -> None:  # noqa: F811 - the fixture
    """The server changes what an owner signed."""
    with operator_of(operator.url) as db:
        for statement in (
            "SET LOCAL ROLE pz_owner",
            "ALTER TABLE pz.recovery_papers NO FORCE ROW LEVEL SECURITY",
            "UPDATE pz.recovery_papers SET practice = jsonb_set(practice, '{name}', '1')",
            "UPDATE pz.recovery_papers SET paper = paper || 'x'",
            "ALTER TABLE pz.recovery_papers FORCE ROW LEVEL SECURITY",
        ):
            db.exec_driver_sql(statement)
