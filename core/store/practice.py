"""One unlocked practice on this device: the facade that desktop, terminal and demo work with."""

from core.domain.appointments import check_transition
from core.domain.changes import Changed
from core.domain.clock import Clock
from core.domain.enums import AppointmentStatus, AuditAction
from core.domain.ids import IdSource
from core.domain.records import Appointment
from core.store.appointments import Appointments, CalendarEntry, SlotTaken
from core.store.attachments import Attachments
from core.store.audit import Audit
from core.store.catalog import Locations, Services
from core.store.clients import Clients, TimelineEntry
from core.store.contents import Contents
from core.store.desk import Desk, Done
from core.store.drafts import AppointmentDraft, ClientDraft, LocationDraft, PracticeDraft, ServiceDraft
from core.store.engine import Store
from core.store.files import Files
from core.store.founding import found_practice, read_me, write_me
from core.store.inbox import Inbox, InboxItem, InboxKind, NoticeRow, RefusedChange
from core.store.me import Me
from core.store.notes import Notes, NoteSummary, Sign, signed_content
from core.store.present import Present, Standing
from core.store.search import Search, SearchHit
from core.store.settings import Settings
from core.store.team import Team
from core.store.undo import Step, Undo
from core.store.visits import ClientSummary
from core.store.writer import Writer

__all__ = [
    "AppointmentDraft",
    "CalendarEntry",
    "ClientDraft",
    "ClientSummary",
    "Done",
    "InboxItem",
    "InboxKind",
    "LocationDraft",
    "Me",
    "NoteSummary",
    "NoticeRow",
    "Practice",
    "PracticeDraft",
    "Present",
    "RefusedChange",
    "SearchHit",
    "ServiceDraft",
    "SlotTaken",
    "Standing",
    "TimelineEntry",
    "Undo",
    "found_practice",
    "read_me",
    "signed_content",
    "write_me",
]


class Practice:
    """Methods run on the calling thread, each command in a transaction of its own.

    The desktop calls them on its store worker, so that the order of writes is the order of clicks.
    """

    def __init__(self, store: Store, me: Me, clock: Clock, ids: IdSource, sign: Sign | None = None) -> None:
        self.desk = Desk(store, me, clock, ids)
        self.me = me
        self.store = store
        self.settings = Settings(self.desk)
        self.clients = Clients(self.desk)
        self.appointments = Appointments(self.desk, self.settings)
        self.notes = Notes(self.desk, sign)
        files = Files(store)
        self.attachments = Attachments(self.desk, files)
        self.contents = Contents(self.desk, files)
        self.services = Services(self.desk)
        self.locations = Locations(self.desk)
        self.team = Team(self.desk)
        self.inbox = Inbox(self.desk, self.notes)
        self.audit = Audit(self.desk)
        self.search = Search(self.desk)

    def undo(self, undo: Undo) -> tuple[Changed, ...]:
        """Restores the former values as a new change; RuleBroken when anything changed since."""
        with self.desk.write() as writer:
            for step in undo.steps:
                self._check_step(writer, step)
            writer.take_back(undo)
            first = undo.steps[0]
            writer.audit(AuditAction.UPDATE, f"{_WORDS.get(first.table_name, 'row')}.undo", first.row_id)
            return writer.changed

    def _check_step(self, writer: Writer, step: Step) -> None:
        """COMPLETED goes back to SCHEDULED only within the rules' minute."""
        before, after = step.before.get("status"), step.after.get("status")
        if (before, after) == (AppointmentStatus.SCHEDULED, AppointmentStatus.COMPLETED):
            row = self.desk.get(writer.db, Appointment, "appointments", step.row_id)
            check_transition(row, AppointmentStatus.SCHEDULED, writer.now, has_living_note=False)

    def waiting(self) -> int:
        """Rows that the server has not accepted yet."""
        with self.desk.read() as db:
            return int(db.exec_driver_sql("SELECT count(*) FROM journal").scalar_one())


_WORDS = {
    "clients": "client",
    "appointments": "appointment",
    "sessions": "session",
    "session_attachments": "attachment",
    "services": "service",
    "locations": "location",
    "users": "user",
    "workspaces": "workspace",
    "conflicts": "conflict",
}
