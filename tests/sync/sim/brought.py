"""What comes from outside: odd numbers and odd texts, typed, pasted, set by programs or brought in files."""

import json
import random
import uuid
from collections.abc import Callable
from typing import Any

from core.domain.ids import ClientId, MeasureId, NoteId, ServiceId
from core.domain.measures import OWN
from core.domain.new_rows import MeasureDraft
from core.domain.notes import SOAP
from core.store.transfer.import_lines import import_files
from tests.sync.sim.people import Person, _id, _short

_DIRECTIONS = ("\u200e", "\u200f", "\u061c", "\u202a", "\u202b", "\u202d", "\u2067", "\u2068", "\u2069")
_LONE_MARKS = ("\u0301", "\u05b0", "\u20dd", "\ufe0f", "\u200d", "\u093f")
_CONTROLS = ("\x01", "\x08", "\x0b", "\x0c", "\x1b[31m", "\x1f", "\x7f", "\x85", "\x9f", "\u2028", "\u2029")
_SPACES = (" ", "   ", "\t\t", "\u00a0", "\u2003\u3000", " \n \n ", "\u200b")
_FOLDED = ("ß", "İ", "ﬁ", "A\u030a", "Å", "𝒟", "ﷺ", "\ue000", "\uffff", "\U0010ffff")
_REFUSED = ("\0", "\ud800", "\udfff")
TEXTS = (*_DIRECTIONS, *_LONE_MARKS, *_CONTROLS, *_SPACES, *_FOLDED, *_REFUSED)
"""Marks that steer, marks without a letter, controls, spaces alone, letters that fold, and no characters."""
NUMBERS: tuple[Any, ...] = (
    *(0, -0.0, 0.0, 1.0, -1, 0.1, 1e-7, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308),
    *(2**53 - 1, 2**53, 2**53 + 1, -(2**53) - 1, 1e15, 1e16, 1e22, 123456789012345678),
    *(2**63 - 1, -(2**63) + 1, -(2**63), 2**63, 10**30, 10**400),
    *(float("nan"), float("inf"), float("-inf"), True, False, None),
)
"""Around each end of what numbers can say, and what is no number."""
LEVELS = (1, 2, 47, 48, 49, 50, 51, 60, 400)
"""Around the deepest that a document may be."""
TYPED_NUMBERS = (
    *("NaN", "inf", "-inf", "1e999", "1e-7", "-0", "-0.0", "0,0000001", "9007199254740993", "1_000", ""),
    *("\u0663", "\uff11\uff12", "0x10", " 7 ", "7\u00a0", "٫5", "1.2.3", "9" * 400),
)
_MEMBERS = ("odd", "odder")
"""Few, so that two people set the same."""


def document(rnd: random.Random) -> Any:
    """Of any shape; most can be stored, some must be refused."""
    value: Any = rnd.choice((rnd.choice(NUMBERS), rnd.choice(NUMBERS), odd_text(rnd)))
    if rnd.random() < 0.5:
        value = {odd_text(rnd): value, "then": [rnd.choice(NUMBERS), odd_text(rnd)]}
    for _ in range(rnd.choice(LEVELS) if rnd.random() < 0.3 else 0):
        value = [value] if rnd.random() < 0.5 else {"in": value}
    return value


def odd_text(rnd: random.Random) -> str:
    """Most can be stored."""
    texts = TEXTS if rnd.random() < 0.1 else TEXTS[: -len(_REFUSED)]
    return "".join(rnd.choices(texts, k=rnd.randrange(1, 4)))


def _said(person: Person) -> str:
    """Odd letters around a word that oracles follow, or alone."""
    before, after = odd_text(person.rnd), odd_text(person.rnd)
    return before if person.rnd.random() < 0.2 else f"{before}{person.word()}.{after}"


def set_odd_numbers(person: Person) -> str:
    """As another program, or a later version of this one, sets what it needs."""
    name, value = person.rnd.choice(_MEMBERS), document(person.rnd)
    person.machine.facade.settings.set(**{name: value})
    return f"sets {name} of the practice to {_told(value)}"


def paste_odd_text(person: Person) -> str:
    rnd, facade = person.rnd, person.machine.facade
    table = rnd.choice(("sessions", "sessions", "clients", "services"))
    key, text = person.pick(table), _said(person)
    if table == "sessions":
        name = rnd.choice(SOAP)
        before = str(person.seen.value(key, name) or "")
        return person._save(key, name, f"{before}\n{text}")
    if table == "clients":
        name = rnd.choice(("notes", "address", "alerts", "phone", "preferred_name"))
        facade.clients.edit(ClientId(_id(key)), **{name: text})
    else:
        name = "description"
        facade.services.edit(ServiceId(_id(key)), description=text)
    return f"pastes {text!r} into {name} of {_short(_id(key))}"


def measure_oddly(person: Person) -> str:
    """A value as somebody types it, or as another program writes numbers."""
    value, note = person.rnd.choice(TYPED_NUMBERS), _said(person)
    facade = person.machine.facade
    known = [key for key in sorted(person.seen.of("measures")) if not person.seen.is_deleted(key)]
    if known and person.rnd.random() < 0.5:
        key = person.rnd.choice(known)
        facade.measures.edit(MeasureId(_id(key)), value=value, note=note)
        return f"sets measure {_short(_id(key))} oddly to {value[:40]!r}"
    session = NoteId(_id(person.pick("sessions")))
    client = ClientId(facade.notes.get(session).client_id)
    unit = odd_text(person.rnd)
    draft = MeasureDraft(client_id=client, kind=OWN, name="Grip", value=value, unit=unit, note=note)
    return f"measures {_short(facade.measures.add(draft).value.id)} oddly: {value[:40]!r}"


def bring_in_odd_lines(person: Person) -> str:
    """A file as another program wrote it: each line goes in, or is named as one that cannot."""
    rnd, machine = person.rnd, person.machine
    client = str(_id(person.pick("clients")))
    settings = machine.facade.settings.workspace().settings or {}
    rows: list[dict[str, Any]] = [
        {"table": "workspaces", "settings": {**settings, rnd.choice(_MEMBERS): document(rnd)}},
        {
            "table": "clients",
            "id": client,
            "notes": _said(person),
            "tags": [person.word(), _said(person)],
        },
        {
            "table": "clients",
            "id": str(uuid.UUID(int=rnd.getrandbits(128), version=4)),
            "first_name": f"Guest{odd_text(rnd)}",
            "last_name": person.word(),
            "tags": rnd.choice(([_said(person)], document(rnd))),
            "notes": _said(person),
        },
        {
            "table": "services",
            "id": str(uuid.UUID(int=rnd.getrandbits(128), version=4)),
            "name": f"{person.word()}{odd_text(rnd)}",
            "default_duration_minutes": rnd.choice(NUMBERS),
        },
    ]
    file = machine.laptop.store.path.with_name("brought.jsonl")
    file.write_text("\n".join(_line(row) for row in rnd.sample(rows, 3)), encoding="utf-8")
    report = import_files(machine.facade, file, good_lines=True)
    return f"brings in {report.created} + {report.edited} odd lines, {len(report.errors)} refused"


def _line(row: dict[str, Any]) -> str:
    """Python writes NaN and the infinities as no JSON has them, and so do others."""
    return json.dumps(row)


def _told(value: Any) -> str:
    return repr(value)[:80]


DO_BROUGHT: dict[str, Callable[[Person], str]] = {
    "set odd numbers": set_odd_numbers,
    "paste odd text": paste_odd_text,
    "measure oddly": measure_oddly,
    "bring in odd lines": bring_in_odd_lines,
}
