"""A practice gets a server and a second laptop, by commands alone, on a real PostgreSQL."""

import json
import uuid
from dataclasses import replace
from pathlib import Path

import pytest

from core.crypto.recovery import workspace_keys
from core.domain.enums import Role
from core.store.practice.practice import ClientDraft
from core.store.vault.listing import list_vaults
from core.store.vault.vault import open_with_either
from migrations.operate.connection import operator as operate
from migrations.operate.embedded import EmbeddedServer
from sync.enrolment.messages import JoinRequest
from sync.postgres.logins import new_login
from tests.desktop.terminal.conftest import (
    Operator,
    Terminal,
    answered,
    connect,
    everything_under,
    join,
    names,
    words_of,
)


def test_two_laptops_hold_the_same_practice(owner: Terminal, other_laptop: Terminal) -> None:
    joined = join(owner, other_laptop)
    assert joined.status == 0
    assert "clinic's words" in joined.out

    first = other_laptop("sync", "--json")

    assert first.document["pulled"] > 0
    assert first.document["waiting"] == 0
    assert names(other_laptop) == names(owner) == {"Fern", "רקפת"}
    with other_laptop.open() as b:
        assert b.practice.team.me().full_name == "Dana Demoson"
        assert b.vault.initials == "DD"
        b.practice.clients.add(ClientDraft(first_name="Moss", last_name="Testwood"))
    assert "Sent" in other_laptop("sync").out
    assert owner("sync").status == 0
    assert "Moss" in names(owner)


def test_completing_shows_the_same_six_words_on_both_sides(owner: Terminal, other_laptop: Terminal) -> None:
    request, answer = other_laptop.folder / "r.json", other_laptop.folder / "a.json"
    asked = other_laptop("join", "--json", "--to", request)
    words = " ".join(asked.document["words"])
    approved = owner("approve", request, "--words", words, "--to", answer, "--json")
    completed = other_laptop("join", "--answer", answer, "--json")
    assert completed.document["clinic_words"] == approved.document["clinic_words"]


def test_the_first_sync_of_a_large_practice_is_everything(laptop: Terminal, operator: Operator) -> None:
    laptop.new_practice()
    with laptop.open() as opened:
        waiting = opened.practice.waiting()
    connect(laptop, operator)
    assert laptop("sync", "--json").document["pushed"] == waiting
    again = laptop("sync", "--json").document
    assert (again["pushed"], again["pulled"], again["waiting"]) == (0, 0, 0)


def test_wrong_words_approve_nothing(owner: Terminal, other_laptop: Terminal, operator: Operator) -> None:
    request = other_laptop.folder / "r.json"
    other_laptop("join", "--to", request)
    before = json.loads(operator("devices", "--json").out)["devices"]
    refused = owner("approve", request, "--words", "one two three four five six")
    assert "six words differ" in refused.refusal()
    assert "--words" in owner("approve", request).refusal()
    assert json.loads(operator("devices", "--json").out)["devices"] == before


def test_an_answer_for_another_laptop_is_refused(
    owner: Terminal, other_laptop: Terminal, tmp_path: Path
) -> None:
    _, answer = answered(owner, other_laptop)
    third = Terminal(tmp_path / "third")
    third("join")
    assert "another request" in third("join", "--answer", answer).refusal()
    assert "not asked to join" in owner("join", "--answer", answer).refusal()


def test_an_unreachable_server_changes_nothing(owner: Terminal, other_laptop: Terminal) -> None:
    _, answer = answered(owner, other_laptop)
    told = json.loads(answer.read_text(encoding="utf-8"))
    unreachable = other_laptop.file("unreachable", json.dumps(told | {"port": 1}))
    refused = other_laptop("join", "--answer", unreachable).refusal()
    assert "does not answer, so this laptop is not in yet" in refused
    assert "waits for the answer" in other_laptop("sync").refusal()
    assert other_laptop("join", "--answer", answer).status == 0


def test_given_a_server_with_no_connection_left_when_an_answer_is_taken_then_it_is_said_to_be_busy(
    owner: Terminal, other_laptop: Terminal, operator: Operator
) -> None:
    request, answer = answered(owner, other_laptop)
    login = JoinRequest.from_text(request.read_text(encoding="utf-8")).login_role
    _allow_connections(operator, login, 0)

    refused = other_laptop("join", "--answer", answer).refusal()

    assert "is busy" in refused
    assert "does not answer" not in refused
    _allow_connections(operator, login, 4)
    assert other_laptop("join", "--answer", answer).status == 0


def _allow_connections(operator: Operator, login: str, most: int) -> None:
    with operate(operator.url) as db:
        db.exec_driver_sql(f"ALTER ROLE {login} CONNECTION LIMIT {most}")
        db.commit()


def test_an_answer_that_was_lost_is_given_again(owner: Terminal, other_laptop: Terminal) -> None:
    request, lost, answer = (other_laptop.folder / name for name in ("r.json", "lost.json", "a.json"))
    words = words_of(other_laptop("join", "--to", request))
    assert owner("approve", request, "--words", words, "--to", lost).status == 0
    assert owner("approve", request, "--words", words, "--to", answer).status == 0
    assert answer.read_bytes() == lost.read_bytes()
    assert other_laptop("join", "--answer", answer).status == 0
    assert other_laptop("sync").status == 0


def test_a_request_of_a_device_that_was_removed_again_is_not_answered(
    owner: Terminal, other_laptop: Terminal, operator: Operator
) -> None:
    request = other_laptop.folder / "r.json"
    answer = other_laptop.folder / "a.json"
    words = words_of(other_laptop("join", "--to", request))
    assert owner("approve", request, "--words", words, "--to", answer).status == 0
    device = JoinRequest.from_text(request.read_text(encoding="utf-8")).device_id
    assert operator("revoke", str(device)).status == 0
    assert "then ask anew" in owner("approve", request, "--words", words).refusal()
    assert "`pazpaz join`" in other_laptop("join", "--answer", answer).refusal()


def test_given_a_lost_answer_when_the_server_holds_the_person_for_gone_then_the_next_one_lets_the_laptop_in(
    owner: Terminal, other_laptop: Terminal, operator: Operator
) -> None:
    with owner.open() as opened:
        opened.practice.team.add("Tamar Inventley", Role.THERAPIST, "tamar@example.com")
    request, answer = other_laptop.folder / "r.json", other_laptop.folder / "a.json"
    words = words_of(other_laptop("join", "--to", request))
    approve = ("approve", request, "--words", words, "--user", "tamar@example.com")
    assert owner(*approve).status == 0
    with operate(operator.url) as db:
        db.exec_driver_sql("UPDATE pz.members SET revoked_at = now() WHERE role = 'THERAPIST'")
        db.commit()

    assert owner(*approve, "--to", answer).status == 0

    assert other_laptop("join", "--answer", answer).status == 0
    assert other_laptop("sync").status == 0


def test_a_device_that_is_in_is_given_no_answer_to_another_request_of_its_keys(
    owner: Terminal, other_laptop: Terminal
) -> None:
    file = other_laptop.folder / "r.json"
    words = words_of(other_laptop("join", "--to", file))
    assert owner("approve", file, "--words", words).status == 0
    request, login = JoinRequest.from_text(file.read_text(encoding="utf-8")), new_login()

    for other in (
        replace(request, login_role=login.role, verifier=login.verifier),
        replace(request, device_name="Another name", verifier=login.verifier),
    ):
        forged = other_laptop.file("forged.json", other.to_text())
        refused = owner("approve", forged, "--words", " ".join(other.words())).refusal()
        assert "let in with another request" in refused


def test_given_a_lost_answer_when_who_gave_it_was_removed_then_no_answer_is_given_that_nobody_could_take(
    owner: Terminal, other_laptop: Terminal, tmp_path: Path
) -> None:
    assert join(owner, other_laptop).status == 0
    assert other_laptop("sync").status == 0
    third = Terminal(tmp_path / "third")
    request = third.folder / "r.json"
    words = words_of(third("join", "--to", request))
    assert other_laptop("approve", request, "--words", words).status == 0
    with other_laptop.open() as opened:
        giver = str(opened.me.device_id)
    assert owner("revoke", giver, "--yes").status == 0

    assert "remove this device's entry" in owner("approve", request, "--words", words).refusal()

    device = JoinRequest.from_text(request.read_text(encoding="utf-8")).device_id
    assert owner("revoke", str(device), "--yes").status == 0
    anew = Terminal(tmp_path / "anew")
    assert join(owner, anew).status == 0
    assert anew("sync").status == 0


def test_a_wrong_server_is_refused_and_nothing_is_kept(
    owner: Terminal, other_laptop: Terminal, pg18: EmbeddedServer
) -> None:
    _, answer = answered(owner, other_laptop)
    told = json.loads(answer.read_text(encoding="utf-8"))
    for wrong in ({"dbname": "postgres"}, {"host": "192.0.2.1", "ca_pem": None}):
        other_laptop("join", "--answer", other_laptop.file("w", json.dumps(told | wrong))).refusal()
    with other_laptop.open() as opened:
        assert opened.enrolment() is None


def test_foreign_files_are_refused_before_anything_else(owner: Terminal, operator: Operator) -> None:
    foreign = owner.file("foreign", "BEGIN:VCARD\nEND:VCARD\n")
    binary = owner.folder / "binary"
    binary.write_bytes(bytes(range(256)))
    for file in (foreign, binary, owner.folder / "missing", owner.folder):
        owner("approve", file, "--words", "a b c d e f").refusal()
        owner("join", "--answer", file).refusal()
        operator("approve", file, "--words", "a b c d e f").refusal()


def test_a_connected_practice_is_not_connected_twice(owner: Terminal) -> None:
    assert "already connected" in owner("connect").refusal()


def test_a_practice_without_a_server_says_so(laptop: Terminal) -> None:
    laptop.new_practice()
    assert "pazpaz connect" in laptop("sync").refusal()
    assert "pazpaz connect" in laptop("sync", "--watch").refusal()


def test_a_join_that_waits_can_show_its_request_again(other_laptop: Terminal) -> None:
    first = other_laptop("join")
    again = other_laptop("join", "--show")
    assert first.out == again.out
    assert words_of(first) == words_of(again)
    assert "waits for the answer" in other_laptop("sync").refusal()
    assert other_laptop("doctor").status == 0


def test_given_no_place_for_the_request_when_connecting_then_the_next_call_still_tells_the_code(
    laptop: Terminal,
) -> None:
    laptop.new_practice()

    assert "no folder" in laptop("connect", "--to", laptop.folder / "none" / "r.json").refusal()

    request = laptop.folder / "r.json"
    told = laptop("connect", "--json", "--to", request).document
    first = JoinRequest.from_text(request.read_text(encoding="utf-8")).first
    assert first is not None
    assert workspace_keys(told["workspace_code"]).sign_pub == first.root_pub
    assert "workspace_code" not in laptop("connect", "--json").document


def test_given_no_place_for_the_request_when_joining_then_nothing_is_left_and_the_next_call_tells_the_code(
    other_laptop: Terminal,
) -> None:
    assert "no folder" in other_laptop("join", "--to", other_laptop.folder / "none" / "r.json").refusal()
    assert everything_under(other_laptop.home) == {}

    told = other_laptop("join", "--json", "--to", other_laptop.folder / "r.json").document

    (vault,) = list_vaults(other_laptop.home)
    open_with_either(vault.path, told["recovery_code"]).close()


def test_the_operator_sees_counts_and_revokes(
    owner: Terminal, other_laptop: Terminal, operator: Operator
) -> None:
    join(owner, other_laptop)
    other_laptop("sync")
    devices = json.loads(operator("devices", "--json").out)["devices"]
    assert [one["name"] for one in devices] == ["Laptop A", "Laptop B"]
    assert f"OWNER  version {devices[1]['program']}  last seen 2" in operator("devices").out
    assert "2 devices" in operator("status").out
    # The tests' server gives up crash safety for speed, and has no guard; doctor says so.
    findings = json.loads(operator("doctor", "--json").out.splitlines()[0])["findings"]
    # What all clinics of the server may take depends on how many of them other tests have made.
    of_others = ("hardening", "connections of all clinics")
    unwell = [one["name"] for one in findings if not one["well"] and not one["name"].startswith(of_others)]
    assert unwell == ["durability", "reserved connections", "guard"]
    assert "up to date" in operator("upgrade").out

    assert operator("revoke", devices[1]["device_id"]).status == 0

    refused = other_laptop("sync", "--json")
    assert refused.document["code"] == "device_revoked"
    assert names(other_laptop) == {"Fern", "רקפת"}
    assert "no such device" in operator("revoke", str(uuid.uuid4())).refusal()
    assert "no device id" in operator("revoke", "x").refusal()


def test_the_operators_address_is_checked(laptop: Terminal, operator: Operator) -> None:
    assert "address must look like" in laptop.bare("server", "status", "--url", "nonsense").refusal()
    assert "Only PostgreSQL" in laptop.bare("server", "status", "--url", "sqlite:///x").refusal()
    nowhere = "postgresql://operator:x@127.0.0.1:1/clinic"
    assert "does not answer" in laptop.bare("server", "init", "--url", nowhere).refusal()
    wrong = operator.url.set(password="wrong").render_as_string(hide_password=False)
    assert "name and password" in laptop.bare("server", "init", "--url", wrong).refusal()
    elsewhere = operator.url.set(database="postgres").render_as_string(hide_password=False)
    assert "init" in laptop.bare("server", "status", "--url", elsewhere).refusal()


def test_outside_this_computer_a_certificate_authority_is_needed(
    laptop: Terminal, operator: Operator
) -> None:
    laptop.new_practice()
    request = laptop.folder / "request.json"
    words = words_of(laptop("connect", "--to", request))
    approve = ("approve", request, "--words", words, "--host", "db.example.com")
    assert "--ca FILE" in operator(*approve).refusal()
    assert "no certificate" in operator(*approve, "--ca", laptop.file("ca", "hello")).refusal()
    assert json.loads(operator("devices", "--json").out)["devices"] == []


def test_neither_passphrase_nor_password_is_in_any_file_or_output(
    owner: Terminal, other_laptop: Terminal
) -> None:
    join(owner, other_laptop)
    with other_laptop.open() as opened:
        enrolment = opened.enrolment()
    assert enrolment is not None
    for laptop in (owner, other_laptop):
        for content in everything_under(laptop.home).values():
            assert enrolment.password.encode() not in content
            assert b"Sampleton" not in content


def test_a_copied_home_does_not_sync_as_the_same_device(owner: Terminal, tmp_path: Path) -> None:
    copy = Terminal(tmp_path / "copy")
    for name, content in everything_under(owner.home).items():
        target = copy.home / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    (vault,) = list_vaults(copy.home)
    assert vault.problem is None
    assert "copy of another device" in copy("sync").refusal()
    assert copy("doctor").status == 1


def test_a_restored_practice_joins_again_with_what_was_never_sent(
    owner: Terminal, other_laptop: Terminal
) -> None:
    with owner.open() as opened:
        opened.practice.clients.add(ClientDraft(first_name="Sage", last_name="Fictionby"))
    backup = owner.folder / "monday.pazpaz"
    assert owner("backup", "--to", backup).status == 0
    assert other_laptop("restore", backup).status == 0
    assert "join --again" in other_laptop("sync").refusal()
    assert "join --again" in other_laptop("connect").refusal()

    _, answer = answered(owner, other_laptop, "--again")
    assert other_laptop("join", "--answer", answer).status == 0

    assert other_laptop("sync").status == 0
    assert names(other_laptop) == {"Fern", "רקפת", "Sage"}
    assert owner("sync").status == 0
    assert names(owner) == {"Fern", "רקפת", "Sage"}
    assert other_laptop("sync", "--json").document["waiting"] == 0


@pytest.mark.parametrize("pushed_before", [True, False])
def test_somebody_elses_device_joins_as_that_person(
    owner: Terminal, other_laptop: Terminal, pushed_before: bool
) -> None:
    with owner.open() as opened:
        added = opened.practice.team.add("Tamar Inventley", Role.THERAPIST, "tamar@example.com").value
    if pushed_before:
        assert owner("sync").status == 0
    request, answer = other_laptop.folder / "r.json", other_laptop.folder / "a.json"
    words = words_of(other_laptop("join", "--to", request))
    approve = ("approve", request, "--words", words, "--to", answer)
    assert "Nobody" in owner(*approve, "--user", "nobody@example.com").refusal()

    assert owner(*approve, "--user", "tamar@example.com").status == 0
    assert other_laptop("join", "--answer", answer).status == 0
    assert owner("sync").status == 0
    assert other_laptop("sync").status == 0

    with other_laptop.open() as opened:
        assert opened.me.user_id == added.id
        assert opened.practice.team.me().full_name == "Tamar Inventley"
        opened.practice.clients.add(ClientDraft(first_name="Reed", last_name="Example"))
    assert other_laptop("sync", "--json").document["waiting"] == 0
    assert owner("sync").status == 0
    assert "Reed" in names(owner)
    refused = other_laptop("approve", request, "--words", words)
    assert "Only an owner" in refused.refusal()
