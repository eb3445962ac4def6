"""What no device can do to a clinic's server: an operator's hands, for tests of what devices make of it."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from migrations.operate.connection import operator
from tests.sync.test_two_devices_pg import Clinic


def operate(clinic: Clinic, query: str, values: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
    """Runs one statement as the superuser, past all triggers."""
    with operator(clinic.server.url(clinic.database, superuser=True)) as db:
        db.execute(sa.text("SET LOCAL session_replication_role = replica"))
        result = db.execute(sa.text(query), values or {})
        return [tuple(row) for row in result] if result.returns_rows else []


class Dump:
    """The database as it was at one moment; `put_back` is a restore that forgot to make a new epoch."""

    def __init__(self, clinic: Clinic) -> None:
        self._clinic, self._name = clinic, f"{clinic.database}_dump"
        self._copy(clinic.database, self._name)

    def put_back(self) -> None:
        self._copy(self._name, self._clinic.database)

    def _copy(self, source: str, target: str) -> None:
        for laptop in self._clinic.laptops:
            laptop.pg.close()
        server = self._clinic.server
        with operator(server.url(superuser=True), autocommit=True) as db:
            db.execute(sa.text(f"DROP DATABASE IF EXISTS {target} WITH (FORCE)"))
            db.execute(sa.text(f"CREATE DATABASE {target} TEMPLATE {source}"))
