"""A practice on the model server whose laptops are different people's, and what is clinical has keys of its
own."""

from dataclasses import replace
from pathlib import Path

import pytest

from core.crypto.cells import twin_no
from core.domain.enums import Role
from core.domain.errors import ServerUnreachable
from core.domain.ids import UserId, WorkspaceId
from core.domain.rights import CLINICIANS
from core.store.attachments.workspace_keys import save_key, set_parted
from core.store.transfer.new_device import become_new_device
from sync.keys.role_keeper import see_to_again
from sync.rows.reach import Reach, known_reach
from tests.sync.laptops import Laptop, Practice
from tests.sync.model_server import ModelWorkspace


class PartedPractice(Practice):
    """The first laptop is the owner's; everybody else has one of their own."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.server.members_follow_users = True
        self.head().clinical_key_no = twin_no(1)
        self.owner = self._with_twin(self.enrol())
        self.owner.add("workspaces", self.workspace_id, name="Practice", timezone="UTC", settings={})
        self.owner.add("users", self.user_id, full_name="Owner", role=Role.OWNER)

    def hire(self, role: Role) -> Laptop:
        """Somebody whom the owner wrote down; all that is known by then comes along."""
        person = UserId(self.ids.new())
        made = self.enrol(role, user_id=person)
        if role in CLINICIANS:
            self._with_twin(made)
        with made.store.write() as db:
            set_parted(db)
        self.owner.add("users", person, full_name="Staff", role=role)
        self.owner.sync()
        made.sync()
        return made

    def let_in_again(self, laptop: Laptop, role: Role) -> Laptop:
        """Another laptop of the same person, whose role on the owner's laptop is this one by now."""
        with self.owner.store.write() as db:
            see_to_again(db, laptop.me.user_id)
        made = self.enrol(role, user_id=laptop.me.user_id)
        if role in CLINICIANS:
            self._with_twin(made)
        with made.store.write() as db:
            set_parted(db)
        self.head().heed_list(laptop.me.user_id)
        return made

    def another_of(self, laptop: Laptop) -> Laptop:
        """The same store as a device of its own, as after a restore of the laptop."""
        identity = self.identify(Role.OWNER, user_id=laptop.me.user_id)
        made = Laptop(self, laptop.store, identity, laptop.clock, laptop.ids)
        with made.store.write() as db:
            become_new_device(db, made.me.device_id)
        return made

    def go_back_to(self, state: dict[WorkspaceId, ModelWorkspace]) -> None:
        """The server is restored; its laptops' logins and keys are still there."""
        before = self.head()
        self.server.restore(state, self.ids.new())
        keep_papers(before, self.head())

    @staticmethod
    def _with_twin(laptop: Laptop) -> Laptop:
        with laptop.store.write() as db:
            set_parted(db)
            save_key(db, twin_no(1), b"t" * 32)
        return laptop


def reach(laptop: Laptop) -> Reach:
    """What the laptop holds."""
    with laptop.store.read() as db:
        return known_reach(db)


def keep_papers(before: ModelWorkspace, restored: ModelWorkspace) -> None:
    """A backup is made after each change of the keys, and who joined since joins again: roles alone go
    back."""
    roles = {each.user_id: each.role for each in restored.devices}
    restored.devices = [replace(each, role=roles.get(each.user_id, each.role)) for each in before.devices]
    restored.keys, restored.papers = before.keys, before.papers
    restored.generation, restored.current_key_no = before.generation, before.current_key_no
    restored.clinical_key_no = before.clinical_key_no


def breaks_off(laptop: Laptop, at: str) -> None:
    """A pass whose connection breaks at this step, once."""

    def fault(step: str) -> None:
        if step == at:
            raise ServerUnreachable("No connection.")

    laptop.remote.fault = fault
    with pytest.raises(ServerUnreachable):
        laptop.sync()
    laptop.remote.fault = lambda _step: None
