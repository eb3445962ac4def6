"""Audit metadata that not every laptop reads: named with its row, mended when asked for, never a fault."""

from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from migrations.operate.adopting.adopt import look
from migrations.operate.adopting.findings import Grade
from tests.desktop.terminal.conftest import Terminal
from tests.migrations.adopt.conftest import PLAN, Case
from tests.migrations.adopt.old_database import MASTER, small_practice
from tests.migrations.adopt.test_refusing import adopted, originals, refusal

DEPTHS = (60, 500, 900, 940, 960, 970, 980, 990, 1000, 1200, 5000)
LONG = "9" * 4200, "9" * 6000, "1" + "0" * 130_000


def with_events(case: Case, *documents: str) -> tuple[UUID, list[UUID]]:
    """A small practice with one event for each document; the practice and those events."""
    ws = small_practice(case.old)
    made = [case.old.event(ws, metadata=document) for document in documents]
    case.old.flush()
    return ws, made


def nested(depth: int) -> str:
    return (
        '{"a":' * (depth // 2) + "[" * (depth - depth // 2) + "]" * (depth - depth // 2) + "}" * (depth // 2)
    )


def typed(case: Case, folder: Path, *more: str) -> Any:
    """What the operator's dry run answers."""
    (folder / "master.key").write_text(MASTER.hex(), encoding="utf-8")
    for name, url in (("new.txt", case.target), ("old.txt", case.old.url)):
        (folder / name).write_text(url.render_as_string(hide_password=False), encoding="utf-8")
    return Terminal(folder / "operator").bare(
        "server", "adopt", "--url-file", folder / "new.txt", "--source-file", folder / "old.txt",
        "--timezone", "Asia/Jerusalem", "--master-key", folder / "master.key", *more,
    )  # fmt: skip


def test_given_metadata_nested_hundreds_deep_when_looked_at_then_each_row_is_named_and_nothing_is_made(
    case18: Case, tmp_path: Path
) -> None:
    _, events = with_events(case18, *(nested(depth) for depth in DEPTHS))
    said = typed(case18, tmp_path, "--json")
    found = [each for each in said.documents[0]["findings"] if each["kind"] == "odd_document"]
    assert [(each["table"], each["what"], each["count"]) for each in found] == [
        ("audit_events", "metadata", len(DEPTHS))
    ]
    assert sorted(found[0]["rows"]) == sorted(map(str, events))
    assert said.status == 1
    assert said.documents[1]["code"] == "rows_in_the_way"
    assert "fault" not in said.out + said.err
    assert "audit_events.metadata" in str(refusal(case18))


@pytest.mark.parametrize("digits", LONG)
def test_given_numbers_of_thousands_of_digits_when_looked_at_then_the_row_is_named(
    case18: Case, digits: str
) -> None:
    _, (event,) = with_events(case18, f'{{"n": [{digits}]}}')
    found = look(case18.old.url, PLAN).findings
    ((code, table, what),) = found.of(Grade.MENDABLE)
    assert (code in {"odd_number", "odd_document"}, table, what) == (True, "audit_events", "metadata")
    assert found.named[code, table, what] == [str(event)]


def test_given_odd_documents_when_mended_then_the_event_stays_and_its_document_is_kept_sealed(
    case18: Case,
) -> None:
    documents = (nested(980), '{"n": ' + "9" * 6000 + "}", '{"n": 1e5000}')
    ws, events = with_events(case18, *documents)
    before = case18.old.content()
    case18.adopt(replace(PLAN, mend=True))
    rows = {row.row_id: row for row in adopted(case18, ws, "audit_events")}
    kept = originals(case18, ws, "audit_events")
    for event, document in zip(events, documents, strict=True):
        assert rows[event].values["metadata"] is None
        told = str(kept[event]["metadata"]).replace(" ", "")
        assert len(told) >= len(document.replace(" ", ""))
        assert told[:5] == document.replace(" ", "")[:5]
    assert case18.old.content() == before
