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


def forget_colleague(operator: Operator) -> None:
    """As a server that was brought back to before the therapist's row."""
    with operator_of(operator.url) as db:
        db.execute(sa.text("SET LOCAL ROLE pz_owner"))
        for table in ("users", "members"):
            db.execute(sa.text(f"ALTER TABLE pz.{table} DISABLE TRIGGER USER, NO FORCE ROW LEVEL SECURITY"))
        db.execute(sa.text("ALTER TABLE pz.sync_workspace NO FORCE ROW LEVEL SECURITY"))
        lost = db.scalar(sa.text("SELECT user_id FROM pz.members WHERE role = 'THERAPIST'"))
        for statement in (
            "DELETE FROM pz.users WHERE id = :lost",
            "DELETE FROM pz.members WHERE user_id = :lost",
        ):
            assert db.execute(sa.text(statement), {"lost": lost}).rowcount == 1
        db.execute(sa.text("UPDATE pz.sync_workspace SET epoch = gen_random_uuid()"))
        for table in ("users", "members"):
            db.execute(sa.text(f"ALTER TABLE pz.{table} ENABLE TRIGGER USER, FORCE ROW LEVEL SECURITY"))
        db.execute(sa.text("ALTER TABLE pz.sync_workspace FORCE ROW LEVEL SECURITY"))


def set_active(owner: Terminal, *, active: bool) -> None:
    with owner.open() as opened:
        team = opened.practice.team
        (user,) = (each for each in team.list(include_inactive=True) if each.email == ADDRESS)
        team.edit(user.id, is_active=active)


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


def test_given_a_server_brought_back_to_before_somebody_when_a_laptop_is_let_in_then_nothing_stands_beside(
    owner: Terminal, colleague: Terminal, operator: Operator, tmp_path: Path
) -> None:
    assert owner("rotate-key").status == 0  # what is clinical has keys of its own from here on
    forget_colleague(operator)
    make(owner, "assistant")

    second = let_in(owner, Terminal(tmp_path / "second"))
    assert roles(operator) == {"OWNER", "THERAPIST"}
    make(owner, "therapist")
    for laptop in (owner, second, owner, second):
        assert laptop("sync").status == 0, laptop.folder

    assert roles(operator) == {"OWNER", "THERAPIST"}


def test_given_somebody_who_left_and_came_back_when_a_laptop_is_let_in_before_that_was_sent_then_it_is_theirs(
    owner: Terminal, colleague: Terminal, operator: Operator, tmp_path: Path
) -> None:
    set_active(owner, active=False)
    assert owner("sync").status == 0
    set_active(owner, active=True)

    second = let_in(owner, Terminal(tmp_path / "second"))

    for laptop in (owner, second):
        assert laptop("sync").status == 0, laptop.folder
    assert roles(operator) == {"OWNER", "THERAPIST"}


def test_given_a_role_that_another_owner_changed_when_a_laptop_is_let_in_before_that_is_known_then_it_stays(
    owner: Terminal, colleague: Terminal, operator: Operator, tmp_path: Path
) -> None:
    with operator_of(operator.url) as db:
        db.execute(sa.text("SET LOCAL ROLE pz_prov"))
        db.execute(sa.text("UPDATE pz.members SET role = 'ASSISTANT' WHERE role = 'THERAPIST'"))

    let_in(owner, Terminal(tmp_path / "second"))

    assert roles(operator) == {"OWNER", "ASSISTANT"}
