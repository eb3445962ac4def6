"""Becoming another role, or more than one is: by role, session, attributes, memberships and settings."""

import pytest

from tests.server.hostile.cases import Case, check
from tests.server.hostile.hostile_fixture import Arena

_OWN_SETTING = "ALTER ROLE CURRENT_USER SET search_path = pzapi"
_STAY = "SET ROLE NONE"
CASES = (
    *(
        Case(name=f"set role {role}", attack=f"SET ROLE {role}", control=_STAY)
        for role in ("pz_owner", "pz_authz", "pz_prov", "pz_operator", "pz_member", "pg_read_all_data")
    ),
    Case(name="role by set_config", attack="SELECT set_config('role', 'pz_owner', false)", control=_STAY),
    Case(
        name="session authorization",
        attack="SET SESSION AUTHORIZATION pz_owner",
        control="SET SESSION AUTHORIZATION DEFAULT",
    ),
    Case(
        name="session authorization by set_config",
        attack="SELECT set_config('session_authorization', 'pz_owner', false)",
        control="RESET SESSION AUTHORIZATION",
    ),
    *(
        Case(
            name=f"make itself {attribute}",
            attack=f"ALTER ROLE CURRENT_USER {attribute}",
            control=_OWN_SETTING,
        )
        for attribute in (
            "SUPERUSER",
            "CREATEROLE",
            "CREATEDB",
            "BYPASSRLS",
            "REPLICATION",
            "CONNECTION LIMIT -1",
        )
    ),
    Case(name="make another role", attack="CREATE ROLE pzd_mine LOGIN"),
    Case(name="rename a role", attack="ALTER ROLE pz_member RENAME TO mine"),
    Case(name="drop the group", attack="DROP ROLE pz_member"),
    Case(name="take a role in", attack="GRANT pz_owner TO CURRENT_USER"),
    Case(name="give its group away", attack="GRANT pz_member TO pz_operator"),
    Case(name="let the group into the owner", attack="GRANT pz_owner TO pz_member"),
    Case(name="leave the group for all", attack="REVOKE pz_member FROM CURRENT_USER"),
    Case(name="take what others own", attack="REASSIGN OWNED BY pz_owner TO CURRENT_USER"),
    Case(name="drop what others own", attack="DROP OWNED BY pz_owner CASCADE"),
    Case(
        name="settings of its group",
        attack="ALTER ROLE pz_member SET statement_timeout = 0",
        control=_OWN_SETTING,
    ),
    Case(name="settings of all roles", attack="ALTER ROLE ALL SET role = 'pz_owner'", control=_OWN_SETTING),
    Case(
        name="settings of the database",
        attack=(
            "DO $$ BEGIN EXECUTE format('ALTER DATABASE %%I SET row_security = off', current_database());"
            " END $$"
        ),
        control=_OWN_SETTING,
    ),
    Case(name="settings of the server", attack="ALTER SYSTEM SET ssl = off", control=_OWN_SETTING),
    Case(name="reload the server", attack="SELECT pg_reload_conf()"),
    Case(name="password of another device", attack="ALTER ROLE {owner_login} PASSWORD NULL"),
    Case(name="login of another device", attack="ALTER ROLE {owner_login} NOLOGIN"),
    Case(
        name="end somebody's process",
        attack="SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()",
    ),
    Case(
        name="verifiers of all",
        attack="SELECT rolpassword FROM pg_authid",
        control="SELECT rolname FROM pg_roles",
    ),
    Case(
        name="verifiers by shadow",
        attack="SELECT passwd FROM pg_shadow",
        control="SELECT usename FROM pg_user",
    ),
    Case(
        name="replica mode", attack="SET session_replication_role = replica", control="SET enable_sort = on"
    ),
    Case(
        name="log what others say",
        attack="SET log_statement = 'all'",
        control="SET client_min_messages = log",
    ),
    Case(name="load a library", attack="LOAD 'auto_explain'"),
    Case(name="preload a library", attack="SET session_preload_libraries = 'auto_explain'"),
    Case(
        name="in-place tablespaces",
        attack="SET allow_in_place_tablespaces = on",
        control="SET enable_sort = on",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_given_a_device_when_it_tries_to_become_more_then_refused(arena: Arena, case: Case) -> None:
    check(arena, case)
