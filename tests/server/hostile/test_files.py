"""Files and programs of the server's machine."""

import pytest

from tests.server.hostile.cases import Case, check
from tests.server.hostile.hostile_fixture import Arena

_TRIES = (
    "COPY (SELECT 1) TO '/tmp/mine'",
    "COPY (SELECT 1) TO PROGRAM 'true'",
    "COPY pz.services FROM '/etc/hostname'",
    "COPY pz.services FROM PROGRAM 'true'",
    "COPY pz.clients TO STDOUT",
    "COPY pz.services FROM STDIN",
    "COPY (SELECT * FROM pz.clients) TO STDOUT",
    "SELECT pg_read_file('postgresql.conf')",
    "SELECT pg_read_binary_file('global/pg_control')",
    "SELECT pg_ls_dir('.')",
    "SELECT pg_ls_logdir()",
    "SELECT pg_ls_waldir()",
    "SELECT pg_stat_file('postgresql.conf')",
    "SELECT pg_current_logfile()",
    "SELECT * FROM pg_hba_file_rules",
    "SELECT * FROM pg_file_settings",
    "SELECT current_setting('config_file')",
    "SELECT lo_import('/etc/hostname')",
    "SELECT lo_export(1, '/tmp/mine')",
    "SELECT pg_switch_wal()",
    "SELECT pg_create_restore_point('mine')",
    "SELECT pg_rotate_logfile()",
    "SELECT pg_backup_start('mine')",
    "SELECT pg_create_physical_replication_slot('mine')",
    "SELECT pg_stat_reset()",
)
CASES = tuple(Case(name=each, attack=each, control="SELECT 1") for each in _TRIES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_given_the_servers_files_when_a_device_reaches_for_them_then_refused(
    arena: Arena, case: Case
) -> None:
    check(arena, case)


def test_given_its_own_rows_when_a_device_copies_them_out_then_it_gets_them(arena: Arena) -> None:
    device = arena.open("stranger")
    query = b"COPY (SELECT * FROM pzapi.sync_pull(%(own_ws)s, %(own_epoch)s, 0, 10, 100000)) TO STDOUT"
    try:
        with device.connection.cursor().copy(query, arena.names) as copy:
            assert len(list(copy.rows())) == 2
    finally:
        device.close()
