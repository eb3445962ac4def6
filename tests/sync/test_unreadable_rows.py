"""A row that cannot even be read: it is set aside and named, whatever goes wrong, and the others go on."""

import json
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from core.domain.registry import BY_NAME
from core.store.outbox import feed_store
from migrations.operate.embedded import EmbeddedServer
from sync.rows.codec import Codec
from tests.sync.laptops import Laptop, Practice
from tests.sync.rotating import RotatingClinic

Two = tuple[Laptop, Laptop]
METADATA = BY_NAME["audit_events"].by_name["metadata"].no
DEEP: Any = []
for _ in range(100_000):
    DEEP = [DEEP]


@pytest.fixture
def clinic(any_server: EmbeddedServer, tmp_path: Path) -> Iterator[RotatingClinic]:
    made = RotatingClinic(any_server, tmp_path)
    yield made
    made.close()


STRANGE: dict[str, Any] = {
    "a_number_without_end": 10**6000,
    "nesting_without_end": DEEP,
    "a_value_that_json_has_not": {1, 2},
    "half_a_character": "\ud800",
    "an_infinity": float("inf"),
}


@pytest.mark.parametrize("name", STRANGE)
@pytest.mark.parametrize("table", ["clients", "audit_events"])
def test_given_a_value_that_cannot_be_read_when_pulled_then_that_row_is_named_and_the_others_come(
    practice: Practice, laptops: Two, name: str, table: str
) -> None:
    one, two = laptops
    client = one.add_client("Dana")
    event = one.add("audit_events", event_type="x", action="READ", client_time=one.clock.now())
    one.sync()
    row_id = client if table == "clients" else event
    key = BY_NAME[table].no, row_id
    plain = practice.head().rows[key].plain
    practice.server.touch(practice.workspace_id, *key, plain={**plain, METADATA: STRANGE[name]})
    good = one.add_client("Good")
    one.sync()

    assert two.sync().waiting == 0

    assert good in two.rows("clients")
    assert row_id not in two.rows(table)
    assert [(each["kind"], each["row_id"]) for each in two.told("notices")] == [("tampered", row_id.bytes)]
    assert two.cursor().seq == practice.head().seq


@pytest.mark.parametrize(
    "trouble",
    [MemoryError, RecursionError, OverflowError, UnicodeError, ValueError, KeyError, AssertionError],
)
def test_given_whatever_goes_wrong_with_one_row_when_opened_then_the_others_come(
    laptops: Two, monkeypatch: pytest.MonkeyPatch, trouble: type[Exception]
) -> None:
    one, two = laptops
    bad, good = one.add_client("Bad"), one.add_client("Good")
    one.sync()
    _raise_for(bad, trouble, monkeypatch)

    two.sync()

    assert set(two.rows("clients")) == {good}
    assert [each["row_id"] for each in two.told("notices")] == [bad.bytes]


def _raise_for(row_id: uuid.UUID, trouble: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    opened: Callable[..., Any] = Codec._opened

    def strange(codec: Codec, ring: Any, row: Any) -> Any:
        if row.row_id == row_id:
            raise trouble
        return opened(codec, ring, row)

    monkeypatch.setattr(Codec, "_opened", strange)


@pytest.mark.parametrize(
    "trouble", [MemoryError, RecursionError, OverflowError, IndexError, ZeroDivisionError]
)
def test_given_whatever_goes_wrong_with_one_row_when_stored_then_the_others_come(
    laptops: Two, monkeypatch: pytest.MonkeyPatch, trouble: type[Exception]
) -> None:
    one, two = laptops
    bad, good = one.add_client("Bad"), one.add_client("Good")
    one.sync()
    stored = feed_store._values

    def strange(each: Any, workspace_id: Any) -> Any:
        if each.row.row_id == bad:
            raise trouble
        return stored(each, workspace_id)

    monkeypatch.setattr(feed_store, "_values", strange)
    two.sync()

    assert set(two.rows("clients")) == {good}
    assert [(each["kind"], each["row_id"]) for each in two.told("notices")] == [("unreadable", bad.bytes)]


DOCUMENTS = {
    "a_number_of_5000_digits": '{"n":' + "9" * 5000 + "}",
    "3000_levels": "[" * 3000 + "]" * 3000,
    "many_long_numbers": "[" + ",".join(["9" * 4000] * 15) + "]",
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_given_a_server_without_bounds_when_an_event_is_planted_then_every_laptop_goes_on(
    clinic: RotatingClinic, name: str
) -> None:
    """As at revision 7: what one login put there could never be taken away."""
    one, two = clinic.enrol(), clinic.enrol()
    client = one.laptop.add_client("Before")
    one.laptop.sync()
    clinic.tamper("ALTER TABLE pz.audit_events DROP CONSTRAINT ck_audit_events_metadata_document")
    clinic.tamper(_planted(clinic, DOCUMENTS[name]))
    for statement in _CHAINED:
        clinic.tamper(statement)
    later = one.laptop.add_client("After")

    for laptop in (one.laptop, two.laptop):
        assert laptop.sync().waiting == 0
        laptop.sync()
        assert {client, later} <= set(laptop.rows("clients"))
        assert [each["kind"] for each in laptop.told("notices")] == ["tampered"]


_CHAINED = (
    "UPDATE pz.sync_workspace SET seq = seq + 1",
    "UPDATE pz.audit_events e SET chain_no = h.chain_no + 1 FROM pz.audit_head h WHERE e.hash = ''",
    "UPDATE pz.audit_events e SET hash = pz.audit_hash(h.hash, e) FROM pz.audit_head h WHERE e.hash = ''",
    (
        "UPDATE pz.audit_head SET (chain_no, hash) ="
        " (SELECT e.chain_no, e.hash FROM pz.audit_events e ORDER BY e.chain_no DESC LIMIT 1)"
    ),
)
"""What its triggers do for an event that a device sends."""


def _planted(clinic: RotatingClinic, document: str) -> str:
    by = clinic.practice.head().devices[0].device_id
    columns = (
        "id, workspace_id, version, created_at, updated_at, event_type, action, client_time, metadata, seq"
    )
    values = f"gen_random_uuid(), workspace_id, 1, now(), now(), 'x', 'READ', now(), '{document}', seq + 1"
    values += f", '\\x{bytes(32).hex()}', '\\x{bytes(67).hex()}', '{by}', 1, ''"
    into = f"pz.audit_events ({columns}, mac, seal, sealed_by, chain_no, hash)"
    return f"INSERT INTO {into} SELECT {values} FROM pz.sync_workspace"


def test_given_a_page_with_a_bad_row_when_it_is_shown_as_json_then_nothing_of_it_is_in_the_store(
    practice: Practice, laptops: Two
) -> None:
    one, two = laptops
    event = one.add("audit_events", event_type="x", action="READ", client_time=one.clock.now())
    one.sync()
    key = BY_NAME["audit_events"].no, event
    practice.server.touch(practice.workspace_id, *key, plain={METADATA: {"secret": "planted words"}})
    two.sync()
    assert "planted words" not in json.dumps([dict(each) for each in two.told("notices")], default=str)
    assert event not in two.rows("audit_events")
