"""A practice on the model server as an adoption leaves it: every row with its mac, none with a seal."""

import shutil
from dataclasses import replace
from pathlib import Path

from core.crypto.inventory import RowInventory
from core.domain.enums import Role
from core.store.database.engine import Store
from core.store.database.facts import set_fact
from core.store.outbox import adoption
from core.store.outbox.adoption import Adoption
from sync.remote import RemoteRow
from tests.sync.laptops import INDEX_KEY, KEY, NEVER, Laptop, Practice
from tests.sync.lies import two_of_each


class AdoptedPractice:
    """`proof` is what the adoption tells its owner's first laptop, which is yet to come."""

    def __init__(self, practice: Practice) -> None:
        self.practice = practice
        maker = practice.enrol()
        self.made = two_of_each(maker)
        maker.sync()
        self.content = maker.content()
        head = practice.head()
        head.rows.update({key: bare(row) for key, row in head.rows.items()})
        head.devices.clear()
        head.ledgers.clear()
        inventory = RowInventory(INDEX_KEY, practice.workspace_id)
        for row in head.rows.values():
            inventory.add(row.table_no, row.row_id, row.version, row.mac or b"")
        self.count, self.proof = inventory.count, inventory.proof()

    def first(self, role: Role = Role.OWNER) -> Laptop:
        """A laptop that was told of the adoption."""
        laptop = self.practice.enrol(role)
        with laptop.store.write() as db:
            adoption.begin(db, self.proof)
        return laptop

    def filled_by_an_older_program(self, role: Role = Role.OWNER) -> Laptop:
        """It took every row, asked for no seal, and remembers nothing of adoptions."""
        laptop = self.first(role)
        laptop.session()._pull.run(self.practice.head().epoch, NEVER, lambda *_: None)
        with laptop.store.write() as db:
            for name in ("adoption", "adoption/proof"):
                set_fact(db, name, None)
        return laptop

    def unsealed(self) -> int:
        return sum(row.seal is None for row in self.practice.head().rows.values())

    def is_declared(self) -> bool:
        return self.practice.head().generation > 0


def bare(row: RemoteRow) -> RemoteRow:
    return replace(row, seal=None, sealed_by=None)


def standing(laptop: Laptop) -> Adoption:
    with laptop.store.read() as db:
        return adoption.standing(db)


def copy_of(laptop: Laptop, path: Path) -> Laptop:
    """The same laptop over a copy of its store, as it lies on the disk."""
    laptop.store.close()
    shutil.copy(laptop.store.path, path)
    store = Store.open(path, KEY, laptop.clock)
    made = Laptop(laptop.practice, store, laptop.identity, clock=laptop.clock, ids=laptop.ids)
    laptop.practice.laptops.append(made)
    return made
