"""What every server tells those who read."""

import uuid

import pytest

from core.domain.clock import to_micros
from core.domain.clock_doubt import RELEASED
from core.domain.errors import ServerChanged
from sync.remote import FeedPage, RemoteRow
from tests.sync.contract.conftest import Practice, Writer
from tests.sync.model_remote import ModelRemote


def test_given_more_rows_than_a_page_when_pulled_then_pages_follow_without_gap_or_repeat(
    owner: Writer,
) -> None:
    ops = [owner.client() for _ in range(25)]
    owner.push(*ops)

    pages = _pages(owner, 10)

    assert [len(page.rows) for page in pages] == [10, 10, 5]
    assert [page.more for page in pages] == [True, True, False]
    assert [row.row_id for page in pages for row in page.rows] == [op.row_id for op in ops]
    assert [row.seq for page in pages for row in page.rows] == list(range(1, 26))


def test_given_a_drained_feed_when_pulled_then_the_page_is_empty_and_the_cursor_stays(owner: Writer) -> None:
    owner.push(owner.client())

    page = _pull(owner, 1)

    assert (list(page.rows), page.upto, page.more) == ([], 1, False)


def test_given_an_edited_row_when_pulled_then_it_comes_whole_at_its_new_place(owner: Writer) -> None:
    first, second = owner.client(), owner.client(consent_status=True)
    owner.push(first, second)
    owner.push(owner.op("clients", first.row_id, 1, notes=b"v1:n"))

    rows = _pull(owner, 0).rows

    assert [(row.row_id, row.seq, row.version) for row in rows] == [
        (second.row_id, 2, 1),
        (first.row_id, 3, 2),
    ]
    assert rows[1].cells == {10: b"v1:first", 11: b"v1:last", 19: b"v1:n"}


def test_given_refused_ops_when_pulled_then_the_numbers_have_no_holes(owner: Writer) -> None:
    owner.push(owner.client(), owner.service("", group=5, deleted=False), owner.client())
    owner.push(owner.op("services", name="Massage", default_duration_minutes=0), owner.client())

    assert [row.seq for row in _pull(owner, 0).rows] == [1, 2, 3, 4]


def test_given_a_cleared_cell_when_pulled_then_it_is_left_out(owner: Writer) -> None:
    made = owner.client(notes=b"v1:n", consent_version="2")
    owner.push(made)
    owner.push(owner.op("clients", made.row_id, 1, notes=None, consent_version=None))

    (row,) = _pull(owner, 0).rows

    assert 19 not in row.cells
    assert 23 not in row.plain


def test_given_a_deleted_row_when_pulled_then_its_tombstone_comes_and_can_be_lifted(owner: Writer) -> None:
    made = owner.client()
    owner.push(made)
    owner.push(owner.op("clients", made.row_id, 1, deleted=True))
    deleted = _only(owner)
    owner.push(owner.op("clients", made.row_id, 2, notes=b"v1:n"))
    still = _only(owner)
    owner.push(owner.op("clients", made.row_id, 3, deleted=False))

    assert deleted.deleted_at is not None
    assert still.deleted_at == deleted.deleted_at
    assert _only(owner).deleted_at is None


def test_given_every_kind_of_column_when_pulled_then_values_are_those_that_were_sent(owner: Writer) -> None:
    settings = {"hours": [1, 2.5, None], "name": 'A "quoted" נאמ', "deep": {"yes": True}}
    practice_row = owner.op(
        "workspaces", owner.practice.workspace_id, name="Practice", timezone="UTC", settings=settings
    )
    client = owner.client(consent_at=253_370_764_799_999_999, email_digest="00ff")
    note = owner.op("sessions", client_id=str(client.row_id), session_date=-5, duration_minutes=50)
    owner.push(practice_row, client, note)

    rows = {row.row_id: row for row in _pull(owner, 0).rows}

    assert rows[practice_row.row_id].plain[14] == settings
    assert rows[client.row_id].plain[22] == 253_370_764_799_999_999
    assert rows[client.row_id].plain[28] == "00ff"
    assert rows[note.row_id].plain[10] == str(client.row_id)
    assert (rows[note.row_id].plain[17], rows[note.row_id].plain[18]) == (-5, 50)


def test_given_rows_when_digested_then_counts_and_sums_are_those_of_their_macs(owner: Writer) -> None:
    ops = [owner.client() for _ in range(5)]
    owner.push(*ops)
    owner.push(owner.service("Massage"))

    (digest,) = owner.remote.digests(owner.practice.workspace_id, 5)

    assert (digest.table_no, digest.count) == (3, 5)
    assert digest.total == sum(int.from_bytes(op.mac[:8]) for op in ops) % 2**64


def test_given_a_practice_when_greeted_then_its_head_tells_where_we_stand(
    practice: Practice, owner: Writer, therapist: Writer
) -> None:
    owner.push(owner.client(), owner.client())
    therapist.push(therapist.client())

    (head,) = owner.remote.hello().heads

    assert (head.workspace_id, head.epoch) == (practice.workspace_id, practice.epoch)
    assert (head.seq, head.last_op_no, head.role, head.tombstone_floor) == (3, 2, "OWNER", 0)
    assert head.min_schema <= 1 <= head.max_schema


def test_given_rows_that_were_shown_when_greeted_then_the_head_remembers_how_far_and_to_which_device(
    practice: Practice, owner: Writer, therapist: Writer
) -> None:
    owner.push(*(owner.client() for _ in range(3)))
    page = therapist.remote.pull(practice.workspace_id, practice.epoch, 0, 2)
    told = therapist.remote.hello()

    (head,) = told.heads

    assert (page.upto, head.shown) == (2, {told.device_id: 2})
    assert owner.remote.hello().heads[0].shown == {owner.remote.hello().device_id: 0}


def test_given_a_practice_when_greeted_then_a_server_tells_what_time_it_is(
    practice: Practice, owner: Writer
) -> None:
    """The model does only when it is asked to: most tests are about another year."""
    now = owner.remote.hello().now

    assert (now is None) == isinstance(owner.remote, ModelRemote)
    assert now is None or now > to_micros(RELEASED)


def test_given_another_epoch_when_pulled_then_the_server_changed(practice: Practice) -> None:
    with pytest.raises(ServerChanged):
        practice.owner.pull(practice.workspace_id, uuid.uuid4(), 0, 10)


def test_given_two_devices_when_listed_then_the_directory_names_both(
    practice: Practice, owner: Writer, therapist: Writer
) -> None:
    found = owner.remote.directory(practice.workspace_id)

    assert {entry.device_id for entry in found} == {
        owner.remote.hello().device_id,
        therapist.remote.hello().device_id,
    }


def _pull(writer: Writer, after: int, limit: int = 100) -> FeedPage:
    return writer.remote.pull(writer.practice.workspace_id, writer.practice.epoch, after, limit)


def _pages(writer: Writer, limit: int) -> list[FeedPage]:
    pages = [_pull(writer, 0, limit)]
    while pages[-1].more:
        pages.append(_pull(writer, pages[-1].upto, limit))
    return pages


def _only(writer: Writer) -> RemoteRow:
    (row,) = _pull(writer, 0).rows
    return row
