"""The page that checks a signed note in any browser: one file, without this program and without a network."""

from importlib import resources

FILE_NAME = "verify-note.html"


def verifier_page() -> bytes:
    return resources.files("resources").joinpath("verifier", FILE_NAME).read_bytes()
