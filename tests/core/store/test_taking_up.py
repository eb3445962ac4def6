"""Columns that an older program kept unread are there after its update, and agree with what was sealed."""

import uuid

import pytest

from core.domain.clock import FixedClock
from core.domain.ids import Uuid7Source
from core.domain.new_rows import ClientDraft
from core.domain.registry import CLIENTS
from core.store.database.columns import compact_json
from core.store.database.engine import Store
from core.store.database.rows import stored_row
from core.store.outbox.adopt_unknown_columns import take_up
from core.store.outbox.journal import Journal
from core.store.outbox.wire_row import WireRow, canonical, row_to_wire, wire_from_json, wire_to_json
from core.store.practice.practice import Practice
from migrations import local

PRONOUNS, CONSENT = CLIENTS.by_name["pronouns"].no, CLIENTS.by_name["consent_version"].no


@pytest.fixture
def client(practice: Practice, store: Store) -> uuid.UUID:
    """As an older program left her: it had no columns for pronouns and the version of the consent form."""
    made = practice.clients.add(ClientDraft(first_name="Dana", last_name="Invented")).value.id
    _keep_unread(store, made, {str(CONSENT): "2026", "90": 7}, {str(PRONOUNS): b"she/her", "91": b"later"})
    return made


def _keep_unread(store: Store, client: uuid.UUID, plain: dict[str, object], cells: dict[str, bytes]) -> None:
    extra = {"plain": plain, "cells": {no: cell.hex() for no, cell in cells.items()}}
    with store.write() as db:
        sql = "UPDATE clients SET extra = ? WHERE id = ?"
        db.exec_driver_sql(sql, (compact_json(extra), client.bytes))


def _row(store: Store, practice: Practice, client: uuid.UUID) -> WireRow:
    with store.read() as db:
        return row_to_wire(CLIENTS, stored_row(db, CLIENTS, practice.me.workspace_id, client))


def test_given_an_update_when_the_store_is_opened_then_columns_hold_what_was_kept(
    practice: Practice, store: Store, client: uuid.UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed = canonical(_row(store, practice, client))
    monkeypatch.setattr(local, "is_current", lambda _: False)
    local.upgrade(store)
    shown = practice.clients.get(client)  # type: ignore[arg-type] # a client's id
    assert (shown.pronouns, shown.consent_version) == ("she/her", "2026")
    row = _row(store, practice, client)
    assert canonical(row) == sealed
    assert (row.fields[90], row.extra_cells) == (7, {91: b"later"})


def test_given_an_update_when_the_person_edits_then_the_new_words_count(
    practice: Practice, store: Store, client: uuid.UUID
) -> None:
    with store.write() as db:
        assert take_up(db) == 1
        assert take_up(db) == 0
    practice.clients.edit(client, pronouns="they")  # type: ignore[arg-type] # a client's id
    assert _row(store, practice, client).fields[PRONOUNS] == "they"


def test_given_an_update_when_a_change_waits_then_what_was_kept_is_no_difference(
    practice: Practice, store: Store, client: uuid.UUID, clock: FixedClock
) -> None:
    """The base in the journal was written before the update, the row is read after it."""
    base = _row(store, practice, client)
    old = (
        wire_to_json(base)
        .replace(f'"{PRONOUNS}":"she/her",', "")
        .replace('{"91"', f'{{"{PRONOUNS}":"{b"she/her".hex()}","91"')
    )
    assert wire_from_json(old) == base
    journal = Journal(practice.me.workspace_id, clock, Uuid7Source(clock))
    with store.write() as db:
        take_up(db)
        db.exec_driver_sql("DELETE FROM journal")
        db.exec_driver_sql("UPDATE clients SET version = 1")
        db.exec_driver_sql(
            "INSERT INTO journal (table_no, row_id, base, base_version, edits, grp, queued_at)"
            " VALUES (?, ?, ?, 1, 1, 1, 0)",
            (CLIENTS.no, client.bytes, old),
        )
        assert journal.stage(db, 10, 10_000) == []


def test_given_a_value_that_does_not_fit_when_taken_up_then_it_stays_where_it_is(
    practice: Practice, store: Store
) -> None:
    client = practice.clients.add(ClientDraft(first_name="Dana", last_name="Invented")).value.id
    _keep_unread(store, client, {str(CONSENT): 5}, {})
    with store.write() as db:
        assert take_up(db) == 0
    assert _row(store, practice, client).fields[CONSENT] == 5
