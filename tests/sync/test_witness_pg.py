"""A superuser of the clinic's PostgreSQL removes an event and puts the chain together again."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.domain.enums import AuditAction
from migrations.operate.embedded import EmbeddedServer
from sync.remote import Hello
from sync.rows.audit_witness import BROKEN_CHAIN, BROUGHT_BACK_EARLIER
from tests.sync.laptops import person
from tests.sync.rotating import RotatingClinic, sync
from tests.sync.test_two_devices_pg import PgLaptop

REBUILD = """
DO $$
DECLARE
  event pz.audit_events;
  digest bytea;
  number bigint := 0;
BEGIN
  SET LOCAL session_replication_role = replica;
  DELETE FROM pz.audit_events WHERE chain_no = 2;
  FOR event IN SELECT * FROM pz.audit_events ORDER BY chain_no LOOP
    digest := coalesce(digest, sha256(uuid_send(event.workspace_id)));
    number := number + 1;
    event.chain_no := number;
    digest := pz.audit_hash(digest, event);
    UPDATE pz.audit_events e SET chain_no = number, hash = digest WHERE e.id = event.id;
  END LOOP;
  UPDATE pz.audit_head SET chain_no = number, hash = digest;
END $$
"""


@pytest.fixture
def clinic(any_server: EmbeddedServer, tmp_path: Path) -> Iterator[RotatingClinic]:
    made = RotatingClinic(any_server, tmp_path)
    yield made
    made.close()


def events(each: PgLaptop, count: int) -> None:
    for _ in range(count):
        person(each.laptop).audit.record(AuditAction.READ, "client.view")
    each.laptop.sync()


def alarms(each: PgLaptop) -> int:
    return sum(notice["kind"] == BROKEN_CHAIN for notice in each.laptop.told("notices"))


def test_given_laptops_that_follow_when_a_superuser_rebuilds_the_chain_then_the_next_sync_tells(
    clinic: RotatingClinic,
) -> None:
    one, two = clinic.enrol(), clinic.enrol()
    events(one, 4)
    two.laptop.sync()
    clinic.tamper(REBUILD)
    assert clinic.look("SELECT pz.audit_break(workspace_id) FROM pz.sync_workspace") == [(None,)]
    two.laptop.sync()
    assert alarms(two) == 1
    one.laptop.sync()
    assert alarms(one) == 1


def test_given_a_rebuilt_chain_when_it_grew_past_what_was_seen_then_a_laptop_that_was_away_tells(
    clinic: RotatingClinic,
) -> None:
    one, two = clinic.enrol(), clinic.enrol()
    events(one, 4)
    two.laptop.sync()
    clinic.tamper(REBUILD)
    events(one, 9)
    two.laptop.sync()
    assert (alarms(one), alarms(two)) == (1, 1)


def test_given_a_rebuilt_chain_when_a_laptop_joins_afterwards_then_it_knows_by_what_others_signed(
    clinic: RotatingClinic,
) -> None:
    one = clinic.enrol()
    events(one, 4)
    clinic.tamper(REBUILD)
    new = clinic.enrol()
    new.laptop.sync()
    assert alarms(new) == 1


def test_given_a_chain_nobody_touched_when_laptops_come_and_go_then_nobody_is_alarmed(
    clinic: RotatingClinic,
) -> None:
    one, two = clinic.enrol(), clinic.enrol()
    events(one, 4)
    events(two, 2)
    new = clinic.enrol()
    new.laptop.sync()
    one.laptop.sync()
    assert [alarms(each) for each in (one, two, new)] == [0, 0, 0]


_NEW_LIFE = "UPDATE pz.sync_workspace SET epoch = gen_random_uuid()"
_NO_WITNESSES = (
    "DO $$ BEGIN SET LOCAL session_replication_role = replica; DELETE FROM pz.audit_witnesses; END $$"
)


def _without_chain(greeting: Hello) -> Hello:
    return replace(greeting, heads=[replace(head, audit=None) for head in greeting.heads])


@pytest.mark.parametrize(
    ("is_rebuilt", "has_head"), [(True, True), (False, True), (True, False), (False, False)]
)
def test_given_a_superuser_who_begins_another_life_of_the_server_when_synced_then_what_is_gone_is_told(
    clinic: RotatingClinic, is_rebuilt: bool, has_head: bool
) -> None:
    """As if it had been restored: whoever owns the server can say so, and take away what laptops signed, or
    let it say that it has no chain at all."""
    one, two = clinic.enrol(), clinic.enrol()
    events(one, 4)
    two.laptop.sync()
    if is_rebuilt:
        clinic.tamper(REBUILD)
        clinic.tamper(_NO_WITNESSES)
    clinic.tamper(_NEW_LIFE)

    for each in (one, two, one, two):
        sync(each, **({} if has_head else {"hello": _without_chain}))

    told = [[notice["kind"] for notice in each.laptop.told("notices")] for each in (one, two)]
    assert told == ([[BROUGHT_BACK_EARLIER]] * 2 if is_rebuilt or not has_head else [[], []])
    assert clinic.look("SELECT count(*) FROM pz.audit_events WHERE event_type = 'client.view'") == [(4,)]
