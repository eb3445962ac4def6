"""A clinic's bad month from one seed: edits, lost requests and answers, kills around commits, restores."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from core.domain.errors import ServerUnreachable, UserError
from core.domain.registry import BY_NAME
from core.store.engine import Store
from tests.sync.laptops import Laptop, Practice, field_of

FIELDS = ("subjective", "plan")
LETTERS = "bcdfghjklmnpqrstvwxz"
STEPS = 40


class Killed(BaseException):
    """The process ended here."""


class Month:
    """One run. `verdict` is None when every oracle is content, otherwise what went wrong."""

    def __init__(self, seed: int, folder: Path, laptops: int = 2, bugs: tuple[str, ...] = ()) -> None:
        self.practice = Practice(folder, seed, bugs)
        self.rnd = self.practice.rnd
        self.laptops = [self.practice.enrol() for _ in range(laptops)]
        self.typed: set[str] = set()
        self.seen_and_removed: set[str] = set()
        self.deleted: set[UUID] = set()
        self.faulty = True
        self.backup: Any = None
        self.restored = False
        for laptop in self.laptops:
            laptop.remote.fault = self._fault_for(laptop)
            laptop.store.write = self._killing(laptop.store)  # type: ignore[method-assign]
        self._syncing = False

    def run(self) -> str | None:
        try:
            for _ in range(STEPS):
                self._step(self.rnd.choice(self.laptops))
            return self._verdict()
        finally:
            self.practice.close()

    # what happens

    def _step(self, laptop: Laptop) -> None:
        dice = self.rnd.random()
        if dice < 0.55:
            self._edit(laptop)
        elif dice < 0.97:
            self._sync(laptop)
        else:
            self._server_event()

    def _edit(self, laptop: Laptop) -> None:
        notes = sorted(laptop.rows("sessions"), key=lambda each: each.bytes)
        dice = self.rnd.random()
        if not notes or dice < 0.15:
            laptop.add_note(laptop.add_client(self._word()), plan=self._word(), subjective=self._word())
        elif dice < 0.22:
            note = self.rnd.choice(notes)
            laptop.delete("sessions", note)
            self.deleted.add(note)
        else:
            self._type(laptop, self.rnd.choice(notes))

    def _type(self, laptop: Laptop, note: UUID) -> None:
        name = self.rnd.choice(FIELDS)
        if laptop.row("sessions", note).deleted_at is not None:
            return
        lines = str(laptop.value("sessions", note, name) or "").split("\n")
        place = self.rnd.randrange(len(lines) + 2)
        if place < len(lines):
            self.seen_and_removed.update(lines[place].split())
            lines[place] = self._word()
        else:
            lines.append(self._word())
        laptop.edit("sessions", note, **{name: "\n".join(lines)})

    def _word(self) -> str:
        word = "".join(self.rnd.choice(LETTERS) for _ in range(9)).capitalize()
        self.typed.add(word)
        return word

    def _sync(self, laptop: Laptop) -> None:
        self._syncing = True
        try:
            laptop.sync()
        except (UserError, Killed):
            pass
        finally:
            self._syncing = False

    def _server_event(self) -> None:
        if self.backup is None:
            self.backup = self.practice.server.snapshot()
        elif not self.restored:
            self.restored = True
            self.practice.server.restore(self.backup, self.practice.ids.new())

    def _fault_for(self, laptop: Laptop) -> Callable[[str], None]:
        def fault(step: str) -> None:
            if not self.faulty:
                return
            if step == "push.answer" and self.rnd.random() < 0.2:
                self._syncing = False
                self._edit(laptop)
                self._syncing = True
            if self.rnd.random() < 0.06:
                raise ServerUnreachable("No connection.")

        return fault

    def _killing(self, store: Store) -> Callable[..., Any]:
        original = store.write

        @contextmanager
        def write(*, bulk: bool = False) -> Iterator[Connection]:
            dangerous = self.faulty and self._syncing
            with original(bulk=bulk) as db:
                yield db
                if dangerous and self.rnd.random() < 0.04:
                    raise Killed
            if dangerous and self.rnd.random() < 0.04:
                raise Killed

        return write

    # oracles

    def _verdict(self) -> str | None:
        self.faulty = False
        for _ in range(4):
            for laptop in self.laptops:
                try:
                    laptop.sync()
                except UserError as error:
                    return f"stuck: {error.code}"
        if any(laptop.dirty() for laptop in self.laptops):
            return "not drained"
        contents = [laptop.content() for laptop in self.laptops]
        if any(content != contents[0] for content in contents):
            return "diverged"
        return self._against_server(contents[0]) or self._words()

    def _against_server(self, content: Any) -> str | None:
        rows = self.practice.head().rows
        if {(BY_NAME[name].no, row_id) for name, of in content.items() for row_id in of} != set(rows):
            return "not what the server has"
        alarms = [each for laptop in self.laptops for each in laptop.told("notices")]
        if any(each["kind"] in {"tampered", "altered", "rolled_back", "unreadable"} for each in alarms):
            return "false alarm"
        if len(self.laptops) == 1 and not self.restored and self.laptops[0].rows("conflicts"):
            return "false conflict"
        return None

    def _words(self) -> str | None:
        laptop = self.laptops[0]
        shown: set[str] = set()
        for row in laptop.rows("sessions").values():
            shown.update(" ".join(str(field_of("sessions", row, name) or "") for name in FIELDS).split())
            if row.deleted_at is not None and row.row_id not in self.deleted:
                return "deleted without a delete"
        if shown - self.typed:
            return "invented"
        kept = shown | self._elsewhere()
        lost = {word for word in self.typed - self.seen_and_removed if word not in kept}
        return "lost text" if lost else None

    def _elsewhere(self) -> set[str]:
        """Words in conflicts, in any history, in any inbox, and in clients' names."""
        texts: list[str] = []
        for row in self.laptops[0].rows("conflicts").values():
            texts += [str(value) for value in row.fields.values()]
        for row in self.laptops[0].rows("clients").values():
            texts += [str(value) for value in row.fields.values()]
        for laptop in self.laptops:
            for entry in laptop.told("history"):
                texts += [str(entry[name]) for name in ("base", "ours", "theirs", "result")]
            texts += [json.dumps(each["payload"]) for each in laptop.told("refused")]
        everything = "\n".join(texts)
        return {word for word in self.typed if word in everything}
