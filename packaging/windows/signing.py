"""Authenticode signatures: made with a certificate, a test's own where none is given, and verified."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

TEST_NAME = "PazPaz TEST ONLY"
_PROGRAMS = frozenset({".dll", ".exe", ".pyd"})


class BadSignature(Exception):
    """A file whose signature is missing or does not fit its bytes."""


@dataclass(frozen=True, slots=True)
class Signer:
    """A certificate and its key in PEM files; `stamp` is the address of a time stamp's server, if any."""

    certificate: Path
    key: Path
    stamp: str = ""


def test_signer(folder: Path) -> Signer:
    """A certificate that nobody trusts, made once; for proofs, never for a release."""
    signer = Signer(folder / "test.crt", folder / "test.key")
    if not signer.key.exists():
        folder.mkdir(parents=True, exist_ok=True)
        command = ["openssl", "req", "-x509", "-newkey", "rsa:3072", "-sha256", "-days", "30", "-nodes"]
        names = ["-subj", f"/CN={TEST_NAME}", "-addext", "extendedKeyUsage=codeSigning"]
        outputs: list[str | Path] = [
            "-keyout",
            signer.key,
            "-out",
            signer.certificate,
            "-addext",
            "keyUsage=digitalSignature",
        ]
        subprocess.run([*command, *names, *outputs], check=True, capture_output=True)
    return signer


def sign(file: Path, signer: Signer) -> None:
    """Signs in place; what is signed already stays as it is where it still fits."""
    signed = file.with_name(file.name + ".signed")
    command: list[str | Path] = [
        "osslsigncode",
        "sign",
        "-certs",
        signer.certificate,
        "-key",
        signer.key,
        "-h",
        "sha256",
    ]
    stamp: list[str | Path] = ["-ts", signer.stamp] if signer.stamp else []
    named: list[str | Path] = ["-n", "PazPaz", "-in", file, "-out", signed]
    _run([*command, *stamp, *named], file)
    signed.replace(file)


def verify(file: Path, signer: Signer) -> None:
    """Raises BadSignature unless this certificate signed exactly these bytes."""
    _run(["osslsigncode", "verify", "-CAfile", signer.certificate, "-in", file], file)


def check_foreign(file: Path, signers: tuple[str, ...]) -> None:
    """Raises BadSignature unless one of `signers` says to have signed exactly these bytes.

    Who vouches for that signer is not looked at: outside Windows no list of such authorities is at hand.
    """
    shown = subprocess.run(
        ["osslsigncode", "verify", "-in", file], capture_output=True, text=True, errors="replace", check=False
    ).stdout
    digests = dict(re.findall(r"^(Current|Calculated) message digest\s*: ([0-9A-F]+)", shown, re.MULTILINE))
    if len(digests) != 2 or digests["Current"] != digests["Calculated"]:
        raise BadSignature(f"{file.name} is not signed, or not as it was signed")
    if not any(f"O={name}" in shown for name in signers):
        raise BadSignature(f"{file.name} is signed by somebody else")


def programs(folder: Path) -> list[Path]:
    """What Windows loads as code, directly in a folder."""
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in _PROGRAMS)


def _run(command: list[str | Path], file: Path) -> None:
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    if done.returncode != 0:
        last = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1:]
        raise BadSignature(f"{file.name}: {''.join(last)}")
