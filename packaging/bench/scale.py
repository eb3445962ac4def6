"""How much of everything the benches make; 1.0 is what the goals speak of."""

from argparse import ArgumentTypeError
from dataclasses import dataclass

_NAMES = {"full": 1.0, "small": 0.0001}


@dataclass(frozen=True, slots=True)
class Scale:
    """Counts of rows at a share of the full size, never below what a case needs to say anything."""

    share: float = 1.0

    def of(self, full: int, least: int = 20) -> int:
        return max(least, round(full * self.share))

    @property
    def rounds(self) -> int:
        """Short cases are repeated more often when they count."""
        return 5 if self.share >= 0.1 else 1

    @property
    def long_rounds(self) -> int:
        return 3 if self.share >= 0.1 else 1

    @property
    def long_s(self) -> float:
        """How long a throughput is watched."""
        return 3.0 if self.share >= 0.1 else 0.3


def share_of(text: str) -> float:
    """From the command line: `full`, `small` or a number up to 1."""
    try:
        share = _NAMES.get(text) or float(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is neither full, small nor a number") from None
    if not 0 < share <= 1:
        raise ArgumentTypeError("a scale is more than 0 and at most 1")
    return share
