"""How much of everything the benches make; 1.0 is what the goals speak of."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    """Counts of rows at a share of the full size, never below what a case needs to say anything."""

    share: float = 1.0

    def of(self, full: int, least: int = 20) -> int:
        return max(least, round(full * self.share))

    @property
    def rounds(self) -> int:
        """Short cases are repeated more often when they count."""
        return 5 if self.share >= 0.1 else 2

    @property
    def long_rounds(self) -> int:
        return 3 if self.share >= 0.1 else 1
