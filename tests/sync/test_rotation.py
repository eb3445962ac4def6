"""A device is removed: the keys change, cells are sealed anew, nobody else notices it. On real servers."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from core.crypto.cells import twin_no
from core.crypto.recovery import Paper, new_code, workspace_keys
from core.domain.enums import Role
from core.domain.errors import ContentRefused, ServerRefused, ServerUnreachable, UserError
from core.store.attachments.workspace_keys import load_keys
from migrations.operate.embedded import EmbeddedServer
from sync.keys.keychain import Keychain, seen_generation
from sync.keys.recovery_paper import SETTING, open_paper, sealed_for_paper
from sync.keys.rotation import rotate
from sync.remote import KeyRotation
from sync.rows.resealing import Resealing
from tests.sync.laptops import START
from tests.sync.rotating import CLOCK, Liar, RotatingClinic, session, sync
from tests.sync.test_two_devices_pg import PgLaptop


@pytest.fixture
def clinic(any_server: EmbeddedServer, tmp_path: Path) -> Iterator[RotatingClinic]:
    made = RotatingClinic(any_server, tmp_path)
    yield made
    made.close()


@pytest.fixture
def three(clinic: RotatingClinic) -> tuple[PgLaptop, PgLaptop, PgLaptop]:
    """The owner's, a second one, and one that is going to be removed; each has synced."""
    made = clinic.enrol()
    made.laptop.sync()
    others = clinic.enrol(), clinic.enrol()
    for each in others:
        each.laptop.sync()
        Keychain(each.laptop.store, each.pg, each.laptop.identity).ring()
    return made, *others


def _keys(laptop: PgLaptop) -> dict[int, bytes]:
    with laptop.laptop.store.read() as db:
        return load_keys(db)


def test_after_a_removal_the_remaining_devices_share_a_key_that_the_removed_one_never_gets(
    clinic: RotatingClinic, three: tuple[PgLaptop, PgLaptop, PgLaptop]
) -> None:
    owner, other, lost = three
    clinic.revoke(owner, lost)

    done = clinic.rotate(owner)

    assert (done.generation, done.key_no, done.devices) == (1, 2, 2)
    client = owner.laptop.add_client("After the removal")
    owner.laptop.sync()
    other.laptop.sync()
    assert other.laptop.value("clients", client, "first_name") == "After the removal"
    assert _keys(other) == _keys(owner)
    assert _keys(owner).keys() == {0, 1, 2, twin_no(2)}
    assert clinic.look("SELECT count(*) FROM pz.wrapped_keys WHERE key_no = 2") == [(2,)]
    with pytest.raises(UserError, match="removed"):
        lost.laptop.sync()
    assert _keys(lost).keys() == {0, 1}


def test_sealing_anew_changes_cells_and_nothing_else_and_no_device_pulls_again(
    clinic: RotatingClinic, three: tuple[PgLaptop, PgLaptop, PgLaptop]
) -> None:
    owner, other, _ = three
    clinic.rotate(owner)
    client = owner.laptop.add_client("Dana", notes="Back pain.")
    note = owner.laptop.add_note(client, plan="Walks daily.", is_draft=False, finalized_at=START)
    owner.laptop.sync()
    other.laptop.sync()
    before, cursor = {t: clinic.stamps(t) for t in ("clients", "sessions")}, other.laptop.cursor().seq

    clinic.rotate(owner)
    owner.laptop.sync()

    assert clinic.labels() == {"v3:"}
    assert clinic.labels("sessions", "plan") == clinic.labels("clients", "notes") == {"v50000003:"}
    assert {t: clinic.stamps(t) for t in before} == before
    assert other.laptop.sync().pulled == 0
    assert other.laptop.cursor().seq == cursor
    fresh = clinic.enrol()
    fresh.laptop.sync()
    assert fresh.laptop.value("sessions", note, "plan") == "Walks daily."
    assert fresh.laptop.content() == owner.laptop.content()
    assert fresh.laptop.told("notices") == []


def test_any_online_device_of_a_writer_seals_anew_what_it_may_write(
    clinic: RotatingClinic, three: tuple[PgLaptop, PgLaptop, PgLaptop]
) -> None:
    owner = three[0]
    owner.laptop.add_client("Dana")
    owner.laptop.add("users", full_name="Ruth Amsel", role=Role.OWNER, email="ruth@example.org")
    owner.laptop.sync()
    clinic.rotate(owner)

    three[1].laptop.sync()

    assert clinic.labels() == {"v2:"}
    assert clinic.labels("users", "full_name") == {"v2:"}


def test_killed_in_the_middle_it_goes_on_where_it_was(
    clinic: RotatingClinic,
    three: tuple[PgLaptop, PgLaptop, PgLaptop],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    owner = three[0]
    for number in range(5):
        owner.laptop.add_client(f"Client {number}")
    owner.laptop.sync()
    clinic.rotate(owner)
    monkeypatch.setattr("sync.rows.resealing.BATCH", 2)
    calls: list[int] = []

    def die_at_the_second(taken: int) -> int:
        calls.append(taken)
        if len(calls) == 2:
            raise ServerUnreachable("The connection broke.")
        return taken

    with pytest.raises(ServerUnreachable):
        sync(owner, replace_cells=die_at_the_second)
    left = clinic.look("SELECT count(*) FROM pz.clients WHERE pz.label_no(first_name) < 2")
    assert left == [(1,)]

    owner.laptop.sync()

    assert clinic.labels() == {"v2:"}
    assert len(clinic.stamps()) == 5


def test_a_row_that_moved_on_meanwhile_keeps_the_newer_words(
    clinic: RotatingClinic, three: tuple[PgLaptop, PgLaptop, PgLaptop]
) -> None:
    owner, other, _ = three
    client = owner.laptop.add_client("Dana", notes="Old words.")
    owner.laptop.sync()
    other.laptop.sync()
    clinic.rotate(owner)

    def edited_in_between(rows: Any) -> Any:
        if rows and other.laptop.value("clients", client, "notes") == "Old words.":
            other.laptop.edit("clients", client, notes="New words.")
            other.laptop.sync()
        return rows

    sync(owner, stale_cells=edited_in_between)
    owner.laptop.sync()

    assert owner.laptop.value("clients", client, "notes") == "New words."
    assert clinic.look("SELECT DISTINCT version FROM pz.clients") == [(2,)]
    fresh = clinic.enrol()
    fresh.laptop.sync()
    assert fresh.laptop.value("clients", client, "notes") == "New words."


def test_a_push_under_an_old_label_is_refused_after_the_grace_and_goes_with_the_new_key(
    clinic: RotatingClinic, three: tuple[PgLaptop, PgLaptop, PgLaptop]
) -> None:
    owner, other, _ = three
    clinic.rotate(owner)
    client = other.laptop.add_client("Written with the old key")

    def as_before(hello: Any) -> Any:
        return type(hello)(hello.device_id, hello.user_id, [_without_rotation(head) for head in hello.heads])

    with pytest.raises(ServerRefused) as refused:
        sync(other, hello=as_before)
    assert refused.value.code == "old_key"
    assert clinic.stamps() == []

    other.laptop.sync()
    owner.laptop.sync()
    assert owner.laptop.value("clients", client, "first_name") == "Written with the old key"
    assert clinic.labels() == {"v2:"}


def _without_rotation(head: Any) -> Any:
    return replace(head, key_generation=0)


def test_within_the_grace_an_old_label_still_passes(
    clinic: RotatingClinic, three: tuple[PgLaptop, PgLaptop, PgLaptop]
) -> None:
    owner, other, _ = three
    clinic.rotate(owner, grace_s=int(timedelta(days=1).total_seconds()))
    other.laptop.add_client("In the middle of its work")

    def as_before(hello: Any) -> Any:
        return type(hello)(hello.device_id, hello.user_id, [_without_rotation(head) for head in hello.heads])

    other.laptop.session = lambda: session(other, hello=as_before)  # type: ignore[method-assign]
    assert other.laptop.sync().pushed == 1
    assert clinic.labels() == {"v1:"}


def test_a_lost_answer_to_a_rotation_loses_no_key(
    clinic: RotatingClinic, three: tuple[PgLaptop, PgLaptop, PgLaptop]
) -> None:
    owner = three[0]

    def lost(_answer: Any) -> Any:
        raise ServerUnreachable("The connection broke.")

    liar: Any = Liar(owner.pg, rotate_keys=lost)
    with pytest.raises(ServerUnreachable):
        rotate(owner.laptop.store, liar, owner.laptop.identity, CLOCK, clinic.practice.ids)
    assert _keys(owner).keys() == {0, 1}

    owner.laptop.sync()

    assert _keys(owner).keys() == {0, 1, 2, twin_no(2)}
    with owner.laptop.store.read() as db:
        assert seen_generation(db) == 1


def test_a_device_that_is_no_owners_cannot_rotate_and_the_server_refuses_as_well(
    clinic: RotatingClinic,
) -> None:
    owner = clinic.enrol()
    owner.laptop.sync()
    helper = clinic.enrol(Role.THERAPIST)
    with pytest.raises(UserError, match="Only an owner's"):
        clinic.rotate(helper)
    clinic.look("UPDATE pz.members SET role = 'THERAPIST'")
    with pytest.raises(ServerRefused):
        helper.pg.rotate_keys(clinic.practice.workspace_id, KeyRotation(1, 2, b"papers", []), 0)


def test_the_recovery_paper_opens_the_new_key_too(
    clinic: RotatingClinic, three: tuple[PgLaptop, PgLaptop, PgLaptop]
) -> None:
    owner = three[0]
    code = new_code(Paper.WORKSPACE)
    held = sealed_for_paper(workspace_keys(code), clinic.practice.workspace_id, _keys(owner))
    place = {"name": "Demo Practice", "timezone": "UTC", "settings": {SETTING: held}}
    owner.laptop.add("workspaces", clinic.practice.workspace_id, **place)
    owner.laptop.sync()

    clinic.rotate(owner)
    owner.laptop.sync()

    three[1].laptop.sync()
    settings = three[1].laptop.value("workspaces", clinic.practice.workspace_id, "settings")
    assert open_paper(code, clinic.practice.workspace_id, settings[SETTING]) == _keys(owner)


def test_stopped_in_between_it_says_so_and_finishes_next_time(
    clinic: RotatingClinic, three: tuple[PgLaptop, PgLaptop, PgLaptop]
) -> None:
    owner = three[0]
    owner.laptop.add_client("Dana")
    owner.laptop.sync()
    clinic.rotate(owner)
    stop = threading.Event()
    stop.set()
    made = session(owner)
    assert isinstance(made._resealing, Resealing)
    assert made._resealing.run(1, stop) == 0
    assert clinic.labels() == {"v1:"}
    owner.laptop.sync()
    assert clinic.labels() == {"v2:"}


def test_given_more_than_a_call_may_hold_when_sealed_anew_then_all_of_it_is(
    clinic: RotatingClinic, three: tuple[PgLaptop, PgLaptop, PgLaptop]
) -> None:
    """Forty long histories, and one client whose fields together are more than a call."""
    owner, other, _ = three
    long = "Slept badly. " * 30_000
    for number in range(40):
        owner.laptop.add_client(f"C{number}", medical_history=long)
    some = ("email", "phone", "address", "medical_history", "notes")
    more = ("alerts", "pronouns", "preferred_name", "emergency_contact_name", "emergency_contact_phone")
    huge = owner.laptop.add_client("Huge", **dict.fromkeys(some, "x" * 999_000))
    owner.laptop.sync()
    owner.laptop.edit("clients", huge, **dict.fromkeys(more, "x" * 999_000))
    owner.laptop.sync()
    clinic.rotate(owner)
    owner.laptop.sync()
    stale = "pz.label_no(medical_history) < 2 OR pz.label_no(alerts) < 2"
    assert clinic.look(f"SELECT count(*) FROM pz.clients WHERE {stale}") == [(0,)]
    other.laptop.sync()
    assert other.laptop.value("clients", huge, "alerts") == "x" * 999_000


def test_given_a_row_that_the_server_does_not_take_when_sealed_anew_then_the_others_are(
    clinic: RotatingClinic, three: tuple[PgLaptop, PgLaptop, PgLaptop]
) -> None:
    owner, _, _ = three
    clients = [owner.laptop.add_client(f"C{number}") for number in range(5)]
    owner.laptop.sync()
    clinic.rotate(owner)
    honest = owner.pg.replace_cells

    def choosy(workspace_id: Any, table_no: int, rows: Any) -> int:
        if clients[2] in [each.row_id for each in rows]:
            raise ContentRefused("The clinic's server refused.")
        return honest(workspace_id, table_no, rows)

    owner.pg.replace_cells = choosy  # type: ignore[method-assign]
    owner.laptop.sync()
    stale = "SELECT id FROM pz.clients WHERE pz.label_no(first_name) < 2"
    assert clinic.look(stale) == [(clients[2],)]
