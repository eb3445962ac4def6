"""Making, changing and dropping objects: where names are looked up, a device must own nothing."""

import pytest

from tests.server.hostile.cases import Case, check
from tests.server.hostile.hostile_fixture import Arena

_MAKE = (
    "CREATE SCHEMA mine",
    "CREATE SCHEMA AUTHORIZATION CURRENT_USER",
    "CREATE TABLE public.mine (a int)",
    "CREATE TABLE pzapi.mine (a int)",
    "CREATE TABLE pz.mine (a int)",
    "CREATE TEMPORARY TABLE mine (a int)",
    "CREATE TEMPORARY VIEW mine AS SELECT 1 AS a",
    "CREATE TEMPORARY SEQUENCE mine",
    "CREATE UNLOGGED TABLE public.mine (a int)",
    "SELECT 1 AS a INTO TEMPORARY mine",
    "CREATE VIEW public.mine AS SELECT 1 AS a",
    "CREATE MATERIALIZED VIEW public.mine AS SELECT 1 AS a",
    "CREATE SEQUENCE public.mine",
    "CREATE FUNCTION pzapi.mine() RETURNS int LANGUAGE sql RETURN 1",
    "CREATE FUNCTION pg_temp.mine() RETURNS int LANGUAGE sql RETURN 1",
    "CREATE FUNCTION public.now() RETURNS timestamptz LANGUAGE sql RETURN 'epoch'::timestamptz",
    "CREATE OR REPLACE FUNCTION pzapi.hello(int, text) RETURNS jsonb LANGUAGE sql RETURN '1'::jsonb",
    "CREATE PROCEDURE public.mine() LANGUAGE sql AS 'SELECT 1'",
    "CREATE AGGREGATE public.mine (int) (SFUNC = int4pl, STYPE = int)",
    "CREATE OPERATOR public.= (LEFTARG = uuid, RIGHTARG = text, FUNCTION = texteq)",
    "CREATE TYPE public.mine AS ENUM ('a')",
    "CREATE DOMAIN pg_temp.uuid AS text",
    'CREATE COLLATION public.mine FROM "C"',
    "CREATE TEXT SEARCH CONFIGURATION public.mine (COPY = simple)",
    "ALTER EXTENSION plpgsql UPDATE",
    "CREATE EVENT TRIGGER mine ON ddl_command_start EXECUTE FUNCTION pz.refuse_change()",
    "CREATE PUBLICATION mine FOR ALL TABLES",
    "CREATE SUBSCRIPTION mine CONNECTION 'host=192.0.2.1' PUBLICATION x WITH (connect = false)",
    "CREATE FOREIGN DATA WRAPPER mine",
    "CREATE TABLESPACE mine LOCATION '/'",
    "CREATE DATABASE mine",
    "CREATE STATISTICS pg_temp.mine ON id, version FROM pz.clients",
    "CREATE INDEX ON pz.clients (version)",
    "CREATE RULE mine AS ON INSERT TO pz.clients DO ALSO NOTIFY x",
)
_CHANGE = (
    "ALTER TABLE pz.clients OWNER TO CURRENT_USER",
    "ALTER TABLE pz.clients ADD COLUMN mine int",
    "ALTER SCHEMA pzapi RENAME TO other",
    "ALTER SCHEMA pzapi OWNER TO CURRENT_USER",
    "ALTER FUNCTION pzapi.hello(int, text) SET search_path = public",
    "ALTER FUNCTION pzapi.hello(int, text) OWNER TO CURRENT_USER",
    "COMMENT ON SCHEMA pzapi IS 'all is well'",
    "DROP FUNCTION pzapi.hello(int, text)",
    "DROP TABLE pz.clients CASCADE",
    "DROP SCHEMA pz CASCADE",
    "DROP EXTENSION plpgsql CASCADE",
    "UPDATE pg_catalog.pg_proc SET prosecdef = false",
    "DELETE FROM pg_catalog.pg_policy",
)
CASES = tuple(Case(name=each, attack=each) for each in _MAKE + _CHANGE)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_given_a_device_when_it_makes_or_changes_an_object_then_refused(arena: Arena, case: Case) -> None:
    check(arena, case)
