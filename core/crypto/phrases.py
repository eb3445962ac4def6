"""Passphrases: one suggested by the program, and a judgement on one that a person thought of."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module, resources

from core.crypto.kdf import normalised
from core.crypto.words import word_list

WORDS = 6
"""Six of 2,048 words are 66 bits."""
# NIST SP 800-63B-4 asks for as many where a password is the only guard.
SHORTEST = 15
# zxcvbn raises ValueError for a longer phrase.
_ZXCVBN_LONGEST = 72
_FEWEST_GUESSES = 1e12
"""A guess costs half a second or more (`kdf.FASTEST_S`): so many take the computer itself 16,000 years."""
_OWN_LETTERS = 12
_FEW_LETTERS = 8


@dataclass(frozen=True, slots=True)
class Judgement:
    """`sentence` says what to do better, or that the phrase is good."""

    ok: bool
    sentence: str


def suggest_passphrase() -> str:
    """Six random words with spaces between."""
    return " ".join(secrets.choice(word_list()) for _ in range(WORDS))


def judge_passphrase(text: str, known: Sequence[str] = ()) -> Judgement:
    """Whether a phrase is hard to guess. `known` are words that are easy to find out: names, the clinic."""
    phrase = normalised(text)
    if len(phrase.strip()) < SHORTEST:
        return Judgement(False, f"Use at least {SHORTEST} characters; a few random words will do.")
    # zxcvbn gives "correct horse battery" its best score, four of four.
    if _is_famous(phrase):
        return Judgement(False, "This is a well-known phrase that is tried first. Choose words of your own.")
    if _guesses(phrase, known) < _FEWEST_GUESSES:
        return Judgement(False, "This is easy to guess. Add a word or two that are far from the rest.")
    return Judgement(True, "This passphrase is hard to guess.")


def _guesses(phrase: str, known: Sequence[str]) -> float:
    # Loading its word lists takes a tenth of a second, which the start of the program does not have.
    zxcvbn = import_module("zxcvbn").zxcvbn
    return float(zxcvbn(phrase[:_ZXCVBN_LONGEST], user_inputs=list(known))["guesses"])


def _is_famous(phrase: str) -> bool:
    """A famous phrase, or part of one, with little of a person's own around it."""
    letters = _letters(phrase)
    if len(letters) < _FEW_LETTERS:
        return False
    return any(_is_mostly(letters, famous) for famous in _famous())


def _is_mostly(letters: str, famous: str) -> bool:
    if famous in letters:
        return len(letters.replace(famous, "")) < _OWN_LETTERS
    return letters in famous


@cache
def _famous() -> tuple[str, ...]:
    text = resources.files("resources").joinpath("words/famous.txt").read_text(encoding="utf-8")
    return tuple(_letters(line) for line in text.splitlines())


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
