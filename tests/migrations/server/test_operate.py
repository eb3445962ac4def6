"""What the operator does and sees: init, status, doctor, devices."""

import uuid
from dataclasses import replace

import pytest
import sqlalchemy as sa

from core.domain.enums import Role
from core.domain.errors import (
    NotFound,
    RuleBroken,
    ServerChanged,
    ServerRefused,
    ServerUnreachable,
    UserError,
)
from core.domain.ids import DeviceId
from migrations.operate import connection
from migrations.operate.connection import operator
from migrations.operate.devices import list_devices, revoke
from migrations.operate.doctor import doctor, is_well
from migrations.operate.embedded import EmbeddedServer
from migrations.operate.epoch import renew
from migrations.operate.init import init, install
from migrations.operate.status import status
from migrations.operate.upgrade import upgrade
from migrations.server import chain, programs
from migrations.server.catalog import departures
from tests.plugins_pg import TestClinic, TestDevice, drop_database
from tests.server.raw import Raw

WEAKENINGS = (
    "ALTER TABLE pz.clients NO FORCE ROW LEVEL SECURITY",
    "ALTER TABLE pz.clients DISABLE ROW LEVEL SECURITY",
    "DROP POLICY narrow ON pz.clients",
    "DROP POLICY member_insert ON pz.sessions",
    "ALTER POLICY member_read ON pz.clients USING (true)",
    "CREATE POLICY open ON pz.clients USING (true)",
    "GRANT SELECT ON pz.clients TO pz_member",
    "GRANT UPDATE (notes) ON pz.clients TO pz_member",
    "GRANT USAGE ON SCHEMA pz TO pz_member",
    "GRANT USAGE ON SCHEMA pz TO PUBLIC",
    "GRANT ALL ON pz.devices TO PUBLIC",
    "GRANT INSERT ON pz.members TO pz_operator",
    "GRANT EXECUTE ON FUNCTION pz.my_role(uuid) TO pz_member",
    "GRANT EXECUTE ON FUNCTION pzapi.hello(int, text) TO PUBLIC",
    "ALTER TABLE pz.sessions DISABLE TRIGGER guard",
    "DROP TRIGGER guard ON pz.sessions",
    "DROP TRIGGER keep_rows ON pz.ledger",
    "ALTER FUNCTION pz.my_role(uuid) RESET search_path",
    "ALTER FUNCTION pz.my_role(uuid) SECURITY INVOKER",
    "ALTER FUNCTION pz.my_role(uuid) OWNER TO pz_owner",
    "CREATE OR REPLACE FUNCTION pz.narrowed() RETURNS uuid LANGUAGE sql STABLE RETURN NULL::uuid",
    "CREATE FUNCTION pzapi.extra() RETURNS int LANGUAGE sql RETURN 1",
)


def test_given_any_weakening_when_doctored_then_it_is_noticed_and_upgrade_mends_it(
    clinic: TestClinic,
) -> None:
    with operator(clinic.server.url(clinic.database, superuser=True)) as db:
        for weakening in WEAKENINGS:
            with db.begin_nested() as alone:
                db.execute(sa.text(weakening))
                assert not programs.is_current(db), weakening
                alone.rollback()
            assert programs.is_current(db), weakening
        for weakening in WEAKENINGS:
            db.execute(sa.text(weakening))

    assert not _well(clinic)["guards"]
    upgrade(clinic.url)
    assert _well(clinic)["guards"]


def _well(clinic: TestClinic) -> dict[str, bool]:
    return {finding.name: finding.well for finding in doctor(clinic.url)}


def test_given_a_fresh_clinic_when_doctored_then_only_the_tests_own_haste_is_grave(
    clinic: TestClinic,
) -> None:
    found = doctor(clinic.url)

    assert [finding.name for finding in found if not finding.well and finding.grave] == ["durability"]
    assert not is_well(found)
    assert all(bool(finding.mend) is not finding.well for finding in found)


def test_given_a_server_that_let_nobody_in_yet_when_doctored_then_nothing_more_is_grave(
    any_server: EmbeddedServer,
) -> None:
    name = f"empty_{uuid.uuid4().hex[:8]}"
    install(any_server.url(name), create_database=True)

    found = doctor(any_server.url(name))
    drop_database(any_server, name)

    assert [finding.name for finding in found if not finding.well and finding.grave] == ["durability"]


def test_given_a_server_with_rows_when_initialised_again_then_they_stay_and_all_is_as_reviewed(
    clinic: TestClinic, owner: TestDevice
) -> None:
    remote, epoch = owner.remote(), clinic.epoch(owner)
    remote.push(owner.workspace_id, epoch, [owner.client()])

    for _ in range(2):
        install(clinic.url, create_database=True)

    with operator(clinic.url) as db:
        assert departures(db) == []
        assert programs.is_current(db)
    assert len(remote.pull(owner.workspace_id, epoch, 0, 10).rows) == 1


def test_given_a_device_that_holds_a_transaction_when_upgraded_then_it_gives_up_and_others_go_on(
    clinic: TestClinic, owner: TestDevice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While an upgrade waits for one device, all others wait behind it."""
    monkeypatch.setattr(programs, "PATIENCE_S", 1)
    other, holding = clinic.enrol(owner), Raw(owner)
    holding.rows("SET idle_in_transaction_session_timeout = 0")
    holding.rows("BEGIN")
    holding.rows("SELECT pzapi.hello(1)")

    with pytest.raises(ServerRefused) as refused:
        upgrade(clinic.url)

    assert refused.value.code == "held_up"
    assert other.remote().hello().device_id == other.device_id
    holding.close()
    assert upgrade(clinic.url).after == chain.head()


def test_given_a_superuser_when_doctored_then_it_advises_an_ordinary_role(clinic: TestClinic) -> None:
    found = doctor(clinic.server.url(clinic.database, superuser=True))

    assert not {finding.name: finding.well for finding in found}["operator"]


def test_given_devices_that_need_attention_when_doctored_then_it_says_so(
    clinic: TestClinic, owner: TestDevice
) -> None:
    lost, bold = clinic.enrol(owner), clinic.enrol(owner)
    owner.remote().revoke_device(owner.workspace_id, lost.device_id)
    clinic.as_superuser(f"ALTER ROLE {lost.login.role} LOGIN")
    clinic.as_superuser(f"ALTER ROLE {bold.login.role} CREATEDB")
    clinic.as_superuser("UPDATE pz.devices SET enrolled_at = now() - interval '90 days'")

    clinic.as_superuser(f"GRANT pg_monitor TO {bold.login.role}")
    found = {finding.name: finding for finding in doctor(clinic.url)}

    assert not any(found[name].well for name in ("revoked devices", "device roles", "unseen devices"))
    assert found["revoked devices"].mend == f"Run `pazpaz server revoke {lost.device_id}` once more."
    told, _, _ = found["device roles"].mend.removeprefix("As a superuser: ").partition(" Then")
    clinic.as_superuser(told)
    revoke(clinic.url, lost.device_id)
    assert {name for name, well in _well(clinic).items() if not well} >= {"unseen devices"}
    assert _well(clinic)["revoked devices"]
    assert _well(clinic)["device roles"]


def test_given_devices_that_may_not_connect_when_doctored_then_it_says_so_and_upgrade_lets_them_in(
    clinic: TestClinic, owner: TestDevice
) -> None:
    """As after a move by other tools, with `REVOKE ... CASCADE` say; who is out is not missed there."""
    other, gone = clinic.enrol(owner), clinic.enrol(owner)
    owner.remote().revoke_device(owner.workspace_id, gone.device_id)
    assert _well(clinic)["devices locked out"]
    clinic.as_superuser(f"REVOKE CONNECT ON DATABASE {clinic.database} FROM pz_prov CASCADE")

    (found,) = [finding for finding in doctor(clinic.url) if finding.name == "devices locked out"]
    assert not found.well
    assert found.sentence.startswith("2 devices")
    with pytest.raises(UserError):
        other.remote().hello()

    upgrade(clinic.url)
    assert _well(clinic)["devices locked out"]
    assert other.remote().hello().device_id == other.device_id


def test_given_a_clinic_when_asked_for_its_status_then_it_counts(
    clinic: TestClinic, owner: TestDevice
) -> None:
    owner.remote().push(owner.workspace_id, clinic.epoch(owner), [owner.client(), owner.client()])
    clinic.enrol(owner)

    found = status(clinic.url)

    (workspace,) = found.workspaces
    assert (workspace.workspace_id, workspace.seq) == (owner.workspace_id, 2)
    assert (workspace.members, workspace.devices) == (2, 2)
    assert found.revision == found.newest_revision
    assert found.table_bytes["clients"] > 0


def test_given_a_device_when_the_operator_revokes_it_then_it_is_out(
    clinic: TestClinic, owner: TestDevice
) -> None:
    device = clinic.enrol(owner)

    (had,) = revoke(clinic.url, device.device_id)

    assert (had.device_id, had.role, had.revoked_at) == (device.device_id, Role.THERAPIST, None)
    assert [each.revoked_at is None for each in list_devices(clinic.url)] == [True, False]
    with pytest.raises(ServerRefused):
        device.remote().hello()
    with pytest.raises(NotFound):
        revoke(clinic.url, DeviceId(uuid.uuid4()))


def test_given_a_first_device_that_is_no_owners_when_initialised_then_refused(
    clinic: TestClinic, owner: TestDevice
) -> None:
    asked = replace(clinic.request(owner, owner.user_id), user_role=Role.ASSISTANT)

    with pytest.raises(RuleBroken):
        init(clinic.url, asked)


def test_given_a_workspace_that_is_there_when_initialised_again_then_refused(
    clinic: TestClinic, owner: TestDevice
) -> None:
    asked = replace(clinic.request(owner, owner.user_id), user_role=Role.OWNER)

    with pytest.raises(ServerRefused):
        init(clinic.url, asked)


def test_given_a_database_with_a_strange_name_when_initialised_then_it_is_that_name(
    any_server: EmbeddedServer,
) -> None:
    clinic = TestClinic(any_server, f'a "b" %c; {uuid.uuid4().hex[:6]}')

    owner = clinic.add_workspace()

    assert owner.remote().hello().device_id == owner.device_id
    clinic.close()


def test_given_a_role_that_may_make_no_roles_when_initialised_then_the_sentence_says_what_it_lacks(
    clinic: TestClinic,
) -> None:
    name = f"plain_{uuid.uuid4().hex[:8]}"
    clinic.as_superuser(f"CREATE ROLE {name} LOGIN CREATEDB PASSWORD 'a long one of no worth'")
    url = clinic.url.set(username=name, password="a long one of no worth", database=name)

    with pytest.raises(ServerRefused, match="it needs CREATEROLE and CREATEDB"):
        install(url, create_database=True)

    drop_database(clinic.server, name)
    clinic.as_superuser(f"DROP ROLE {name}")


@pytest.mark.parametrize("address", ["mysql://x@localhost/y", "not an address", ""])
def test_given_an_address_that_is_none_when_used_then_it_says_how_one_looks(address: str) -> None:
    with pytest.raises(UserError) as refused:
        status(address)
    assert refused.value.code == "bad_address"


@pytest.mark.parametrize(
    "query",
    ["sslmode=disable", "sslmode=prefer", "require_auth=none", "channel_binding=disable", "options=-cx"],
)
def test_given_an_address_that_loosens_the_connection_when_used_then_refused(query: str) -> None:
    with pytest.raises(UserError) as refused:
        status(f"postgresql://operator:secret@db.clinic.example/clinic?{query}")
    assert refused.value.code == "bad_address"
    assert "secret" not in str(refused.value)


def test_given_a_wrong_password_or_no_server_when_asked_then_the_sentence_tells_no_secret(
    clinic: TestClinic,
) -> None:
    with pytest.raises((ServerRefused, ServerUnreachable)) as refused:
        status(clinic.url.set(password="wrong-secret"))
    assert "wrong-secret" not in str(refused.value)
    with pytest.raises(ServerUnreachable):
        status(clinic.url.set(port=1))


def test_given_an_old_server_when_used_then_it_is_refused_with_a_sentence(
    clinic: TestClinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "OLDEST_SERVER", 190_000)

    with pytest.raises(ServerRefused) as refused:
        status(clinic.url)
    assert refused.value.code == "server_too_old"


def test_given_a_restored_database_when_its_epochs_are_renewed_then_devices_notice(
    clinic: TestClinic, owner: TestDevice
) -> None:
    remote, old = owner.remote(), clinic.epoch(owner)

    with operator(clinic.url) as db:
        db.execute(sa.text("SET LOCAL ROLE pz_authz"))
        (new,) = renew(db).values()

    with pytest.raises(ServerChanged):
        remote.pull(owner.workspace_id, old, 0, 10)
    assert remote.hello().heads[0].epoch == new != old
