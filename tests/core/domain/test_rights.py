"""Who may read and write what, in one table."""

import pytest

from core.domain.enums import Role
from core.domain.registry import CLIENTS, CONFLICTS, SESSIONS, Access
from core.domain.rights import (
    CLINICAL_TABLES,
    READERS_SETTING,
    is_clinical_dispute,
    is_clinical_field,
    may_write,
    reads_clinical,
)


@pytest.mark.parametrize(
    ("role", "written"),
    [
        (Role.OWNER, {Access.OWNER, Access.CARE, Access.CLINICAL}),
        (Role.THERAPIST, {Access.CARE, Access.CLINICAL}),
        (Role.ASSISTANT, {Access.CARE}),
        (Role.READONLY, set()),
        (None, set()),
    ],
)
def test_given_a_role_when_writing_then_it_may_what_the_table_says(
    role: Role | None, written: set[Access]
) -> None:
    assert {access for access in Access if may_write(role, access)} == written


@pytest.mark.parametrize("value", [None, False, "true", 1, [True], {}])
def test_given_the_setting_for_readers_when_it_is_not_plainly_true_then_nothing_is_open(
    value: object,
) -> None:
    assert not reads_clinical(Role.READONLY, {READERS_SETTING: value})
    assert not reads_clinical(Role.READONLY, None)


def test_given_the_setting_for_readers_when_on_then_it_is_for_readers_alone() -> None:
    on = {READERS_SETTING: True}
    reading = [role for role in Role if reads_clinical(role, on)]
    assert reading == [Role.OWNER, Role.THERAPIST, Role.READONLY]
    assert not reads_clinical(None, on)


def test_notes_versions_files_templates_snippets_measures_and_marks_are_clinical_as_a_whole() -> None:
    assert CLINICAL_TABLES == (8, 9, 10, 12, 13, 17, 19)


def test_of_a_client_histories_remarks_tags_and_alerts_are_clinical() -> None:
    assert {column.name for column in CLIENTS.clinical} == {"medical_history", "notes", "tags", "alerts"}


@pytest.mark.parametrize(
    ("table_no", "field", "clinical"),
    [
        (CLIENTS.no, "phone", False),
        (CLIENTS.no, "medical_history", True),
        (CLIENTS.no, None, True),
        (SESSIONS.no, "plan", True),
        (6, "scheduled_start", False),
        (6, None, False),
        (CONFLICTS.no, None, True),
        (99, None, True),
    ],
)
def test_given_a_dispute_when_asked_then_only_what_is_surely_open_is_for_all(
    table_no: int, field: str | None, clinical: bool
) -> None:
    assert is_clinical_dispute(table_no, field) == clinical


def test_given_a_column_when_asked_then_it_is_clinical_as_the_registry_says() -> None:
    for column in CLIENTS.columns:
        assert is_clinical_field("clients", column.name) == column.clinical
    assert is_clinical_field("sessions", "session_date")
    assert not is_clinical_field("clients", "of_a_newer_program")
