"""What laptops are called: heard from the clinic's server, kept for words beside a text."""

import uuid

from core.domain.ids import DeviceId
from core.store.database.engine import Store
from core.store.unit_of_work.device_names import device_names, keep_device_names

ONE, TWO = DeviceId(uuid.UUID(int=1)), DeviceId(uuid.UUID(int=2))


def test_names_are_added_and_replaced_and_a_device_that_left_keeps_its_name(store: Store) -> None:
    with store.write() as db:
        assert device_names(db) == {}
        keep_device_names(db, {ONE: "Clinic desk", TWO: "Old laptop"})
        keep_device_names(db, {ONE: "Reception"})
        assert device_names(db) == {ONE: "Reception", TWO: "Old laptop"}


def test_a_name_is_one_short_line_without_hidden_marks(store: Store) -> None:
    with store.write() as db:
        keep_device_names(db, {ONE: "  Clinic\n\u202edesk\u0000 " + "x" * 100, TWO: " \u200f "})
        told = device_names(db)
    assert told[ONE].startswith("Clinic desk xxx")
    assert len(told[ONE]) == 60
    assert TWO not in told
