"""What people do on body charts: put a mark, change it, move it, take it off."""

from collections.abc import Callable
from typing import Any

from core.domain.body_chart import KINDS, Point, place_text, point_of
from core.domain.body_regions import VIEWS, bones
from core.domain.ids import BodyMarkId, NoteId
from core.domain.new_rows import BodyMarkDraft
from tests.sync.sim.people import Person, _id, _short


def mark_the_body(person: Person) -> str:
    """The step that signs the note may come before, between or behind."""
    note = NoteId(_id(person.pick("sessions")))
    draft = BodyMarkDraft(
        session_id=note,
        kind=person.rnd.choice(KINDS),
        place=place_text(_point(person)),
        intensity=_intensity(person),
        remark=f"{person.word()}." if person.rnd.random() < 0.5 else None,
    )
    made = person.machine.facade.body_marks.add(draft).value
    return f"marks {_short(made.id)} on note {_short(note)}: {made.kind} at {made.place}"


def change_a_mark(person: Person) -> str:
    key = person.pick("body_marks")
    fields: dict[str, Any] = person.rnd.choice(
        (
            {"intensity": _intensity(person)},
            {"kind": person.rnd.choice(KINDS), "intensity": _intensity(person)},
            {"place": place_text(_point(person))},
            {"remark": f"{person.word()}. {person.word()}."},
        )
    )
    person.machine.facade.body_marks.edit(BodyMarkId(_id(key)), **fields)
    return f"sets {', '.join(fields)} of mark {_short(_id(key))}"


def take_a_mark_off(person: Person) -> str:
    key = person.pick("body_marks")
    person.machine.facade.body_marks.delete(BodyMarkId(_id(key)))
    return f"takes mark {_short(_id(key))} off"


def _point(person: Person) -> Point:
    """Few, so that two people choose the same."""
    view = person.rnd.choice(VIEWS[:2])
    return point_of(person.rnd.choice(bones(view)[:4]).region)


def _intensity(person: Person) -> str | None:
    return person.rnd.choice((None, "0", "5", "10"))


DO_BODY_MARKS: dict[str, Callable[[Person], str]] = {
    "mark the body": mark_the_body,
    "change a mark": change_a_mark,
    "take a mark off": take_a_mark_off,
}
