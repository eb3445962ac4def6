"""Signed notes as files, genuine and altered: what every verifier must say of them."""

import base64
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random
from typing import Any
from uuid import UUID

from core.crypto.certs import DeviceCert, issue
from core.crypto.keys import DeviceKeys
from core.crypto.note_file import NoteFile, SignedVersion, stated, write_note_file
from core.crypto.notes import NoteContent, sign_note
from core.domain.enums import Role
from core.domain.ids import ClientId, DeviceId, NoteId, UserId, WorkspaceId
from core.domain.notes import SOAP

ROOT, OWNER, THERAPIST, STRANGER = (DeviceKeys.from_seeds(bytes([no]) * 32, b"x" * 32) for no in (1, 2, 3, 4))
OWNER_DEVICE, THERAPIST_DEVICE = DeviceId(UUID(int=11)), DeviceId(UUID(int=12))
WORKSPACE, DANA, NOA = WorkspaceId(UUID(int=1)), UserId(UUID(int=21)), UserId(UUID(int=22))
SIGNED_AT = 1_795_845_660_000_000
CONTENT = NoteContent(
    workspace_id=WORKSPACE,
    note_id=NoteId(UUID(int=31)),
    client_id=ClientId(UUID(int=41)),
    version_number=1,
    session_date=SIGNED_AT - 3_600_000_000,
    signed_at=SIGNED_AT,
    signed_by=NOA,
    subjective="Sleeps “better”.\nכאב צוואר 😀 \u2028 \x7f\t\\",
    objective="",
    assessment=None,
    plan="Heat.",
)


def certificate(
    device_id: DeviceId,
    user_id: UserId,
    role: Role,
    keys: DeviceKeys,
    by: DeviceKeys,
    issuer: DeviceId | None,
) -> bytes:
    cert = DeviceCert(
        workspace_id=WORKSPACE,
        user_id=user_id,
        device_id=device_id,
        role=role,
        sign_pub=keys.sign_pub,
        hpke_pub=keys.hpke_pub,
        issued_at=SIGNED_AT,
        issuer_device_id=issuer,
    )
    return issue(by.sign, cert)


def listed_signature(content: NoteContent) -> bytes:
    """As programs up to 0.1 signed."""
    ids = [one.hex for one in (content.workspace_id, content.note_id, content.client_id)]
    texts = [content.reason, *(getattr(content, name) for name in SOAP)]
    told = [*ids, content.session_date, content.version_number, *texts]
    body = json.dumps(
        [*told, content.signed_by.hex, content.signed_at], ensure_ascii=False, separators=(",", ":")
    )
    message = b"pazpaz/note signature/1\0" + THERAPIST_DEVICE.bytes + b"pazpaz/note/1\0" + body.encode()
    return b"\x01" + THERAPIST_DEVICE.bytes + THERAPIST.sign.sign(message)


def version(content: NoteContent, signature: bytes | None = None) -> SignedVersion:
    made = signature or sign_note(THERAPIST.sign, THERAPIST_DEVICE, content)
    return SignedVersion(content=content, signature=made, signer_name="Noa Invented")


AMENDED = replace(CONTENT, version_number=2, plan="Ice.", reason="Wrong side", signed_at=SIGNED_AT + 1)


def note_file(*versions: SignedVersion) -> NoteFile:
    """Signed by a therapist's laptop, which the owner's let in, and written by the owner's."""
    first = certificate(OWNER_DEVICE, DANA, Role.OWNER, OWNER, ROOT, None)
    second = certificate(THERAPIST_DEVICE, NOA, Role.THERAPIST, THERAPIST, OWNER, OWNER_DEVICE)
    file = NoteFile(
        root_pub=ROOT.sign_pub,
        practice="Invented Practice",
        client="Mira Talbot",
        timezone="Europe/Berlin",
        versions=versions or (version(CONTENT), version(AMENDED)),
        certificates=(first, second),
        stated_at=SIGNED_AT + 5,
    )
    return stated(file, OWNER.sign, OWNER_DEVICE)


GENUINE = {
    "two versions": note_file(),
    "one version": note_file(version(CONTENT)),
    "the earlier form": note_file(version(CONTENT, listed_signature(CONTENT))),
    "two second versions": note_file(
        version(CONTENT), version(AMENDED), version(replace(AMENDED, plan="Rest."))
    ),
}


def without_owner() -> NoteFile:
    file = note_file()
    return replace(file, certificates=file.certificates[1:])


def self_made() -> NoteFile:
    """A stranger's own laptop in the practice's name: its certificate leads nowhere."""
    own = certificate(THERAPIST_DEVICE, NOA, Role.THERAPIST, STRANGER, STRANGER, OWNER_DEVICE)
    signature = sign_note(STRANGER.sign, THERAPIST_DEVICE, CONTENT)
    file = note_file(version(CONTENT, signature))
    return stated(replace(file, certificates=(file.certificates[0], own)), OWNER.sign, OWNER_DEVICE)


def let_in_by_a_therapist() -> NoteFile:
    """Only owners may let a laptop in."""
    late = DeviceId(UUID(int=13))
    own = certificate(late, NOA, Role.THERAPIST, STRANGER, THERAPIST, THERAPIST_DEVICE)
    file = note_file(version(CONTENT, sign_note(STRANGER.sign, late, CONTENT)))
    return stated(replace(file, certificates=(*file.certificates, own)), OWNER.sign, OWNER_DEVICE)


def in_anothers_name() -> NoteFile:
    return note_file(version(replace(CONTENT, signed_by=DANA)))


FORGED: dict[str, Callable[[], NoteFile]] = {
    "a certificate is missing": without_owner,
    "a stranger's laptop": self_made,
    "let in by somebody who may not": let_in_by_a_therapist,
    "in another person's name": in_anothers_name,
    "the first version is missing": lambda: note_file(version(AMENDED)),
    "another root": lambda: replace(note_file(), root_pub=STRANGER.sign_pub),
    "another client's name": lambda: replace(note_file(), client="Otto Brand"),
    "another practice's name": lambda: replace(note_file(), practice="Other Practice"),
    "another zone": lambda: replace(note_file(), timezone="Asia/Tokyo"),
    "another day of export": lambda: replace(note_file(), stated_at=SIGNED_AT),
    "the amendment is left out": lambda: replace(note_file(), versions=note_file().versions[:1]),
}


def forged() -> Iterator[tuple[str, bytes]]:
    """What must not pass as genuine."""
    for name, make in FORGED.items():
        yield name, write_note_file(make())
    for name, change in CHANGES.items():
        document = json.loads(write_note_file(note_file()))
        change(document)
        yield name, json.dumps(document, ensure_ascii=False).encode()


def _set(*path: str | int, to: Any) -> Callable[[dict[str, Any]], None]:
    def change(document: Any) -> None:
        for step in path[:-1]:
            document = document[step]
        document[path[-1]] = to

    return change


CHANGES: dict[str, Callable[[dict[str, Any]], None]] = {
    **{f"another {name}": _set("versions", 1, name, to="Other.") for name in (*SOAP, "reason")},
    "an absent text that is empty": _set("versions", 0, "assessment", to=""),
    "an empty text that is absent": _set("versions", 0, "objective", to=None),
    "another time": _set("versions", 0, "signed_at", to=SIGNED_AT + 1),
    "another number": _set("versions", 1, "number", to=1),
    "another signer's name": _set("versions", 0, "signed_by", "name", to="Dana Demoson"),
    "another day": _set("note", "session_date", to=0),
    "another note": _set("note", "id", to=UUID(int=32).hex),
    "another client": _set("client", "id", to=UUID(int=42).hex),
}
SPOILED: dict[str, Callable[[dict[str, Any]], None]] = {
    "no versions": _set("versions", to=[]),
    "another format": _set("format", to="pazpaz note 2"),
    "a field is missing": lambda document: document["versions"][0].pop("plan"),
    "a number as text": _set("versions", 0, "number", to="1"),
    "a number out of range": _set("versions", 0, "signed_at", to=1 << 60),
    "an id in another spelling": _set("note", "id", to=str(UUID(int=31))),
    "no base64": _set("practice", "root", to="!"),
    "a short root": _set("practice", "root", to=base64.b64encode(b"short").decode()),
    "a text that is a list": _set("versions", 0, "plan", to=[]),
}


def unreadable() -> Iterator[tuple[str, bytes]]:
    """What is no signed note at all."""
    whole = write_note_file(note_file())
    yield from (("empty", b""), ("no json", b"{"), ("a list", b"[]"), ("cut", whole[:-40]))
    yield "no utf-8", whole.replace(b"Mira", b"\xff\xfe\xfd\xfc")
    yield "half a letter", whole.replace(b"Mira", b"\\ud83d")
    yield "too long", whole + b" " * 4_000_000
    for name, change in SPOILED.items():
        document = json.loads(whole)
        change(document)
        yield name, json.dumps(document, ensure_ascii=False).encode()


def flipped(random: Random) -> bytes:
    """A genuine file in which one letter of a signed text, a name or a signature is another."""
    whole = write_note_file(note_file())
    inside = ["Heat", "Ice", "Wrong", "Mira", "Noa", "Invented Practice"]
    inside += [base64.b64encode(one.signature).decode()[2:-2] for one in note_file().versions]
    chosen = random.choice(inside)
    at = whole.index(chosen.encode()) + random.randrange(len(chosen))
    other = random.choice([letter for letter in b"abcdefgXYZ" if letter != whole[at]])
    return whole[:at] + bytes([other]) + whole[at + 1 :]
