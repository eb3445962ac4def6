"""The words of a printed record, in the practice's own language, whichever the window speaks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.domain.enums import SignatureState
from core.domain.notes import SOAP
from core.text.direction import in_one_line
from desktop.paper.chart_words import ENGLISH_CHART, HEBREW_CHART, PrintedChart
from desktop.paper.file_words import ENGLISH_FILES, HEBREW_FILES, PrintedFiles

_STATUSES = ("SCHEDULED", "COMPLETED", "CANCELLED", "NO_SHOW")
_STATES = (
    SignatureState.VERIFIED,
    SignatureState.BROKEN,
    SignatureState.UNKNOWN,
    SignatureState.UNSIGNED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordWords:
    """`page` takes {page} and {pages}."""

    right_to_left: bool
    note: str
    record: str
    born: str
    page: str
    called: str
    """By which name, where it is another than the first and last."""
    tags: str
    consent: str
    consented: str
    """On {day}."""
    not_consented: str
    contact: str
    emergency: str
    alerts: str
    history: str
    remarks: str
    appointments: str
    none: str
    """In the place of a day's appointments."""
    busy: str
    """An appointment of which others see only that its time is taken."""
    blocked: str
    """Time of somebody that is not for appointments."""
    closed: str
    removed_place: str
    """Of a place that is closed and was deleted since."""
    all_day: str
    weekdays: Sequence[str]
    """From Monday."""
    months: Sequence[str]
    more: str
    """Of a day that has no room for all of its appointments; takes {count}."""
    files: str
    measures: str
    beside_signed: str
    """Of measures of a signed note, which the signature does not cover."""
    pain: str
    body: PrintedChart
    printed_files: PrintedFiles
    draft: str
    signed: str
    amended: str
    added: str
    """Of a version that left every word of the one before."""
    somebody: str
    note_code: str
    practice_code: str
    square: str
    fields: Mapping[str, str]
    statuses: Mapping[str, str]
    states: Mapping[SignatureState, str]

    def line(self, parts: Iterable[str | None]) -> str:
        """Several things in one line, which runs as the record's language does."""
        return in_one_line(parts, right_to_left=self.right_to_left)


def words_of(locale: str) -> RecordWords:
    """English where there are no others."""
    return _HEBREW if locale.partition("-")[0].partition("_")[0] == "he" else _ENGLISH


_ENGLISH = RecordWords(
    right_to_left=False,
    note="Session note",
    record="Client record",
    born="born",
    page="Page {page} of {pages}",
    called="Called",
    tags="Tags",
    consent="Consent to keeping the record",
    consented="given {day}",
    not_consented="not given",
    contact="Contact",
    emergency="Emergency contact",
    alerts="Alert",
    history="Medical history",
    remarks="Remarks",
    appointments="Appointments",
    none="No appointments",
    busy="Busy",
    blocked="blocked",
    closed="closed",
    removed_place="a place that was removed",
    all_day="all day",
    weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    months=(
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    more="+{count} more",
    files="Files",
    measures="Measures",
    beside_signed="Measures (not part of what is signed)",
    pain="Pain",
    body=ENGLISH_CHART,
    printed_files=ENGLISH_FILES,
    draft="Draft, not signed",
    signed="Signed by",
    amended="Amended and signed by",
    added="Added to and signed by",
    somebody="somebody who is not known here",
    note_code="Code of the note",
    practice_code="Code of the practice",
    square="Whoever has the note's file can check it; it shows the same codes.",
    fields=dict(zip(SOAP, ("Subjective", "Objective", "Assessment", "Plan"), strict=True)),
    statuses=dict(zip(_STATUSES, ("scheduled", "completed", "cancelled", "not attended"), strict=True)),
    states=dict(
        zip(_STATES, ("genuine", "NOT GENUINE", "could not be checked yet", "not signed"), strict=True)
    ),
)
_HEBREW = RecordWords(
    right_to_left=True,
    note="סיכום טיפול",
    record="תיק מטופל",
    born="תאריך לידה",
    page="עמוד {page} מתוך {pages}",
    called="שם לפנייה",
    tags="תגיות",
    consent="הסכמה לשמירת התיק",
    consented="ניתנה {day}",
    not_consented="לא ניתנה",
    contact="פרטי קשר",
    emergency="איש קשר לחירום",
    alerts="התראה",
    history="היסטוריה רפואית",
    remarks="הערות",
    appointments="פגישות",
    none="אין פגישות",
    busy="תפוס",
    blocked="חסום",
    closed="סגור",
    removed_place="מיקום שהוסר",
    all_day="כל היום",
    weekdays=("יום שני", "יום שלישי", "יום רביעי", "יום חמישי", "יום שישי", "שבת", "יום ראשון"),
    months=(
        *("ינואר", "פברואר", "מרץ", "אפריל", "מאי", "יוני"),
        *("יולי", "אוגוסט", "ספטמבר", "אוקטובר", "נובמבר", "דצמבר"),
    ),
    more="ועוד {count}",
    files="קבצים",
    measures="מדידות",
    beside_signed="מדידות (אינן חלק ממה שנחתם)",
    pain="כאב",
    body=HEBREW_CHART,
    printed_files=HEBREW_FILES,
    draft="טיוטה, לא חתום",
    signed="נחתם על ידי",
    amended="תוקן ונחתם על ידי",
    added="תוספת נוספה ונחתמה על ידי",
    somebody="אדם שאינו מוכר כאן",
    note_code="קוד הסיכום",
    practice_code="קוד הקליניקה",
    square="מי שיש בידו את קובץ הסיכום יכול לאמת אותו; הקובץ מציג אותם קודים.",
    fields=dict(zip(SOAP, ("סובייקטיבי", "אובייקטיבי", "הערכה", "תוכנית"), strict=True)),
    statuses=dict(zip(_STATUSES, ("מתוכננת", "התקיימה", "בוטלה", "לא הגיע/ה"), strict=True)),
    states=dict(zip(_STATES, ("מקורי", "לא מקורי", "טרם ניתן לאימות", "לא חתום"), strict=True)),
)
