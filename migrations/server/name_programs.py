"""SQL of the guards that compares who acted, in columns that name a person or a device, with the login."""

from core.domain.names import DEVICES, PERSONS, Named, NamedDevice
from core.domain.registry import Column, Table

REFUSED = "RAISE EXCEPTION 'in another''s name' USING ERRCODE = 'PZN01';"
# After a transaction that set it for itself such a setting is an empty text, and not NULL.
_ACTING = "nullif(current_setting('app.acting', true), '')::uuid"
"""Set by each push to the person of its login, whatever a device set; empty for an operator's writes."""


def own_name_rules(table: Table) -> str:
    """Conditions of a guard: a new name is that of the login, or one that may stand there nevertheless."""
    persons = [_person(table, each) for each in PERSONS.get(table.name, ())]
    devices = [_device(table, each) for each in DEVICES.get(table.name, ())]
    return "".join(persons + devices)


def remembering(table: Table) -> str:
    """What is changed is remembered, for whoever puts it back over rubbish."""
    if table.insert_only:
        return ""
    names = [each.name for each in PERSONS.get(table.name, ())]
    names += [each.name for each in DEVICES.get(table.name, ())]
    return "".join(
        f"""    IF NEW.{name} IS DISTINCT FROM OLD.{name} AND OLD.{name} IS NOT NULL THEN
      PERFORM pz.keep_name(NEW.workspace_id, {table.no}, NEW.id, {_no(table, name)}, OLD.{name});
    END IF;
"""
        for name in names
    )


def _person(table: Table, named: Named) -> str:
    signature = f"NEW.{named.signature}" if named.signature else "NULL"
    return f"""  IF NEW.{named.name} IS DISTINCT FROM OLD.{named.name} AND NEW.{named.name} <> {_ACTING}
      AND NOT pz.may_name({_asked(table, named.name)}, {signature}) THEN
    {REFUSED}
  END IF;
"""


def _device(table: Table, named: NamedDevice) -> str:
    other = ""
    if named.other:
        other = f"\n      AND (NEW.{named.other} IS NULL OR pz.is_anothers(NEW.{named.other}, {_ACTING}))"
    name = named.name
    return f"""  IF NEW.{name} IS DISTINCT FROM OLD.{name} AND pz.is_anothers(NEW.{name}, {_ACTING}){other}
      AND NOT pz.may_name({_asked(table, name)}, NULL) THEN
    {REFUSED}
  END IF;
"""


def _asked(table: Table, name: str) -> str:
    return f"NEW.workspace_id, {table.no}, NEW.id, {_no(table, name)}, NEW.{name}"


def _no(table: Table, name: str) -> int:
    column: Column = table.by_name[name]
    return column.no
