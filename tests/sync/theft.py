"""A practice of which one laptop was stolen, with the login of an owner on it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from core.domain.enums import Role
from migrations.operate.embedded import EmbeddedServer
from tests.sync.rotating import RotatingClinic
from tests.sync.test_two_devices_pg import PgLaptop


@dataclass
class StolenLaptop:
    """An owner's laptop, a helper's and the stolen one, each of which has synced."""

    clinic: RotatingClinic
    owner: PgLaptop
    helper: PgLaptop
    thief: PgLaptop


T = TypeVar("T", bound=StolenLaptop)


@contextmanager
def stolen(kind: type[T], server: EmbeddedServer, folder: Path, *, key_changes: int) -> Iterator[T]:
    """One client was written before; then the keys were changed so many times."""
    clinic = RotatingClinic(server, folder)
    owner = clinic.enrol()
    owner.laptop.add_client("Before")
    owner.laptop.sync()
    made = kind(clinic, owner, clinic.enrol(Role.THERAPIST), clinic.enrol())
    for _ in range(key_changes):
        clinic.rotate(owner)
    for each in (owner, made.helper, made.thief):
        each.laptop.sync()
    yield made
    clinic.close()
