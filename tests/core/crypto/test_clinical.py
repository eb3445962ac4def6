"""The digest of clinical fields, and cells under clinical keys."""

from uuid import UUID

import pytest

from core.crypto.cells import TWIN, KeyRing, base_no, twin_no
from core.crypto.clinical import clinical_digest, holds, possible_digests
from core.domain.errors import Tampered
from core.domain.ids import WorkspaceId

WORKSPACE, ROW, OTHER = WorkspaceId(UUID(int=1)), UUID(int=2), UUID(int=3)
ORDINARY = {0: b"i" * 32, 1: b"a" * 32, 2: b"b" * 32}
FIELDS = {16: b"Asthma", 27: b"Latex"}


@pytest.fixture
def clinician() -> KeyRing:
    return KeyRing(WORKSPACE, {**ORDINARY, twin_no(1): b"t" * 32, twin_no(2): b"u" * 32})


@pytest.fixture
def assistant() -> KeyRing:
    return KeyRing(WORKSPACE, ORDINARY)


def test_a_key_and_its_twin_tell_of_each_other() -> None:
    assert [base_no(no) for no in (0, 2, twin_no(2), TWIN)] == [0, 2, 2, TWIN]


def test_the_form_of_digests_is_frozen(clinician: KeyRing) -> None:
    expected = "02faf0820f52efd06e27c15a11b56d6742a55dd033ffc8133abe2d1c471cb4d5a5f9d85b"
    assert clinical_digest(clinician, 3, ROW, FIELDS).hex() == expected


def test_given_fields_when_digested_then_only_they_hold_in_their_place(clinician: KeyRing) -> None:
    digest = clinical_digest(clinician, 3, ROW, FIELDS)
    assert holds(clinician, digest, 3, ROW, FIELDS)
    assert not holds(clinician, digest, 4, ROW, FIELDS)
    assert not holds(clinician, digest, 3, OTHER, FIELDS)
    assert not holds(clinician, digest, 3, ROW, {**FIELDS, 16: b"None"})
    assert not holds(clinician, digest, 3, ROW, {16: b"Asthma"})
    assert not holds(clinician, digest[:-1], 3, ROW, FIELDS)


def test_given_a_digest_of_an_older_key_when_checked_then_it_still_holds(clinician: KeyRing) -> None:
    before = KeyRing(WORKSPACE, {**ORDINARY, twin_no(1): b"t" * 32})
    assert holds(clinician, clinical_digest(before, 3, ROW, FIELDS), 3, ROW, FIELDS)
    assert not holds(before, clinical_digest(clinician, 3, ROW, FIELDS), 3, ROW, FIELDS)


def test_given_several_clinical_keys_when_asked_then_each_digest_that_could_stand_is_told(
    clinician: KeyRing, assistant: KeyRing
) -> None:
    before = KeyRing(WORKSPACE, {**ORDINARY, twin_no(1): b"t" * 32})
    newest, older = (clinical_digest(ring, 3, ROW, FIELDS) for ring in (clinician, before))
    assert list(possible_digests(clinician, 3, ROW, FIELDS)) == [newest, older]
    assert list(possible_digests(assistant, 3, ROW, FIELDS)) == []


def test_given_no_clinical_key_when_digesting_then_none_is_made_and_no_ordinary_key_passes_for_one(
    clinician: KeyRing, assistant: KeyRing
) -> None:
    with pytest.raises(ValueError, match="no clinical key"):
        clinical_digest(assistant, 3, ROW, FIELDS)
    forged = (1).to_bytes(4) + clinical_digest(clinician, 3, ROW, FIELDS)[4:]
    assert not holds(clinician, forged, 3, ROW, FIELDS)


def test_given_a_clinical_cell_when_opened_then_only_a_clinician_can(
    clinician: KeyRing, assistant: KeyRing
) -> None:
    cell = clinician.seal(b"Asthma", 3, ROW, 16, clinical=True)
    assert cell.startswith(b"v%d:" % twin_no(2))
    assert clinician.open(cell, 3, ROW, 16) == b"Asthma"
    with pytest.raises(Tampered):
        assistant.open(cell, 3, ROW, 16)
    phone = clinician.seal(b"050", 3, ROW, 13)
    assert assistant.open(phone, 3, ROW, 13) == b"050"
    assert assistant.key_for(clinical=True) == assistant.current == clinician.current == 2
