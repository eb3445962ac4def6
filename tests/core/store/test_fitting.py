"""Values that no server could keep are refused where they come in; those that it would change are settled."""

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.errors import RuleBroken
from core.domain.new_rows import ServiceDraft
from core.domain.registry import AUDIT_EVENTS, CLIENTS, SERVICES, WORKSPACES
from core.store.database.rows import encode
from core.store.database.wire_validation import Unfit, document, finite_document, is_read_everywhere
from core.store.outbox.journal import Journal
from core.store.practice.practice import Practice
from core.store.unit_of_work.writer import Writer

DEEP: list[Any] = []
for _ in range(60):
    DEEP = [DEEP]
BAD_DOCUMENTS = [math.nan, [-math.inf], {"a": math.nan}, 2**63, 1e300, {"a\0": 1}, ["\ud800"], DEEP]


@pytest.mark.parametrize("value", BAD_DOCUMENTS)
def test_given_a_document_that_no_server_keeps_when_written_then_it_is_refused_in_words(value: Any) -> None:
    with pytest.raises(RuleBroken, match=r"^Settings (holds|is nested) .*; nothing was changed\."):
        encode(WORKSPACES, {"settings": value})
    with pytest.raises(RuleBroken):
        encode(AUDIT_EVENTS, {"metadata": value})


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (-0.0, "0.0"),
        (1e16, "10000000000000000"),
        (True, "true"),
        (2.5, "2.5"),
        (("a",), '["a"]'),
        (None, "null"),
    ],
)
def test_given_a_number_that_a_server_would_spell_anew_when_written_then_it_is_spelled_so_at_once(
    value: Any, kept: str
) -> None:
    assert document(value) == kept


DOCUMENTS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda one: st.lists(one) | st.dictionaries(st.text(), one),
)


@given(DOCUMENTS)
def test_given_any_document_when_written_then_it_is_refused_or_read_back_as_it_is_spelled(value: Any) -> None:
    try:
        text = document(value)
    except Unfit:
        return
    assert document(json.loads(text)) == text
    assert finite_document(json.loads(text)) == text


def test_given_a_text_that_no_server_keeps_when_written_then_it_is_refused_in_words() -> None:
    with pytest.raises(RuleBroken, match="Name holds a character"):
        encode(SERVICES, {"name": "zero\0byte"})
    with pytest.raises(RuleBroken, match="Notes holds half of a character"):
        encode(CLIENTS, {"notes": "half \ud800"})
    with pytest.raises(RuleBroken, match="Default duration minutes holds no whole number"):
        encode(SERVICES, {"default_duration_minutes": 2**31})
    assert encode(CLIENTS, {"notes": "zero\0byte 😀"}) == {"notes": "zero\0byte 😀"}


def test_given_settings_that_no_server_keeps_when_set_then_nothing_changes(practice: Practice) -> None:
    before, waiting = practice.settings.all(), practice.waiting()
    with pytest.raises(RuleBroken, match="not finite"):
        practice.settings.set(slot_minutes=math.nan)
    with pytest.raises(RuleBroken, match="NUL"):
        practice.services.add(ServiceDraft(name="zero\0byte", default_duration_minutes=50))
    assert (practice.settings.all(), practice.waiting()) == (before, waiting)


def test_given_a_refused_value_that_no_store_keeps_when_made_again_then_it_is_said_and_stays_in_the_inbox(
    practice: Practice,
) -> None:
    """As an older program took it."""
    ws, desk = practice.me.workspace_id, practice.desk
    with practice.store.write() as db:
        db.exec_driver_sql("DELETE FROM journal")
        db.exec_driver_sql("UPDATE workspaces SET version = 1")
        writer = Writer(db, practice.me, desk.clock, desk.ids)
        writer.update_stored(WORKSPACES, ws, {"settings": '{"slot_minutes":NaN}'})
    journal = Journal(practice.me.workspace_id, desk.clock, desk.ids)
    with practice.store.write() as db:
        (sent,) = journal.stage(db, 10, 10_000)
        journal.answer_refused(db, sent.op_no, "check")
    (item,) = practice.inbox.refused()
    with pytest.raises(RuleBroken, match="no server can keep"):
        practice.inbox.retry(item.id)
    assert [one.id for one in practice.inbox.refused()] == [item.id]


@pytest.mark.parametrize(
    ("text", "is_read"),
    [
        ("[" * 51 + "]" * 51, True),
        ("[" * 52 + "]" * 52, False),
        ("[" * 51 + "1" + "]" * 51, False),
        ('{"a":' * 51 + '"x"' + "}" * 51, False),
        ("[" * 900 + "]" * 900, False),
        (f"[{10**100}, {-(10**100)}, 1e99, true, null]", True),
        (f"[{10**100 + 1}]", False),
        (f'{{"a": [0, {{"b": {-(10**100) - 1}}}]}}', False),
        ("[1e101]", False),
        ('"' + "9" * 5000 + '"', True),
    ],
)
def test_given_a_document_from_elsewhere_when_judged_then_levels_and_digits_are_bounded(
    text: str, is_read: bool
) -> None:
    assert is_read_everywhere(json.loads(text)) is is_read
