"""Signatures of notes on their way: checked where they arrive, told when one does not hold."""

import uuid

import pytest

from core.crypto.certs import read_cert, verify_chain
from core.crypto.notes import NoteContent
from core.domain.enums import Role, SignatureState
from core.domain.ids import NoteId, UserId
from core.store.database.facts import set_fact
from core.store.practice import practice as desk
from core.store.unit_of_work.certificates import certificates_for
from sync.events import NeedsYou
from sync.rows.note_signatures import UNSOUND
from tests.sync.laptops import Laptop, Practice, meet, person

pytestmark = pytest.mark.usefixtures("someone_works_here")
Two = tuple[Laptop, Laptop]
VERIFIED, BROKEN = SignatureState.VERIFIED, SignatureState.BROKEN


def signed(laptop: Laptop) -> NoteId:
    note = NoteId(laptop.add_note(laptop.add_client(), plan="Heat."))
    person(laptop).notes.finalize(note)
    person(laptop).notes.amend(note, "Wrong side", plan="Ice.")
    return note


def states(laptop: Laptop, note: NoteId) -> list[SignatureState]:
    return [one.state for one in person(laptop).notes.proofs(note)]


def alarms(laptop: Laptop) -> list[uuid.UUID]:
    return [uuid.UUID(bytes=each["row_id"]) for each in laptop.told("notices") if each["kind"] == UNSOUND]


@pytest.mark.parametrize("rows_a_page", [1, 2, 1000])
def test_given_a_note_signed_elsewhere_when_it_came_then_it_is_verified_without_the_server(
    practice: Practice, laptops: Two, rows_a_page: int
) -> None:
    practice.server.page_limit = rows_a_page
    note = signed(laptops[0])
    meet(*laptops)
    laptops[1].remote.close()

    assert states(laptops[1], note) == [VERIFIED, VERIFIED]
    assert (alarms(laptops[1]), alarms(laptops[0])) == ([], [])


def test_given_a_laptop_that_synced_when_a_note_leaves_then_it_has_the_signers_chain_up_to_the_root(
    practice: Practice, laptops: Two
) -> None:
    there, here = laptops
    meet(*laptops)
    root = practice.root.public_key().public_bytes_raw()
    with here.store.write() as db:
        set_fact(db, "root_pub", root)
        certs = certificates_for(db, here.me, {there.me.device_id}, 0)

    chain = verify_chain({read_cert(blob).device_id: blob for blob in certs}, root, practice.workspace_id)
    assert there.me.device_id in chain


@pytest.mark.parametrize("rows_a_page", [1, 1000])
def test_given_a_signature_that_does_not_hold_when_it_comes_in_then_it_is_told_once_and_shown_as_such(
    practice: Practice, laptops: Two, rows_a_page: int
) -> None:
    practice.server.page_limit = rows_a_page
    there, here = laptops
    note = signed(there)
    with there.store.write() as db:
        db.exec_driver_sql("UPDATE session_versions SET plan = 'Rest.' WHERE version_number = 2")
    meet(*laptops)

    assert states(here, note) == [VERIFIED, BROKEN]
    assert alarms(here) == [note]
    assert any(isinstance(event, NeedsYou) for event in here.events)
    person(there).notes.amend(note, "Seen again", objective="Gait.")
    meet(*laptops)
    assert alarms(here) == [note]


@pytest.mark.parametrize("names_the_author", [False, True])
def test_given_a_colleagues_device_when_it_signs_in_the_authors_name_then_it_is_told(
    practice: Practice, laptops: Two, names_the_author: bool
) -> None:
    """On a server that takes it, as after a restore. One that names the author's laptop is compared."""
    there, here = laptops
    user, practice.user_id = practice.user_id, UserId(uuid.UUID(int=77))
    colleague = practice.enrol(Role.THERAPIST, name="colleague")
    practice.user_id = user
    meet(there, colleague)
    note = NoteId(there.add_note(there.add_client(), plan="Heat."))
    meet(there, colleague)
    practice.head().went_back.add(practice.head().epoch)

    def forge(content: NoteContent) -> bytes:
        if names_the_author:
            return b"\x02" + there.me.device_id.bytes + bytes(64)
        return colleague.sign(content)

    author = desk.Practice(colleague.store, there.me, practice.clock, practice.ids, forge)
    author.notes.finalize(note)
    colleague.sync(), there.sync(), there.sync(), here.sync()

    if names_the_author:
        assert states(here, note) == [BROKEN]
        assert alarms(here) == [note]
    else:
        assert here.value("sessions", note, "is_draft") is True
        assert "superseded" in {each["kind"] for each in there.told("notices")}


def test_given_a_device_that_left_when_its_notes_are_shown_then_they_are_still_verified(
    practice: Practice, laptops: Two
) -> None:
    there, here = laptops
    note = signed(there)
    meet(*laptops)
    practice.head().devices[:] = [
        each for each in practice.head().devices if each.device_id != there.me.device_id
    ]
    here.add_client()
    here.sync()

    assert states(here, note) == [VERIFIED, VERIFIED]


def test_given_two_signed_apart_when_they_meet_then_nothing_is_called_forged(laptops: Two) -> None:
    there, here = laptops
    note = NoteId(there.add_note(there.add_client(), plan="Heat."))
    meet(*laptops)
    person(here).notes.save_draft(note, plan="Ice.")
    for laptop in laptops:
        person(laptop).notes.finalize(note)
        person(laptop).notes.amend(note, "Seen again", objective="Gait.")
    meet(*laptops)

    assert states(here, note) == states(there, note) == [VERIFIED, VERIFIED]
    assert (alarms(there), alarms(here)) == ([], [])
