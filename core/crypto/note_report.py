"""Whether a file of a signed note is genuine: what a person is told about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from core.crypto.note_file import NoteFile, SignedVersion, check_statement, check_version
from core.domain.clock import from_micros
from core.domain.errors import Tampered


@dataclass(frozen=True, slots=True)
class VersionReport:
    """`problem` is empty for a version that is genuine."""

    number: int
    signed_by: str
    signed_at: datetime
    problem: str


@dataclass(frozen=True, slots=True)
class NoteReport:
    """`problems` are about the file as a whole."""

    practice: str
    client: str
    practice_code: str
    note_code: str
    versions: Sequence[VersionReport]
    problems: Sequence[str]

    @property
    def genuine(self) -> bool:
        """Whether no problem was found, neither in the file nor in any version."""
        return not self.problems and not any(version.problem for version in self.versions)


def report_on(file: NoteFile) -> NoteReport:
    """Checks everything, also after something was found."""
    return NoteReport(
        file.practice,
        file.client,
        file.practice_code,
        file.note_code,
        [_of_version(file, version) for version in file.versions],
        [*_names(file), *_order(file)],
    )


def _of_version(file: NoteFile, version: SignedVersion) -> VersionReport:
    problem = ""
    try:
        check_version(file, version)
    except Tampered as error:
        problem = error.sentence
    content = version.content
    return VersionReport(content.version_number, version.signer_name, from_micros(content.signed_at), problem)


def _names(file: NoteFile) -> list[str]:
    try:
        check_statement(file)
    except Tampered as error:
        return [error.sentence]
    return []


def _order(file: NoteFile) -> list[str]:
    """Two laptops may both have written a second version before they met; none may be left out."""
    numbers = [version.content.version_number for version in file.versions]
    steps = [later - earlier for earlier, later in pairwise(numbers)]
    if numbers[0] != 1 or not set(steps) <= {0, 1}:
        return ["A version of the note was left out, or they stand in another order."]
    return []
