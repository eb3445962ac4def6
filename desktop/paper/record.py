"""What a printed record says: a client's facts, appointments, files and notes as plain words."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from core.crypto.note_file import note_code
from core.domain.additions import is_addition
from core.domain.body_chart import told as sentence_of
from core.domain.clients import full_name
from core.domain.enums import SignatureState
from core.domain.ids import ClientId, LocationId, NoteId, ServiceId, UserId
from core.domain.measure_scales import DEGREES, PAIN_SCALE, scale_of
from core.domain.notes import SOAP, texts_of
from core.domain.records import Appointment, BodyMark, Client, Measure, NoteVersion, SessionNote
from core.store.practice.practice import Practice
from core.store.transfer.signed_note import code_of_practice
from core.store.unit_of_work.note_signatures import Proof
from desktop.paper.chart_words import PrintedChart
from desktop.paper.file_page import FilePage, FileRead
from desktop.paper.record_words import RecordWords, words_of

LETTERHEAD = "letterhead"
"""The practice's setting: lines above every printed record."""


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and what stands under it, as plain paragraphs or as rows of a table with three columns."""

    heading: str
    text: str = ""
    rows: Sequence[tuple[str, str, str]] = ()
    marks: Sequence[BodyMark] = ()
    """Drawn above the text, which tells each of them by its number."""


@dataclass(frozen=True, slots=True)
class Section:
    """Begins on a new page. `codes` are what a signed note's file shows too, `square` what the QR holds."""

    title: str
    parts: Sequence[Part]
    signatures: Sequence[str] = ()
    codes: Sequence[str] = ()
    square: str = ""


Leaf = Section | FilePage | FileRead


@dataclass(frozen=True, slots=True)
class Record:
    """`leaves` are read one after another, so that a whole record is never held at once.

    They are read twice: `count` of them the first time, besides pages of files.
    """

    words: RecordWords
    practice: str
    letterhead: str
    client: str
    count: int
    sections: Callable[[], Iterator[Section]]
    files: Callable[[], Iterator[Leaf]] = lambda: iter(())
    """What comes after the sections."""

    def leaves(self) -> Iterator[Leaf]:
        """Everything, in the order of the pages."""
        yield from self.sections()
        yield from self.files()


@dataclass(frozen=True, slots=True)
class _Reader:
    """The practice with what every section needs."""

    practice: Practice
    words: RecordWords
    zone: ZoneInfo
    people: dict[UserId, str]
    services: dict[ServiceId, str]
    places: dict[LocationId, str]
    practice_code: str

    def day(self, moment: datetime) -> str:
        return f"{moment.astimezone(self.zone):%d.%m.%Y}"

    def moment(self, moment: datetime) -> str:
        return f"{moment.astimezone(self.zone):%d.%m.%Y %H:%M}"


def record_of_notes(practice: Practice, note_ids: Sequence[NoteId]) -> Record:
    """Notes of one client, in this order."""
    reader = _reader(practice)
    client = practice.clients.get(practice.notes.get(note_ids[0]).client_id)
    whole = _record(reader, client, len(note_ids))
    return replace(whole, sections=lambda: (_note(reader, note_id) for note_id in note_ids))


def record_of_client(practice: Practice, client_id: ClientId, *, lists_files: bool = True) -> Record:
    """Everything that the practice holds about a client: facts, appointments, files, then notes by day.

    `lists_files`: unless they follow it, with a list of their own.
    """
    reader, client = _reader(practice), practice.clients.get(client_id)
    rows = practice.clients.record_rows(client_id)[::-1]
    visits = [row for row in rows if isinstance(row, Appointment)]
    notes = [row.id for row in rows if isinstance(row, SessionNote)]

    def sections() -> Iterator[Section]:
        yield _facts(reader, client, visits, lists_files=lists_files)
        for note_id in notes:
            yield _note(reader, note_id)

    return replace(_record(reader, client, len(notes) + 1), sections=sections)


def _reader(practice: Practice) -> _Reader:
    place = practice.settings.workspace()
    people = {user.id: user.full_name for user in practice.team.list(include_inactive=True)}
    services = {row.id: row.name for row in practice.services.list(include_inactive=True)}
    places = {row.id: row.name for row in practice.locations.list(include_inactive=True)}
    words, zone = words_of(place.locale), ZoneInfo(place.timezone)
    return _Reader(practice, words, zone, people, services, places, code_of_practice(practice))


def _record(reader: _Reader, client: Client, count: int) -> Record:
    settings = reader.practice.settings
    name = full_name(client.first_name, client.last_name)
    if client.date_of_birth is not None:
        name = f"{name}, {reader.words.born} {client.date_of_birth:%d.%m.%Y}"
    letterhead = str(settings.get(LETTERHEAD) or "")
    return Record(reader.words, settings.workspace().name, letterhead, name, count, lambda: iter(()))


def _facts(reader: _Reader, client: Client, visits: Sequence[Appointment], *, lists_files: bool) -> Section:
    words = reader.words
    contact = [client.phone, client.email, client.address]
    emergency = [client.emergency_contact_name, client.emergency_contact_phone]
    files = [
        words.line((held.row.file_name, held.row.caption, reader.day(held.row.created_at)))
        for held in reader.practice.attachments.of_client(client.id)
    ]
    appointments = [_visit(reader, visit) for visit in visits]
    parts = [
        Part(words.called, words.line((client.preferred_name, client.pronouns))),
        Part(words.tags, ", ".join(client.tags)),
        Part(words.consent, _consent(reader, client)),
        Part(words.contact, _lines(contact)),
        Part(words.emergency, _lines(emergency)),
        Part(words.alerts, client.alerts or ""),
        Part(words.history, client.medical_history or ""),
        Part(words.remarks, client.notes or ""),
        Part(words.appointments, _lines(appointments)),
        Part(words.measures, _lines(_measures_by_day(reader, client))),
        Part(words.files, _lines(files) if lists_files else ""),
    ]
    return Section(words.record, [part for part in parts if part.text.strip()])


def _visit(reader: _Reader, visit: Appointment) -> str:
    """From when to when, what and where with whom, what became of it and why, and the remark."""
    status = reader.words.statuses.get(visit.status.value, visit.status.value)
    place = reader.places.get(visit.location_id) if visit.location_id else None
    told = (
        f"{reader.moment(visit.scheduled_start)}–{visit.scheduled_end.astimezone(reader.zone):%H:%M}",
        reader.services.get(visit.service_id) if visit.service_id else None,
        ", ".join(filter(None, (place, visit.location_details))),
        reader.people.get(visit.practitioner_user_id) if visit.practitioner_user_id else None,
        ": ".join(filter(None, (status, visit.cancellation_reason))),
        visit.notes,
    )
    return reader.words.line(told)


def _consent(reader: _Reader, client: Client) -> str:
    words = reader.words
    if not client.consent_status:
        return words.not_consented
    day = reader.day(client.consent_at) if client.consent_at else ""
    return words.line((words.consented.format(day=day).strip(), client.consent_version))


def _measures_by_day(reader: _Reader, client: Client) -> list[str]:
    """Those of no note, oldest first: a note has its own."""
    taken = reversed(reader.practice.measures.of_client(client.id, None))
    return [
        reader.words.line((reader.day(each.taken_at), *_measure(reader, each)))
        for each in taken
        if each.session_id is None
    ]


def _measure(reader: _Reader, measure: Measure) -> tuple[str, str | None]:
    """What was measured, and the remark."""
    name = reader.words.pain if scale_of(measure).key == PAIN_SCALE.key else measure.name
    unit = "" if measure.unit is None else measure.unit if measure.unit == DEGREES else f" {measure.unit}"
    of = f" / {measure.high}" if measure.high is not None and not unit else ""
    return f"{name}: {measure.value}{unit}{of}", measure.note


def _note(reader: _Reader, note_id: NoteId) -> Section:
    """As it reads now; its signatures are checked while it is read."""
    note, versions = reader.practice.notes.get(note_id), reader.practice.notes.versions(note_id)
    latest: SessionNote | NoteVersion = versions[-1] if versions else note
    texts = texts_of(latest)
    parts = [
        Part(reader.words.fields[name], texts[name] or "") for name in SOAP if (texts[name] or "").strip()
    ]
    taken = [reader.words.line(_measure(reader, each)) for each in reader.practice.measures.of_note(note_id)]
    if taken:
        heading = reader.words.measures if note.finalized_at is None else reader.words.beside_signed
        parts.append(Part(heading, _lines(taken)))
    marks = reader.practice.body_marks.of_note(note_id)
    if marks:
        parts.append(_body_chart(reader.words.body, marks, is_signed=note.finalized_at is not None))
    title = f"{reader.words.note}, {reader.moment(note.session_date)}"
    if note.finalized_at is None:
        return Section(title, parts, [reader.words.draft])
    proofs = reader.practice.notes.proofs(note_id)
    lines = [_signature(reader, proof, versions) for proof in proofs]
    signed = [version.signature for version in versions if version.signature is not None]
    # A code says that the note is genuine: with one signature that does not hold there is none.
    is_whole = len(signed) == len(proofs) and all(one.state is SignatureState.VERIFIED for one in proofs)
    if not is_whole or not reader.practice_code:
        return Section(title, parts, lines)
    code = note_code(signed)
    codes = [f"{reader.words.note_code}: {code}", f"{reader.words.practice_code}: {reader.practice_code}"]
    return Section(title, parts, lines, codes, f"PAZPAZ-NOTE/1/{code}/{reader.practice_code}")


def _body_chart(words: PrintedChart, marks: Sequence[BodyMark], *, is_signed: bool) -> Part:
    told = [
        f"{number}. {sentence_of(mark.kind, mark.place, mark.intensity, mark.remark, words.chart)}"
        for number, mark in enumerate(marks, start=1)
    ]
    return Part(words.beside_signed if is_signed else words.heading, _lines(told), marks=marks)


def _signature(reader: _Reader, proof: Proof, versions: Sequence[NoteVersion]) -> str:
    words, number = reader.words, proof.version_number
    by_number = {version.version_number: version for version in versions}
    version, before = by_number.get(number), by_number.get(number - 1)
    is_added = version and before and is_addition(texts_of(before), texts_of(version))
    reason = version.reason if version else None
    who = reader.people.get(proof.signed_by, "") if proof.signed_by is not None else ""
    when = reader.moment(proof.signed_at) if proof.signed_at is not None else ""
    signed = words.signed if number == 1 else words.added if is_added else words.amended
    line = ", ".join(filter(None, (f"{signed} {who or words.somebody}", when, words.states[proof.state])))
    return f"{line} ({reason})" if reason else line


def _lines(found: Sequence[str | None]) -> str:
    return "\n".join(filter(None, found))
