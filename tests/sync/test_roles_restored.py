"""The server goes back while somebody's role changes: no word of what it lost is written over."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.domain.enums import Role
from core.domain.registry import CLIENTS
from sync.rows.reach import Reach
from tests.sync.laptops import Laptop, field_of, meet
from tests.sync.parted import PartedPractice, breaks_off, reach

HISTORY, LATER = "Asthma since 1990.", "Asthma since 1990. Allergic to pollen."


@pytest.fixture
def practice(tmp_path: Path) -> Iterator[PartedPractice]:
    made = PartedPractice(tmp_path)
    yield made
    made.close()


def _sync_thrice(*laptops: Laptop) -> None:
    for _ in range(3):
        for each in laptops:
            each.sync()


def test_given_a_role_that_rose_when_the_server_lost_what_was_written_before_then_it_is_sent_again(
    practice: PartedPractice,
) -> None:
    owner, colleague = practice.owner, practice.hire(Role.ASSISTANT)
    client = owner.add_client(medical_history=HISTORY, phone="050")
    for each in (owner, colleague):
        each.sync()
    owner.edit("users", colleague.me.user_id, role=Role.THERAPIST)
    owner.sync()
    state = practice.server.snapshot()
    colleague.edit("clients", client, phone="052")
    breaks_off(colleague, "digests.request")
    practice.go_back_to(state)

    _sync_thrice(colleague, owner)

    assert reach(colleague) is Reach.ALL
    for each in (owner, colleague):
        assert each.value("clients", client, "phone") == "052"
        assert each.value("clients", client, "medical_history") == HISTORY
        assert each.told("refused") == []


def test_given_a_role_that_fell_when_the_server_lost_what_was_written_before_then_it_is_sent_again(
    practice: PartedPractice,
) -> None:
    owner, colleague = practice.owner, practice.hire(Role.THERAPIST)
    client = owner.add_client(medical_history=HISTORY, phone="050")
    for each in (owner, colleague):
        each.sync()
    state = practice.server.snapshot()
    colleague.edit("clients", client, phone="052")
    colleague.sync()
    owner.edit("users", colleague.me.user_id, role=Role.ASSISTANT)
    owner.sync()
    breaks_off(colleague, "digests.request")
    practice.go_back_to(state)

    colleague.sync()
    assert colleague.value("clients", client, "phone") == "052"
    _sync_thrice(colleague, owner)

    assert reach(colleague) is Reach.OPEN
    assert [each.value("clients", client, "phone") for each in (owner, colleague)] == ["052", "052"]
    assert owner.value("clients", client, "medical_history") == HISTORY
    assert colleague.value("clients", client, "medical_history") is None
    assert CLIENTS.no not in [each["table_no"] for each in colleague.told("refused")]


def test_given_a_client_that_is_on_its_way_once_more_when_the_server_lost_it_then_it_is_offered(
    practice: PartedPractice,
) -> None:
    owner, colleague = practice.owner, practice.hire(Role.ASSISTANT)
    owner.edit("users", colleague.me.user_id, role=Role.THERAPIST)
    owner.sync()
    state = practice.server.snapshot()
    client = colleague.add_client(phone="052")
    breaks_off(colleague, "digests.request")
    practice.go_back_to(state)

    for each in (colleague, owner, colleague):
        each.sync()

    assert owner.value("clients", client, "phone") == "052"
    meet(owner, colleague)


def test_given_an_assistant_when_the_server_lost_a_history_and_a_phone_then_only_the_phone_is_theirs_to_send(
    practice: PartedPractice,
) -> None:
    owner, assistant = practice.owner, practice.hire(Role.ASSISTANT)
    client = owner.add_client(medical_history=HISTORY, phone="050")
    for each in (owner, assistant):
        each.sync()
    state = practice.server.snapshot()
    owner.edit("clients", client, medical_history=LATER)
    owner.sync()
    assistant.edit("clients", client, phone="052")
    for _ in range(2):
        assistant.sync()
    practice.go_back_to(state)

    _sync_thrice(assistant, owner)

    assert assistant.told("refused") == []
    assert owner.value("clients", client, "phone") == "052"
    asked = [field_of("conflicts", row, "ours") for row in owner.open_conflicts()]
    assert LATER in [owner.value("clients", client, "medical_history"), *asked]
    assert owner.told("refused") == []


def test_given_an_assistant_when_the_server_lost_a_whole_client_then_it_comes_back_from_both(
    practice: PartedPractice,
) -> None:
    owner, assistant = practice.owner, practice.hire(Role.ASSISTANT)
    state = practice.server.snapshot()
    client = owner.add_client(medical_history=HISTORY, phone="050")
    for each in (owner, assistant):
        each.sync()
    practice.go_back_to(state)

    _sync_thrice(assistant, owner)

    assert assistant.told("refused") == []
    assert assistant.value("clients", client, "phone") == "050"
    assert owner.value("clients", client, "medical_history") == HISTORY
    assert practice.owner.dirty() == assistant.dirty() == 0


def test_given_keys_that_a_role_brought_when_the_server_lost_them_and_the_role_then_they_are_handed_out_again(
    practice: PartedPractice,
) -> None:
    owner, colleague = practice.owner, practice.hire(Role.ASSISTANT)
    note = owner.add_note(owner.add_client(), plan="Walks daily.")
    _sync_thrice(owner, colleague)
    state = practice.server.snapshot()
    owner.edit("users", colleague.me.user_id, role=Role.THERAPIST)
    owner.sync()
    practice.server.restore(state, practice.ids.new())

    _sync_thrice(owner, colleague)

    assert reach(colleague) is Reach.ALL
    assert colleague.value("sessions", note, "plan") == "Walks daily."


def test_given_a_role_that_fell_when_all_who_knew_of_it_went_back_before_it_then_the_keys_are_handed_out(
    practice: PartedPractice,
) -> None:
    owner, colleague = practice.owner, practice.hire(Role.THERAPIST)
    note = owner.add_note(owner.add_client(), plan="Walks daily.")
    _sync_thrice(owner, colleague)
    state = practice.server.snapshot()
    other = practice._with_twin(practice.enrol())
    _sync_thrice(other)
    other.edit("users", colleague.me.user_id, role=Role.ASSISTANT)
    other.sync()
    practice.go_back_to(state)

    _sync_thrice(owner, colleague)

    assert reach(colleague) is Reach.ALL
    assert colleague.value("sessions", note, "plan") == "Walks daily."


def test_given_three_laptops_of_an_owner_when_a_role_falls_on_a_restored_server_then_keys_change_once(
    practice: PartedPractice,
) -> None:
    owner, therapist = practice.owner, practice.hire(Role.THERAPIST)
    others = [practice._with_twin(practice.enrol()) for _ in range(2)]
    owner.add_note(owner.add_client(), plan="Walks daily.")
    _sync_thrice(owner, therapist, *others)
    state = practice.server.snapshot()
    owner.add_client()
    _sync_thrice(owner, therapist, *others)
    practice.go_back_to(state)
    owner.edit("users", therapist.me.user_id, role=Role.ASSISTANT)

    _sync_thrice(owner, *others, therapist)

    assert practice.head().generation == 1
    assert reach(therapist) is Reach.OPEN
