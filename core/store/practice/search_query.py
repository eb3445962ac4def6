"""Asking the full-text index for rows, the newest first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from core.domain.clock import to_micros
from core.store.database.rows import marks
from core.store.database.tables import SEARCHED
from core.store.practice.note_filter import EVERY_NOTE, LooserMatch, NoteFilter
from core.text.terms import Term, clitics_of

AT = {
    "sessions": "t.session_date",
    "clients": "t.updated_at",
    "appointments": "t.scheduled_start",
    "session_attachments": "t.created_at",
}
"""By what rows are newer than others."""
_FEW = 200
_Asked = tuple[str, tuple[object, ...]]
"""A piece of SQL and its values."""


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """Rows of a table that hold all terms, and those of some clients and days that hold some of them."""

    table: str
    workspace: bytes
    terms: Sequence[Term]
    besides: Sequence[LooserMatch] = ()
    wanted: NoteFilter = EVERY_NOTE

    def rids(self, db: Connection, limit: int, offset: int = 0) -> list[int]:
        """The newest that match."""
        members, values = self._members()
        try:
            few = _are_few(db, members, values)
            sql, values = self._newest(members, values, few=few)
            return list(db.exec_driver_sql(sql, (*values, limit, offset)).scalars())
        except OperationalError as error:
            # SQLite's Unicode is older than Python's: a letter it does not know splits a word in two.
            if "phrase queries" not in str(error.orig):
                raise
            return []

    def _newest(self, members: str, values: tuple[object, ...], *, few: bool) -> _Asked:
        """An index without content cannot rank: its bm25 is 0 for every row.

        Few matches are looked up by rid and sorted; where they are many, the rows are walked by time, from
        the newest, until there are enough. A plus keeps SQLite from using what follows it to find rows.
        """
        owner, rid = ("+t.workspace_id", "t.rid") if few else ("t.workspace_id", "+t.rid")
        conditions: list[_Asked] = [
            (f"{owner} = ?", (self.workspace,)),
            ("t.deleted_at IS NULL", ()),
            (f"{rid} IN ({members})", values),
            *self.wanted.conditions(self.workspace, AT[self.table]),
        ]
        sql, values = _joined(f"SELECT t.rid FROM {self.table} t", conditions)
        return f"{sql} ORDER BY {AT[self.table]} DESC, t.rid DESC LIMIT ? OFFSET ?", values

    def _members(self) -> _Asked:
        index = SEARCHED[self.table]
        matching = f"SELECT rowid FROM {index} WHERE {index} MATCH ?"
        parts: list[_Asked] = [(matching, (_match(self.terms),))]
        # UNION ALL, for IN takes a doubled rid once; UNION would sort them first.
        parts += [self._besides(each, matching) for each in self.besides]
        sql = " UNION ALL ".join(text for text, _ in parts)
        return sql, tuple(value for _, values in parts for value in values)

    def _besides(self, beside: LooserMatch, matching: str) -> _Asked:
        at = AT[self.table].replace("t.", "s.")
        conditions: list[_Asked] = [("s.workspace_id = ?", (self.workspace,))]
        if beside.clients is not None:
            ids = tuple(client.bytes for client in beside.clients)
            conditions.append((f"s.client_id IN ({marks(len(ids))})", ids))
        if beside.since is not None and beside.before is not None:
            values = (to_micros(beside.since), to_micros(beside.before))
            conditions.append((f"{at} >= ? AND {at} < ?", values))
        if beside.terms:
            conditions.append((f"+s.rid IN ({matching})", (_match(beside.terms),)))
        return _joined(f"SELECT s.rid FROM {self.table} s", conditions)


def _joined(select: str, conditions: Sequence[_Asked]) -> _Asked:
    where = " AND ".join(text for text, _ in conditions)
    return f"{select} WHERE {where}", tuple(value for _, values in conditions for value in values)


def _are_few(db: Connection, members: str, values: tuple[object, ...]) -> bool:
    sql = f"SELECT count(*) FROM (SELECT 1 FROM ({members}) LIMIT {_FEW})"
    return int(db.exec_driver_sql(sql, values).scalar_one()) < _FEW


def _match(terms: Sequence[Term]) -> str:
    return " AND ".join(_asked(word, is_whole=is_whole) for word, is_whole in _words(terms))


def _words(terms: Sequence[Term]) -> Iterator[tuple[str, bool]]:
    """Each word of the terms, and whether it is typed to its end."""
    for term in terms:
        *before, last = term.words
        yield from ((word, True) for word in before)
        yield last, term.is_whole


def _asked(word: str, *, is_whole: bool) -> str:
    """A word by its beginning; a Hebrew one also behind a one-letter preposition, article or "and"."""
    # An index of words cannot look inside one, so each form is asked for.
    forms = [word, *(clitic + word for clitic in clitics_of(word))]
    star = "" if is_whole else "*"
    quoted = " OR ".join(f'"{form}"{star}' for form in forms)
    return f"({quoted})"
