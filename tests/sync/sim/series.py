"""What people do with series: book one, touch an occurrence of it, change or end what is to come."""

from collections.abc import Callable
from datetime import timedelta

from core.domain.enums import AppointmentStatus
from core.domain.ids import ClientId
from core.domain.new_rows import AppointmentDraft
from core.domain.records import Appointment
from core.domain.recurrence import Frequency, Rule
from core.domain.series import Repeat, Scope
from core.store.practice.series_changes import Change
from tests.sync.laptops import START
from tests.sync.sim.people import Nothing, Person, _id, _short

HOUR, SHOWN = timedelta(hours=1), timedelta(weeks=12)
WEEKLY = Rule(frequency=Frequency.WEEKLY, weekdays=(START.weekday(),))


def book_a_series(person: Person) -> str:
    client, start = person.pick("clients"), person._time()
    draft = AppointmentDraft(
        client_id=ClientId(_id(client)),
        scheduled_start=start,
        scheduled_end=start + HOUR,
        timezone="UTC",
        notes=person.word() if person.rnd.random() < 0.5 else None,
        practitioner_user_id=person.who_treats(),
    )
    repeat = Repeat(rule=WEEKLY, times=person.rnd.choice((4, 8, None)))
    made = person.machine.facade.series.book(draft, repeat, person.word()).value
    return f"books series {_short(made.series_id or made.id)} at {start:%d %H:%M}"


def touch_an_occurrence(person: Person) -> str:
    """One of few, so that two people choose the same."""
    occurrence = _occurrence(person)
    appointments, how = person.machine.facade.appointments, person.rnd.randrange(4)
    if how == 0:
        start = occurrence.scheduled_start + person.rnd.choice((1, 2)) * HOUR
        appointments.move(occurrence.id, start, start + HOUR, person.word())
    elif how == 1:
        appointments.set_status(occurrence.id, AppointmentStatus.CANCELLED, person.word())
    elif how == 2:
        appointments.edit(occurrence.id, notes=f"{occurrence.notes or ''}\n{person.word()}.".strip())
    else:
        appointments.delete(occurrence.id)
    done = ("moves", "cancels", "writes at", "deletes")[how]
    return f"{done} occurrence {_short(occurrence.id)} of {occurrence.scheduled_start:%d.%m}"


def change_a_series(person: Person) -> str:
    """The day stays, so that what was touched keeps its days."""
    occurrence, scope = _occurrence(person), person.rnd.choice((Scope.FOLLOWING, Scope.ALL))
    if person.rnd.random() < 0.5:
        start = occurrence.scheduled_start + HOUR
        change = Change({}, start, start + HOUR)
    else:
        change = Change({"notes": f"{person.word()}."})
    person.machine.facade.series.change(occurrence.id, scope, change, person.word())
    return f"changes {scope} from {occurrence.scheduled_start:%d.%m} on"


def end_a_series(person: Person) -> str:
    occurrence = _occurrence(person)
    person.machine.facade.series.end(occurrence.id, Scope.FOLLOWING, reason=person.word())
    return f"ends a series from {occurrence.scheduled_start:%d.%m} on"


def _occurrence(person: Person) -> Appointment:
    shown = person.machine.facade.appointments.between(START, START + SHOWN)
    rows = {key[1] for key in person.seen.of("appointments")}
    booked = [each.appointment for each in shown]
    drawn = [each for each in booked if each.series_id and each.id.bytes not in rows]
    if not drawn:
        raise Nothing
    return person.rnd.choice(drawn[:4])


DO_SERIES: dict[str, Callable[[Person], str]] = {
    "book a series": book_a_series,
    "touch an occurrence": touch_an_occurrence,
    "change a series": change_a_series,
    "end a series": end_a_series,
}
