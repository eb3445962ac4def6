"""Finding people as one types, alike in every list: name parts, first letters, numbers, e-mail, tags."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

T = TypeVar("T")

_WORD = re.compile(r"\w+")
_SIGNS = re.compile(r"['’‘ʼ`´׳״\".‐‑–־-]")
"""Apostrophes, dashes, dots and their Hebrew kin, which people leave out."""
_NUMBER = re.compile(r"[\d\s()+./-]*\d[\d\s()+./-]*")
_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
    | dict(zip("ךםןףץ", "כמנפצ", strict=True))
)
"""Letters that Unicode does not take apart, and Hebrew letters that look otherwise at a word's end."""
MARKS = range(0x300, 0x20000)
"""Where Unicode has its combining marks."""
_TWO_DIGITS = frozenset(
    code
    for tens, ones in {
        "2": "07",
        "3": "0123469",
        "4": "013456789",
        "5": "12345678",
        "6": "0123456",
        "8": "1246",
        "9": "0123458",
    }.items()
    for code in (tens + one for one in ones)
)
"""Country codes of two digits (ITU-T E.164); 1 and 7 have one, all others three."""
_HEAD = "\x03"
"""Before each part of a name, behind the whole of it."""
_FIRST, _LAST = "\x01", "\x02"
"""Around the first letters of a name, which are asked for whole."""


@dataclass(frozen=True, slots=True)
class Phone:
    """`digits` as written; `abroad` with the country's code, empty where none was written; `home` without."""

    digits: str = ""
    abroad: str = ""
    home: str = ""


@dataclass(frozen=True, slots=True)
class Findable:
    """One person. `words` holds each searchable word behind a space, `heads` the whole name and its parts."""

    words: str
    heads: str
    phone: Phone


def plain(text: str) -> str:
    """Without case, accents, Hebrew points and forms of letters."""
    if text.isascii():  # a tenth of the time, and most names are
        return text.lower()
    bare = unicodedata.normalize("NFKD", text.casefold()).translate(_forms())
    # Again: the bold A of mathematics is a great A only without its form.
    return bare.casefold().translate(_forms())


@cache
def _forms() -> Mapping[int, int | str | None]:
    """For `str.translate`, which is many times as quick as asking about each letter: what becomes of it."""
    marks = (code for code in MARKS if unicodedata.combining(chr(code)))
    return {**dict.fromkeys(marks), **_LETTERS}


def findable(
    names: Sequence[str | None], email: str | None, phone: str | None, tags: Iterable[str] | None
) -> Findable:
    """`names`: first, last and preferred name."""
    told = [" ".join(plain(name or "").split()) for name in names]
    words = [piece for name in told for part in name.split() for piece in _pieces(part)]
    others = [plain(text) for text in (email or "", *(tags or ()))]
    words += [piece for text in others for part in text.split() for piece in (part, *_WORD.findall(part))]
    letters = [f"{_FIRST}{each}{_LAST}" for each in _first_letters(told)]
    heads = _HEAD.join((" ".join(told[:2]).strip(), *told))
    return Findable(" ".join(("", *dict.fromkeys(words), *letters)), heads, read_phone(phone))


def name_begins(word: str) -> Callable[[Findable], bool]:
    """Whether a part of somebody's name, and nothing else of the person, begins with the word."""
    begins = re.compile(rf"(?<![^\W_]){re.escape(plain(word))}").search
    return lambda one: begins(one.heads) is not None


def read_phone(text: str | None) -> Phone:
    """Takes a number apart. A trunk zero in brackets behind a country's code is no digit of it."""
    bare = (text or "").replace("(0)", "").strip()
    digits = "".join(char for char in bare if char.isdigit())
    if bare.startswith("+") or digits.startswith("00"):
        abroad = digits if bare.startswith("+") else digits[2:]
        return Phone(digits, abroad, abroad[_code_length(abroad) :].removeprefix("0"))
    return Phone(digits, "", digits.removeprefix("0"))


def same_number(one: str | None, other: str | None) -> bool:
    """Whether both are one telephone, however each was written. The same end alone does not make them one."""
    first, second = read_phone(one), read_phone(other)
    if first.abroad and second.abroad:
        return first.abroad == second.abroad
    return first.home == second.home


def find(people: Sequence[T], text: str, key: Callable[[T], Findable]) -> list[T]:
    """Those who match all of `text`, in their order; first those whose name, or a part of it, begins so."""
    if not text.strip():
        return list(people)
    if _NUMBER.fullmatch(text.strip()):
        return _by_number(people, text, key)
    chunks = [chunk for chunk in plain(text).split() if _WORD.search(chunk)]
    found = list(people)
    for chunk in chunks:
        found = _holding(found, chunk, key)
    begin = " ".join(chunks)
    part = f"{_HEAD}{begin}"

    def rank(one: T) -> int:
        heads = key(one).heads
        return 0 if heads.startswith(begin) else 1 if part in heads else 2

    return sorted(found, key=rank)


def _holding(people: Sequence[T], chunk: str, key: Callable[[T], Findable]) -> list[T]:
    """Those who have what was typed between two spaces, as it is, without its signs, in pieces, or as
    first letters; digits also anywhere in a number.
    """
    joined = _SIGNS.sub("", chunk)
    bare, letters = f" {joined}", f"{_FIRST}{joined}{_LAST}"
    if chunk.isdigit():
        return [one for one in people if bare in key(one).words or chunk in key(one).phone.digits]
    in_pieces = people
    for piece in _WORD.findall(chunk):
        in_pieces = [one for one in in_pieces if f" {piece}" in key(one).words]
    # By identity: what is searched need not be hashable, and two may be equal.
    known = set(map(id, in_pieces))
    return [
        one for one in people if id(one) in known or bare in (words := key(one).words) or letters in words
    ]


def _by_number(people: Sequence[T], text: str, key: Callable[[T], Findable]) -> list[T]:
    """In whole or in part; digits may also begin a name, a tag or an e-mail address."""
    asked, word = read_phone(text), " " + "".join(text.split())
    return [one for one in people if _rings(key(one).phone, asked) or word in key(one).words]


def _rings(phone: Phone, asked: Phone) -> bool:
    """A number that begins with its country or its trunk zero is asked for from its beginning."""
    if asked.abroad and phone.abroad:
        return phone.abroad.startswith(asked.abroad)
    if asked.abroad:
        return bool(asked.home) and phone.home.startswith(asked.home)
    if asked.digits in phone.digits:
        return True
    return bool(asked.home) and asked.digits.startswith("0") and phone.home.startswith(asked.home)


def _pieces(part: str) -> tuple[str, ...]:
    """ "o'brien" is found as it is written, by its pieces and without its sign."""
    return tuple(piece for piece in (part, *_WORD.findall(part), _SIGNS.sub("", part)) if piece)


def _first_letters(names: Sequence[str]) -> list[str]:
    """Of the first and the last name, of both the other way round, and of all their words."""
    first, last = (_WORD.findall(name) for name in names[:2])
    if not first or not last:
        return []
    short = first[0][0] + last[0][0]
    return list(dict.fromkeys((short, short[::-1], "".join(word[0] for word in (*first, *last)))))


def _code_length(abroad: str) -> int:
    if abroad[:1] in {"1", "7"}:
        return 1
    return 2 if abroad[:2] in _TWO_DIGITS else 3
