"""What every server answers to a push."""

import uuid
from dataclasses import replace
from typing import Any

import pytest

from core.domain.enums import Role
from core.domain.errors import ContentRefused, DeviceRevoked, ServerChanged, ServerRefused
from sync.remote import Op
from tests.sync.contract.conftest import Practice, Writer

OK = ("ok", 1, None)


def test_given_a_new_row_when_pushed_then_it_is_version_one(owner: Writer) -> None:
    assert owner.push(owner.client()) == [OK]


def test_given_a_present_base_when_pushed_then_the_version_is_the_next(owner: Writer) -> None:
    made = owner.client()
    owner.push(made)

    assert owner.push(owner.op("clients", made.row_id, 1, notes=b"v1:n")) == [("ok", 2, None)]


def test_given_an_old_base_when_pushed_then_it_is_stale_and_tells_the_present_version(
    owner: Writer, therapist: Writer
) -> None:
    made = owner.client()
    owner.push(made)
    owner.push(owner.op("clients", made.row_id, 1, notes=b"v1:n"))

    assert therapist.push(therapist.op("clients", made.row_id, 1, phone=b"v1:p")) == [("stale", 2, None)]


def test_given_a_row_that_is_not_there_when_edited_then_it_is_stale_at_zero(owner: Writer) -> None:
    assert owner.push(owner.op("clients", uuid.uuid4(), 3, notes=b"v1:n")) == [("stale", 0, None)]


def test_given_a_row_made_twice_when_pushed_then_the_second_is_stale(
    owner: Writer, therapist: Writer
) -> None:
    made = owner.client()
    owner.push(made)

    assert therapist.push(therapist.client(row_id=made.row_id)) == [("stale", 1, None)]


def test_given_a_lost_answer_when_sent_again_then_the_answer_is_the_same(owner: Writer) -> None:
    made = owner.client()
    first = owner.push(made)

    assert owner.push(made) == first == [OK]


def test_given_a_lost_answer_and_a_later_change_when_sent_again_then_it_tells_what_the_op_made(
    owner: Writer, therapist: Writer
) -> None:
    made = owner.client()
    owner.push(made)
    therapist.push(therapist.op("clients", made.row_id, 1, notes=b"v1:n"))

    assert owner.push(made) == [OK]


def test_given_an_old_request_when_it_comes_again_after_later_ones_then_nothing_changes(
    owner: Writer, therapist: Writer
) -> None:
    made, other = owner.client(), owner.service("Massage")
    first = owner.push(made, other)
    owner.push(owner.op("clients", made.row_id, 1, notes=b"v1:n"))
    therapist.push(therapist.op("clients", made.row_id, 2, deleted=True))
    before = owner.remote.pull(owner.practice.workspace_id, owner.practice.epoch, 0, 100)

    assert owner.push(made, other) == first
    assert owner.remote.pull(owner.practice.workspace_id, owner.practice.epoch, 0, 100) == before


def test_given_a_stale_op_when_sent_again_later_then_it_tells_the_version_of_then(
    owner: Writer, therapist: Writer
) -> None:
    made = owner.client()
    owner.push(made)
    owner.push(owner.op("clients", made.row_id, 1, notes=b"v1:n"))
    behind = therapist.op("clients", made.row_id, 1, phone=b"v1:p")
    assert therapist.push(behind) == [("stale", 2, None)]
    owner.push(owner.op("clients", made.row_id, 2, notes=b"v1:m"))

    assert therapist.push(behind) == [("stale", 3, None)]


def test_given_two_devices_when_they_number_their_ops_then_each_counts_for_itself(
    owner: Writer, therapist: Writer
) -> None:
    assert owner.push(owner.client(), owner.client()) == [OK, OK]
    assert therapist.push(therapist.client()) == [OK]
    assert owner.push(owner.client()) == [OK]


def test_given_a_refused_op_when_sent_again_then_it_is_refused_again(owner: Writer) -> None:
    bad = owner.op("services", name="Massage", default_duration_minutes=0)

    assert owner.push(bad) == owner.push(bad) == [("refused", 0, "check")]


def test_given_answered_and_new_ops_together_when_pushed_then_all_are_answered(owner: Writer) -> None:
    first, second = owner.client(), owner.client()
    owner.push(first)

    assert owner.push(first, second) == [OK, OK]


def test_given_an_op_without_its_content_when_pushed_then_it_is_refused_and_uses_up_its_number(
    owner: Writer,
) -> None:
    made = owner.client()
    bad, good = replace(owner.client(), bad=True), owner.client()
    assert owner.push(made, bad, good) == [OK, ("refused", 0, "check"), OK]
    assert owner.push(bad) == [("refused", 0, "check")]
    behind = replace(owner.op("clients", made.row_id, 7), bad=True)
    assert owner.push(behind) == [("stale", 1, None)]
    assert _rows(owner) == {made.row_id, good.row_id}


@pytest.mark.parametrize("value", [float("nan"), float("-inf"), {"a": [float("nan")]}, "\ud800", {"a\0": 1}])
def test_given_what_json_does_not_have_when_pushed_then_only_that_op_is_refused(
    owner: Writer, value: object
) -> None:
    bad = owner.op("audit_events", event_type="x", action="CREATE", client_time=0, metadata=value)
    good = owner.client()
    assert owner.push(bad, good) == [("refused", 0, "check"), OK]


def test_given_more_than_a_call_may_hold_when_pushed_then_nothing_of_it_is_answered(owner: Writer) -> None:
    many = [owner.client() for _ in range(1001)]
    with pytest.raises(ContentRefused) as refused:
        owner.push(*many)
    assert refused.value.code == "batch_too_large"
    assert owner.push(*many[:1000]) == [OK] * 1000
    large = [replace(many[1000], cells={**many[1000].cells, 19: bytes(10_000_000)})]
    with pytest.raises(ContentRefused):
        owner.push(*large)
    assert owner.push(many[1000]) == [OK]


def test_given_one_refused_op_when_its_group_is_pushed_then_nothing_of_the_group_is_applied(
    owner: Writer,
) -> None:
    good = owner.client(group=7)
    bad = owner.op("services", group=7, name="Massage", default_duration_minutes=0)
    other = owner.client()

    assert owner.push(good, bad, other) == [("refused", 0, "group"), ("refused", 0, "check"), OK]
    assert _rows(owner) == {other.row_id}


def test_given_one_stale_op_when_its_group_is_pushed_then_nothing_of_the_group_is_applied(
    owner: Writer,
) -> None:
    good = owner.client(group=7)
    behind = owner.op("clients", uuid.uuid4(), 4, group=7, notes=b"v1:n")

    assert owner.push(good, behind) == [("refused", 0, "group"), ("stale", 0, None)]
    assert not _rows(owner)


def test_given_a_parent_and_its_child_in_one_group_when_pushed_then_both_are_there(owner: Writer) -> None:
    client = owner.client(group=7)
    note = owner.op("sessions", group=7, client_id=str(client.row_id), session_date=1)

    assert owner.push(client, note) == [OK, OK]


def test_given_two_edits_of_one_row_in_one_batch_when_pushed_then_both_count(owner: Writer) -> None:
    made = owner.client()
    edited = owner.op("clients", made.row_id, 1, notes=b"v1:n")

    assert owner.push(made, edited) == [OK, ("ok", 2, None)]


def test_given_a_name_in_use_when_pushed_then_unique(owner: Writer, therapist: Writer) -> None:
    owner.push(owner.service("Massage"))

    assert therapist.push(therapist.service("Massage")) == [("refused", 0, "unique")]


def test_given_the_name_of_a_deleted_row_when_pushed_then_it_is_free(owner: Writer) -> None:
    old = owner.service("Massage")
    owner.push(old)
    owner.push(owner.op("services", old.row_id, 1, deleted=True))

    assert owner.push(owner.service("Massage")) == [OK]


def test_given_no_such_parent_when_pushed_then_reference(owner: Writer) -> None:
    orphan = owner.op("sessions", client_id=str(uuid.uuid4()), session_date=1)

    assert owner.push(orphan) == [("refused", 0, "reference")]


def test_given_a_required_field_missing_when_pushed_then_check(owner: Writer) -> None:
    assert owner.push(owner.op("clients", first_name=b"v1:first")) == [("refused", 0, "check")]


def test_given_an_end_before_the_start_when_pushed_then_check(owner: Writer) -> None:
    client = owner.client()
    appointment = owner.op(
        "appointments", client_id=str(client.row_id), scheduled_start=20, scheduled_end=10, timezone="UTC"
    )

    assert owner.push(client, appointment) == [OK, ("refused", 0, "check")]


def test_given_a_finalized_note_when_its_text_is_edited_then_frozen(owner: Writer) -> None:
    client = owner.client()
    note = owner.op(
        "sessions", client_id=str(client.row_id), session_date=1, is_draft=False, finalized_at=5, plan=b"v1:p"
    )
    owner.push(client, note)

    assert owner.push(owner.op("sessions", note.row_id, 1, plan=b"v1:q")) == [("refused", 1, "frozen")]
    assert owner.push(owner.op("sessions", note.row_id, 1, session_date=2)) == [("refused", 1, "frozen")]
    assert owner.push(owner.op("sessions", note.row_id, 1, finalized_at=None)) == [("refused", 1, "frozen")]
    assert owner.push(owner.op("sessions", note.row_id, 1, amended_at=9, amendment_count=1)) == [
        ("ok", 2, None)
    ]
    assert owner.push(owner.op("sessions", note.row_id, 2, deleted=True, deleted_reason=b"v1:r")) == [
        ("ok", 3, None)
    ]


def test_given_an_insert_only_row_when_edited_then_frozen(owner: Writer) -> None:
    event = owner.op("audit_events", event_type="note.opened", action="READ", client_time=5)
    owner.push(event)

    assert owner.push(owner.op("audit_events", event.row_id, 1, action="EXPORT")) == [
        ("refused", 1, "frozen")
    ]


def test_given_an_unknown_table_when_pushed_then_unknown_table(owner: Writer) -> None:
    strange = replace(owner.client(), table_no=99)

    assert owner.push(strange) == [("refused", 0, "unknown_table")]


@pytest.mark.parametrize("role", [Role.THERAPIST, Role.ASSISTANT, Role.READONLY])
def test_given_a_table_of_the_owner_when_another_writes_it_then_forbidden(
    practice: Practice, role: Role
) -> None:
    writer = Writer(practice, practice.enrol(role))

    assert writer.push(writer.op("workspaces", practice.workspace_id, name="Mine", timezone="UTC")) == [
        ("refused", 0, "forbidden")
    ]


def test_given_a_reader_when_it_writes_then_forbidden(practice: Practice) -> None:
    reader = Writer(practice, practice.enrol(Role.READONLY))

    assert reader.push(reader.client()) == [("refused", 0, "forbidden")]


def test_given_a_hole_in_the_numbering_when_pushed_then_the_batch_is_refused(owner: Writer) -> None:
    owner.client()
    later = owner.client()

    with pytest.raises(ServerRefused) as refused:
        owner.push(later)
    assert refused.value.code == "op_gap"
    assert not _rows(owner)


def test_given_a_number_used_by_another_op_when_pushed_then_the_device_is_a_copy(owner: Writer) -> None:
    owner.push(owner.client())
    owner.op_no = 0

    with pytest.raises(ServerRefused) as refused:
        owner.push(owner.client())
    assert refused.value.code == "cloned"


def test_given_another_epoch_when_pushed_then_the_server_changed(practice: Practice, owner: Writer) -> None:
    with pytest.raises(ServerChanged):
        practice.owner.push(practice.workspace_id, uuid.uuid4(), [owner.client()])


def test_given_a_revoked_device_when_it_pushes_then_it_learns_that(
    practice: Practice, therapist: Writer
) -> None:
    therapist.push(therapist.client())
    practice.revoke(therapist.remote)

    with pytest.raises(DeviceRevoked):
        therapist.push(therapist.client())


def _rows(writer: Writer) -> set[uuid.UUID]:
    page = writer.remote.pull(writer.practice.workspace_id, writer.practice.epoch, 0, 1000)
    return {row.row_id for row in page.rows}


def _version(by: Writer, note: uuid.UUID, number: int, **options: Any) -> Op:
    return by.op("session_versions", session_id=str(note), version_number=number, **options)


def _noted(by: Writer) -> uuid.UUID:
    client = by.client()
    note = by.op("sessions", client_id=str(client.row_id), session_date=1)
    by.push(client, note)
    return note.row_id


def test_given_versions_of_a_note_when_each_follows_another_then_they_are_taken_and_far_ones_are_not(
    owner: Writer,
) -> None:
    note = _noted(owner)

    assert owner.push(_version(owner, note, 3)) == [("refused", 0, "reference")]
    assert owner.push(_version(owner, note, 2)) == [OK]
    assert owner.push(_version(owner, note, 3, group=7), _version(owner, note, 4, group=7)) == [OK, OK]
    assert owner.push(_version(owner, note, 2**31 - 1)) == [("refused", 0, "reference")]


@pytest.mark.parametrize(
    ("count", "code"), [(2**31 - 1, "check"), (1001, "check"), (-1, "check"), (1000, None)]
)
def test_given_a_count_when_it_grows_then_only_as_far_as_somebody_could_have_come(
    owner: Writer, count: int, code: str | None
) -> None:
    note = _noted(owner)

    ((status, _, told),) = owner.push(owner.op("sessions", note, 1, amendment_count=count))

    assert (status, told) == ("refused" if code else "ok", code)
