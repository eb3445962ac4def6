"""What a lock may not let finish; whoever asked for it is told after unlocking."""

from enum import StrEnum


class Unfinished(StrEnum):
    """The words are kept in the store, so they stay as they are."""

    FILES = "files"
    COPY = "copy"
    PDF = "pdf"
    PRINT = "print"
    CALENDAR_FILE = "calendar_file"
    CALENDAR_IMPORT = "calendar_import"
    BACKUP = "backup"
    EXPORT = "export"
    IMPORT = "import"
