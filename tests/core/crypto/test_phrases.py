"""Suggested phrases are strong, and weak ones are told apart from good ones."""

import math

import pytest

from core.crypto.phrases import WORDS, Judgement, judge_passphrase, suggest_passphrase
from core.crypto.words import BITS, COUNT, pick_words, word_list


def test_the_word_list_is_whole() -> None:
    words = word_list()
    assert len(words) == len(set(words)) == COUNT == 1 << BITS
    assert list(words) == sorted(words)
    assert all(4 <= len(word) <= 8 and word.isascii() and word.islower() for word in words)


def test_words_are_picked_from_the_front_of_a_digest() -> None:
    words = word_list()
    assert pick_words(bytes([0x00, 0x3F, 0xFF]) + bytes(5), 2) == (words[1], words[2047])
    assert pick_words(b"\xff" * 32, 6) == (words[2047],) * 6


def test_a_suggestion_has_at_least_64_bits_and_is_accepted() -> None:
    suggestion = suggest_passphrase()
    assert len(suggestion.split()) == WORDS
    assert WORDS * math.log2(COUNT) >= 64
    assert suggestion != suggest_passphrase()
    assert set(suggestion.split(" ")) <= set(word_list())
    assert judge_passphrase(suggestion) == Judgement(True, "This passphrase is hard to guess.")


@pytest.mark.parametrize("text", ["too short", "correct horse battery staple", "aaaaaaaaaaaaaaaaaaaa"])
def test_a_judgement_against_a_phrase_is_no(text: str) -> None:
    assert judge_passphrase(text).ok is False


@pytest.mark.parametrize(
    "text",
    [
        "the neighbour's violin at noon",
        "my sister sells blue umbrellas",
        "ארבעה חתולים שותים קפה על הגג",
        "xk7fjq2mzp9wvt4b",
        "a very long phrase " * 8 + "with much that differs: quartz, otter, seventeen ladders",
        "keep calm and carry on with seventeen wet otters",
    ],
)
def test_a_good_phrase_is_accepted(text: str) -> None:
    assert judge_passphrase(text).ok


@pytest.mark.parametrize("text", ["", "short", "Tr0ub4dor&3", "14 characters!", "  padded        "])
def test_a_short_phrase_is_refused(text: str) -> None:
    judgement = judge_passphrase(text)
    assert not judgement.ok
    assert "15 characters" in judgement.sentence


@pytest.mark.parametrize(
    "text",
    [
        "correct horse battery staple",
        "Correct-Horse-Battery-Staple!",
        "correct horse battery",
        "correcthorsebatterystaple correcthorsebatterystaple",
        "correct horse battery staple 2026",
        "To be, or not to be?",
        "May the Force be with you",
        "בראשית ברא אלוהים",
    ],
)
def test_a_famous_phrase_is_refused(text: str) -> None:
    judgement = judge_passphrase(text)
    assert not judgement.ok
    assert "well-known" in judgement.sentence


@pytest.mark.parametrize(
    "text",
    ["aaaaaaaaaaaaaaaaaaaa", "passwordpassword", "123456789012345", "qwertyuiopasdfgh", "!!!!!!!!!!!!!!!!"],
)
def test_a_guessable_phrase_is_refused(text: str) -> None:
    judgement = judge_passphrase(text)
    assert not judgement.ok
    assert "easy to guess" in judgement.sentence


def test_words_that_are_easy_to_find_out_do_not_count() -> None:
    assert judge_passphrase("Zilbermintz Ganeles").ok
    assert not judge_passphrase("Zilbermintz Ganeles", known=["Zilbermintz", "Ganeles"]).ok
