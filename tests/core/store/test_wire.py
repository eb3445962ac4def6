"""Rows to the wire and back, and the feed's way into the store."""

import json
import uuid
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.domain.ids import DeviceId, WorkspaceId
from core.domain.plain import Plain
from core.domain.registry import BY_NAME, BY_NO, CLIENTS, TABLES, Column, ColumnKind, Table
from core.store.database.columns import compact_json
from core.store.database.engine import Store
from core.store.database.me import Me
from core.store.database.rows import ENUMS, stored_row
from core.store.outbox import digests, feed_store
from core.store.outbox.feed_store import FeedRow
from core.store.outbox.upsert_rows import put_row
from core.store.outbox.wire_row import (
    WireRow,
    canonical,
    field_to_stored,
    row_to_wire,
    wire_from_json,
    wire_to_json,
    wire_to_values,
)

CLIENT_OF_A_NOTE = BY_NAME["sessions"].by_name["client_id"]
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40)
MICROS = st.integers(0, 4_000_000_000_000_000)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=5,
)
_PLAIN: dict[ColumnKind, st.SearchStrategy[Any]] = {
    ColumnKind.UUID: st.uuids().map(str),
    ColumnKind.TEXT: TEXT,
    ColumnKind.INT: st.integers(-(2**62), 2**62),
    ColumnKind.BOOL: st.booleans(),
    ColumnKind.TIME: MICROS,
    ColumnKind.DATE: st.dates(date(1900, 1, 1)).map(str),
    ColumnKind.JSON: st.dictionaries(TEXT, JSON, max_size=3),
    ColumnKind.BYTES: st.binary(max_size=40).map(bytes.hex),
}
_SEALED = {
    ColumnKind.TEXT: TEXT,
    ColumnKind.DATE: _PLAIN[ColumnKind.DATE],
    ColumnKind.JSON: st.lists(TEXT, max_size=3).map(compact_json),
}


_UNKNOWN: st.SearchStrategy[Any] = TEXT | st.booleans() | st.integers(0, 9) | st.lists(TEXT, max_size=2)


def _values(table: Table, column: Column) -> st.SearchStrategy[Any]:
    words = ENUMS.get(table.name, {}).get(column.name)
    if words is not None:
        return st.sampled_from([word.value for word in words])
    return _SEALED[column.kind] if column.enc else _PLAIN[column.kind]


@st.composite
def wire_rows(draw: st.DrawFn) -> WireRow:
    """Any row of any table, with columns of a newer program."""
    table = draw(st.sampled_from(TABLES))
    fields: dict[int, Plain] = {}
    for column in table.columns:
        if column.required or draw(st.booleans()):
            fields[column.no] = draw(_values(table, column))
    for no in draw(st.sets(st.integers(900, 905), max_size=2)):
        fields[no] = draw(_UNKNOWN)
    cells = draw(st.dictionaries(st.integers(910, 915), st.binary(max_size=30), max_size=2))
    return WireRow(
        table_no=table.no,
        row_id=draw(st.uuids()),
        version=draw(st.integers(0, 99)),
        created_at=draw(MICROS),
        updated_at=draw(MICROS),
        deleted_at=draw(st.none() | MICROS),
        fields=fields,
        extra_cells=cells,
    )


@given(wire_rows())
def test_given_any_row_when_written_as_json_and_read_then_it_is_the_same(row: WireRow) -> None:
    assert wire_from_json(wire_to_json(row)) == row


@given(wire_rows())
def test_given_any_row_when_stored_values_are_read_back_then_it_is_the_same(row: WireRow) -> None:
    assert row_to_wire(BY_NO[row.table_no], wire_to_values(row, uuid.UUID(int=1))) == row


@given(wire_rows())
def test_given_any_row_when_made_canonical_then_every_column_counts_and_json_order_does_not(
    row: WireRow,
) -> None:
    told = canonical(row)
    assert set(told) == set(row.fields) | set(row.extra_cells)
    assert canonical(wire_from_json(wire_to_json(row))) == told


@pytest.mark.parametrize("text", ["", "ab", "0" * 34, "g" * 32, str(uuid.UUID(int=1)) + "00"])
def test_given_an_id_that_is_none_when_stored_then_it_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the word of fromhex differs from ours
        field_to_stored(CLIENT_OF_A_NOTE, text)


def test_given_an_id_however_it_is_spelled_when_stored_then_it_is_the_same() -> None:
    made = uuid.uuid4()
    for text in (str(made), str(made).upper(), made.hex):
        assert field_to_stored(CLIENT_OF_A_NOTE, text) == made.bytes


@pytest.mark.parametrize("value", [True, False, 0, 1, -1, 2**62, None, "é", [True, 1], {"b": 1, "a": None}])
def test_given_any_json_when_made_compact_then_it_has_the_one_spelling(value: object) -> None:
    expected = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert compact_json(value) == expected


# The store is emptied by rolling back, so one for all examples is enough.
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(row=wire_rows().filter(lambda row: not BY_NO[row.table_no].checks))
def test_given_any_row_when_put_into_the_store_then_it_comes_back(store: Store, me: Me, row: WireRow) -> None:
    table = BY_NO[row.table_no]
    if any(column.check for column in table.columns):
        return
    with store.engine.connect() as db:
        put_row(db, me.workspace_id, row)
        assert row_to_wire(table, stored_row(db, table, me.workspace_id, row.row_id)) == row
        db.rollback()


def _client(number: int, *, version: int = 1, deleted: bool = False, **fields: str) -> WireRow:
    given: dict[int, Plain] = {10: "Ada", 11: "Invented", 21: False, 24: True}
    given.update({CLIENTS.by_name[name].no: value for name, value in fields.items()})
    return WireRow(
        table_no=CLIENTS.no,
        row_id=uuid.UUID(int=number),
        version=version,
        created_at=1,
        updated_at=2,
        deleted_at=3 if deleted else None,
        fields=given,
    )


def _feed(*rows: WireRow, first_seq: int = 1) -> list[FeedRow]:
    device = DeviceId(uuid.UUID(int=77))
    return [FeedRow(row, seq, bytes([seq]) * 32, device) for seq, row in enumerate(rows, first_seq)]


def _found(store: Store, text: str) -> int:
    with store.read() as db:
        sql = "SELECT count(*) FROM search_clients WHERE search_clients MATCH ?"
        return int(db.exec_driver_sql(sql, (text,)).scalar_one())


def test_given_rows_of_the_feed_when_applied_again_and_changed_then_they_and_the_index_follow(
    store: Store, me: Me
) -> None:
    with store.write(bulk=True) as db:
        touched = feed_store.apply_rows(db, me.workspace_id, _feed(_client(1, notes="sciatica"), _client(2)))
        feed_store.set_cursor(db, me.workspace_id, 2, uuid.UUID(int=5))
    assert touched == {"clients": {uuid.UUID(int=1), uuid.UUID(int=2)}}
    assert (_found(store, "sciatica"), _found(store, "ada")) == (1, 2)
    with store.write(bulk=True) as db:
        again = _feed(
            _client(1, version=2, notes="lumbago"), _client(2, version=2, deleted=True), first_seq=3
        )
        feed_store.apply_rows(db, me.workspace_id, again)
    assert (_found(store, "sciatica"), _found(store, "lumbago"), _found(store, "ada")) == (0, 1, 1)
    with store.read() as db:
        cursor = feed_store.cursor(db, me.workspace_id)
        stored = stored_row(db, CLIENTS, me.workspace_id, uuid.UUID(int=1))
    assert (cursor.seq, cursor.epoch) == (2, uuid.UUID(int=5))
    assert (stored["version"], stored["seq"], stored["mac"]) == (2, 3, bytes([3]) * 32)
    assert stored["origin_device"] == uuid.UUID(int=77).bytes


def test_given_a_row_id_of_another_practice_when_it_arrives_then_that_row_stays_as_it_is(
    store: Store, me: Me
) -> None:
    other = WorkspaceId(uuid.UUID(int=99))
    with store.write() as db:
        feed_store.apply_rows(db, other, _feed(_client(1, notes="theirs")))
    with store.write() as db:
        feed_store.apply_rows(db, me.workspace_id, _feed(_client(1, notes="ours")))
        stored = stored_row(db, CLIENTS, other, uuid.UUID(int=1))
    assert stored["notes"] == "theirs"
    assert (_found(store, "theirs"), _found(store, "ours")) == (1, 0)


def test_given_macs_when_digested_then_count_and_sum_cover_rows_up_to_the_mark(store: Store, me: Me) -> None:
    with store.write() as db:
        feed_store.apply_rows(db, me.workspace_id, _feed(_client(1), _client(2), _client(3)))
        found = {table: (count, total) for table, count, total in digests.counted(db, me.workspace_id, 2)}
    wanted = sum(int.from_bytes(bytes([seq]) * 8) for seq in (1, 2)) % (1 << 64)
    assert found[CLIENTS.no] == (2, wanted)


def test_given_a_page_that_deletes_much_when_weighed_then_it_is_suspicious(store: Store, me: Me) -> None:
    rows = [_client(number) for number in range(1, 101)]
    with store.write() as db:
        feed_store.apply_rows(db, me.workspace_id, _feed(*rows))
        few = feed_store.wipe_out(
            db, me.workspace_id, _feed(*(_client(no, deleted=True) for no in range(1, 51)))
        )
        many = feed_store.wipe_out(
            db, me.workspace_id, _feed(*(_client(no, deleted=True) for no in range(1, 52)))
        )
    assert (few.removed, few.living, few.suspicious) == (50, 100, False)
    assert many.suspicious


def test_given_a_replacement_when_rows_do_not_come_back_then_they_are_named(store: Store, me: Me) -> None:
    with store.write() as db:
        feed_store.apply_rows(db, me.workspace_id, _feed(_client(1), _client(2)))
        feed_store.start_replacement(db, me.workspace_id, uuid.UUID(int=6))
        feed_store.apply_rows(db, me.workspace_id, _feed(_client(1)))
        assert feed_store.not_replaced(db, me.workspace_id) == {"clients": {uuid.UUID(int=2)}}
        assert feed_store.cursor(db, me.workspace_id).seq == 0
