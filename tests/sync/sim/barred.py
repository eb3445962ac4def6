"""What people do about that which the server refused: they shorten it, or have it sent again."""

from collections.abc import Callable

from core.domain.ids import ClientId
from core.domain.notes import SOAP
from tests.sync.sim.outsiders import LONG
from tests.sync.sim.people import Nothing, Person, _id, _short

TOO_LONG = 5_000
"""More than a page: what somebody shortens who is told that it is too large."""


def try_again(person: Person) -> str:
    """One of the refused changes, as it was typed."""
    inbox = person.machine.facade.inbox
    found = sorted(inbox.refused(), key=lambda each: each.id)
    if not found:
        raise Nothing
    change = person.rnd.choice(found)
    inbox.retry(change.id)
    return f"sends {change.table} {_short(change.row_id)} again, which was refused: {change.code}"


def write_many_pages(person: Person) -> str:
    """More than such a server takes of a field; no line stands there twice, so that it is aligned soon."""
    note, name = person.pick("sessions"), person.rnd.choice(SOAP)
    before = str(person.seen.value(note, name) or "")
    pages = "".join(f"\nwalked on, {number}." for number in range(LONG // 16))
    return person._save(note, name, f"{before}\n{person.word()}.{pages}".strip("\n"))[:200]


def shorten(person: Person) -> str:
    """A long text of a note or a client becomes a short one; who shortens it has it before their eyes."""
    found = [
        (key, name)
        for table, names in (("sessions", SOAP), ("clients", ("notes",)))
        for key in sorted(person.seen.of(table))
        for name in names
        if not person.seen.is_deleted(key) and len(person.seen.value(key, name) or "") > TOO_LONG
    ]
    if not found:
        raise Nothing
    key, name = person.rnd.choice(found)
    text = f"{person.word()}."
    if name in SOAP:
        person._save(key, name, text)
    else:
        person.machine.facade.clients.edit(ClientId(_id(key)), **{name: text})
    return f"shortens {name} of {_short(_id(key))} to {text!r}"


DO_BARRED: dict[str, Callable[[Person], str]] = {
    "try again": try_again,
    "write many pages": write_many_pages,
    "shorten": shorten,
}
