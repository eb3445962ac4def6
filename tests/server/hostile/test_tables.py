"""Every kind of touch on every table: members hold no privilege on any."""

import pytest

from core.domain.registry import TABLES
from migrations.server.tables import INFRASTRUCTURE
from tests.server.hostile.cases import NO_PRIVILEGE, allowed
from tests.server.hostile.hostile_fixture import Arena

_PULL = "SELECT * FROM pzapi.sync_pull(%(own_ws)s, %(own_epoch)s, 0, 10, 100000)"
_PUSH = "SELECT pzapi.sync_push(%(own_ws)s, %(own_epoch)s, 1, '[]')"
READS = (
    "SELECT * FROM pz.{}",
    "SELECT count(*) FROM pz.{}",
    "SELECT 1 FROM pz.{} WHERE false",
    "TABLE pz.{}",
    "SELECT * FROM ONLY pz.{} TABLESAMPLE SYSTEM (100)",
    "EXPLAIN SELECT * FROM pz.{}",
    "SELECT 'pz.{}'::regclass",
    "SELECT pg_relation_size('pz.{}')",
    "SELECT query_to_xml('SELECT * FROM pz.{}', true, false, '')",
    "SELECT table_to_xml('pz.{}', true, false, '')",
    "PREPARE mine AS SELECT * FROM pz.{}",
    "DECLARE mine CURSOR WITH HOLD FOR SELECT * FROM pz.{}",
    "WITH x AS (SELECT * FROM pz.{}) SELECT 1",
    "DO $$ BEGIN PERFORM FROM pz.{}; END $$",
    "COPY pz.{} TO STDOUT",
)
WRITES = (
    "INSERT INTO pz.{} DEFAULT VALUES",
    "UPDATE pz.{} SET workspace_id = workspace_id",
    "DELETE FROM pz.{}",
    "TRUNCATE pz.{}",
    "MERGE INTO pz.{} t USING (SELECT 1) s ON true WHEN MATCHED THEN DELETE",
    "SELECT * FROM pz.{} FOR UPDATE",
    "SELECT * FROM pz.{} FOR KEY SHARE",
    "DO $$ BEGIN LOCK TABLE pz.{} IN ACCESS SHARE MODE; END $$",
    "DO $$ BEGIN LOCK TABLE pz.{} IN ACCESS EXCLUSIVE MODE; END $$",
    "ALTER TABLE pz.{} DISABLE ROW LEVEL SECURITY",
    "DROP TABLE pz.{} CASCADE",
    "CREATE INDEX ON pz.{} (workspace_id)",
    "REINDEX TABLE pz.{}",
    "CLUSTER pz.{}",
    "COPY pz.{} FROM STDIN",
    "COMMENT ON TABLE pz.{} IS 'mine'",
)
CASES = tuple((touch, _PULL) for touch in READS) + tuple((touch, _PUSH) for touch in WRITES)
NAMES = [table.name for table in TABLES] + [table.name for table in INFRASTRUCTURE] + ["schema_version"]


@pytest.mark.parametrize(("touch", "control"), CASES, ids=[touch for touch, _ in CASES])
def test_given_any_table_when_a_device_touches_it_then_refused_and_the_api_answers(
    arena: Arena, touch: str, control: str
) -> None:
    before = arena.world()
    device = arena.open("stranger")
    try:
        states = {name: device.state(touch.format(name)) for name in NAMES}
    finally:
        device.close()

    assert states == dict.fromkeys(NAMES, NO_PRIVILEGE)
    assert arena.world() == before
    allowed(arena, "stranger", control)
