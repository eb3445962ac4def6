"""What a stolen login left is set aside on PostgreSQL 16 and 18, and genuine rows come back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.domain.enums import Role
from core.domain.errors import UserError
from core.domain.ids import DeviceId
from migrations.operate.embedded import EmbeddedServer
from sync.enrolment.undoing import Undone, undo
from sync.remote import RowMark
from tests.sync.laptops import START
from tests.sync.rotating import RotatingClinic
from tests.sync.test_superseding_pg import JUNK, over, steal
from tests.sync.test_two_devices_pg import PgLaptop


@pytest.fixture
def clinic(any_server: EmbeddedServer, tmp_path: Path) -> Iterator[RotatingClinic]:
    made = RotatingClinic(any_server, tmp_path)
    yield made
    made.close()


def _kinds(laptop: PgLaptop) -> list[str]:
    return [each["kind"] for each in laptop.laptop.told("notices")]


def _undone(owner: PgLaptop, of: DeviceId) -> Undone:
    here = owner.laptop
    return undo(here.store, owner.pg, here.identity, here.clock, here.ids, of)


def test_given_what_a_stolen_login_left_when_an_owner_undoes_it_then_new_laptops_never_see_it(
    clinic: RotatingClinic,
) -> None:
    owner, stolen = clinic.enrol(), clinic.enrol(Role.THERAPIST)
    one = owner.laptop
    client = one.add_client("Dana", notes="Slept badly.")
    one.sync()
    ids = one.ids
    planted, event = ids.new(), ids.new()
    rubbish = (
        over("clients", client, 1, notes=JUNK),
        over("clients", planted, 0, first_name=JUNK, last_name=JUNK),
        over("audit_events", event, 0, event_type="client.view", action="READ", client_time=1),
    )
    assert [each[1] for each in steal(clinic, stolen, *rubbish)] == ["ok"] * 3
    thief = stolen.laptop.me.device_id
    with pytest.raises(UserError) as refused:
        _undone(owner, thief)
    assert refused.value.code == "device_is_in"
    owner.pg.revoke_device(one.me.workspace_id, thief)

    done = _undone(owner, thief)
    one.sync()
    late = clinic.enrol()
    late.laptop.sync()

    assert done == Undone(set_aside=2, put_back=1)
    assert _kinds(late) == []
    assert late.laptop.rows("clients").keys() == {client}
    assert late.laptop.value("clients", client, "notes") == "Slept badly."
    assert event not in late.laptop.rows("audit_events")
    assert one.sync().waiting == 0


def test_given_genuine_rows_that_an_owners_login_set_aside_when_a_laptop_compares_then_they_are_back(
    clinic: RotatingClinic,
) -> None:
    owner, gone, holder = clinic.enrol(), clinic.enrol(Role.THERAPIST), clinic.enrol()
    client = gone.laptop.add_client("Dana", notes="Slept badly.")
    event = gone.laptop.add("audit_events", event_type="client.view", action="READ", client_time=START)
    gone.laptop.sync(), holder.laptop.sync()
    workspace = owner.laptop.me.workspace_id
    page = owner.pg.pull(workspace, owner.pg.hello().heads[0].epoch, 0, 100)
    marks = {row.table_no: RowMark(row.row_id, row.version, row.mac or b"") for row in page.rows}
    owner.pg.revoke_device(workspace, gone.laptop.me.device_id)
    for table_no, mark in marks.items():
        assert owner.pg.set_rows_aside(workspace, gone.laptop.me.device_id, table_no, [mark]) == 1
    owner.laptop.add_client("Noa")
    owner.laptop.sync()

    for _ in range(2):
        holder.laptop.sync()

    late = clinic.enrol().laptop
    late.sync()
    assert _kinds(holder) == ["brought_back"] * 2
    assert late.value("clients", client, "notes") == "Slept badly."
    assert event in late.rows("audit_events")
    assert late.row("clients", client).deleted_at is None
