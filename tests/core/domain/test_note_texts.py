"""Templates and snippets: what they need, and which is offered or meant."""

import uuid
from collections.abc import Callable

import pytest

from core.domain.errors import RuleBroken
from core.domain.ids import NoteTemplateId, ServiceId, TextSnippetId, WorkspaceId
from core.domain.note_templates import NAME_LIMIT, check_template, offered
from core.domain.notes import FIELD_LIMIT
from core.domain.records import NoteTemplate, TextSnippet
from core.domain.text_snippets import (
    ABBREVIATION_LIMIT,
    check_snippet,
    find,
    without_lead,
)
from tests.records_fakes import NOW

MASSAGE, INTAKE = (ServiceId(uuid.UUID(int=no)) for no in (7, 8))


def _template(name: str, service_id: ServiceId | None = None) -> NoteTemplate:
    return NoteTemplate(
        id=NoteTemplateId(uuid.uuid5(uuid.NAMESPACE_OID, name)),
        workspace_id=WorkspaceId(uuid.UUID(int=1)),
        created_at=NOW,
        updated_at=NOW,
        name=name,
        service_id=service_id,
    )


def _snippet(abbreviation: str, text: str) -> TextSnippet:
    return TextSnippet(
        id=TextSnippetId(uuid.uuid5(uuid.NAMESPACE_OID, text)),
        workspace_id=WorkspaceId(uuid.UUID(int=1)),
        created_at=NOW,
        updated_at=NOW,
        abbreviation=abbreviation,
        text=text,
    )


def _refused(check: Callable[[], None]) -> str:
    with pytest.raises(RuleBroken) as refused:
        check()
    return refused.value.code


@pytest.mark.parametrize(
    ("name", "plan", "code"),
    [
        (" ", "Heat.", "name_missing"),
        ("x" * (NAME_LIMIT + 1), "Heat.", "name_too_long"),
        ("First", " \n", "blank"),
        ("First", None, "blank"),
        ("First", "x" * (FIELD_LIMIT + 1), "too_long"),
    ],
)
def test_given_a_template_that_no_note_could_take_when_checked_then_it_is_refused(
    name: str, plan: str | None, code: str
) -> None:
    assert _refused(lambda: check_template(name, {"plan": plan, "objective": None})) == code


def test_given_the_largest_template_when_checked_then_it_is_taken() -> None:
    check_template("x" * NAME_LIMIT, {"plan": "x" * FIELD_LIMIT})


def test_given_templates_when_offered_then_the_services_own_goes_before_one_for_all() -> None:
    general, intake, massage = _template("A"), _template("B", INTAKE), _template("C", MASSAGE)
    every = [general, intake, massage]
    assert offered(every, MASSAGE) is massage
    assert offered(every, None) is general
    assert offered([intake, massage], None) is None
    assert offered([intake, general], MASSAGE) is general


@pytest.mark.parametrize(
    ("abbreviation", "text", "code"),
    [
        ("", "Text.", "name_missing"),
        ("two words", "Text.", "abbreviation"),
        ("semi;colon", "Text.", "abbreviation"),
        ("x" * (ABBREVIATION_LIMIT + 1), "Text.", "abbreviation"),
        ("rom", " ", "blank"),
        ("rom", "x" * (FIELD_LIMIT + 1), "too_long"),
    ],
)
def test_given_a_snippet_that_nobody_could_type_when_checked_then_it_is_refused(
    abbreviation: str, text: str, code: str
) -> None:
    assert _refused(lambda: check_snippet(abbreviation, text)) == code


@pytest.mark.parametrize("abbreviation", ["rom", "כאב", "r-o_m1", "x" * ABBREVIATION_LIMIT])
def test_given_a_word_of_any_language_when_checked_then_it_is_an_abbreviation(abbreviation: str) -> None:
    check_snippet(abbreviation, "x" * FIELD_LIMIT)


def test_given_an_abbreviation_with_its_semicolon_then_it_is_kept_without() -> None:
    assert (without_lead(" ;rom "), without_lead("rom")) == ("rom", "rom")


def test_given_snippets_when_one_is_looked_for_then_capitals_do_not_matter_and_the_first_is_taken() -> None:
    first, second = _snippet("Rom", "First."), _snippet("rom", "Second.")
    assert find([first, second], "ROM") is first
    assert find([first], "ro") is None
