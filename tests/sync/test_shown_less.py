"""The server shows a laptop less than its person may read, and no number tells when it shows all again."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.domain.enums import Role
from core.domain.ids import UserId
from core.domain.rights import READERS_SETTING
from core.store.attachments.workspace_keys import set_parted
from sync.rows.reach import Reach, was_shown_less
from tests.sync.laptops import Laptop, meet
from tests.sync.parted import PartedPractice, reach


@pytest.fixture
def practice(tmp_path: Path) -> Iterator[PartedPractice]:
    made = PartedPractice(tmp_path)
    yield made
    made.close()


def _sync_thrice(*laptops: Laptop) -> None:
    for _ in range(3):
        for each in laptops:
            each.sync()


def _hire_reader(practice: PartedPractice) -> Laptop:
    """Somebody who may only read, and reads what is clinical as well."""
    practice.owner.edit("workspaces", practice.workspace_id, settings={READERS_SETTING: True})
    practice.owner.sync()
    reader = practice._with_twin(practice.hire(Role.READONLY))
    _sync_thrice(practice.owner, reader)
    return reader


def _pulls(laptop: Laptop) -> list[int]:
    """Where each pull from now on begins."""
    starts: list[int] = []
    pull = laptop.remote.pull

    def counted(*args: Any, **named: Any) -> Any:
        starts.append(args[2])
        return pull(*args, **named)

    laptop.remote.pull = counted  # type: ignore[method-assign]
    return starts


def test_given_a_reader_of_all_when_their_first_laptop_syncs_again_then_the_feed_is_not_read_anew(
    practice: PartedPractice,
) -> None:
    """At its first greeting the practice's settings are not there yet."""
    practice.owner.edit("workspaces", practice.workspace_id, settings={READERS_SETTING: True})
    practice.owner.sync()
    person = UserId(practice.ids.new())
    reader = practice._with_twin(practice.enrol(Role.READONLY, user_id=person))
    with reader.store.write() as db:
        set_parted(db)
    practice.owner.add("users", person, full_name="Staff", role=Role.READONLY)
    starts = _pulls(reader)
    _sync_thrice(practice.owner, reader)
    assert starts.count(0) == 1


def test_given_a_server_that_took_a_therapist_for_an_assistant_when_that_is_put_right_then_nothing_lacks(
    practice: PartedPractice,
) -> None:
    owner, therapist = practice.owner, practice.hire(Role.THERAPIST)
    client = owner.add_client(medical_history="Asthma since 1990.")
    _sync_thrice(owner, therapist)
    practice.head().give_role(therapist.me.user_id, Role.ASSISTANT)
    note = owner.add_note(client, plan="Walks daily.")
    owner.edit("clients", client, phone="050")
    _sync_thrice(owner, therapist)
    assert note not in therapist.rows("sessions")

    practice.head().give_role(therapist.me.user_id, Role.THERAPIST)
    meet(therapist, owner)

    assert therapist.value("sessions", note, "plan") == "Walks daily."
    assert therapist.value("clients", client, "medical_history") == "Asthma since 1990."
    assert therapist.told("notices") == therapist.told("refused") == []


def test_given_that_it_was_put_right_when_the_feed_was_read_anew_then_a_quiet_pass_is_one_round_trip_again(
    practice: PartedPractice,
) -> None:
    owner, therapist = practice.owner, practice.hire(Role.THERAPIST)
    _sync_thrice(owner, therapist)
    for role in (Role.ASSISTANT, Role.THERAPIST):
        practice.head().give_role(therapist.me.user_id, role)
        therapist.sync()
        therapist.remote.calls.clear()
        therapist.sync()
        assert therapist.remote.calls == ["hello"]


def test_given_a_role_that_fell_and_rose_when_the_server_showed_less_meanwhile_then_all_is_read_once(
    practice: PartedPractice,
) -> None:
    owner, therapist = practice.owner, practice.hire(Role.THERAPIST)
    note = owner.add_note(owner.add_client(), plan="Walks daily.")
    _sync_thrice(owner, therapist)
    for role in (Role.ASSISTANT, Role.THERAPIST):
        owner.edit("users", therapist.me.user_id, role=role)
        _sync_thrice(owner, therapist)

    assert reach(therapist) is Reach.ALL
    assert therapist.value("sessions", note, "plan") == "Walks daily."
    therapist.remote.calls.clear()
    therapist.sync()
    assert therapist.remote.calls == ["hello"]


def test_given_a_server_that_took_a_reader_for_an_assistant_when_that_is_put_right_then_nothing_lacks(
    practice: PartedPractice,
) -> None:
    owner, reader = practice.owner, _hire_reader(practice)
    client = owner.add_client(medical_history="Asthma since 1990.")
    _sync_thrice(owner, reader)
    practice.head().give_role(reader.me.user_id, Role.ASSISTANT)
    note = owner.add_note(client, plan="Walks daily.")
    _sync_thrice(owner, reader)
    assert note not in reader.rows("sessions")

    practice.head().give_role(reader.me.user_id, Role.READONLY)
    _sync_thrice(reader)

    assert reader.value("sessions", note, "plan") == "Walks daily."


def test_given_a_reader_who_lacks_nothing_when_they_become_a_therapist_then_the_feed_is_not_read_anew(
    practice: PartedPractice,
) -> None:
    owner, reader = practice.owner, _hire_reader(practice)
    owner.add_note(owner.add_client(medical_history="Asthma since 1990."), plan="Walks daily.")
    _sync_thrice(owner, reader)
    owner.edit("users", reader.me.user_id, role=Role.THERAPIST)
    owner.sync()
    starts = _pulls(reader)
    _sync_thrice(reader)

    assert starts
    assert 0 not in starts


def test_given_a_role_that_is_unknown_here_when_the_server_tells_of_it_then_it_is_taken_for_less(
    practice: PartedPractice,
) -> None:
    therapist = practice.hire(Role.THERAPIST)
    therapist.sync()
    greeted = therapist.remote.hello()
    told = replace(greeted, heads=[replace(head, role="NEW") for head in greeted.heads])
    therapist.remote.hello = lambda: told  # type: ignore[method-assign]

    therapist.sync()

    with therapist.store.read() as db:
        assert was_shown_less(db)
