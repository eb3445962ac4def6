"""What a check found."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One thing looked at. `sentence` says what was found, and what to do when it is not well."""

    name: str
    is_well: bool
    sentence: str
