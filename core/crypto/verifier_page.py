"""The page that checks a signed note in any browser: one file, without this program and without a network."""

from importlib import resources

FILE_NAME = "verify-note.html"


def verifier_page() -> bytes:
    """The page's bytes as they come with the program; FILE_NAME is its usual name."""
    return resources.files("resources").joinpath("verifier", FILE_NAME).read_bytes()
