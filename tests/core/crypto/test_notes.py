"""A note's signature holds for exactly what was signed, by exactly who signed."""

from dataclasses import fields, replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.crypto.keys import DeviceKeys
from core.crypto.notes import NoteContent, content_of, short_code, sign_note, verify_note
from core.domain.clock import from_micros
from core.domain.errors import Tampered
from core.domain.ids import ClientId, DeviceId, NoteId, NoteVersionId, UserId, WorkspaceId
from core.domain.records import NoteVersion, SessionNote

KEYS, HOSTILE = DeviceKeys.generate(), DeviceKeys.generate()
DEVICE, OTHER = DeviceId(UUID(int=7)), DeviceId(UUID(int=8))
TRUSTED = {DEVICE: KEYS.sign_pub}
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
SIGNATURE = sign_note(KEYS.sign, DEVICE, NOTE.canonical())
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


def test_a_signed_note_names_its_device() -> None:
    assert verify_note(TRUSTED, SIGNATURE, NOTE.canonical()) == DEVICE


@pytest.mark.parametrize("change", CHANGED, ids=str)
def test_any_changed_field_breaks_the_signature(change: dict[str, object]) -> None:
    changed = replace(NOTE, **change)  # type: ignore[arg-type]
    with pytest.raises(Tampered):
        verify_note(TRUSTED, SIGNATURE, changed.canonical())


def test_every_field_is_covered() -> None:
    assert {name for change in CHANGED for name in change} == {field.name for field in fields(NoteContent)}


@given(*[st.none() | st.text(max_size=3) for _ in range(4)])
def test_different_texts_have_different_forms(
    first: str | None, second: str | None, third: str | None, fourth: str | None
) -> None:
    one = replace(NOTE, subjective=first, objective=second)
    two = replace(NOTE, subjective=third, objective=fourth)
    assert (one.canonical() == two.canonical()) == ((first, second) == (third, fourth))


def test_a_signature_of_an_untrusted_or_posing_device_is_refused() -> None:
    canonical = NOTE.canonical()
    for signature in (
        sign_note(KEYS.sign, OTHER, canonical),
        sign_note(HOSTILE.sign, DEVICE, canonical),
        SIGNATURE[:1] + OTHER.bytes + SIGNATURE[17:],
    ):
        with pytest.raises(Tampered):
            verify_note({DEVICE: KEYS.sign_pub, OTHER: HOSTILE.sign_pub}, signature, canonical)
    with pytest.raises(Tampered):
        verify_note({}, SIGNATURE, canonical)


@given(st.integers(0, len(SIGNATURE) - 1), st.integers(0, 7), st.binary(max_size=100))
def test_any_flip_cut_or_garbage_is_refused(position: int, bit: int, garbage: bytes) -> None:
    flipped = bytearray(SIGNATURE)
    flipped[position] ^= 1 << bit
    for wrong in (bytes(flipped), SIGNATURE[:position], SIGNATURE + b"\0", garbage):
        with pytest.raises(Tampered):
            verify_note(TRUSTED, wrong, NOTE.canonical())


NOW = from_micros(NOTE.signed_at)
RECORD = SessionNote(
    id=NOTE.note_id,
    workspace_id=NOTE.workspace_id,
    created_at=NOW,
    updated_at=NOW,
    client_id=NOTE.client_id,
    session_date=from_micros(NOTE.session_date),
)
VERSION = NoteVersion(
    id=NoteVersionId(UUID(int=6)),
    workspace_id=NOTE.workspace_id,
    created_at=NOW,
    updated_at=NOW,
    session_id=NOTE.note_id,
    version_number=1,
    subjective=NOTE.subjective,
    objective=NOTE.objective,
    assessment=NOTE.assessment,
    plan=NOTE.plan,
    created_by_user_id=NOTE.signed_by,
    signed_at=NOW,
)


def test_the_records_of_a_note_say_what_is_signed() -> None:
    assert content_of(RECORD, VERSION) == NOTE


def test_a_version_that_nobody_signed_has_no_content_to_sign() -> None:
    for unsigned in (replace(VERSION, signed_at=None), replace(VERSION, created_by_user_id=None)):
        with pytest.raises(ValueError, match="who signed"):
            content_of(RECORD, unsigned)


def test_the_canonical_form_is_frozen() -> None:
    """A printed note must verify for as long as it has to be kept."""
    assert short_code(NOTE.canonical()) == "RXFJ-5M7S-EEHR-H4N8"
