"""A device's connection to a real PostgreSQL with TLS: what it refuses, and a whole sync that works."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from typing_extensions import override

from core.domain.errors import ServerRefused, UserError
from migrations.operate.connection import operator, protection
from migrations.operate.doctor import doctor
from sync.postgres.logins import Login
from sync.postgres.transport import ServerAddress, connect
from tests.plugins_pg import TestClinic
from tests.server.tls.authority import Authority
from tests.server.tls.server import TlsServer
from tests.sync.test_two_devices_pg import Clinic

pytestmark = pytest.mark.parametrize(
    "tls_server", ["18.4.0-beta.17", "16.14.0-beta.17"], indirect=True, ids=["pg18", "pg16"]
)
PASSWORD = "a password that must not travel"
_ROLES = f"""DO $$ BEGIN
  SET LOCAL password_encryption = 'scram-sha-256';
  CREATE ROLE pz_trusted LOGIN PASSWORD '{PASSWORD}';
  CREATE ROLE pz_cleartext LOGIN PASSWORD '{PASSWORD}';
  CREATE ROLE pz_plain LOGIN PASSWORD '{PASSWORD}';
  CREATE ROLE pz_good LOGIN PASSWORD '{PASSWORD}';
  SET LOCAL password_encryption = 'md5';
  CREATE ROLE pz_md5 LOGIN PASSWORD '{PASSWORD}';
END $$"""


@pytest.fixture
def server(tls_server: TlsServer) -> TlsServer:
    """With logins for the rules of its pg_hba.conf."""
    with operator(tls_server.url(superuser=True)) as db:
        if not db.scalar(sa.text("SELECT count(*) FROM pg_roles WHERE rolname = 'pz_good'")):
            db.exec_driver_sql(_ROLES, execution_options={"no_parameters": True})
    return tls_server


def _address(server: TlsServer, role: str = "pz_good", ca_pem: str | None = None) -> ServerAddress:
    return ServerAddress(
        host=server.host,
        port=server.port,
        dbname="postgres",
        login_role=role,
        password=PASSWORD,
        ca_pem=ca_pem or server.authority.pem,
    )


def test_given_the_pinned_authority_when_connecting_then_it_is_tls_1_3_with_scram(server: TlsServer) -> None:
    with connect(_address(server)) as connection:
        (found,) = connection.execute("SELECT ssl, version FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
        assert found == (True, "TLSv1.3")
        assert connection.pgconn.used_password


Situation = Callable[[TlsServer], AbstractContextManager[None]]
SENTENCES = {
    "another authority's certificate": "is not from the authority that is expected",
    "another host's certificate": "is for another name",
    "an expired certificate": "certificate ran out",
    "a certificate of ten years ago": "or this computer's clock is wrong",
    "a certificate of ten years ahead": "or this computer's clock is wrong",
    "TLS 1.2 at most": "outdated way",
    "no TLS at all": "does not encrypt",
    "a request for the password itself": "asks for the password itself",
    "a request for its md5": "outdated form (md5)",
    "no request at all": "does not prove that it knows who is calling",
}
REFUSED: dict[str, tuple[str, Situation]] = {
    "another authority's certificate": ("pz_good", lambda server: server.certified(Authority())),
    "another host's certificate": (
        "pz_good",
        lambda server: server.certified(server.authority, "10.9.8.7"),
    ),
    "an expired certificate": ("pz_good", lambda server: server.certified(server.authority, days=-1)),
    "a certificate of ten years ago": (
        "pz_good",
        lambda server: server.certified(server.authority, days=-3652, since=-3700),
    ),
    "a certificate of ten years ahead": (
        "pz_good",
        lambda server: server.certified(server.authority, days=3700, since=3652),
    ),
    "TLS 1.2 at most": ("pz_good", lambda server: server.set("ssl_max_protocol_version", "TLSv1.2")),
    "no TLS at all": ("pz_good", lambda server: server.set("ssl", "off")),
    "a request for the password itself": ("pz_cleartext", lambda _: nullcontext()),
    "a request for its md5": ("pz_md5", lambda _: nullcontext()),
    "no request at all": ("pz_trusted", lambda _: nullcontext()),
}


@pytest.mark.parametrize("what", REFUSED)
def test_given_a_server_with_a_flaw_when_connecting_then_refused_with_a_sentence(
    server: TlsServer, what: str
) -> None:
    role, situation = REFUSED[what]
    with situation(server), pytest.raises(ServerRefused) as refused:
        connect(_address(server, role))

    assert refused.value.code == "wrong_server"
    assert SENTENCES[what] in str(refused.value)
    assert str(refused.value).endswith(
        "Nothing was sent, and work goes on here. Tell whoever runs the clinic's server."
    )
    assert PASSWORD not in str(refused.value)
    connect(_address(server)).close()


def test_given_a_name_for_its_address_when_connecting_then_the_certificate_does_not_fit(
    server: TlsServer,
) -> None:
    with pytest.raises(ServerRefused) as refused:
        connect(replace(_address(server), host="localhost"))
    assert refused.value.code == "wrong_server"


def test_given_a_password_that_only_the_server_knows_by_its_md5_when_scram_is_asked_then_refused(
    server: TlsServer,
) -> None:
    with pytest.raises(UserError):
        connect(replace(_address(server, "pz_good"), password="another"))


def test_given_no_authority_when_connecting_on_this_computer_then_a_server_that_wants_tls_refuses(
    server: TlsServer,
) -> None:
    with pytest.raises(UserError) as refused:
        connect(replace(_address(server), ca_pem=None))
    assert PASSWORD not in str(refused.value)
    with connect(replace(_address(server, "pz_plain"), ca_pem=None)) as plain:
        assert plain.execute("SELECT 1").fetchone() == (1,)


@pytest.mark.parametrize(
    "hostile",
    [
        {"PGSSLMODE": "disable", "PGREQUIREAUTH": "none", "PGCHANNELBINDING": "disable"},
        {"PGHOST": "192.0.2.1", "PGHOSTADDR": "192.0.2.1", "PGPORT": "1", "PGUSER": "pz_trusted"},
        {"PGSSLROOTCERT": "system", "PGSSLMAXPROTOCOLVERSION": "TLSv1.2", "PGSSLCERT": "/nowhere"},
        {"PGOPTIONS": "-c search_path=evil", "PGPASSFILE": "/nowhere", "PGPASSWORD": "other"},
    ],
)
def test_given_a_hostile_environment_when_connecting_then_it_is_as_without(
    server: TlsServer, hostile: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in hostile.items():
        monkeypatch.setenv(name, value)

    with connect(_address(server)) as connection:
        (found,) = connection.execute(
            "SELECT version, current_user, current_setting('search_path') FROM pg_stat_ssl"
            " WHERE pid = pg_backend_pid()"
        )
    assert found == ("TLSv1.3", "pz_good", '"$user", public')


@pytest.mark.parametrize("by_name", [True, False])
def test_given_a_service_file_when_connecting_then_it_is_ignored(
    server: TlsServer, by_name: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tmp_path.joinpath(".pg_service.conf").write_text("[evil]\nhost=192.0.2.1\nsslmode=disable\n", "utf-8")
    monkeypatch.setenv("PGSERVICE", "evil")
    if by_name:
        monkeypatch.setenv("PGSERVICEFILE", str(tmp_path / ".pg_service.conf"))
    monkeypatch.setenv("HOME", str(tmp_path))

    with connect(_address(server)) as connection:
        assert connection.pgconn.ssl_in_use


class TlsClinic(Clinic):
    """Its laptops pinned the server's authority."""

    @override
    def _address(self, login: Login) -> ServerAddress:
        assert isinstance(self.server, TlsServer)
        return replace(super()._address(login), ca_pem=self.server.authority.pem)


@pytest.fixture
def laptops(server: TlsServer, tmp_path: Path) -> Iterator[TlsClinic]:
    clinic = TlsClinic(server, tmp_path)
    yield clinic
    clinic.close()


def test_given_two_laptops_when_they_sync_over_tls_then_they_agree(
    laptops: TlsClinic, server: TlsServer
) -> None:
    first, second = laptops.enrol().laptop, laptops.enrol().laptop
    note = first.add_note(first.add_client("Dana"), subjective="Slept badly.")

    assert first.sync().pushed == 2
    assert second.sync().pulled == 2
    second.edit("sessions", note, subjective="Slept well.")
    second.sync()
    first.sync()

    assert first.content() == second.content()
    assert first.value("sessions", note, "subjective") == "Slept well."
    with operator(server.url(superuser=True)) as db:
        versions = db.scalars(
            sa.text(
                "SELECT s.version FROM pg_stat_ssl s JOIN pg_stat_activity a USING (pid)"
                " WHERE a.usename LIKE 'pzd%'"
            )
        )
        assert set(versions) == {"TLSv1.3"}


@pytest.fixture
def clinic(server: TlsServer) -> Iterator[TestClinic]:
    made = TestClinic(server, "doctored")
    made.add_workspace()
    yield made
    made.close()


def test_given_an_operator_over_tls_when_doctored_then_the_transport_is_well(clinic: TestClinic) -> None:
    found = {finding.name: finding for finding in doctor(clinic.url)}

    assert found["transport"].well
    assert "TLS" in found["transport"].sentence


def _operators(server: TlsServer, role: str = "pz_good", **query: str) -> sa.URL:
    """An operator elsewhere: by a name, which is no loopback address."""
    url = server.url().set(username=role, password=PASSWORD, host="db.clinic.example")
    return url.set(query={"hostaddr": server.host, **query})


def test_given_an_operator_elsewhere_when_connecting_then_it_is_tls_1_3_bound_to_the_channel(
    server: TlsServer,
) -> None:
    with operator(_operators(server)) as db:
        found = db.execute(sa.text("SELECT ssl, version FROM pg_stat_ssl WHERE pid = pg_backend_pid()")).one()
    assert tuple(found) == (True, "TLSv1.3")
    assert protection(_operators(server))["channel_binding"] == "require"


@pytest.mark.parametrize("what", [name for name in REFUSED if "certificate" not in name])
def test_given_a_server_with_a_flaw_when_an_operator_connects_then_refused_with_a_sentence(
    server: TlsServer, what: str
) -> None:
    role, situation = REFUSED[what]
    with situation(server), pytest.raises(ServerRefused) as refused, operator(_operators(server, role)):
        pass
    assert refused.value.code == "wrong_server"
    assert SENTENCES[what] in str(refused.value)
    assert PASSWORD not in str(refused.value)


def test_given_the_authoritys_file_in_the_address_when_an_operator_connects_then_the_name_is_checked(
    server: TlsServer, tmp_path: Path
) -> None:
    (tmp_path / "ca.pem").write_text(server.authority.pem, encoding="ascii")
    checked = {"sslmode": "verify-full", "sslrootcert": str(tmp_path / "ca.pem")}
    with pytest.raises(ServerRefused, match="another name"), operator(_operators(server, **checked)):
        pass
    with operator(_operators(server, **checked).set(host=server.host)) as db:
        assert db.scalar(sa.text("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"))


@pytest.mark.parametrize("role", ["pz_cleartext", "pz_md5", "pz_trusted"])
def test_given_an_operator_on_this_computer_when_asked_for_the_password_itself_then_it_is_not_sent(
    server: TlsServer, role: str
) -> None:
    with pytest.raises(ServerRefused) as refused, operator(_operators(server, role).set(host=server.host)):
        pass
    assert refused.value.code == "wrong_server"


def test_given_a_service_in_the_environment_when_an_operator_connects_then_it_is_ignored(
    server: TlsServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGSERVICE", "evil")
    monkeypatch.setenv("PGOPTIONS", "-c search_path=evil")
    with operator(_operators(server)) as db:
        assert db.scalar(sa.text("SHOW search_path")) == '"$user", public'
