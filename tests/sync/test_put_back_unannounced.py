"""A server that somebody put back with tools that know nothing of epochs: noticed before anything is sent."""

from collections.abc import Sequence

import pytest

from core.domain.ids import NoteId
from core.domain.registry import SESSION_VERSIONS, SESSIONS
from sync.remote import DeviceEntry, Op, PushAnswer
from tests.sync.laptops import Laptop, Practice, person
from tests.sync.model_server import ModelWorkspace
from tests.sync.test_replacement import restored

Two = tuple[Laptop, Laptop]


def level(*laptops: Laptop) -> None:
    for laptop in laptops:
        laptop.sync()


def test_given_a_counter_that_stands_where_it_stood_when_synced_then_both_have_the_same_rows(
    practice: Practice, laptops: Two
) -> None:
    """What the first laptop offers again brings the counter to just where the second one knows it."""
    one, two = laptops
    client = one.add_client(notes="Rest.")
    level(one, two)
    backup = practice.server.snapshot()
    one.edit("clients", client, notes="Walks daily.")
    level(one, two)
    practice.server.restore(backup, None)
    one.sync()
    assert practice.head().seq == two.cursor().seq

    two.sync()

    assert one.row("clients", client) == two.row("clients", client)


@pytest.mark.parametrize("joins", [False, True])
@pytest.mark.parametrize("later", [("Heat.", "Ice.", "Heat daily."), ("Heat.",)])
def test_given_others_who_wrote_over_what_it_lost_when_the_last_who_has_it_syncs_then_it_is_asked_not_lost(
    practice: Practice, laptops: Two, later: tuple[str, ...], joins: bool
) -> None:
    """The laptop on which it was typed is gone; the server's version has our number, or is beyond it.

    Who `joins` anew remembers as which device it was shown what it has.
    """
    one, two = laptops
    three = practice.enrol()
    client = one.add_client(notes="Rest.")
    level(one, two, three)
    backup = practice.server.snapshot()
    one.edit("clients", client, notes="Walks daily.")
    level(one, two)
    practice.server.restore(backup, None)
    for number, text in enumerate(later):
        three.add_client(f"C{number}")
        three.edit("clients", client, notes=text)
        three.sync()
    two.edit("clients", client, phone="050")
    if joins:
        two = restored(two)

    level(two, three, two)

    (asked,) = two.open_conflicts()
    assert {"Walks daily.", later[-1]} <= {*asked.fields.values()}
    assert two.told("notices") == []
    assert two.content() == three.content()


def test_given_an_edit_of_a_version_that_the_server_forgot_when_sent_then_it_does_not_wait_for_ever(
    practice: Practice, laptops: Two
) -> None:
    """Nothing else tells: the server is an older program's, and its counter stands where it stood."""
    one, two = laptops
    practice.server.tells_reach = False
    three = practice.enrol()
    client = one.add_client(notes="Rest.")
    level(one, two, three)
    backup = practice.server.snapshot()
    one.edit("clients", client, notes="Walks daily.")
    level(one, two)
    practice.server.restore(backup, None)
    three.add_client("Since")
    three.sync()
    two.edit("clients", client, phone="050")

    level(two, two, three)

    assert two.dirty() == 0
    assert three.value("clients", client, "notes") == "Walks daily."
    assert two.content() == three.content()


def test_given_a_server_that_went_on_when_synced_often_then_nothing_is_read_anew(
    practice: Practice, laptops: Two
) -> None:
    one, two = laptops
    for number in range(3):
        one.add_client(f"C{number}")
        level(one, two)
    two.remote.calls.clear()

    two.sync()

    assert two.remote.calls == ["hello"]


def test_given_a_server_that_does_not_tell_what_it_showed_when_synced_then_it_goes_on_as_before(
    practice: Practice, laptops: Two
) -> None:
    one, two = laptops
    practice.server.tells_reach = False
    one.add_client()
    level(one, two)
    two.add_client()

    level(two, one)

    assert one.content() == two.content()


def test_given_a_note_that_was_signed_when_a_server_lost_that_then_it_comes_back_with_its_version_at_once(
    practice: Practice, laptops: Two, someone_works_here: None
) -> None:
    """Between the two another laptop could sign the note with other words."""
    one, two = laptops
    note = NoteId(one.add_note(one.add_client(), plan="Walks daily."))
    level(one, two)
    backup = practice.server.snapshot()
    person(one).notes.finalize(note)
    level(one, two)
    practice.server.restore(backup, None)
    sent, push = list[Op](), practice.server.push

    def heard(workspace: ModelWorkspace, device: DeviceEntry, ops: Sequence[Op]) -> PushAnswer:
        sent.extend(ops)
        return push(workspace, device, ops)

    practice.server.push = heard  # type: ignore[method-assign]
    one.sync()

    groups = {op.table_no: op.group for op in sent if op.table_no in (SESSIONS.no, SESSION_VERSIONS.no)}
    assert groups.keys() == {SESSIONS.no, SESSION_VERSIONS.no}
    assert len(set(groups.values())) == 1
