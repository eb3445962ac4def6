"""Two people write in one field of one note at once, letter by letter, through the editor's own draft."""

import random
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from core.domain.changes import Changed
from core.domain.errors import UserError
from core.domain.ids import NoteId
from core.domain.notes import SOAP
from core.domain.records import Conflict
from core.domain.registry import BY_NAME
from desktop.notes.caret import moved
from desktop.notes.draft import Draft, SaveState
from desktop.notes.gateway import NotesGateway
from desktop.notes.recovered_text import take_up_all
from tests.sync.oracles import caret
from tests.sync.oracles.eye import WORDS, Key, Seen
from tests.sync.oracles.finding import Finding, Oracle
from tests.sync.sim.machine import Killed, Machine, Trouble
from tests.sync.sim.people import AMOUNTS, TIMES, Nothing, _id, _short

STROKES = 120


class Timer:
    """Pauses come when the run says so."""

    def restart(self) -> None:
        pass

    def stop(self) -> None:
        pass


class AtOnce:
    """One laptop with the note open and somebody at its keys: the screen that a `Draft` reports to."""

    def __init__(self, machine: Machine, note: Key, name: str, rnd: random.Random) -> None:
        self.machine, self.note, self.name, self.rnd = machine, note, name, rnd
        self.desk = NotesGateway(machine.facade, machine.clock)
        self.findings: list[Finding] = []
        self.is_there = True
        opened = self.desk.open(NoteId(_id(note)))
        self.draft = Draft(opened.note, self.desk, self, (Timer(), Timer()), self, self)
        self.draft.questions = opened.questions
        self.text = self.draft.texts[name]
        self.at = rnd.choice([len(self.text), *_ends_of_lines(self.text)])
        self.letters = self._sentences()
        self.half = ""
        self.is_typing = False
        self.shown = set(WORDS.findall(self.text))
        """Words that stood on this screen: only who saw a word may take it away."""

    def _sentences(self) -> Iterator[str]:
        """Letter by letter; some of a dose, so that two people speak of one matter."""
        while True:
            lead = self.rnd.choice((" ", "\n")) if self.text else ""
            words = [self.machine.diary.word(self.rnd) for _ in range(self.rnd.randrange(1, 3))]
            if self.rnd.random() < 0.4:
                words += [self.rnd.choice(AMOUNTS), self.rnd.choice(TIMES)]
            yield from f"{lead}{' '.join(words)}. "

    # what a person does

    def strike(self) -> None:
        letter, self.is_typing = next(self.letters), True
        self.text = self.text[: self.at] + letter + self.text[self.at :]
        self.at += 1
        self.shown |= set(WORDS.findall(self.text))
        ended = self.text[: self.at].endswith((". ", "\n"))
        self.half = "" if ended else self.half + letter
        self.draft.type(self.name, self.text)

    def keep(self) -> None:
        """A short pause."""
        self._noted(self.draft.keep)

    def rest(self) -> None:
        """A long one: half a sentence goes as well, and what waited comes in."""
        self._end_word()
        self.half, self.is_typing = "", False
        self._noted(self.draft.rest)

    def sync(self) -> None:
        """A pass, and what the editor makes of it."""
        try:
            self.machine.sync()
        finally:
            self._noted(self.draft.refresh)

    def leave(self) -> None:
        self._end_word()
        self.half, self.is_typing, self.is_there = "", False, False
        self._noted(self.draft.rest)

    def die(self) -> None:
        """The program ends in the middle of a sentence and begins again."""
        self.machine.session = None
        self._noted(lambda: take_up_all(self.desk))

    def _end_word(self) -> None:
        """Oracles follow whole words alone."""
        while self.is_typing and self.text[self.at - 1].isalpha():
            self.strike()

    def look(self) -> None:
        """Half a sentence is in nobody's note; when it was signed meanwhile all words are proposed."""
        if self.draft.note.finalized_at is not None:
            return
        seen = self.machine.eye.look()
        self.findings += caret.nowhere_else(seen, self.note, self.name, self.half.strip())

    def _noted(self, act: Callable[[], None]) -> None:
        """The diary hears of it, also when the process ended around its commit."""
        before: Seen = self.machine.eye.look()
        try:
            act()
        finally:
            after = self.machine.eye.look()
            self.machine.diary.note(self.machine.device, before, after)
            # The reason of a deletion goes with it, when words bring the note back.
            reason = WORDS.findall(before.fields(self.note).get("deleted_reason") or "")
            unseen = before.words() - after.words() - self.shown - set(reason)
            self.findings += [Finding(Oracle.NO_LOSS, f"{word} was typed over unseen") for word in unseen]

    # what the draft asks for and tells

    def caret(self, field: str, /) -> int | None:
        return self.at if self.is_there and field == self.name else None

    def run(self, work: Callable[[], Any], on_done: Any = None, on_error: Any = None) -> object:
        try:
            result = work()
        except UserError as error:
            on_error(error)
        else:
            on_done(result)
        return None

    def on_text_replaced(self, field: str, text: str) -> None:
        if field != self.name:
            return
        before = self.text, self.at
        self.at = min(moved(self.text, text, self.at), len(text))
        self.text = text
        self.shown |= set(WORDS.findall(text))
        if self.is_typing and self.draft.note.finalized_at is None:
            self.findings += caret.stands(before, (self.text, self.at), self.name)

    def on_state(self, state: SaveState, error: UserError | None) -> None:
        """Nobody looks at it here."""

    def on_merged(self, fields: frozenset[str]) -> None:
        """Nor at this."""

    def on_others(self, fields: frozenset[str]) -> None:
        """Nor at this."""

    def on_questions(self, questions: Sequence[Conflict]) -> None:
        """The draft knows them."""

    def on_stored(self, changed: tuple[Changed, ...]) -> None:
        """No list to show."""


def write_at_once(
    machines: Sequence[Machine], rnd: random.Random, faults: float
) -> tuple[str, list[Finding]]:
    """Two machines, or one alone; each strikes keys, pauses and syncs in any order, and leaves or dies."""
    note = _living_draft(machines[0].eye.look(), rnd)
    name = rnd.choice(SOAP)
    known = [each for each in machines[:2] if note in each.eye.look().rows]
    people = [AtOnce(each, note, name, rnd) for each in known if _can_write(each.eye.look(), note)]
    if not people:
        raise Nothing
    gone: list[AtOnce] = []
    for _ in range(STROKES):
        person = rnd.choice(people)
        if person not in gone and not _act(person, rnd, faults):
            gone.append(person)
    for person in people:
        if person not in gone:
            person.machine.ids.rnd = rnd
            person.leave()
    who = "two" if len(people) > 1 else "one"
    told = f"{who} write at once in {name} of note {_short(_id(note))}"
    return told, [finding for person in people for finding in person.findings]


def _act(person: AtOnce, rnd: random.Random, faults: float) -> bool:
    """One thing that happens at one laptop; False when its program ended, or the note was signed."""
    if person.draft.note.finalized_at is not None:
        return False
    # At the end of a sentence people stop for a moment, and then what waited may come in.
    chance = rnd.random() if person.half else rnd.uniform(0.4, 1.0)
    person.machine.ids.rnd = rnd
    person.machine.trouble = Trouble(kill_at=rnd.randrange(1, 4) if rnd.random() < 0.01 * faults else None)
    try:
        if chance < 0.70:
            person.strike()
            return True
        if chance < 0.86:
            person.keep()
        elif chance < 0.97:
            person.sync()
        else:
            person.rest()
        person.look()
    except UserError:
        return True
    except Killed:
        person.machine.trouble = Trouble()
        person.die()
        return False
    finally:
        person.machine.trouble = Trouble()
    return True


def _living_draft(seen: Seen, rnd: random.Random) -> Key:
    found = [key for key in sorted(seen.of("sessions")) if _is_open(seen, key)]
    if not found:
        raise Nothing
    return rnd.choice(found)


def _can_write(seen: Seen, note: Key) -> bool:
    """Not before the client is here: on a new laptop a note may come first."""
    client = BY_NAME["clients"].no, seen.value(note, "client_id")
    return _is_open(seen, note) and client in seen.rows and not seen.is_deleted(client)


def _is_open(seen: Seen, note: Key) -> bool:
    return not seen.is_deleted(note) and seen.value(note, "finalized_at") is None


def _ends_of_lines(text: str) -> list[int]:
    return [at for at, letter in enumerate(text) if letter == "\n"]
