"""The heart of the tour: one note, edited on two laptops without a connection, and their meeting."""

import uuid

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor

from core.domain.ids import NoteId
from core.domain.notes import SOAP
from core.store.practice.practice import InboxItem, InboxKind
from desktop.demo.laptop import Clinic, Laptop, differing_tables
from desktop.demo.stage import DemoStage
from desktop.demo.ui_driver import CheckFailedError, UiDriver, check
from desktop.sync_status.state import StatusPhase

ADDED_ON_A = "\nSlept well on five nights."
ADDED_ON_B = " Straight leg raise negative."
PLAN_ON_A = "Walk 30 minutes a day."
PLAN_ON_B = "Walk 45 minutes every second day."


class ConflictDemo:
    """Laptop A writes on Subjective and Plan, laptop B on Objective and Plan: only Plan is a question."""

    def __init__(self, a: Laptop, b: Laptop, scene: DemoStage, hands: UiDriver) -> None:
        self._a, self._b, self._scene, self._hands = a, b, scene, hands
        self._clinic_seen: Clinic | None = None
        self._note: NoteId | None = None
        # Laptop B searches for it: an earlier tour may have left a note with the same words.
        self._card = uuid.uuid4().hex[:8]
        self._first = {
            "subjective": f"Low back pain, better than last week. Exercise card {self._card}.",
            "objective": "Lumbar flexion 60 degrees.",
            "assessment": "Progress as planned.",
            "plan": "Walk 20 minutes a day.",
        }

    def begin(self) -> None:
        """From here on the server is read for what changed."""
        self._clinic_seen = Clinic(self._a.opened)

    @property
    def clinic(self) -> Clinic:
        """The server, read for what came after `begin`. CheckFailedError before that."""
        if self._clinic_seen is None:
            raise CheckFailedError("the tour looked at the server before it began")
        return self._clinic_seen

    @property
    def note_id(self) -> NoteId:
        """The note that `write` started. CheckFailedError before that."""
        if self._note is None:
            raise CheckFailedError("there is no note yet")
        return self._note

    def write(self) -> str:
        """Opens the note of the appointment chosen on laptop A, by the key O, and types its four texts.

        As every step, it returns what was checked, and raises CheckFailedError for what does not hold.
        """
        pane = self._hands.until(lambda: self._a.calendar.pane, "the calendar")
        self._hands.until(lambda: pane.presenter.entry, "the new appointment is chosen in the calendar")
        self._hands.press(pane.grid, Qt.Key.Key_O)
        editor = self._a.notes.editor
        self._note = self._hands.until(
            lambda: editor.presenter.note.id if editor.presenter.note else None, "the note in the editor"
        )
        for name in SOAP:
            self._hands.write(editor.page.cards[name].text, self._first[name])
        self._hands.until(
            lambda: self._a.has(self.note_id) and self._a.texts(self.note_id) == self._first,
            "the words are in laptop A's store",
        )
        self._hands.shoot(self._a.window, "06-note")
        check(self._a.note(self.note_id).is_draft, "the note is a draft")
        check(self._a.note(self.note_id).appointment_id is not None, "the note belongs to the appointment")
        return "four texts, letter by letter, are in the encrypted store without a save button"

    def reach_clinic(self) -> str:
        """Sends the note, reads it on the server and on laptop B, and opens it there, where it stays open."""
        self._a.sync()
        check(self.clinic.texts(self.note_id) == self._first, "the server holds the note's four texts")
        self._b.sync()
        self._hands.until(lambda: self._b.has(self.note_id), "the note on laptop B")
        check(self._b.texts(self.note_id) == self._first, "laptop B holds the same four texts")
        self._open_on_b()
        self._hands.shoot(self._b.window, "07-note-on-laptop-b")
        return "ciphertext on the server opens to what was typed; laptop B shows it"

    def _open_on_b(self) -> None:
        """By searching a word of it in all notes."""
        self._b.go("notes")
        found = self._b.notes.list
        self._hands.until(lambda: found.model.rowCount() > 0, "the list of notes")
        self._hands.write(found.search, self._card)
        self._hands.until(lambda: self._is_hit(0), "the search finds the note")
        self._hands.press(found.search, Qt.Key.Key_Return)
        editor = self._b.notes.editor
        self._hands.until(
            lambda: editor.presenter.note and editor.presenter.note.id == self.note_id, "the note on laptop B"
        )
        self._hands.until(lambda: editor.page.texts() == self._first, "the note's texts on laptop B")

    def _is_hit(self, row: int) -> bool:
        items = self._b.notes.list.model.items
        return len(items) > row and getattr(items[row], "id", None) == self.note_id

    def go_offline(self) -> str:
        """Stops the server and waits until both laptops say that they are offline."""
        self._scene.server.stop()
        for laptop in (self._a, self._b):
            laptop.notice_offline()
        check(not self._scene.server.status().running, "the server is down")
        pill = self._a.window.top.pill.text()
        self._hands.shoot(self._a.window, "08-offline")
        return f'the server is stopped; both say "{pill}"'

    def edit_both(self) -> str:
        """Both type into the open note; each store must hold its own laptop's words, which wait."""
        self._a.take()
        self._append(self._a, "subjective", ADDED_ON_A)
        self._replace(self._a, "plan", PLAN_ON_A)
        self._b.take()
        self._append(self._b, "objective", ADDED_ON_B)
        self._replace(self._b, "plan", PLAN_ON_B)
        on_a = self._first | {"subjective": self._first["subjective"] + ADDED_ON_A, "plan": PLAN_ON_A}
        on_b = self._first | {"objective": self._first["objective"] + ADDED_ON_B, "plan": PLAN_ON_B}
        self._hands.until(lambda: self._a.texts(self.note_id) == on_a, "laptop A's words in its store")
        self._hands.until(lambda: self._b.texts(self.note_id) == on_b, "laptop B's words in its store")
        waiting = [laptop.practice.waiting() for laptop in (self._a, self._b)]
        check(all(waiting), "both have something that waits for the clinic")
        check(self._a.phase is StatusPhase.OFFLINE, "laptop A is offline still")
        return f"each store holds its own words; {waiting[0]} and {waiting[1]} rows wait"

    def _append(self, laptop: Laptop, field: str, text: str) -> None:
        editor = laptop.notes.editor.page.cards[field].text
        editor.moveCursor(QTextCursor.MoveOperation.End)
        self._hands.write(editor, text)

    def _replace(self, laptop: Laptop, field: str, text: str) -> None:
        self._hands.rewrite(laptop.notes.editor.page.cards[field].text, text)

    def come_back(self) -> str:
        """Starts the server. A sends first, B merges and sends, and A receives what B made of it."""
        self._scene.server.start()
        self._a.sync()
        self._b.sync()
        self._a.sync()
        waiting = self._a.practice.waiting() + self._b.practice.waiting()
        check(waiting == 0, "nothing waits any more")
        return "A, B and A again exchanged everything; nothing waits"

    def see_merge(self) -> str:
        """Both additions must be in both stores, both editors and on the server; the plan is one question."""
        merged = {
            "subjective": self._first["subjective"] + ADDED_ON_A,
            "objective": self._first["objective"] + ADDED_ON_B,
            "assessment": self._first["assessment"],
        }
        for laptop in (self._a, self._b):
            found = laptop.texts(self.note_id)
            check(
                {name: found[name] for name in merged} == merged,
                f"laptop {laptop.name}'s store holds both additions",
            )
            self._see_in_editor(laptop, merged)
        there = self.clinic.texts(self.note_id)
        check({name: there[name] for name in merged} == merged, "the server holds both additions")
        self._hands.shoot(self._b.window, "09-merged")
        plans = {self._conflict(laptop).id for laptop in (self._a, self._b)}
        check(len(plans) == 1, "one question about the plan stands in both inboxes")
        return "both additions on both laptops and the server; one question about the plan"

    def _see_in_editor(self, laptop: Laptop, texts: dict[str, str]) -> None:
        page = laptop.notes.editor.page
        self._hands.until(
            lambda: {name: page.texts()[name] for name in texts} == texts,
            f"the open editor on laptop {laptop.name} shows both additions",
        )

    def _conflict(self, laptop: Laptop) -> InboxItem:
        items = laptop.practice.inbox.items()
        found = [one for one in items if one.kind is InboxKind.CONFLICT and one.row_id == self.note_id]
        if len(found) != 1:
            raise CheckFailedError(f"laptop {laptop.name} has {len(found)} questions about the note, not one")
        return found[0]

    def decide(self) -> str:
        """Laptop B answers the question with its own plan; the others follow, and no question is left."""
        asked = self._conflict(self._b)
        self._b.go("inbox")
        inbox = self._b.inbox
        self._hands.until(lambda: asked.id in self._listed(), "the question in laptop B's inbox")
        inbox.list.setCurrentIndex(inbox.model.index(self._listed().index(asked.id)))
        self._hands.until(
            lambda: inbox.compare.case is not None and inbox.compare.case.id == asked.id,
            "both texts side by side",
        )
        self._hands.until(inbox.compare.isVisible, "the conflict screen")
        shown = set(inbox.compare.texts())
        check(
            all(any(plan in text for text in shown) for plan in (PLAN_ON_A, PLAN_ON_B)),
            "both plans are shown",
        )
        self._hands.shoot(self._b.window, "10-conflict")
        self._hands.click(inbox.compare.choices.left)
        self._hands.until(lambda: self._b.texts(self.note_id)["plan"] == PLAN_ON_B, "laptop B's plan is kept")
        self._b.sync()
        self._a.sync()
        for laptop in (self._a, self._b):
            check(
                laptop.texts(self.note_id)["plan"] == PLAN_ON_B, f"laptop {laptop.name} has the plan chosen"
            )
            left = [one for one in laptop.practice.inbox.items() if one.kind is InboxKind.CONFLICT]
            check(not [one for one in left if one.row_id == self.note_id], "the question is gone everywhere")
        check(self.clinic.texts(self.note_id)["plan"] == PLAN_ON_B, "the server has the plan chosen")
        return "laptop B's plan was kept; both laptops and the server have it, and no question is left"

    def _listed(self) -> list[object]:
        """What laptop B's inbox shows: ids, None for a heading."""
        return [getattr(item, "id", None) for item in self._b.inbox.model.items]

    def finalize(self) -> str:
        """Laptop A signs the note; laptop B must get version 1 with the words that were signed."""
        header, editor = self._a.notes.editor.header, self._a.notes.editor
        self._a.go("notes")
        self._hands.click(header.finalize)
        self._hands.shoot(self._a.window, "11-finalize")
        self._hands.click(editor.finalize_bar.yes)
        self._hands.until(lambda: self._a.note(self.note_id).finalized_at, "the note is finalized")
        self._hands.shoot(self._a.window, "12-finalized")
        self._a.sync()
        self._b.sync()
        (version,) = self._b.practice.notes.versions(self.note_id)
        check(version.plan == PLAN_ON_B, "version 1 on laptop B has the words that were signed")
        check(version.signature is not None, "version 1 is signed")
        check(not self._b.note(self.note_id).is_draft, "the note is no draft on laptop B")
        return "version 1 is signed; laptop B and the server have it, and its words can change no more"

    def compare(self) -> str:
        """After a last exchange both stores must hold the same rows, and each be whole."""
        self._b.sync()
        self._a.sync()
        differing = differing_tables(self._a, self._b)
        check(not differing, f"both stores hold the same rows (not: {', '.join(differing)})")
        here = self._a.texts(self.note_id)
        check(self.clinic.texts(self.note_id) == here, "the server's note is that of the laptops")
        problems = self._a.opened.store.integrity_problems() + self._b.opened.store.integrity_problems()
        check(not problems, "both stores are whole")
        return "every table is the same on both laptops, and both stores are whole"
