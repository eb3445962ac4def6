"""Oracles about refused changes can fail: for what is kept nowhere, listed nowhere, or was small."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.domain.enums import Role
from core.domain.registry import BY_NAME
from tests.sync.laptops import Laptop, Practice, person
from tests.sync.oracles import refusals
from tests.sync.oracles.eye import Eye
from tests.sync.oracles.finding import Oracle


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Laptop]:
    """Somebody who only reads typed a client before knowing of it."""
    practice = Practice(tmp_path)
    made = practice.enrol(Role.READONLY)
    made.add_client("Typed")
    made.sync()
    yield made
    practice.close()


@pytest.fixture
def eye(reader: Laptop) -> Iterator[Eye]:
    made = Eye(reader.store)
    yield made
    made.close()


def sql(laptop: Laptop, text: str) -> None:
    with laptop.store.write() as db:
        db.exec_driver_sql(text)


def left(eye: Eye) -> list[uuid.UUID]:
    seen = refusals.without_refused(eye, eye.everything())
    return [uuid.UUID(bytes=row_id) for no, row_id in seen.rows if no == BY_NAME["clients"].no]


def test_given_a_new_row_that_was_refused_when_looked_at_then_it_is_no_difference_to_the_server(
    reader: Laptop, eye: Eye
) -> None:
    assert (reader.dirty(), left(eye)) == (0, [])
    assert list(refusals.told_in_words(person(reader).inbox, eye)) == []
    assert [change.code for change in person(reader).inbox.refused()] == ["forbidden"]


@pytest.mark.parametrize(
    "break_it",
    [
        "DELETE FROM refused",
        "UPDATE refused SET payload = json_set(payload, '$.row[2]', 1)",
        "UPDATE clients SET version = 1",
        "UPDATE clients SET seq = 5",
    ],
)
def test_given_a_row_that_no_refusal_explains_when_looked_at_then_it_is_a_difference(
    reader: Laptop, eye: Eye, break_it: str
) -> None:
    sql(reader, break_it)

    assert len(left(eye)) == 1


@pytest.mark.parametrize("code", ["forbidden", "no word"])
def test_given_a_refusal_that_is_not_listed_or_has_no_word_when_looked_at_then_that_is_noticed(
    reader: Laptop, eye: Eye, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sql(reader, f"UPDATE refused SET code = '{code}'")
    inbox = person(reader).inbox
    if code == "forbidden":
        monkeypatch.setattr(type(inbox), "refused", lambda _: [])

    assert [each.oracle for each in refusals.told_in_words(inbox, eye)] == [Oracle.TOLD]


@pytest.mark.parametrize(("limit", "times"), [(1_000_000, 1), (50, 0)])
def test_given_a_text_refused_as_too_large_when_it_is_small_then_that_is_noticed(
    reader: Laptop, eye: Eye, limit: int, times: int
) -> None:
    sql(reader, "UPDATE refused SET code = 'too_large'")

    assert len(list(refusals.only_large_is_too_large(eye, limit))) == times
