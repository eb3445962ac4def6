"""Where in a text a phrase stands, written with or without capitals, accents and Hebrew points."""

from core.text.folding import fold


def spans(text: str, phrase: str) -> list[tuple[int, int]]:
    """Beginning and end of each place, in characters of the text; none for an empty phrase."""
    wanted = " ".join(fold(phrase).split())
    if not wanted:
        return []
    folded, places = _folded(text)
    found, at = [], folded.find(wanted)
    while at >= 0:
        found.append((places[at], places[at + len(wanted) - 1] + 1))
        at = folded.find(wanted, at + len(wanted))
    return found


def _folded(text: str) -> tuple[str, list[int]]:
    """The folded text, and of each of its letters the place in the text; any white space is a space."""
    if text.isascii():
        return "".join(" " if letter.isspace() else letter for letter in text.lower()), list(range(len(text)))
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        for part in " " if letter.isspace() else fold(letter):
            letters.append(part)
            places.append(place)
    return "".join(letters), places
