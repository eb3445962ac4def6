"""Rows on the model server as a laptop of the practice would seal them, whatever they say."""

import os
import uuid
from dataclasses import replace
from typing import Any

from core.crypto.cells import KeyRing
from core.crypto.seals import leaf, row_mac, seal_batch
from core.domain.registry import BY_NAME
from core.store.outbox.wire_row import canonical_parts
from sync.remote import RemoteRow
from tests.sync.laptops import CELL_KEY, INDEX_KEY, Laptop, Practice


def sealed(laptop: Laptop, row: RemoteRow) -> RemoteRow:
    """The row with mac and seal for what it says, signed by this laptop: nothing is wrong with them."""
    mac, gone = _mac(row, laptop), row.deleted_at is not None
    told = leaf(laptop.me.workspace_id, row.table_no, row.row_id, row.version, gone, mac)
    (seal,) = seal_batch(laptop.identity.keys.sign, laptop.me.device_id, [told])
    return replace(row, mac=mac, seal=seal, sealed_by=laptop.me.device_id)


def _mac(row: RemoteRow, laptop: Laptop) -> bytes:
    ring = KeyRing(laptop.me.workspace_id, {0: INDEX_KEY, 1: CELL_KEY})
    try:
        cells = ring.open_row(row.cells, row.table_no, row.row_id)
        content = canonical_parts(row.plain, cells)
    except UnicodeError:  # half a character: no program can seal it
        return os.urandom(32)
    gone = row.deleted_at is not None
    return row_mac(INDEX_KEY, laptop.me.workspace_id, row.table_no, row.row_id, gone, content)


def rewrite(practice: Practice, laptop: Laptop, table: str, row_id: uuid.UUID, **changes: Any) -> RemoteRow:
    """The next version of a row as a member's rogue program may write it past all checks, sealed."""
    key = BY_NAME[table].no, row_id
    old = practice.head().rows[key]
    new = sealed(laptop, replace(old, version=old.version + 1, **changes))
    practice.server.touch(practice.workspace_id, *key)
    held = practice.head().rows
    held[key] = replace(new, seq=held[key].seq)
    return held[key]
