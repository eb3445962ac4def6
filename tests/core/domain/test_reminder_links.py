"""Links for mail programs and messengers: nothing in a name, address or number gets out of its place."""

from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.errors import RuleBroken
from core.domain.reminder_links import mail_link, sms_link, whatsapp_link

NASTY = "Tom & Co? 100% #1 + =\nnext line; שלום, \u202etxt"
LINK = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:/?=&%@+")
TEXTS = st.text(st.characters(codec="utf-8"), max_size=100)


def test_given_a_text_with_every_sign_when_mailed_then_it_arrives_whole_and_adds_no_field() -> None:
    link = mail_link("mira@example.org", "A & B", NASTY)
    assert link.startswith("mailto:mira@example.org?subject=A%20%26%20B&body=")
    fields = parse_qs(urlsplit(link).query, strict_parsing=True)
    assert fields == {"subject": ["A & B"], "body": [NASTY.replace("\n", "\r\n")]}
    assert set(link) <= LINK


@given(TEXTS, TEXTS)
def test_given_any_text_when_it_is_made_a_link_then_it_is_one_field_of_it(subject: str, text: str) -> None:
    for link in (
        mail_link("a@b.c", subject, text),
        sms_link("030 555", text),
        whatsapp_link("+49 30 5550", "", text),
    ):
        assert set(link) <= LINK
        assert link.count("?") == 1
        assert link.count("&") == ("subject=" in link)
    assert unquote(sms_link("030 555", text).partition("body=")[2]) == text


@pytest.mark.parametrize(
    ("address", "written"),
    [
        (" mira@example.org ", "mira@example.org"),
        ("a+b%c?d&e@example.org", "a%2Bb%25c%3Fd%26e@example.org"),
        ("\u200fnoa@example.co.il", "noa@example.co.il"),
    ],
)
def test_given_an_address_then_its_signs_stay_in_it(address: str, written: str) -> None:
    assert mail_link(address, "", "").split("?")[0] == f"mailto:{written}"


@pytest.mark.parametrize(
    "address", ["", "mira", "a@b, c@d", "a@b@c", "a@b\nBcc: c@d", "a b@c", "<a@b>", '"a"@b', "a@", "@b"]
)
def test_given_no_single_address_then_nothing_is_made_and_the_sentence_does_not_repeat_it(
    address: str,
) -> None:
    with pytest.raises(RuleBroken, match="e-mail address cannot be read") as refused:
        mail_link(address, "s", "t")
    assert refused.value.code == "address"
    assert not address or address not in refused.value.sentence


@pytest.mark.parametrize(
    ("number", "written"),
    [
        ("+49 (0)30 / 5550-123", "+49305550123"),
        ("030 5550 123", "0305550123"),
        ("0049 30 5550", "0049305550"),
        ("+972\u201154\u20111234567", "+972541234567"),
        ("\u2066054-123-4567\u2069", "0541234567"),
        ("٠٥٤ ١٢٣", "054123"),
    ],
)
def test_given_a_number_then_a_message_goes_to_it_as_it_is_written(number: str, written: str) -> None:
    assert sms_link(number, "x") == f"sms:{written}?body=x"


@pytest.mark.parametrize(
    "number", ["", "12", "mobile", "054-1234567 (mother)", "+", "030 555;ext=1", "1" * 16]
)
def test_given_no_single_number_then_nothing_is_made_and_the_sentence_does_not_repeat_it(number: str) -> None:
    with pytest.raises(RuleBroken, match="phone number cannot be read") as refused:
        sms_link(number, "t")
    with pytest.raises(RuleBroken, match="phone number cannot be read"):
        whatsapp_link(number, "49", "t")
    assert refused.value.code == "phone"
    assert len(number) < 2 or number not in refused.value.sentence


@pytest.mark.parametrize(
    ("number", "country", "abroad"),
    [
        ("+49 (0)30 5550", "972", "49305550"),
        ("0049 30 5550", "", "49305550"),
        ("054-123 4567", "+972", "972541234567"),
        ("030 5550", "0049", "49305550"),
        ("06 1234 5678", "39", "390612345678"),
        ("1 212 555 0100", "1", "12125550100"),
        ("212 555 0100", "1", "12125550100"),
    ],
)
def test_given_a_number_and_the_practices_country_then_whatsapp_has_all_digits_from_the_country_on(
    number: str, country: str, abroad: str
) -> None:
    assert whatsapp_link(number, country, "a b") == f"https://wa.me/{abroad}?text=a%20b"


@pytest.mark.parametrize("country", ["", "+", " "])
def test_given_a_number_of_no_country_then_whatsapp_is_refused_with_what_to_do(country: str) -> None:
    with pytest.raises(RuleBroken, match="needs a country code") as refused:
        whatsapp_link("054 123 4567", country, "t")
    assert refused.value.code == "country_code"


def test_given_a_text_that_no_program_would_be_handed_whole_then_it_is_refused() -> None:
    assert len(sms_link("030 555", "a" * 1900)) < 2000
    with pytest.raises(RuleBroken, match="too long for a link"):
        mail_link("a@b.c", "s", "א" * 400)
    with pytest.raises(RuleBroken, match="too long for a link"):
        sms_link("030 555", "a" * 2000)
    with pytest.raises(RuleBroken, match="too long for a link"):
        whatsapp_link("+49 30 555", "", "a" * 2000)
