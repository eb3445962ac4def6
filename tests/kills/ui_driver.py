"""What the doomed process does: a person types, books and signs while a second thread syncs."""

import os
import pickle
import random
import struct
import threading
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from typing_extensions import override

from core.domain.changes import Changed
from core.domain.errors import UserError
from core.domain.ids import ClientId, Uuid7Source
from core.domain.new_rows import AppointmentDraft, ClientDraft
from core.domain.notes import SOAP
from core.domain.records import Conflict, SessionNote
from core.store.database.engine import Store
from core.store.practice.practice import Practice
from desktop.kit.debounce import AT_MOST_MS, PAUSE_MS
from desktop.notes.draft import Draft, SaveState
from desktop.notes.gateway import NotesGateway
from desktop.notes.recovered_text import take_up_all
from sync.events import SyncEvent
from sync.remote import Op, PushAnswer
from sync.rows.run import SyncSession
from tests.kills.clinic import Clinic
from tests.sync.laptops import NEVER, START
from tests.sync.model_remote import ModelRemote

Tell = Callable[..., None]
_LENGTH = struct.Struct(">I")


def teller(descriptor: int) -> Tell:
    """Sends messages down a pipe, whole or (when killed) cut; safe for both threads."""
    turn = threading.Lock()

    def tell(*message: object) -> None:
        body = pickle.dumps(message)
        left = _LENGTH.pack(len(body)) + body
        with turn:
            while left:
                left = left[os.write(descriptor, left) :]

    return tell


def told(raw: bytes) -> list[tuple[Any, ...]]:
    """The messages that arrived whole."""
    found, at = [], 0
    while at + 4 <= len(raw):
        (length,) = _LENGTH.unpack_from(raw, at)
        if at + 4 + length > len(raw):
            break
        found.append(pickle.loads(raw[at + 4 : at + 4 + length]))  # noqa: S301 - from our own child
        at += 4 + length
    return found


class TypingClock:
    """A person's time: it passes with the keys that are struck, however busy the computer is."""

    def __init__(self, ms: int) -> None:
        self.ms = ms

    def now(self) -> datetime:
        return START + timedelta(milliseconds=self.ms)

    def monotonic(self) -> float:
        return time.monotonic()


class Debounce:
    """The editor's pause with the editor's own times, on the typing clock."""

    def __init__(self, clock: TypingClock) -> None:
        self._clock = clock
        self._rest: int | None = None
        self._latest: int | None = None
        self.on_pause: Callable[[], None] = lambda: None

    def restart(self) -> None:
        self._rest = self._clock.ms + PAUSE_MS
        if self._latest is None:
            self._latest = self._clock.ms + AT_MOST_MS

    def stop(self) -> None:
        self._rest = self._latest = None

    def let_pass(self, ms: int) -> None:
        """Time goes on; what falls due on the way happens then."""
        end = self._clock.ms + ms
        if self._rest is not None and self._latest is not None:
            due = min(self._rest, self._latest)
            if due <= end:
                self._clock.ms = due
                self.stop()
                self.on_pause()
        self._clock.ms = end


class NeverRests:
    """The long pause of somebody who types on: half a sentence stays beside its note."""

    def restart(self) -> None:
        pass

    def stop(self) -> None:
        pass


class Worker:
    """The store worker, without a thread of its own."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell

    def run(self, work: Callable[[], Any], on_done: Any = None, on_error: Any = None) -> object:
        try:
            result = work()
        except UserError as error:
            self._tell("failed", error.code)
            on_error(error)
        else:
            on_done(result)
        return None


class Editor:
    """Hears what the draft says, and passes on what it calls saved."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self.draft: Draft | None = None

    def caret(self, field: str, /) -> int | None:
        """Behind the last letter."""
        return None if self.draft is None else len(self.draft.texts[field])

    def on_others(self, fields: frozenset[str]) -> None:
        """Nobody else writes in these notes."""

    def on_questions(self, questions: Sequence[Conflict]) -> None:
        """Nobody else writes in these notes."""

    def on_state(self, state: SaveState, error: UserError | None) -> None:
        if state is SaveState.SAVED and self.draft is not None:
            self._tell("saved", self.draft.note.id, dict(self.draft.texts))

    def on_text_replaced(self, field: str, text: str) -> None:
        self._tell("failed", "text_replaced")

    def on_merged(self, fields: frozenset[str]) -> None:
        self._tell("failed", "merged")

    def on_stored(self, changed: tuple[Changed, ...]) -> None:
        """Nobody looks at lists here."""


class Hands:
    """A person at work. Every command that returned is told, as the screen would have shown it."""

    def __init__(self, rnd: random.Random, practice: Practice, clock: TypingClock, tell: Tell) -> None:
        self._rnd, self._practice, self._clock, self._tell = rnd, practice, clock, tell
        self._desk = NotesGateway(practice, clock)

    def work(self) -> None:
        """Until the process dies; first what the one before left half written goes into its notes."""
        take_up_all(self._desk)
        acts = [self._write] * 6 + [self._add_client, self._edit_client, self._book, self._sign, self._remove]
        while True:
            self._rnd.choice(acts)()
            self._clock.ms += self._rnd.randrange(5_000)

    def _write(self) -> None:
        note, pause, editor = self._open_draft(), Debounce(self._clock), Editor(self._tell)
        draft = Draft(note, self._desk, Worker(self._tell), (pause, NeverRests()), editor, editor)
        editor.draft, pause.on_pause = draft, draft.keep
        field = self._rnd.choice(SOAP)
        for _ in range(self._rnd.randrange(3, 50)):
            pause.let_pass(self._rnd.choice((20, 60, 90, 140, 400, 900)))
            if self._rnd.random() < 0.03:
                field = self._rnd.choice(SOAP)
            text = self._struck(draft.texts[field])
            draft.type(field, text)
            self._tell("typed", self._clock.ms, note.id, field, text)
        draft.flush()

    def _struck(self, text: str) -> str:
        if text and self._rnd.random() < 0.08:
            return text[:-1]
        return text[-1500:] + self._rnd.choice("abcdefghij \nשלום")

    def _open_draft(self) -> SessionNote:
        drafts = self._practice.notes.drafts()
        if drafts and self._rnd.random() < 0.8:
            return self._desk.get(self._rnd.choice(drafts).note.id)
        note = self._practice.notes.start(self._client()).value
        self._tell("did", "sessions", note.id, {"client_id": note.client_id.bytes})
        return note

    def _client(self) -> ClientId:
        return self._rnd.choice(self._practice.clients.list()).client.id

    def _add_client(self) -> None:
        name = f"Client {self._rnd.randrange(10**9)}"
        made = self._practice.clients.add(ClientDraft(first_name=name, last_name="Invented")).value
        self._tell("did", "clients", made.id, {"first_name": name})

    def _edit_client(self) -> None:
        phone, client_id = f"050-{self._rnd.randrange(10**7):07}", self._client()
        self._tell("doing", "clients", client_id)
        self._practice.clients.edit(client_id, phone=phone)
        self._tell("did", "clients", client_id, {"phone": phone})

    def _book(self) -> None:
        start = self._clock.now() + timedelta(minutes=15 * self._rnd.randrange(10**5))
        draft = AppointmentDraft(
            client_id=self._client(), scheduled_start=start, scheduled_end=start + timedelta(minutes=50)
        )
        made = self._practice.appointments.book(draft, "Both agreed.").value
        self._tell("did", "appointments", made.id, {"status": "SCHEDULED"})

    def _sign(self) -> None:
        for each in self._practice.notes.drafts()[:1]:
            note = self._desk.get(each.note.id)
            texts = {name: getattr(note, name) or "" for name in SOAP}
            if any(text.strip() for text in texts.values()):
                self._tell("doing", "sessions", note.id)
                self._desk.finalize(note.id, texts)
                stored = {name: text or None for name, text in texts.items()}
                self._tell("did", "sessions", note.id, {"is_draft": 0, **stored})

    def _remove(self) -> None:
        for each in self._practice.notes.drafts()[-1:]:
            self._tell("doing", "sessions", each.note.id)
            self._desk.delete(each.note.id, None)
            self._desk.restore(each.note.id)
            self._tell("did", "sessions", each.note.id, {"deleted_at": None})


class HeardRemote(ModelRemote):
    """The server as this process sees it; what it is sent is told first, so that it outlives us."""

    tell: Tell

    @override
    def push(self, workspace_id: Any, epoch: UUID, ops: Sequence[Op]) -> PushAnswer:
        self.tell("pushed", list(ops))
        return super().push(workspace_id, epoch, ops)


def _nobody_looks(event: SyncEvent) -> None:
    """There is no pill here."""


def sync_for_ever(clinic: Clinic, store: Store, clock: TypingClock, tell: Tell) -> None:
    """Passes without end on a thread of their own."""
    me, server = clinic.laptop.identity, clinic.room.server
    while True:
        remote = HeardRemote(server, me.device_id, me.user_id)
        remote.tell = tell
        try:
            SyncSession(store, remote, me, clock, Uuid7Source(clock)).run_once(_nobody_looks, NEVER)
        except UserError as error:
            tell("failed", error.code)
        time.sleep(0.02)


def live(clinic: Clinic, seed: int, began_ms: int, descriptor: int) -> None:
    """The whole life of the child process."""
    tell, clock = teller(descriptor), TypingClock(began_ms)
    try:
        store = clinic.open_store(clinic.path)
        practice = clinic.practice_in(store, clock, Uuid7Source(clock))
        syncing = threading.Thread(target=sync_for_ever, args=(clinic, store, clock, tell), daemon=True)
        syncing.start()
        tell("ready")
        Hands(random.Random(seed), practice, clock, tell).work()  # noqa: S311 - a repeatable hand
    except BaseException as error:  # noqa: BLE001 - nobody else would hear of it
        tell("failed", f"{type(error).__name__}: {error}")
    finally:
        os._exit(1)
