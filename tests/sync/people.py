"""A clinic on PostgreSQL whose laptops are different people's, each with a role, and whose keys are
rotated."""

from dataclasses import replace
from typing import Any

from typing_extensions import override

from core.crypto.cells import base_no
from core.domain.enums import Role
from core.domain.ids import UserId
from core.domain.rights import reads_clinical
from sync.postgres.logins import Login, NewDevice, new_login
from sync.postgres.rows import PostgresRemote
from tests.sync.laptops import Laptop
from tests.sync.rotating import RotatingClinic
from tests.sync.test_two_devices_pg import PgLaptop

CLINICAL = ("medical_history", "notes", "tags", "alerts")


class StaffedClinic(RotatingClinic):
    """The first laptop is the owner's; everybody else has one of their own."""

    def hire(self, role: Role) -> PgLaptop:
        """A person whom the owner wrote down and let in; without clinical keys where the role has none."""
        assert self.first is not None
        owner = self.first.laptop
        person = UserId(owner.add("users", full_name=role.value.title(), role=role))
        owner.sync()
        laptop = self.practice.enrol(role, with_keys=False, user_id=person)
        login = new_login()
        self.first.pg.enrol_device(self._asked(laptop, login, role))
        made = PgLaptop(laptop, PostgresRemote(self._address(login)))
        self.laptops.append(made)
        made.laptop.sync()
        return made

    def open(self) -> PgLaptop:
        """The owner's laptop of a practice that has its own row and the owner's."""
        made = self.enrol()
        made.laptop.add("users", self.practice.user_id, full_name="Owner", role=Role.OWNER)
        made.laptop.add("workspaces", self.practice.workspace_id, name="Practice", timezone="UTC")
        made.laptop.sync()
        return made

    @override
    def _asked(self, laptop: Laptop, login: Login, role: Role) -> NewDevice:
        asked = super()._asked(laptop, login, role)
        if reads_clinical(role, None):
            return asked
        return replace(asked, keys=tuple(key for key in asked.keys if base_no(key.key_no) == key.key_no))


def clinical_fields(laptop: PgLaptop, client: Any) -> dict[str, Any]:
    """What the laptop has of a client's clinical fields."""
    found = {name: laptop.laptop.value("clients", client, name) for name in CLINICAL}
    return {name: value for name, value in found.items() if value is not None}
