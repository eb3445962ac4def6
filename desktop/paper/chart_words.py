"""The words of a printed body chart: of the practice's language, not of the window's. No Qt."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.domain.body_chart import ENGLISH, ChartWords


@dataclass(frozen=True, slots=True)
class PrintedChart:
    """`chart` makes the sentences; `titles` stand above the figures, `letters` beside them."""

    chart: ChartWords
    titles: Mapping[str, str]
    letters: Mapping[str, str]
    heading: str
    beside_signed: str
    """Of a signed note, whose signature does not cover the marks."""


ENGLISH_CHART = PrintedChart(
    chart=ENGLISH,
    titles={
        "FRONT": "Front",
        "BACK": "Back",
        "RIGHT": "Right side",
        "LEFT": "Left side",
        "HAND_BACKS": "Backs of the hands",
        "PALMS": "Palms",
        "FOOT_TOPS": "Feet from above",
        "SOLES": "Soles",
    },
    letters={"left": "L", "right": "R"},
    heading="Body chart",
    beside_signed="Body chart (not part of what is signed)",
)
HEBREW_CHART = PrintedChart(
    chart=ChartWords(
        kinds={
            "PAIN": "כאב",
            "TENSION": "מתח",
            "NUMBNESS": "חוסר תחושה",
            "TINGLING": "עקצוץ",
            "SWELLING": "נפיחות",
            "SCAR": "צלקת",
            "TRIGGER_POINT": "נקודת טריגר",
            "OTHER": "ממצא",
        },
        regions={
            "forehead": "מצח",
            "face": "פנים",
            "temple": "רקה",
            "jaw": "לסת",
            "ear": "אוזן",
            "head": "ראש",
            "back of the head": "עורף הראש",
            "neck": "צוואר",
            "collarbone": "עצם הבריח",
            "breastbone": "עצם החזה",
            "chest": "חזה",
            "ribs": "צלעות",
            "upper abdomen": "בטן עליונה",
            "flank": "מותן",
            "abdomen": "בטן",
            "lower abdomen": "בטן תחתונה",
            "groin": "מפשעה",
            "upper spine": "עמוד שדרה עליון",
            "lower spine": "עמוד שדרה תחתון",
            "upper back": "גב עליון",
            "middle back": "אמצע הגב",
            "lower back": "גב תחתון",
            "sacrum": "עצם העצה",
            "upper shoulder": "חלק עליון של הכתף",
            "shoulder": "כתף",
            "shoulder blade": "שכמה",
            "upper arm": "זרוע",
            "elbow": "מרפק",
            "forearm": "אמה",
            "wrist": "שורש כף היד",
            "hand": "כף יד",
            "hip": "ירך עליונה",
            "buttock": "ישבן",
            "thigh": "ירך",
            "knee": "ברך",
            "hollow of the knee": "שקע הברך",
            "lower leg": "שוק",
            "shin": "שוקה",
            "calf": "סובך",
            "Achilles tendon": "גיד אכילס",
            "ankle": "קרסול",
            "heel": "עקב",
            "foot": "כף רגל",
            "thumb": "אגודל",
            "ball of the thumb": "כרית האגודל",
            "index finger": "אצבע מורה",
            "middle finger": "אמה (אצבע)",
            "ring finger": "קמיצה",
            "little finger": "זרת",
            "edge of the hand": "שולי כף היד",
            "big toe": "בוהן",
            "second toe": "אצבע רגל שנייה",
            "third toe": "אצבע רגל שלישית",
            "fourth toe": "אצבע רגל רביעית",
            "little toe": "זרת הרגל",
            "ball of the foot": "כרית כף הרגל",
            "outer edge of the foot": "שוליים חיצוניים של כף הרגל",
            "instep": "גב כף הרגל",
            "arch": "קשת כף הרגל",
            "middle of the sole": "מרכז כף הרגל",
        },
        sides={"left": "שמאל", "right": "ימין"},
        views={
            "FRONT": "מלפנים",
            "BACK": "מאחור",
            "RIGHT": "מהצד",
            "LEFT": "מהצד",
            "HAND_BACKS": "גב היד",
            "PALMS": "צד כף היד",
            "FOOT_TOPS": "מלמעלה",
            "SOLES": "כף הרגל מלמטה",
        },
        sided_place="{region}, צד {side} ({view})",
        central_place="{region} ({view})",
        sentence="{kind} {intensity}/10: {place}.",
        sentence_without="{kind}: {place}.",
        remark="{sentence} {remark}",
    ),
    titles={
        "FRONT": "מלפנים",
        "BACK": "מאחור",
        "RIGHT": "צד ימין",
        "LEFT": "צד שמאל",
        "HAND_BACKS": "גב הידיים",
        "PALMS": "כפות הידיים",
        "FOOT_TOPS": "כפות הרגליים מלמעלה",
        "SOLES": "כפות הרגליים מלמטה",
    },
    letters={"left": "ש", "right": "י"},
    heading="תרשים גוף",
    beside_signed="תרשים גוף (אינו חלק ממה שנחתם)",
)
