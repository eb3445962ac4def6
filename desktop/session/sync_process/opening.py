"""What the process that syncs is told first: one line on its standard input, and the only one with a key."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from uuid import UUID

from core.domain.program import program_version


@dataclass(frozen=True, slots=True)
class Opening:
    """Where the practice is and what opens its store.

    `version`: the program's that sends it. An update may have put another one in its place meanwhile, which
    then answers nothing.
    """

    home: Path
    vault_id: UUID
    store: Path
    key: bytes = field(repr=False)
    version: str = field(default_factory=program_version)

    def line(self) -> bytes:
        """For standard input alone: arguments and environment of a process are shown to others."""
        told = {
            "home": str(self.home),
            "vault": self.vault_id.hex,
            "store": str(self.store),
            "key": self.key.hex(),
            "version": self.version,
        }
        return json.dumps(told).encode("ascii") + b"\n"

    @classmethod
    def read(cls, line: bytes) -> Self:
        """Raises ValueError for what is no such line."""
        try:
            told = json.loads(line)
            key, vault = bytes.fromhex(told["key"]), UUID(hex=told["vault"])
            return cls(Path(told["home"]), vault, Path(told["store"]), key, told["version"])
        except (AttributeError, KeyError, TypeError) as error:
            raise ValueError("no opening") from error
