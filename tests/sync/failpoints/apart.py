"""What two people typed while they were apart: whatever a sync can meet is in it once."""

import hashlib
import uuid
from datetime import timedelta

from core.domain.enums import Role
from core.domain.ids import AttachmentId, ClientId
from tests.sync.file_bench import Bench
from tests.sync.laptops import START, Laptop

BASE = "Slept badly.\nGait normal.\nWalks daily."


def work_apart(first: Bench, second: Bench) -> None:
    """The first laptop has synced since; the second one's work waits, a file to send and one to get, too."""
    one, two = first.laptop, second.laptop
    one.add("users", one.me.user_id, full_name="Dana Demo", role=Role.OWNER)
    dana = one.add_client("Dana", tags=["vip"])
    merged = one.add_note(dana, plan=BASE)
    asked = one.add_note(dana, plan=BASE)
    signed = one.add_note(dana, plan=BASE)
    gone = one.add_client("Gone")
    one.sync()  # brings the keys with which files are sealed
    first.add(b"from one" * 200, ClientId(dana))
    one.sync()
    first.carry()
    two.sync()
    want_all(second)
    second.add(b"from two" * 200, ClientId(dana))
    _first(one, merged, asked, signed, gone, dana)
    one.sync()
    _second(two, merged, asked, signed, gone, dana)


def want_all(bench: Bench) -> None:
    for held in bench.attachments.all():
        bench.contents.want(AttachmentId(held.row.id))


def contents(who: str, bench: Bench) -> list[str]:
    """Every attachment, where it is, and what it holds."""
    return [
        f"{who} {held.row.id} is {held.where}: {hashlib.sha256(bench.contents.read(held.row.id)).hexdigest()}"
        for held in bench.attachments.all()
    ]


def _first(
    one: Laptop, merged: uuid.UUID, asked: uuid.UUID, signed: uuid.UUID, gone: uuid.UUID, dana: uuid.UUID
) -> None:
    one.edit("sessions", merged, plan=BASE.replace("badly", "well"))
    one.edit("sessions", asked, plan=BASE.replace("daily", "5 km"))
    one.edit("sessions", signed, is_draft=False, finalized_at=START)
    one.edit("clients", dana, tags=["vip", "knee"])
    one.delete("clients", gone)
    one.add("services", name="Massage", default_duration_minutes=30)
    one.add_client("From one")
    _book(one, dana)


def _second(
    two: Laptop, merged: uuid.UUID, asked: uuid.UUID, signed: uuid.UUID, gone: uuid.UUID, dana: uuid.UUID
) -> None:
    two.edit("sessions", merged, plan=BASE.replace("daily", "twice a day"), objective="Seen by the second.")
    two.edit("sessions", asked, plan=BASE.replace("daily", "7 km"))
    two.edit("sessions", signed, plan=BASE + "\nLate.")
    two.edit("clients", dana, tags=["vip", "back"])
    two.edit("clients", gone, phone="050")
    two.add("services", name="Massage", default_duration_minutes=45)
    two.add_note(two.add_client("From two"), plan="First visit.")
    two.add_note(uuid.uuid5(uuid.NAMESPACE_DNS, "nobody"), plan="Of a client that nobody has.")
    _book(two, dana)


def _book(laptop: Laptop, client: uuid.UUID) -> None:
    laptop.add(
        "appointments",
        client_id=client,
        scheduled_start=START,
        scheduled_end=START + timedelta(hours=1),
        timezone="UTC",
    )
