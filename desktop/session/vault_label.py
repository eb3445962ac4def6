"""What the unlock page says of the vault that it waits to open."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class VaultLabel:
    """Whom the door waits for. Handed from process to process, never written to a disk."""

    vault: str = ""
    name: str = ""
    practice: str = ""
