"""A signature that the clinic's server refused: sent again only under the very words that were signed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.domain.enums import Role
from core.domain.errors import RuleBroken
from core.domain.ids import NoteId, UserId
from core.domain.registry import BY_NAME
from core.store.practice.practice import RefusedChange
from desktop.notes.gateway import NotesGateway
from tests.sync.laptops import Laptop, Practice, meet, person
from tests.sync.test_poison import ask

SIGNED = "Signed words."


class Signing:
    """An owner, and a therapist who signed a note when she might only read, without knowing of it."""

    def __init__(self, practice: Practice) -> None:
        self.practice = practice
        self.owner = practice.enrol()
        self.therapist = practice.enrol(Role.THERAPIST, user_id=UserId(practice.ids.new()))
        for laptop in (self.owner, self.therapist):
            self.owner.add("users", laptop.me.user_id, full_name="Ruth Amsel", role="OWNER")
        self.note = NoteId(self.owner.add_note(self.owner.add_client(), plan=SIGNED))
        meet(self.owner, self.therapist)
        self._becomes(Role.READONLY)
        person(self.therapist).notes.finalize(self.note)
        self.therapist.sync()
        self._becomes(Role.THERAPIST)

    def _becomes(self, role: Role) -> None:
        self.practice.head().give_role(self.therapist.me.user_id, role)

    def refused(self, table: str) -> RefusedChange:
        listed = person(self.therapist).inbox.refused()
        (found,) = [each for each in listed if each.table == table]
        return found

    def send_again(self, table: str) -> None:
        person(self.therapist).inbox.retry(self.refused(table).id)

    def meet(self) -> None:
        for laptop in (self.owner, self.therapist, self.owner):
            laptop.sync()

    def versions(self, laptop: Laptop) -> list[str | None]:
        return [each.plan for each in person(laptop).notes.versions(self.note)]

    def is_signed(self, laptop: Laptop) -> bool:
        return person(laptop).notes.get(self.note).finalized_at is not None


@pytest.fixture
def signing(tmp_path: Path) -> Iterator[Signing]:
    practice = Practice(tmp_path)
    yield Signing(practice)
    practice.close()


def test_given_the_note_as_it_was_when_sent_again_then_it_is_signed_everywhere_with_its_text(
    signing: Signing,
) -> None:
    assert not signing.is_signed(signing.therapist)

    signing.send_again("sessions")
    signing.meet()

    for laptop in (signing.owner, signing.therapist):
        assert (signing.is_signed(laptop), signing.versions(laptop)) == (True, [SIGNED])
        assert laptop.told("notices") == []
    assert {each.table for each in person(signing.therapist).inbox.refused()} == {"audit_events"}


def test_given_a_note_that_was_written_on_when_sent_again_then_nobody_signs_what_they_did_not_read(
    signing: Signing,
) -> None:
    signing.owner.edit("sessions", signing.note, plan="Other words.")
    signing.meet()

    with pytest.raises(RuleBroken, match="not signed again"):
        signing.send_again("sessions")

    signing.meet()
    assert not signing.is_signed(signing.owner)
    assert signing.refused("sessions").fields["finalized_at"] is not None


def test_given_a_note_that_somebody_signed_meanwhile_when_sent_again_then_that_signature_stays(
    signing: Signing,
) -> None:
    person(signing.owner).notes.finalize(signing.note)
    signing.meet()

    with pytest.raises(RuleBroken, match="not signed again"):
        signing.send_again("sessions")


def test_given_an_open_question_about_the_note_when_sent_again_then_it_is_answered_first(
    signing: Signing,
) -> None:
    ask(signing.therapist, BY_NAME["sessions"].no, signing.note, "plan")

    with pytest.raises(RuleBroken, match="not signed again"):
        signing.send_again("sessions")


def test_given_a_signed_text_without_its_note_when_sent_again_then_the_note_comes_first(
    signing: Signing,
) -> None:
    with pytest.raises(RuleBroken, match="Send the note itself again"):
        signing.send_again("session_versions")

    person(signing.owner).notes.finalize(signing.note)
    signing.meet()
    with pytest.raises(RuleBroken, match="Send the note itself again"):
        signing.send_again("session_versions")


class Amending:
    """A signed note that the therapist amended when she might only read, without knowing of it."""

    def __init__(self, practice: Practice) -> None:
        self.owner = practice.enrol()
        self.therapist = practice.enrol(Role.THERAPIST, user_id=UserId(practice.ids.new()))
        for laptop in (self.owner, self.therapist):
            self.owner.add("users", laptop.me.user_id, full_name="Ruth Amsel", role="OWNER")
        self.note = NoteId(self.owner.add_note(self.owner.add_client(), plan=SIGNED))
        person(self.owner).notes.finalize(self.note)
        meet(self.owner, self.therapist)
        practice.head().give_role(self.therapist.me.user_id, Role.READONLY)
        self.amend(self.therapist, "Refused words.")
        self.therapist.sync()
        practice.head().give_role(self.therapist.me.user_id, Role.THERAPIST)

    def amend(self, laptop: Laptop, plan: str) -> None:
        person(laptop).notes.amend(self.note, "Because.", plan=plan)

    def send_again(self) -> None:
        inbox = person(self.therapist).inbox
        (version,) = [each for each in inbox.refused() if each.table == "session_versions"]
        assert version.fields["plan"] == "Refused words."
        inbox.retry(version.id)

    def meet(self) -> None:
        for laptop in (self.owner, self.therapist, self.owner):
            laptop.sync()

    def said(self, laptop: Laptop) -> list[str | None]:
        return [each.plan for each in person(laptop).notes.versions(self.note)]


@pytest.fixture
def amending(tmp_path: Path) -> Iterator[Amending]:
    practice = Practice(tmp_path)
    yield Amending(practice)
    practice.close()


def test_given_an_amendment_that_was_refused_when_the_note_is_amended_then_nothing_is_built_on_it(
    amending: Amending,
) -> None:
    assert amending.said(amending.therapist) == [SIGNED]
    amending.amend(amending.owner, "Owner's words.")
    amending.meet()
    person(amending.therapist).notes.amend(amending.note, "Because.", objective="Gait normal.")
    amending.meet()

    for laptop in (amending.owner, amending.therapist):
        assert amending.said(laptop) == [SIGNED, "Owner's words.", "Owner's words."]


def test_given_an_amendment_that_was_refused_when_sent_again_then_it_is_there_everywhere(
    amending: Amending,
) -> None:
    amending.send_again()
    amending.meet()

    for laptop in (amending.owner, amending.therapist):
        assert amending.said(laptop) == [SIGNED, "Refused words."]
        assert laptop.told("notices") == []


def test_given_an_amendment_that_was_refused_when_another_came_then_it_is_not_sent_beside_that(
    amending: Amending,
) -> None:
    amending.amend(amending.owner, "Owner's words.")
    amending.meet()

    with pytest.raises(RuleBroken, match="other amendments by now"):
        amending.send_again()

    amending.meet()
    assert amending.therapist.dirty() == 0
    assert amending.said(amending.owner) == [SIGNED, "Owner's words."]


def test_given_a_new_note_signed_and_amended_when_all_of_it_is_refused_then_it_still_opens(
    signing: Signing,
) -> None:
    """Its texts are in the inbox; the note shows what was signed."""
    therapist = signing.therapist
    note = person(therapist).notes.start(person(therapist).clients.list()[0].client.id).value
    person(therapist).notes.save_draft(note.id, plan="New words.")
    person(therapist).notes.finalize(note.id)
    person(therapist).notes.amend(note.id, "Because.", plan="Amended words.")
    signing.practice.head().give_role(therapist.me.user_id, Role.READONLY)
    therapist.sync()

    opened = NotesGateway(person(therapist), therapist.clock).open(note.id)

    assert opened.note.plan == "New words."
    refused = person(therapist).inbox.refused()
    assert "Amended words." in {each.fields.get("plan") for each in refused}
