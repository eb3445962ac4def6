"""Pages that were never written: SQLCipher's check takes them for damaged ones, and they are only free."""

import re
from collections.abc import Sequence
from pathlib import Path

_OF_A_PAGE = re.compile(r"HMAC verification failed for page (\d+)")


def without_blank_pages(path: Path, problems: Sequence[str], page_size: int, free: int | None) -> list[str]:
    """The problems that stay. `page_size` and `free`, the number of free pages, as SQLite tells them.

    SQLite does not write a page that was made and given back in one transaction, so a checkpoint can leave a
    hole in the file. No more pages than are free may be blank: one in use that somebody emptied is a problem.
    While part of the log is not in the file, the content of any blank page may stand there, and `free` is
    None; SQLite's own check has then read each page that is in use, from wherever it stands.
    """
    blank = {problem for problem in problems if _is_blank(path, problem, page_size)}
    if free is not None and len(blank) > free:
        return list(problems)
    return [each for each in problems if each not in blank]


def _is_blank(path: Path, problem: str, page_size: int) -> bool:
    found = _OF_A_PAGE.fullmatch(problem)
    if found is None:
        return False
    with path.open("rb") as file:
        file.seek((int(found[1]) - 1) * page_size)
        page = file.read(page_size)
    return len(page) == page_size and not any(page)
