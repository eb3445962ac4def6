"""An owner's laptop breaks off after a role that it wrote was sent, and never comes back as that device."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.crypto.cells import twin_no
from core.domain.enums import Role
from core.domain.ids import UserId
from core.domain.rights import READERS_SETTING
from core.store.attachments.workspace_keys import load_keys, save_key
from sync.keys.role_keeper import role_to_tell
from sync.rows.reach import Reach
from tests.sync.laptops import Laptop
from tests.sync.parted import PartedPractice, breaks_off, reach


@pytest.fixture
def practice(tmp_path: Path) -> Iterator[PartedPractice]:
    made = PartedPractice(tmp_path)
    yield made
    made.close()


def _sync_thrice(*laptops: Laptop) -> None:
    for _ in range(3):
        for each in laptops:
            each.sync()


def test_given_a_role_that_rose_when_the_owners_laptop_is_another_device_then_the_keys_are_handed_out(
    practice: PartedPractice,
) -> None:
    assistant = practice.hire(Role.ASSISTANT)
    note = practice.owner.add_note(practice.owner.add_client(), plan="Walks daily.")
    practice.owner.sync()
    practice.owner.edit("users", assistant.me.user_id, role=Role.THERAPIST)
    breaks_off(practice.owner, "pull.request")

    _sync_thrice(practice.another_of(practice.owner), assistant)

    assert reach(assistant) is Reach.ALL
    assert assistant.value("sessions", note, "plan") == "Walks daily."


def test_given_readers_who_may_read_when_the_owners_laptop_is_another_device_then_they_do(
    practice: PartedPractice,
) -> None:
    reader = practice.hire(Role.READONLY)
    practice.owner.edit("workspaces", practice.workspace_id, settings={READERS_SETTING: True})
    breaks_off(practice.owner, "pull.request")

    _sync_thrice(practice.another_of(practice.owner), reader)

    assert reach(reader) is Reach.ALL


def test_given_a_role_that_fell_when_the_owners_laptop_is_another_device_then_the_keys_change_without_it(
    practice: PartedPractice,
) -> None:
    therapist = practice.hire(Role.THERAPIST)
    practice.owner.edit("users", therapist.me.user_id, role=Role.ASSISTANT)
    breaks_off(practice.owner, "pull.request")

    _sync_thrice(practice.another_of(practice.owner), therapist)

    with therapist.store.read() as db:
        held = load_keys(db)
    assert practice.head().current_key_no == 2
    assert (2 in held, twin_no(2) in held) == (True, False)


def test_given_a_role_that_fell_and_rose_when_a_laptop_was_let_in_between_then_it_gets_keys_and_rows(
    practice: PartedPractice,
) -> None:
    therapist = practice.hire(Role.THERAPIST)
    _sync_thrice(practice.owner, therapist)
    practice.owner.edit("users", therapist.me.user_id, role=Role.ASSISTANT)
    second = practice.let_in_again(therapist, Role.ASSISTANT)
    note = practice.owner.add_note(practice.owner.add_client(), plan="Walks daily.")
    practice.owner.edit("users", therapist.me.user_id, role=Role.THERAPIST)

    _sync_thrice(practice.owner, second, therapist)

    for laptop in (second, therapist):
        assert reach(laptop) is Reach.ALL
        assert laptop.value("sessions", note, "plan") == "Walks daily."


def test_given_a_role_that_fell_and_rose_when_the_laptop_let_in_syncs_first_then_it_lacks_nothing_later(
    practice: PartedPractice,
) -> None:
    therapist = practice.hire(Role.THERAPIST)
    note = practice.owner.add_note(practice.owner.add_client(), plan="Walks daily.")
    _sync_thrice(practice.owner, therapist)
    practice.owner.edit("users", therapist.me.user_id, role=Role.ASSISTANT)
    second = practice.let_in_again(therapist, Role.ASSISTANT)
    second.sync()
    practice.owner.edit("users", therapist.me.user_id, role=Role.THERAPIST)

    _sync_thrice(practice.owner, second, therapist)

    for laptop in (second, therapist):
        assert reach(laptop) is Reach.ALL
        assert laptop.value("sessions", note, "plan") == "Walks daily."
        assert laptop.told("notices") == []


def test_given_a_new_person_whose_row_is_on_its_way_when_a_laptop_is_let_in_then_the_server_hears_its_role(
    practice: PartedPractice,
) -> None:
    owner, person = practice.owner, UserId(practice.ids.new())
    owner.sync()
    owner.add("users", person, full_name="Staff", role=Role.THERAPIST)
    with owner.store.read() as db:
        assert role_to_tell(db, person, Role.THERAPIST) is Role.THERAPIST
    breaks_off(owner, "push.answer")
    owner.edit("users", person, role=Role.ASSISTANT)

    with owner.store.read() as db:
        assert role_to_tell(db, person, Role.ASSISTANT) is Role.THERAPIST
    owner.sync()
    with owner.store.read() as db:
        assert role_to_tell(db, person, Role.ASSISTANT) is Role.ASSISTANT
    owner.edit("users", person, role=Role.THERAPIST)
    with owner.store.read() as db:
        assert role_to_tell(db, person, Role.THERAPIST) is Role.ASSISTANT


def test_given_keys_that_changed_for_years_when_a_role_rises_then_no_call_holds_too_many(
    practice: PartedPractice,
) -> None:
    owner, assistant = practice.owner, practice.hire(Role.ASSISTANT)
    with owner.store.write() as db:
        for number in range(2, 1002):
            save_key(db, twin_no(number), b"t" * 32)
    owner.edit("users", assistant.me.user_id, role=Role.THERAPIST)

    owner.sync()

    given = {each.key_no for each in practice.head().keys if each.device_id == assistant.me.device_id}
    assert given >= {twin_no(number) for number in range(1, 1002)}


@pytest.mark.parametrize("role", [Role.ASSISTANT, Role.READONLY])
def test_given_two_laptops_of_an_owner_when_one_saw_to_a_role_that_fell_then_the_other_changes_no_keys(
    practice: PartedPractice, role: Role
) -> None:
    therapist = practice.hire(Role.THERAPIST)
    other = practice._with_twin(practice.enrol())
    _sync_thrice(practice.owner, other)
    practice.owner.edit("users", therapist.me.user_id, role=role)

    practice.owner.sync()
    _sync_thrice(other, practice.owner, therapist)

    assert practice.head().current_key_no == 2
