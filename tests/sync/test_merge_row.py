"""The merge of whole rows, rule by rule."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.domain.enums import ConflictReason
from core.domain.registry import BY_NAME, TABLES, Column, Kind, Merge, Table
from sync.merge import FieldConflict, Fields, Merged, NoticeKind, Side, merge_cells, merge_row

CLIENTS, APPOINTMENTS, NOTES = BY_NAME["clients"], BY_NAME["appointments"], BY_NAME["sessions"]


def fields(table: Table, **values: Any) -> Fields:
    return {table.by_name[name].no: value for name, value in values.items() if value is not None}


def side(table: Table, deleted: bool = False, **values: Any) -> Side:
    return Side(fields(table, **values), deleted)


def value(table: Table, merged: Merged, name: str) -> Any:
    return merged.fields.get(table.by_name[name].no)


def test_fields_changed_on_one_side_each_are_both_taken() -> None:
    base = side(CLIENTS, first_name="Dana", phone="1")
    merged = merge_row(
        CLIENTS,
        base,
        side(CLIENTS, first_name="Dina", phone="1"),
        side(CLIENTS, first_name="Dana", phone="2"),
    )
    assert merged.fields == fields(CLIENTS, first_name="Dina", phone="2")
    assert not merged.conflicts
    assert not merged.history


def test_a_field_that_both_cleared_or_set_alike_is_no_conflict() -> None:
    base = side(CLIENTS, first_name="Dana", phone="1", email="a@example.org")
    ours = side(CLIENTS, first_name="Dina", email="b@example.org")
    theirs = side(CLIENTS, first_name="Dina", email="a@example.org")
    assert merge_row(CLIENTS, base, ours, theirs).fields == fields(
        CLIENTS, first_name="Dina", email="b@example.org"
    )


def test_a_value_that_both_set_differently_keeps_theirs_and_asks() -> None:
    merged = merge_row(CLIENTS, side(CLIENTS, phone="1"), side(CLIENTS, phone="2"), side(CLIENTS, phone="3"))
    assert value(CLIENTS, merged, "phone") == "3"
    assert merged.conflicts == [FieldConflict("phone", ConflictReason.VALUE, "1", "2", "3")]
    assert [loser.kind for loser in merged.history] == ["conflict"]


def test_a_merged_text_is_marked_and_both_versions_go_to_history() -> None:
    base = side(CLIENTS, notes="A.\nB.\nC.")
    merged = merge_row(CLIENTS, base, side(CLIENTS, notes="A1.\nB.\nC."), side(CLIENTS, notes="A.\nB.\nC1."))
    assert value(CLIENTS, merged, "notes") == "A1.\nB.\nC1."
    assert [notice.kind for notice in merged.notices] == [NoticeKind.MERGED]
    assert (merged.history[0].ours, merged.history[0].theirs) == ("A1.\nB.\nC.", "A.\nB.\nC1.")


def test_a_text_conflict_keeps_the_whole_texts_in_history() -> None:
    base = side(CLIENTS, notes="A.\nB.\nC.")
    merged = merge_row(CLIENTS, base, side(CLIENTS, notes="A1.\nB.\nC2."), side(CLIENTS, notes="A.\nB.\nC1."))
    assert value(CLIENTS, merged, "notes") == "A1.\nB.\nC1."
    assert merged.conflicts[0].ours == "A1.\nB.\nC2."
    assert merged.history[0].result == "A1.\nB.\nC1."


def test_a_text_that_one_side_cleared_stays_null_where_theirs_is_null() -> None:
    merged = merge_row(CLIENTS, side(CLIENTS, notes="A."), side(CLIENTS, notes="B."), side(CLIENTS))
    assert value(CLIENTS, merged, "notes") is None
    assert merged.conflicts[0].ours == "B."


def test_a_text_emptied_in_two_ways_is_simply_empty() -> None:
    base = side(CLIENTS, notes="A.")
    empty, null = Side(fields(CLIENTS, notes="")), side(CLIENTS)
    assert merge_row(CLIENTS, base, empty, null).fields == merge_row(CLIENTS, base, null, empty).fields == {}


def test_tags_keep_what_either_added_and_lose_what_either_removed() -> None:
    base, ours, theirs = '["a","b"]', '["a","c","א"]', '["b","d"]'
    merged = merge_row(
        CLIENTS, side(CLIENTS, tags=base), side(CLIENTS, tags=ours), side(CLIENTS, tags=theirs)
    )
    assert json.loads(value(CLIENTS, merged, "tags")) == ["c", "d", "א"]


def test_tags_that_are_no_list_are_asked_about() -> None:
    merged = merge_row(
        CLIENTS, side(CLIENTS, tags="[]"), side(CLIENTS, tags="not json"), side(CLIENTS, tags="[1]")
    )
    assert merged.conflicts[0].field == "tags"


def test_stamps_take_the_greater_and_say_nothing() -> None:
    base = side(APPOINTMENTS, edit_count=1)
    merged = merge_row(
        APPOINTMENTS,
        base,
        side(APPOINTMENTS, edit_count=3, edited_at=5),
        side(APPOINTMENTS, edit_count=2, edited_at=9),
    )
    assert merged.fields == fields(APPOINTMENTS, edit_count=3, edited_at=9)
    assert not merged.conflicts
    assert not merged.history


def test_start_and_end_are_one_question() -> None:
    base = side(APPOINTMENTS, scheduled_start=10, scheduled_end=20)
    ours = side(APPOINTMENTS, scheduled_start=30, scheduled_end=40)
    theirs = side(APPOINTMENTS, scheduled_start=10, scheduled_end=25)
    merged = merge_row(APPOINTMENTS, base, ours, theirs)
    assert merged.fields == theirs.fields
    assert merged.conflicts == [
        FieldConflict(
            "scheduled_start,scheduled_end",
            ConflictReason.VALUE,
            '{"scheduled_end": 20, "scheduled_start": 10}',
            '{"scheduled_end": 40, "scheduled_start": 30}',
            '{"scheduled_end": 25, "scheduled_start": 10}',
        )
    ]


def test_a_slot_moved_on_one_side_is_taken_whole() -> None:
    base = side(APPOINTMENTS, scheduled_start=10, scheduled_end=20, status="SCHEDULED")
    ours = side(APPOINTMENTS, scheduled_start=30, scheduled_end=40, status="SCHEDULED")
    theirs = side(APPOINTMENTS, scheduled_start=10, scheduled_end=20, status="COMPLETED")
    merged = merge_row(APPOINTMENTS, base, ours, theirs)
    assert merged.fields == fields(APPOINTMENTS, scheduled_start=30, scheduled_end=40, status="COMPLETED")


@pytest.mark.parametrize("we_delete", [True, False])
def test_an_edit_wins_over_a_delete(we_delete: bool) -> None:
    base = side(NOTES, plan="A.")
    gone = side(NOTES, deleted=True, plan="A.", deleted_reason="wrong client")
    edited = side(NOTES, plan="B.")
    merged = merge_row(NOTES, base, gone, edited) if we_delete else merge_row(NOTES, base, edited, gone)
    assert (merged.fields, merged.deleted) == (edited.fields, False)
    assert NoticeKind.RESTORED in [notice.kind for notice in merged.notices]
    assert any(loser.field == "deleted_reason" for loser in merged.history)


@pytest.mark.parametrize("we_delete", [True, False])
def test_a_stamp_alone_does_not_win_over_a_delete(we_delete: bool) -> None:
    base = side(NOTES, plan="A.")
    gone = side(NOTES, deleted=True, plan="A.", deleted_reason="wrong client")
    touched = side(NOTES, plan="A.", draft_last_saved_at=5)
    merged = merge_row(NOTES, base, gone, touched) if we_delete else merge_row(NOTES, base, touched, gone)
    assert merged.deleted
    assert value(NOTES, merged, "deleted_reason") == "wrong client"


def test_a_record_that_both_deleted_stays_deleted() -> None:
    base = side(NOTES, plan="A.")
    merged = merge_row(
        NOTES, base, side(NOTES, deleted=True, plan="A."), side(NOTES, deleted=True, plan="B.")
    )
    assert merged.deleted
    assert not merged.notices


def test_nobody_is_asked_which_reason_to_delete_was_the_right_one() -> None:
    base = side(NOTES, plan="A.")
    ours = side(NOTES, deleted=True, plan="A.", deleted_reason="misfiled", permanent_delete_after=5)
    theirs = side(NOTES, deleted=True, plan="A.", deleted_reason="written twice", permanent_delete_after=6)
    merged = merge_row(NOTES, base, ours, theirs)
    assert (merged.fields, merged.deleted) == (theirs.fields, True)
    assert not merged.conflicts
    assert [(loser.field, loser.ours) for loser in merged.history] == [
        ("deleted_reason", "misfiled"),
        ("permanent_delete_after", "5"),
    ]


@pytest.mark.parametrize("we_restore", [True, False])
def test_nobody_is_asked_for_the_reason_of_a_delete_that_was_lifted(we_restore: bool) -> None:
    base = side(NOTES, deleted=True, plan="A.", deleted_reason="wrong client")
    back = side(NOTES, plan="A.")
    again = side(NOTES, deleted=True, plan="A.", deleted_reason="written twice")
    merged = merge_row(NOTES, base, back, again) if we_restore else merge_row(NOTES, base, again, back)
    assert (merged.fields, merged.deleted) == (back.fields, False)
    assert not merged.conflicts
    assert [loser.field for loser in merged.history] == ["deleted_reason"]


def test_a_record_brought_back_on_one_side_is_back() -> None:
    base = side(NOTES, deleted=True, plan="A.")
    merged = merge_row(
        NOTES, base, side(NOTES, plan="A."), side(NOTES, deleted=True, plan="A.", amendment_count=1)
    )
    assert not merged.deleted


@pytest.mark.parametrize("theirs_is_final", [True, False])
def test_a_late_edit_of_a_finalized_note_becomes_a_proposed_amendment(theirs_is_final: bool) -> None:
    base = side(NOTES, plan="A.", objective="O.", is_draft=True)
    final = side(NOTES, plan="A.", objective="O.", is_draft=False, finalized_at=5, signature="ab")
    late = side(NOTES, plan="B.", objective="O.", is_draft=True, draft_last_saved_at=7)
    merged = merge_row(NOTES, base, late, final) if theirs_is_final else merge_row(NOTES, base, final, late)
    assert {**merged.fields} == {**final.fields, NOTES.by_name["draft_last_saved_at"].no: 7}
    assert merged.conflicts == [FieldConflict("plan", ConflictReason.AMENDMENT, "A.", "B.", "A.")]


def test_what_a_finalized_note_does_not_take_stays_in_history() -> None:
    base = side(NOTES, client_id="a", plan="A.")
    final = side(NOTES, client_id="a", plan="A.", is_draft=False, finalized_at=5)
    merged = merge_row(NOTES, base, side(NOTES, client_id="b", plan="A."), final)
    assert merged.fields == final.fields
    assert [(loser.field, loser.ours) for loser in merged.history] == [("client_id", "b")]


def test_drafts_on_both_sides_merge_as_texts() -> None:
    base = side(NOTES, plan="A.\nB.\nC.", is_draft=True)
    merged = merge_row(
        NOTES,
        base,
        side(NOTES, plan="A1.\nB.\nC.", is_draft=True),
        side(NOTES, plan="A.\nB.\nC1.", is_draft=True),
    )
    assert value(NOTES, merged, "plan") == "A1.\nB.\nC1."


def answered(reason: str, first: str, second: str) -> tuple[Fields, Fields, Merged, Merged]:
    """Two devices settled one conflict, the second one earlier; merged on either."""
    table = BY_NAME["conflicts"]
    about: dict[str, Any] = {"table_no": 3, "reason": reason, "noticed_at": 1}
    base = side(table, **about)
    ours = side(table, **about, resolved_at=9, resolved_by_user_id="a", resolution=first)
    theirs = side(table, **about, resolved_at=5, resolved_by_user_id="z", resolution=second)
    return (
        ours.fields,
        theirs.fields,
        merge_row(table, base, ours, theirs),
        merge_row(table, base, theirs, ours),
    )


@pytest.mark.parametrize(("first", "second"), [("MINE", "EDITED"), ("THEIRS", "DISMISSED"), ("MINE", "MINE")])
def test_two_resolutions_of_one_conflict_take_the_later_one_whole(first: str, second: str) -> None:
    ours, _, here, there = answered("TEXT", first, second)
    assert here.fields == there.fields == ours


@pytest.mark.parametrize(("first", "second"), [("MINE", "THEIRS"), ("DISMISSED", "BOTH")])
def test_answers_of_which_one_left_the_record_as_it_stood_open_the_question_again(
    first: str, second: str
) -> None:
    _, _, here, there = answered("TEXT", first, second)
    table = BY_NAME["conflicts"]
    about = fields(table, table_no=3, reason="TEXT", noticed_at=1, resolution="CONTESTED")
    assert here.fields == there.fields == about
    assert [(loser.field, loser.ours) for loser in here.history] == [("resolution", first)]


@pytest.mark.parametrize(("first", "second"), [("MINE", "DISMISSED"), ("DISMISSED", "MINE")])
def test_an_amendment_that_one_device_accepted_stays_accepted(first: str, second: str) -> None:
    ours, theirs, here, there = answered("AMENDMENT", first, second)
    assert here.fields == there.fields == (ours if first == "MINE" else theirs)


@pytest.mark.parametrize("we_settled", [True, False])
def test_a_text_that_grew_unseen_opens_a_settled_conflict_again(we_settled: bool) -> None:
    table = BY_NAME["conflicts"]
    about: dict[str, Any] = {"table_no": 8, "reason": "TEXT", "noticed_at": 1, "theirs": "A."}
    base = side(table, **about, ours="B.")
    settled = side(table, **about, ours="B.", resolved_at=9, resolution="THEIRS")
    grown = side(table, **about, ours="B. And more.")
    ours, theirs = (settled, grown) if we_settled else (grown, settled)
    assert merge_row(table, base, ours, theirs).fields == grown.fields


def test_a_text_in_dispute_that_grew_on_both_is_the_servers_with_ours_in_history() -> None:
    table = BY_NAME["conflicts"]
    about: dict[str, Any] = {"table_no": 8, "reason": "TEXT", "noticed_at": 1, "theirs": "A."}
    base, ours, theirs = (side(table, **about, ours=text) for text in ("B.", "B. Here.", "B. There."))
    merged = merge_row(table, base, ours, theirs)
    assert merged.fields == theirs.fields
    assert [(loser.field, loser.ours) for loser in merged.history] == [("ours", "B. Here.")]


def test_a_task_that_two_devices_raised_alike_is_one_task() -> None:
    table = BY_NAME["conflicts"]
    ours = side(table, table_no=6, reason="DOUBLE_BOOKING", noticed_at=5)
    theirs = side(table, table_no=6, reason="DOUBLE_BOOKING", noticed_at=9)
    merged = merge_row(table, None, ours, theirs)
    assert merged.fields == theirs.fields
    assert not merged.conflicts


def test_rows_that_are_only_inserted_take_theirs() -> None:
    table = BY_NAME["audit_events"]
    ours, theirs = side(table, event_type="a"), side(table, event_type="b")
    assert merge_row(table, None, ours, theirs).fields == theirs.fields


def test_settings_merge_by_name() -> None:
    table = BY_NAME["workspaces"]
    base = side(table, settings={"slot": 15, "week": 0, "old": 1})
    ours = side(table, settings={"slot": 30, "week": 0, "old": 1})
    theirs = side(table, settings={"slot": 15, "week": 1})
    merged = merge_row(table, base, ours, theirs)
    assert value(table, merged, "settings") == {"slot": 30, "week": 1}


def test_one_setting_set_differently_is_asked_about() -> None:
    table = BY_NAME["workspaces"]
    merged = merge_row(
        table,
        side(table, settings={"slot": 15}),
        side(table, settings={"slot": 30}),
        side(table, settings={"slot": 45}),
    )
    assert value(table, merged, "settings") == {"slot": 45}
    assert merged.conflicts[0].ours == '{"slot": 30}'


def test_columns_of_a_newer_program_are_taken_and_what_gives_way_stays_in_history() -> None:
    base, ours, theirs = Side({90: "x", 91: 1}), Side({90: "x", 91: 2}), Side({90: "y", 91: 3})
    merged = merge_row(CLIENTS, base, ours, theirs)
    assert merged.fields == {90: "y", 91: 3}
    assert merged.conflicts == []
    assert [(loser.field, loser.ours, loser.theirs) for loser in merged.history] == [("91", "2", "3")]


def test_cells_of_a_newer_program_are_taken_from_the_side_that_changed_them() -> None:
    base = {1: b"as it was", 2: b"as it was", 3: b"as it was", 4: b"as it was"}
    ours = {**base, 1: b"ours", 4: b"ours", 5: b"new here"}
    theirs = {1: b"as it was", 3: b"theirs", 4: b"theirs", 6: b"new there"}
    assert merge_cells(base, ours, theirs) == {
        1: b"ours",
        3: b"theirs",
        4: b"theirs",
        5: b"new here",
        6: b"new there",
    }


# properties over every table


def _values(column: Column) -> st.SearchStrategy[Any]:
    if column.merge is Merge.UNION:
        return st.lists(st.sampled_from("abcדה"), unique=True).map(json.dumps)
    by_kind: dict[Kind, st.SearchStrategy[Any]] = {
        Kind.INT: st.integers(0, 3),
        Kind.TIME: st.integers(0, 3),
        Kind.BOOL: st.booleans(),
        Kind.JSON: st.dictionaries(st.sampled_from("ab"), st.integers(0, 2)),
    }
    texts = st.lists(st.sampled_from(["Pain 4/10.", "Rest.", "כאב.", "No fever."]), max_size=3).map("\n".join)
    return by_kind.get(column.kind, texts)


def sides(table: Table) -> st.SearchStrategy[Side]:
    optional = {column.no: _values(column) for column in table.columns}
    return st.builds(Side, st.fixed_dictionaries({}, optional=optional), st.booleans())


def _versions(table: Table) -> st.SearchStrategy[tuple[Table, Side, Side, Side]]:
    one = sides(table)
    return st.tuples(st.just(table), one, one, one)


VERSIONS = st.one_of([_versions(table) for table in TABLES])
"""Made once: anew for each example, they would take longer than the merges."""


@settings(max_examples=80)
@given(VERSIONS)
def test_one_sided_changes_are_taken_exactly(case: tuple[Table, Side, Side, Side]) -> None:
    table, base, edited, _ = case
    for ours, theirs in ((base, edited), (edited, edited), (edited, base)):
        if table.insert_only and theirs != edited:
            continue
        merged = merge_row(table, base, ours, theirs)
        assert (merged.fields, merged.deleted) == (dict(edited.fields), edited.deleted)
        assert (merged.conflicts, merged.notices, merged.history) == ([], [], [])


@settings(max_examples=120)
@given(VERSIONS)
def test_whatever_a_side_changed_is_in_the_row_a_conflict_or_history(
    case: tuple[Table, Side, Side, Side],
) -> None:
    table, base, ours, theirs = case
    merged = merge_row(table, base, ours, theirs)
    told = [text for each in merged.conflicts for text in (each.ours, each.theirs)]
    told += [text for each in merged.history for text in (each.ours, each.theirs)]
    kept = "\n".join([str(text) for text in told] + [str(value) for value in merged.fields.values()])
    if not table.insert_only and table.name != "conflicts":
        for line in _written(table, base, ours) | _written(table, base, theirs):
            assert line in kept


def _written(table: Table, base: Side, edited: Side) -> set[str]:
    """The lines of texts that a side changed."""
    return {
        line
        for no, text in edited.fields.items()
        if table.by_no[no].merge in {Merge.TEXT, Merge.ASK} and isinstance(text, str)
        if text != base.fields.get(no)
        for line in text.split("\n")
    }


@settings(max_examples=120)
@given(VERSIONS)
def test_the_result_does_not_depend_on_which_device_merges(case: tuple[Table, Side, Side, Side]) -> None:
    table, base, ours, theirs = case
    here, there = merge_row(table, base, ours, theirs), merge_row(table, base, theirs, ours)
    finals = [side.fields.get(NOTES.by_name["finalized_at"].no) for side in (ours, theirs)]
    if table.insert_only or table.name == "conflicts" or (table is NOTES and None not in finals):
        return  # by design the server's version stands there
    asked = {name for each in here.conflicts for name in each.field.split(",")}
    assert here.deleted == there.deleted
    assert {each.field for each in here.conflicts} == {each.field for each in there.conflicts}
    for no in set(here.fields) | set(there.fields):
        if table.by_no[no].name not in asked:
            assert here.fields.get(no) == there.fields.get(no), table.by_no[no].name
