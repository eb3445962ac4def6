"""A note's signature holds for exactly what was signed, by exactly who signed."""

import json
import struct
from dataclasses import fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.crypto.keys import DeviceKeys
from core.crypto.notes import NoteContent, Signer, device_of, sign_note, verify_note
from core.crypto.signatures import is_signed
from core.domain.clock import to_micros
from core.domain.errors import Tampered
from core.domain.ids import ClientId, DeviceId, NoteId, UserId, WorkspaceId

KEYS, HOSTILE = DeviceKeys.generate(), DeviceKeys.generate()
DEVICE, OTHER = DeviceId(UUID(int=7)), DeviceId(UUID(int=8))
NOTE = NoteContent(
    workspace_id=WorkspaceId(UUID(int=1)),
    note_id=NoteId(UUID(int=2)),
    client_id=ClientId(UUID(int=3)),
    version_number=1,
    session_date=1_790_000_000_000_000,
    signed_at=1_790_000_100_000_000,
    signed_by=UserId(UUID(int=4)),
    subjective="Sleeps better",
    objective="",
    assessment=None,
    plan="שבוע הבא",
)
SIGNER = Signer(NOTE.signed_by, KEYS.sign_pub)
SIGNATURE = sign_note(KEYS.sign, DEVICE, NOTE)
CHANGED: list[dict[str, object]] = [
    {"workspace_id": WorkspaceId(UUID(int=9))},
    {"note_id": NoteId(UUID(int=9))},
    {"client_id": ClientId(UUID(int=9))},
    {"version_number": 2},
    {"session_date": 5},
    {"signed_at": 5},
    {"signed_by": UserId(UUID(int=9))},
    {"subjective": "Sleeps better."},
    {"objective": None},
    {"assessment": ""},
    {"plan": None},
    {"reason": "typing mistake"},
    {"subjective": "", "objective": "Sleeps better"},
]


def test_a_signed_note_names_its_device_and_holds() -> None:
    assert device_of(SIGNATURE) == DEVICE
    verify_note(SIGNER, SIGNATURE, NOTE)


@pytest.mark.parametrize("change", CHANGED, ids=str)
def test_any_changed_field_breaks_the_signature(change: dict[str, object]) -> None:
    changed = replace(NOTE, **change)  # type: ignore[arg-type]
    with pytest.raises(Tampered):
        verify_note(SIGNER, SIGNATURE, changed)


def test_every_field_is_covered() -> None:
    assert {name for change in CHANGED for name in change} == {field.name for field in fields(NoteContent)}


@given(*[st.none() | st.text(max_size=3) for _ in range(4)])
def test_different_texts_have_different_forms(
    first: str | None, second: str | None, third: str | None, fourth: str | None
) -> None:
    one = replace(NOTE, subjective=first, objective=second)
    two = replace(NOTE, subjective=third, objective=fourth)
    same = sign_note(KEYS.sign, DEVICE, one) == sign_note(KEYS.sign, DEVICE, two)
    assert same == ((first, second) == (third, fourth))


def test_a_signature_of_another_or_posing_device_is_refused() -> None:
    for signature in (
        sign_note(KEYS.sign, OTHER, NOTE)[:1] + DEVICE.bytes + sign_note(KEYS.sign, OTHER, NOTE)[17:],
        sign_note(HOSTILE.sign, DEVICE, NOTE),
        SIGNATURE[:1] + OTHER.bytes + SIGNATURE[17:],
    ):
        with pytest.raises(Tampered):
            verify_note(SIGNER, signature, NOTE)


def test_a_signature_in_the_name_of_somebody_else_than_the_devices_person_is_refused() -> None:
    someone_else = Signer(UserId(UUID(int=5)), KEYS.sign_pub)
    with pytest.raises(Tampered):
        verify_note(someone_else, SIGNATURE, NOTE)


@given(st.integers(0, len(SIGNATURE) - 1), st.integers(0, 7), st.binary(max_size=100))
def test_any_flip_cut_or_garbage_is_refused(position: int, bit: int, garbage: bytes) -> None:
    flipped = bytearray(SIGNATURE)
    flipped[position] ^= 1 << bit
    for wrong in (bytes(flipped), SIGNATURE[:position], SIGNATURE + b"\0", garbage):
        with pytest.raises(Tampered):
            verify_note(SIGNER, wrong, NOTE)


def test_the_form_that_is_signed_is_frozen() -> None:
    """A note must verify for as long as it has to be kept: built here by hand, not by the code under test."""
    texts = b"".join(
        b"\xff\xff\xff\xff" if text is None else len(text.encode()).to_bytes(4) + text.encode()
        for text in (NOTE.subjective, NOTE.objective, NOTE.assessment, NOTE.plan, NOTE.reason)
    )
    ids = NOTE.workspace_id.bytes + NOTE.note_id.bytes + NOTE.client_id.bytes
    numbers = struct.pack(">Iqq", NOTE.version_number, NOTE.session_date, NOTE.signed_at)
    content = b"pazpaz/note/2\0" + ids + numbers + NOTE.signed_by.bytes + texts

    assert SIGNATURE[:17] == b"\x02" + DEVICE.bytes
    assert is_signed(KEYS.sign_pub, SIGNATURE[17:], b"pazpaz/note signature/2\0" + DEVICE.bytes + content)


EARLIER: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "data/note_signatures_1.json").read_text(encoding="utf-8")
)
"""Made by a program that signed the earlier form, a list in JSON, and kept as they were."""


def earlier(version: dict[str, Any]) -> NoteContent:
    return NoteContent(
        workspace_id=WorkspaceId(UUID(EARLIER["workspace_id"])),
        note_id=NoteId(UUID(EARLIER["note_id"])),
        client_id=ClientId(UUID(EARLIER["client_id"])),
        version_number=version["version_number"],
        session_date=to_micros(datetime.fromisoformat(EARLIER["session_date"])),
        signed_at=to_micros(datetime.fromisoformat(version["signed_at"])),
        signed_by=UserId(UUID(EARLIER["signed_by"])),
        **{name: version[name] for name in ("subjective", "objective", "assessment", "plan", "reason")},
    )


@pytest.mark.parametrize("version", EARLIER["versions"], ids=lambda one: f"version {one['version_number']}")
def test_what_the_earlier_form_signed_holds_for_ever(version: dict[str, Any]) -> None:
    signer = Signer(UserId(UUID(EARLIER["signed_by"])), bytes.fromhex(EARLIER["sign_pub"]))
    signature, content = bytes.fromhex(version["signature"]), earlier(version)

    assert device_of(signature) == DeviceId(UUID(EARLIER["device_id"]))
    verify_note(signer, signature, content)

    with pytest.raises(Tampered):
        verify_note(signer, signature, replace(content, plan="Something else."))
    with pytest.raises(Tampered):
        verify_note(signer, b"\x02" + signature[1:], content)
