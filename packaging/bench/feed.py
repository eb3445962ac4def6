"""Rows as a pull takes them in, without a server that sends them."""

import uuid
from datetime import UTC, datetime
from typing import Any

from core.domain.clock import to_micros
from core.domain.ids import Uuid7Source
from core.domain.plain import Plain
from core.domain.registry import BY_NAME
from core.store.outbox.feed_store import FeedRow
from core.store.outbox.wire_row import WireRow


class Feed:
    """One after the other, as a server numbers them."""

    def __init__(self) -> None:
        self._ids = Uuid7Source()
        self._seq = 0

    def row(self, table_name: str, **values: Any) -> FeedRow:
        """Of values as they travel, which leave out what is empty."""
        table = BY_NAME[table_name]
        self._seq += 1
        fields: dict[int, Plain] = {
            table.by_name[name].no: value for name, value in values.items() if value is not None
        }
        now = to_micros(datetime.now(UTC))
        row = WireRow(
            table_no=table.no,
            row_id=self._new_id(),
            version=1,
            created_at=now,
            updated_at=now,
            deleted_at=None,
            fields=fields,
        )
        return FeedRow(row, self._seq, bytes(32), None)

    def _new_id(self) -> uuid.UUID:
        return self._ids.new()
