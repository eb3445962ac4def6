"""The words of a reminder: filled, in the client's language, with nothing that a name smuggles in."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.errors import RuleBroken
from core.domain.reminder_text import (
    LANGUAGES,
    Word,
    day_words,
    default_template,
    fill,
    language_for,
    language_of,
    placeholders,
    subject_of,
    template_of,
    unknown_placeholders,
)

VALUES = {
    Word.FIRST_NAME: "Mira",
    Word.DAY: "Tuesday, 24 November",
    Word.TIME: "09:00",
    Word.PLACE: "Treatment room, Lindenhof 1",
    Word.PRACTICE: "Lindenhof Practice",
    Word.SERVICE: "Deep tissue massage",
}


def test_given_the_usual_words_when_filled_then_they_say_who_when_and_where_and_no_service() -> None:
    assert fill(default_template("en"), VALUES) == (
        "Hello Mira,\n"
        "this is a reminder of your appointment on Tuesday, 24 November at 09:00.\n"
        "Treatment room, Lindenhof 1\n"
        "If you cannot come, please let us know in time.\n"
        "Lindenhof Practice"
    )


def test_given_the_hebrew_words_when_filled_then_day_and_month_follow_their_prefixes() -> None:
    values = VALUES | {Word.FIRST_NAME: "נועה", Word.DAY: day_words(date(2026, 11, 24), "he"), Word.PLACE: ""}
    text = fill(default_template("he"), values)
    assert text.startswith("שלום נועה,\nזו תזכורת לפגישה שלך ביום שלישי, 24 בנובמבר בשעה 09:00.\n")
    assert "massage" not in text


def test_given_a_line_whose_placeholders_are_all_empty_then_it_is_left_out() -> None:
    template = "At {place}\n{place} {practice}\nPlain\n\n{ first name }"
    assert fill(template, {Word.PRACTICE: "Here", Word.FIRST_NAME: "Mira"}) == " Here\nPlain\n\nMira"


def test_given_a_template_that_asks_for_the_service_then_only_that_one_names_it() -> None:
    assert fill("{service}, {time}", VALUES) == "Deep tissue massage, 09:00"
    assert all(placeholders(each)[Word.SERVICE] not in default_template(each) for each in LANGUAGES)


def test_given_placeholders_that_mean_nothing_then_they_are_named_and_nothing_is_filled() -> None:
    template = "{first name} {surname} {יום} {surname} { price } {}"
    assert unknown_placeholders(template) == ("surname", "price", "")
    with pytest.raises(RuleBroken, match="in braces") as refused:
        fill(template, VALUES)
    assert refused.value.code == "placeholder"


def test_given_a_brace_that_stands_alone_then_it_stays() -> None:
    assert fill("a } b { c {time", {}) == "a } b { c {time"


@given(st.text())
def test_given_any_name_when_filled_then_it_takes_no_line_and_turns_no_writing(name: str) -> None:
    text = fill("Hello {first name}, see you.", {Word.FIRST_NAME: name})
    assert "\n" not in text
    assert not any(
        mark in text for mark in "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    )


def test_given_a_name_that_looks_like_a_placeholder_then_it_is_a_name() -> None:
    assert (
        fill("{first name} {service}", VALUES | {Word.FIRST_NAME: "{service}"})
        == "{service} Deep tissue massage"
    )


@pytest.mark.parametrize(
    ("name", "locale", "language"),
    [
        ("נועה Cohen", "en", "he"),
        ("Dana Levi", "he", "en"),
        ("Élodie", "he", "en"),
        ("Иван", "he-IL", "he"),
        ("Иван", "ru", "en"),
        ("", "HE_il", "he"),
    ],
)
def test_given_a_name_then_its_letters_say_the_language_else_the_practice_does(
    name: str, locale: str, language: str
) -> None:
    assert language_for(name, locale) == language


def test_given_a_language_that_was_chosen_then_it_goes_before_the_letters_unless_nobody_writes_it() -> None:
    assert language_for("נועה", "he", "en") == "en"
    assert language_for("Dana", "en", "he") == "he"
    assert language_for("Dana", "he", "fr") == "en"


def test_given_a_locale_without_a_country_then_it_is_its_language() -> None:
    assert [language_of(each) for each in ("he", "en-GB", "de", "")] == ["he", "en", "en", "en"]


@pytest.mark.parametrize("texts", [None, {}, {"en": "  "}, {"en": 3}, ["en"], {"he": "שלום"}])
def test_given_settings_without_a_text_then_the_usual_one_stands(texts: object) -> None:
    assert template_of(texts, "en") == default_template("en")


def test_given_a_text_of_the_practice_then_it_stands_and_the_subject_tells_nothing() -> None:
    assert template_of({"en": "Come at {time}"}, "en") == "Come at {time}"
    assert {subject_of(each) for each in LANGUAGES} == {"Your appointment", "הפגישה שלך"}


def test_given_every_day_of_two_years_then_it_is_written_in_both_languages() -> None:
    days = [date(2026, 1, 1) + timedelta(days=step) for step in range(730)]
    assert day_words(date(2028, 2, 29), "en") == "Tuesday, 29 February"
    assert day_words(date(2026, 11, 28), "he") == "שבת, 28 בנובמבר"
    for language in LANGUAGES:
        assert len({day_words(day, language) for day in days}) == 730
