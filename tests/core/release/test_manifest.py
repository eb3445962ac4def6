"""What a release.json may say: read back as written, and anything odd is refused before it is used."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.errors import BadInput
from core.release.manifest import LARGEST_FILE, LONGEST_MANIFEST, read_release, version_key
from tests.releases import release


def document() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(release().text())
    return found


def test_given_a_release_when_written_and_read_then_it_is_the_same() -> None:
    assert read_release(release().text()) == release()


def test_given_fields_of_a_later_program_when_read_then_they_are_passed_over() -> None:
    later = document() | {"mood": "calm"}
    later["files"][0]["colour"] = "green"
    assert read_release(json.dumps(later).encode()) == release()


def test_given_a_language_without_notes_when_asked_then_english_is_shown() -> None:
    assert release().notes_in("fr") == release().notes_in("en") != release().notes_in("he")


@pytest.mark.parametrize(
    "change",
    [
        {"version": "9.1"},
        {"version": "9.01.0"},
        {"version": "9.1.0-beta"},
        {"version": 9},
        {"version": None},
        {"date": "yesterday"},
        {"date": 3},
        {"minimum_schema": 0},
        {"minimum_schema": True},
        {"minimum_schema": "1"},
        {"notes": {}},
        {"notes": {"he": "only"}},
        {"notes": {"en": ["a list"]}},
        {"notes": {"en": "long " * 2_000}},
        {"notes": "a text"},
        {"files": []},
        {"files": {}},
        {"files": None},
        {"files": document()["files"] * 2},
        {"files": [document()["files"][0] | {"name": f"{number}.deb"} for number in range(33)]},
    ],
)
def test_given_a_field_that_makes_no_sense_when_read_then_refused(change: dict[str, object]) -> None:
    with pytest.raises(BadInput):
        read_release(json.dumps(document() | change).encode())


@pytest.mark.parametrize(
    "change",
    [
        {"name": "../../etc/passwd"},
        {"name": "a/b.deb"},
        {"name": "a\\b.exe"},
        {"name": ".hidden.deb"},
        {"name": "two\nlines.deb"},
        {"name": "name\u202egnp.exe"},
        {"name": ""},
        {"name": None},
        {"os": "plan9"},
        {"arch": "mips"},
        {"size": 0},
        {"size": -1},
        {"size": LARGEST_FILE + 1},
        {"size": 1.5},
        {"size": True},
        {"sha256": "AB" * 32},
        {"sha256": "ab" * 31},
        {"sha256": None},
    ],
)
def test_given_a_file_that_makes_no_sense_when_read_then_refused(change: dict[str, object]) -> None:
    made = document()
    made["files"][0] |= change
    with pytest.raises(BadInput):
        read_release(json.dumps(made).encode())


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\xff",
        b"[]",
        b"null",
        b"[" * 50_000,
        b'{"version": 1e999}',
        release().text() + b" " * LONGEST_MANIFEST,
        release().text()[:-20],
    ],
)
def test_given_what_is_no_manifest_when_read_then_refused(text: bytes) -> None:
    with pytest.raises(BadInput):
        read_release(text)


@given(st.binary(max_size=200))
def test_given_any_bytes_when_read_then_refused_and_never_a_fault(text: bytes) -> None:
    with pytest.raises(BadInput):
        read_release(text)


def test_given_versions_when_compared_then_by_number_and_not_by_letter() -> None:
    assert version_key("0.10.0") > version_key("0.9.9") > version_key("0.9.0")
    assert version_key("1.0.0") > version_key("0.99.99")
