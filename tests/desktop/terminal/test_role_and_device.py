"""A colleague's role changes while a laptop of theirs is let in, on a real PostgreSQL."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from core.store.practice.practice import ClientDraft
from migrations.operate.connection import operator as operator_of
from tests.desktop.terminal.conftest import Operator, Terminal, words_of

ADDRESS = "robin@clinic.example"
HISTORY = "Asthma since 1990."


@pytest.fixture
def colleague(owner: Terminal, tmp_path: Path) -> Terminal:
    """The laptop of a therapist, whom the clinic knows as one."""
    said = owner("people", "add", "--name", "Robin", "--role", "therapist", "--email", ADDRESS)
    assert said.status == 0, said.err
    assert owner("sync").status == 0
    made = let_in(owner, Terminal(tmp_path / "colleague"))
    assert made("sync").status == 0
    return made


def let_in(owner: Terminal, laptop: Terminal) -> Terminal:
    request, answer = laptop.folder / "request.json", laptop.folder / "answer.json"
    words = words_of(laptop("join", "--to", request))
    approved = owner("approve", request, "--words", words, "--to", answer, "--user", ADDRESS)
    assert approved.status == 0, approved.err
    assert laptop("join", "--answer", answer).status == 0
    return laptop


def make(owner: Terminal, role: str) -> None:
    assert owner("people", "role", ADDRESS, role).status == 0


def roles(operator: Operator) -> set[str]:
    """As the server decides by them."""
    with operator_of(operator.url) as db:
        db.execute(sa.text("SET LOCAL ROLE pz_prov"))
        return set(db.scalars(sa.text("SELECT role FROM pz.members")))


def histories(laptop: Terminal) -> set[str | None]:
    with laptop.open() as opened:
        return {one.client.medical_history for one in opened.practice.clients.list()}


def add_client(laptop: Terminal, name: str) -> None:
    with laptop.open() as opened:
        opened.practice.clients.add(
            ClientDraft(first_name=name, last_name="Sampleton", medical_history=HISTORY)
        )


def test_given_a_role_that_fell_and_rose_when_laptops_synced_between_then_they_lack_nothing_later(
    owner: Terminal, colleague: Terminal, operator: Operator, tmp_path: Path
) -> None:
    add_client(owner, "Moss")
    assert owner("sync").status == 0
    make(owner, "assistant")
    second = let_in(owner, Terminal(tmp_path / "second"))
    for laptop in (colleague, second):
        laptop("sync")
    add_client(owner, "Ivy")
    make(owner, "therapist")

    for laptop in (owner, colleague, second):
        assert laptop("sync").status == 0, laptop.folder

    assert roles(operator) == {"OWNER", "THERAPIST"}
    assert histories(colleague) == histories(second) == histories(owner) == {None, HISTORY}


def test_given_somebody_whom_the_clinic_never_heard_of_when_a_laptop_is_let_in_then_it_is_theirs(
    owner: Terminal, operator: Operator, tmp_path: Path
) -> None:
    said = owner("people", "add", "--name", "Robin", "--role", "assistant", "--email", ADDRESS)
    assert said.status == 0, said.err

    laptop = let_in(owner, Terminal(tmp_path / "colleague"))

    assert roles(operator) == {"OWNER", "ASSISTANT"}
    make(owner, "therapist")
    for each in (owner, laptop, owner, laptop):
        assert each("sync").status == 0
    assert roles(operator) == {"OWNER", "THERAPIST"}
    assert histories(laptop) == histories(owner)


def test_given_a_role_that_fell_when_a_laptop_is_let_in_before_it_was_sent_then_it_gets_nothing_clinical(
    owner: Terminal, colleague: Terminal, operator: Operator, tmp_path: Path
) -> None:
    add_client(owner, "Moss")
    make(owner, "assistant")

    second = let_in(owner, Terminal(tmp_path / "second"))
    for laptop in (owner, second, colleague):
        assert laptop("sync").status == 0, laptop.folder

    assert roles(operator) == {"OWNER", "ASSISTANT"}
    assert histories(second) == histories(colleague) == {None}
