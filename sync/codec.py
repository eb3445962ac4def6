"""Rows on their way out and in: sealing cells and rows, opening and verifying them."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.crypto.cells import KeyRing
from core.crypto.seals import leaf, row_mac, seal_batch
from core.domain.errors import Tampered
from core.domain.foreground import FOREGROUND
from core.domain.registry import BY_NO, Table
from core.store.feed import FeedRow
from core.store.sent import Sent
from core.store.wire import WireRow, canonical, canonical_parts
from sync.keys import Identity, Keychain, lacks_keys
from sync.remote import Op, Plain, RemoteRow


@dataclass(frozen=True, slots=True)
class Bad:
    """A row that was not used: its seal, cell or content does not hold. Others go on."""

    table_no: int
    row_id: uuid.UUID
    seq: int


class Codec:
    """Seals and opens for one device. `decode` may ask the server for keys and the directory."""

    def __init__(self, identity: Identity, keychain: Keychain) -> None:
        self._me, self._keychain = identity, keychain

    def encode(self, batch: Sequence[Sent]) -> list[Op]:
        """The ops of one push, sealed under one signature."""
        ring = self._keychain.ring()
        macs = [self._mac(ring, sent.row, canonical(sent.row)) for sent in FOREGROUND.behind(batch)]
        leaves = [
            leaf(
                self._me.workspace_id, sent.table_no, sent.row_id, sent.base_version + 1, _gone(sent.row), mac
            )
            for sent, mac in zip(batch, macs, strict=True)
        ]
        seals = seal_batch(self._me.keys.sign, self._me.device_id, leaves)
        sealed = zip(batch, macs, seals, strict=True)
        return [self._op(ring, *each) for each in FOREGROUND.behind(sealed)]

    def mac_of(self, row: WireRow) -> bytes:
        """The digest of a row's content, as the server keeps it."""
        return self._mac(self._keychain.ring(), row, canonical(row))

    def decode(self, rows: Sequence[RemoteRow]) -> list[FeedRow | Bad]:
        """Opens and checks rows; those of tables that this program does not know are left out."""
        return [self._decode(row) for row in FOREGROUND.behind(rows) if row.table_no in BY_NO]

    def _op(self, ring: KeyRing, sent: Sent, mac: bytes, seal: bytes) -> Op:
        table = BY_NO[sent.table_no]
        return Op(
            op_no=sent.op_no,
            op_id=sent.op_id,
            group=sent.group,
            table_no=sent.table_no,
            row_id=sent.row_id,
            base_version=sent.base_version,
            deleted=sent.deleted,
            plain={no: value for no, value in sent.fields.items() if not _is_cell(table, no)},
            cells={
                no: None if text is None else ring.seal(text, table.no, sent.row_id, no)
                for no, text in {**_secrets(table, sent.fields), **sent.cells}.items()
            },
            mac=mac,
            seal=seal,
        )

    def _mac(self, ring: KeyRing, row: WireRow, content: Mapping[int, bytes]) -> bytes:
        workspace_id = self._me.workspace_id
        return row_mac(ring.index_key, workspace_id, row.table_no, row.row_id, _gone(row), content)

    def _decode(self, row: RemoteRow) -> FeedRow | Bad:
        try:
            return self._open_and_verify(row)
        except (Tampered, UnicodeError):
            pass
        if self._knows(row):
            return Bad(row.table_no, row.row_id, row.seq)
        self._keychain.refresh()
        try:
            return self._open_and_verify(row)
        except (Tampered, UnicodeError):
            # Only under a key that was never announced; without one of ours the row waits, and is no alarm.
            if any(no < self._keychain.ring().current for no in self._missing_keys(row)):
                raise lacks_keys() from None
            return Bad(row.table_no, row.row_id, row.seq)

    def _knows(self, row: RemoteRow) -> bool:
        """Whether every key and device that the row names is here, so that asking again would not help."""
        trusted = row.sealed_by is None or self._keychain.trusts(row.sealed_by)
        return trusted and not self._missing_keys(row)

    def _missing_keys(self, row: RemoteRow) -> set[int]:
        ring = self._keychain.ring()
        return {no for cell in row.cells.values() if (no := ring.key_no(cell)) is not None} - ring.numbers

    def _open_and_verify(self, row: RemoteRow) -> FeedRow:
        ring = self._keychain.ring()
        cells = ring.open_row(row.cells, row.table_no, row.row_id)
        opened = _opened(row, cells)
        if row.mac is None and row.seal is None and row.sealed_by is None:
            return FeedRow(opened, row.seq, None, None)
        if row.mac is None or row.mac != self._mac(ring, opened, canonical_parts(row.plain, cells)):
            raise Tampered("A row's content does not match its seal.")
        if row.seal is None and row.sealed_by is None:  # adopted: of the practice, and of no device
            return FeedRow(opened, row.seq, row.mac, None)
        if row.seal is None or row.sealed_by is None:
            raise Tampered("A row's seal is not whole.")
        told = leaf(self._me.workspace_id, row.table_no, row.row_id, row.version, _gone(opened), row.mac)
        self._keychain.verifier().check(row.sealed_by, told, row.seal)
        return FeedRow(opened, row.seq, row.mac, row.sealed_by)


def _opened(row: RemoteRow, cells: Mapping[int, bytes]) -> WireRow:
    known: Mapping[int, object] = BY_NO[row.table_no].by_no
    fields: dict[int, Plain] = {no: value for no, value in row.plain.items() if value is not None}
    fields.update({no: cell.decode() for no, cell in cells.items() if no in known})
    return WireRow(
        table_no=row.table_no,
        row_id=row.row_id,
        version=row.version,
        created_at=row.created_at,
        updated_at=row.updated_at,
        deleted_at=row.deleted_at,
        fields=fields,
        extra_cells={no: cell for no, cell in cells.items() if no not in known},
    )


def _secrets(table: Table, fields: Mapping[int, Plain]) -> dict[int, bytes | None]:
    """What goes into cells, by column number."""
    return {
        no: None if value is None else str(value).encode()
        for no, value in fields.items()
        if _is_cell(table, no)
    }


def _is_cell(table: Table, no: int) -> bool:
    column = table.by_no.get(no)
    return column is not None and column.enc


def _gone(row: WireRow) -> bool:
    return row.deleted_at is not None
