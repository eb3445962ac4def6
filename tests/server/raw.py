"""A device's raw connection: any SQL it likes, as its own role."""

from collections.abc import Mapping, Sequence
from typing import Any

import psycopg

from sync.postgres.transport import connect
from tests.plugins_pg import TestDevice


class Raw:
    """Sends anything; answers rows, or the SQLSTATE of the refusal."""

    def __init__(self, device: TestDevice) -> None:
        self.connection = connect(device.address())

    def rows(self, query: str, values: Sequence[object] | Mapping[str, object] = ()) -> list[tuple[Any, ...]]:
        cursor = self.connection.execute(query.encode(), values or None)
        return cursor.fetchall() if cursor.description else []

    def state(self, query: str, values: Sequence[object] | Mapping[str, object] = ()) -> str:
        """`00000` when it was allowed."""
        try:
            self.rows(query, values)
        except psycopg.Error as error:
            if self.connection.info.transaction_status == psycopg.pq.TransactionStatus.INERROR:
                self.connection.rollback()
            return error.sqlstate or "lost"
        return "00000"

    def close(self) -> None:
        self.connection.close()
