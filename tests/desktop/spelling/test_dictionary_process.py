"""A dictionary in its own process: what it knows, and that nothing it does reaches the window."""

import json
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.spelling import dictionary_process
from desktop.spelling.dictionary_process import DictionaryProcess
from desktop.spelling.places import locate
from desktop.spelling.speller import DictionaryFiles, Language, SpellerLost
from tests.desktop.spelling.conftest import dictionary

Start = Callable[..., DictionaryProcess]
ANSWERS_LOADING = "import sys; sys.stdin.readline(); print('[]', flush=True); "


@pytest.fixture
def english() -> DictionaryFiles:
    return locate({})[Language.ENGLISH]


def test_given_the_bundled_english_then_wrong_words_are_told_and_right_ones_suggested(
    start: Start, english: DictionaryFiles
) -> None:
    process = start(english)
    assert process.wrong(["shoulder", "shouldr", "don't", "Thursday"]) == ["shouldr"]
    suggested = process.suggest("shouldr")
    assert "shoulder" in suggested
    assert len(suggested) <= 5


def test_given_letters_that_the_dictionary_cannot_write_then_the_word_is_not_judged(
    start: Start, english: DictionaryFiles
) -> None:
    process = start(english)
    assert process.wrong(["Łódź"]) == []
    assert process.suggest("Łódź") == []


def test_given_a_hebrew_dictionary_then_its_words_are_right(start: Start, hebrew: DictionaryFiles) -> None:
    process = start(hebrew)
    assert process.wrong(["כתף", "כתפף"]) == ["כתפף"]
    assert process.suggest("כתפף") == ["כתף"]


def test_given_a_list_in_an_older_encoding_then_it_is_read_as_its_endings_say(
    start: Start, tmp_path: Path
) -> None:
    words = tmp_path / "he.dic"
    words.write_bytes("2\nכתף\nשלום\n".encode("iso8859-8"))
    words.with_suffix(".aff").write_text("SET ISO8859-8\n")
    assert start(DictionaryFiles(Language.HEBREW, words)).wrong(["שלום", "שלוום"]) == ["שלוום"]


@pytest.mark.parametrize(
    ("words", "endings"),
    [
        (b"", b"SET UTF-8\n"),
        (b"1\n\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d\n", b"SET NO-SUCH-ENCODING\n"),
        (b"\x00\xff" * 5_000, b"\xfe\x00" * 5_000),
        (b"2\nshoulder\nneck\n", b"SET UTF-8\n"),
        (b"%PDF-1.7 no dictionary", b"SET UTF-8\n"),
        (None, b"SET UTF-8\n"),
        (b"1\n\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d\n", None),
    ],
    ids=["empty", "unknown encoding", "noise", "another language", "another kind", "no words", "no endings"],
)
def test_given_files_that_are_no_hebrew_dictionary_then_it_is_lost_and_nothing_else(
    start: Start, tmp_path: Path, words: bytes | None, endings: bytes | None
) -> None:
    listed = tmp_path / "he_IL.dic"
    for file, content in ((listed, words), (listed.with_suffix(".aff"), endings)):
        if content is not None:
            file.write_bytes(content)
    with pytest.raises(SpellerLost):
        start(DictionaryFiles(Language.HEBREW, listed)).wrong(["שלום"])


def test_given_a_file_that_is_too_large_then_it_is_not_loaded(start: Start, tmp_path: Path) -> None:
    listed = dictionary(tmp_path, "שלום")
    with listed.open("r+b") as file:
        file.truncate(33 * 2**20)
    with pytest.raises(SpellerLost):
        start(DictionaryFiles(Language.HEBREW, listed)).wrong(["שלום"])


@pytest.mark.parametrize(
    "program",
    [
        "import os; os.abort()",
        ANSWERS_LOADING + "import os; os.abort()",
        ANSWERS_LOADING + "print('{', flush=True); sys.stdin.read()",
        ANSWERS_LOADING + "print('{}', flush=True); sys.stdin.read()",
    ],
    ids=["crash in loading", "crash in checking", "half an answer", "another answer"],
)
def test_given_a_process_that_breaks_down_then_the_dictionary_is_lost(
    start: Start, hebrew: DictionaryFiles, program: str
) -> None:
    with pytest.raises(SpellerLost) as lost:
        start(hebrew, [sys.executable, "-c", program]).wrong(["שלום"])
    assert lost.value.args == ()
    assert lost.value.__cause__ is None


def test_given_a_dictionary_that_suggests_anything_then_only_short_words_of_one_line_are_offered(
    start: Start, hebrew: DictionaryFiles
) -> None:
    offered = ["שלום", "two\nlines", "x" * 41, "\x1b[1m", *"abcdefg"]
    program = ANSWERS_LOADING + f"sys.stdin.readline(); print({json.dumps(offered)!r}, flush=True)"
    found = start(hebrew, [sys.executable, "-c", program]).suggest("שלוום")
    assert found == ["שלום", "a", "b", "c", "d"]


@pytest.mark.parametrize("limit", ["LOAD_S", "ANSWER_S"])
def test_given_a_process_that_never_answers_then_it_is_ended(
    start: Start, hebrew: DictionaryFiles, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    monkeypatch.setattr(dictionary_process, limit, 0.05)
    lead = ANSWERS_LOADING if limit == "ANSWER_S" else "import sys; "
    with pytest.raises(SpellerLost):
        start(hebrew, [sys.executable, "-c", lead + "sys.stdin.read()"]).wrong(["שלום"])


def test_given_no_program_to_start_then_the_dictionary_is_lost(
    start: Start, hebrew: DictionaryFiles, tmp_path: Path
) -> None:
    with pytest.raises(SpellerLost):
        start(hebrew, [str(tmp_path / "missing")])


def test_given_a_question_under_way_when_closed_from_another_thread_then_its_wait_ends(
    start: Start, hebrew: DictionaryFiles
) -> None:
    hangs = start(hebrew, [sys.executable, "-c", ANSWERS_LOADING + "sys.stdin.read()"])
    ended: list[str] = []

    def ask() -> None:
        try:
            hangs.wrong(["שלום"])
        except SpellerLost:
            ended.append("lost")

    asking = threading.Thread(target=ask)
    asking.start()
    hangs.close()
    asking.join()
    assert ended == ["lost"]
    with pytest.raises(SpellerLost):
        hangs.suggest("שלום")
