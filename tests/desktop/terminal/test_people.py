"""`pazpaz people`: the owner adds colleagues, lists them and gives them roles."""

from pathlib import Path

import pytest

from core.domain.enums import Role
from tests.desktop.terminal.conftest import Terminal


@pytest.fixture
def owner(tmp_path: Path) -> Terminal:
    made = Terminal(tmp_path)
    made.new_practice()
    return made


def _add(owner: Terminal, name: str, role: str = "therapist", email: str | None = None) -> str:
    more = () if email is None else ("--email", email)
    said = owner("people", "add", "--name", name, "--role", role, *more, "--json")
    assert said.status == 0, said.err
    return str(said.document["person"]["id"])


def test_given_a_practice_when_a_colleague_is_added_then_the_list_has_both(owner: Terminal) -> None:
    made = _add(owner, "Robin Sampleton", "assistant", "robin@clinic.example")

    listed = owner("people", "list", "--json").document["people"]

    assert [(each["name"], each["role"], each["email"]) for each in listed] == [
        ("Dana Demoson", "OWNER", None),
        ("Robin Sampleton", "ASSISTANT", "robin@clinic.example"),
    ]
    assert listed[1]["id"] == made
    assert "Robin Sampleton  ASSISTANT  robin@clinic.example" in owner("people", "list").out


@pytest.mark.parametrize("role", [role.value for role in Role])
def test_given_a_colleague_when_given_a_role_by_address_or_id_then_the_list_says_it(
    owner: Terminal, role: str
) -> None:
    made = _add(owner, "Robin Sampleton", "assistant", "robin@clinic.example")

    for person in ("Robin@clinic.example", made, made[:13]):
        assert owner("people", "role", person, role.lower()).status == 0
        listed = owner("people", "list", "--json").document["people"]
        assert [each["role"] for each in listed] == ["OWNER", role]


def test_given_the_last_owner_when_given_another_role_then_refused_and_she_stays_the_owner(
    owner: Terminal,
) -> None:
    me = owner("people", "list", "--json").document["people"][0]["id"]

    assert "needs an owner" in owner("people", "role", me, "therapist").refusal()
    assert owner("people", "list", "--json").document["people"][0]["role"] == "OWNER"


def test_given_nobody_or_several_when_given_a_role_then_the_sentence_says_where_to_look(
    owner: Terminal,
) -> None:
    _add(owner, "Robin Sampleton")
    for person in ("nobody@clinic.example", ""):
        assert "pazpaz people list" in owner("people", "role", person, "therapist").refusal()


def test_given_no_name_when_added_then_refused(owner: Terminal) -> None:
    said = owner("people", "add", "--name", "  ", "--role", "therapist")

    assert "needs a name" in said.refusal()
    assert len(owner("people", "list", "--json").document["people"]) == 1


@pytest.mark.parametrize("role", ["boss", "OWNER"])
def test_given_a_role_that_is_none_when_added_then_it_is_wrong_usage(owner: Terminal, role: str) -> None:
    assert owner("people", "add", "--name", "Robin", "--role", role).status == 2


def test_given_an_owner_made_or_unmade_when_told_then_it_says_what_their_computers_need(
    owner: Terminal,
) -> None:
    made = _add(owner, "Robin Sampleton")

    assert "let in again" in owner("people", "role", made, "owner").err
    assert "let in again" in owner("people", "role", made, "therapist").err
    assert owner("people", "role", made, "assistant").err == ""
