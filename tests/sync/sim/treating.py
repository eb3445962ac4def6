"""What people do about who treats: one appointment, a wish or the rest of a series goes to a colleague."""

from collections.abc import Callable

from core.domain.ids import AppointmentId, UserId, WaitlistEntryId
from core.domain.rights import CLINICIANS
from core.domain.series import Scope
from core.store.practice.series_changes import Change
from tests.sync.sim.people import Nothing, Person, _id, _short
from tests.sync.sim.series import _occurrence


def hand_over(person: Person) -> str:
    """An appointment that is a row, an occurrence that none is yet, or a wish."""
    facade, how = person.machine.facade, person.rnd.randrange(3)
    if how == 0:
        key = person.pick("appointments")
        who = _another(person, person.seen.value(key, "practitioner_user_id"))
        facade.appointments.edit(AppointmentId(_id(key)), person.word(), practitioner_user_id=who)
    elif how == 1:
        occurrence = _occurrence(person)
        key = person.key_of("appointments", occurrence.id)
        who = _another(person, _bytes(occurrence.practitioner_user_id))
        facade.appointments.edit(occurrence.id, person.word(), practitioner_user_id=who)
    else:
        key = person.pick("waitlist_entries")
        who = _another(person, person.seen.value(key, "practitioner_user_id"))
        facade.waitlist.edit(WaitlistEntryId(_id(key)), practitioner_user_id=who)
    person.set(key, "practitioner_user_id", who.bytes)
    return f"hands {_short(_id(key))} over to {_short(who)}"


def hand_over_a_series(person: Person) -> str:
    occurrence, scope = _occurrence(person), person.rnd.choice((Scope.FOLLOWING, Scope.ALL))
    who = _another(person, _bytes(occurrence.practitioner_user_id))
    change = Change({"practitioner_user_id": who})
    made = person.machine.facade.series.change(occurrence.id, scope, change, person.word()).value
    assert made.series_id is not None, "what repeats has a series"
    person.set(person.key_of("appointment_series", made.series_id), "practitioner_user_id", who.bytes)
    return f"hands {scope} from {occurrence.scheduled_start:%d.%m} on over to {_short(who)}"


def _bytes(user: UserId | None) -> bytes | None:
    return None if user is None else user.bytes


def _another(person: Person, treats: bytes | None) -> UserId:
    team = person.machine.facade.team.list()
    others = sorted(one.id for one in team if one.role in CLINICIANS and one.id.bytes != treats)
    if not others:
        raise Nothing
    return person.rnd.choice(others)


DO_TREATING: dict[str, Callable[[Person], str]] = {
    "hand over": hand_over,
    "hand over a series": hand_over_a_series,
}
