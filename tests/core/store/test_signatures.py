"""Signatures of notes in a store: which hold, which do not, and which nobody here can check."""

import json
import uuid

import pytest

from core.crypto.keys import DeviceKeys
from core.crypto.notes import NoteContent, Signer, sign_note
from core.domain.clock import to_micros
from core.domain.enums import SignatureState
from core.domain.ids import DeviceId, NoteId, UserId
from core.domain.new_rows import ClientDraft
from core.domain.notes import SOAP
from core.store.database.engine import Store
from core.store.database.facts import set_fact
from core.store.practice.practice import Practice, read_me
from core.store.transfer.new_device import become_new_device
from core.store.unit_of_work.signers import DEVICE_KEYS, keep_signers, signers

KEYS, OTHER = DeviceKeys.from_seeds(b"a" * 32, b"b" * 32), DeviceKeys.from_seeds(b"c" * 32, b"d" * 32)
STRANGER = DeviceId(uuid.UUID(int=99))
VERIFIED, BROKEN, UNKNOWN, UNSIGNED = (
    SignatureState.VERIFIED,
    SignatureState.BROKEN,
    SignatureState.UNKNOWN,
    SignatureState.UNSIGNED,
)


@pytest.fixture
def signing(practice: Practice) -> Practice:
    """The practice on a device that has keys and signs with them."""
    with practice.store.write() as db:
        set_fact(db, DEVICE_KEYS, KEYS.to_bytes())
    device_id = practice.me.device_id
    practice.notes._sign = lambda content: sign_note(KEYS.sign, device_id, content)
    return practice


def written(practice: Practice) -> NoteId:
    client = practice.clients.add(ClientDraft(first_name="Ada", last_name="Invented")).value
    note = practice.notes.start(client.id).value
    practice.notes.save_draft(note.id, plan="Heat.", subjective="Sleeps “better”.")
    return note.id


def signed(practice: Practice) -> NoteId:
    note_id = written(practice)
    practice.notes.finalize(note_id)
    practice.notes.amend(note_id, "Wrong side", plan="Ice.")
    return note_id


def states(practice: Practice, note_id: NoteId) -> list[tuple[int, SignatureState]]:
    return [(one.version_number, one.state) for one in practice.notes.proofs(note_id)]


def change(store: Store, sql: str, *values: object) -> None:
    with store.write() as db:
        db.exec_driver_sql(sql, values)


def test_given_a_note_signed_here_when_shown_then_each_version_is_verified(signing: Practice) -> None:
    note_id = signed(signing)

    proofs = signing.notes.proofs(note_id)

    assert [(one.version_number, one.state) for one in proofs] == [(1, VERIFIED), (2, VERIFIED)]
    assert {one.signed_by for one in proofs} == {signing.me.user_id}
    assert proofs[0].signed_at == signing.notes.get(note_id).finalized_at


def test_given_a_draft_when_shown_then_there_is_nothing_to_prove(signing: Practice) -> None:
    assert signing.notes.proofs(written(signing)) == ()


def test_given_what_the_earlier_form_signed_when_shown_then_it_is_verified(signing: Practice) -> None:
    device_id = signing.me.device_id

    def sign(content: NoteContent) -> bytes:
        listed = [
            *(each.hex for each in (content.workspace_id, content.note_id, content.client_id)),
            *(content.session_date, content.version_number, content.reason),
            *(getattr(content, name) for name in SOAP),
            *(content.signed_by.hex, content.signed_at),
        ]
        told = json.dumps(listed, ensure_ascii=False, separators=(",", ":")).encode()
        whole = b"pazpaz/note signature/1\0" + device_id.bytes + b"pazpaz/note/1\0" + told
        return b"\x01" + device_id.bytes + KEYS.sign.sign(whole)

    signing.notes._sign = sign

    assert states(signing, signed(signing)) == [(1, VERIFIED), (2, VERIFIED)]


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("UPDATE session_versions SET plan = 'Rest.' WHERE version_number = 2", [VERIFIED, BROKEN]),
        ("UPDATE session_versions SET reason = 'Other' WHERE version_number = 2", [VERIFIED, BROKEN]),
        ("UPDATE session_versions SET signed_at = NULL WHERE version_number = 2", [VERIFIED, BROKEN]),
        ("UPDATE session_versions SET signature = x'00' WHERE version_number = 2", [VERIFIED, BROKEN]),
        ("UPDATE session_versions SET signature = NULL WHERE version_number = 2", [VERIFIED, UNSIGNED]),
        ("UPDATE session_versions SET created_by_user_id = NULL", [BROKEN, BROKEN]),
        ("UPDATE sessions SET session_date = session_date + 1", [BROKEN, BROKEN]),
        ("UPDATE sessions SET plan = 'Rest.'", [BROKEN, VERIFIED]),
        ("DELETE FROM session_versions WHERE version_number = 1", [VERIFIED, VERIFIED]),
        (
            "UPDATE session_versions SET signature = NULL; UPDATE sessions SET signature = NULL",
            [UNSIGNED] * 2,
        ),
    ],
)
def test_given_a_store_that_was_changed_when_shown_then_what_does_not_hold_is_told(
    signing: Practice, sql: str, expected: list[SignatureState]
) -> None:
    note_id = signed(signing)
    for each in sql.split("; "):
        change(signing.store, each)

    assert states(signing, note_id) == list(enumerate(expected, start=1))


def test_given_another_persons_device_when_it_signs_in_our_name_then_that_does_not_hold(
    signing: Practice,
) -> None:
    with signing.store.write() as db:
        keep_signers(db, {STRANGER: Signer(UserId(uuid.UUID(int=5)), OTHER.sign_pub)})
    signing.notes._sign = lambda content: sign_note(OTHER.sign, STRANGER, content)

    assert states(signing, signed(signing)) == [(1, BROKEN), (2, BROKEN)]


def test_given_a_device_that_is_not_known_here_when_shown_then_nothing_is_claimed(signing: Practice) -> None:
    signing.notes._sign = lambda content: sign_note(OTHER.sign, STRANGER, content)
    note_id = signed(signing)
    assert states(signing, note_id) == [(1, UNKNOWN), (2, UNKNOWN)]

    with signing.store.write() as db:
        keep_signers(db, {STRANGER: Signer(signing.me.user_id, OTHER.sign_pub)})
    assert states(signing, note_id) == [(1, VERIFIED), (2, VERIFIED)]

    with signing.store.write() as db:
        keep_signers(db, {}, refuted=[STRANGER])
        assert STRANGER not in signers(db)
    assert states(signing, note_id) == [(1, UNKNOWN), (2, UNKNOWN)]


def test_given_a_laptop_restored_from_a_backup_when_shown_then_its_former_signatures_hold(
    signing: Practice,
) -> None:
    note_id = signed(signing)
    with signing.store.write() as db:
        become_new_device(db, STRANGER)
        me = read_me(db)
        assert me is not None
        assert me.device_id == STRANGER

    assert states(signing, note_id) == [(1, VERIFIED), (2, VERIFIED)]


def test_given_a_whole_practice_when_checked_then_every_version_is_counted(signing: Practice) -> None:
    signed(signing)
    broken = signed(signing)
    written(signing)
    change(
        signing.store,
        "UPDATE session_versions SET plan = 'Rest.' WHERE version_number = 2 AND session_id = ?",
        broken.bytes,
    )

    assert signing.notes.signature_states() == {VERIFIED: 3, BROKEN: 1}


def test_given_a_device_without_keys_when_shown_then_notes_are_unsigned(practice: Practice) -> None:
    note_id = signed(practice)

    assert states(practice, note_id) == [(1, UNSIGNED), (2, UNSIGNED)]
    assert to_micros(practice.notes.proofs(note_id)[0].signed_at or practice.desk.clock.now()) > 0
