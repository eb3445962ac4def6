"""Statements of a local revision, which stand in SQL files as the server's do."""

import re
from importlib.resources import files

from sqlalchemy import Connection

_COMMENT = re.compile(r"^--.*\n", re.MULTILINE)


def execute(db: Connection, name: str) -> None:
    """Runs migrations/local/sql/NAME.sql; statements end with a semicolon at the end of a line."""
    text = (files("migrations.local") / "sql" / f"{name}.sql").read_text(encoding="utf-8")
    # One by one, for executescript() commits what is open first (sqlite3).
    for statement in _COMMENT.sub("", text).split(";\n"):
        if statement.strip():
            db.exec_driver_sql(statement)
