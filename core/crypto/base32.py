"""Codes that people read aloud and type: Crockford's base32, without I, L, O and U."""

from unicodedata import category

from core.domain.errors import BadInput

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
# Crockford leaves out U so that no code spells an insult by chance; O, I and L are read as the digits that
# they look like.
_VALUE = {letter: value for value, letter in enumerate(ALPHABET)} | {"O": 0, "I": 1, "L": 1}

# Word processors turn a typed hyphen into another dash; mails and phones put quotes or a stop around what is
# copied.
_BETWEEN = "-\u2010\u2011\u2012\u2013\u2014\u2212\"'\u201c\u201d\u201e\u2018\u2019\u201a\u00ab\u00bb.,"
# And marks that nobody sees: of the direction, and of where a line may break.
_UNSEEN = "Cf"


def encode(data: bytes) -> str:
    """Eight characters for five bytes; the length must be a multiple of five."""
    # Whole groups leave no unused bits and need no padding, so a code has one spelling.
    if len(data) % 5:
        raise ValueError("whole groups of five bytes only")
    number = int.from_bytes(data)
    length = len(data) * 8 // 5
    return "".join(ALPHABET[(number >> (5 * i)) & 31] for i in reversed(range(length)))


def decode(text: str) -> bytes:
    """The inverse of `encode`, forgiving case, signs between, O for 0, I or L for 1. Raises BadInput."""
    number = 0
    letters = clean(text)
    for letter in letters:
        number = number << 5 | _VALUE[letter]
    if len(letters) % 8:
        raise BadInput("The code is not complete.")
    return number.to_bytes(len(letters) * 5 // 8)


def clean(text: str) -> str:
    """The code's letters alone, each in its proper form. Raises BadInput on a letter that no code has."""
    letters = []
    for letter in text.upper():
        if letter in _VALUE:
            letters.append(ALPHABET[_VALUE[letter]])
        elif not letter.isspace() and letter not in _BETWEEN and category(letter) != _UNSEEN:
            raise BadInput("The code holds a character that no code has; check what was typed.")
    return "".join(letters)


def grouped(letters: str) -> str:
    """In groups of four."""
    return "-".join(letters[i : i + 4] for i in range(0, len(letters), 4))
