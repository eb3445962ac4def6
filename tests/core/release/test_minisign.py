"""Signatures as minisign writes them: its own are read, ours are read by it, and nothing else is."""

import base64
import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.release.minisign import BadSignature, PublicKey, sign, verify

TEXT = b'{"an": "invented release"}\n'
THEIR_KEY = "RWSdJEh5ybwPiGw76JFpQdplkXxY9NCcCPxz/hxxX4SJygVh0Wz3WTdV"
THEIRS = """untrusted comment: signature from minisign secret key
RUSdJEh5ybwPiCq7D2yBZvfLwE2gx38FePE3guVzzLQcT1fncvG5CbO8mOKsuX/s8ClzilUW8vqKqXGL+eqr4Yc3S91iWkP+9QQ=
trusted comment: invented release
25h3IEaPKV9X9MwgkQj/+hQKAUlOK1aIvwTX561mDpr8mgjAU1bzop2j333gzWZtCnGIrjc60AJ08upNAbT1AA==
"""
"""Written by minisign 0.11 with a key that was thrown away."""
KEY = Ed25519PrivateKey.generate()
PUBLIC = PublicKey.of(KEY.public_key())


def test_given_a_signature_of_minisign_when_verified_then_it_holds() -> None:
    verify(TEXT, THEIRS, (PUBLIC, PublicKey.parse(THEIR_KEY)))


def test_given_our_signature_when_minisign_looks_then_it_holds_for_it_too(tmp_path: Path) -> None:
    if shutil.which("minisign") is None:
        pytest.skip("minisign is not installed")
    (tmp_path / "release.json").write_bytes(TEXT)
    (tmp_path / "release.json.minisig").write_text(sign(TEXT, KEY, "PazPaz 9.1.0"), encoding="utf-8")
    command = ["minisign", "-V", "-m", "release.json", "-P", PUBLIC.line()]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "PazPaz 9.1.0" in done.stdout


def test_given_a_key_when_written_and_read_then_it_is_the_same() -> None:
    assert PublicKey.parse(PUBLIC.line()) == PUBLIC


@pytest.mark.parametrize(
    "line",
    ["", "not base64 !", THEIR_KEY[:-4], base64.b64encode(b"ED" + bytes(40)).decode(), "é"],
)
def test_given_what_is_no_key_when_read_then_it_is_refused(line: str) -> None:
    with pytest.raises(BadSignature):
        PublicKey.parse(line)


def _lines() -> list[str]:
    return sign(TEXT, KEY, "PazPaz 9.1.0").splitlines()


def _with(number: int, line: str) -> str:
    lines = _lines()
    lines[number] = line
    return "\n".join(lines)


def _flipped(line: str, at: int) -> str:
    raw = bytearray(base64.b64decode(line))
    raw[at] ^= 1
    return base64.b64encode(raw).decode()


@pytest.mark.parametrize("at", range(74))
def test_given_any_byte_of_the_signature_changed_when_verified_then_refused(at: int) -> None:
    with pytest.raises(BadSignature):
        verify(TEXT, _with(1, _flipped(_lines()[1], at)), (PUBLIC,))


@pytest.mark.parametrize(
    "signature",
    [
        "",
        "\n\n\n\n",
        "\n".join(_lines()[:3]),
        "\n".join([*_lines(), "more"]),
        _with(1, "not base64 !"),
        _with(1, base64.b64encode(b"Ed" + base64.b64decode(_lines()[1])[2:]).decode()),
        _with(2, "trusted comment: PazPaz 9.2.0"),
        _with(2, "comment"),
        _with(3, _flipped(_lines()[3], 0)),
        _with(3, ""),
        THEIRS,
    ],
)
def test_given_what_is_not_our_signature_when_verified_then_refused(signature: str) -> None:
    with pytest.raises(BadSignature):
        verify(TEXT, signature, (PUBLIC,))


def test_given_another_text_when_verified_then_refused() -> None:
    with pytest.raises(BadSignature):
        verify(TEXT + b" ", sign(TEXT, KEY, ""), (PUBLIC,))


def test_given_no_key_when_verified_then_refused() -> None:
    with pytest.raises(BadSignature):
        verify(TEXT, sign(TEXT, KEY, ""), ())
