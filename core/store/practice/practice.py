"""One unlocked practice on this device: the facade that desktop, terminal and demo work with."""

from core.domain.appointments import check_transition
from core.domain.changes import Changed
from core.domain.clock import Clock
from core.domain.clock_doubt import ClockDoubt
from core.domain.enums import AppointmentStatus, AuditAction
from core.domain.ids import AppointmentId, BodyMarkId, IdSource, MeasureId
from core.domain.new_rows import (
    AppointmentDraft,
    BodyMarkDraft,
    ClientDraft,
    LocationDraft,
    MeasureDraft,
    NoteTemplateDraft,
    PracticeDraft,
    ServiceDraft,
    TextSnippetDraft,
    TimeBlockDraft,
    WaitlistDraft,
)
from core.domain.records import Appointment
from core.store.attachments.attachments import Attachments
from core.store.attachments.chunk_store import Files
from core.store.attachments.content import Contents
from core.store.database.engine import Store
from core.store.database.me import Me
from core.store.outbox.journal import count_waiting
from core.store.practice.appointments import Appointments, ListedAppointment, SlotTaken
from core.store.practice.body_marks import BodyMarks
from core.store.practice.cancellations import Cancellations
from core.store.practice.catalog import Locations, Services
from core.store.practice.client_beginning import Beginning
from core.store.practice.client_stats import ClientSummary
from core.store.practice.client_timeline import ClientTimeline
from core.store.practice.clients import Clients
from core.store.practice.conflict_subject import Present, SubjectState
from core.store.practice.inbox import Inbox, InboxItem, InboxKind, NoticeRow, RefusedChange
from core.store.practice.measures import Measures
from core.store.practice.note_reader import NoteSummary
from core.store.practice.note_texts import NoteTemplates, TextSnippets
from core.store.practice.notes import Notes, Sign
from core.store.practice.occurrences import Occurrences
from core.store.practice.reminders import Reminders
from core.store.practice.search import Search, SearchHit, Unsearched
from core.store.practice.series import Series
from core.store.practice.series_remarks import SeriesRemarks
from core.store.practice.settings import Settings
from core.store.practice.team import Team
from core.store.practice.time_blocks import TimeBlocks
from core.store.practice.usual_bookings import UsualBookings
from core.store.practice.waitlist import Waitlist
from core.store.unit_of_work.audit import Audit
from core.store.unit_of_work.bootstrap import found_practice, read_me, write_me
from core.store.unit_of_work.note_signatures import Proof
from core.store.unit_of_work.repository import Done, RepositoryContext
from core.store.unit_of_work.timekeeping import vouch
from core.store.unit_of_work.undo import Undo, UndoStep
from core.store.unit_of_work.writer import Writer

__all__ = [
    "AppointmentDraft",
    "Beginning",
    "BodyMarkDraft",
    "ClientDraft",
    "ClientSummary",
    "Done",
    "InboxItem",
    "InboxKind",
    "ListedAppointment",
    "LocationDraft",
    "Me",
    "MeasureDraft",
    "NoteSummary",
    "NoteTemplateDraft",
    "NoticeRow",
    "Practice",
    "PracticeDraft",
    "Present",
    "Proof",
    "RefusedChange",
    "Search",
    "SearchHit",
    "ServiceDraft",
    "Sign",
    "SlotTaken",
    "SubjectState",
    "TextSnippetDraft",
    "TimeBlockDraft",
    "Undo",
    "Unsearched",
    "WaitlistDraft",
    "found_practice",
    "read_me",
    "write_me",
]


class Practice:
    """Methods run on the calling thread, each command in a transaction of its own.

    The desktop calls them on its store worker, so that the order of writes is the order of clicks.
    """

    def __init__(
        self,
        store: Store,
        me: Me,
        clock: Clock,
        ids: IdSource,
        sign: Sign | None = None,
        *,
        doubts_clock: bool = True,
    ) -> None:
        """`doubts_clock` False: a past is being invented, so that the clock is nobody's."""
        self.desk = RepositoryContext(store, me, clock, ids, doubts_clock=doubts_clock)
        self.me = me
        self.store = store
        self.settings = Settings(self.desk)
        occurrences = Occurrences(self.desk)
        self.clients = Clients(self.desk, occurrences)
        self.client_timeline = ClientTimeline(self.desk, occurrences)
        self.appointments = Appointments(self.desk, self.settings, occurrences)
        self.usual_bookings = UsualBookings(self.desk, occurrences)
        self.cancellations = Cancellations(self.desk, self.settings)
        self.series = Series(self.desk, self.settings, self.appointments, occurrences)
        self.reminders = Reminders(self.desk, self.settings, self.appointments, occurrences)
        self.notes = Notes(self.desk, sign, occurrences)
        self.templates = NoteTemplates(self.desk, occurrences)
        self.snippets = TextSnippets(self.desk)
        self.measures = Measures(self.desk)
        self.body_marks = BodyMarks(self.desk)
        files = Files(store)
        self.attachments = Attachments(self.desk, files)
        self.contents = Contents(self.desk, files)
        self.services = Services(self.desk)
        self.locations = Locations(self.desk)
        self.team = Team(self.desk)
        self.blocks = TimeBlocks(self.desk, self.settings)
        self.waitlist = Waitlist(self.desk)
        self.inbox = Inbox(self.desk, self.notes, occurrences)
        self.audit = Audit(self.desk)
        self.search = Search(self.desk, self.clients.named, SeriesRemarks(self.desk).find)

    def undo(self, undo: Undo) -> tuple[Changed, ...]:
        """Restores the former values as a new change; RuleBroken when anything changed since."""
        return self.reverse(undo).changed

    def reverse(self, undo: Undo) -> Done[None]:
        """As `undo`, and with the way to do it again: what that returns is an undo as any other."""
        with self.desk.write() as writer:
            for step in undo.steps:
                self._check_step(writer, step)
            # After all checks: one step that may not be taken back leaves all of them.
            writer.take_back(undo)
            for step in undo.steps:
                # Only now it shows whether its series draws it again: then no note misses it.
                if step.table_name == "appointments" and step.before.get("deleted_at") is not None:
                    self.appointments.check_not_missed(writer.db, AppointmentId(step.row_id))
            first = undo.steps[0]
            writer.audit(AuditAction.UPDATE, f"{_WORDS.get(first.table_name, 'row')}.undo", first.row_id)
            return Done(None, writer.changed, writer.undo)

    def _check_step(self, writer: Writer, step: UndoStep) -> None:
        """COMPLETED goes back to SCHEDULED only within the rules' minute; beside a signed note all stays."""
        if step.table_name == "measures":
            self.measures.check_open(writer.db, MeasureId(step.row_id), deleted=True)
        if step.table_name == "body_marks":
            self.body_marks.check_open(writer.db, BodyMarkId(step.row_id), deleted=True)
        before, after = step.before.get("status"), step.after.get("status")
        if (before, after) == (AppointmentStatus.CANCELLED, AppointmentStatus.COMPLETED):
            row = self.desk.get(writer.db, Appointment, "appointments", step.row_id)
            has_note = self.appointments.has_note(writer.db, row.id)
            check_transition(row, AppointmentStatus.CANCELLED, writer.now, has_living_note=has_note)
        if (before, after) == (AppointmentStatus.SCHEDULED, AppointmentStatus.COMPLETED):
            row = self.desk.get(writer.db, Appointment, "appointments", step.row_id)
            check_transition(row, AppointmentStatus.SCHEDULED, writer.now, has_living_note=False)

    def release_pages(self) -> None:
        """Gives back what reading a whole table left behind; see `Store.release_pages`."""
        self.desk.store.release_pages()

    def clock_doubt(self) -> ClockDoubt | None:
        """Why this computer's clock cannot be right; None as long as it may be."""
        with self.desk.read() as db:
            return self.desk.clock_doubt(db)

    def trust_clock(self) -> None:
        """A person says that the clock is right and what contradicts it is not."""
        with self.store.write() as db:
            vouch(db, self.me.workspace_id)

    def waiting(self) -> int:
        """Rows that the server has not accepted yet."""
        with self.desk.read() as db:
            return count_waiting(db)


_WORDS = {
    "clients": "client",
    "appointments": "appointment",
    "appointment_series": "series",
    "sessions": "session",
    "session_attachments": "attachment",
    "note_templates": "template",
    "text_snippets": "snippet",
    "time_blocks": "block",
    "measures": "measure",
    "waitlist_entries": "waitlist",
    "body_marks": "mark",
    "services": "service",
    "locations": "location",
    "users": "user",
    "workspaces": "workspace",
    "conflicts": "conflict",
}
