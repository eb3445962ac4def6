"""Why a file is left as it is."""


class Damaged(Exception):
    """Not built as its kind is; what would be taken off cannot be told from the picture."""
