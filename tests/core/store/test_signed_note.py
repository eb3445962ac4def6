"""A signed note leaves the store as a file that others can check."""

import uuid
from dataclasses import replace
from pathlib import Path

import pytest

from core.crypto.certs import DeviceCert, issue, read_cert
from core.crypto.keys import DeviceKeys
from core.crypto.note_file import read_note_file
from core.crypto.note_report import report_on
from core.crypto.notes import Signer, sign_note
from core.domain.enums import Role
from core.domain.errors import NotFound, UserError
from core.domain.ids import DeviceId, NoteId
from core.store.database.facts import set_fact
from core.store.practice.practice import Practice
from core.store.transfer.new_device import become_new_device
from core.store.transfer.signed_note import code_of_practice, export_signed_note, signed_note_file
from core.store.unit_of_work.certificates import keep_certificates
from core.store.unit_of_work.signers import keep_signers
from tests.core.store.test_signatures import KEYS, OTHER, STRANGER, signed, signing, written

__all__ = ["signing"]
ROOT = DeviceKeys.from_seeds(b"r" * 32, b"s" * 32)


def code(practice: Practice, note_id: NoteId) -> str:
    with pytest.raises(UserError) as refused:
        signed_note_file(practice, note_id)
    return refused.value.code


def certificate(practice: Practice, device_id: DeviceId, keys: DeviceKeys, by: DeviceKeys) -> bytes:
    """Of an owner's laptop by the root, of another by this laptop."""
    by_root = by is ROOT
    cert = DeviceCert(
        workspace_id=practice.me.workspace_id,
        user_id=practice.me.user_id,
        device_id=device_id,
        role=Role.OWNER if by_root else Role.THERAPIST,
        sign_pub=keys.sign_pub,
        hpke_pub=keys.hpke_pub,
        issued_at=0,
        issuer_device_id=None if by_root else practice.me.device_id,
    )
    return issue(by.sign, cert)


def test_given_a_practice_on_one_laptop_when_a_note_leaves_then_it_is_genuine_under_the_shown_code(
    signing: Practice, tmp_path: Path
) -> None:
    note_id, target = signed(signing), tmp_path / "note.pazpaz-note"
    export_signed_note(signing, note_id, target)

    report = report_on(read_note_file(target.read_bytes()))
    assert report.genuine, report
    assert report.client == "Ada Invented"
    assert report.practice_code == code_of_practice(signing) != ""
    assert [one.number for one in report.versions] == [1, 2]
    assert target.stat().st_mode & 0o077 == 0
    (event,) = [one for one in signing.audit.list() if one.event_type == "session.export"]
    assert event.resource_id == note_id


def test_given_a_store_that_was_restored_when_an_old_note_leaves_then_the_laptop_vouches_for_its_former_key(
    signing: Practice,
) -> None:
    note_id = signed(signing)
    with signing.store.write() as db:
        become_new_device(db, DeviceId(uuid.UUID(int=50)))
    signing.me = replace(signing.me, device_id=DeviceId(uuid.UUID(int=50)))

    assert report_on(read_note_file(signed_note_file(signing, note_id))).genuine


def test_given_a_clinic_when_a_colleagues_note_leaves_then_its_chain_leads_to_the_clinics_root(
    signing: Practice,
) -> None:
    own = certificate(signing, signing.me.device_id, KEYS, ROOT)
    theirs = certificate(signing, STRANGER, OTHER, KEYS)
    with signing.store.write() as db:
        set_fact(db, "root_pub", ROOT.sign_pub)
        set_fact(db, "cert", own)
        keep_signers(db, {STRANGER: Signer(signing.me.user_id, OTHER.sign_pub)})
    signing.notes._sign = lambda content: sign_note(OTHER.sign, STRANGER, content)
    note_id = signed(signing)
    assert code(signing, note_id) == "no_certificate"

    with signing.store.write() as db:
        keep_certificates(db, {STRANGER: theirs})
    file = read_note_file(signed_note_file(signing, note_id))
    assert report_on(file).genuine
    assert file.root_pub == ROOT.sign_pub
    assert {read_cert(blob).device_id for blob in file.certificates} == {STRANGER, signing.me.device_id}


def test_given_what_is_not_signed_or_not_genuine_when_it_should_leave_then_it_stays(
    signing: Practice, tmp_path: Path
) -> None:
    assert code(signing, written(signing)) == "draft"
    note_id = signed(signing)
    with signing.store.write() as db:
        db.exec_driver_sql("UPDATE session_versions SET plan = 'Rest.' WHERE version_number = 2")
    with pytest.raises(UserError, match="nothing was written"):
        export_signed_note(signing, note_id, tmp_path / "note")
    assert list(tmp_path.glob("note*")) == []
    assert not [one for one in signing.audit.list() if one.event_type == "session.export"]


def test_given_a_note_whose_first_version_is_not_here_when_it_should_leave_then_it_waits(
    signing: Practice,
) -> None:
    note_id = signed(signing)
    with signing.store.write() as db:
        db.exec_driver_sql("DELETE FROM session_versions WHERE version_number = 1")
    assert code(signing, note_id) == "incomplete"


def test_given_a_laptop_that_waits_for_its_clinic_when_a_note_should_leave_then_it_says_so(
    signing: Practice,
) -> None:
    note_id = signed(signing)
    with signing.store.write() as db:
        set_fact(db, "server", b"{}")
    assert (code(signing, note_id), code_of_practice(signing)) == ("no_certificate", "")


def test_given_a_note_that_was_deleted_when_it_should_leave_then_it_is_not_there(signing: Practice) -> None:
    note_id = signed(signing)
    signing.notes.delete(note_id, "Written twice")
    with pytest.raises(NotFound):
        signed_note_file(signing, note_id)
