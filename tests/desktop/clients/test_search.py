"""Search over the clients in memory."""

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from core.domain.ids import ClientId, WorkspaceId
from core.domain.records import Client
from core.store.practice.practice import ClientSummary
from desktop.clients.search import ClientIndex

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def summary(first: str, last: str, **fields: object) -> ClientSummary:
    values: dict[str, object] = {
        "id": ClientId(uuid.uuid4()),
        "workspace_id": WorkspaceId(uuid.UUID(int=1)),
        "created_at": NOW,
        "updated_at": NOW,
        "first_name": first,
        "last_name": last,
    }
    return ClientSummary(Client(**{**values, **fields}), None, None, 0)  # type: ignore[arg-type]


@pytest.fixture
def index() -> ClientIndex:
    made = ClientIndex()
    made.replace_all(
        [
            summary("José", "Ångström", phone="+49 30 555-0103", tags=("Neck pain", "VIP")),
            summary("Mira", "Talbot", email="m.talbot@example.org", preferred_name="Mimi"),
            summary("נועה", "כהן", phone="050-555-0100"),
            summary("Anna", "Gone", is_active=False),
            summary("Talbot", "Anders"),
        ]
    )
    return made


def names(found: Sequence[ClientSummary]) -> list[str]:
    return [one.client.first_name for one in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("jose ang", ["José"]),
        ("ANGSTR", ["José"]),
        ("0103", ["José"]),
        ("555-01", ["José", "נועה"]),
        ("vip", ["José"]),
        ("pain", ["José"]),
        ("mimi", ["Mira"]),
        ("m.tal", ["Mira"]),
        ("כהן", ["נועה"]),
        ("albot", []),
        ("gone", []),
    ],
)
def test_given_some_letters_then_the_clients_that_have_them_are_found(
    index: ClientIndex, text: str, expected: list[str]
) -> None:
    assert names(index.find(text)) == expected


def test_given_a_name_that_begins_so_then_it_stands_first(index: ClientIndex) -> None:
    assert names(index.find("talbot")) == ["Talbot", "Mira"]


def test_given_nothing_typed_then_everybody_but_the_archived_by_name(index: ClientIndex) -> None:
    assert names(index.find("")) == ["José", "Mira", "Talbot", "נועה"]
    assert "Anna" in names(index.find("", archived=True))


def test_given_changes_then_the_index_follows(index: ClientIndex) -> None:
    mira = index.find("mira")[0].client
    index.update([summary("Zoe", "New")], gone=[mira.id])
    assert (names(index.find("mira")), names(index.find("zoe")), len(index)) == ([], ["Zoe"], 5)


def test_given_tags_then_each_is_offered_once(index: ClientIndex) -> None:
    assert index.tags() == ["Neck pain", "VIP"]


def test_given_ten_thousand_clients_then_every_one_is_searched() -> None:
    made = ClientIndex()
    made.replace_all(summary(f"First{n}", f"Last{n % 97}", phone=f"0505{n:06}") for n in range(10_000))
    assert len(made.find("last5 first")) == len(made.find("last5")) > 1000
    assert names(made.find("0505009999")) == ["First9999"]


def test_given_everybody_when_cleared_then_nobody_is_found(index: ClientIndex) -> None:
    index.clear()
    assert (len(index), list(index.find("")), list(index.find("mira"))) == (0, [], [])
