"""The merge of whole rows, rule by rule."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.domain.enums import ConflictReason
from core.domain.registry import BY_NAME, TABLES, Column, ColumnKind, Merge, Table
from sync.rows.merge import (
    FieldConflict,
    Fields,
    Loser,
    Merged,
    Notice,
    NoticeKind,
    RowSide,
    merge_cells,
    merge_row,
)

CLIENTS, APPOINTMENTS, NOTES = BY_NAME["clients"], BY_NAME["appointments"], BY_NAME["sessions"]


def fields(table: Table, **values: Any) -> Fields:
    return {table.by_name[name].no: value for name, value in values.items() if value is not None}


def side(table: Table, deleted: bool = False, **values: Any) -> RowSide:
    return RowSide(fields(table, **values), deleted)


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
    assert merged.history == [Loser("phone", "conflict", "1", "2", "3", "3")]


def test_a_merged_text_is_marked_and_both_versions_go_to_history() -> None:
    base = side(CLIENTS, notes="A.\nB.\nC.")
    merged = merge_row(CLIENTS, base, side(CLIENTS, notes="A1.\nB.\nC."), side(CLIENTS, notes="A.\nB.\nC1."))
    assert value(CLIENTS, merged, "notes") == "A1.\nB.\nC1."
    assert merged.notices == [Notice(NoticeKind.MERGED, "notes")]
    texts = ("A.\nB.\nC.", "A1.\nB.\nC.", "A.\nB.\nC1.", "A1.\nB.\nC1.")
    assert merged.history == [Loser("notes", "merged", *texts)]


def test_a_text_conflict_keeps_the_whole_texts_in_history() -> None:
    base = side(CLIENTS, notes="A.\nB.\nC.")
    merged = merge_row(CLIENTS, base, side(CLIENTS, notes="A1.\nB.\nC2."), side(CLIENTS, notes="A.\nB.\nC1."))
    assert value(CLIENTS, merged, "notes") == "A1.\nB.\nC1."
    question = ("A.\nB.\nC.", "A1.\nB.\nC2.", "A1.\nB.\nC1.")
    assert merged.conflicts == [FieldConflict("notes", ConflictReason.TEXT, *question)]
    texts = ("A.\nB.\nC.", "A1.\nB.\nC2.", "A.\nB.\nC1.", "A1.\nB.\nC1.")
    assert merged.history == [Loser("notes", "conflict", *texts)]


def test_a_text_that_one_side_cleared_stays_null_where_theirs_is_null() -> None:
    merged = merge_row(CLIENTS, side(CLIENTS, notes="A."), side(CLIENTS, notes="B."), side(CLIENTS))
    assert value(CLIENTS, merged, "notes") is None
    assert merged.conflicts[0].ours == "B."


def test_a_text_emptied_in_two_ways_is_simply_empty() -> None:
    base = side(CLIENTS, notes="A.")
    empty, null = RowSide(fields(CLIENTS, notes="")), side(CLIENTS)
    assert merge_row(CLIENTS, base, empty, null).fields == merge_row(CLIENTS, base, null, empty).fields == {}


def test_tags_keep_what_either_added_and_lose_what_either_removed() -> None:
    base, ours, theirs = '["a","b"]', '["a","c","א"]', '["b","d"]'
    merged = merge_row(
        CLIENTS, side(CLIENTS, tags=base), side(CLIENTS, tags=ours), side(CLIENTS, tags=theirs)
    )
    assert json.loads(value(CLIENTS, merged, "tags")) == ["c", "d", "א"]


def test_tags_that_nobody_had_before_are_all_kept() -> None:
    merged = merge_row(CLIENTS, side(CLIENTS), side(CLIENTS, tags='["a"]'), side(CLIENTS, tags='["b"]'))
    assert value(CLIENTS, merged, "tags") == '["a","b"]'


@pytest.mark.parametrize("odd", ["not json", "[1]", '{"a":1}'])
def test_tags_that_are_no_list_of_texts_are_asked_about(odd: str) -> None:
    tags = '["a"]'
    merged = merge_row(CLIENTS, side(CLIENTS, tags="[]"), side(CLIENTS, tags=odd), side(CLIENTS, tags=tags))
    assert merged.conflicts == [FieldConflict("tags", ConflictReason.VALUE, "[]", odd, tags)]


def test_stamps_take_the_greater_and_say_nothing() -> None:
    base = side(APPOINTMENTS, edit_count=1)
    merged = merge_row(
        APPOINTMENTS,
        base,
        side(APPOINTMENTS, edit_count=10, edited_at=5),
        side(APPOINTMENTS, edit_count=9, edited_at=9),
    )
    assert merged.fields == fields(APPOINTMENTS, edit_count=10, edited_at=9)
    assert not merged.conflicts
    assert not merged.history


@pytest.mark.parametrize("we_took_it_back", [True, False])
def test_a_stamp_that_one_side_took_back_stays_as_the_other_side_has_it(we_took_it_back: bool) -> None:
    base, none, later = side(APPOINTMENTS, edited_at=1), side(APPOINTMENTS), side(APPOINTMENTS, edited_at=9)
    ours, theirs = (none, later) if we_took_it_back else (later, none)
    assert merge_row(APPOINTMENTS, base, ours, theirs).fields == later.fields


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


def test_of_a_slot_only_what_differs_is_asked() -> None:
    base = side(APPOINTMENTS, scheduled_start=10, scheduled_end=20)
    ours = side(APPOINTMENTS, scheduled_start=10, scheduled_end=30)
    theirs = side(APPOINTMENTS, scheduled_start=10, scheduled_end=25)
    merged = merge_row(APPOINTMENTS, base, ours, theirs)
    assert merged.fields == theirs.fields
    assert merged.conflicts == [FieldConflict("scheduled_end", ConflictReason.VALUE, "20", "30", "25")]


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
    texts = ("wrong client", None) if we_delete else (None, "wrong client")
    assert merged.kept == [FieldConflict("deleted_reason", ConflictReason.VALUE, None, *texts)]
    assert {loser.kind for loser in merged.history} == {"restored"}


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
    assert merged.history == [
        Loser("deleted_reason", "replaced", None, "misfiled", "written twice", "written twice"),
        Loser("permanent_delete_after", "replaced", None, "5", "6", "6"),
    ]
    texts = (None, "misfiled", "written twice")
    assert merged.kept == [FieldConflict("deleted_reason", ConflictReason.VALUE, *texts)]


def test_of_two_deletes_only_what_differs_goes_to_history() -> None:
    base = side(NOTES, plan="A.")
    ours = side(NOTES, deleted=True, plan="A.", deleted_reason="misfiled", permanent_delete_after=5)
    theirs = side(NOTES, deleted=True, plan="A.", deleted_reason="misfiled", permanent_delete_after=6)
    assert [each.field for each in merge_row(NOTES, base, ours, theirs).history] == ["permanent_delete_after"]


@pytest.mark.parametrize("we_correct", [True, False])
def test_a_reason_to_delete_that_one_side_corrected_is_taken(we_correct: bool) -> None:
    base = side(NOTES, deleted=True, plan="A.", deleted_reason="written twice")
    corrected = side(NOTES, deleted=True, plan="A.", deleted_reason="misfiled")
    touched = side(NOTES, deleted=True, plan="A.", deleted_reason="written twice", draft_last_saved_at=5)
    ours, theirs = (corrected, touched) if we_correct else (touched, corrected)
    assert value(NOTES, merge_row(NOTES, base, ours, theirs), "deleted_reason") == "misfiled"


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
    gone: dict[str, Any] = {"deleted": True, "plan": "A.", "deleted_reason": "wrong client"}
    base, back = side(NOTES, **gone), side(NOTES, plan="A.")
    merged = merge_row(NOTES, base, back, side(NOTES, **gone, amendment_count=1))
    assert not merged.deleted
    assert merged.history == []


@pytest.mark.parametrize("theirs_is_final", [True, False])
def test_a_late_edit_of_a_finalized_note_becomes_a_proposed_amendment(theirs_is_final: bool) -> None:
    base = side(NOTES, plan="A.", objective="O.", is_draft=True)
    final = side(NOTES, plan="A.", objective="O.", is_draft=False, finalized_at=5, signature="ab")
    late = side(NOTES, plan="B.", objective="O.", is_draft=True, draft_last_saved_at=7)
    merged = merge_row(NOTES, base, late, final) if theirs_is_final else merge_row(NOTES, base, final, late)
    assert {**merged.fields} == {**final.fields, NOTES.by_name["draft_last_saved_at"].no: 7}
    late_there = not theirs_is_final
    assert merged.conflicts == [FieldConflict("plan", ConflictReason.AMENDMENT, "A.", "B.", "A.", late_there)]
    sides = ("B.", "A.") if theirs_is_final else ("A.", "B.")
    assert merged.history == [Loser("plan", "conflict", "A.", *sides, "A.")]


def test_another_day_that_a_finalized_note_does_not_take_is_kept_for_everybody() -> None:
    base = side(NOTES, session_date=1, plan="A.")
    final = side(NOTES, session_date=1, plan="A.", is_draft=False, finalized_at=5)
    merged = merge_row(NOTES, base, side(NOTES, session_date=2, plan="A."), final)
    assert merged.fields == final.fields
    assert merged.kept == [FieldConflict("session_date", ConflictReason.VALUE, "1", "2", "1")]


def test_what_a_finalized_note_does_not_take_stays_in_history() -> None:
    base = side(NOTES, client_id="a", plan="A.")
    final = side(NOTES, client_id="a", plan="A.", is_draft=False, finalized_at=5)
    merged = merge_row(NOTES, base, side(NOTES, client_id="b", plan="A."), final)
    assert merged.fields == final.fields
    assert merged.history == [Loser("client_id", "replaced", "a", "b", "a", "a")]
    assert not merged.kept


def test_a_day_that_both_set_alike_before_one_finalized_the_note_is_nothing_to_keep() -> None:
    base = side(NOTES, session_date=1, plan="A.")
    final = side(NOTES, session_date=2, plan="A.", is_draft=False, finalized_at=5)
    late = side(NOTES, session_date=2, plan="A.", draft_last_saved_at=5)
    assert merge_row(NOTES, base, late, final).history == []


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
    assert here.history == [Loser("resolution", "replaced", None, first, second, first)]


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


@pytest.mark.parametrize("we_settled", [True, False])
def test_a_settled_question_of_the_same_texts_stays_settled_where_nothing_agreed_on_is_known(
    we_settled: bool,
) -> None:
    table = BY_NAME["conflicts"]
    asked: dict[str, Any] = {"table_no": 8, "reason": "TEXT", "noticed_at": 1, "theirs": "A.", "ours": "B."}
    settled, still_open = side(table, **asked, resolved_at=9, resolution="MINE"), side(table, **asked)
    ours, theirs = (settled, still_open) if we_settled else (still_open, settled)
    assert merge_row(table, None, ours, theirs).fields == settled.fields


def test_a_text_that_a_newer_program_asks_about_gives_way_with_ours_in_history() -> None:
    table = BY_NAME["conflicts"]
    about: dict[str, Any] = {"table_no": 8, "field": "plan", "noticed_at": 1, "reason": "NEWER"}
    base, ours, theirs = (side(table, **about, ours=text) for text in ("B.", "B. Here.", "B. There."))
    merged = merge_row(table, base, ours, theirs)
    assert (merged.fields, merged.conflicts) == (theirs.fields, [])
    assert Loser("ours", "replaced", "B.", "B. Here.", "B. There.", "B. There.") in merged.history
    assert {loser.kind for loser in merged.history} == {"replaced"}


@pytest.mark.parametrize("was_settled", [False, True])
def test_a_text_in_dispute_that_grew_on_both_is_a_question_of_its_own(was_settled: bool) -> None:
    """The server's stands in the conflict; what ours said is asked about beside it, or was settled before."""
    table = BY_NAME["conflicts"]
    about: dict[str, Any] = {
        "table_no": 8,
        "reason": "TEXT",
        "field": "plan",
        "noticed_at": 1,
        "base": "0.",
        "theirs": "A.",
    }
    base, ours, theirs = (side(table, **about, ours=text) for text in ("B.", "B. Here.", "B. There."))
    if was_settled:
        ours = side(table, **about, ours="B. Here.", resolved_at=9, resolution="MINE")
    merged = merge_row(table, base, ours, theirs)
    assert merged.fields == theirs.fields
    question = FieldConflict("plan", ConflictReason.TEXT, "0.", "B. Here.", "A.")
    assert (merged.conflicts, merged.kept) == (([], [question]) if was_settled else ([question], []))
    lost = Loser("plan", "conflict", "0.", "B. Here.", "A.", "A.")
    assert merged.history == ([] if was_settled else [lost])


def test_a_text_in_dispute_that_grew_alike_on_both_is_no_question_of_its_own() -> None:
    table = BY_NAME["conflicts"]
    about: dict[str, Any] = {"table_no": 8, "reason": "TEXT", "field": "plan", "theirs": "A."}
    base = side(table, **about, ours="B.")
    ours = side(table, **about, ours="B. More.", noticed_at=1)
    theirs = side(table, **about, ours="B. More.", noticed_at=2)
    merged = merge_row(table, base, ours, theirs)
    assert (merged.conflicts, merged.kept, merged.history) == ([], [], [])


@pytest.mark.parametrize("we_were_later", [True, False])
def test_of_two_answers_the_later_one_stands_though_the_text_grew_under_the_earlier_one(
    we_were_later: bool,
) -> None:
    table = BY_NAME["conflicts"]
    about: dict[str, Any] = {"table_no": 8, "reason": "TEXT", "field": "plan", "theirs": "A."}
    base = side(table, **about, ours="B.")
    later = side(table, **about, ours="B.", resolved_at=9, resolution="MINE")
    earlier = side(table, **about, ours="B. More.", resolved_at=5, resolution="EDITED")
    ours, theirs = (later, earlier) if we_were_later else (earlier, later)
    merged = merge_row(table, base, ours, theirs)
    assert merged.fields == {**later.fields, table.by_name["ours"].no: "B. More."}


@pytest.mark.parametrize("we_answered_again", [True, False])
def test_an_answer_that_only_one_side_changed_is_taken_though_the_text_grew_on_the_other(
    we_answered_again: bool,
) -> None:
    table = BY_NAME["conflicts"]
    about: dict[str, Any] = {"table_no": 8, "reason": "TEXT", "field": "plan", "theirs": "A."}
    base = side(table, **about, ours="B.", resolved_at=5, resolution="THEIRS")
    grown = side(table, **about, ours="B. More.", resolved_at=5, resolution="THEIRS")
    again = side(table, **about, ours="B.", resolved_at=9, resolution="MINE")
    ours, theirs = (again, grown) if we_answered_again else (grown, again)
    merged = merge_row(table, base, ours, theirs)
    assert merged.fields == {**again.fields, table.by_name["ours"].no: "B. More."}


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
    assert merge_row(table, None, ours, theirs) == Merged(dict(theirs.fields))


def test_settings_merge_by_name() -> None:
    table = BY_NAME["workspaces"]
    base = side(table, settings={"slot": 15, "week": 0, "old": 1})
    ours = side(table, settings={"slot": 30, "week": 0, "old": 1})
    theirs = side(table, settings={"slot": 15, "week": 1})
    merged = merge_row(table, base, ours, theirs)
    assert value(table, merged, "settings") == {"slot": 30, "week": 1}
    assert merged.notices == [Notice(NoticeKind.MERGED, "settings")]


def test_settings_that_nobody_had_before_are_all_taken() -> None:
    table = BY_NAME["workspaces"]
    merged = merge_row(
        table, side(table), side(table, settings={"slot": 30}), side(table, settings={"week": 1})
    )
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
    base, ours, theirs = RowSide({90: "x", 91: 1}), RowSide({90: "x", 91: 2}), RowSide({90: "y", 91: 3})
    merged = merge_row(CLIENTS, base, ours, theirs)
    assert merged.fields == {90: "y", 91: 3}
    assert merged.conflicts == []
    assert merged.history == [Loser("91", "replaced", "1", "2", "3", "3")]


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
    by_kind: dict[ColumnKind, st.SearchStrategy[Any]] = {
        ColumnKind.INT: st.integers(0, 3),
        ColumnKind.TIME: st.integers(0, 3),
        ColumnKind.BOOL: st.booleans(),
        ColumnKind.JSON: st.dictionaries(st.sampled_from("ab"), st.integers(0, 2)),
    }
    texts = st.lists(st.sampled_from(["Pain 4/10.", "Rest.", "כאב.", "No fever."]), max_size=3).map("\n".join)
    return by_kind.get(column.kind, texts)


def sides(table: Table) -> st.SearchStrategy[RowSide]:
    optional = {column.no: _values(column) for column in table.columns}
    return st.builds(RowSide, st.fixed_dictionaries({}, optional=optional), st.booleans())


def _versions(table: Table) -> st.SearchStrategy[tuple[Table, RowSide, RowSide, RowSide]]:
    one = sides(table)
    return st.tuples(st.just(table), one, one, one)


VERSIONS = st.one_of([_versions(table) for table in TABLES])
"""Made once: anew for each example, they would take longer than the merges."""


@settings(max_examples=80)
@given(VERSIONS)
def test_one_sided_changes_are_taken_exactly(case: tuple[Table, RowSide, RowSide, RowSide]) -> None:
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
    case: tuple[Table, RowSide, RowSide, RowSide],
) -> None:
    table, base, ours, theirs = case
    merged = merge_row(table, base, ours, theirs)
    told = [text for each in merged.conflicts for text in (each.ours, each.theirs)]
    told += [text for each in merged.history for text in (each.ours, each.theirs)]
    kept = "\n".join([str(text) for text in told] + [str(value) for value in merged.fields.values()])
    if not table.insert_only and table.name != "conflicts":
        for line in _written(table, base, ours) | _written(table, base, theirs):
            assert line in kept


def _written(table: Table, base: RowSide, edited: RowSide) -> set[str]:
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
def test_the_result_does_not_depend_on_which_device_merges(
    case: tuple[Table, RowSide, RowSide, RowSide],
) -> None:
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


def test_given_days_left_out_of_a_series_on_both_sides_when_merged_then_all_stay_out() -> None:
    series = BY_NAME["appointment_series"]
    base = side(series, exceptions=["2026-01-06", "2026-01-13"])
    ours = side(series, exceptions=["2026-01-06", "2026-01-13", "2026-02-03"])
    theirs = side(series, exceptions=["2026-01-13", "2026-03-03"])
    merged = merge_row(series, base, ours, theirs)
    assert value(series, merged, "exceptions") == ["2026-01-13", "2026-02-03", "2026-03-03"]
    assert not merged.conflicts
