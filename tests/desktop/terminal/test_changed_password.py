"""Somebody changed the password of a laptop's login: an owner, the operator or the laptop mends it."""

import pytest

from core.store.practice.practice import ClientDraft
from sync.enrolment.identity_store import remote_of
from tests.desktop.terminal.conftest import Operator, Terminal, join, names, words_of


@pytest.fixture
def locked_out(owner: Terminal, other_laptop: Terminal) -> Terminal:
    """A second laptop with unsent work; somebody else had its login."""
    assert join(owner, other_laptop).status == 0
    assert other_laptop("sync").status == 0
    with other_laptop.open() as opened:
        opened.practice.clients.add(ClientDraft(first_name="Unsent", last_name="Sampleton"))
        remote = remote_of(opened.require_enrolment())
    remote.hello()
    assert remote._connection is not None
    remote._connection.execute("ALTER ROLE CURRENT_USER PASSWORD 'of-its-own-choice'")
    remote.close()
    said = other_laptop("sync").refusal()
    assert "changed its password" in said
    assert "nothing is lost" in said
    return other_laptop


def _device_of(laptop: Terminal) -> str:
    with laptop.open() as opened:
        return str(opened.me.device_id)


def _assert_all_arrives(owner: Terminal, laptop: Terminal) -> None:
    assert laptop("sync", "--json").document["waiting"] == 0
    assert owner("sync").status == 0
    assert names(owner) == names(laptop) == {"Fern", "רקפת", "Unsent"}


def test_given_a_changed_password_when_an_owner_resets_the_login_then_unsent_work_arrives(
    owner: Terminal, locked_out: Terminal
) -> None:
    said = owner("reset-login", _device_of(locked_out))

    assert (said.status, "join again" in said.out) == (0, True)
    _assert_all_arrives(owner, locked_out)


def test_given_the_owners_own_laptop_is_locked_out_when_the_operator_resets_then_unsent_work_arrives(
    owner: Terminal, locked_out: Terminal, operator: Operator
) -> None:
    assert "no device id" in operator("reset-login", "laptop").refusal()
    assert "nothing was changed" in operator("reset-login", "01900000-0000-7000-8000-000000000000").refusal()

    said = operator("reset-login", _device_of(locked_out))

    assert said.status == 0, said.err
    _assert_all_arrives(owner, locked_out)


def test_given_a_changed_password_when_the_laptop_joins_again_then_unsent_work_arrives(
    owner: Terminal, locked_out: Terminal
) -> None:
    old = _device_of(locked_out)
    request, answer = locked_out.folder / "again.json", locked_out.folder / "again-answer.json"
    asked = locked_out("join", "--again", "--to", request)
    assert asked.status == 0, asked.err
    assert owner("approve", request, "--words", words_of(asked), "--to", answer).status == 0
    assert locked_out("join", "--answer", answer).status == 0

    _assert_all_arrives(owner, locked_out)
    assert owner("revoke", old, "--yes").status == 0
    assert locked_out("sync").status == 0
