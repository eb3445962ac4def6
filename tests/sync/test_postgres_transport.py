"""The connection to the clinic: what it insists on, and that nothing around it can change that."""

import os
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import psycopg
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from core.domain.errors import (
    ContentRefused,
    DeviceRevoked,
    ServerChanged,
    ServerRefused,
    ServerUnreachable,
    VersionMismatch,
)
from sync.postgres import transport
from sync.postgres.errors import call_error
from sync.postgres.logins import new_login, scram_verifier
from sync.postgres.rows import PostgresRemote
from sync.postgres.transport import ServerAddress, connect, parameters
from tests.plugins_pg import TestClinic

CLEARTEXT_REQUEST = b"R" + struct.pack(">ii", 8, 3)
PASSWORD = "a-password-that-must-not-travel"


def _address(port: int, host: str = "127.0.0.1", ca_pem: str | None = None) -> ServerAddress:
    return ServerAddress(
        host=host, port=port, dbname="clinic", login_role="pzd_x", password=PASSWORD, ca_pem=ca_pem
    )


class Authority:
    """A certificate authority made for one test."""

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Authority {id(self)}")])
        self._certificate = self._sign(self._key.public_key(), self._name, is_authority=True)
        self.pem = self._certificate.public_bytes(serialization.Encoding.PEM).decode()

    def server_files(self, folder: Path, address: str) -> tuple[Path, Path]:
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "server")])
        certificate = self._sign(key.public_key(), name, address=address)
        files = folder / "server.pem", folder / "server.key"
        files[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        files[1].write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        return files

    def _sign(
        self,
        key: ec.EllipticCurvePublicKey,
        subject: x509.Name,
        *,
        is_authority: bool = False,
        address: str = "127.0.0.1",
    ) -> x509.Certificate:
        now = datetime.now(UTC)
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(x509.BasicConstraints(is_authority, None), critical=True)
            .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))]), critical=False)
        )
        return builder.sign(self._key, hashes.SHA256())


class HostileServer:
    """Answers a connection as it likes and keeps every byte that the client sent."""

    def __init__(self, serve: Callable[[socket.socket], bytes]) -> None:
        self._serve = serve
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._run)
        self.heard = b""
        self.port: int = self._listener.getsockname()[1]
        self._thread.start()

    def _run(self) -> None:
        connection, _ = self._listener.accept()
        with connection:
            try:
                self.heard += self._serve(connection)
            except OSError:
                return

    def close(self) -> None:
        self._listener.close()
        self._thread.join()


@pytest.fixture
def hostile() -> Iterator[Callable[[Callable[[socket.socket], bytes]], HostileServer]]:
    made: list[HostileServer] = []

    def start(serve: Callable[[socket.socket], bytes]) -> HostileServer:
        made.append(HostileServer(serve))
        return made[-1]

    yield start
    for server in made:
        server.close()


Start = Callable[[Callable[[socket.socket], bytes]], HostileServer]


def _over_tls(files: tuple[Path, Path], version: ssl.TLSVersion) -> Callable[[socket.socket], bytes]:
    """Offers TLS, then asks for the password in clear text."""

    def serve(connection: socket.socket) -> bytes:
        connection.recv(8)
        connection.sendall(b"S")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*files)
        context.maximum_version = version
        with context.wrap_socket(connection, server_side=True) as secure:
            heard = secure.recv(4096)
            secure.sendall(CLEARTEXT_REQUEST)
            return heard + secure.recv(4096)

    return serve


def _plain(connection: socket.socket) -> bytes:
    """No TLS, and asks for the password in clear text."""
    first = connection.recv(8)
    if first == struct.pack(">ii", 8, 80877103):
        connection.sendall(b"N")
    heard = first + connection.recv(4096)
    connection.sendall(CLEARTEXT_REQUEST)
    return heard + connection.recv(4096)


def test_given_a_server_of_another_authority_when_connecting_then_it_is_not_the_clinic(
    tmp_path: Path, hostile: Start
) -> None:
    server = hostile(_over_tls(Authority().server_files(tmp_path, "127.0.0.1"), ssl.TLSVersion.TLSv1_3))

    with pytest.raises(ServerRefused) as refused:
        connect(_address(server.port, ca_pem=Authority().pem))
    assert refused.value.code == "wrong_server"
    assert PASSWORD.encode() not in server.heard


def test_given_the_right_authority_but_another_host_when_connecting_then_it_is_not_the_clinic(
    tmp_path: Path, hostile: Start
) -> None:
    authority = Authority()
    server = hostile(_over_tls(authority.server_files(tmp_path, "10.9.8.7"), ssl.TLSVersion.TLSv1_3))

    with pytest.raises(ServerRefused):
        connect(_address(server.port, ca_pem=authority.pem))


def test_given_the_right_certificate_when_it_asks_for_the_password_itself_then_it_does_not_get_it(
    tmp_path: Path, hostile: Start
) -> None:
    authority = Authority()
    server = hostile(_over_tls(authority.server_files(tmp_path, "127.0.0.1"), ssl.TLSVersion.TLSv1_3))

    with pytest.raises(ServerRefused) as refused:
        connect(_address(server.port, ca_pem=authority.pem))
    server.close()
    assert refused.value.code == "wrong_server"
    assert b"pzd_x" in server.heard  # it came past the handshake, so the refusal is the one we mean
    assert PASSWORD.encode() not in server.heard


def test_given_an_older_protocol_when_connecting_then_it_is_refused(tmp_path: Path, hostile: Start) -> None:
    authority = Authority()
    server = hostile(_over_tls(authority.server_files(tmp_path, "127.0.0.1"), ssl.TLSVersion.TLSv1_2))

    with pytest.raises(ServerRefused):
        connect(_address(server.port, ca_pem=authority.pem))
    assert b"pzd_x" not in server.heard


def test_given_a_server_without_tls_when_an_authority_is_pinned_then_nothing_is_said(hostile: Start) -> None:
    server = hostile(_plain)

    with pytest.raises(ServerRefused):
        connect(_address(server.port, ca_pem=Authority().pem))
    server.close()
    assert b"pzd_x" not in server.heard


def test_given_a_local_server_that_asks_for_the_password_itself_then_it_does_not_get_it(
    hostile: Start,
) -> None:
    server = hostile(_plain)

    with pytest.raises(ServerRefused):
        connect(_address(server.port))
    server.close()
    assert b"pzd_x" in server.heard
    assert PASSWORD.encode() not in server.heard


@pytest.mark.parametrize("host", ["clinic.example", "192.0.2.1", "localhost", "127.0.0.1.example"])
def test_given_another_computer_and_no_authority_when_connecting_then_refused_before_anything_is_sent(
    host: str,
) -> None:
    with pytest.raises(ServerRefused) as refused:
        connect(_address(5432, host))
    assert refused.value.code == "no_ca"


def test_given_the_embedded_servers_unix_socket_when_connecting_then_it_may_be_plain_and_needs_the_password(
    clinic18: TestClinic,
) -> None:
    if clinic18.server.socket_dir is None:
        pytest.skip("the path of its socket is too long, or this is Windows")
    address = replace(
        clinic18.owner.address(), host="clinic.example", socket_dir=str(clinic18.server.socket_dir)
    )
    with connect(address) as connection:
        found = connection.execute("SELECT inet_server_addr() IS NULL, current_user").fetchone()
    assert found == (True, address.login_role)
    with pytest.raises(ServerRefused, match="does not take this laptop's login"):
        connect(replace(address, password="a guess"))


def test_given_an_authority_when_parameters_are_made_then_they_insist() -> None:
    found = parameters(_address(5432, "clinic.example"), "/ca.pem")

    wanted = {
        "sslmode": "verify-full",
        "sslrootcert": "/ca.pem",
        "channel_binding": "require",
        "require_auth": "scram-sha-256",
        "gssencmode": "disable",
        "ssl_min_protocol_version": "TLSv1.3",
        "sslcertmode": "disable",
        "passfile": os.devnull,
    }
    assert found.items() >= wanted.items()


def test_given_settings_in_the_environment_when_connecting_then_they_are_ignored(
    clinic18: TestClinic, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    service = tmp_path / "service.conf"
    service.write_text("[evil]\nhost=192.0.2.1\noptions=-c search_path=evil\n", encoding="utf-8")
    for name, value in {
        "PGSERVICE": "evil",
        "PGSERVICEFILE": str(service),
        "PGHOST": "192.0.2.1",
        "PGHOSTADDR": "192.0.2.1",
        "PGOPTIONS": "-c statement_timeout=1",
        "PGSSLMODE": "require",
        "PGREQUIREAUTH": "none",
        "PGTARGETSESSIONATTRS": "standby",
    }.items():
        monkeypatch.setenv(name, value)

    remote = clinic18.owner.remote()

    assert remote.hello().device_id == clinic18.owner.device_id


def test_given_a_wrong_password_or_no_server_when_connecting_then_the_two_are_told_apart(
    clinic18: TestClinic,
) -> None:
    owner = clinic18.owner
    owner.login = new_login()
    with pytest.raises(ServerRefused) as refused:
        owner.remote().hello()
    assert refused.value.code == "unknown_device"

    with pytest.raises(ServerUnreachable):
        PostgresRemote(_address(1)).hello()


def test_given_a_connection_that_broke_when_called_again_then_it_connects_anew(clinic18: TestClinic) -> None:
    remote = clinic18.owner.remote()
    remote.hello()
    clinic18.as_superuser(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = :name",
        {"name": clinic18.owner.login.role},
    )

    with pytest.raises(ServerUnreachable):
        remote.hello()
    assert remote.hello().device_id == clinic18.owner.device_id
    remote.close()
    remote.close()
    assert remote.hello().device_id == clinic18.owner.device_id


def test_given_a_server_that_is_busy_when_a_push_waits_too_long_then_it_is_tried_later(
    clinic18: TestClinic,
) -> None:
    owner = clinic18.owner
    clinic18.as_superuser(f"ALTER ROLE {owner.login.role} SET lock_timeout = '50ms'")
    with transport.connect(owner.address()) as blocker:
        blocker.execute("BEGIN")
        op = owner.client()
        blocker.execute(
            "SELECT pzapi.sync_push(%s, %s, 1, '[]')", [owner.workspace_id, clinic18.epoch(owner)]
        )
        with pytest.raises(ServerUnreachable) as busy:
            owner.remote().push(owner.workspace_id, clinic18.epoch(owner), [op])
        blocker.execute("ROLLBACK")
    assert busy.value.code == "server_busy"


class _Error(psycopg.Error):
    """An error of the server with a row in its message."""

    def __init__(self, state: str | None) -> None:
        super().__init__("Failing row contains (secret)")
        self.sqlstate = state


@pytest.mark.parametrize(
    ("state", "kind", "code"),
    [
        (None, ServerUnreachable, "server_unreachable"),
        ("08006", ServerUnreachable, "server_unreachable"),
        ("57P01", ServerUnreachable, "server_unreachable"),
        ("40001", ServerUnreachable, "server_busy"),
        ("55P03", ServerUnreachable, "server_busy"),
        ("53100", ServerUnreachable, "server_busy"),
        ("PZR01", DeviceRevoked, "device_revoked"),
        ("PZE01", ServerChanged, "server_changed"),
        ("PZS01", VersionMismatch, "program_too_old"),
        ("PZS02", VersionMismatch, "server_too_old"),
        ("PZC01", ServerRefused, "cloned"),
        ("PZH01", ServerRefused, "op_gap"),
        ("PZB01", ContentRefused, "batch_too_large"),
        ("PZB02", ContentRefused, "bad_request"),
        ("22P02", ContentRefused, "content_refused"),
        ("54001", ContentRefused, "content_refused"),
        ("PZD01", ServerRefused, "denied"),
        ("3F000", VersionMismatch, "version_mismatch"),
        ("23505", ServerRefused, "server_refused"),
    ],
)
def test_given_any_sqlstate_when_mapped_then_the_kind_is_right_and_no_row_shows(
    state: str | None, kind: type[Exception], code: str
) -> None:
    error = call_error(_Error(state))

    assert (type(error), error.code) == (kind, code)
    assert "secret" not in str(error)


def test_given_a_password_when_its_verifier_is_made_then_it_is_the_one_postgresql_makes(
    clinic18: TestClinic,
) -> None:
    clinic18.as_superuser("CREATE ROLE verifier_probe PASSWORD 'p4ss-W0rd'")
    ((stored,),) = clinic18.as_superuser("SELECT rolpassword FROM pg_authid WHERE rolname = 'verifier_probe'")
    clinic18.as_superuser("DROP ROLE verifier_probe")
    ((salt,),) = clinic18.as_superuser(
        "SELECT decode(split_part(split_part(:stored, '$', 2), ':', 2), 'base64')", {"stored": stored}
    )

    assert isinstance(salt, bytes)
    assert scram_verifier("p4ss-W0rd", salt) == stored


def test_given_an_address_when_shown_then_no_secret_is_in_it() -> None:
    assert PASSWORD not in repr(_address(1))
    login = new_login()
    assert login.password not in repr(login)
    assert login.verifier not in repr(login)
