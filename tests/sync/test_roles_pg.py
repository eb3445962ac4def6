"""Roles inside a practice, on real servers: an assistant's laptop works beside clinicians and never has
their texts."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.crypto.cells import TWIN
from core.crypto.certs import read_cert
from core.domain.enums import Resolution, Role
from core.domain.errors import ServerRefused
from core.domain.ids import NoteId
from core.domain.registry import BY_NAME
from core.domain.rights import CLINICAL_TABLES, READERS_SETTING
from migrations.operate.embedded import EmbeddedServer
from sync.rows.reach import Reach, known_reach
from tests.sync.laptops import person
from tests.sync.people import StaffedClinic, clinical_fields
from tests.sync.rotating import sync
from tests.sync.test_two_devices_pg import PgLaptop

HISTORY = "Asthma since 1990."
_TABLES = [table for table in BY_NAME.values() if table.no in CLINICAL_TABLES]


@pytest.fixture
def clinic(any_server: EmbeddedServer, tmp_path: Path) -> Iterator[StaffedClinic]:
    made = StaffedClinic(any_server, tmp_path)
    yield made
    made.close()


@pytest.fixture
def staff(clinic: StaffedClinic) -> tuple[PgLaptop, PgLaptop, PgLaptop]:
    """Owner, therapist and assistant of a practice with clinical keys."""
    owner = clinic.open()
    clinic.rotate(owner)
    made = owner, clinic.hire(Role.THERAPIST), clinic.hire(Role.ASSISTANT)
    meet(*made)
    return made


def meet(*laptops: PgLaptop) -> None:
    """Until nothing waits anywhere."""
    for _ in range(3):
        for each in laptops:
            each.laptop.sync()
    assert [each.laptop.dirty() for each in laptops] == [0] * len(laptops)


def alarms(*laptops: PgLaptop) -> list[str]:
    return [str(told["kind"]) for each in laptops for told in each.laptop.told("notices")]


def reach(laptop: PgLaptop) -> Reach:
    with laptop.laptop.store.read() as db:
        return known_reach(db)


def clinical_rows(laptop: PgLaptop) -> int:
    return sum(len(laptop.laptop.rows(table.name)) for table in _TABLES)


def test_given_a_practice_with_roles_when_all_sync_then_each_holds_what_its_role_reads(
    staff: tuple[PgLaptop, PgLaptop, PgLaptop],
) -> None:
    owner, therapist, assistant = staff
    client = therapist.laptop.add_client("Dana", phone="050", medical_history=HISTORY, tags=["asthma"])
    therapist.laptop.add_note(client, plan="Walks daily.")
    meet(*staff)

    assert clinical_fields(owner, client) == {"medical_history": HISTORY, "tags": '["asthma"]'}
    assert assistant.laptop.value("clients", client, "phone") == "050"
    assert clinical_fields(assistant, client) == {}
    assert (clinical_rows(owner), clinical_rows(assistant)) == (1, 0)
    assert [reach(each) for each in staff] == [Reach.ALL, Reach.ALL, Reach.OPEN]
    assert alarms(*staff) == []


def test_given_a_client_with_a_history_when_an_assistant_changes_a_phone_then_the_history_stands(
    staff: tuple[PgLaptop, PgLaptop, PgLaptop],
) -> None:
    owner, therapist, assistant = staff
    client = therapist.laptop.add_client("Dana", medical_history=HISTORY)
    meet(*staff)
    assistant.laptop.edit("clients", client, phone="052")
    meet(assistant, therapist, owner)
    therapist.laptop.edit("clients", client, medical_history=f"{HISTORY} Allergic to pollen.")
    meet(*staff)
    assistant.laptop.edit("clients", client, phone="053")
    meet(*staff)

    for each in (owner, therapist):
        assert each.laptop.value("clients", client, "phone") == "053"
        assert "pollen" in each.laptop.value("clients", client, "medical_history")
    assert clinical_fields(assistant, client) == {}
    assert alarms(*staff) == []


def test_given_a_history_and_a_phone_changed_apart_when_they_meet_then_both_stand(
    staff: tuple[PgLaptop, PgLaptop, PgLaptop],
) -> None:
    owner, therapist, assistant = staff
    client = therapist.laptop.add_client("Dana", medical_history="None.")
    meet(*staff)
    therapist.laptop.edit("clients", client, medical_history=HISTORY)
    assistant.laptop.edit("clients", client, phone="054")
    for first, second in ((therapist, assistant), (assistant, therapist)):
        first.laptop.sync()
        second.laptop.sync()
    meet(*staff)

    assert clinical_fields(owner, client) == {"medical_history": HISTORY}
    assert owner.laptop.value("clients", client, "phone") == "054"
    assert alarms(owner, therapist) == []


def test_given_a_client_that_an_assistant_made_when_a_therapist_adds_a_history_then_all_go_on(
    staff: tuple[PgLaptop, PgLaptop, PgLaptop],
) -> None:
    owner, therapist, assistant = staff
    client = assistant.laptop.add_client("Dana", phone="050")
    meet(assistant, therapist)
    therapist.laptop.edit("clients", client, medical_history=HISTORY)
    meet(*staff)
    assistant.laptop.edit("clients", client, phone="051")
    meet(*staff)
    assert clinical_fields(owner, client) == {"medical_history": HISTORY}
    assert owner.laptop.value("clients", client, "phone") == "051"
    assert alarms(*staff) == []


def test_given_a_practice_from_before_when_its_keys_change_then_clinical_cells_lie_under_keys_of_their_own(
    clinic: StaffedClinic,
) -> None:
    owner = clinic.open()
    therapist, assistant = clinic.hire(Role.THERAPIST), clinic.hire(Role.ASSISTANT)
    client = owner.laptop.add_client("Dana", phone="050", medical_history=HISTORY)
    bare = owner.laptop.add_client("Noa")
    owner.laptop.add_note(client, plan="Walks daily.")
    meet(owner, therapist, assistant)
    assert (reach(assistant), clinical_rows(assistant)) == (Reach.OPEN_TABLES, 0)

    clinic.rotate(owner)
    meet(owner, therapist, assistant)

    assert clinic.labels() == {"v2:"}
    assert clinic.labels("clients", "medical_history") - {""} == {"v50000002:"}
    assert clinic.labels("sessions", "plan") == {"v50000002:"}
    assert clinic.look("SELECT count(*) FROM pz.clients WHERE clinical_digest IS NOT NULL") == [(1,)]
    assert clinical_fields(assistant, client) == {}
    assert assistant.laptop.value("clients", client, "phone") == "050"
    assert clinical_fields(therapist, client) == {"medical_history": HISTORY}
    assistant.laptop.edit("clients", client, phone="051")
    assistant.laptop.edit("clients", bare, phone="052")
    meet(assistant, owner, therapist)
    assert therapist.laptop.value("clients", client, "phone") == "051"
    assert clinical_fields(therapist, client) == {"medical_history": HISTORY}
    assert alarms(owner, therapist, assistant) == []


def test_given_a_rotation_when_an_assistant_is_in_then_it_gets_the_key_and_not_its_clinical_twin(
    clinic: StaffedClinic, staff: tuple[PgLaptop, PgLaptop, PgLaptop]
) -> None:
    owner, therapist, assistant = staff
    clinic.rotate(owner)
    meet(*staff)
    held = {
        str(device): set(numbers)
        for device, numbers in clinic.look(
            "SELECT device_id, array_agg(key_no) FROM pz.wrapped_keys GROUP BY device_id"
        )
    }
    twins = {50_000_002, 50_000_003}
    assert held[str(therapist.laptop.me.device_id)] >= twins
    assert not held[str(assistant.laptop.me.device_id)] & twins
    assert held[str(assistant.laptop.me.device_id)] >= {0, 1, 2, 3}


def test_given_sealing_anew_that_is_stopped_when_others_sync_then_nothing_is_missing_and_it_goes_on(
    clinic: StaffedClinic,
) -> None:
    owner = clinic.open()
    assistant = clinic.hire(Role.ASSISTANT)
    clients = [
        owner.laptop.add_client(f"Client {number}", phone="1", medical_history=HISTORY) for number in range(5)
    ]
    meet(owner, assistant)
    clinic.rotate(owner)
    stopped = threading.Event()
    stopped.set()
    owner.session.run_once(owner.laptop.events.append, stopped)
    assistant.laptop.sync()
    assert alarms(assistant) == []
    meet(owner, assistant)
    assert {assistant.laptop.value("clients", client, "phone") for client in clients} == {"1"}
    assert all(clinical_fields(assistant, client) == {} for client in clients)
    assert alarms(owner, assistant) == []


def test_given_a_therapist_who_becomes_an_assistant_when_it_syncs_then_its_laptop_forgets_what_is_clinical(
    staff: tuple[PgLaptop, PgLaptop, PgLaptop],
) -> None:
    owner, therapist, _ = staff
    client = therapist.laptop.add_client("Dana", phone="050", medical_history=HISTORY)
    therapist.laptop.add_note(client, plan="Walks daily.")
    meet(*staff)
    owner.laptop.edit("users", therapist.laptop.me.user_id, role=Role.ASSISTANT)
    owner.laptop.sync()
    therapist.laptop.sync()

    assert (reach(therapist), clinical_rows(therapist)) == (Reach.OPEN, 0)
    assert clinical_fields(therapist, client) == {}
    assert therapist.laptop.value("clients", client, "phone") == "050"
    therapist.laptop.edit("clients", client, phone="051")
    meet(therapist, owner)
    assert owner.laptop.value("clients", client, "phone") == "051"
    assert clinical_fields(owner, client) == {"medical_history": HISTORY}
    assert alarms(owner, therapist) == []


def test_given_unsent_clinical_work_when_the_role_falls_then_the_text_is_kept_and_nobody_gets_it(
    staff: tuple[PgLaptop, PgLaptop, PgLaptop],
) -> None:
    owner, therapist, _ = staff
    client = therapist.laptop.add_client("Dana", medical_history="None.")
    meet(*staff)
    owner.laptop.edit("users", therapist.laptop.me.user_id, role=Role.ASSISTANT)
    owner.laptop.sync()
    therapist.laptop.add_note(client, plan="Typed on the train.")
    therapist.laptop.edit("clients", client, medical_history=HISTORY)
    for _ in range(3):
        therapist.laptop.sync()

    kept = str(therapist.laptop.told("refused"))
    assert "Typed on the train." in kept
    assert HISTORY in kept
    owner.laptop.sync()
    assert clinical_fields(owner, client) == {"medical_history": "None."}


def test_given_a_late_text_that_waits_when_the_role_falls_then_it_is_kept_though_its_question_was_answered(
    staff: tuple[PgLaptop, PgLaptop, PgLaptop],
) -> None:
    owner, therapist, _ = staff
    note = NoteId(therapist.laptop.add_note(therapist.laptop.add_client("Dana"), plan="Walks daily."))
    therapist.laptop.clock.advance(datetime.now(UTC) - therapist.laptop.clock.now())  # it signs
    books = person(therapist.laptop)
    books.notes.finalize(note)
    books.notes.save_draft(note, plan="Walks daily. Swims.")
    meet(*staff)
    (asked,) = person(owner.laptop).inbox.conflicts()
    person(owner.laptop).inbox.resolve(asked.id, Resolution.DISMISSED, None)
    owner.laptop.edit("users", therapist.laptop.me.user_id, role=Role.ASSISTANT)
    owner.laptop.sync()
    books.notes.save_draft(note, plan="Walks daily. Swims. Typed on the train.")
    for _ in range(3):
        therapist.laptop.sync()

    assert "Typed on the train." in str(therapist.laptop.told("refused"))
    assert (therapist.laptop.dirty(), clinical_rows(therapist)) == (0, 0)


def test_given_the_setting_for_readers_when_it_is_off_then_a_readers_laptop_holds_nothing_clinical(
    clinic: StaffedClinic, staff: tuple[PgLaptop, PgLaptop, PgLaptop]
) -> None:
    owner = staff[0]
    reader = clinic.hire(Role.READONLY)
    client = owner.laptop.add_client("Dana", phone="050", medical_history=HISTORY)
    owner.laptop.add_note(client, plan="Walks daily.")
    meet(*staff, reader)
    assert (reach(reader), clinical_rows(reader)) == (Reach.OPEN, 0)
    assert reader.laptop.value("clients", client, "phone") == "050"

    owner.laptop.edit("workspaces", owner.laptop.me.workspace_id, settings={READERS_SETTING: True})
    meet(*staff, reader)
    assert (reach(reader), clinical_rows(reader)) == (Reach.ALL, 1)
    assert clinical_fields(reader, client) == {"medical_history": HISTORY}
    assert alarms(*staff, reader) == []


def certified(clinic: StaffedClinic, laptop: PgLaptop) -> Role:
    ((cert,),) = clinic.look(
        f"SELECT cert FROM pz.device_grants WHERE device_id = '{laptop.laptop.me.device_id}'"
    )
    return read_cert(bytes(cert)).role


def test_given_an_assistant_who_becomes_a_therapist_when_the_owner_syncs_then_it_reads_all_from_the_start(
    clinic: StaffedClinic, staff: tuple[PgLaptop, PgLaptop, PgLaptop]
) -> None:
    owner, therapist, assistant = staff
    client = therapist.laptop.add_client("Dana", medical_history=HISTORY)
    therapist.laptop.add_note(client, plan="Walks daily.")
    meet(*staff)
    assistant.laptop.edit("clients", client, phone="050")
    owner.laptop.edit("users", assistant.laptop.me.user_id, role=Role.THERAPIST)
    meet(*staff)

    assert certified(clinic, assistant) is Role.THERAPIST
    assert (reach(assistant), clinical_rows(assistant)) == (Reach.ALL, 1)
    assert clinical_fields(assistant, client) == {"medical_history": HISTORY}
    assistant.laptop.edit("clients", client, medical_history=f"{HISTORY} Read by all.")
    meet(*staff)
    for each in staff:
        assert clinical_fields(each, client) == {"medical_history": f"{HISTORY} Read by all."}
        assert each.laptop.value("clients", client, "phone") == "050"
    assert alarms(*staff) == []


def test_given_a_therapist_who_becomes_an_assistant_when_the_owner_syncs_then_the_keys_change_without_it(
    clinic: StaffedClinic, staff: tuple[PgLaptop, PgLaptop, PgLaptop]
) -> None:
    owner, therapist, _ = staff
    owner.laptop.edit("users", therapist.laptop.me.user_id, role=Role.ASSISTANT)
    meet(*staff)
    newest = clinic.look("SELECT max(key_no) FROM pz.key_manifests")
    assert newest == [(3,)]
    held = clinic.look(
        "SELECT key_no FROM pz.wrapped_keys"
        f" WHERE device_id = '{therapist.laptop.me.device_id}' AND key_no > 2"
    )
    assert sorted(held) == [(3,), (50_000_002,)]
    assert certified(clinic, therapist) is Role.ASSISTANT
    meet(*staff)
    assert clinic.look("SELECT max(key_no) FROM pz.key_manifests") == newest


def test_given_a_server_that_keeps_clinical_keys_back_when_a_therapist_syncs_then_nothing_is_forgotten(
    clinic: StaffedClinic, staff: tuple[PgLaptop, PgLaptop, PgLaptop]
) -> None:
    owner, therapist, _ = staff
    client = therapist.laptop.add_client("Dana", medical_history=HISTORY)
    therapist.laptop.add_note(client, plan="Walks daily.")
    meet(*staff)
    clinic.rotate(owner)
    owner.laptop.edit("clients", client, medical_history=f"{HISTORY} Pollen.")
    owner.laptop.sync()

    with pytest.raises(ServerRefused, match="has not given this device its keys"):
        sync(therapist, wrapped_keys=lambda keys: [key for key in keys if key.key_no < TWIN])

    assert (reach(therapist), clinical_rows(therapist)) == (Reach.ALL, 1)
    assert clinical_fields(therapist, client) == {"medical_history": HISTORY}
    meet(*staff)
    assert clinical_fields(therapist, client) == {"medical_history": f"{HISTORY} Pollen."}
    assert alarms(*staff) == []


def test_given_a_role_that_fell_and_rose_over_a_change_of_keys_when_synced_then_it_reads_the_newest(
    staff: tuple[PgLaptop, PgLaptop, PgLaptop],
) -> None:
    owner, therapist, _ = staff
    client = therapist.laptop.add_client("Dana", medical_history=HISTORY)
    meet(*staff)
    for role in (Role.ASSISTANT, Role.THERAPIST):
        owner.laptop.edit("users", therapist.laptop.me.user_id, role=role)
        meet(*staff)
    owner.laptop.edit("clients", client, medical_history="None.")
    meet(*staff)
    assert clinical_fields(therapist, client) == {"medical_history": "None."}
    assert alarms(*staff) == []


def test_given_a_server_that_took_a_therapist_for_an_assistant_when_that_is_put_right_then_nothing_lacks(
    staff: tuple[PgLaptop, PgLaptop, PgLaptop], clinic: StaffedClinic
) -> None:
    owner, therapist, _ = staff
    client = owner.laptop.add_client("Dana", medical_history=HISTORY)
    meet(*staff)
    me, workspace_id = therapist.laptop.me.user_id, clinic.practice.workspace_id
    owner.pg.register_user(workspace_id, me, Role.ASSISTANT)
    note = owner.laptop.add_note(client, plan="Walks daily.")
    owner.laptop.edit("clients", client, phone="050")
    meet(*staff)
    assert note not in therapist.laptop.rows("sessions")

    owner.pg.register_user(workspace_id, me, Role.THERAPIST)
    therapist.laptop.sync()

    assert therapist.laptop.value("sessions", note, "plan") == "Walks daily."
    assert therapist.laptop.value("clients", client, "phone") == "050"
    assert clinical_fields(therapist, client) == {"medical_history": HISTORY}
    assert alarms(owner, therapist) == []
