"""What tests begin with: a copy, which no test changes for the next."""

from pathlib import Path

import pytest

from core.domain.clock import FixedClock
from core.store.practice.practice import ClientDraft
from tests.desktop.people import KEY, empty_practice
from tests.kept_stores import kept


def test_given_a_copy_that_was_written_in_when_another_is_taken_then_nobody_is_in_it(
    tmp_path: Path, clock: FixedClock
) -> None:
    for folder in (tmp_path / "first", tmp_path / "second"):
        folder.mkdir()
        practice = empty_practice(folder, clock)
        assert not practice.clients.list()
        practice.clients.add(ClientDraft(first_name="Mira", last_name="Talbot"))
        practice.store.close()


def test_given_two_copies_of_one_name_then_it_was_made_once_and_both_are_told_what_came_of_it(
    tmp_path: Path,
) -> None:
    made: list[int] = []

    def make(file: Path) -> int:
        made.append(file.write_bytes(KEY))
        return len(made)

    copies = tmp_path / "first.db", tmp_path / "second.db"
    assert [kept(copy, tmp_path, make) for copy in copies] == [1, 1]
    assert [copy.read_bytes() for copy in copies] == [KEY, KEY]


def test_given_a_file_in_its_place_when_a_copy_is_taken_then_the_file_is_left(tmp_path: Path) -> None:
    here = tmp_path / "store.db"
    here.write_bytes(b"open")
    with pytest.raises(AssertionError, match="written over"):
        kept(here, tmp_path, lambda file: file.write_bytes(KEY))
    assert here.read_bytes() == b"open"
