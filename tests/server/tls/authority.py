"""Certificate authorities made for one run, and the files of a server that one of them vouches for."""

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


class Authority:
    """`pem` is what an invitation carries."""

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Authority {id(self)}")])
        self._certificate = self._signed(self._builder(self._key.public_key(), self._name, is_authority=True))
        self.pem = self._certificate.public_bytes(serialization.Encoding.PEM).decode()

    def write(self, folder: Path, address: str = "127.0.0.1", *, days: int = 1, since: int = -9) -> None:
        """server.crt and server.key for a server at `address`; negative `days` make it expired, a positive
        `since` not valid yet."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "server")])
        hosts = x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))])
        builder = self._builder(key.public_key(), name, days=days, since=since).add_extension(
            hosts, critical=False
        )
        pem = self._signed(builder).public_bytes(serialization.Encoding.PEM)
        folder.joinpath("server.crt").write_bytes(pem)
        folder.joinpath("server.key").write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )

    def _signed(self, builder: x509.CertificateBuilder) -> x509.Certificate:
        return builder.sign(self._key, hashes.SHA256())

    def _builder(
        self,
        key: ec.EllipticCurvePublicKey,
        subject: x509.Name,
        *,
        is_authority: bool = False,
        days: int = 1,
        since: int = -9,
    ) -> x509.CertificateBuilder:
        now = datetime.now(UTC)
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now + timedelta(days=since))
            .not_valid_after(now + timedelta(days=days))
            .add_extension(x509.BasicConstraints(is_authority, None), critical=True)
        )
