"""What outsiders did that the first people of the simulation did not: odd texts, bulk, letters one by one."""

import random
from collections.abc import Callable, Iterator
from typing import Any

from core.domain.errors import UserError
from core.domain.ids import ClientId, NoteId
from core.domain.new_rows import ClientDraft
from core.domain.notes import SOAP
from tests.sync.sim.people import Nothing, Person, _id, _short

ODDITIES = (
    "\x00",
    "\u202e\u2066",
    "\u200b",
    "\U0001f469\u200d\u2695\ufe0f",
    "e\u0301\u0302\u0303",
    "\u05e9\u05dc\u05d5\u05dd",
    "NaN",
    "Infinity",
    "1e999",
    "\r\n",
    "\n",
    "\t",
    "'; --",
    "\ufeff",
)
"""Marks that steer, letters of several parts, words of numbers, line ends of other computers."""
LONG = 20_000
MANY = 40
_FIELDS = ("notes", "address", "alerts", "phone")


def write_oddly(person: Person) -> str:
    """An odd text, long at times, in a note or in a client's record."""
    text = f"{person.word()}.{_odd(person.rnd)}"
    if person.rnd.random() < 0.6:
        note, name = person.pick("sessions"), person.rnd.choice(SOAP)
        before = str(person.seen.value(note, name) or "")
        return person._save(note, name, f"{before}\n{text}".strip("\n"))
    client, name = person.pick("clients"), person.rnd.choice(_FIELDS)
    person.machine.facade.clients.edit(ClientId(_id(client)), **{name: text})
    return f"sets {name} of client {_short(_id(client))} to {text!r}"


def _odd(rnd: random.Random) -> str:
    return "".join(rnd.choices(ODDITIES, k=rnd.randrange(1, 4)))


def tag_oddly(person: Person) -> str:
    client = person.pick("clients")
    tags = (person.word(), _odd(person.rnd), "x" * person.rnd.choice((1, 300)))
    person.machine.facade.clients.edit(ClientId(_id(client)), tags=tags)
    return f"tags client {_short(_id(client))} with {tags!r}"


def write_at_length(person: Person) -> str:
    """A text of many pages."""
    note, name = person.pick("sessions"), person.rnd.choice(SOAP)
    before = str(person.seen.value(note, name) or "")
    page = f"{person.word()}." + "\nwalked on." * (LONG // 12)
    return person._save(note, name, f"{before}\n{page}".strip("\n"))[:200]


def bring_in_many(person: Person) -> str:
    """As an import does: many clients in one transaction, each with a history."""
    facade, words = person.machine.facade, [person.word() for _ in range(MANY)]
    with facade.desk.write() as writer:
        for word in words:
            draft = ClientDraft(first_name="Guest", last_name=word, notes="walks on\n" * 100)
            values = {"first_name": draft.first_name, "last_name": draft.last_name, "notes": draft.notes}
            writer.insert("clients", values)
    return f"brings in {MANY} clients"


class Hand:
    """Types one sentence in a field, letter by letter, and stores as the editor does: after a few letters.

    Meets what came meanwhile as the editor does: it reads the text again and types on at the end of it.
    """

    def __init__(self, person: Person) -> None:
        self._person = person
        self._note, self._name = person.pick("sessions"), person.rnd.choice(SOAP)
        self._words = [person.word() for _ in range(person.rnd.randrange(1, 4))]
        self.told = f"types live in {self._name} of note {_short(_id(self._note))}: {' '.join(self._words)}"

    def strokes(self) -> Iterator[None]:
        """Yields where others may come in between."""
        for number, word in enumerate(self._words):
            for upto in (3, 6, len(word)):
                end = "." if upto == len(word) and number == len(self._words) - 1 else ""
                self._strike("" if number or upto > 3 else "\n", word, upto, end)
                yield

    def _strike(self, before: str, word: str, upto: int, end: str) -> None:
        machine = self._person.machine
        shown = machine.eye.look()
        if self._note not in shown.rows or shown.is_deleted(self._note):
            raise Nothing
        text = str(shown.value(self._note, self._name) or "")
        written = _typed_on(text, word, upto, before)
        typed: dict[str, Any] = {self._name: written + end}
        try:
            machine.facade.notes.save_draft(
                NoteId(_id(self._note)),
                based_on={self._name: shown.value(self._note, self._name)},
                **typed,
            )
        except UserError:
            return
        machine.diary.note(machine.device, shown, machine.eye.look())


def _typed_on(text: str, word: str, upto: int, before: str) -> str:
    """The word goes on where its first letters stand, or begins at the end."""
    for have in (6, 3):
        if have < upto and word[:have] in text:
            return text.replace(word[:have], word[:upto], 1)
    gap = before if text else ""
    return f"{text}{gap or (' ' if text else '')}{word[:upto]}"


DO_LATER: dict[str, Callable[[Person], str]] = {
    "write oddly": write_oddly,
    "tag oddly": tag_oddly,
    "write at length": write_at_length,
    "bring in many": bring_in_many,
}
