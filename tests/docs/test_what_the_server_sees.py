"""The guide tells of everything that reaches the server readable; a new plain column has to be told too."""

import re
from pathlib import Path

import pytest

from core.domain.registry import BY_NAME, TABLES

GUIDE = (Path(__file__).parents[2] / "docs" / "server.md").read_text(encoding="utf-8")
SEES, HIDDEN = (
    " ".join(GUIDE.partition(start)[2].partition("\n\n")[0].split())
    for start in ("It sees identifiers", "It does not see")
)
LINK = "which of them belong together"
TOLD = {
    "workspaces": {"the practice's name and settings": "name is_active timezone locale settings"},
    "users": {"roles": "role is_active"},
    "clients": {
        "whether and when consent was given": "consent_status consent_at consent_version",
        "who is archived": "is_active",
        "whether two clients of a practice have the same e-mail address": "email_digest",
    },
    "services": {"descriptions of services": "name description default_duration_minutes colour is_active"},
    "locations": {"addresses of locations": "name location_type address details is_active"},
    "appointment_series": {
        "whose and of which service, place and therapist an appointment is": (
            "client_id practitioner_user_id service_id location_id location_type follows_id"
        ),
        "how appointments repeat, and on which days they do not": (
            "rrule start_local timezone duration_minutes until exceptions"
        ),
    },
    "appointments": {
        "whose and of which service, place and therapist an appointment is": (
            "client_id practitioner_user_id service_id location_id location_type series_id"
        ),
        "times, lengths and statuses of appointments": (
            "scheduled_start scheduled_end timezone status original_start edited_at edit_count"
        ),
    },
    "sessions": {
        "of whom and of which appointment a note": "client_id appointment_id",
        "when something was written, signed or deleted": (
            "created_by_user_id draft_last_saved_at finalized_at finalized_by signature amended_at"
            " amendment_count deleted_by_user_id permanent_delete_after"
        ),
        "statuses of appointments and session notes": "session_date duration_minutes is_draft",
    },
    "session_versions": {
        LINK: "session_id version_number",
        "when something was written": "created_by_user_id signature signed_at",
    },
    "session_attachments": {
        LINK: "client_id session_id uploaded_by_user_id blob_key",
        "sizes and kinds of attachments": "file_type file_size_bytes chunk_count",
    },
    "note_templates": {"of which service a template of notes is": "service_id"},
    "text_snippets": {},
    "time_blocks": {
        "whose time is blocked or which place is closed, when and how it repeats": (
            "user_id location_id start_local timezone duration_minutes is_all_day rrule until exceptions"
        ),
    },
    "measures": {"of whom, for which note and when something was measured": "client_id session_id taken_at"},
    "waitlist_entries": {
        "who waits for an appointment of which length, service, place and therapist": (
            "client_id practitioner_user_id service_id location_id duration_minutes"
        ),
        "since when, and whether it was booked": "waiting_since status",
    },
    "body_marks": {"of which note somebody marked a body chart": "session_id"},
    "audit_events": {
        "what was opened or changed, though not what it says": (
            "event_type resource_type resource_id action user_id device_id client_time metadata"
        ),
    },
    "conflicts": {
        "which fields are in dispute": "table_no row_id field reason noticed_at",
        "by which device": "our_device_id their_device_id resolved_at resolved_by_user_id resolution",
    },
}
"""Words of the page, and the columns that they speak of."""


@pytest.mark.parametrize("table", [table.name for table in TABLES])
def test_given_a_column_that_is_no_cell_when_looked_up_then_the_guide_says_that_the_server_sees_it(
    table: str,
) -> None:
    plain = {column.name for column in BY_NAME[table].columns if not column.enc}
    told = [name for names in TOLD[table].values() for name in names.split()]

    assert set(told) == plain
    assert len(told) == len(plain)
    assert [words for words in TOLD[table] if words not in "It sees identifiers" + SEES] == []


def test_given_what_the_guide_calls_hidden_when_looked_up_then_it_is_only_ever_a_cell() -> None:
    hidden = {
        "clients' names": ("clients", "first_name last_name preferred_name"),
        "addresses": ("clients", "address"),
        "birth dates": ("clients", "date_of_birth"),
        "phone numbers": ("clients", "phone emergency_contact_phone"),
        "texts of notes": ("sessions", "subjective objective assessment plan"),
        "medical histories": ("clients", "medical_history"),
        "in which language a client is written to": ("clients", "preferred_language"),
        "templates": ("note_templates", "name subjective objective assessment plan"),
        "text snippets": ("text_snippets", "abbreviation text"),
        "reasons of cancellations": ("appointments", "cancellation_reason"),
        "titles of blocked times": ("time_blocks", "title"),
        "on which days and at what time of the day somebody who waits can come, and how urgent it is": (
            "waitlist_entries",
            "weekdays day_part earliest latest urgency remark",
        ),
        "what was measured": ("measures", "kind name unit low high value note"),
        "marks on the body chart": ("body_marks", "kind place intensity remark"),
        "tags": ("clients", "tags"),
        "therapists' names": ("users", "full_name"),
        "names of files": ("session_attachments", "file_name caption"),
    }
    for words, (table, names) in hidden.items():
        assert re.search(rf"\b{re.escape(words)}", HIDDEN), words
        assert all(BY_NAME[table].by_name[name].enc for name in names.split()), words
