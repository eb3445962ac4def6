"""What people type at a laptop between its syncs; each act is noted in the diary."""

import random
import uuid
from collections.abc import Callable
from datetime import timedelta

from core.domain.enums import Resolution
from core.domain.registry import BY_NAME
from tests.sync.faults.device import Device
from tests.sync.laptops import START

TEXTS = ("subjective", "plan")
TAGS = ("knee", "back", "child")
SERVICES = ("Massage", "Intake")


class Person:
    """Somebody at a device for one act; does nothing when there is nothing to act on."""

    def __init__(self, device: Device, rnd: random.Random) -> None:
        self._device, self._rnd, self._laptop = device, rnd, device.laptop
        self._seen = device.eye.look()

    def act(self) -> str:
        """One of the acts, noted; returns its name."""
        (chosen,) = self._rnd.choices([*ACTS], [*ACTS.values()])
        with self._device.diary.watching(self._device.id, self._device.eye):
            chosen(self)
        return chosen.__name__

    def _word(self) -> str:
        return self._device.diary.word(self._rnd)

    def _pick(self, table: str) -> uuid.UUID | None:
        keys = [key for key in sorted(self._seen.of(table)) if not self._seen.is_deleted(key)]
        return uuid.UUID(bytes=self._rnd.choice(keys)[1]) if keys else None

    def _value(self, table: str, row_id: uuid.UUID, name: str) -> str:
        return str(self._seen.value((BY_NAME[table].no, row_id.bytes), name) or "")

    # acts

    def write(self) -> None:
        client = self._pick("clients") if self._rnd.random() < 0.5 else None
        if client is None:
            client = self._laptop.add_client(self._word(), tags=["knee"])
        self._laptop.add_note(client, plan=f"{self._word()}.", subjective=f"{self._word()}.")

    def type(self) -> None:
        """A line of a note, or a new one below."""
        note, name = self._pick("sessions"), self._rnd.choice(TEXTS)
        if note is None:
            return self.write()
        lines = self._value("sessions", note, name).split("\n")
        place = self._rnd.randrange(len(lines) + 2)
        if place < len(lines):
            lines[place] = f"{self._word()}."
        else:
            lines.append(f"{self._word()}.")
        return self._laptop.edit("sessions", note, **{name: "\n".join(lines)})

    def correct(self) -> None:
        client = self._pick("clients")
        if client is not None:
            self._laptop.edit("clients", client, **{self._rnd.choice(("phone", "address")): self._word()})

    def tag(self) -> None:
        client = self._pick("clients")
        if client is not None:
            self._laptop.edit("clients", client, tags=sorted(self._rnd.sample(TAGS, self._rnd.randrange(3))))

    def delete(self) -> None:
        note = self._pick("sessions")
        if note is not None:
            self._laptop.delete("sessions", note)

    def offer(self) -> None:
        name = self._rnd.choice(SERVICES)
        taken = {self._seen.value(key, "name") for key in self._seen.of("services")}
        if name not in taken:
            self._laptop.add("services", name=name, default_duration_minutes=30, description=self._word())

    def book(self) -> None:
        client = self._pick("clients")
        start = START + timedelta(hours=self._rnd.randrange(6))
        if client is not None:
            self._laptop.add(
                "appointments",
                client_id=client,
                scheduled_start=start,
                scheduled_end=start + timedelta(hours=1),
                timezone="UTC",
                notes=self._word(),
            )

    def settle(self) -> None:
        keys = [key for key in sorted(self._seen.of("conflicts")) if not self._seen.value(key, "resolved_at")]
        if keys:
            conflict = uuid.UUID(bytes=self._rnd.choice(keys)[1])
            self._laptop.edit("conflicts", conflict, resolved_at=START, resolution=Resolution.THEIRS)


ACTS: dict[Callable[[Person], None], int] = {
    Person.write: 3,
    Person.type: 10,
    Person.correct: 2,
    Person.tag: 2,
    Person.delete: 1,
    Person.offer: 1,
    Person.book: 2,
    Person.settle: 2,
}
