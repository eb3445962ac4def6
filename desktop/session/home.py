"""Where practices are on this computer."""

from pathlib import Path

import platformdirs


def default_home() -> Path:
    """Where this person's practices are on this computer."""
    return Path(platformdirs.user_data_dir("PazPaz", appauthor=False))
