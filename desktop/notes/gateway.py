"""The practice as the note editor uses it. Its methods run on the store worker, unless they say otherwise."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import pairwise
from typing import Any

from core.domain.additions import is_addition
from core.domain.changes import Changed
from core.domain.clock import Clock
from core.domain.draft_trail import FieldSteps
from core.domain.enums import Resolution
from core.domain.errors import NotFound, RuleBroken, UserError
from core.domain.ids import ConflictId, DeviceId, NoteId, UserId
from core.domain.notes import SOAP, check_day, texts_of
from core.domain.phrases import Phrase, phrases_of
from core.domain.records import Client, Conflict, NoteTemplate, NoteVersion, SessionNote
from core.runtime.yielding import FOREGROUND
from core.store.practice.practice import Practice
from core.store.unit_of_work.half_written import Beside, Written
from core.text.earlier_words import EarlierWords
from desktop.kit.dates import full_moment
from desktop.kit.i18n import tr
from desktop.notes.autosave import NoteDone
from desktop.notes.note_texts import NoteTexts
from desktop.notes.questions import FieldQuestion, field_question
from desktop.notes.recovered_text import take_up
from desktop.notes.signature_state import NoteMarks, Signed

PHRASE_NOTES = 50
EARLIER_NOTES = 100
"""Those of two years, for somebody who comes once a week: as many are looked through for carried text."""
EARLIER_CHARACTERS = 200_000
"""Of all of them: who writes next waits for the store worker."""


@dataclass(frozen=True, slots=True)
class OpenNote:
    """What the editor shows of a note, read in one job. `previous` is the client's note before it, if any."""

    note: SessionNote
    client: Client
    previous: SessionNote | None
    marks: NoteMarks
    questions: Sequence[Conflict] = ()
    """Those of two texts, which their fields show."""
    texts: NoteTexts = field(default_factory=NoteTexts)
    template: NoteTemplate | None = None
    """What this note may begin with."""
    steps: FieldSteps = field(default_factory=dict)
    """For undo; none for what is signed."""


class NotesGateway:
    """Fulfils `NoteWriter` and `Keeper`, so that autosave and the editor share one way to the store."""

    def __init__(self, practice: Practice, clock: Clock) -> None:
        self._practice = practice
        self._clock = clock
        self._names: Mapping[DeviceId, str] = {}
        self._left: set[NoteId] = set()
        """Open notes whose half-written words could not go into them."""

    def now(self) -> datetime:
        """Aware, in the zone that the practice works in; also on the GUI thread."""
        return self._clock.now()

    def open(self, note_id: NoteId) -> OpenNote:
        """Words that were left half written go into it first, if they can.

        Raises `NotFound` for a note that is gone.
        """
        try:
            take_up(self, note_id)
            self._left.discard(note_id)
        except UserError:
            # Who may only read by now, or has a full disk, reads the note all the same.
            self._left.add(note_id)
        self._names = self._practice.team.device_names()
        note = self.get(note_id)
        previous = self._practice.notes.previous(note_id)
        client = self._client(note)
        earlier = self._latest(previous) if previous else None
        return OpenNote(
            note,
            client,
            earlier,
            self.marks(note_id),
            self.questions(note_id),
            self.note_texts(),
            self._practice.templates.for_appointment(note.appointment_id),
            self._steps_to(note),
        )

    def _steps_to(self, note: SessionNote) -> FieldSteps:
        """None for what was signed: it may have been signed elsewhere, and the steps be here still."""
        if note.finalized_at is not None:
            return {}
        return self._practice.notes.steps_to(note.id, {name: getattr(note, name) or "" for name in SOAP})

    def earlier(self, note_id: NoteId) -> Sequence[SessionNote]:
        """The client's notes before this one, each as it reads now."""
        return [self._latest(note) for note in self._practice.notes.earlier(note_id)]

    def phrases(self, note_id: NoteId) -> Mapping[str, Sequence[Phrase]]:
        """What the client's last notes before this one say, sentence by sentence, by field."""
        notes = [self._latest(note) for note in self._practice.notes.earlier(note_id, PHRASE_NOTES)]
        texts = {name: [getattr(note, name) or "" for note in notes] for name in SOAP}
        return {name: phrases_of(FOREGROUND.beside(texts[name])) for name in SOAP}

    def earlier_words(self, note_id: NoteId) -> EarlierWords:
        """What the client's last notes before this one say, in runs of words."""
        texts, room = list[str](), EARLIER_CHARACTERS
        for note in FOREGROUND.beside(self._practice.notes.earlier(note_id, EARLIER_NOTES)):
            said = [text for text in texts_of(self._latest(note)).values() if text]
            room -= sum(map(len, said))
            if room < 0:
                break
            texts += said
        return EarlierWords.of(texts)

    def note_texts(self) -> NoteTexts:
        """Read with every note that is opened, so that a key for one of them never waits for the store."""
        return NoteTexts(self._practice.templates.list(), self._practice.snippets.list())

    def marks(self, note_id: NoteId) -> NoteMarks:
        """Checks the signatures again."""
        names, added = self._people(), self._additions(note_id)
        signed = (
            Signed(
                proof.version_number,
                names.get(proof.signed_by, "") if proof.signed_by else "",
                proof.signed_at,
                proof.state,
                proof.version_number in added,
            )
            for proof in self._practice.notes.proofs(note_id)
        )
        return NoteMarks(tuple(signed), self._practice.notes.disputed(note_id))

    def _people(self) -> Mapping[UserId, str]:
        return {user.id: user.full_name for user in self._practice.team.list(include_inactive=True)}

    def _additions(self, note_id: NoteId) -> frozenset[int]:
        """Numbers of the versions that only added to the one before."""
        versions = [] if self.is_unstored(note_id) else self.versions(note_id)
        return frozenset(
            later.version_number
            for earlier, later in pairwise(versions)
            if is_addition(texts_of(earlier), texts_of(later))
        )

    def _client(self, note: SessionNote) -> Client:
        try:
            return self._practice.clients.get(note.client_id)
        except NotFound:
            # On a new laptop a note comes before its client, where that was changed later.
            raise NotFound(
                "The client of this note is not on this laptop yet; nothing is lost. Open the note again "
                "when syncing is done."
            ) from None

    def get(self, note_id: NoteId, /) -> SessionNote:
        """The note as it reads now: an amended one with the words of its last amendment."""
        return self._latest(self._practice.notes.get(note_id))

    def last_writer(self, note_id: NoteId) -> str | None:
        """What the other laptop is called whose words came into the note last; None when there is none."""
        device = self._practice.notes.last_writer(note_id)
        if device is None:
            return None
        if device not in self._names:
            self._names = self._practice.team.device_names()
        return self._names.get(device, "")

    def written_in(self, note_id: NoteId) -> Mapping[str, Written]:
        """Half-written words of the note, by field, with the text that each grew from."""
        return self._practice.notes.written_in(note_id)

    def being_written(self) -> list[NoteId]:
        """The notes that have half-written words."""
        return self._practice.notes.being_written()

    def questions(self, note_id: NoteId, /) -> list[Conflict]:
        """Open questions about the note's texts, oldest first."""
        return self._practice.notes.questions(note_id)

    def asked(self, questions: Sequence[Conflict]) -> list[FieldQuestion]:
        """As the fields show them; also from the GUI thread."""
        return [field_question(each, self._practice.me.device_id, self._names) for each in questions]

    def answer(self, question: ConflictId, choice: Resolution) -> tuple[Changed, ...]:
        """MINE and THEIRS are the question's own `ours` and `theirs`, whichever laptop answers.

        Of a note that was signed meanwhile it is refused (RuleBroken): an amendment has a reason and a proof.
        """
        asked = self._practice.inbox.conflict(question)
        if self._practice.notes.get(NoteId(asked.row_id)).finalized_at is not None:
            raise RuleBroken(
                "This note was signed meanwhile, so nothing was changed. Answer in the Inbox, and say there "
                "why it changes.",
                code="disputed",
            )
        return self._practice.inbox.resolve(question, choice).changed

    def save(
        self,
        note_id: NoteId,
        texts: Mapping[str, str],
        based_on: Mapping[str, str | None] | None,
        beside: Beside | None = None,
        /,
    ) -> NoteDone:
        """As `NoteWriter` says.

        Half-written words that did not go in at opening go first, or nothing is written.
        """
        if note_id in self._left:
            # Else what is typed now would take the place beside the note of what was left there.
            self._left.discard(note_id)
            self._take_up_or_keep(note_id)
        typed: dict[str, Any] = dict(texts)
        return self._practice.notes.save_draft(note_id, based_on=based_on, beside=beside, **typed)

    def _take_up_or_keep(self, note_id: NoteId) -> None:
        try:
            take_up(self, note_id)
        except UserError:
            self._left.add(note_id)
            raise

    def set_session_date(self, note_id: NoteId, at: datetime) -> tuple[Changed, ...]:
        """Leaves the texts alone. Raises `RuleBroken` for a session in the future, or a finalized note."""
        done = self._practice.notes.save_draft(note_id, session_date=at)
        check_day(done.value)
        return done.changed

    def finalize(self, note_id: NoteId, seen: Mapping[str, str]) -> tuple[Changed, ...]:
        """Signs only what the person has on the screen (UserError when the store holds another text)."""
        row = self._practice.notes.get(note_id)
        if any((getattr(row, name) or "") != seen[name] for name in SOAP):
            raise UserError(
                "The note on this laptop is not yet what you see here, so it was not signed. "
                "Your text is kept; try again in a moment.",
                code="not_saved",
            )
        return self._practice.notes.finalize(note_id).changed

    def amend(self, note_id: NoteId, reason: str, texts: Mapping[str, str]) -> tuple[Changed, ...]:
        """Adds a version and signs it.

        Raises `RuleBroken` as `check_amend` does, or where the clock is plainly wrong.
        """
        return self._practice.notes.amend(note_id, reason, **texts).changed

    def add_to(self, note_id: NoteId, reason: str, addition: str) -> tuple[Changed, ...]:
        """Adds a version with one paragraph more, under the day and the name of who adds it, and signs it."""
        who, when = self._people().get(self._practice.me.user_id, ""), full_moment(self.now(), self.now())
        heading = tr("Notes", "Addendum, {when}, {who}:", when=when, who=who)
        return self._practice.notes.add_to(note_id, reason, heading, addition).changed

    def versions(self, note_id: NoteId) -> list[NoteVersion]:
        """Oldest first; empty for a draft."""
        return list(self._practice.notes.versions(note_id))

    def is_unstored(self, note_id: NoteId) -> bool:
        """Whether nothing of the note is stored yet: it is only looked at. Also on the GUI thread."""
        return self._practice.notes.is_unstored(note_id)

    def delete(self, note_id: NoteId, reason: str | None) -> tuple[Changed, ...]:
        """A finalized note takes a reason, and goes by its author or the owner alone (RuleBroken)."""
        return self._practice.notes.delete(note_id, reason).changed

    def restore(self, note_id: NoteId, /) -> tuple[Changed, ...]:
        """Raises `RuleBroken` for a note that is there, or a draft deleted more than 30 days ago."""
        return self._practice.notes.restore(note_id).changed

    def in_clinic(self, note_id: NoteId) -> bool | None:
        """Whether the server has every word; None before one was met, or for a note only looked at."""
        return self._practice.notes.in_clinic(note_id)

    def _latest(self, note: SessionNote) -> SessionNote:
        return as_amended(self._practice, note)


def as_amended(practice: Practice, note: SessionNote) -> SessionNote:
    """As its last version says it; as it was signed where no version is here, or none any more."""
    versions = practice.notes.versions(note.id) if note.amendment_count else []
    if not versions:
        return note
    last = versions[-1]
    return replace(
        note,
        subjective=last.subjective,
        objective=last.objective,
        assessment=last.assessment,
        plan=last.plan,
    )
