"""`pazpaz release`, for whoever makes releases: a key, a signed release.json, what the program says of it."""

import argparse
import os
from datetime import date
from hashlib import file_digest
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)

from core.crypto.phrases import judge_passphrase
from core.domain.errors import BadInput, RuleBroken
from core.domain.program import program_version
from core.domain.registry import SCHEMA_VERSION
from core.release.keys import release_keys
from core.release.manifest import MANIFEST, SIGNATURE, Release, ReleaseFile, read_release
from core.release.minisign import BadSignature, PublicKey, sign
from core.release.systems import system_of, this_system
from core.release.updates import beside
from core.release.verify import Judge
from core.store.database.private_files import write_atomically
from desktop.session.join_files import read_text
from desktop.terminal.command import CommandContext, CommandGroup, add_command
from desktop.terminal.practice_choice import new_passphrase, passphrase

_LONGEST_NOTES = 32_000


def add(commands: CommandGroup) -> None:
    """For whoever makes releases, not for clinics: no practice is opened."""
    parser = commands.add_parser("release", help="for the maker: sign releases, verify them")
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    making = add_command(verbs, "new-key", new_key, about="make a key that signs releases")
    making.add_argument("--to", type=Path, required=True, metavar="FILE", help="the private key, encrypted")
    signing = add_command(verbs, "sign", sign_folder, about="write release.json and its signature")
    signing.add_argument("folder", type=Path, metavar="FOLDER", help="where the installers lie")
    signing.add_argument("--key", type=Path, required=True, metavar="FILE", help="what new-key wrote")
    signing.add_argument("--release", metavar="X.Y.Z", help="its version; this program's if left out")
    signing.add_argument("--date", type=date.fromisoformat, metavar="YYYY-MM-DD", help="today if left out")
    signing.add_argument(
        "--minimum-schema",
        type=int,
        default=SCHEMA_VERSION,
        metavar="N",
        help="what the clinic's server must take at least; this program's if left out",
    )
    signing.add_argument("--notes-en", type=Path, required=True, metavar="FILE", help="what is new")
    signing.add_argument("--notes-he", type=Path, metavar="FILE", help="the same in Hebrew")
    verifying = add_command(verbs, "verify", verify_folder, about="check a release as laptops will")
    verifying.add_argument("folder", type=Path, metavar="FOLDER", help="where release.json lies")
    verifying.add_argument(
        "--public-key",
        action="append",
        metavar="LINE",
        help="instead of those of this build; may be repeated",
    )


def new_key(frame: CommandContext, args: argparse.Namespace) -> int:
    """Makes a signing key in a file that is not there yet, and prints the line of its public half."""
    secret = new_passphrase(frame, args)
    judgement = judge_passphrase(secret, ())
    if not judgement.ok:
        raise RuleBroken(f"{judgement.sentence} No key was made.", code="weak_passphrase")
    key = Ed25519PrivateKey.generate()
    _write_private(args.to, _pem(key, secret))
    line = PublicKey.of(key.public_key()).line()
    frame.console.result(
        {"ok": True, "public_key": line, "file": str(args.to)},
        [
            line,
            f"The private key is in {args.to}, encrypted. Keep it and its passphrase apart, elsewhere.",
            "The line above goes into core/release/keys.py: IN_USE for the key that signs, else SPARE.",
        ],
    )
    return 0


def _pem(key: Ed25519PrivateKey, secret: str) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(secret.encode()))


def _write_private(path: Path, content: bytes) -> None:
    """Never in the place of another key: what that one signed could not be followed any more."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        reason = (error.strerror or "cannot be written").lower()
        raise BadInput(f"{path} cannot be made: {reason}; no key was made.") from None
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)


def sign_folder(frame: CommandContext, args: argparse.Namespace) -> int:
    """Hashes every installer in the folder, then writes release.json and its signature beside them.

    Files of an earlier signing are replaced. Nothing is written of what a laptop would refuse.
    """
    key = _read_key(args.key, passphrase(frame, args, "Passphrase of the key: "))
    release = _release(frame, args)
    signature = sign(release.text(), key, f"PazPaz Desktop {release.version} of {release.date.isoformat()}")
    # Killed between the two, it leaves a signature that does not fit, and laptops refuse that.
    write_atomically(args.folder / MANIFEST, release.text())
    write_atomically(args.folder / SIGNATURE, signature.encode())
    # They were made private, as everything this writes; a release is for everybody who downloads it.
    for name in (MANIFEST, SIGNATURE):
        (args.folder / name).chmod(0o644)
    return _told(frame, release, is_known=PublicKey.of(key.public_key()) in release_keys())


def _read_key(path: Path, secret: str) -> Ed25519PrivateKey:
    try:
        key = load_pem_private_key(read_text(path, pipe=True).encode(), secret.encode())
    except (TypeError, ValueError):
        raise BadInput(
            f"{path} is no key of new-key, or the passphrase is another one; nothing was signed."
        ) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise BadInput(f"{path} is a key of another kind; nothing was signed.")
    return key


def _release(frame: CommandContext, args: argparse.Namespace) -> Release:
    notes = {"en": _notes(args.notes_en)} | ({"he": _notes(args.notes_he)} if args.notes_he else {})
    if not args.folder.is_dir():
        raise BadInput(f"{args.folder} is not a folder; nothing was signed.")
    found = sorted(path for path in args.folder.iterdir() if _is_installer(path))
    day = args.date or frame.clock.now().date()
    made = Release(
        args.release or program_version(), day, args.minimum_schema, notes, tuple(map(_entry, found))
    )
    try:
        return read_release(made.text())  # what a laptop would refuse is not signed
    except BadInput:
        raise BadInput(
            "This makes no release that a laptop would take; nothing was signed. The version is X.Y.Z, the "
            "notes are not empty and not long, and the folder holds between 1 and 32 installers.",
            code="release_unreadable",
        ) from None


def _notes(path: Path) -> str:
    return read_text(path, _LONGEST_NOTES).strip()


def _is_installer(path: Path) -> bool:
    """Everything but our own two files, hidden files and checksums that packaging wrote beside."""
    mine = {MANIFEST, SIGNATURE, "SHA256SUMS"}
    return path.is_file() and path.name not in mine and not path.name.startswith(".")


def _entry(path: Path) -> ReleaseFile:
    system = system_of(path.name)
    with path.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    return ReleaseFile(path.name, system.os, system.arch, path.stat().st_size, digest)


def verify_folder(frame: CommandContext, args: argparse.Namespace) -> int:
    """Verifies the signature, and that every file of the release is in the folder, as it was signed.

    Raises RuleBroken (release_incomplete) for one that is missing, Tampered for one that is another.
    """
    keys = tuple(map(_public_key, args.public_key)) if args.public_key else release_keys()
    # As the oldest laptop there can be: every release is newer than its version.
    judge = Judge(keys, "0.0.0", this_system())
    release = judge.release(*beside(args.folder / MANIFEST))
    missing = [file.name for file in release.files if not (args.folder / file.name).is_file()]
    if missing:
        raise RuleBroken(
            f"Not in {args.folder}: {', '.join(missing)}. Nothing was changed.", code="release_incomplete"
        )
    for file in release.files:
        judge.named(release, file, args.folder / file.name)
    return _told(frame, release, is_known=set(keys) <= set(release_keys()))


def _public_key(line: str) -> PublicKey:
    try:
        return PublicKey.parse(line)
    except BadSignature:
        raise BadInput("This is not the line of a public key; nothing was verified.") from None


def _told(frame: CommandContext, release: Release, *, is_known: bool) -> int:
    document = {
        "ok": True,
        "version": release.version,
        "date": release.date,
        "minimum_schema": release.minimum_schema,
        "files": [{"name": each.name, "os": each.os, "arch": each.arch} for each in release.files],
        "key_is_in_this_build": is_known,
    }
    lines = [f"{release.version} of {release.date}: signed, and every file is as signed."]
    lines += [f"  {file.os:8} {file.arch:7} {file.size:12,}  {file.name}" for file in release.files]
    if not is_known:
        lines.append("This build does not know the key: laptops with this build refuse the release.")
    frame.console.result(document, lines)
    return 0
