"""Whatever made a clinic not take a laptop any more: one command lets it in again, with its unsent work."""

import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa

from core.domain.errors import ServerUnreachable
from core.domain.ids import DeviceId
from core.store.practice.practice import ClientDraft
from migrations.operate.connection import operator as operator_connection
from migrations.operate.embedded import EmbeddedServer
from sync.enrolment.messages import JoinRequest
from tests.desktop.terminal.conftest import Operator, Terminal, join, names, words_of


@pytest.fixture
def member(owner: Terminal, other_laptop: Terminal) -> Terminal:
    """A second laptop that is in the clinic and has synced."""
    assert join(owner, other_laptop).status == 0
    assert other_laptop("sync").status == 0
    return other_laptop


def write(laptop: Terminal, name: str) -> None:
    with laptop.open() as opened:
        opened.practice.clients.add(ClientDraft(first_name=name, last_name="Sampleton"))


def join_again(owner: Terminal, laptop: Terminal) -> None:
    request, answer = laptop.folder / "again.json", laptop.folder / "again-answer.json"
    asked = laptop("join", "--again", "--device-name", "Laptop again", "--to", request)
    assert asked.status == 0, asked.err
    assert owner("approve", request, "--words", words_of(asked), "--to", answer).status == 0
    assert laptop("join", "--answer", answer).status == 0


def assert_all_arrives(owner: Terminal, laptop: Terminal, *sent: str) -> None:
    """What was never sent, and `sent` before."""
    assert laptop("sync", "--json").document["waiting"] == 0
    assert owner("sync").status == 0
    assert laptop("sync").status == 0
    assert names(owner) == names(laptop) == {"Fern", "רקפת", "Unsent", *sent}
    assert laptop("doctor").status == 0


def unwell(laptop: Terminal) -> dict[str, str]:
    """What doctor finds wrong, by name."""
    findings = laptop("doctor", "--json").documents[0]["findings"]
    return {each["name"]: each["sentence"] for each in findings if not each["ok"]}


def test_given_a_copied_home_when_it_joins_again_then_both_laptops_go_on_with_all_work(
    owner: Terminal,
    tmp_path: Path,
) -> None:
    copy = Terminal(tmp_path / "copy")
    shutil.copytree(owner.home, copy.home)
    write(copy, "Unsent")
    assert "join --again" in copy("sync").refusal()
    assert "join --again" in unwell(copy)["device"]

    join_again(owner, copy)

    assert_all_arrives(owner, copy)


def test_given_an_older_folder_put_back_when_it_joins_again_then_its_unsent_work_arrives(
    owner: Terminal,
    member: Terminal,
) -> None:
    (vault,) = (member.home / "vaults").iterdir()
    shutil.copytree(vault, member.folder / "older")
    write(member, "Sent later")
    assert member("sync").status == 0
    shutil.rmtree(vault)
    shutil.copytree(member.folder / "older", vault)
    write(member, "Unsent")
    assert "join --again" in member("sync").refusal()
    assert "join --again" in unwell(member)["server"]

    join_again(owner, member)

    assert_all_arrives(owner, member, "Sent later")


def test_given_a_removed_laptop_with_unsent_work_when_it_joins_again_then_its_work_arrives(
    owner: Terminal,
    member: Terminal,
    operator: Operator,
) -> None:
    write(member, "Unsent")
    with member.open() as opened:
        assert operator("revoke", str(opened.me.device_id)).status == 0
    assert "join --again" in member("sync").refusal()
    assert "join --again" in unwell(member)["server"]

    join_again(owner, member)

    assert_all_arrives(owner, member)


@pytest.mark.parametrize("is_known_login", [True, False], ids=["same server", "new server"])
def test_given_a_server_restored_to_before_it_joined_when_it_joins_again_then_its_work_arrives(
    is_known_login: bool,
    owner: Terminal,
    other_laptop: Terminal,
    operator: Operator,
    pg18: EmbeddedServer,
) -> None:
    saved = owner.folder / "monday.backup"
    assert operator("backup", "--to", saved).status == 0
    assert join(owner, other_laptop).status == 0
    write(other_laptop, "Lost by the server")
    assert other_laptop("sync").status == 0
    write(other_laptop, "Unsent")
    with other_laptop.open() as opened:
        enrolment = opened.require_enrolment()
    with operator_connection(pg18.url(superuser=True), autocommit=True) as db:
        db.execute(sa.text(f"DROP DATABASE {operator.url.database} WITH (FORCE)"))
        if not is_known_login:
            db.execute(sa.text(f"DROP ROLE {enrolment.login_role}"))
    assert operator("restore", saved, "--create-database").status == 0
    assert owner("sync").status == 0
    assert "join --again" in other_laptop("sync").refusal()
    assert "join --again" in unwell(other_laptop)["server"]

    join_again(owner, other_laptop)

    assert_all_arrives(owner, other_laptop, "Lost by the server")


def test_given_a_laptop_that_its_clinic_takes_when_it_asks_again_then_nothing_changes(
    member: Terminal,
) -> None:
    with member.open() as opened:
        before = opened.me.device_id

    assert "takes this laptop as it is" in member("join", "--again").refusal()

    with member.open() as opened:
        assert opened.me.device_id == before
    assert member("sync").status == 0


def test_given_no_connection_when_it_asks_again_then_it_stays_who_it_is(
    member: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> object:
        raise ServerUnreachable("The clinic's server does not answer.")

    monkeypatch.setattr("sync.postgres.rows.connect", gone)

    assert "does not answer" in member("join", "--again").refusal()

    monkeypatch.undo()
    assert member("sync").status == 0


def test_given_a_request_that_waits_when_asked_again_then_it_is_the_same_and_doctor_says_that_it_waits(
    member: Terminal,
    operator: Operator,
) -> None:
    with member.open() as opened:
        operator("revoke", str(opened.me.device_id))
    first = member("join", "--again")

    again = member("join", "--again")

    assert (again.status, again.out) == (0, first.out)
    assert unwell(member) == {}


@pytest.mark.parametrize("is_answer_lost", [True, False])
def test_given_a_laptop_removed_twice_when_it_joins_again_then_it_asks_anew_and_its_unsent_work_arrives(
    owner: Terminal, member: Terminal, is_answer_lost: bool
) -> None:
    write(member, "Unsent")
    with member.open() as opened:
        remove(owner, opened.me.device_id)
    request, answer = member.folder / "r.json", member.folder / "a.json"
    words = words_of(member("join", "--again", "--to", request))
    assert owner("approve", request, "--words", words, "--to", answer).status == 0
    remove(owner, JoinRequest.from_text(request.read_text(encoding="utf-8")).device_id)
    assert "then ask anew" in owner("approve", request, "--words", words).refusal()
    if not is_answer_lost:
        assert "join --again" in member("join", "--answer", answer).refusal()
        with member.open() as opened:
            # As the window does, which asks no server before it shows the request.
            assert opened.join_again("Laptop").words() != tuple(words.split())

    join_again(owner, member)

    assert_all_arrives(owner, member)


def remove(owner: Terminal, device_id: DeviceId) -> None:
    assert owner("revoke", str(device_id), "--yes").status == 0


def test_given_a_practice_of_no_clinic_when_it_asks_again_then_it_is_told_how_to_get_one(
    laptop: Terminal,
) -> None:
    laptop.new_practice()

    assert "pazpaz connect" in laptop("join", "--again").refusal()
