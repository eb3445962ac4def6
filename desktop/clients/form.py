"""What the client form holds and how it becomes a client; free of Qt."""

from dataclasses import dataclass, fields
from datetime import date, datetime

from core.domain.clients import check_birth, check_names
from core.domain.errors import RuleBroken
from core.domain.records import Client
from desktop.kit.day_input import NoSuchDay, parse_day


@dataclass(frozen=True, slots=True, kw_only=True)
class FormValues:
    """As typed. Field names are those of `Client`, so that only what changed is saved."""

    first_name: str = ""
    last_name: str = ""
    preferred_name: str = ""
    pronouns: str = ""
    phone: str = ""
    email: str = ""
    preferred_language: str = ""
    """A code such as "he"; empty: as the name is written."""
    date_of_birth: str = ""
    address: str = ""
    emergency_contact_name: str = ""
    emergency_contact_phone: str = ""
    medical_history: str = ""
    alerts: str = ""
    notes: str = ""
    tags: tuple[str, ...] = ()
    consent_status: bool = False
    consent_version: str = ""


_TEXTS = tuple(
    field.name
    for field in fields(FormValues)
    if field.name not in {"tags", "consent_status", "date_of_birth", "first_name", "last_name"}
)


class WrongField(RuleBroken):
    """Says which field to mend."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence, code=f"field_{field}")
        self.field = field


def values_of(client: Client) -> FormValues:
    """A client as the form shows it."""
    texts = {name: getattr(client, name) or "" for name in _TEXTS}
    born = client.date_of_birth.isoformat() if client.date_of_birth else ""
    return FormValues(
        first_name=client.first_name,
        last_name=client.last_name,
        date_of_birth=born,
        tags=client.tags,
        consent_status=client.consent_status,
        **texts,
    )


def split_name(name: str) -> FormValues:
    """A form begun from what was typed into a search or a booking: the last word is the last name."""
    first, _, last = name.strip().rpartition(" ")
    return FormValues(first_name=first or last, last_name=last if first else "")


def parse_birth(text: str, today: date) -> date | None:
    """As `parse_day` takes it; two digits of a year are of one that is over. Raises WrongField."""
    text = text.strip()
    if not text:
        return None
    try:
        born = parse_day(text, today)
        check_birth(born, today)
    except RuleBroken as error:
        raise WrongField("date_of_birth", error.sentence) from None
    except NoSuchDay:
        raise WrongField("date_of_birth", "No calendar has this day. Check the day and the month.") from None
    except ValueError:
        raise WrongField(
            "date_of_birth", "Write the day, the month and the year, such as 3.4.1985 or 1985-04-03."
        ) from None
    return born


def to_fields(values: FormValues, now: datetime) -> dict[str, object]:
    """Columns of a client; empty texts are None. Raises WrongField where something is missing or wrong."""
    _check_name("first_name", values.first_name, "A client needs a first name.")
    _check_name("last_name", values.last_name, "A client needs a last name.")
    check_names(values.first_name, values.last_name)
    return _columns(values, parse_birth(values.date_of_birth, now.date()))


def stored_fields(client: Client) -> dict[str, object]:
    """The same columns of a stored client. Nothing is checked: what came from elsewhere may break a rule."""
    return _columns(values_of(client), client.date_of_birth)


def _columns(values: FormValues, born: date | None) -> dict[str, object]:
    made: dict[str, object] = {name: getattr(values, name).strip() or None for name in _TEXTS}
    made["first_name"] = values.first_name.strip()
    made["last_name"] = values.last_name.strip()
    made["date_of_birth"] = born
    made["tags"] = values.tags
    made["consent_status"] = values.consent_status
    return made


def changed_fields(before: Client, values: FormValues, now: datetime) -> dict[str, object]:
    """Only what the person changed, so that nothing else is taken back that another device wrote.

    Raises WrongField as `to_fields`, of the new values alone.
    """
    as_it_was, wanted = stored_fields(before), to_fields(values, now)
    found = {name: value for name, value in wanted.items() if value != as_it_was[name]}
    if "consent_status" in found:
        found["consent_at"] = now if values.consent_status else before.consent_at
    return found


def moved_fields(before: Client, present: Client, wanted: dict[str, object]) -> list[str]:
    """Fields that the person changed while another device changed them too, to something else."""
    return [
        name
        for name, value in wanted.items()
        if getattr(present, name) != getattr(before, name) and getattr(present, name) != value
    ]


def _check_name(field: str, text: str, sentence: str) -> None:
    if not text.strip():
        raise WrongField(field, sentence)
