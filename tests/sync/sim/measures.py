"""What people do about measures: take one, for a note or without, change it, delete it."""

from collections.abc import Callable
from typing import Any

from core.domain.ids import ClientId, MeasureId, NoteId
from core.domain.measures import MOTION, OWN, PAIN
from core.domain.new_rows import MeasureDraft
from tests.sync.sim.people import Person, _id, _short

SCALES: tuple[dict[str, Any], ...] = (
    {"kind": PAIN, "name": "Pain", "low": "0", "high": "10"},
    {"kind": MOTION, "name": "Shoulder flexion", "unit": "°", "low": "0", "high": "360"},
    {"kind": OWN, "name": "Grip", "unit": "kg"},
)


def measure(person: Person) -> str:
    """Often for a note: the step that signs it may come before, between or behind."""
    scale = person.rnd.choice(SCALES)
    client, note = _place(person)
    draft = MeasureDraft(
        client_id=client,
        session_id=note,
        value=_value(person),
        note=f"{person.word()}." if person.rnd.random() < 0.5 else None,
        **scale,
    )
    made = person.machine.facade.measures.add(draft).value
    return f"measures {_short(made.id)}: {made.name} {made.value}"


def change_a_measure(person: Person) -> str:
    key = person.pick("measures")
    fields: dict[str, Any] = person.rnd.choice(
        (
            {"value": _value(person)},
            {"value": _value(person)},
            {"note": f"{person.word()}. {person.word()}."},
            {"kind": OWN, "name": person.word(), "unit": None, "low": None, "high": None},
        )
    )
    person.machine.facade.measures.edit(MeasureId(_id(key)), **fields)
    return f"sets {', '.join(fields)} of measure {_short(_id(key))}"


def delete_a_measure(person: Person) -> str:
    key = person.pick("measures")
    person.machine.facade.measures.delete(MeasureId(_id(key)))
    return f"deletes measure {_short(_id(key))}"


def _place(person: Person) -> tuple[ClientId, NoteId | None]:
    if person.rnd.random() < 0.7:
        note = person.pick("sessions")
        return ClientId(person.machine.facade.notes.get(NoteId(_id(note))).client_id), NoteId(_id(note))
    return ClientId(_id(person.pick("clients"))), None


def _value(person: Person) -> str:
    """Few, so that two people choose the same; each fits every scale."""
    return person.rnd.choice(("0", "3", "6,5", "7.5", "10"))


DO_MEASURES: dict[str, Callable[[Person], str]] = {
    "measure": measure,
    "change a measure": change_a_measure,
    "delete a measure": delete_a_measure,
}
