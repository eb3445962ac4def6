"""Links that hand a text to a mail program or a messenger: every part of them is percent-encoded.

What is refused is told without the address or the number: a sentence may end up anywhere.
"""

import re
import unicodedata
from urllib.parse import quote

from core.domain.errors import RuleBroken
from core.domain.people_search import read_phone

_LONGEST = 2000
"""Windows hands on no link that is longer than 2,083 characters."""
_ADDRESS = re.compile(r"[^@\s,;<>\"()]+@[^@\s,;<>\"()]+")
_NUMBER = re.compile(r"\+?[\d\s()./\-\u2010-\u2013]+")
_FEWEST_DIGITS, _MOST_DIGITS = 3, 15
"""A number has at most 15 with its country's code (ITU-T E.164)."""
_KEEP_ZERO, _NORTH_AMERICA, _NORTH_AMERICAN_DIGITS = "39", "1", 11
"""In Italy the zero is part of the number; in North America the code is written before home numbers too."""


def mail_link(address: str, subject: str, text: str) -> str:
    """RFC 6068. RuleBroken where the address is none, or is several, and where the text is too long."""
    bare = _seen(address)
    if not _ADDRESS.fullmatch(bare):
        raise RuleBroken(
            "This client's e-mail address cannot be read; nothing was opened. Correct it in the client's "
            "record.",
            code="address",
        )
    # Lines of a body are parted by CR and LF (RFC 6068, 5).
    lines = text.replace("\n", "\r\n")
    return _short_enough(f"mailto:{quote(bare, safe='@')}?subject={_part(subject)}&body={_part(lines)}")


def sms_link(number: str, text: str) -> str:
    """RFC 5724. The number goes as it is written: the telephone knows its own country."""
    written = _one_number(number)
    plus = "+" if written.startswith("+") else ""
    return _short_enough(f"sms:{plus}{_digits(written)}?body={_part(text)}")


def whatsapp_link(number: str, country_code: str, text: str) -> str:
    """https://wa.me takes numbers with their country's code alone.

    `country_code`, such as "49", is for numbers without one; RuleBroken where both are missing.
    """
    abroad = _abroad(number, country_code)
    if not abroad:
        raise RuleBroken(
            "WhatsApp needs a country code, and this number has none; nothing was opened. Write the number "
            "as +49 and so on, or set the practice's country code in Settings, Reminders.",
            code="country_code",
        )
    return _short_enough(f"https://wa.me/{abroad}?text={_part(text)}")


def _abroad(number: str, country_code: str) -> str:
    """All digits from the country's code on; empty where nobody says the country."""
    written = _one_number(number)
    digits, phone = _digits(written), read_phone(written)
    if phone.abroad:
        return phone.abroad
    code = _digits(_plain_digits(country_code)).removeprefix("00")
    if not code:
        return ""
    has_code = code == _NORTH_AMERICA == digits[0] and len(digits) == _NORTH_AMERICAN_DIGITS
    return digits if has_code else code + (digits if code == _KEEP_ZERO else phone.home)


def _one_number(text: str) -> str:
    """As it is written, in digits of ASCII. RuleBroken for what is no single telephone number."""
    written = _plain_digits(_seen(text))
    if written.startswith("+"):
        written = written.replace("(0)", "")  # said to those who call from the country itself
    if not _NUMBER.fullmatch(written) or not _FEWEST_DIGITS <= len(_digits(written)) <= _MOST_DIGITS:
        raise RuleBroken(
            "This client's phone number cannot be read; nothing was opened. Write one number, in digits, in "
            "the client's record.",
            code="phone",
        )
    return written


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())


def _plain_digits(text: str) -> str:
    """Digits of every script as those of ASCII."""
    return "".join(str(unicodedata.digit(char)) if char.isdecimal() else char for char in text)


def _seen(text: str) -> str:
    """Without marks that nobody sees, which come along when a number is copied from a page."""
    return "".join(char for char in text if unicodedata.category(char) != "Cf").strip()


def _part(text: str) -> str:
    return quote(text, safe="")


def _short_enough(link: str) -> str:
    if len(link) > _LONGEST:
        raise RuleBroken(
            "The text is too long for a link; nothing was opened. Copy it instead, or shorten it in "
            "Settings, Reminders.",
            code="too_long",
        )
    return link
