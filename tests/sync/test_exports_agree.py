"""Laptops that agree export the same bytes, in whatever order their rows came."""

from pathlib import Path

from core.store.practice.practice import Practice as Books
from core.store.transfer.export_lines import export
from tests.sync.laptops import Laptop

Two = tuple[Laptop, Laptop]


def exported(laptop: Laptop, folder: Path) -> dict[str, bytes]:
    books = Books(laptop.store, laptop.me, laptop.clock, laptop.practice.ids)
    export(books, folder)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_given_laptops_that_agree_when_both_export_then_their_files_are_equal_byte_for_byte(
    laptops: Two, tmp_path: Path
) -> None:
    one, two = laptops
    one.add("workspaces", one.me.workspace_id, name="Invented", timezone="UTC", settings={"b": 1, "a": [2.5]})
    for number in range(8):
        mine = one.add_client(f"A{number}", tags=("knee",))
        theirs = two.add_client(f"B{number}")
        one.add_note(mine, plan="Walks daily.")
        two.add_note(theirs, plan="Heat.")
        if number == 5:
            shared = mine
            one.sync()
            two.sync()
    one.edit("clients", shared, notes="Prefers mornings.", phone="1", tags=("knee", "vip"))
    two.edit("clients", shared, notes="Prefers evenings.", phone="2", tags=("knee", "late"))
    two.delete("clients", theirs)
    for laptop in (one, two, one, two):
        laptop.sync()
    ours, others = exported(one, tmp_path / "one"), exported(two, tmp_path / "two")
    assert ours.keys() == others.keys()
    assert [name for name in ours if ours[name] != others[name]] == []
    assert ours["clients.jsonl"].count(b"\n") == 16
    assert ours["conflicts.jsonl"]
