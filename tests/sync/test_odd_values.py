"""Whatever the store takes and the server refuses, the others go on: drawn values on PostgreSQL 16 and 18.

The first seeds are always the same, the others are fresh: a failure names its seed, and
`ODD_VALUES=7 pytest tests/sync/test_odd_values.py` runs that one again.
"""

import json
import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from copy import copy
from pathlib import Path
from typing import Any

import pytest

from core.domain.enums import LocationType
from core.domain.errors import UserError
from core.domain.ids import ClientId, NoteId, ServiceId
from core.domain.new_rows import ClientDraft, LocationDraft, ServiceDraft
from core.domain.registry import BY_NAME
from core.store.practice.practice import Practice as Books
from core.store.transfer.import_lines import import_files
from migrations.operate.embedded import EmbeddedServer
from tests.draws import fresh
from tests.sync.laptops import Laptop
from tests.sync.odd_values import TABLES, Odd
from tests.sync.test_two_devices_pg import Clinic

ASKED = os.environ.get("ODD_VALUES")
SEEDS = [int(ASKED)] if ASKED else [*range(4), *fresh(2)]


@pytest.fixture
def clinic(any_server: EmbeddedServer, tmp_path: Path) -> Iterator[Clinic]:
    made = Clinic(any_server, tmp_path)
    yield made
    made.close()


class Person:
    """Somebody at one laptop, who imports, types and sets odd things."""

    def __init__(self, laptop: Laptop, odd: Odd, folder: Path) -> None:
        self.laptop, self.odd, self.folder = laptop, odd, folder
        self.books = Books(laptop.store, laptop.me, laptop.clock, laptop.practice.ids)
        self.client = laptop.add_client()
        self.note = laptop.add_note(self.client, plan="Walks daily.")
        self.service = laptop.add("services", name="Massage", default_duration_minutes=50)

    def at(self, laptop: Laptop) -> "Person":
        """The same person, and the same records, at another laptop."""
        other = copy(self)
        other.laptop = laptop
        other.books = Books(laptop.store, laptop.me, laptop.clock, laptop.practice.ids)
        return other

    def imports(self) -> None:
        path = self.folder / f"{self.odd.rnd.getrandbits(60)}.jsonl"
        rows = [self.odd.row(table, self.client) for table in TABLES for _ in range(4)]
        ws = {"table": "workspaces", "settings": {"odd": self.odd.document()}}
        path.write_text("\n".join(json.dumps(row) for row in [*rows, ws]), encoding="utf-8")
        import_files(self.books, path, good_lines=True)

    def types(self) -> None:
        """Refusals in words are all right, and nothing else is."""
        for _ in range(12):
            with suppress(UserError):
                self.odd.rnd.choice(self.commands())()

    def commands(self) -> list[Callable[[], Any]]:
        """What the window asks of the practice."""
        odd, books, text = self.odd, self.books, self.odd.text
        client, note, service = ClientId(self.client), NoteId(self.note), ServiceId(self.service)
        minutes = odd.rnd.choice([1, 2**31, 10**30])
        clinic = LocationType.CLINIC
        return [
            lambda: books.clients.edit(client, notes=text(), address=text(), tags=(text(),)),
            lambda: books.clients.add(ClientDraft(first_name=text(), last_name=text(), alerts=text())),
            lambda: books.clients.find(text()),
            lambda: books.search.everything(text()),
            lambda: books.services.edit(service, description=text(), colour=text()),
            lambda: books.services.add(ServiceDraft(name=text(), default_duration_minutes=minutes)),
            lambda: books.locations.add(LocationDraft(name=text(), location_type=clinic, address=text())),
            lambda: books.notes.save_draft(note, plan=text(), objective=text()),
            lambda: books.settings.set(odd=odd.document(), **{odd.short(): odd.document()}),
            lambda: books.settings.edit_workspace(name=text(), timezone=text()),
        ]

    def plants(self) -> None:
        """What an older program took, past today's entrances."""
        ws, settings = self.laptop.me.workspace_id, {"settings": '{"a":NaN}'}
        event = {"event_type": "x.y", "action": "UPDATE", "metadata": "[Infinity,-1e999]", "client_time": 0}
        with self.laptop.store.write() as db:
            writer = self.laptop._writer(db)
            writer.update_stored(BY_NAME["workspaces"], ws, settings)
            writer.insert_stored(BY_NAME["audit_events"], event)


def waits_for_nothing(laptop: Laptop, words: str) -> None:
    """The laptop's pass ends, and what is typed after it arrives."""
    later = laptop.add_client(words)
    laptop.sync()
    laptop.sync()
    with laptop.store.read() as db:
        found = db.exec_driver_sql("SELECT 1 FROM journal WHERE row_id = ?", (later.bytes,)).first()
    assert found is None, "typed later, and not sent"
    assert laptop.row("clients", later).version == 1


def alarms(laptop: Laptop) -> list[str]:
    return [each["kind"] for each in laptop.told("notices") if each["kind"] in ("tampered", "unreadable")]


def accepted(laptop: Laptop) -> dict[str, dict[uuid.UUID, Any]]:
    """All rows but those that the server never took."""
    return {
        table: {no: row for no, row in rows.items() if row[0] > 0} for table, rows in laptop.content().items()
    }


def refused(laptop: Laptop) -> set[uuid.UUID]:
    """Rows of which the inbox holds something."""
    practice = laptop.practice
    inbox = Books(laptop.store, laptop.me, practice.clock, practice.ids).inbox
    return {item.row_id for item in inbox.refused()}


@pytest.mark.parametrize("seed", SEEDS)
def test_given_values_of_every_kind_when_synced_then_each_arrives_or_is_in_the_inbox_and_nothing_waits(
    clinic: Clinic, seed: int, tmp_path: Path
) -> None:
    print(f"seed {seed}")
    odd = Odd(seed)
    one, two = clinic.enrol().laptop, clinic.enrol().laptop
    one.add("workspaces", one.me.workspace_id, name="Invented", timezone="UTC", settings={"slot_minutes": 15})
    person = Person(one, odd, tmp_path)
    one.sync()
    two.sync()
    people = [person, person.at(two)]
    for day in range(2):
        for each in people:
            each.imports()
            each.types()
            if odd.rnd.random() < 0.5:
                each.plants()
        for each in odd.rnd.sample(people, 2):
            waits_for_nothing(each.laptop, f"Typed on day {day}")
    for laptop in (one, two, one, two):
        assert laptop.sync().waiting == 0
    assert alarms(one) + alarms(two) == []
    assert accepted(one) == accepted(two)
    for laptop in (one, two):
        new_here = {no for rows in laptop.content().values() for no, row in rows.items() if row[0] == 0}
        assert new_here <= refused(laptop)
