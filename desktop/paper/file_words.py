"""The words of printed files: of the practice's language, not of the window's. No Qt."""

from collections.abc import Mapping
from dataclasses import dataclass

_KB, _MB = 1_000, 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedFiles:
    """`reasons` say why a file, or a page of it, is not shown; their keys are `desktop.files` words."""

    heading: str
    order: str
    none: str
    note: str
    """Takes {day}."""
    page: str
    """Takes {page} and {pages} of the file."""
    pages: str
    """Takes {pages}."""
    not_shown: str
    """Takes {reason}."""
    sizes: tuple[str, str, str]
    """Bytes, kilobytes, megabytes; each takes {size}."""
    reasons: Mapping[str, str]

    def size(self, count: int) -> str:
        """Bytes as people say them."""
        small, middle, large = self.sizes
        if count < _KB:
            return small.format(size=count)
        if count < _MB:
            return middle.format(size=round(count / _KB))
        return large.format(size=f"{count / _MB:.1f}")

    def refusal(self, reason: str) -> str:
        """Of one of `reasons`."""
        return self.not_shown.format(reason=self.reasons[reason])


ENGLISH_FILES = PrintedFiles(
    heading="Files",
    order="Oldest first",
    none="No files",
    note="note of {day}",
    page="page {page} of {pages}",
    pages="{pages} pages",
    not_shown="Not shown: {reason}.",
    sizes=("{size} bytes", "{size} kB", "{size} MB"),
    reasons={
        "NOT_HERE": "it is not on this laptop yet",
        "NOT_GENUINE": "it is not what was added",
        "KIND": "files of this kind are not printed",
        "MANY_PAGES": "it has more pages than are printed of one file",
        "TOO_LARGE": "it is too large",
        "NOT_AS_NAMED": "it is not what its name says",
        "DAMAGED": "it is damaged",
        "PASSWORD": "a password protects it",
        "UNAVAILABLE": "the part of PazPaz that shows such files is missing",
        "LOST": "what opens it stopped working",
        "TOO_SLOW": "showing it took too long",
    },
)
HEBREW_FILES = PrintedFiles(
    heading="קבצים",
    order="מהישן לחדש",
    none="אין קבצים",
    note="סיכום מיום {day}",
    page="עמוד {page} מתוך {pages}",
    pages="{pages} עמודים",
    not_shown="לא מוצג: {reason}.",
    sizes=("{size} בתים", "{size} ק״ב", "{size} מ״ב"),
    reasons={
        "NOT_HERE": "הקובץ עדיין אינו במחשב הזה",
        "NOT_GENUINE": "זה אינו הקובץ שנוסף",
        "KIND": "קבצים מסוג זה אינם מודפסים",
        "MANY_PAGES": "יש בו יותר עמודים ממה שמודפס מקובץ אחד",
        "TOO_LARGE": "הקובץ גדול מדי",
        "NOT_AS_NAMED": "הקובץ אינו מה ששמו אומר",
        "DAMAGED": "הקובץ פגום",
        "PASSWORD": "הקובץ מוגן בסיסמה",
        "UNAVAILABLE": "חסר החלק של PazPaz שמציג קבצים כאלה",
        "LOST": "מה שפותח את הקובץ הפסיק לעבוד",
        "TOO_SLOW": "הצגת הקובץ ארכה זמן רב מדי",
    },
)
