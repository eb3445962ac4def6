"""What people do at one device, through the program's own commands; each returns a line for the trace."""

import json
import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from core.domain.enums import AppointmentStatus, Resolution
from core.domain.ids import AppointmentId, ClientId, ConflictId, NoteId, UserId
from core.domain.new_rows import AppointmentDraft, ClientDraft, ServiceDraft
from core.domain.notes import SOAP
from core.domain.registry import BY_NAME, BY_NO, Merge
from core.domain.rights import CLINICIANS
from tests.sync.laptops import START
from tests.sync.oracles.eye import Key, Seen
from tests.sync.sim.machine import Machine

AMOUNTS = ("200 mg", "400 mg", "600 mg", "50 mg")
TIMES = ("once daily", "twice daily", "at night", "before meals")
CHOICES = (Resolution.MINE, Resolution.THEIRS, Resolution.DISMISSED)
FOR_TEXTS = (*CHOICES, Resolution.BOTH, Resolution.EDITED)
NAMES = ("Massage", "Intake", "Followup")


class Nothing(Exception):
    """The step has no object here."""


class Person:
    """Somebody at a machine for one step: `seen` is what stands on the screen, `rnd` what is decided."""

    def __init__(self, machine: Machine, rnd: random.Random) -> None:
        self.machine, self.rnd = machine, rnd
        self.seen: Seen = machine.eye.look()
        self.words: list[str] = []
        self.expected: dict[tuple[Key, str], Any] = {}
        """What must stand in fields once the command is done, as SQLite holds it."""

    def word(self) -> str:
        self.words.append(self.machine.diary.word(self.rnd))
        return self.words[-1]

    def set(self, key: Key, name: str, value: Any) -> None:
        """Somebody chose this value for a field and will look whether it stands there."""
        self.expected[key, name] = value

    def key_of(self, table: str, row_id: UUID) -> Key:
        return BY_NAME[table].no, row_id.bytes

    def pick(self, table: str, *, deleted: bool = False, **values: Any) -> Key:
        found = [
            key
            for key in sorted(self.seen.of(table))
            if self.seen.is_deleted(key) == deleted
            and all(self.seen.value(key, name) == value for name, value in values.items())
        ]
        if not found:
            raise Nothing
        return self.rnd.choice(found)

    # notes

    def write_a_note(self) -> str:
        clients = [key for key in self.seen.of("clients") if not self.seen.is_deleted(key)]
        client = self.pick("clients") if clients and self.rnd.random() < 0.5 else None
        client_id = ClientId(_id(client)) if client else self._new_client()
        note = self.machine.facade.notes.start(client_id).value
        texts: dict[str, Any] = {name: self._text() for name in self.rnd.sample(SOAP, 2)}
        self.machine.facade.notes.save_draft(note.id, **texts)
        return f"writes a note {_short(note.id)}: {', '.join(texts)}"

    def _new_client(self) -> ClientId:
        draft = ClientDraft(
            first_name=self.word(), last_name=self.word(), notes=self.word(), tags=(self.word(),)
        )
        return self.machine.facade.clients.add(draft).value.id

    def _text(self) -> str:
        lines = [f"{self.word()}." for _ in range(self.rnd.randrange(1, 3))]
        if self.rnd.random() < 0.7:
            dose = f"{self.word()} {self.rnd.choice(AMOUNTS)} {self.rnd.choice(TIMES)}"
            lines.append(f"Slept well. Takes {dose}. Walks {self.word()}.")
        return "\n".join(lines)

    def type_in_a_note(self) -> str:
        note, name = self._passage()
        lines = str(self.seen.value(note, name) or "").split("\n")
        place = self.rnd.randrange(len(lines) + 2)
        if place < len(lines):
            lines[place] = f"{self.word()}."
        else:
            lines.append(f"{self.word()}.")
        return self._save(note, name, "\n".join(line for line in lines if line))

    def _passage(self) -> tuple[Key, str]:
        """A field of a note; sometimes one that a question is open about."""
        asked = [
            (self.seen.value(key, "table_no"), self.seen.value(key, "row_id"), self.seen.value(key, "field"))
            for key in sorted(self.seen.of("conflicts"))
            if self.seen.value(key, "resolved_at") is None
        ]
        passages = [(each[:2], each[2]) for each in asked if each[2] in SOAP]
        here = [each for each in passages if each[0] in self.seen.rows]  # a first pull may have broken off
        living = [each for each in here if not self.seen.is_deleted(each[0])]
        if living and self.rnd.random() < 0.3:
            return self.rnd.choice(living)
        return self.pick("sessions"), self.rnd.choice(SOAP)

    def change_a_dose(self) -> str:
        """One part of a sentence: two people may change two parts of one."""
        doses = [
            (note, name)
            for note in sorted(self.seen.of("sessions"))
            for name in SOAP
            if not self.seen.is_deleted(note) and " mg " in (self.seen.value(note, name) or "")
        ]
        if not doses:
            raise Nothing
        note, name = self.rnd.choice(doses[:2])
        text = str(self.seen.value(note, name))
        if self.rnd.random() < 0.2:
            return self._save(note, name, f"{text} Sleeps {self.word()}.")
        parts = self.rnd.choice((AMOUNTS, TIMES))
        old = next((part for part in parts if part in text), None)
        if old is None:
            raise Nothing  # somebody typed a dose live, and has not come to its end
        return self._save(note, name, text.replace(old, self.rnd.choice(parts), 1))

    def _save(self, note: Key, name: str, text: str) -> str:
        shown = {name: self.seen.value(note, name)}
        typed: dict[str, Any] = {name: text}
        self.machine.facade.notes.save_draft(NoteId(_id(note)), based_on=shown, **typed)
        return f"types in {name} of note {_short(_id(note))}: {text!r}"

    def finalize(self) -> str:
        note = self.pick("sessions", finalized_at=None)
        self._by_a_right_clock(lambda: self.machine.facade.notes.finalize(NoteId(_id(note))))
        return f"finalizes note {_short(_id(note))}"

    def amend(self) -> str:
        note, name = self.pick("sessions", is_draft=0), self.rnd.choice(SOAP)
        reason, texts = f"{self.word()}.", {name: f"{self.word()}."}
        self._by_a_right_clock(lambda: self.machine.facade.notes.amend(NoteId(_id(note)), reason, **texts))
        return f"amends {name} of note {_short(_id(note))}"

    def _by_a_right_clock(self, sign: Callable[[], object]) -> None:
        """Whoever is told that the clock is plainly wrong sets it, and signs."""
        doubt = self.machine.facade.clock_doubt()
        if doubt is not None:
            self.machine.clock.advance(max(doubt.than, START) - self.machine.clock.now())
        sign()

    # clients, appointments, services

    def edit_a_client(self) -> str:
        client = self.pick("clients")
        name = self.rnd.choice(("notes", "phone", "alerts", "address"))
        text = (
            f"{self.seen.value(client, 'notes') or ''}\n{self.word()}.".strip()
            if name == "notes"
            else self.word()
        )
        self.machine.facade.clients.edit(ClientId(_id(client)), **{name: text})
        return f"sets {name} of client {_short(_id(client))} to {text!r}"

    def tag_a_client(self) -> str:
        client = self.pick("clients")
        tags = list(json.loads(self.seen.value(client, "tags") or "[]"))
        if tags and self.rnd.random() < 0.4:
            tags.remove(self.rnd.choice(tags))
        else:
            tags.append(self.word())
        self.machine.facade.clients.edit(ClientId(_id(client)), tags=tuple(tags))
        return f"tags client {_short(_id(client))} with {tags}"

    def book(self) -> str:
        client = self.pick("clients")
        services = [key for key in sorted(self.seen.of("services")) if not self.seen.is_deleted(key)]
        start = self._time()
        draft = AppointmentDraft(
            client_id=ClientId(_id(client)),
            scheduled_start=start,
            scheduled_end=start + timedelta(hours=1),
            service_id=_id(self.rnd.choice(services)) if services else None,  # type: ignore[arg-type]
            timezone="UTC",
            notes=self.word() if self.rnd.random() < 0.3 else None,
            practitioner_user_id=self.who_treats(),
        )
        reason = self.word() if self.rnd.random() < 0.3 else None
        made = self.machine.facade.appointments.book(draft, book_anyway_reason=reason).value
        return f"books {_short(made.id)} at {start:%d %H:%M}"

    def who_treats(self) -> UserId | None:
        """Whoever does not treat books for a colleague; None for whoever does."""
        treat = [one.id for one in self.machine.facade.team.list() if one.role in CLINICIANS]
        return None if not treat or self.machine.facade.me.user_id in treat else treat[0]

    def _time(self) -> Any:
        """One of few hours, so that two people choose the same."""
        return START + timedelta(hours=self.rnd.randrange(8))

    def move_an_appointment(self) -> str:
        appointment, start = self.pick("appointments"), self._time()
        self.machine.facade.appointments.move(
            AppointmentId(_id(appointment)), start, start + timedelta(hours=1), book_anyway_reason=self.word()
        )
        return f"moves {_short(_id(appointment))} to {start:%d %H:%M}"

    def set_a_status(self) -> str:
        appointment, status = self.pick("appointments"), self.rnd.choice([*AppointmentStatus])
        reason = self.word() if status is AppointmentStatus.CANCELLED else None
        self.machine.facade.appointments.set_status(AppointmentId(_id(appointment)), status, reason)
        return f"sets {_short(_id(appointment))} to {status}"

    def add_a_service(self) -> str:
        name = self.rnd.choice(NAMES)
        draft = ServiceDraft(name=name, default_duration_minutes=30, description=self.word())
        made = self.machine.facade.services.add(draft).value
        return f"adds service {_short(made.id)} {name}"

    def rename_a_service(self) -> str:
        service, name = self.pick("services"), self.rnd.choice(NAMES)
        self.machine.facade.services.edit(_id(service), name=name)
        return f"names service {_short(_id(service))} {name}"

    # deleting, restoring, deciding

    def delete(self) -> str:
        table = self.rnd.choice(("sessions", "sessions", "appointments", "services"))
        key = self.pick(table)
        facade = self.machine.facade
        if table == "sessions":
            facade.notes.delete(NoteId(_id(key)), reason=self.word())
        elif table == "appointments":
            facade.appointments.delete(AppointmentId(_id(key)))
        else:
            facade.services.delete(_id(key))
        return f"deletes {_short(_id(key))} of {table}"

    def restore(self) -> str:
        note = self.pick("sessions", deleted=True)
        self.machine.facade.notes.restore(NoteId(_id(note)))
        return f"restores note {_short(_id(note))}"

    def resolve(self) -> str:
        conflict = self.pick("conflicts", resolved_at=None)
        column = BY_NO[self.seen.value(conflict, "table_no")].by_name.get(self.seen.value(conflict, "field"))
        is_text = column is not None and column.merge is Merge.TEXT
        choice = self.rnd.choice(FOR_TEXTS if is_text else CHOICES)
        text = f"{self.word()}." if choice is Resolution.EDITED else None
        self.machine.facade.inbox.resolve(ConflictId(_id(conflict)), choice, text)
        return f"settles {self.seen.value(conflict, 'field')} of {_short(_id(conflict))}: {choice}"


DO: dict[str, Callable[[Person], str]] = {
    name.replace("_", " "): getattr(Person, name)
    for name in (
        "write_a_note",
        "type_in_a_note",
        "change_a_dose",
        "edit_a_client",
        "tag_a_client",
        "book",
        "move_an_appointment",
        "set_a_status",
        "add_a_service",
        "rename_a_service",
        "finalize",
        "amend",
        "delete",
        "restore",
        "resolve",
    )
}


def _id(key: Key) -> UUID:
    return UUID(bytes=key[1])


def _short(row_id: UUID) -> str:
    return row_id.hex[-6:]
