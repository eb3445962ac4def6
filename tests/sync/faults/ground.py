"""One database for many seeds, behind the proxy that breaks connections."""

import uuid
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.pool import NullPool

from core.domain.registry import BY_NAME
from migrations.operate.embedded import EmbeddedServer
from tests.fault_proxy import FaultProxy
from tests.plugins_pg import copy_template, drop_database
from tests.sync.oracles.eye import Key

_REMEMBER = """
CREATE SCHEMA faults;
CREATE TABLE faults.given (at bigserial, workspace_id uuid, seq bigint, name text, id uuid);
CREATE INDEX ON faults.given (workspace_id);
CREATE FUNCTION faults.remember() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$ BEGIN
  INSERT INTO faults.given (workspace_id, seq, name, id)
    VALUES (NEW.workspace_id, NEW.seq, TG_TABLE_NAME, NEW.id);
  RETURN NULL;
END $$;
"""
_GIVEN = "SELECT seq, name, id FROM faults.given WHERE workspace_id = :ws ORDER BY seq, at"
_STANDS = " UNION ALL ".join(
    f"SELECT '{name}', id, seq, version FROM pz.{name} WHERE workspace_id = :ws" for name in BY_NAME
)
_COUNTER = "SELECT seq FROM pz.sync_workspace WHERE workspace_id = :ws"


class Ground:
    """Made once for a process; each seed is a practice of its own in it. Remembers every number it gave."""

    def __init__(self, server: EmbeddedServer) -> None:
        self.server, self.database = server, f"faults_{uuid.uuid4().hex[:12]}"
        copy_template(server, self.database)
        url = server.url(self.database, superuser=True)
        self._db = sa.create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT").connect()
        self._db.execute(sa.text(_REMEMBER))
        for name in BY_NAME:
            when = f"CREATE TRIGGER remember_it AFTER INSERT OR UPDATE ON pz.{name}"
            self._db.execute(sa.text(f"{when} FOR EACH ROW EXECUTE FUNCTION faults.remember()"))
        self.proxy = FaultProxy(server.host, server.port)

    def given(self, workspace_id: uuid.UUID) -> list[tuple[int, Key]]:
        """Every number that was given in a practice, and the row that got it; in the order of the numbers."""
        rows = self._db.execute(sa.text(_GIVEN), {"ws": workspace_id})
        return [(seq, (BY_NAME[name].no, row_id.bytes)) for seq, name, row_id in rows]

    def stands(self, workspace_id: uuid.UUID) -> Mapping[Key, tuple[int, int]]:
        """Where each row stands in the feed, and its version."""
        rows = self._db.execute(sa.text(_STANDS), {"ws": workspace_id})
        return {(BY_NAME[name].no, row_id.bytes): (seq, version) for name, row_id, seq, version in rows}

    def counter(self, workspace_id: uuid.UUID) -> int:
        return int(self._scalar(_COUNTER, workspace_id))

    def _scalar(self, query: str, workspace_id: uuid.UUID) -> Any:
        return self._db.execute(sa.text(query), {"ws": workspace_id}).scalar_one()

    def close(self) -> None:
        self.proxy.close()
        self._db.close()
        drop_database(self.server, self.database)
