"""The body chart in the language of the window."""

from datetime import datetime

from core.domain.body_chart import (
    NUMBNESS,
    OTHER,
    PAIN,
    SCAR,
    SWELLING,
    TENSION,
    TINGLING,
    TRIGGER_POINT,
    ChartWords,
    place_of,
    place_words,
    told,
)
from core.domain.records import BodyMark
from core.store.practice.body_marks import Chart
from desktop.kit.dates import day_text
from desktop.kit.i18n import one_line, plural, tr


def kind_words() -> dict[str, str]:
    """In the order in which they are offered."""
    return {
        PAIN: tr("BodyChart", "Pain"),
        TENSION: tr("BodyChart", "Tension"),
        NUMBNESS: tr("BodyChart", "Numbness"),
        TINGLING: tr("BodyChart", "Tingling"),
        SWELLING: tr("BodyChart", "Swelling"),
        SCAR: tr("BodyChart", "Scar"),
        TRIGGER_POINT: tr("BodyChart", "Trigger point"),
        OTHER: tr("BodyChart", "Finding"),
    }


def view_titles() -> dict[str, str]:
    """What stands above each figure."""
    return {
        "FRONT": tr("BodyChart", "Front"),
        "BACK": tr("BodyChart", "Back"),
        "RIGHT": tr("BodyChart", "Right side"),
        "LEFT": tr("BodyChart", "Left side"),
        "HAND_BACKS": tr("BodyChart", "Backs of the hands"),
        "PALMS": tr("BodyChart", "Palms"),
        "FOOT_TOPS": tr("BodyChart", "Feet from above"),
        "SOLES": tr("BodyChart", "Soles"),
    }


def page_titles() -> list[str]:
    """Of `layout.PAGES`, in their order."""
    return [
        tr("BodyChart", "Body"),
        tr("BodyChart", "Sides"),
        tr("BodyChart", "Hands"),
        tr("BodyChart", "Feet"),
    ]


def side_letters() -> dict[str, str]:
    """Beside the figures: which side is the client's left."""
    return {"left": tr("BodyChart", "L"), "right": tr("BodyChart", "R")}


def chart_words() -> ChartWords:
    """For sentences."""
    return ChartWords(
        kinds=kind_words(),
        regions={**_trunk_words(), **_limb_words(), **_hand_and_foot_words()},
        sides={"left": tr("BodyChart", "left"), "right": tr("BodyChart", "right")},
        views={
            "FRONT": tr("BodyChart", "front"),
            "BACK": tr("BodyChart", "back"),
            "RIGHT": tr("BodyChart", "side"),
            "LEFT": tr("BodyChart", "side"),
            "HAND_BACKS": tr("BodyChart", "back of the hand"),
            "PALMS": tr("BodyChart", "palm side"),
            "FOOT_TOPS": tr("BodyChart", "top"),
            "SOLES": tr("BodyChart", "sole"),
        },
        sided_place=tr("BodyChart", "{side} {region} ({view})"),
        central_place=tr("BodyChart", "{region} ({view})"),
        sentence=tr("BodyChart", "{kind} {intensity}/10 at the {place}."),
        sentence_without=tr("BodyChart", "{kind} at the {place}."),
        remark=tr("BodyChart", "{sentence} {remark}"),
    )


def mark_text(mark: BodyMark) -> str:
    """What a mark says."""
    return told(mark.kind, mark.place, mark.intensity, mark.remark, chart_words())


def mark_head(mark: BodyMark) -> str:
    """What it is, how strong, and the remark: "Pain 6/10 · after a walk"."""
    kind = kind_words().get(mark.kind, mark.kind)
    strong = kind
    if mark.intensity is not None:
        strong = tr("BodyChart", "{kind} {intensity}/10", kind=kind, intensity=mark.intensity)
    return one_line((strong, mark.remark))


def mark_place(mark: BodyMark) -> str:
    """Where it is: "left shoulder (back)"."""
    point = place_of(mark.place)
    return mark.place if point is None else place_words(point, chart_words())


def chart_title(chart: Chart, now: datetime) -> str:
    """An earlier chart in the list of them: "12 November · 3 marks"."""
    day = day_text(chart.session_date.astimezone(now.tzinfo).date(), now.date())
    count = plural("BodyChart", "{n} mark", "{n} marks", len(chart.marks))
    return tr("BodyChart", "{day} · {count}", day=day, count=count)


def _trunk_words() -> dict[str, str]:
    return {
        "forehead": tr("BodyChart", "forehead"),
        "face": tr("BodyChart", "face"),
        "temple": tr("BodyChart", "temple"),
        "jaw": tr("BodyChart", "jaw"),
        "ear": tr("BodyChart", "ear"),
        "head": tr("BodyChart", "head"),
        "back of the head": tr("BodyChart", "back of the head"),
        "neck": tr("BodyChart", "neck"),
        "collarbone": tr("BodyChart", "collarbone"),
        "breastbone": tr("BodyChart", "breastbone"),
        "chest": tr("BodyChart", "chest"),
        "ribs": tr("BodyChart", "ribs"),
        "upper abdomen": tr("BodyChart", "upper abdomen"),
        "flank": tr("BodyChart", "flank"),
        "abdomen": tr("BodyChart", "abdomen"),
        "lower abdomen": tr("BodyChart", "lower abdomen"),
        "groin": tr("BodyChart", "groin"),
        "upper spine": tr("BodyChart", "upper spine"),
        "lower spine": tr("BodyChart", "lower spine"),
        "upper back": tr("BodyChart", "upper back"),
        "middle back": tr("BodyChart", "middle back"),
        "lower back": tr("BodyChart", "lower back"),
        "sacrum": tr("BodyChart", "sacrum"),
    }


def _limb_words() -> dict[str, str]:
    return {
        "upper shoulder": tr("BodyChart", "upper shoulder"),
        "shoulder": tr("BodyChart", "shoulder"),
        "shoulder blade": tr("BodyChart", "shoulder blade"),
        "upper arm": tr("BodyChart", "upper arm"),
        "elbow": tr("BodyChart", "elbow"),
        "forearm": tr("BodyChart", "forearm"),
        "wrist": tr("BodyChart", "wrist"),
        "hand": tr("BodyChart", "hand"),
        "hip": tr("BodyChart", "hip"),
        "buttock": tr("BodyChart", "buttock"),
        "thigh": tr("BodyChart", "thigh"),
        "knee": tr("BodyChart", "knee"),
        "hollow of the knee": tr("BodyChart", "hollow of the knee"),
        "lower leg": tr("BodyChart", "lower leg"),
        "shin": tr("BodyChart", "shin"),
        "calf": tr("BodyChart", "calf"),
        "Achilles tendon": tr("BodyChart", "Achilles tendon"),
        "ankle": tr("BodyChart", "ankle"),
        "heel": tr("BodyChart", "heel"),
        "foot": tr("BodyChart", "foot"),
    }


def _hand_and_foot_words() -> dict[str, str]:
    return {
        "thumb": tr("BodyChart", "thumb"),
        "ball of the thumb": tr("BodyChart", "ball of the thumb"),
        "index finger": tr("BodyChart", "index finger"),
        "middle finger": tr("BodyChart", "middle finger"),
        "ring finger": tr("BodyChart", "ring finger"),
        "little finger": tr("BodyChart", "little finger"),
        "edge of the hand": tr("BodyChart", "edge of the hand"),
        "big toe": tr("BodyChart", "big toe"),
        "second toe": tr("BodyChart", "second toe"),
        "third toe": tr("BodyChart", "third toe"),
        "fourth toe": tr("BodyChart", "fourth toe"),
        "little toe": tr("BodyChart", "little toe"),
        "ball of the foot": tr("BodyChart", "ball of the foot"),
        "outer edge of the foot": tr("BodyChart", "outer edge of the foot"),
        "instep": tr("BodyChart", "instep"),
        "arch": tr("BodyChart", "arch"),
        "middle of the sole": tr("BodyChart", "middle of the sole"),
    }
