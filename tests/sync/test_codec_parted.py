"""Rows of a practice whose clinical fields have keys of their own: what goes out, what each role takes."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from core.crypto.cells import twin_no
from core.domain.errors import ServerRefused
from core.domain.plain import Plain
from core.domain.registry import CLIENTS, CLINICAL_DIGEST, CONFLICTS, SESSIONS
from core.store.attachments.workspace_keys import save_key, set_parted
from core.store.outbox.feed_store import FeedRow
from core.store.outbox.sent_op import Sent
from sync.keys.keychain import Keychain
from sync.remote import Op, RemoteRow
from sync.rows.codec import Bad, Codec
from tests.sync.laptops import START, Laptop

Two = tuple[Laptop, Laptop]
PHONE, HISTORY, ALERTS = (CLIENTS.by_name[name].no for name in ("phone", "medical_history", "alerts"))
CLINICAL = frozenset(column.no for column in CLIENTS.clinical)
OPEN_KEY, CLINICAL_KEY = b"v1:", b"v%d:" % twin_no(1)
TWIN = b"t" * 32


def _codec(laptop: Laptop, *, keys: bool = True, may_read: bool = True, parted: bool = True) -> Codec:
    """`keys`: whether this laptop was given the clinical key."""
    with laptop.store.write() as db:
        if keys:
            save_key(db, twin_no(1), TWIN)
        if parted:
            set_parted(db)
    keychain = Keychain(laptop.store, laptop.remote, laptop.identity)
    keychain.ring()
    keychain.set_reader(may_read=may_read)
    return Codec(laptop.identity, keychain)


def _staged(laptop: Laptop) -> list[Sent]:
    with laptop.store.write() as db:
        return laptop.journal.stage(db, 9, 100_000)


def _on_server(by: Laptop, sent: Sent, op: Op, before: RemoteRow | None = None) -> RemoteRow:
    """The row once the server took the op."""
    plain: dict[int, Any] = {**(before.plain if before else {}), **op.plain}
    cells: Mapping[int, bytes | None] = {**(before.cells if before else {}), **op.cells}
    return RemoteRow(
        seq=sent.op_no,
        table_no=sent.table_no,
        row_id=sent.row_id,
        version=sent.base_version + 1,
        created_at=sent.row.created_at,
        updated_at=sent.row.updated_at,
        deleted_at=sent.row.deleted_at,
        plain=plain,
        cells={no: cell for no, cell in cells.items() if cell is not None},
        mac=op.mac,
        seal=op.seal,
        sealed_by=by.me.device_id,
    )


def _sent_by(laptop: Laptop, codec: Codec, before: RemoteRow | None = None) -> RemoteRow:
    (sent,) = _staged(laptop)
    (op,) = codec.encode([sent])
    assert not op.bad
    return _on_server(laptop, sent, op, before)


def _without_clinical(row: RemoteRow) -> RemoteRow:
    """As the server shows it to who may not read it."""
    return replace(row, cells={no: cell for no, cell in row.cells.items() if no not in CLINICAL})


@pytest.fixture
def row(laptops: Two) -> RemoteRow:
    """A client with a history, written on the first laptop."""
    laptops[0].add_client(phone="050", medical_history="Old fracture.")
    return _sent_by(laptops[0], _codec(laptops[0]))


@pytest.fixture
def clinician(laptops: Two) -> Codec:
    return _codec(laptops[1])


@pytest.fixture
def assistant(laptops: Two) -> Codec:
    """Was a clinician's, and has its keys."""
    return _codec(laptops[1], may_read=False)


def _taken(codec: Codec, row: RemoteRow) -> FeedRow:
    (found,) = codec.decode([row])
    assert isinstance(found, FeedRow)
    return found


def test_given_a_history_when_encoded_then_it_lies_under_the_clinical_key_and_a_digest_stands_for_it(
    row: RemoteRow, clinician: Codec
) -> None:
    assert row.cells[PHONE].startswith(OPEN_KEY)
    assert row.cells[HISTORY].startswith(CLINICAL_KEY)
    assert isinstance(row.plain[CLINICAL_DIGEST], str)
    found = _taken(clinician, row)
    assert (found.row.fields[PHONE], found.row.fields[HISTORY]) == ("050", "Old fracture.")
    assert CLINICAL_DIGEST not in found.row.fields


def test_given_who_may_not_read_when_the_row_comes_then_all_but_the_history_is_taken(
    row: RemoteRow, assistant: Codec
) -> None:
    """Also where the server sends more than it should."""
    for shown in (_without_clinical(row), row):
        found = _taken(assistant, shown)
        assert found.row.fields[PHONE] == "050"
        assert HISTORY not in found.row.fields
        assert found.row.fields[CLINICAL_DIGEST] == row.plain[CLINICAL_DIGEST]


def test_given_who_may_not_read_when_a_note_comes_then_it_waits(laptops: Two, assistant: Codec) -> None:
    one = laptops[0]
    one.add("sessions", client_id=UUID(int=9), session_date=START, plan="Walks daily.")
    note = _sent_by(one, _codec(one))
    assert note.cells[SESSIONS.by_name["plan"].no].startswith(CLINICAL_KEY)
    assert assistant.decode([note]) == [Bad(SESSIONS.no, note.row_id, note.seq, waits=True)]


def test_given_who_may_read_when_the_history_is_left_out_then_the_row_waits(
    row: RemoteRow, clinician: Codec
) -> None:
    shown = _without_clinical(row)
    assert clinician.decode([shown]) == [Bad(CLIENTS.no, row.row_id, row.seq, waits=True)]


LIES: dict[str, dict[str, Any]] = {
    "another version": {"version": 7},
    "a deletion": {"deleted_at": 5},
    "no mac": {"mac": None},
    "no seal": {"seal": None},
    "no signer": {"sealed_by": None},
    "nothing readable": {"readable": False},
    "a digest of another kind": {"plain": {CLINICAL_DIGEST: 5}},
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES.keys())
@pytest.mark.parametrize("is_whole", [True, False])
def test_given_a_row_that_is_not_as_it_was_sealed_when_it_comes_then_it_is_an_alarm_and_does_not_wait(
    row: RemoteRow, clinician: Codec, lie: dict[str, Any], is_whole: bool
) -> None:
    changed = replace(row if is_whole else _without_clinical(row), **lie)
    (found,) = clinician.decode([changed])
    is_only_unread = not is_whole and "plain" in lie
    assert found == Bad(CLIENTS.no, row.row_id, row.seq, waits=is_only_unread)


def test_given_a_practice_whose_keys_are_not_parted_when_cells_are_left_out_then_it_is_an_alarm(
    laptops: Two, row: RemoteRow
) -> None:
    codec = _codec(laptops[1], keys=False, parted=False)
    assert codec.decode([_without_clinical(row)]) == [Bad(CLIENTS.no, row.row_id, row.seq)]


def test_given_a_part_of_the_clinical_cells_when_it_comes_then_it_is_an_alarm_to_who_may_read(
    laptops: Two, clinician: Codec
) -> None:
    laptops[0].add_client(medical_history="Old fracture.", alerts="Latex.")
    row = _sent_by(laptops[0], _codec(laptops[0]))
    part = replace(row, cells={no: cell for no, cell in row.cells.items() if no != ALERTS})
    assert clinician.decode([part]) == [Bad(CLIENTS.no, row.row_id, row.seq)]


def test_given_a_clinical_key_that_was_kept_from_a_clinician_when_a_row_comes_under_it_then_nothing_is_taken(
    laptops: Two, row: RemoteRow
) -> None:
    """Neither is it an alarm: the keys are asked for."""
    with pytest.raises(ServerRefused, match="has not given this device its keys"):
        _codec(laptops[1], keys=False).decode([row])


def test_given_a_clinical_key_of_a_time_that_was_never_announced_when_a_row_comes_then_it_is_an_alarm(
    laptops: Two, clinician: Codec
) -> None:
    one = laptops[0]
    codec = _codec(one)
    with one.store.write() as db:
        save_key(db, twin_no(2), b"u" * 32)
    codec._keychain.refresh()
    one.add_client(medical_history="Old fracture.")
    row = _sent_by(one, codec)
    assert row.cells[HISTORY].startswith(b"v%d:" % twin_no(2))
    assert clinician.decode([row]) == [Bad(CLIENTS.no, row.row_id, row.seq)]


def test_given_a_laptop_that_had_not_heard_of_clinical_keys_when_it_wrote_then_its_row_is_taken(
    laptops: Two, clinician: Codec
) -> None:
    """The digest stands in the row, and its mac was made without it."""
    one = laptops[0]
    client = one.add_client(phone="050", medical_history="Old fracture.")
    (sent,) = _staged(one)
    (early,) = _codec(one, keys=False, parted=False).encode([sent])
    (late,) = _codec(one).encode([sent])
    assert CLINICAL_DIGEST not in early.plain
    row = _on_server(one, sent, replace(early, plain=late.plain))
    assert _taken(clinician, row).row.row_id == client
    other = replace(row, plain={**row.plain, CLINICAL_DIGEST: "00" * 36})
    assert clinician.decode([other]) == [Bad(CLIENTS.no, client, row.seq)]


def test_given_who_may_not_read_when_a_phone_is_changed_then_clinicians_take_it_with_the_history(
    laptops: Two, row: RemoteRow
) -> None:
    one, two = laptops
    assistant = _codec(two, keys=False, may_read=False)
    shown = _taken(assistant, _without_clinical(row)).row
    edited = Sent(
        op_no=1,
        op_id=UUID(int=1),
        group=1,
        table_no=CLIENTS.no,
        row_id=row.row_id,
        base_version=1,
        deleted=None,
        fields={PHONE: "051"},
        row=replace(shown, fields={**shown.fields, PHONE: "051"}),
        edits=1,
        size=1,
    )
    (op,) = assistant.encode([edited])
    assert op.plain == {}
    found = _taken(_codec(one), _on_server(two, edited, op, row))
    assert (found.row.fields[PHONE], found.row.fields[HISTORY]) == ("051", "Old fracture.")


@pytest.mark.parametrize("may_read", [False, True])
def test_given_a_history_sent_again_for_a_row_that_came_without_one_when_encoded_then_it_goes_without_content(
    laptops: Two, row: RemoteRow, *, may_read: bool
) -> None:
    """Also of somebody whose role rose meanwhile: a server would take it, and no laptop could verify it."""
    shown = _taken(_codec(laptops[1], keys=False, may_read=False), _without_clinical(row)).row
    typed: dict[int, Plain] = {PHONE: "051", HISTORY: "Typed before the role fell."}
    again = Sent(
        op_no=1,
        op_id=UUID(int=1),
        group=1,
        table_no=CLIENTS.no,
        row_id=row.row_id,
        base_version=1,
        deleted=None,
        fields=typed,
        row=replace(shown, fields={**shown.fields, **typed}),
        edits=1,
        size=1,
    )
    (op,) = _codec(laptops[1], may_read=may_read).encode([again])
    assert (op.bad, op.plain, op.cells) == (True, {}, {})


def test_given_a_history_typed_where_it_may_not_be_read_when_encoded_then_it_uses_up_its_number_alone(
    laptops: Two,
) -> None:
    one = laptops[0]
    one.delete("clients", one.add_client(medical_history="Typed by nobody who may."))
    one.add_client("Bea", phone="050", medical_history=None)
    batch = _staged(one)
    typed, other = _codec(one, keys=False, may_read=False).encode(batch)
    sent = batch[0]
    assert (typed.bad, typed.plain, typed.cells) == (True, {}, {})
    told = (typed.op_no, typed.op_id, typed.group, typed.table_no, typed.row_id, typed.base_version)
    assert told == (sent.op_no, sent.op_id, sent.group, sent.table_no, sent.row_id, sent.base_version)
    assert (typed.deleted, len(typed.mac) > 0, len(typed.seal) > 0) == (True, True, True)
    assert (other.bad, CLINICAL_DIGEST in other.plain, HISTORY in other.cells) == (False, False, False)


def test_given_a_history_typed_before_its_key_came_when_encoded_then_it_waits_for_it(laptops: Two) -> None:
    one = laptops[0]
    one.add_client(medical_history="Typed at once.")
    with pytest.raises(ServerRefused, match="has not given this device its keys"):
        _codec(one, keys=False).encode(_staged(one))


def test_given_who_goes_without_what_is_clinical_when_encoded_then_only_what_changed_it_has_a_digest(
    laptops: Two,
) -> None:
    one = laptops[0]
    one.add_client(medical_history="Typed before.")
    one.add_client("Bea", phone="050")
    typed, other = _codec(one, may_read=False).encode(_staged(one))
    assert CLINICAL_DIGEST in typed.plain
    assert CLINICAL_DIGEST not in other.plain


@pytest.mark.parametrize(
    ("field", "key"), [("medical_history", CLINICAL_KEY), ("phone", OPEN_KEY), (None, CLINICAL_KEY)]
)
def test_given_a_question_about_a_field_when_encoded_then_its_texts_lie_under_the_key_of_that_field(
    laptops: Two, field: str | None, key: bytes
) -> None:
    one = laptops[0]
    about = {"table_no": CLIENTS.no, "row_id": UUID(int=7), "field": field, "reason": "both_changed"}
    with one.store.write() as db:
        one._writer(db).insert("conflicts", {**about, "ours": "Mine.", "noticed_at": START})
    row = _sent_by(one, _codec(one))
    assert row.cells[CONFLICTS.by_name["ours"].no].startswith(key)
    assert CLINICAL_DIGEST not in row.plain
    bare = replace(row, cells={})
    assert _codec(laptops[1], may_read=False).decode([bare]) == [Bad(CONFLICTS.no, row.row_id, row.seq)]


def test_given_a_row_that_does_not_hold_when_read_all_the_same_then_what_opens_is_told_and_the_rest_as_it_is(
    row: RemoteRow, clinician: Codec
) -> None:
    names = {column: CLIENTS.by_name[column].no for column in ("first_name", "is_active", "consent_version")}
    newer = clinician._keychain.ring().seal(b"kept unread", CLIENTS.no, row.row_id, 91)
    moved = {**row.cells, PHONE: row.cells[names["first_name"]], 91: newer}
    changed = replace(row, cells=moved, plain={**row.plain, names["consent_version"]: None})
    said = clinician.readable(changed)
    assert said[names["first_name"]] == "Dana"
    assert said[names["is_active"]] is True
    assert said[PHONE] == row.cells[names["first_name"]]
    assert names["consent_version"] not in said
    assert (said[HISTORY], said[91]) == ("Old fracture.", b"kept unread")


def test_given_an_open_value_that_the_server_changed_when_it_comes_then_it_is_an_alarm(
    row: RemoteRow, clinician: Codec
) -> None:
    """Although the digest holds for the history, and the seal for the mac."""
    changed = replace(row, plain={**row.plain, CLIENTS.by_name["is_active"].no: False})
    assert clinician.decode([changed]) == [Bad(CLIENTS.no, row.row_id, row.seq)]


def test_given_a_column_of_that_number_in_a_table_without_clinical_fields_then_it_is_kept_as_any_other(
    laptops: Two, clinician: Codec
) -> None:
    """A newer program may have given it one."""
    one = laptops[0]
    one.add("services", name="Massage", default_duration_minutes=30)
    (sent,) = _staged(one)
    fields = {**sent.fields, CLINICAL_DIGEST: "00"}
    newer = replace(sent, fields=fields, row=replace(sent.row, fields=fields))
    (op,) = _codec(one).encode([newer])
    assert _taken(clinician, _on_server(one, newer, op)).row.fields[CLINICAL_DIGEST] == "00"
