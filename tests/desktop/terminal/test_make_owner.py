"""A practice without an owner gets one again, by the operator's role and the recovery paper together."""

import re
import uuid
from pathlib import Path

import pytest
import sqlalchemy as sa

from core.crypto.recovery import Paper, new_code
from core.domain.enums import Role
from migrations.operate.connection import operator as operator_of
from tests.desktop.terminal.conftest import Operator, Terminal, join, names, words_of

CODE = re.compile(r"recovery code: (\S.*)")


@pytest.fixture
def paper(laptop: Terminal, operator: Operator) -> Path:
    """Of a connected practice; as a file that holds its code."""
    laptop.new_practice()
    request, answer = laptop.folder / "request.json", laptop.folder / "answer.json"
    asked = laptop("connect", "--to", request)
    assert operator("approve", request, "--words", words_of(asked), "--to", answer).status == 0
    assert laptop("connect", "--answer", answer).status == 0
    assert laptop("sync").status == 0
    found = CODE.search(asked.err)
    assert found is not None
    return laptop.file("paper.txt", found[1] + "\n")


@pytest.fixture
def orphaned(laptop: Terminal, paper: Path, operator: Operator) -> Terminal:
    """The owner's laptop of a practice that lost its owner on the server."""
    _degrade_all(operator)
    assert "does not allow this" in laptop("rotate-key").refusal()
    return laptop


def _degrade_all(operator: Operator) -> None:
    with operator_of(operator.url) as db:
        for statement in ("SET LOCAL ROLE pz_prov", "UPDATE pz.members SET role = 'READONLY'"):
            db.execute(sa.text(statement))


def _roles(operator: Operator) -> set[str]:
    with operator_of(operator.url) as db:
        db.execute(sa.text("SET LOCAL ROLE pz_prov"))
        return set(db.scalars(sa.text("SELECT role FROM pz.members")))


def test_given_a_practice_without_an_owner_when_made_with_the_paper_then_its_owner_is_one_again(
    orphaned: Terminal, paper: Path, operator: Operator
) -> None:
    said = operator("make-owner", "--recovery-code", paper)

    assert said.status == 0, said.err
    assert "is an owner again" in said.out
    assert orphaned("rotate-key").status == 0
    assert orphaned("sync").status == 0


def test_given_a_code_that_is_no_papers_or_anothers_when_an_owner_is_made_then_refused_and_nobody_is(
    orphaned: Terminal, paper: Path, operator: Operator
) -> None:
    other = orphaned.file("other.txt", new_code(Paper.WORKSPACE))
    wrong = orphaned.file("wrong.txt", "not a code at all")
    assert "has this recovery paper" in operator("make-owner", "--recovery-code", other).refusal()
    assert "36 characters" in operator("make-owner", "--recovery-code", wrong).refusal()
    stranger = operator("make-owner", "--recovery-code", paper, "--user", str(uuid.uuid4()))
    assert "nobody with that id" in stranger.refusal()

    assert _roles(operator) == {"READONLY"}


def test_given_two_people_with_owners_laptops_when_none_is_named_then_both_are_listed_and_one_may_be_named(
    laptop: Terminal, other_laptop: Terminal, paper: Path, operator: Operator
) -> None:
    with laptop.open() as opened:
        partner = opened.practice.team.add("Ruth Amsel", Role.OWNER, "ruth@example.org").value.id
    assert laptop("sync").status == 0
    request, answer = other_laptop.folder / "request.json", other_laptop.folder / "answer.json"
    asked = other_laptop("join", "--to", request)
    approved = laptop(
        "approve", request, "--words", words_of(asked), "--user", "ruth@example.org", "--to", answer
    )
    assert approved.status == 0, approved.err
    assert other_laptop("join", "--answer", answer).status == 0
    _degrade_all(operator)

    assert str(partner) in operator("make-owner", "--recovery-code", paper).refusal()
    named = operator("make-owner", "--recovery-code", paper, "--user", str(partner), "--json")

    assert named.document["user_id"] == str(partner)
    assert named.document["laptops"] == ["Laptop"]
    assert other_laptop("rotate-key").status == 0


def test_given_no_owner_when_a_laptop_asks_in_by_paper_then_it_is_told_to_make_one_first_and_then_gets_in(
    orphaned: Terminal, paper: Path, operator: Operator, tmp_path: Path
) -> None:
    fresh = Terminal(tmp_path / "fresh")
    request, answer = fresh.folder / "request.json", fresh.folder / "answer.json"
    asked = fresh("join", "--to", request)
    approve = ("approve", request, "--words", words_of(asked), "--recovery-code", paper, "--to", answer)
    assert "make-owner" in operator(*approve).refusal()

    assert operator("make-owner", "--recovery-code", paper).status == 0
    assert operator(*approve).status == 0
    assert fresh("join", "--answer", answer).status == 0

    assert fresh("sync").status == 0
    assert fresh("rotate-key").status == 0


def test_given_an_owner_who_is_one_when_made_again_then_it_says_so_and_changes_nothing(
    laptop: Terminal, other_laptop: Terminal, paper: Path, operator: Operator
) -> None:
    assert join(laptop, other_laptop).status == 0

    said = operator("make-owner", "--recovery-code", paper)

    assert (said.status, "was an owner already" in said.out) == (0, True)
    assert names(laptop) == set()
